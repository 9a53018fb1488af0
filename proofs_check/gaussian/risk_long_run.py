"""The risk in the long run: the product of the factors lies between exponentials, and these near one in k/n."""

from __future__ import annotations

import sympy as sp

from proofs_check.gaussian import collapse, risk
from proofs_check.lemmas.elementary import decay_above_line, exponential, y
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.risk import THEOREM as RISK
from theorems.gaussian.risk_long_run import PARAMETERS

n, k, sigma0 = PARAMETERS.symbols


def long_lower(goal: Relation) -> Proved:
    """m_n(1)^k <= e^(-k/(4n-3)) <= e^(-k/(4n))."""
    exact, of = risk.mean(statement(RISK, "mean")), 2 * sigma0**2
    exponents = by_sign(-k / (4 * n - 3), "<=", -k / (4 * n), goal.context)
    terms = (exact, -1), (collapse.factors_at_most(), of), (exponential(exponents), of)
    return combine(goal.left, "<=", goal.right, *terms, context=goal.context)


def long_upper(goal: Relation) -> Proved:
    """m_n(1)^k >= e^(-k/(4n-4)), and that is e^(-k/(4n)) e^(-x), x = k/(4n(n-1)), where e^-x >= 1 - x."""
    exact, of = risk.mean(statement(RISK, "mean")), 2 * sigma0**2
    x = k / (4 * n * (n - 1))
    line = substitute(decay_above_line(), {y: x}, goal.context)
    parted = exponential(by_sign(-k / (4 * n) - x, "<=", -k / (4 * n - 4), goal.context))
    bounds = (collapse.factors_at_least(), of), (parted, of), (line, of * sp.exp(-k / (4 * n)))
    return combine(goal.left, "<=", goal.right, exact, *bounds, context=goal.context)


def late_slope(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """m_n(1)^k lies between 0 and 1."""
    of, context = 2 * sigma0**2, below.context
    one = by_sign(sp.exp(-k / (4 * n - 3)), "<=", 1, context)
    at_most = (collapse.factors_at_most(), of), (one, of)
    return (
        combine(below.left, "<=", below.right, *at_most, context=context),
        by_sign(above.left, "<=", above.right, context),
    )


def uniform_in_k(less: Relation, _: Relation) -> Proved:
    """The mean is at most sigma0^2 (k/n + 2), which from 6n generations on is less than nine tenths of 3k/(2n)."""
    late = less.context.but({n: "[10, 12]", k: "[72, oo)"})
    most = sigma0**2 * (k / n + 2)
    scale, gap = by_sign(less.left, "<=", most, late), by_sign(most, "<", less.right, late)
    return combine(less.left, "<", less.right, scale, gap, context=late)
