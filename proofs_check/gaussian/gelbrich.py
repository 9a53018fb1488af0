"""Distances of laws on the line: the antiderivative of the integral over quantiles; a correlation is at most 1."""

from __future__ import annotations

import sympy as sp

from proofs_check.rules.algebra import combine, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from proofs_check.steps import Cites, Equal, Step, Tends
from theorems.gaussian.gelbrich import PARAMETERS, THEOREM, b, d, i, r, t, u, w
from theorems.gaussian.quantiles import NormalToNormal, ToNormal, UniformToNormal
from theorems.language import Identity

m, s, sigma, rho = PARAMETERS.symbols[:4]
z = sp.Symbol("z", real=True)
density, rank = sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi), sp.erf(z / sp.sqrt(2))
QUANTILES = Cites(
    "W_2^2 is the integral of (F_P^-1(u) - F_Q^-1(u))^2 over (0, 1)",
    "on the line the coupling of equal ranks is the best (Villani, Topics in Optimal Transportation, 2.18); u = Phi(z)",
)
FOURTH = Cites("The integral is the difference of the limits of the antiderivative", "fundamental theorem of calculus")


def _integrated(claim: Identity, distance: type[ToNormal], quantile: sp.Expr, primitive: sp.Expr) -> list[Step]:
    """The integral over all z of (quantile - m - sigma z)^2 with the normal density, by an antiderivative."""
    ends = ({rank: side, sp.erf(z): side, sp.exp(-(z**2) / 2): sp.Integer(0)} for side in (-1, 1))
    low, high = (primitive.subs(end) for end in ends)
    return [
        Equal("what is claimed of is the distance", claim.quantity, distance(m, s, sigma)),
        QUANTILES,
        Equal("its derivative is what is integrated", sp.diff(primitive, z), (quantile - m - sigma * z) ** 2 * density),
        Tends("its limit below", primitive, z, -sp.oo, low),
        Tends("its limit above", primitive, z, sp.oo, high),
        FOURTH,
        Equal("the difference of the limits is the value", high - low, claim.value),
    ]


def normal_normal(claim: Identity) -> list[Step]:
    """((s - sigma) z - m)^2: a square, a line and a constant against the normal density."""
    apart = s - sigma
    squares, lines = apart**2 * (rank / 2 - z * density), 2 * m * apart * density
    return _integrated(claim, NormalToNormal, s * z, squares + lines + m**2 * rank / 2)


def uniform_normal(claim: Identity) -> list[Step]:
    """The product of z and of the rank is integrated by parts."""
    width = sp.sqrt(3) * s
    ranks = width**2 * rank**3 / 6 - m * width * rank**2 / 2
    mixed = -2 * sigma * width * (sp.erf(z) / (2 * sp.sqrt(sp.pi)) - density * rank)
    line = m**2 * rank / 2 - 2 * m * sigma * density + sigma**2 * (rank / 2 - z * density)
    return _integrated(claim, UniformToNormal, width * rank, ranks + mixed + line)


def lower(goal: Relation) -> Proved:
    """2 (1 - rho) s sigma is not negative."""
    return by_sign(goal.left, "<=", goal.right, goal.context)


def mean_only(goal: Relation) -> Proved:
    """(s - sigma)^2 is not negative."""
    known, square = lower(statement(THEOREM, "lower")), by_sign(0, "<=", (s - sigma) ** 2, goal.context)
    return combine(goal.left, "<=", goal.right, known, square, context=goal.context)


def lower_dimensions(goal: Relation) -> Proved:
    """Axis by axis."""
    one = lower(statement(THEOREM, "lower"))
    context = goal.context.but({i: "[0, oo)"}, i <= d - 1)
    axis = substitute(one, {m: b[i], s: u[i], sigma: w[i], rho: r[i]}, context)
    return combine(goal.left, "<=", goal.right, summed(axis, i, 0, d - 1, goal.context), context=goal.context)


def lower_any(goal: Relation) -> Proved:
    """r t u^2 <= t u^2 along each axis."""
    context = goal.context.but({i: "[0, oo)"}, i <= d - 1)
    less = summed(by_sign(r[i] * t[i] * u[i] ** 2, "<=", t[i] * u[i] ** 2, context), i, 0, d - 1, goal.context)
    return combine(goal.left, "<=", goal.right, (less, 2), context=goal.context)
