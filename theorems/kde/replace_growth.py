"""Replacing the data by draws of their kernel density estimate: the annealed law spreads, the sample does not."""

import sympy as sp

from theorems.language import Law, Limit, Mean, Parameters, Source, Theorem, X, integer
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), *OTHERS)
n, k, h, sigma0 = PARAMETERS.symbols
annealed = sigma0**2 + k * h**2
plateau = (n - 1) * h**2
excess = (1 - 1 / n) ** k * (sigma0**2 - n * h**2)

THEOREM = Theorem(
    id="kde-replace-growth",
    title="Kernel density estimation, replacing the data",
    source=Source(KAZDAN, "Theorem 5"),
    statement=(
        "Model k is the Gaussian kernel density estimate (bandwidth h) of batch k; batch k+1 is n draws from it; "
        "batch 1 is real. $X_k$ is a draw from model k, $s_k^2$ the variance of batch k. Averaged over runs a "
        "draw spreads without bound; within a run the sample does not: its variance has a mean that settles (the "
        "variance itself goes on varying)."
    ),
    conventions=("annealed: averaged over runs (one draw of model k); spread: within the batch of one run",),
    notation="The paper writes t for k and leaves the data law general; variances add for every law.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="annealed-variance",
            remark="X is a draw from the model",
            of="kde_replace.draw_square",
            equals=annealed,
            points=("n=2,k=1,h=1", "n=3,k=3,h=1/2", "n=3,k=6,h=1,sigma0=2"),
            source=Source(KAZDAN, "Theorem 5"),
        ),
        Law(
            name="annealed-law",
            remark="X is a draw from the model: a normal law",
            of="kde_replace.draw",
            cdf=(1 + sp.erf(X / sp.sqrt(2 * annealed))) / 2,
            points=("n=2,k=1,h=1", "n=3,k=3,h=1"),
            source=Source(KAZDAN, "Theorem 5 (effective bandwidth)"),
        ),
        Mean(
            name="spread",
            remark="s is the standard deviation of the batch",
            of="kde_replace.spread",
            equals=plateau + excess,
            when=k >= 1,
            points=("n=2,k=1,h=1/2", "n=3,k=2,h=1", "n=5,k=5,h=1/2,sigma0=2"),
        ),
        Limit(
            name="spread-limit",
            remark="s is the standard deviation of the batch",
            of="kde_replace.spread",
            equals=plateau,
            within=(1 - 1 / n) ** k * sp.Abs(sigma0**2 - n * h**2),
            variable=k,
            when=k >= 1,
            points=("n=2,k=8,h=1/2", "n=3,k=12,h=1"),
            worked={
                "equals": {"n=2,h=1": sp.Integer(1), "n=2,h=2": sp.Integer(4)},
                "within": {"n=2,k=1,h=1": sp.Rational(1, 2), "n=2,k=2,h=2,sigma0=3": sp.Rational(1, 4)},
            },
        ),
    ),
)
