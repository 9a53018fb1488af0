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
    reals(
        "t", "[0, oo)", "by how much the linear map stretches each of its axes", ("constant(0,d)", "constant(2,d)"), "d"
    ),
)
m, s, sigma, rho, d, b, u, w, r, t = PARAMETERS.symbols
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
        "the first law has mean 0 and standard deviation s, the other one mean m and standard deviation sigma",
        "in d dimensions laws are seen along orthogonal axes, any of them: in the mean of a squared distance only "
        "means, deviations and correlations along each axis occur",
        r"of covariances $A$, which has an inverse, and $B$ the axes of lower-any are those of the symmetric matrix "
        r"$T = A^{-1/2} (A^{1/2} B A^{1/2})^{1/2} A^{-1/2}$, for which $T A T = B$: as a map it takes a normal law to "
        "the other. Where it stretches an axis by t, the deviations along that are u and t u; so the sum of all t u^2 "
        r"is the trace of $T A$, and of $(A^{1/2} B A^{1/2})^{1/2} = A^{1/2} T A^{1/2}$, which the paper has. Where "
        "neither has an inverse, the same small noise is added to both",
    ),
    notation=(
        "The paper writes kappa and nu for the laws, and covariance matrices: where they have common axes, the trace "
        "of the root of their product is the sum of the products of deviations."
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
            remark="of any covariances, along the axes of the map that takes normal laws with them onto each other",
            quantity=along(b[i] ** 2 + u[i] ** 2 + t[i] ** 2 * u[i] ** 2 - 2 * r[i] * t[i] * u[i] ** 2),
            at_least=along(b[i] ** 2) + along((1 + t[i] ** 2) * u[i] ** 2) - 2 * along(t[i] * u[i] ** 2),
            worked={
                "at_least": {"d=2,b=[2,-1],u=[1,2],t=[3,1/2]": sp.Integer(10), "d=1,b=[3],u=[2],t=[0]": sp.Integer(13)},
                "quantity": {
                    "d=2,b=[2,-1],u=[1,2],t=[3,1/2],r=[1/2,-1]": sp.Integer(21),
                    "d=1,b=[3],u=[2],t=[2],r=[0]": sp.Integer(29),
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
