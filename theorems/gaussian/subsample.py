"""Fitting to as many points as a batch has, chosen from all data seen so far: the variance plateaus."""

import sympy as sp

from theorems.language import Identity, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(ANY_SIZE, integer("k", 1, "models fitted so far", (1, 2, 3, 10)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
later = sp.Product(1 - (3 * n - 1) / (n * t * (n * t - 1)), (t, 2, k))
kept = (1 - 1 / n) * later
squares = sp.Sum(1 / t**2, (t, 2, k))
root = sp.sqrt(3) * sp.sqrt(1 / n - 1 / (4 * n**2))
smaller, larger = (2 - 1 / (2 * n) + side * root for side in (-1, 1))
scale = sp.gamma(2 - 1 / n) / (sp.gamma(smaller) * sp.gamma(larger))
plateau = (1 - 1 / n) * scale
seventh = sp.Rational(6, 7) * sp.gamma(sp.Rational(13, 7)) / sp.gamma(sp.Rational(9, 7)) / sp.gamma(sp.Rational(18, 7))
"""The plateau at n = 7."""
room = (n - 1) * (3 * n - 1) / (n**3 * k)
"""No less than what all factors after k lack."""

THEOREM = Theorem(
    id="gaussian-subsample",
    title="A fixed sample of accumulated data plateaus at thrice the loss",
    source=Source(KAZDAN, "section 3"),
    statement=(
        r"Model k, of mean $\mu_k$ and variance $\sigma_k^2$ (ddof = 0), is fitted to n points chosen without "
        "replacement from all batches 1..k; batch 1 is real data, batch k+1 is drawn from model k. What the variance "
        "loses, the squared error of the mean wins; it stays below three times that of n real points."
    ),
    conventions=(
        "ddof = 0 as in the paper's code",
        "model 1 is fitted to batch 1, all of it",
    ),
    notation="The paper calls the workflow accumulate-subsample, and writes t for our k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="variance",
            of="gaussian_subsample.variance",
            equals=sigma0**2 * kept,
            points=("n=2,k=1", "n=3,k=3", "n=5,k=5,sigma0=2"),
        ),
        Identity(
            name="variance-gamma",
            quantity=later,
            equals=scale
            * sp.gamma(k - 1 + smaller)
            * sp.gamma(k - 1 + larger)
            / (sp.gamma(k + 1) * sp.gamma(k + 1 - 1 / n)),
            when=n >= 2,
            worked={
                "equals": {"n=2,k=2": sp.Rational(7, 12), "n=7,k=2": sp.Rational(81, 91)},
                "quantity": {"n=2,k=2": sp.Rational(7, 12), "n=2,k=3": sp.Rational(35, 72)},
            },
        ),
        Limit(
            name="variance-limit",
            of="gaussian_subsample.variance",
            equals=sigma0**2 * plateau,
            within=sigma0**2 * room,
            variable=k,
            when=n >= 2,
            points=("n=2,k=10", "n=5,k=10"),
            worked={
                "equals": {"n=7": seventh, "n=7,sigma0=3": 9 * seventh},
                "within": {
                    "n=2,k=1": sp.Rational(5, 8),
                    "n=2,k=5": sp.Rational(1, 8),
                    "n=4,k=2,sigma0=4": sp.Rational(33, 8),
                },
            },
            source=Source(KAZDAN, "section 3 (accumulate-subsample plateaus; the height is ours)"),
        ),
        Mean(
            name="mean-error",
            of="gaussian_subsample.mean_error",
            equals=sigma0**2 * (1 - kept),
            points=("n=2,k=1", "n=3,k=3", "n=5,k=5,sigma0=2"),
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_subsample.mean_error",
            equals=sigma0**2 * (1 - plateau),
            within=sigma0**2 * room,
            variable=k,
            when=n >= 2,
            points=("n=2,k=6", "n=5,k=8"),
            worked={
                "equals": {"n=7": 1 - seventh, "n=7,sigma0=3": 9 - 9 * seventh},
                "within": {
                    "n=2,k=1": sp.Rational(5, 8),
                    "n=2,k=5": sp.Rational(1, 8),
                    "n=4,k=2,sigma0=4": sp.Rational(33, 8),
                },
            },
        ),
        Mean(
            name="mean-error-upper",
            of="gaussian_subsample.mean_error",
            at_most=sigma0**2 * (sp.pi**2 / 2 - 2) / n,
            points=("n=5,k=4", "n=10,k=5"),
            worked={"at_most": {"n=2": sp.pi**2 / 4 - 1, "n=3,sigma0=2": 2 * sp.pi**2 / 3 - sp.Rational(8, 3)}},
        ),
        Mean(
            name="mean-error-leading",
            of="gaussian_subsample.mean_error",
            equals=sigma0**2 * (1 + 3 * squares) / n,
            within=5 * sigma0**2 / n**2,
            points=("n=40,k=2", "n=30,k=3"),
            worked={
                "equals": {"n=2,k=2": sp.Rational(7, 8), "n=3,k=1,sigma0=2": sp.Rational(4, 3)},
                "within": {"n=2": sp.Rational(5, 4), "n=5,sigma0=3": sp.Rational(9, 5)},
            },
        ),
        Mean(
            name="conservation",
            of="gaussian_subsample.conserved",
            equals=sigma0**2,
            points=("n=2,k=3", "n=5,k=5,sigma0=2"),
        ),
    ),
)
