"""Fitting to a resample of all data seen so far: the variance stays alive at twice the loss of accumulating."""

import sympy as sp

from theorems.language import Identity, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import ARULANDU
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(ANY_SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
share = (2 * n - 1) / n**2
"""The probability that two points of a resample of one batch, or of the batch drawn from it, have one origin."""
x = sp.sqrt(2 / n - 1 / n**2)
kept = sp.Product(1 - share / t**2, (t, 1, k))
squares = sp.Sum(1 / t**2, (t, 1, k))
plateau = sp.sin(sp.pi * x) / (sp.pi * x)
fifth = 5 * sp.sin(3 * sp.pi / 5) / (3 * sp.pi)
"""The plateau at n = 5."""

THEOREM = Theorem(
    id="gaussian-bootstrap",
    title="Resampling accumulated data costs twice what accumulating costs",
    source=Source(ARULANDU, "section 4.1, Figure 6a ('sub-repl')"),
    statement=(
        r"Model k, of mean $\mu_k$ and variance $\sigma_k^2$ (ddof = 0), is fitted to n points drawn with replacement "
        "from all batches 1..k; batch 1 is real data, batch k+1 is drawn from model k. What the variance loses, the "
        "squared error of the mean wins; with many samples it is twice that of accumulating."
    ),
    conventions=("ddof = 0", "model 1, too, is fitted to a resample: of batch 1"),
    notation="The survey calls the workflow sub-repl.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="variance",
            of="gaussian_bootstrap.variance",
            equals=sigma0**2 * kept,
            points=("n=2,k=1", "n=3,k=3", "n=5,k=6,sigma0=2"),
        ),
        Identity(
            name="variance-gamma",
            quantity=kept,
            equals=sp.gamma(k + 1 - x)
            * sp.gamma(k + 1 + x)
            / (sp.gamma(1 - x) * sp.gamma(1 + x) * sp.gamma(k + 1) ** 2),
            when=n >= 2,
            worked={
                "equals": {"n=2,k=2": sp.Rational(13, 64), "n=3,k=1": sp.Rational(4, 9)},
                "quantity": {"n=2,k=2": sp.Rational(13, 64), "n=3,k=1": sp.Rational(4, 9)},
            },
        ),
        Limit(
            name="variance-limit",
            of="gaussian_bootstrap.variance",
            equals=sigma0**2 * plateau,
            within=sigma0**2 * share / k,
            variable=k,
            when=k >= 1,
            points=("n=2,k=10", "n=5,k=10"),
            worked={
                "equals": {"n=5": fifth, "n=5,sigma0=3": 9 * fifth},
                "within": {
                    "n=2,k=1": sp.Rational(3, 4),
                    "n=2,k=3": sp.Rational(1, 4),
                    "n=5,k=2,sigma0=5": sp.Rational(9, 2),
                },
            },
        ),
        Mean(
            name="mean-error",
            of="gaussian_bootstrap.mean_error",
            equals=sigma0**2 * (1 - kept),
            points=("n=2,k=1", "n=3,k=3", "n=5,k=5,sigma0=2"),
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_bootstrap.mean_error",
            equals=sigma0**2 * (1 - plateau),
            within=sigma0**2 * share / k,
            variable=k,
            when=k >= 1,
            points=("n=2,k=6", "n=5,k=8"),
            worked={
                "equals": {"n=5": 1 - fifth, "n=5,sigma0=3": 9 - 9 * fifth},
                "within": {
                    "n=2,k=1": sp.Rational(3, 4),
                    "n=2,k=3": sp.Rational(1, 4),
                    "n=5,k=2,sigma0=5": sp.Rational(9, 2),
                },
            },
        ),
        Mean(
            name="mean-error-upper",
            of="gaussian_bootstrap.mean_error",
            at_most=sigma0**2 * sp.pi**2 / (3 * n),
            points=("n=5,k=3", "n=10,k=5"),
            worked={"at_most": {"n=2": sp.pi**2 / 6, "n=3,sigma0=2": 4 * sp.pi**2 / 9}},
        ),
        Mean(
            name="mean-error-leading",
            of="gaussian_bootstrap.mean_error",
            equals=2 * sigma0**2 * squares / n,
            within=8 * sigma0**2 / n**2,
            points=("n=40,k=2", "n=30,k=3"),
            worked={
                "equals": {"n=2,k=2": sp.Rational(5, 4), "n=3,k=1,sigma0=2": sp.Rational(8, 3)},
                "within": {"n=2": sp.Integer(2), "n=4,sigma0=3": sp.Rational(9, 2)},
            },
        ),
        Mean(
            name="conservation",
            of="gaussian_bootstrap.conserved",
            equals=sigma0**2,
            points=("n=2,k=3", "n=5,k=5,sigma0=2"),
        ),
    ),
)
