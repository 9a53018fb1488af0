"""A fixed sample of accumulated data in several dimensions: every direction plateaus."""

import sympy as sp

from theorems.gaussian.subsample import kept, plateau, room, seventh
from theorems.language import Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian_multivariate import LAM, SIZE

PARAMETERS = Parameters(SIZE, integer("k", 1, "models fitted so far", (1, 2, 3)), LAM)
n, k, lam = PARAMETERS.symbols
d = LAM.size
i = sp.Symbol("i", integer=True, nonnegative=True)
trace = sp.Sum(lam[i], (i, 0, d - 1))

THEOREM = Theorem(
    id="gaussian-subsample-multivariate",
    title="A fixed sample of accumulated data plateaus in every direction",
    source=Source(KAZDAN, "section 3"),
    statement=(
        r"Model k, of mean $\mu_k$ and covariance $\Sigma_k$ (ddof = 0), is fitted in d dimensions to n points chosen "
        "without replacement from all batches 1..k; batch 1 is real data, batch k+1 is drawn from model k. Every "
        "direction loses what one variance does, and the mean wins it."
    ),
    conventions=(
        "the real law has the eigenvalues lam in its covariance; d is their number",
        "ddof = 0 as in the paper's code",
    ),
    notation="The paper calls the workflow accumulate-subsample, and has the unit matrix for Sigma_0.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="trace",
            of="gaussian_multivariate_subsample.trace",
            equals=trace * kept,
            points=("n=2,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="mean-error",
            of="gaussian_multivariate_subsample.mean_error",
            equals=trace * (1 - kept),
            points=("n=2,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Limit(
            name="trace-limit",
            of="gaussian_multivariate_subsample.trace",
            equals=trace * plateau,
            within=trace * room,
            variable=k,
            points=("n=2,k=6,lam=[2,1/2]", "n=5,k=3,lam=[2,1/2]"),
            worked={
                "equals": {"n=7,lam=[3]": 3 * seventh, "n=7,lam=[4,1]": 5 * seventh},
                "within": {"n=2,k=5,lam=[1]": sp.Rational(1, 8), "n=4,k=2,lam=[9,7]": sp.Rational(33, 8)},
            },
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_multivariate_subsample.mean_error",
            equals=trace * (1 - plateau),
            within=trace * room,
            variable=k,
            points=("n=2,k=6,lam=[2,1/2]", "n=3,k=6,lam=[2,1/2]"),
            worked={
                "equals": {"n=7,lam=[3]": 3 - 3 * seventh, "n=7,lam=[4,1]": 5 - 5 * seventh},
                "within": {"n=2,k=5,lam=[1]": sp.Rational(1, 8), "n=4,k=2,lam=[9,7]": sp.Rational(33, 8)},
            },
        ),
    ),
)
