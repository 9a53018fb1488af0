"""Kernel estimates on n of all points: averaged over runs as where all are kept; recursions of what is spread within.

The spread takes the factor that it has without kernels (`gaussian.subsample`), and each batch adds (1 - 1/n) h^2/k.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import subsample as gaussian
from proofs_check.kde import accumulate_growth
from proofs_check.lemmas.harmonic import at_least_logarithm
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.products import between, next_factor
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import linear, mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.kde.accumulate_growth import THEOREM as ACCUMULATED
from theorems.kde.subsample import PARAMETERS, THEOREM, lost, total
from theorems.language.processes import Process
from theorems.processes.kde import OF_WORKFLOWS
from theorems.processes.workflows import accumulate, subsample

n, k, h, sigma0 = PARAMETERS.symbols
PROCESS, KEPT = (OF_WORKFLOWS[workflow] for workflow in (subsample, accumulate))
ALL = over({n: "[1, oo)", k: "[1, oo)"})


@cache
def annealed_variance(goal: Relation) -> Proved:
    """E draw^2 grows by h^2/(k+1) from model k to model k+1."""
    return by_moments(goal)


def depth_law(goal: Relation) -> Proved:
    """A point that is chosen lies in the new batch with probability 1/(k+1), as where all points are kept."""
    return accumulate_growth.by_cycles(goal)


def annealed_law(goal: Relation) -> Proved:
    """The same of a draw and its kernels."""
    return accumulate_growth.by_cycles(goal)


@cache
def conserved(goal: Relation) -> Proved:
    """A batch adds h^2/(k + 1)."""
    return by_moments(goal)


@cache
def spread(goal: Relation) -> Proved:
    """The closed form solves the recursion, from k = 1 on."""
    return by_moments(goal)


def _next(process: Process, j: sp.Symbol, context: Context) -> Proved:
    """The mean spread of model j + 1, in that of model j."""
    return one_generation(mean(process, process.observables["spread"], j + 1, context), context)


def below_accumulate(goal: Relation) -> Proved:
    """Where all points are kept the factor is larger, and so is what a batch adds."""
    theirs = mean(KEPT, KEPT.observables["spread"], k, goal.context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        mine, other = _next(PROCESS, j, here), _next(KEPT, j, here)
        left, right = known.relation.left, known.relation.right
        factor, larger = (e.relation.right.coeff(now) for e, now in ((mine, left), (other, right)))
        positive = by_sign(0, "<=", left, here), sp.factor(larger - factor)
        added = by_sign(0, "<=", h**2 / (n * (j + 1)) * (1 - 1 / (j + 1)), here)
        parts = mine, (other, -1), (known, larger), positive, added
        return combine(mine.relation.left, "<=", other.relation.left, *parts, context=here)

    once = goal.context.but({k: None})
    starts = [one_generation(e.subs(k, 1), once) for e in (goal.left, theirs)]
    start = combine(goal.left.subs(k, 1), "<=", theirs.subs(k, 1), starts[0], (starts[1], -1), context=once)
    order = induction(Relation(goal.left, "<=", theirs, goal.context), k, start, step)
    exact = accumulate_growth.spread(statement(ACCUMULATED, "spread"))
    return combine(goal.left, "<=", goal.right, order, exact, context=goal.context)


@cache
def spread_lower(goal: Relation) -> Proved:
    """The factor multiplies the bound, too; and what a batch adds is more than that times the product."""
    factor = next_factor(lost, k)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        following = _next(PROCESS, j, here)
        more = identity(sp.harmonic(j + 1), sp.harmonic(j) + 1 / (j + 1), here)
        fold = one_more(lost.subs(k, j), j, here)
        small = substitute(between(lost, k, ALL)[1], {k: j + 1}, here)
        bound = goal.left.subs(k, j + 1)
        parts = (following, -1), (known, factor.subs(k, j)), (small, (1 - 1 / n) * h**2 / (j + 1))
        return combine(bound, "<=", following.relation.left, *parts, using=[more, fold], context=here)

    first = substitute(spread(statement(THEOREM, "spread")), {k: 1}, goal.context.but({k: None}))
    start = combine(goal.left.subs(k, 1), "<=", first.relation.left, (first, -1), context=first.relation.context)
    return induction(goal, k, start, step)


def spread_divergence(goal: Relation) -> Proved:
    """The product stays above its limit, and the harmonic number above the logarithm."""
    known = substitute(spread_lower(statement(THEOREM, "spread-lower")), {}, goal.context)
    below = substitute(at_least_logarithm(), {}, goal.context)
    limit = substitute(gaussian.around()[0], {gaussian.k: k}, goal.context)
    share = 1 - 1 / n
    terms = known, (limit, share * total), (below, share * limit.relation.left * h**2)
    rest = by_sign(0, "<=", share * limit.relation.left * sigma0**2, goal.context)
    return combine(goal.left, "<=", goal.right, *terms, rest, context=goal.context)


def centre(goal: Relation) -> Proved:
    """The mean square is the sum of variance and squared mean."""
    context = goal.context
    parts = {PROCESS.observables[o]: 1 for o in ("spread", "centre_square")}
    both = mean(PROCESS, sp.Add(*parts), k, context)
    whole = by_moments(Relation(both, "=", total, context))
    within = spread(statement(THEOREM, "spread"))
    return combine(goal.left, "=", goal.right, whole, (linear(both, parts, context), -1), (within, -1), context=context)
