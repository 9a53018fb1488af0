"""Kernel density estimates of all data seen so far (Kazdan et al., Theorem 6).

A uniformly chosen point of the pool of k+1 batches lies in batch k+1, and is then a draw from model k, with
probability 1/(k+1); otherwise it is a uniformly chosen point of the pool of k batches. So the law A_k of a
draw obeys A_{k+1} = (k A_k + A_k * N(0, h^2))/(k+1): the number of kernels grows like the number of cycles of a
permutation, in which element k+1 opens a new cycle with probability 1/(k+1). Moments follow from the declared process.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.harmonic import at_least_logarithm
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import cycles
from proofs_check.rules.statements import Proved, Relation
from theorems.kde.accumulate_growth import PARAMETERS, THEOREM
from theorems.language.functions import CycleProbability

n, k, h, sigma0 = PARAMETERS.symbols


@cache
def annealed_variance(goal: Relation) -> Proved:
    """E draw^2 grows by h^2/(k+1) from model k to model k+1."""
    return by_moments(goal)


@cache
def annealed_divergence(goal: Relation) -> Proved:
    """The harmonic number exceeds the logarithm."""
    known = annealed_variance(statement(THEOREM, "annealed-variance"))
    below = substitute(at_least_logarithm(), {}, goal.context)
    return combine(goal.left, "<=", goal.right, (known, -1), (below, h**2), context=goal.context)


@cache
def by_cycles(goal: Relation) -> Proved:
    """E e^(s X) gains the factor (k + z)/(k + 1) from model k to k + 1, z that of one kernel more: sums over cycles."""
    (fold,) = goal.right.atoms(sp.Sum)
    index = fold.limits[0][0]
    term = fold.function / CycleProbability(k, index)
    summed = cycles(term, index, sp.simplify(term.subs(index, index + 1) / term), k, goal.context)
    value = by_moments(Relation(goal.left, "=", summed.relation.right, goal.context))
    return combine(goal.left, "=", goal.right, value, using=[summed], context=goal.context)


@cache
def depth_law(goal: Relation) -> Proved:
    """A kernel has E e^s = e^s."""
    return by_cycles(goal)


@cache
def annealed_law(goal: Relation) -> Proved:
    """A kernel has E e^(s h Z) = e^(s^2 h^2/2)."""
    return by_cycles(goal)


@cache
def spread(goal: Relation) -> Proved:
    """The closed form solves the recursion of the variance within the pool, from k = 1 on."""
    return by_moments(goal)
