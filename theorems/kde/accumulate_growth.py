"""Kernel density estimates of all data seen so far: growth like the logarithm, with an exact law."""

import sympy as sp

from theorems.language import Diverges, Law, Mean, Parameters, Source, Theorem, X, integer
from theorems.language.functions import CycleProbability
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), *OTHERS)
n, k, h, sigma0 = PARAMETERS.symbols
j, s, t = sp.symbols("j s t", integer=True, positive=True)

THEOREM = Theorem(
    id="kde-accumulate-growth",
    title="Kernel density estimation, accumulating the data",
    source=Source(KAZDAN, "Theorem 6"),
    statement=(
        "Model k is the Gaussian kernel density estimate (bandwidth h) of all batches 1..k; batch k+1 is n draws "
        "from it; batch 1 is real. $X_k$ is a draw from model k, $D_k$ the number of kernels behind it (in law the "
        "number of cycles of a uniform permutation of k), $s_k^2$ the variance of the pool. The law of a draw is "
        "exact, and spreads very slowly."
    ),
    conventions=("annealed: averaged over runs (one draw of model k); spread: within the pool of one run",),
    notation="The paper writes t for k and leaves data law and kernel general.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="annealed-variance",
            remark="X is a draw from the model",
            of="kde_accumulate.draw_square",
            equals=sigma0**2 + h**2 * sp.harmonic(k),
            points=("n=2,k=1,h=1", "n=2,k=4,h=2", "n=3,k=8,h=2,sigma0=1/2"),
            source=Source(KAZDAN, "Theorem 6 (variance)"),
        ),
        Diverges(
            name="annealed-divergence",
            of="kde_accumulate.draw_square",
            at_least=sigma0**2 + h**2 * sp.log(k + 1),
            variable=k,
            points=("n=2,k=1,h=1", "n=2,k=8,h=2"),
            worked={"at_least": {"n=1,k=0,h=1": sp.Integer(1), "n=1,k=1,h=2,sigma0=3": 9 + 4 * sp.log(2)}},
            source=Source(KAZDAN, "Theorem 6 (divergence)"),
        ),
        Law(
            name="depth-law",
            remark="D is the number of kernels behind a draw",
            of="kde_depth_accumulate.depth",
            cdf=sp.Sum(CycleProbability(k, j), (j, 1, X)),
            when=k >= 1,
            points=("n=1,k=3", "n=2,k=6"),
            worked={"cdf": {"k=1,x=1": sp.Integer(1), "k=3,x=1": sp.Rational(1, 3), "k=3,x=2": sp.Rational(5, 6)}},
        ),
        Law(
            name="annealed-law",
            remark="X is a draw from the model: a mixture of normal laws, by the number of cycles",
            of="kde_accumulate.draw",
            cdf=sp.Sum(CycleProbability(k, j) * (1 + sp.erf(X / sp.sqrt(2 * (sigma0**2 + j * h**2)))) / 2, (j, 1, k)),
            when=k >= 1,
            points=("n=2,k=2,h=2", "n=2,k=5,h=2"),
            worked={"cdf": {"k=1,h=1,x=2": (1 + sp.erf(1)) / 2}},
            source=Source(KAZDAN, "Theorem 6 (exact law at finite k is ours)"),
        ),
        Mean(
            name="spread",
            remark="s is the standard deviation of the pool",
            of="kde_accumulate.spread",
            equals=sigma0**2 * sp.Product(1 - 1 / (n * t**2), (t, 1, k))
            + h**2 * sp.Sum((1 / t - 1 / (n * t**2)) * sp.Product(1 - 1 / (n * s**2), (s, t + 1, k)), (t, 2, k)),
            when=k >= 1,
            points=("n=2,k=1,h=1", "n=2,k=3,h=2", "n=4,k=5,h=2"),
        ),
    ),
)
