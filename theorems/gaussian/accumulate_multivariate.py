"""Gaussians in several dimensions fitted to all data so far: trace, determinant and error of the mean."""

import sympy as sp

from theorems.gaussian.replace_multivariate import LAM
from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian_multivariate import SIZE

PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), LAM)
n, k, lam = PARAMETERS.symbols
d = LAM.size
i, j = sp.symbols("i j", integer=True, nonnegative=True)
t = sp.Symbol("t", integer=True, positive=True)
trace = sp.Sum(lam[i], (i, 0, d - 1))
square = sp.Sum(lam[i] ** 2, (i, 0, d - 1))
kept = sp.Product(1 - 1 / (n * t**2), (t, 1, k))
along = sp.Product(1 - (4 * t - 3) / (n**2 * t**4), (t, 1, k))
plane = 1 - 3 / (n * t**2) + 2 / (n**2 * t**3)
across = sp.Product(plane, (t, 1, k))


def minors(m: sp.Expr) -> sp.Expr:
    """E det[(1 - 1/t) I + W/(n t)] in m dimensions, W ~ Wishart_m(n - 1, I)."""
    chosen = sp.binomial(m, j) * sp.binomial(n - 1, j) * sp.factorial(j)
    return sp.Sum(chosen * (t - 1) ** (m - j) / n**j, (j, 0, m)) / t**m


DIRECTIONS = "no process is declared whose state is a matrix of as many numbers as there are dimensions"

THEOREM = Theorem(
    id="gaussian-accumulate-multivariate",
    title="Accumulating data keeps fitted Gaussians alive in every direction",
    source=Source(KAZDAN, "section 2.1"),
    statement=(
        r"Model k, of mean $\mu_k$ and covariance $\Sigma_k$ (ddof = 0), is fitted in d dimensions to all batches "
        "1..k; batch 1 is real data, batch k+1 is drawn from model k. What the trace loses, the squared error of the "
        "mean wins."
    ),
    conventions=(
        "mu_0 = 0 and Sigma_0, of eigenvalues lam, are given; d is the number of eigenvalues; every batch has n points",
        "the covariance is fitted with ddof = 0 to all n k points, as in the paper's code",
        "k counts fits: model 1 is fitted to real data only",
    ),
    notation="The paper writes t for our k, and has the unit matrix for Sigma_0.",
    parameters=PARAMETERS,
    symbols={
        "gaussian_multivariate_accumulate.trace": r"\mathrm{tr}\,\Sigma_k",
        "gaussian_multivariate_accumulate.trace_square": r"(\mathrm{tr}\,\Sigma_k)^2",
        "gaussian_multivariate_accumulate.mean_error": r"|\mu_k-\mu_0|^2",
        "gaussian_multivariate_accumulate.determinant": r"\det\Sigma_k",
    },
    claims=(
        Mean(
            name="trace",
            underived=DIRECTIONS,
            of="gaussian_multivariate_accumulate.trace",
            equals=trace * kept,
            points=("n=2,k=1,lam=[4,1,1/4]", "n=5,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="mean-error",
            underived=DIRECTIONS,
            of="gaussian_multivariate_accumulate.mean_error",
            equals=trace * (1 - kept),
            points=("n=2,k=1,lam=[4,1,1/4]", "n=5,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="trace-square",
            underived=DIRECTIONS,
            of="gaussian_multivariate_accumulate.trace_square",
            equals=((trace**2 + 2 * square) * along + 2 * (trace**2 - square) * across) / 3,
            points=("n=5,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="determinant",
            underived=DIRECTIONS,
            of="gaussian_multivariate_accumulate.determinant",
            equals=sp.Product(lam[i], (i, 0, d - 1))
            * sp.Product(minors(d) + d * (t - 1) / (n * t**2) * minors(d - 1), (t, 1, k)),
            points=("n=3,k=2,lam=[2,1/2]", "n=6,k=3,lam=[2,1/2]", "n=2,k=2,lam=[3]"),
        ),
    ),
)
