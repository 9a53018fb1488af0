"""All symbols but one are together a symbol: one is alone where the others are lost."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.chains import at_start, first_generation, on_average, outcome, outcomes, swapped
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.means import Expectation, mean_of
from proofs_check.rules.probability import beside
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.bernoulli.absorption import PARAMETERS
from theorems.language.laws import Binomial
from theorems.language.processes import event
from theorems.processes.discrete import BERNOULLI, P

n, p0, _ = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, nonnegative=True)
x = outcome(Binomial)
ALONE, LOST = (mean_of(BERNOULLI, event(sp.Eq(P, at))) for at in (1, 0))


@cache
def _alone() -> Proved:
    """Pr(P_t = 1) from p is Pr(P_t = 0) from 1 - p: if X ~ Bin(n, p), then n - X ~ Bin(n, 1 - p), at every step."""
    context = over({n: "[1, oo)", p0: "[0, 1]", t: "[0, oo)"})
    drawn, others = Binomial(n, p0), Binomial(n, 1 - p0)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        inside, rest = outcomes(others, here), (n - x) / n
        least = combine(0, "<=", rest, (given(x <= n, inside), 1 / n), context=inside)
        most = combine(rest, "<=", 1, (by_sign(0, "<=", x, inside), 1 / n), context=inside)
        later = substitute(known, {p0: rest}, inside, least, most)
        return combine(
            ALONE(j + 1, n, p0),
            "=",
            LOST(j + 1, n, 1 - p0),
            first_generation(ALONE(j + 1, n, p0), here),
            swapped(drawn, ALONE(j, n, x / n), here),
            on_average(others, later, here),
            (first_generation(LOST(j + 1, n, 1 - p0), here), -1),
            context=here,
        )

    flat = context.but({t: None})
    alone, lost = ALONE(0, n, p0), LOST(0, n, 1 - p0)
    start = combine(alone, "=", lost, at_start(alone, flat), (at_start(lost, flat), -1), context=flat)
    return induction(Relation(ALONE(t, n, p0), "=", LOST(t, n, 1 - p0), context), t, start, step)


def alone(mean: Expectation, context: Context) -> Proved:
    """Pr(P_k = 1) = Pr(P_k = 0) from 1 - p, beside a mean of the chain of one symbol's share."""
    k, size, share = beside(mean, P).args
    return substitute(_alone(), {t: k, n: size, p0: share}, context)
