"""The Wasserstein-2 distance is at least that of Gaussians with the same means and variances."""

import sympy as sp

from theorems.gaussian.quantiles import NormalToNormal, UniformToNormal
from theorems.language import Identity, Inequality, Parameters, Source, Theorem, real
from theorems.language.papers import SHUMAILOV

PARAMETERS = Parameters(
    real("m", "(-oo, oo)", "how far the means are apart", (0, "1/2", -2)),
    real("s", "(0, oo)", "standard deviation of the one law", (1, "1/3")),
    real("sigma", "(0, oo)", "standard deviation of the other law", ("1/2", 2)),
    real("rho", "[-1, 1]", "correlation of the two in a coupling", (-1, 0, "1/2", 1)),
)
m, s, sigma, rho = PARAMETERS.symbols
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
        "laws on the line; the paper states it in any dimension, with matrices in the place of deviations",
        "the first law has mean 0 and standard deviation s, the other one mean m and standard deviation sigma",
    ),
    notation="The paper writes kappa and nu for the laws, with covariance matrices; ours are numbers.",
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
