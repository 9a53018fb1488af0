"""Tails of a fitted standard deviation from its moments."""

from __future__ import annotations

import sympy as sp

from proofs_check.rules.algebra import combine, raised
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beside, indicator, linear, mean, monotone
from proofs_check.rules.statements import Context, Proved, over
from theorems.processes.gaussian import V, eps

SCALE = sp.sqrt(V)


def markov(above: Expectation, power: sp.Expr, context: Context, *known: Proved) -> Proved:
    """Pr(Sigma_k > eps) <= E Sigma_k^power / eps^power, of any process that refits a variance V.

    known: a bound on that mean, where it need not be finite by itself.
    """
    states = over(dict.fromkeys((V, eps, *power.free_symbols), "(0, oo)"))
    ratio = SCALE**power / eps**power
    beyond = states.but({}, eps < SCALE)
    longer = raised(given(eps < SCALE, beyond), power)
    at_least_one = combine(1, "<=", ratio, (longer, eps**-power), context=beyond)
    pointwise = indicator(eps < SCALE, by_sign(0, "<=", ratio, states), at_least_one, states)
    scaled = mean(above.process, ratio, above.args[0], context)
    parts, factor = linear(scaled, {SCALE**power: eps**-power}, context, *known), eps**-power
    finite = [combine(scaled, "<=", factor * p.relation.right, parts, (p, factor), context=context) for p in known]
    bound = monotone(above, scaled, pointwise, context, *finite)
    return combine(above, "<=", eps**-power * beside(scaled, SCALE**power), bound, parts, context=context)
