"""Kernel density estimates of all data so far, one run at a time: the pool spreads, and its centre stays."""

import sympy as sp

from theorems.language import Diverges, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), *OTHERS, kde.FREQUENCY)
n, k, h, sigma0, w = PARAMETERS.symbols
i, j = sp.symbols("i j", integer=True, positive=True)
total = sigma0**2 + h**2 * (sp.harmonic(k) - 1)
wander = (sigma0**2 * (2 - 1 / k) + h**2 * (2 - (sp.harmonic(k) + 1) / k)) / n

kernel = sp.exp(-(h**2) * w**2 / 2)
kept = ((j + kernel) ** 2 - kernel**2 / n) / (j + 1) ** 2
squared = sp.Product(kept, (j, 1, k - 1)) * (1 / n + (1 - 1 / n) * sp.exp(-(sigma0**2) * w**2)) + sp.Sum(
    sp.Product(kept, (j, i + 1, k - 1)) / (n * (i + 1) ** 2), (i, 1, k - 1)
)
"""Of the characteristic function of the points of the pool."""

THEOREM = Theorem(
    id="kde-accumulate-run",
    title="Kernel density estimation, accumulating the data: the pool of one run",
    source=Source(KAZDAN, "Theorem 6, one run at a time"),
    statement=(
        "Model k is the Gaussian kernel density estimate (bandwidth h) of all batches 1..k, the pool; batch k+1 is n "
        "draws from it; batch 1 is real, normal with mean 0. $s_k^2$ is the variance of the pool, $m_k$ its mean. "
        "Mean square distances of points from the real mean grow like $h^2 \\ln k$, and it is the pool itself that "
        "spreads: its centre stays within a distance that more samples make small. Under replace it is the other way "
        "round. The squared modulus of a run's characteristic function is exact in the mean. Not derived by rules, "
        "but true: $p_k(x)\\sqrt{2 \\pi h^2 \\ln k}$ tends to 1 in mean square, so that a run's own loss is $\\frac12 "
        "\\ln(2 \\pi h^2 \\ln k)$ up to what vanishes in probability. Proof: the mean of the density does so "
        "(kde-accumulate-density/density-limit). With $\\kappa = e^{-h^2 w^2/2}$ the variance $D_k$ of the "
        "characteristic function at w is multiplied by $(\\frac{k + \\kappa}{k + 1})^2$ in a generation, and what is "
        "added is less than $\\frac{1}{n(k + 1)^2}$ and vanishes with w. So $D_k$ is at most $k^{-2(1 - \\kappa)} "
        "G(w)$ where $\\kappa$ is at least 2/3, G bounded and tending to 0 at 0, and elsewhere at most a multiple of "
        "$k^{-2/3}$. By Minkowski's inequality the standard deviation of $p_k(x)$ is at most $\\frac{1}{2 \\pi} \\int "
        "\\kappa \\sqrt{D_k} dw$; with $w = u/\\sqrt{\\ln k}$ this is $o(1/\\sqrt{\\ln k})$. No rule has the mean of "
        "a product of Gaussian functions of two points, and at a k that can be simulated $\\ln k$ is small: it is no "
        "claim. What is derived of the loss: kde-accumulate-density/loss-grows and loss-upper."
    ),
    conventions=(
        "the variance of the pool has ddof = 0; model k has the variance s_k^2 + h^2",
        "all means are over runs, of what is computed in one run",
    ),
    notation="The paper writes t for k, and speaks of the law averaged over runs.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="conserved",
            remark="the mean square of the points of the pool, which is variance and squared mean",
            of="kde_accumulate.mean_square",
            equals=total,
            when=k >= 1,
            points=("n=2,k=1,h=1/2,sigma0=2", "n=2,k=4,h=2", "n=3,k=3,h=1,sigma0=1/2"),
        ),
        Mean(
            name="spread-lower",
            remark="s is the standard deviation of the pool",
            of="kde_accumulate.spread",
            at_least=total - wander,
            when=k >= 1,
            points=("n=2,k=3,h=2", "n=3,k=6,h=1,sigma0=1/2"),
            worked={
                "at_least": {
                    "n=3,k=1,h=2,sigma0=3": sp.Integer(6),
                    "n=3,k=2,h=2,sigma0=3": sp.Rational(11, 2),
                }
            },
        ),
        Diverges(
            name="spread-divergence",
            remark="s is the standard deviation of the pool, which settles where data are replaced",
            of="kde_accumulate.spread",
            at_least=h**2 * (sp.log(k + 1) - 3) - sigma0**2,
            variable=k,
            when=k >= 1,
            points=("n=2,k=6,h=2", "n=3,k=10,h=2,sigma0=1/2"),
            worked={
                "at_least": {
                    "k=1,h=2,sigma0=3": 4 * sp.log(2) - 21,
                    "k=4,h=3,sigma0=2": 9 * sp.log(5) - 31,
                }
            },
        ),
        Mean(
            name="centre-upper",
            remark="m is the mean of the pool",
            of="kde_accumulate.centre_square",
            at_most=wander,
            when=k >= 1,
            points=("n=2,k=3,h=2", "n=3,k=6,h=1,sigma0=1/2"),
            worked={
                "at_most": {
                    "n=3,k=1,h=2,sigma0=3": sp.Integer(3),
                    "n=2,k=2,h=2,sigma0=3": sp.Rational(33, 4),
                }
            },
        ),
        Mean(
            name="spectrum",
            remark="X and Y are two draws from the model: the squared modulus of its characteristic function",
            of="kde_accumulate.difference_cosine",
            equals=kernel**2 * squared,
            when=k >= 1,
            points=("n=2,k=1,h=1/2,w=1", "n=2,k=4,h=1,w=1/2"),
        ),
    ),
)
