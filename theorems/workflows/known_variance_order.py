"""Where the variance of a point is known: what subsample errs by, between the other workflows, for any batch."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian import SCALE

PARAMETERS = Parameters(
    integer("n", 2, "points per batch, and points that a model is fitted to", (2, 3, 10)),
    integer("k", 1, "fits", (1, 2, 3, 10)),
    SCALE,
)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
squares = sp.Sum(1 / t**2, (t, 1, k))

THEOREM = Theorem(
    id="workflow-known-variance-order",
    title="Where the variance is known, subsample errs more than accumulate, less than replace and bootstrap",
    source=Source(KAZDAN, "section 3 (of Gaussian models of which the variance is fitted, too)"),
    statement=(
        r"The mean $\mu_k$ of a normal law of known variance is fitted to n points of the batches 1..k of n points, "
        "chosen without replacement; batch 1 is real, batch k+1 is drawn from model k. Whatever n is, its error is "
        "above that of accumulate and below that of replace from the second fit on, and below that of bootstrap, which "
        "chooses with replacement, from the first one on. The mean of all points so far errs by what accumulate errs "
        "by, at least; the choice adds something, and adds more where a point may be chosen again."
    ),
    conventions=(
        "model k >= 1 is the k-th fit, model 1 that of the real batch",
        "n >= 2; where n = 1 a model is one point of a growing tree, and errs by sigma0^2 (1 + 1/2 + ... + 1/k), with "
        "replacement and without, between accumulate and replace",
        "excess: the error of bootstrap less that of subsample, of two runs",
    ),
    notation="The paper calls the workflow accumulate-subsample; workflow-order has what is fitted with its variance.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="accumulate-below-subsample",
            remark="what accumulate errs by, and more from the second fit on",
            of="known_variance_subsample.error",
            at_least=sigma0**2 * squares / n + sigma0**2 * (n - 1) * (k - 1) / (n * (n * k - 1)),
            points=("n=2,k=1,sigma0=2", "n=2,k=3,sigma0=2"),
            worked={"at_least": {"n=2,k=2": sp.Rational(19, 24), "n=3,k=2,sigma0=2": sp.Rational(11, 5)}},
        ),
        Mean(
            name="subsample-below-replace",
            remark="what replace errs by, and less from the second fit on",
            of="known_variance_subsample.error",
            at_most=sigma0**2 * k / n - sigma0**2 * (k - 1) / (4 * n),
            points=("n=2,k=1,sigma0=2", "n=3,k=2,sigma0=2"),
            worked={"at_most": {"n=2,k=3": sp.Rational(5, 4), "n=3,k=2,sigma0=3": sp.Rational(21, 4)}},
        ),
        Mean(
            name="subsample-below-bootstrap",
            of="known_variance_bootstrap_and_subsample.excess",
            at_least=sigma0**2 * (n - 1) ** 2 / (n**2 * (n * k - 1)),
            points=("n=2,k=1,sigma0=2", "n=2,k=2,sigma0=1"),
            worked={"at_least": {"n=2,k=2": sp.Rational(1, 12), "n=3,k=1,sigma0=3": sp.Integer(2)}},
        ),
    ),
)
