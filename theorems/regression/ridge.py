"""Ridge regression on generated labels: an equality at any size, and what a ridge in every generation does instead."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer, real
from theorems.language.papers import ARULANDU
from theorems.language.shrinkage import ShrinkageMoment
from theorems.processes.ridge import PARAMETERS as RIDGE

_, *OTHERS = RIDGE
PARAMETERS = Parameters(
    integer("n", 5, "rows per generation", (5, 7, 20)),
    *OTHERS,
    integer("k", 0, "generations on generated labels", (0, 1, 2, 10)),
    integer("m", 1, "features of each of two variances: half of all", (1, 2)),
    real("v", "[1/4, 4]", "variance of every second feature; that of the others is 1", ("1/4", 1, 4)),
)
n, sigma, lam, k, m, v = PARAMETERS.symbols
j = sp.Symbol("j", integer=True, nonnegative=True)
kept, squared = (ShrinkageMoment(n, lam, sp.Integer(i)) for i in (1, 2))
noise = sigma**2 * (kept - squared) / (n * lam)
"""The variance that a ridge fit gets from the noise of its labels."""
clean = 1 - 2 * kept + squared + noise
rho = squared / (n - 2)
first, second = (ShrinkageMoment(20, sp.Rational(3, 10), i) for i in (1, 2))
one, two = (ShrinkageMoment(8, 2, i) for i in (1, 2))

THEOREM = Theorem(
    id="regression-ridge",
    title="Ridge regression on generated labels: linear growth if only the last fit has the ridge",
    source=Source(ARULANDU, "section 3.2, equation (3)"),
    statement=(
        "A feature is N(0, 1), its coefficient 1, and a label is coefficient times feature and noise of deviation "
        "sigma. Each model is fitted to n new features with labels from the last model, the first to real labels. If "
        "k models by ordinary least squares come before one by ridge regression, the squared error of the last is that "
        "of a ridge fit to real labels, and k equal additions: equation (3) is an equality at every n. If every model "
        "has the ridge, as the text describes it, the coefficient shrinks in every generation, and the error stays "
        "bounded."
    ),
    conventions=(
        "one feature; the ridge is added to the mean square of the feature, as in the survey's resolvent",
        "ridge_upstream: 2 m features, m of each variance; of the error u of k fits the ridge keeps C R u, and it adds "
        "to the clean error, as cross terms have mean 0 given the rows of the last fit",
        "all batches have n rows, and noise of one variance; for 3 and 4 rows errors have these means, and no variance",
        "ridge_last: k fits without and one with the ridge; ridge_every: k fits, each with the ridge",
        "ordinary least squares last, lam = 0: the addition is sigma^2/(n - 2), as of every fit before",
    ),
    notation="The survey writes g for k, T and T_0 for n, and d features; its rho is the addition over sigma^2.",
    parameters=PARAMETERS,
    symbols={"ridge_upstream.kept": r"\|CRu_k\|_\Sigma^2/\mathrm{tr}\,\Sigma^{-1}CR\Sigma CR"},
    claims=(
        Mean(
            name="total",
            remark="k fits by ordinary least squares, then one with the ridge",
            of="ridge_last.error",
            equals=clean + k * sigma**2 * rho,
            points=("n=5,sigma=2,lam=1/2,k=0", "n=10,sigma=1,lam=3/10,k=2", "n=7,sigma=2,lam=1,k=4"),
            source=Source(ARULANDU, "equation (3)"),
        ),
        Mean(
            name="features",
            remark="over the trace of rho: so that the addition is sigma squared times rho, whatever the ridge",
            of="ridge_upstream.kept",
            equals=k * sigma**2 / (n - 2 * m - 1),
            when=n >= 2 * m + 4,
            points=(
                "n=8,m=2,v=4,sigma=2,lam=1/2,k=1",
                "n=10,m=1,v=1/4,sigma=1,lam=1/10,k=3",
            ),
            worked={"equals": {"n=8,m=2,sigma=2,k=3": sp.Integer(4), "n=10,m=1,sigma=3,k=2": sp.Rational(18, 7)}},
            underived="rows of several features are declared, and the inverse of a matrix of them is not",
            source=Source(ARULANDU, "equation (3) (several features, given the rows of the last fit)"),
        ),
        Mean(
            name="every",
            remark="w is the coefficient",
            of="ridge_every.error",
            equals=1 - 2 * kept**k + squared**k + noise * sp.Sum(squared**j, (j, 0, k - 1)),
            points=("n=5,sigma=2,lam=1/2,k=1", "n=10,sigma=1,lam=3/10,k=2", "n=7,sigma=2,lam=1,k=5"),
        ),
        Mean(
            name="every-bounded",
            remark="w is the coefficient",
            of="ridge_every.error",
            at_most=1 + sigma**2 / (n * lam),
            points=("n=5,sigma=2,lam=1/2,k=3", "n=7,sigma=1,lam=3/10,k=10"),
            worked={"at_most": {"n=20,lam=3/10,sigma=1": sp.Rational(7, 6), "n=9,lam=2,sigma=3": sp.Rational(3, 2)}},
        ),
        Mean(
            name="every-published",
            remark="the ridge of the text in every generation",
            of="ridge_every.error",
            equals=clean + (k - 1) * sigma**2 * rho,
            when=k >= 2,
            points=("n=20,lam=3/10,sigma=1,k=2", "n=20,lam=3/10,sigma=1,k=40"),
            worked={
                "equals": {
                    "n=20,lam=3/10,sigma=1,k=2": 1 - 11 * first / 6 + 8 * second / 9,
                    "n=8,lam=2,sigma=3,k=3": 1 - 23 * one / 16 + 55 * two / 16,
                }
            },
            source=Source(ARULANDU, "equation (3) (with the ridge of the text in every generation)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="every",
            counterexample=(
                "n = 20, lam = 3/10, sigma = 1: after 400 generations (k = 401) the printed value is 12.85, and the "
                "error is 1.0709; it is never above 7/6. The fits before the last one must be without a ridge."
            ),
        ),
    ),
)
