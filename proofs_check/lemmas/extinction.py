"""Chains of counts that die out: the probability of being at 0 after k generations, by generating functions."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.chains import at_start, first_generation, generating, on_average, outcome, outcomes
from proofs_check.rules.leaves import definition
from proofs_check.rules.means import Expectation, mean_of
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.functions import GIterate
from theorems.language.laws import Law, Poisson
from theorems.language.processes import event
from theorems.processes.poisson import POISSON


def empty_at_once(mean: Expectation, law: Law, context: Context) -> Proved:
    """Pr(0 after one generation), from E[event that the state is 0](1): the generating function of the law at 0."""
    first = first_generation(mean, context)
    start = first.relation.right.args[0].expr
    seen = on_average(law, at_start(start, outcomes(law, context)), context)
    none = generating(law, 0, context)
    return combine(mean, "=", none.relation.right, first, seen, none, context=context)


@cache
def poisson_extinct(k: sp.Symbol, n: sp.Symbol, start: sp.Symbol) -> Proved:
    """Pr(Lambda_k = 0) = exp(-n lambda g_k) for every start lambda >= 0: E S^X of one generation is e^(-m(1-S))."""
    context = over({k: "[1, oo)", n: "[1, oo)", start: "[0, oo)"})
    (state,) = POISSON.states
    extinct = mean_of(POISSON, event(sp.Eq(state, 0)))
    law, x = Poisson(n * start), outcome(Poisson)

    def value(at: sp.Expr) -> sp.Expr:
        return sp.exp(-n * start * GIterate(at))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        first = first_generation(extinct(j + 1, n, start), here)
        then = on_average(law, substitute(known, {start: x / n}, outcomes(law, here)), here)
        series = generating(law, sp.exp(-GIterate(j)), here)
        recursion = definition(GIterate, j, context=here)
        return combine(
            extinct(j + 1, n, start), "=", value(j + 1), first, then, series, using=[recursion], context=here
        )

    flat = context.but({k: None})
    begun = empty_at_once(extinct(1, n, start), law, flat)
    base = combine(extinct(1, n, start), "=", value(sp.Integer(1)), begun, context=flat)
    return induction(Relation(extinct(k, n, start), "=", value(k), context), k, base, step)
