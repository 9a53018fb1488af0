"""Where the mean of recursive Gaussian fitting comes to rest."""

import sympy as sp

from theorems.gaussian.moments import scale_moment
from theorems.language import Diverges, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.papers import SHUMAILOV, SURESH
from theorems.processes.gaussian import REFITTED, SCALE

PARAMETERS = Parameters(
    REFITTED.parameters["n"],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
    SCALE,
    real("alpha", "(0, 2]", "power of the distance", ("1/2", 1, 2)),
)
n, k, sigma0, alpha = PARAMETERS.symbols
j = sp.Symbol("j", integer=True, nonnegative=True)
c = scale_moment(n, 1)
step = sp.sqrt(2 / (sp.pi * n))
"""The mean distance by which the first generation moves the mean, at sigma0 = 1."""

of_normal = 2 ** (alpha / 2) * sp.gamma((alpha + 1) / 2) / sp.sqrt(sp.pi)
"""E |Z|^alpha of a standard normal variable."""
quarters = {i: sp.gamma(sp.Rational(i, 4)) / sp.sqrt(sp.pi) for i in (3, 5)}

THEOREM = Theorem(
    id="gaussian-resting-point",
    title="Where the mean of recursive Gaussian fitting comes to rest",
    source=Source(SHUMAILOV, "section 4.2"),
    statement=(
        r"Let $M_{j+1}$ and $\Sigma_{j+1}^2$ be sample mean and variance of n draws from $N(M_j, \Sigma_j^2)$. The "
        r"variance of $M_k$ grows like that of a random walk; and yet the scales have a finite sum, the mean "
        "converges on almost every path, and its mean distance from the start stays bounded: only moments of order 2 "
        "and more diverge, carried by ever rarer paths. (For large n the point of rest, "
        "in units of the original deviation, has nearly Student's t distribution with 2 degrees of freedom: its mean "
        "distance is the root of 2, its variance infinite.)"
    ),
    conventions=(
        "the variance is unbiased (ddof = 1); the original has mean 0 and the given standard deviation sigma0",
        "the sum of the scales is that of the standard deviations of models 0, ..., k",
    ),
    notation="Suresh et al. write the same letters; Shumailov et al. write mu_i and sigma_i, and M for the size n.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="centre",
            of="gaussian.centre",
            equals=sp.Integer(0),
            unraced="a mean of 0 has no size of which a difference could be a part",
        ),
        Mean(
            name="scale-total",
            of="gaussian.scale_total",
            equals=sigma0 * sp.Sum(c**j, (j, 0, k)),
            points=("n=2,k=1", "n=3,k=3,sigma0=2"),
        ),
        Mean(
            name="scale-total-upper",
            remark="for every number of generations: the sum of all scales is finite, almost surely",
            of="gaussian.scale_total",
            at_most=sigma0 * (4 * n - 2),
            points=("n=2,k=8", "n=3,k=10,sigma0=2"),
            worked={"at_most": {"n=2": sp.Integer(6), "n=3,sigma0=5": sp.Integer(50)}},
        ),
        Mean(
            name="distance-upper",
            remark="for every number of generations",
            of="gaussian.centre_distance",
            at_most=sigma0 * step * (4 * n - 2),
            points=("n=2,k=20", "n=3,k=10,sigma0=2"),
            worked={"at_most": {"n=2": 6 / sp.sqrt(sp.pi), "n=8,sigma0=3": 45 / sp.sqrt(sp.pi)}},
        ),
        Mean(
            name="displacement",
            remark="an equality for the square; for a power below 2 the sum is a geometric series that converges",
            of="gaussian.centre_power",
            at_most=of_normal * (sigma0**2 / n) ** (alpha / 2) * sp.Sum(scale_moment(n, alpha) ** j, (j, 0, k - 1)),
            points=("n=3,k=4,alpha=3/2", "n=5,k=6,alpha=1/2,sigma0=2"),
            worked={
                "at_most": {
                    "n=2,k=1,alpha=1": 1 / sp.sqrt(sp.pi),
                    "n=3,k=5,alpha=2,sigma0=3": sp.Integer(15),
                    "n=2,k=2,alpha=1/2,sigma0=4": 2 * quarters[3] * (1 + 2 ** sp.Rational(1, 4) * quarters[3]),
                    "n=2,k=2,alpha=3/2": quarters[5] * (1 + 2 ** sp.Rational(3, 4) * quarters[5]),
                }
            },
        ),
        Diverges(
            name="walk",
            remark="half of what a random walk has whose steps are all as long as the first is granted",
            of="gaussian.centre_distance",
            at_least=sigma0 * step * sp.sqrt(k) / 2,
            variable=k,
            points=("n=2,k=196", "n=3,k=441,sigma0=2"),
            worked={
                "at_least": {"n=2,k=4": 1 / sp.sqrt(sp.pi), "n=8,k=9,sigma0=3": sp.Rational(9, 4) / sp.sqrt(sp.pi)}
            },
            source=Source(SHUMAILOV, "section 4.2 (random walk of the parameters)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="distance-upper",
            counterexample=(
                "Every n >= 2, and k > (8n - 4)^2: the steps shrink with the scale, whose sum has a mean of at most "
                "(4n - 2) sigma0. What diverges is the mean of the square, and of all higher powers."
            ),
        ),
        Mean(
            name="enough",
            remark="a normal walk converges only if its variance does: four times that of the first step is granted",
            of="gaussian_fading.centre_square",
            at_most=4 * sigma0**2 / n,
            points=("n=2,k=60", "n=3,k=100,sigma0=2"),
            worked={"at_most": {"n=2": sp.Integer(2), "n=3,sigma0=3": sp.Integer(12)}},
            source=Source(SURESH, "section 3.3 (that the mean converges since the scale does)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="fading",
            counterexample=(
                "Scales sigma0, sigma0/sqrt(2), sigma0/sqrt(3), ... tend to 0, and the mean of n draws, taken again "
                "and again, has the variance (1 + 1/2 + ... + 1/k) sigma0^2/n: more than granted from k = 31 on. That "
                "the scale tends to 0 is not enough; that all scales have a finite sum, as the fitted ones do, is."
            ),
        ),
        Diverges(
            name="fading",
            remark="scales that tend to 0 in this way do not bring the mean to rest",
            of="gaussian_fading.centre_square",
            equals=sigma0**2 * sp.harmonic(k) / n,
            variable=k,
            points=("n=2,k=3", "n=3,k=10,sigma0=2"),
        ),
    ),
)
