"""Samples of fixed size from the pool of all models so far: the variance grows, like a power of the generations."""

import sympy as sp

from theorems.language import Diverges, Identity, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.gaussian import FROM_ALL_MODELS

SIZE, SCALE = FROM_ALL_MODELS.parameters
PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
j, i = sp.symbols("j i", integer=True, positive=True)
factor = 1 + 1 / (n * j) - 1 / (n * j**2)
root = sp.sqrt(1 + 4 * n)
down, up = 2 / (root + 1), 2 / (root - 1)
"""The factor at j is 1 - down/j times 1 + up/j: their difference and their product are 1/n."""

THEOREM = Theorem(
    id="gaussian-pool-sample",
    title="Sampling the pool of all models keeps the variance alive",
    source=Source(SHUMAILOV, "Figure 5, which has no theorem"),
    statement=(
        r"Model k, of mean $M_k$ and variance $V_k$ (ddof = 1), is fitted to n draws, each from one of the models "
        r"0..k-1, chosen uniformly. $U_k$ is the variance of the uniform mixture of models 0..k."
    ),
    conventions=("the variance is unbiased, so it has on average the variance of the mixture that was sampled",),
    notation="The figure takes samples of one size from a pool that grows; the pool is read as an endless one.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="pool-variance",
            of="gaussian_pool.pool_variance",
            equals=sigma0**2 * sp.Product(factor, (j, 2, k + 1)),
            points=("n=2,k=1", "n=2,k=4", "n=5,k=3,sigma0=2"),
        ),
        Mean(
            name="variance",
            of="gaussian_pool.variance",
            equals=sigma0**2 * sp.Product(factor, (j, 2, k)),
            points=("n=2,k=2", "n=2,k=4", "n=5,k=3,sigma0=2"),
        ),
        Mean(
            name="mean-error",
            remark="what the last sample adds, and what all before it have moved the mean of the pool",
            of="gaussian_pool.mean_error",
            equals=sigma0**2
            / n
            * (sp.Product(factor, (j, 2, k)) + sp.Sum(sp.Product(factor, (j, 2, i)) / (i + 1) ** 2, (i, 1, k - 1))),
            when=k >= 1,
            points=("n=2,k=1", "n=2,k=4", "n=5,k=3,sigma0=2"),
        ),
        Diverges(
            name="divergence",
            of="gaussian_pool.variance",
            at_least=sigma0**2 * (1 + (sp.harmonic(k) - 2 + 1 / k) / n),
            variable=k,
            when=k >= 1,
            points=("n=2,k=1", "n=2,k=6,sigma0=2"),
            worked={"at_least": {"n=3,k=3": sp.Rational(19, 18), "n=2,k=4,sigma0=2": sp.Rational(14, 3)}},
        ),
        Diverges(
            name="growth-lower",
            of="gaussian_pool.variance",
            at_least=sigma0**2 * ((k + 3) / 4) ** (1 / n),
            variable=k,
            points=("n=2,k=1", "n=2,k=6,sigma0=2"),
            worked={"at_least": {"n=2,k=33": sp.Integer(3), "n=3,k=29,sigma0=2": sp.Integer(8)}},
        ),
        Mean(
            name="growth-upper",
            remark="so it grows like this power of the generations, and no faster",
            of="gaussian_pool.variance",
            at_most=sigma0**2 * k ** (1 / n),
            when=k >= 1,
            points=("n=2,k=2", "n=2,k=6,sigma0=2"),
            worked={"at_most": {"n=2,k=9": sp.Integer(3), "n=3,k=8,sigma0=2": sp.Integer(8), "n=2,k=1": sp.Integer(1)}},
        ),
        Identity(
            name="variance-gamma",
            remark="over the power of the generations it tends to 1 over the two values that do not depend on k",
            quantity=sp.Product(factor, (j, 2, k)),
            equals=sp.gamma(k + 1 - down)
            * sp.gamma(k + 1 + up)
            / (sp.gamma(2 - down) * sp.gamma(2 + up) * sp.gamma(k + 1) ** 2),
            worked={"equals": {"n=2,k=2": sp.Rational(9, 8)}, "quantity": {"n=2,k=2": sp.Rational(9, 8)}},
        ),
    ),
)
