"""Accumulating batches of any sizes: never twice the error of the first one, where the variance is known."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.domains.sequences import sizes
from theorems.language.papers import KAZDAN
from theorems.processes.exponential_families import MEAN, SHAPE, SHARE, TRIALS
from theorems.processes.gaussian import SCALE

PARAMETERS = Parameters(
    integer("k", 1, "generations of sample-and-fit", (1, 2, 4)),
    sizes("n", 1, "points of batch i + 1", ("[5,8,4,1]", "constant(10,k)", "power(3,1,k)"), "at least k"),
    SCALE,
    SHAPE,
    MEAN,
    TRIALS,
    SHARE,
)
k, n, sigma0, a, mu0, m, p0 = PARAMETERS.symbols
i, j = sp.symbols("i j", integer=True)
before = n[0] + sp.Sum(n[i], (i, 1, j - 1))
"""The number of points of batches up to j, the first being batch 1."""
share = n[j] / (before + n[j]) ** 2
total, pool = 1 / n[0] + sp.Sum(share, (j, 1, k - 1)), before.subs(j, k)
grown, kept = ((1 + c / n[0]) * sp.Product(1 + c * share, (j, 1, k - 1)) for c in (1 / a, -1 / m))
ONE, TWO, THREE = "n=[3],k=1,", "n=[2,4],k=2,", "n=[4,1,3],k=3,"

THEOREM = Theorem(
    id="workflow-batch-sizes",
    title="Accumulating batches of any sizes",
    source=Source(KAZDAN, "section 2.1 (of one size; other sizes, and these models, are ours)"),
    statement=(
        r"Model k, of mean $\mu_k$, is fitted to all of batches 1..k, which have sizes of their own; batch 1 is real, "
        r"batch t+1 is drawn from model t. A batch of $n_t$ of the $N_t$ points by then costs $n_t/N_t^2$: all of them "
        "together at most as much again as the real batch, however their sizes are chosen."
    ),
    conventions=(
        "n lists the sizes of batches 1, 2, ...: n[0] is the first",
        "gamma: V = mu^2/a; binomial: V = mu (1 - mu/m)",
    ),
    notation="V is the variance of the law that is fitted.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="known-variance",
            of="known_variance_accumulate_sizes.error",
            equals=sigma0**2 * total,
            points=("n=[3],k=1", "n=[2,4],k=2", "n=[4,1,3],k=3,sigma0=2"),
        ),
        Mean(
            name="known-variance-upper",
            remark="below twice the error of the real batch alone",
            of="known_variance_accumulate_sizes.error",
            at_most=sigma0**2 * (2 / n[0] - 1 / pool),
            points=("n=[3],k=1", "n=[2,4],k=2", "n=[4,1,3],k=3,sigma0=2"),
            worked={
                "at_most": {"n=[2],k=1,sigma0=3": sp.Rational(9, 2), "n=[3,2,5],k=3,sigma0=2": sp.Rational(34, 15)}
            },
        ),
        Mean(
            name="known-variance-lower",
            remark="the error of the real batch is never made good",
            of="known_variance_accumulate_sizes.error",
            at_least=sigma0**2 / n[0],
            points=("n=[3],k=1", "n=[2,4],k=2", "n=[4,1,3],k=3,sigma0=2"),
            worked={"at_least": {"n=[2],k=1,sigma0=3": sp.Rational(9, 2), "n=[3,2,5],k=3,sigma0=2": sp.Rational(4, 3)}},
        ),
        Mean(
            name="gamma",
            of="gamma_accumulate_sizes.variance",
            equals=mu0**2 / a * grown,
            points=(ONE + "a=2,mu0=2", TWO + "a=3,mu0=2", THREE + "a=5/2,mu0=2"),
        ),
        Mean(
            name="gamma-error",
            of="gamma_accumulate_sizes.error",
            equals=mu0**2 * (grown - 1),
            points=(ONE + "a=4,mu0=2", "n=[8,9],k=2,a=5,mu0=2"),
        ),
        Mean(
            name="binomial",
            of="binomial_accumulate_sizes.variance",
            equals=m * p0 * (1 - p0) * kept,
            points=(ONE + "m=1,p0=1/3", TWO + "m=2,p0=1/3", THREE + "m=1,p0=1/2"),
        ),
        Mean(
            name="binomial-error",
            of="binomial_accumulate_sizes.error",
            equals=m**2 * p0 * (1 - p0) * (1 - kept),
            points=(ONE + "m=1,p0=1/3", TWO + "m=2,p0=1/3", THREE + "m=1,p0=1/2"),
        ),
    ),
)
