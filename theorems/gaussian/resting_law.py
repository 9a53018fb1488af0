"""The law of the point where the mean of recursive Gaussian fitting comes to rest, as samples grow."""

import sympy as sp

from theorems.language import Parameters, Probability, Source, Theorem, integer, real
from theorems.language.papers import SHUMAILOV
from theorems.processes.gaussian import REFITTED, SCALE

PARAMETERS = Parameters(
    REFITTED.parameters["n"],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
    SCALE,
    real("eps", "(0, oo)", "threshold", ("1/10", 1, 4)),
)
n, k, sigma0, eps = PARAMETERS.symbols
a = (n - 1) / 2
started = sp.exp(-k / (4 * n))
"""What is granted to a walk that is still on its way: at k = 0 all."""
lingering = sp.exp(-3 * k / (16 * n))
"""The same where the risk is one original variance: there it feels the root of the scale, whose mean falls so."""
granted = sp.Rational(11, 10)
"""So much of it: as long as few generations of many points change little, the distance is nearly 1."""
level = eps / (n * sigma0**2)
tail = sigma0**2 / (eps * (sp.polygamma(0, a + 1) - sp.log(a)))
SEEN = "its limits are known for large n, and for large thresholds at fixed n, without rates; distances are measured"

THEOREM = Theorem(
    id="gaussian-resting-law",
    title="How far from its start the mean of recursive Gaussian fitting comes to rest",
    source=Source(SHUMAILOV, "section 4.2 (what is computed here is ours)"),
    statement=(
        r"Let $M_{j+1}$ and $\Sigma_{j+1}^2$ be sample mean and variance of n draws from $N(M_j, \Sigma_j^2)$. Given "
        r"the scales $M_k$ is normal, and its variance is the sum of $\Sigma_0^2, \dots, \Sigma_{k-1}^2$, over n. As n "
        "grows that sum, over n, tends in law to the integral of a geometric Brownian motion, which is 1 over an "
        "exponential variable: so the point of rest, in units of the original deviation, has Student's t distribution "
        "with 2 degrees of freedom: its median distance is the root of 2/3, its mean distance that of 2, its variance "
        "infinite; and the risk that is left in the end has the median 5/3 of the original variance. At fixed n the "
        "sum has a tail like that of 1/x."
    ),
    conventions=(
        "the variance is unbiased (ddof = 1); the original has mean 0 and the given standard deviation sigma0",
        "the sum is that of the variances of models 0, ..., k",
        "simulated, not proved: distances are what was measured for n from 2 to 200 and k up to 10 n, rounded up; that "
        "they hold beyond is a conjecture",
    ),
    notation="Shumailov et al. write mu_i and sigma_i, M for the size n, and R for the risk.",
    parameters=PARAMETERS,
    claims=(
        Probability(
            name="distance",
            remark="the limit is that of Student's t with 2 degrees of freedom",
            of="gaussian.near",
            equals=eps / sp.sqrt(eps**2 + 2 * sigma0**2),
            within=1 / (4 * n) + started,
            points=("n=2,k=40,eps=1", "n=5,k=60,eps=2,sigma0=2", "n=200,k=40,eps=1/20"),
            worked={
                "equals": {"eps=1,sigma0=2": sp.Rational(1, 3), "eps=4,sigma0=2": sp.sqrt(sp.Rational(2, 3))},
                "within": {"n=2,k=8": sp.Rational(1, 8) + sp.exp(-1), "n=5,k=40": sp.Rational(1, 20) + sp.exp(-2)},
            },
            underived=SEEN,
        ),
        Probability(
            name="risk",
            remark="the same limit, one original variance further; the median is 5/3 of it",
            of="gaussian.risk_below",
            equals=sp.sqrt((eps - sigma0**2) / (eps + sigma0**2)),
            within=1 / (4 * n) + granted * lingering,
            when=eps >= sigma0**2,
            points=("n=2,k=40,eps=5/3", "n=5,k=60,eps=8,sigma0=2", "n=200,k=20,eps=1"),
            worked={
                "equals": {
                    "eps=5/3": sp.Rational(1, 2),
                    "eps=5,sigma0=2": sp.Rational(1, 3),
                    "eps=4,sigma0=2": sp.Integer(0),
                },
                "within": {
                    "n=3,k=16": sp.Rational(1, 12) + sp.Rational(11, 10) * sp.exp(-1),
                    "n=6,k=64": sp.Rational(1, 24) + sp.Rational(11, 10) * sp.exp(-2),
                },
            },
            underived=SEEN,
        ),
        Probability(
            name="total",
            remark="the limit is 1 over an exponential variable",
            of="gaussian.total_below",
            equals=sp.exp(-1 / level),
            within=1 / (3 * n) + granted * started,
            points=("n=2,k=40,eps=3", "n=5,k=60,eps=20,sigma0=2", "n=200,k=8,eps=15"),
            worked={
                "equals": {"n=2,eps=2": sp.exp(-1), "n=3,eps=6,sigma0=2": sp.exp(-2)},
                "within": {
                    "n=2,k=8": sp.Rational(1, 6) + sp.Rational(11, 10) * sp.exp(-1),
                    "n=5,k=40": sp.Rational(1, 15) + sp.Rational(11, 10) * sp.exp(-2),
                },
            },
            underived=SEEN,
        ),
        Probability(
            name="total-tail",
            remark="at every size, for large thresholds",
            of="gaussian.total_above",
            equals=tail,
            within=tail * (1 / level + sp.sqrt(level) * started),
            when=eps >= 2 * n * sigma0**2,
            points=("n=2,k=40,eps=20", "n=5,k=60,eps=100,sigma0=2", "n=200,k=300,eps=800"),
            worked={
                "equals": {
                    "n=3,eps=6": 1 / (6 - 6 * sp.EulerGamma),
                    "n=5,eps=100,sigma0=2": sp.Rational(1, 25) / (sp.Rational(3, 2) - sp.EulerGamma - sp.log(2)),
                },
                "within": {
                    "n=3,k=0,eps=12": (sp.Rational(1, 4) + 2) / (12 - 12 * sp.EulerGamma),
                    "n=3,k=12,eps=48,sigma0=2": (sp.Rational(1, 4) + 2 * sp.exp(-1)) / (12 - 12 * sp.EulerGamma),
                    "n=5,k=20,eps=80,sigma0=2": (sp.Rational(1, 4) + 2 * sp.exp(-1))
                    / (20 * (sp.Rational(3, 2) - sp.EulerGamma - sp.log(2))),
                },
            },
            underived=SEEN,
        ),
    ),
)
