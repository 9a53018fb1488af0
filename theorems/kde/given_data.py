"""Kernel density estimates given the real data: what the models add to one data set, not to its average."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.GIVEN_REPLACE.parameters
PARAMETERS = Parameters(SIZE, integer("k", 1, "generations of sample-and-fit", (1, 2, 3, 10)), *OTHERS)
n, k, h, r = PARAMETERS.symbols
i = sp.Symbol("i", integer=True)
square = sp.Sum(r[i] ** 2, (i, 0, n - 1)) / n
centre = sp.Sum(r[i], (i, 0, n - 1)) / n
variance = (square - centre**2) * n / (n - 1)
plateau = (n - 1) * h**2

THEOREM = Theorem(
    id="kde-given-data",
    title="Kernel density estimation, given the real data",
    source=Source(KAZDAN, "Theorems 5 and 6, one data set at a time"),
    statement=(
        "Batch 1 is the given list r of n real points; model k is the Gaussian kernel density estimate (bandwidth h) "
        "of batch k, or of all batches up to k, and batch k+1 is n draws from it. $X_k$ is a draw from model k, and "
        "$s_k^2$ the variance of the points that it is fitted to. All means are over what the models draw."
    ),
    conventions=("no real law enters: the points r may be any",),
    notation="The paper averages over the real data, too.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean-square",
            remark="X is a draw from the model, of the last batch alone",
            of="kde_replace_given.draw_square",
            equals=square + k * h**2,
            points=("n=2,k=3,h=1/2,r=[1,-1]", "n=3,k=2,h=1,r=[0,1,2]"),
        ),
        Mean(
            name="spread",
            remark="s is the standard deviation of the last batch",
            of="kde_replace_given.spread",
            equals=plateau + (1 - 1 / n) ** k * (variance - n * h**2),
            when=n >= 2,
            points=("n=2,k=3,h=1/2,r=[1,-1]", "n=3,k=2,h=1,r=[0,1,5]"),
        ),
        Mean(
            name="mean-square-of-all",
            remark="X is a draw from the model, of all batches",
            of="kde_accumulate_given.draw_square",
            equals=square + sp.harmonic(k) * h**2,
            points=("n=2,k=3,h=1/2,r=[1,-1]", "n=3,k=2,h=1,r=[0,1,2]"),
        ),
    ),
)
