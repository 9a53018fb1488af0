"""Ridge regression in the limit: between parabolas in the mean square of the feature; the law of the eigenvalues."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import linear, mean, monotone
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.steps import Cites, Equal, Step
from theorems.language import Identity
from theorems.processes.ridge import SHARE, SHARES, S
from theorems.regression.equivalents import MarchenkoPastur
from theorems.regression.ridge_limits import PARAMETERS, isotropic

n, lam, k, gamma, *_ = PARAMETERS.symbols
AT_ONE = 1 / (1 + lam) ** 2
SLOPE, CURVE = 2 * lam / (1 + lam) ** 3, 2 / (1 + lam) ** 2
"""Of the square share at S = 1, and no less than what it is off its tangent there, over (S - 1)^2."""
EVERYWHERE = over({S: "(0, oo)", lam: "(0, oo)"})


def _of(what: sp.Expr, context: Context) -> Expectation:
    return mean(SHARES, sp.sympify(what), k, context)  # type: ignore[return-value]


@cache
def low_dimensional(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """E S = 1 and E (S - 1)^2 = 2/n."""
    context, square, away = above.context, SHARE**2, (S - 1) ** 2
    spread, centre = (one_generation(_of(what, context), context) for what in (away, S))
    upper = AT_ONE + SLOPE * (S - 1) + CURVE * away
    high = monotone(above.left, _of(upper, context), by_sign(square, "<=", upper, EVERYWHERE), context)  # type: ignore[arg-type]
    parts = linear(_of(upper, context), {S: SLOPE, away: CURVE, 1: AT_ONE - SLOPE}, context)
    most = combine(above.left, "<=", above.right, high, parts, (centre, SLOPE), (spread, CURVE), context=context)
    lower = square - SLOPE * (S - 1) + CURVE * away
    low = monotone(_of(AT_ONE, context), _of(lower, context), by_sign(AT_ONE, "<=", lower, EVERYWHERE), context)
    whole = linear(_of(AT_ONE, context), {1: AT_ONE}, context)
    split = linear(_of(lower, context), {square: 1, S: -SLOPE, away: CURVE, 1: SLOPE}, context)
    least = combine(
        below.left, "<=", below.right,
        (whole, -1), low, split, (centre, -SLOPE), (spread, CURVE), context=context,
    )  # fmt: skip
    return least, most


def marchenko_pastur(claim: Identity) -> list[Step]:
    """With u = kappa/(1 + kappa), lam m = u for the Stieltjes transform m = E 1/(x + lam)."""
    kappa, u, slope = sp.symbols("kappa u slope", positive=True)
    ridge = kappa - gamma * kappa / (1 + kappa)
    value = claim.value.xreplace({isotropic: kappa})
    return [
        Equal("what is claimed of is the integral", claim.quantity, MarchenkoPastur(gamma, lam)),
        Cites(
            "E lam/(x + lam) = kappa/(1 + kappa)",
            "Stieltjes transform of the Marchenko-Pastur law (Bai and Silverstein, Spectral Analysis, 3.3)",
        ),
        Equal(
            "with u = lam E 1/(x + lam), and u' its derivative in lam, the integral is 1 - 2 u + (u - lam u')",
            1 - 2 * u + lam**2 * (u / lam**2 - slope / lam),
            1 - u - lam * slope,
        ),
        Equal(
            "lam as a function of kappa has the derivative 1 - gamma/(1 + kappa)^2",
            sp.diff(ridge, kappa),
            1 - gamma / (1 + kappa) ** 2,
        ),
        Equal(
            "so that u' = 1/((1 + kappa)^2 - gamma), and the integral is the value",
            value,
            1 - kappa / (1 + kappa) - ridge / ((1 + kappa) ** 2 - gamma),
        ),
    ]
