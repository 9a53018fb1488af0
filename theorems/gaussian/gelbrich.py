"""The Wasserstein-2 distance is at least that of Gaussians with the same means and variances."""

import sympy as sp

from theorems.gaussian.quantiles import NormalToNormal, UniformToNormal
from theorems.language import Identity, Inequality, Parameters, Source, Theorem, integer, real
from theorems.language.domains.sequences import reals
from theorems.language.papers import SHUMAILOV

PARAMETERS = Parameters(
    real("m", "(-oo, oo)", "how far the means are apart", (0, "1/2", -2)),
    real("s", "(0, oo)", "standard deviation of the one law", (1, "1/3")),
    real("sigma", "(0, oo)", "standard deviation of the other law", ("1/2", 2)),
    real("rho", "[-1, 1]", "correlation of the two in a coupling", (-1, 0, "1/2", 1)),
    integer("d", 1, "dimensions", (1, 2, 3)),
    reals("b", "(-oo, oo)", "how far the means are apart along each axis", ("constant(0,d)", "constant(2,d)"), "d"),
    reals("u", "(0, oo)", "deviations of the one law along the axes", ("constant(1,d)", "constant(1/3,d)"), "d"),
    reals("w", "(0, oo)", "deviations of the other law along the axes", ("constant(1/2,d)", "constant(2,d)"), "d"),
    reals("r", "[-1, 1]", "correlations along the axes", ("constant(-1,d)", "constant(1/2,d)", "constant(1,d)"), "d"),
    real("trace", "(0, oo)", "sum of the traces of both covariances", (8, 20)),
    reals("g", "[0, oo)", "singular values of the product of their roots", ("constant(0,d)", "constant(1,d)"), "d"),
)
m, s, sigma, rho, d, b, u, w, r, trace, g = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, nonnegative=True)


def along(cost: sp.Expr) -> sp.Expr:
    """Added up over all axes, i being the axis."""
    return sp.Sum(cost, (i, 0, d - 1))


coupled = m**2 + s**2 + sigma**2 - 2 * rho * s * sigma
"""E (X - Y)^2 of a coupling: no more of the two laws enters than means, deviations and this correlation."""
gaussians = m**2 + (s - sigma) ** 2
NO_INTEGRALS = "no rule knows integrals"
half, third = sp.Rational(1, 2), sp.Rational(1, 3)

THEOREM = Theorem(
    id="wasserstein-gelbrich",
    title="Gaussians are nearest to each other",
    source=Source(SHUMAILOV, "section 4.3"),
    statement=(
        r"$W_2^2$ of two laws is the least $E(X-Y)^2$ of all couplings X, Y of them. It is at least what it is of two "
        "normal laws with the same means and variances, as no correlation exceeds 1, and so at least the squared "
        "distance of the means. On the line it is an integral over quantiles, as those of equal rank are coupled."
    ),
    conventions=(
        "laws on the line, or in d dimensions, where covariances have common axes, along which only variances count",
        "or any covariances A and B: that of the one law with the other is then the product of the root of A, a matrix "
        "K that lengthens no vector, and the root of B; r is the diagonal of K, seen from the singular vectors of the "
        "product of these roots, and the sum of the singular values g is the trace in the paper's bound",
        "the first law has mean 0 and standard deviation s, the other one mean m and standard deviation sigma",
    ),
    notation=(
        "The paper writes kappa and nu for the laws, and covariance matrices: where they are diagonal, the trace of "
        "the root of their product is the sum of the products of deviations."
    ),
    parameters=PARAMETERS,
    claims=(
        Identity(
            name="normal-normal",
            quantity=NormalToNormal(m, s, sigma),
            equals=gaussians,
            underived=NO_INTEGRALS,
            source=Source(SHUMAILOV, "section 4.2 (distance of two normals)"),
        ),
        Identity(
            name="uniform-normal",
            remark="more than of two normal laws: the root is less than 1",
            quantity=UniformToNormal(m, s, sigma),
            equals=m**2 + s**2 + sigma**2 - 2 * s * sigma * sp.sqrt(3 / sp.pi),
            underived=NO_INTEGRALS,
        ),
        Inequality(
            name="lower",
            remark="the mean squared distance of any two variables with this correlation",
            quantity=coupled,
            at_least=gaussians,
            worked={
                "at_least": {"m=2,s=1,sigma=3": sp.Integer(8), "m=-1,s=2,sigma=1/2": sp.Rational(13, 4)},
                "quantity": {
                    "m=2,s=1,sigma=3,rho=1/2": sp.Integer(11),
                    "m=-1,s=2,sigma=1/2,rho=-1": sp.Rational(29, 4),
                },
            },
            source=Source(SHUMAILOV, "section 4.3 (Gelbrich's bound)"),
        ),
        Inequality(
            name="lower-dimensions",
            remark="the mean squared distance of two vectors, of which only what each axis sees enters",
            quantity=along(b[i] ** 2 + u[i] ** 2 + w[i] ** 2 - 2 * r[i] * u[i] * w[i]),
            at_least=along(b[i] ** 2 + (u[i] - w[i]) ** 2),
            worked={
                "at_least": {
                    "d=2,b=[2,-1],u=[1,2],w=[3,1/2]": sp.Rational(45, 4),
                    "d=1,b=[0],u=[2],w=[5]": sp.Integer(9),
                },
                "quantity": {
                    "d=2,b=[2,-1],u=[1,2],w=[3,1/2],r=[1/2,-1]": sp.Rational(73, 4),
                    "d=1,b=[0],u=[2],w=[5],r=[0]": sp.Integer(29),
                },
            },
            source=Source(SHUMAILOV, "section 4.3 (Gelbrich's bound in any dimension, common axes)"),
        ),
        Inequality(
            name="lower-any",
            remark="of any covariances: along the axes of the product of their roots no correlation exceeds 1, either",
            quantity=along(b[i] ** 2) + trace - 2 * along(r[i] * g[i]),
            at_least=along(b[i] ** 2) + trace - 2 * along(g[i]),
            worked={
                "at_least": {"d=2,b=[2,-1],trace=9,g=[1,3]": sp.Integer(6), "d=1,b=[3],trace=5,g=[2]": sp.Integer(10)},
                "quantity": {
                    "d=2,b=[2,-1],trace=9,g=[1,3],r=[1/2,-1]": sp.Integer(19),
                    "d=1,b=[3],trace=5,g=[2],r=[0]": sp.Integer(14),
                },
            },
            source=Source(SHUMAILOV, "section 4.3 (Gelbrich's bound in any dimension)"),
        ),
        Inequality(
            name="mean-only",
            remark="the mean squared distance of any two variables with this correlation",
            quantity=coupled,
            at_least=m**2,
            worked={
                "at_least": {"m=2": sp.Integer(4), "m=-1/2": sp.Rational(1, 4)},
                "quantity": {
                    "m=2,s=1,sigma=3,rho=1/2": sp.Integer(11),
                    "m=-1,s=2,sigma=1/2,rho=-1": sp.Rational(29, 4),
                },
            },
            source=Source(SHUMAILOV, "section 4.3 (Gelbrich's bound, its mean part)"),
            sharper="lower",
        ),
    ),
)
