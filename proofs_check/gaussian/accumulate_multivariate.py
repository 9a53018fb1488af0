"""Gaussians in several dimensions fitted to all data so far: sums over directions, and the mean of a determinant."""

from __future__ import annotations

import sympy as sp

from proofs_check.derivations import CONDITIONING
from proofs_check.gaussian import directions
from proofs_check.gaussian.directions import over_directions
from proofs_check.rules.folds import unfolded
from proofs_check.steps import Cites, Equal, Induction, Step
from theorems.gaussian.accumulate_limit import THEOREM as IN_ONE
from theorems.gaussian.accumulate_multivariate import PARAMETERS, d, i, j, minors, plane, t
from theorems.language.claims import Mean
from theorems.language.laws import WishartDeterminant
from theorems.language.sums import worked_out

n, k, lam = PARAMETERS.symbols
size, generations, sigma0 = IN_ONE.parameters.symbols
TRACE = sp.Sum(lam[i], (i, 0, d - 1))
SQUARE = sp.Sum(lam[i] ** 2, (i, 0, d - 1))
MERGED = Cites(
    "Sigma_t = R' [(1 - 1/t) I + W/(nt) + (t-1)/(nt^2) zz'] R with R'R = Sigma_{t-1}, W ~ Wishart_d(n-1, I) and "
    "z ~ N(0, I) independent of each other and of the past",
    "Cochran's theorem for batch t; covariance of two sets of points taken together",
)


def _in_one(name: str) -> sp.Expr:
    """The mean that `gaussian-accumulate-limit/name` claims in one dimension."""
    return IN_ONE.claim(name).value.xreplace({size: n, generations: k})


def trace(claim: Mean) -> list[Step]:
    """The sum of the variances in all directions."""
    return over_directions("gaussian_accumulate.variance", _in_one("variance"), sigma0**2, TRACE, claim)


def mean_error(claim: Mean) -> list[Step]:
    """The sum of the squared errors in all directions."""
    return over_directions("gaussian_accumulate.mean_error", _in_one("mean-error"), sigma0**2, TRACE, claim)


def _grown() -> sp.Expr:
    """E det of what generation t puts between the factors of the covariance."""
    return minors(d) + d * (t - 1) / (n * t**2) * minors(d - 1)


def _one_generation() -> list[Step]:
    """E det [(1 - 1/t) I + W/(nt) + c zz'] in d dimensions, c = (t-1)/(nt^2)."""
    order, m = sp.Symbol("j", integer=True, nonnegative=True), sp.Symbol("m", integer=True, nonnegative=True)
    minor = WishartDeterminant(n - 1, order).moment(1)
    chosen = sp.binomial(n - 1, order) * sp.factorial(order)
    now, then = unfolded(minor, order)
    share = sp.binomial(m, j) * (1 - 1 / t) ** (m - j) * (1 / (n * t)) ** j
    (total,) = minors(m).atoms(sp.Sum)
    summand = minors(m).xreplace({total: total.function})
    return [
        MERGED,
        CONDITIONING,
        Cites(
            "det (aI + bW) in m dimensions is the sum over j of a^(m-j) b^j times the sum of the C(m,j) principal "
            "minors of W of order j; each is |W_j| with W_j ~ Wishart_j(n-1, I), a product of independent chi-squares",
            "expansion of a characteristic polynomial; Bartlett's decomposition",
        ),
        Induction(
            "E |W_j| = (n-1)(n-2)...(n-j) = C(n-1,j) j!",
            Equal("At j = 0", worked_out(minor.subs(order, 0)), chosen.subs(order, 0)),
            Equal("From j to j+1", then / now, sp.combsimp(chosen.subs(order, order + 1) / chosen)),
        ),
        Equal(
            "a = 1 - 1/t, b = 1/(nt): the summand of E det (aI + bW)",
            (share * (sp.binomial(n - 1, j) * sp.factorial(j))).subs(t, 1 + m),
            summand.subs(t, 1 + m),
        ),
        Cites(
            "det (A + c zz') = det A + c z'adj(A)z, and E z'adj(A)z = tr adj(A): the sum of the d principal minors "
            "of A of order d - 1, each the same determinant in d - 1 dimensions",
            "matrix determinant lemma; E zz' = I",
        ),
    ]


def determinant(claim: Mean) -> list[Step]:
    """A product of independent factors of known mean."""
    now, then = unfolded(claim.value, k)
    start = sp.Product(lam[i], (i, 0, d - 1))
    return [
        *_one_generation(),
        Induction(
            "For all k >= 0: E det Sigma_k is the value",
            Equal("det Sigma_0 is the product of its eigenvalues", worked_out(claim.value.subs(k, 0)), start),
            Equal("Generation k+1 multiplies it by E det of what it puts in", then, now * _grown().subs(t, k + 1)),
        ),
    ]


def trace_square(claim: Mean) -> list[Step]:
    """Means over directions, and minors of order 2."""
    of, along = "gaussian_accumulate.variance_square", _in_one("variance-square")
    return [
        *_one_generation(),
        Equal("In a plane", worked_out(_grown().subs(d, 2)), plane),
        *directions.trace_square(of, along, sigma0**2, sp.Product(plane, (t, 1, k)), (TRACE, SQUARE), claim),
    ]
