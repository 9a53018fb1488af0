"""Gamma laws of which the mean is fitted: what subsample errs by, between the other workflows, for any batch."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.exponential_families import MEAN, SHAPE

PARAMETERS = Parameters(
    integer("n", 2, "points per batch, and points that a model is fitted to", (2, 3, 10)),
    integer("k", 1, "fits", (1, 2, 3, 10)),
    SHAPE,
    MEAN,
)
n, k, a, mu0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
pooled = sp.Product(1 + 1 / (a * n * t**2), (t, 1, k))
grown = (1 + 1 / (a * n)) ** k
unit = mu0**2 / a
"""The variance of a real point."""

THEOREM = Theorem(
    id="workflow-gamma-order",
    title="Where gamma laws are fitted, subsample errs more than accumulate, less than replace and bootstrap",
    source=Source(KAZDAN, "section 3 (of Gaussian models of which the variance is fitted, too)"),
    statement=(
        r"The mean $\mu_k$ of a gamma law of known shape $a$, whose variance is $\mu_k^2/a$, is fitted to n points of "
        "the batches 1..k of n points, chosen without replacement; batch 1 is real, batch k+1 is drawn from model k. "
        "Whatever n and a are, its error is above that of accumulate and below that of replace from the second fit on, "
        "and below that of bootstrap, which chooses with replacement, from the first one on."
    ),
    conventions=(
        "model k >= 1 is the k-th fit, model 1 that of the real batch; mu0 is the real mean",
        "n >= 2: where n = 1 subsample and bootstrap are the same",
        "excess: the error of bootstrap less that of subsample, of two runs",
    ),
    notation="The paper calls the workflow accumulate-subsample; workflow-known-variance-order has known variances.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="accumulate-below-subsample",
            remark="what accumulate errs by, and more from the second fit on",
            of="gamma_subsample.error",
            at_least=mu0**2 * (pooled - 1) + unit * (n - 1) * (k - 1) / (n * (n * k - 1)),
            points=("n=2,k=1,a=2,mu0=2", "n=2,k=2,a=2,mu0=1"),
            worked={"at_least": {"n=2,k=2,a=1": sp.Rational(41, 48), "n=3,k=2,a=2,mu0=3": sp.Rational(203, 80)}},
        ),
        Mean(
            name="subsample-below-replace",
            remark="what replace errs by, and less from the second fit on",
            of="gamma_subsample.error",
            at_most=mu0**2 * (grown - 1) - unit * (k - 1) / (4 * n),
            points=("n=2,k=1,a=2,mu0=2", "n=3,k=2,a=2,mu0=1"),
            worked={"at_most": {"n=2,k=2,a=1": sp.Rational(9, 8), "n=3,k=2,a=2,mu0=3": sp.Rational(23, 8)}},
        ),
        Mean(
            name="subsample-below-bootstrap",
            of="gamma_bootstrap_and_subsample.excess",
            at_least=unit * (n - 1) ** 2 / (n**2 * (n * k - 1)),
            points=("n=2,k=1,a=2,mu0=2", "n=2,k=2,a=5,mu0=1"),
            worked={"at_least": {"n=2,k=2,a=2": sp.Rational(1, 24), "n=3,k=1,a=1,mu0=3": sp.Integer(2)}},
        ),
    ),
)
