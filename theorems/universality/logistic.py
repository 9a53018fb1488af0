"""Logistic regression and the sample median, at finite n: by how much they err beside the limit process."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import ARULANDU

PARAMETERS = Parameters(
    integer("n", 1, "points per batch", (1, 10, 800)),
    integer("k", 0, "fits", (0, 1, 6, 20)),
)
n, k = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
squares = sp.Sum(1 / t**2, (t, 1, k))
information = 1 / (8 * sp.cosh(sp.Rational(1, 4)) ** 2) + 1 / (2 * sp.cosh(sp.Rational(1, 2)) ** 2)
"""Of one pair on the slope, 1/2: the mean of x^2/(2 cosh(x/4))^2 over x = 1, 2."""
SLOPE, CENTRE = 1 / (n * information), sp.pi / (2 * n)
"""The variance of the estimate of one real batch, to the first order in 1/n."""
LIMIT = "that these errors tend to the limit process is the theorem of Dey and Donoho; no rate is known"
FIRST = (k <= 6) & (n >= 800), (k <= 6) & (n >= 100)

THEOREM = Theorem(
    id="universality-logistic",
    title="Logistic regression and the sample median follow the limit process",
    source=Source(ARULANDU, "section 4.3 (simulated here)"),
    statement=(
        "Batch k+1 is made by model k, which is fitted to all batches 1..k (augment) or to batch k alone (discard). A "
        "logistic regression has one slope, 1/2, and features 1 or 2, drawn anew for every batch; a normal law of "
        "variance 1 has its centre fitted by the sample median. As n grows, the squared error of model k is that of "
        "one real batch times the sum of the inverse squares, or times k. How near it is at finite n is measured here, "
        "by simulation alone: to a twentieth, or a tenth."
    ),
    conventions=(
        "a squared error of more than 1, which is next to impossible, counts as 1 (slope) or as 1 over it (centre)",
        "model k is the k-th fit, model 1 that of the real batch alone; k = 0 is the real law",
        "simulated, not proved: distances are what was measured, rounded up; n tends to infinity at fixed k",
    ),
    notation="The survey quotes pi^2/6 for the logistic model, and states neither a design nor a size.",
    parameters=PARAMETERS,
    symbols={
        "logistic_augment.error": r"(\theta_k-\tfrac12)^2",
        "logistic_discard.error": r"(\theta_k-\tfrac12)^2",
        "median_augment.error": "m_k^2",
        "median_discard.error": "m_k^2",
    },
    claims=(
        Mean(
            name="logistic-augment",
            of="logistic_augment.error",
            equals=SLOPE * squares,
            within=SLOPE * squares / 20,
            when=FIRST[0],
            points=("n=800,k=2", "n=800,k=6"),
            worked={
                "equals": {"n=800,k=1": 1 / (800 * information), "n=1000,k=2": 1 / (800 * information)},
                "within": {"n=800,k=1": 1 / (16000 * information), "n=1000,k=2": 1 / (16000 * information)},
            },
            underived=LIMIT,
        ),
        Mean(
            name="logistic-limit",
            remark="late models of the logistic regression err by the famous factor, but for a twentieth",
            of="logistic_augment.error",
            equals=SLOPE * sp.pi**2 / 6,
            within=SLOPE * sp.pi**2 / 120,
            when=(n >= 800) & (k >= 20),
            points=("n=800,k=20", "n=900,k=25"),
            worked={
                "equals": {"n=800": sp.pi**2 / (4800 * information), "n=1000": sp.pi**2 / (6000 * information)},
                "within": {"n=800": sp.pi**2 / (96000 * information), "n=1000": sp.pi**2 / (120000 * information)},
            },
            underived=LIMIT,
            source=Source(ARULANDU, "section 4.3 (pi^2/6 for the logistic model)"),
        ),
        Mean(
            name="logistic-discard",
            of="logistic_discard.error",
            equals=SLOPE * k,
            within=SLOPE * k / 20,
            when=FIRST[0],
            points=("n=800,k=2", "n=800,k=6"),
            worked={
                "equals": {"n=800,k=2": 1 / (400 * information), "n=900,k=3": 1 / (300 * information)},
                "within": {"n=800,k=2": 1 / (8000 * information), "n=900,k=3": 1 / (6000 * information)},
            },
            underived=LIMIT,
        ),
        Mean(
            name="median-augment",
            of="median_augment.error",
            equals=CENTRE * squares,
            within=CENTRE * squares / 10,
            when=FIRST[1],
            points=("n=100,k=2", "n=101,k=6"),
            worked={
                "equals": {"n=100,k=1": sp.pi / 200, "n=125,k=2": sp.pi / 200},
                "within": {"n=100,k=1": sp.pi / 2000, "n=125,k=2": sp.pi / 2000},
            },
            underived=LIMIT,
        ),
        Mean(
            name="median-discard",
            of="median_discard.error",
            equals=CENTRE * k,
            within=CENTRE * k / 10,
            when=FIRST[1],
            points=("n=100,k=2", "n=101,k=6"),
            worked={
                "equals": {"n=100,k=2": sp.pi / 100, "n=150,k=3": sp.pi / 100},
                "within": {"n=100,k=2": sp.pi / 1000, "n=150,k=3": sp.pi / 1000},
            },
            underived=LIMIT,
        ),
    ),
)
