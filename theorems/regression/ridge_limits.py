"""What the addition of a generation tends to under ridge regression: few features and many rows, or many of both."""

import sympy as sp

from theorems.language import Identity, Limit, Mean, Parameters, Root, Source, Theorem, X, integer, real
from theorems.language.papers import ARULANDU
from theorems.processes.ridge import SHARES
from theorems.regression.equivalents import EffectiveRidge, MarchenkoPastur, share

PARAMETERS = Parameters(
    *SHARES.parameters,
    integer("k", 1, "which of the rows", (1, 2)),
    real("gamma", "(0, 1)", "features per row", ("1/2", "1/10")),
    integer("m", 1, "features of each of two variances: half of all", (1, 2)),
    real("v", "[1/4, 4]", "variance of every second feature; that of the others is 1", ("1/4", 1, 4)),
)
n, lam, k, gamma, m, v = PARAMETERS.symbols
degrees = 1 / (1 + lam) ** 2
isotropic = EffectiveRidge(gamma, lam, sp.Integer(1))
rows = 2 * m / n
"""Features per row."""
printed = share(rows, EffectiveRidge(rows, lam, v), v)

THEOREM = Theorem(
    id="regression-ridge-limits",
    title="What a generation adds under ridge regression, in few and in many dimensions",
    source=Source(ARULANDU, "section 3.2, after equation (3)"),
    statement=(
        "A generation adds sigma^2 rho to the error. A is what the ridge leaves of the coefficient of one feature of "
        "variance 1; times n - 2, rho is the mean of its square. With many rows that is the second degree of freedom; "
        "with as many features as rows in proportion, it is that degree at an effective ridge, and a second part."
    ),
    conventions=(
        "the last fit has as many rows as those before it, and these are by ordinary least squares",
        "large dimensions: gamma features per row; kappa_0 = 0, as ordinary least squares has fewer features than rows",
        "ridge_trace: for 2 m features, each of two variances having m of them; n >= 4 m rows",
        "ridges that follow the size of the sample, and kernels, are remarks of the survey without a formula",
    ),
    notation="The survey writes T for n, and df_m for the trace of the m-th power of Sigma/(Sigma + lambda).",
    parameters=PARAMETERS,
    symbols={"ridge_trace.share": r"\tfrac{1}{2m}\mathrm{tr}\,\Sigma^{-1}CR\Sigma CR"},
    claims=(
        Limit(
            name="low-dimensional",
            remark="the second degree of freedom of one feature",
            of="ridge_share.square",
            equals=degrees,
            within=4 * degrees / n,
            variable=n,
            points=("n=20,lam=1/2,k=1", "n=40,lam=2,k=2"),
            worked={
                "equals": {"lam=1": sp.Rational(1, 4), "lam=1/2": sp.Rational(4, 9)},
                "within": {"lam=1,n=2": sp.Rational(1, 2), "lam=2,n=3": sp.Rational(4, 27)},
            },
            source=Source(ARULANDU, "section 3.2 (low dimensions; the rate is ours)"),
        ),
        Root(
            name="effective-ridge",
            remark="all features of variance 1",
            left=X - lam,
            right=X * gamma / (1 + X),
            after=lam,
            before=lam + gamma,
            equals=(lam + gamma - 1 + sp.sqrt((lam + gamma - 1) ** 2 + 4 * lam)) / 2,
            underived="a root is isolated in balls, and no rule is about one",
            source=Source(ARULANDU, "section 3.2 (fixed point; its solution for equal variances is ours)"),
        ),
        Root(
            name="effective-ridge-two",
            remark="every second feature of another variance",
            left=X - lam,
            right=X * gamma * (1 / (1 + X) + v / (v + X)) / 2,
            after=lam,
            before=lam + gamma * (1 + v) / 2,
            equals=EffectiveRidge(gamma, lam, v),
            underived="a root is isolated in balls, and no rule is about one",
        ),
        Identity(
            name="marchenko-pastur",
            remark="all features of variance 1: the printed form is the integral over the law of the eigenvalues",
            quantity=MarchenkoPastur(gamma, lam),
            equals=share(gamma, isotropic, sp.Integer(1)),
            underived="no rule knows integrals",
            source=Source(ARULANDU, "section 3.2 (large dimensions; equal variances)"),
        ),
        Mean(
            name="equivalent",
            remark="what the ridge leaves, per feature: the printed form at finite size, and how far it is off",
            of="ridge_trace.share",
            equals=printed,
            within=printed / n,
            points=(
                "n=16,m=4,v=4,lam=1/2,k=1",
                "n=16,m=4,v=1/4,lam=1/10,k=1",
                "n=40,m=5,v=1,lam=1/2,k=1",
            ),
            when=n >= 4 * m,
            worked={
                "equals": {
                    "n=8,m=2,v=1,lam=3/4": sp.Rational(2, 7),
                    "n=8,m=2,v=4,lam=3/2": sp.Rational(10, 31),
                },
                "within": {
                    "n=8,m=2,v=1,lam=3/4": sp.Rational(1, 28),
                    "n=12,m=3,v=4,lam=3/2": sp.Rational(5, 186),
                },
            },
            underived="known as an expansion for large matrices, without constants; measured here",
            source=Source(ARULANDU, "section 3.2 (large dimensions)"),
        ),
    ),
)
