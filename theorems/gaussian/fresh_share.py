"""Replacing the data, but for some fresh real points in every batch: the variance stays."""

import sympy as sp

from theorems.language import Limit, Mean, Parameters, Source, Theorem
from theorems.language.papers import KAZDAN
from theorems.workflows.real_share import PARAMETERS as SHARED
from theorems.workflows.real_share import halved, lost
from theorems.workflows.real_share import m as trials

PARAMETERS = Parameters(*(SHARED[name] for name in ("n", "r", "k", "sigma0")))
n, r, k, sigma0 = PARAMETERS.symbols
kept = halved.subs(trials, 1)
"""What is left of the last error."""
gone = n / lost.subs(trials, 1)
"""What the variance has lost in the long run."""

THEOREM = Theorem(
    id="gaussian-fresh-share",
    title="Fresh real points in every batch keep the variance of the Gaussian",
    source=Source(KAZDAN, "section 4 asks the question (what is computed here is ours)"),
    statement=(
        "Model k, mean and variance (ddof = 0), is fitted to the last batch of n points: r are real and fresh, the "
        "others are drawn from the last model. The variance no longer vanishes: with large batches it keeps the "
        "part 2r/(2r + 1) of the real one, two thirds with a single fresh point; what it loses, the squared error of "
        "the mean wins."
    ),
    conventions=("ddof = 0; batch 1 is all real; model 0 is the real law, given",),
    notation="The limits are those of workflow-real-share for a coin: bounds that do not depend on n are there.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="variance",
            of="gaussian_replace_fresh.variance",
            equals=sigma0**2 * (1 - gone * (1 - kept**k)),
            points=("n=2,r=1,k=3", "n=5,r=2,k=2,sigma0=2"),
        ),
        Limit(
            name="variance-limit",
            of="gaussian_replace_fresh.variance",
            equals=sigma0**2 * (1 - gone),
            within=sigma0**2 * gone * kept**k,
            variable=k,
            points=("n=2,r=1,k=4", "n=5,r=2,k=5"),
            worked={
                "equals": {"n=3,r=1,sigma0=2": sp.Rational(16, 7), "n=5,r=2": sp.Rational(14, 19)},
                "within": {"n=3,r=1,k=1,sigma0=2": sp.Rational(8, 21), "n=5,r=2,k=1": sp.Rational(6, 95)},
            },
        ),
        Mean(
            name="mean-error",
            of="gaussian_replace_fresh.mean_error",
            equals=sigma0**2 * gone * (1 - kept**k),
            points=("n=2,r=1,k=3", "n=5,r=2,k=2,sigma0=2"),
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_replace_fresh.mean_error",
            equals=sigma0**2 * gone,
            within=sigma0**2 * gone * kept**k,
            variable=k,
            points=("n=2,r=1,k=4", "n=5,r=2,k=5"),
            worked={
                "equals": {"n=3,r=1,sigma0=2": sp.Rational(12, 7), "n=5,r=2": sp.Rational(5, 19)},
                "within": {"n=3,r=1,k=1,sigma0=2": sp.Rational(8, 21), "n=5,r=2,k=1": sp.Rational(6, 95)},
            },
        ),
    ),
)
