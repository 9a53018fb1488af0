"""What a set of real points does that every model is fitted to again."""

import sympy as sp

from theorems.language import Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.exponential_families import SHARE, TRIALS
from theorems.processes.gaussian import SCALE
from theorems.processes.workflows import FIXED, TWO_OR_MORE
from theorems.workflows import real_share

PARAMETERS = Parameters(
    TWO_OR_MORE, FIXED, integer("k", 1, "generations of sample-and-fit", (1, 2, 10)), SCALE, TRIALS, SHARE
)
n, r, k, sigma0, m, p0 = PARAMETERS.symbols
drawn, halved, lost, real = real_share.drawn, real_share.halved, real_share.lost, real_share.real
fixed = (3 * n - 2 * r) / (2 * n - r)
below_limit = sigma0**2 / r * (n - r) / (2 * n - r)
over_limit = real * (n - r) * (m * r - 1) / (m * r * lost)
"""How far the first model, which is that of the real points, is from the limit."""

THEOREM = Theorem(
    id="workflow-fixed-real-set",
    title="The same real points in every fit",
    source=Source(SHUMAILOV, "section 5.2 keeps a tenth of the real data (what is computed here is ours)"),
    statement=(
        r"Each model is fitted to n points: r real ones, the same every time, and n - r drawn from the last model. The "
        "error stays above that of the real points alone, and below half as much again: $(3-2p)/(2-p)$ of it in the "
        "limit, $p = r/n$, exactly so where the variance is known. Where it falls with the error, few real points hold "
        "little: a single one, of one trial, nothing."
    ),
    conventions=(
        "model 1 is fitted to the r real points alone",
        "binomial: points have m trials, V = mu (1 - mu/m)",
    ),
    notation="V is the variance of the law that is fitted.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="fixed",
            of="known_variance_replace_fixed.error",
            equals=sigma0**2 / r * fixed - below_limit * drawn ** (k - 1),
            points=("n=2,r=1,k=1", "n=2,r=1,k=3", "n=5,r=2,k=2,sigma0=2"),
        ),
        Limit(
            name="fixed-limit",
            of="known_variance_replace_fixed.error",
            equals=sigma0**2 / r * fixed,
            within=below_limit * drawn ** (k - 1),
            variable=k,
            points=("n=2,r=1,k=1", "n=2,r=1,k=4", "n=5,r=2,k=5"),
            worked={
                "equals": {"n=3,r=2,sigma0=4": sp.Integer(10), "n=5,r=1,sigma0=3": sp.Integer(13)},
                "within": {"n=3,r=2,k=2,sigma0=6": sp.Rational(1, 2), "n=5,r=1,k=2,sigma0=3": sp.Rational(64, 25)},
            },
        ),
        Mean(
            name="fixed-upper",
            remark="half as much again as the real points have by themselves",
            of="known_variance_replace_fixed.error",
            at_most=3 * sigma0**2 / (2 * r),
            points=("n=2,r=1,k=1", "n=5,r=1,k=4"),
            worked={"at_most": {"r=2,sigma0=3": sp.Rational(27, 4), "r=3,sigma0=2": sp.Integer(2)}},
        ),
        Mean(
            name="fixed-binomial",
            of="binomial_replace_fixed.variance",
            equals=real * (1 - (3 * n - 2 * r) / lost + (n - r) * (m * r - 1) / (m * r * lost) * halved ** (k - 1)),
            points=("n=3,r=2,k=1,m=1,p0=1/3", "n=5,r=2,k=3,m=1,p0=1/3", "n=4,r=1,k=2,m=3,p0=1/3"),
        ),
        Limit(
            name="fixed-binomial-limit",
            of="binomial_replace_fixed.variance",
            equals=real * (1 - (3 * n - 2 * r) / lost),
            within=over_limit * halved ** (k - 1),
            variable=k,
            points=("n=3,r=2,k=1,m=1,p0=1/3", "n=5,r=2,k=5,m=1,p0=1/3", "n=4,r=1,k=4,m=3,p0=1/3"),
            worked={
                "equals": {
                    "n=5,r=2,m=1,p0=1/3": sp.Rational(2, 9) * sp.Rational(8, 19),
                    "n=3,r=1,m=2,p0=1/2": sp.Rational(5, 24),
                },
                "within": {"n=5,r=2,k=1,m=1,p0=1/3": sp.Rational(1, 57), "n=5,r=3,k=2,m=2,p0=1/2": sp.Rational(1, 440)},
            },
        ),
    ),
)
