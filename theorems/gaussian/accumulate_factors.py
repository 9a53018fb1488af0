"""Fitting to all data so far, batch by batch: what one batch does to mean and variance, whatever came before."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Surely, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.estimation import POWER
from theorems.processes.gaussian import SCALE
from theorems.processes.gaussian_accumulated import FACTORS

(SIZE,) = FACTORS.parameters
PARAMETERS = Parameters(SIZE, integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 50)), POWER, SCALE)
n, k, p, _ = PARAMETERS.symbols
mean = 1 - 1 / (n * k**2)
square = 1 - (4 * k - 3) / (n**2 * k**4)
half = (n - 1) / 2

THEOREM = Theorem(
    id="gaussian-accumulate-factors",
    title="What one batch changes when data accumulate",
    source=Source(KAZDAN, "Lemmas 2 and 3"),
    statement=(
        r"Model k, of mean $\mu_k$ and variance $\sigma_k^2$ (ddof = 0), is fitted to all batches 1..k of n points; "
        r"batch 1 is real data, batch k+1 is drawn from model k. $F_k = \sigma_k^2/\sigma_{k-1}^2$ and "
        r"$G_k = (\mu_k-\mu_{k-1})/\sigma_{k-1}$ do not depend on the models before k. $F_k$ is distributed like "
        "(k-1)/k + (A + B (k-1)/k)/(n k) for independent chi-squares A and B of n - 1 degrees of freedom and of one."
    ),
    conventions=(
        "ddof = 0 as in the paper's code; model 0 is the real law",
        "n >= 2: of one point the first variance is 0",
    ),
    notation="The paper writes t for k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="centre-step",
            of="gaussian_accumulate_factors.centre_step",
            equals=1 / (n * k**2),
            points=("n=2,k=1", "n=3,k=3"),
            source=Source(KAZDAN, "Lemma 2"),
        ),
        Mean(
            name="centre-fourth",
            remark="three times the square of the mean square, as the step is normal",
            of="gaussian_accumulate_factors.centre_fourth",
            equals=3 / (n * k**2) ** 2,
            points=("n=2,k=1", "n=3,k=3"),
        ),
        Mean(
            name="mean",
            remark="less than 1: so the variance is a supermartingale",
            of="gaussian_accumulate_factors.factor",
            equals=mean,
            points=("n=2,k=1", "n=3,k=3"),
            source=Source(KAZDAN, "Lemma 3"),
        ),
        Mean(
            name="square",
            remark="terms of the order of the inverse of n cancel",
            of="gaussian_accumulate_factors.factor_square",
            equals=square,
            points=("n=2,k=1", "n=3,k=3"),
        ),
        Mean(
            name="variance",
            of="gaussian_accumulate_factors.factor_spread",
            equals=2 * (n - 1 + (1 - 1 / k) ** 2) / (n * k) ** 2,
            points=("n=2,k=1", "n=3,k=3"),
        ),
        Mean(
            name="inverse-moment",
            remark="of the variance of n real points, as the first factor is; later ones are never below 1/2",
            of="scale_estimate.inverse_power",
            equals=(n / 2) ** p * sp.gamma(half - p) / sp.gamma(half),
            points=("n=4,k=1,p=1/2,sigma0=2", "n=10,k=1,p=1"),
        ),
        Surely(
            name="floor",
            remark="one batch never takes more than its share",
            of="gaussian_accumulate_factors.floored",
            points=("n=2,k=1", "n=3,k=3"),
        ),
    ),
)
