"""Kernel estimates of all data so far, one run at a time.

Mean square and variance of the pool have closed recursions. The mean moves by that of a new batch over k + 1, of which
the variance is (s_k^2 + h^2)/n: the sum of (ln k)/k^2 is finite. Of two points of the pool both are of the last batch
with probability 1/k^2, and then one point with probability 1/n: E e^(s (X - Y)) has a recursion of one term.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.kde import accumulate_growth
from proofs_check.lemmas.harmonic import at_least_logarithm
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.losses import cosine
from proofs_check.rules.means import ARGUMENT, domain_of
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.probability import linear, mean
from proofs_check.rules.statements import Proved, Relation, over
from theorems.kde.accumulate_growth import THEOREM as GROWTH
from theorems.kde.accumulate_run import PARAMETERS, THEOREM, kernel, squared, total, wander
from theorems.language.data import ExponentialSum
from theorems.processes.kde import OF_WORKFLOWS
from theorems.processes.workflows import DRAW, OTHER, accumulate

n, k, h, sigma0, w = PARAMETERS.symbols
s = ARGUMENT.symbol
PROCESS = OF_WORKFLOWS[accumulate]
TRANSFORMS = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)"}).but({s: domain_of(ARGUMENT)})


@cache
def conserved(goal: Relation) -> Proved:
    """A batch adds h^2/(k + 1)."""
    return by_moments(goal)


@cache
def spread_lower(goal: Relation) -> Proved:
    """Induction: what a batch takes from the variance is at most what the bound on the squared mean grows by."""
    first = substitute(accumulate_growth.spread(statement(GROWTH, "spread")), {k: 1}, goal.context.but({k: None}))
    start = combine(goal.left.subs(k, 1), "<=", first.relation.left, (first, -1), context=first.relation.context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        following = one_generation(mean(PROCESS, PROCESS.observables["spread"], j + 1, here), here)
        more = identity(sp.harmonic(j + 1), sp.harmonic(j) + 1 / (j + 1), here)
        share, bound = 1 / (n * (j + 1) ** 2), goal.left.subs(k, j + 1)
        grown = (1 - share) * goal.left.subs(k, j) + h**2 * (1 / (j + 1) - share)
        room = by_sign(0, "<=", grown - bound.subs(more.relation.left, more.relation.right), here)
        parts = (following, -1), (known, 1 - share), room
        return combine(bound, "<=", following.relation.left, *parts, using=[more], context=here)

    return induction(goal, k, start, step)


@cache
def spread_divergence(goal: Relation) -> Proved:
    """The harmonic number exceeds the logarithm."""
    known = substitute(spread_lower(statement(THEOREM, "spread-lower")), {}, goal.context)
    rest = by_sign(0, "<=", 2 * (sigma0**2 + h**2) - wander, goal.context)
    below = substitute(at_least_logarithm(), {}, goal.context)
    return combine(goal.left, "<=", goal.right, known, (below, h**2), rest, context=goal.context)


@cache
def centre_upper(goal: Relation) -> Proved:
    """The mean square is the sum of variance and squared mean."""
    context = goal.context
    parts = {PROCESS.observables[o]: 1 for o in ("spread", "centre_square")}
    both = mean(PROCESS, sp.Add(*parts), k, context)
    whole = by_moments(Relation(both, "=", total, context))
    below = spread_lower(statement(THEOREM, "spread-lower"))
    return combine(goal.left, "<=", goal.right, whole, (linear(both, parts, context), -1), below, context=context)


@cache
def _transform() -> Proved:
    """E e^(s (X - Y)) of two draws: a kernel each, and two points of the pool."""
    (pool,) = PROCESS.states
    at_s = {w: s, h: sp.I * h, sigma0: sp.I * sigma0}
    points = squared.subs(at_s, simultaneous=True)
    one = kernel.subs(at_s, simultaneous=True)
    pair = mean(PROCESS, sp.exp(s * DRAW - s * OTHER), k, TRANSFORMS)
    of_pool = ExponentialSum(pool, s) * ExponentialSum(pool, -s)
    return closed(pair, one**2 * points, TRANSFORMS, {of_pool: (n * k) ** 2 * points})  # type: ignore[arg-type]


@cache
def spectrum(goal: Relation) -> Proved:
    """That of two draws from one run's estimate: its transform, where s is i w."""
    known = cosine(goal.left, _transform(), goal.context)  # type: ignore[arg-type]
    return combine(goal.left, "=", goal.right, known, context=goal.context)
