"""Fitting to all data seen so far: the variance shrinks to a positive limit instead of collapsing."""

import sympy as sp

from theorems.language import Identity, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(ANY_SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10, 50)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
x = 1 / sp.sqrt(n)
kept = sp.Product(1 - 1 / (n * t**2), (t, 1, k))

THEOREM = Theorem(
    id="gaussian-accumulate-limit",
    title="Accumulating data keeps the variance alive",
    source=Source(KAZDAN, "Theorem 1, Lemmas 2 and 3, Corollary 4"),
    statement=(
        r"Model k, of mean $\mu_k$ and variance $\sigma_k^2$ (ddof = 0), is fitted to all batches 1..k; batch 1 is "
        "real data, batch k+1 is drawn from model k. What the variance loses, the squared error of the mean wins."
    ),
    conventions=("ddof = 0 as in the paper's code; its text says unbiased",),
    notation="The paper writes t for k and takes the limit of t; in d dimensions each entry obeys the same law.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="variance",
            of="gaussian_accumulate.variance",
            equals=sigma0**2 * kept,
            points=("n=2,k=1", "n=2,k=3", "n=5,k=10,sigma0=2"),
            source=Source(KAZDAN, "Theorem 1 (finite k: Lemma 3)"),
        ),
        Identity(
            name="variance-gamma",
            quantity=kept,
            equals=sp.gamma(k + 1 - x)
            * sp.gamma(k + 1 + x)
            / (sp.gamma(1 - x) * sp.gamma(1 + x) * sp.gamma(k + 1) ** 2),
            when=n >= 2,
            worked={"equals": {"n=2,k=2": sp.Rational(7, 16)}, "quantity": {"n=2,k=2": sp.Rational(7, 16)}},
        ),
        Limit(
            name="variance-limit",
            of="gaussian_accumulate.variance",
            equals=sigma0**2 * sp.sin(sp.pi * x) / (sp.pi * x),
            within=sigma0**2 / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=60", "n=5,k=40", "n=10,k=30"),
            worked={
                "equals": {"n=4": 2 / sp.pi, "n=4,sigma0=3": 18 / sp.pi},
                "within": {
                    "n=4,k=1": sp.Rational(1, 4),
                    "n=4,k=2": sp.Rational(1, 8),
                    "n=4,k=5,sigma0=3": sp.Rational(9, 20),
                },
            },
            source=Source(KAZDAN, "Theorem 1"),
        ),
        Mean(
            name="mean-error",
            of="gaussian_accumulate.mean_error",
            equals=sigma0**2 * (1 - kept),
            points=("n=2,k=1", "n=3,k=3", "n=5,k=5,sigma0=2"),
            source=Source(KAZDAN, "Corollary 4"),
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_accumulate.mean_error",
            equals=sigma0**2 * (1 - sp.sin(sp.pi * x) / (sp.pi * x)),
            within=sigma0**2 / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=20", "n=5,k=30"),
            worked={
                "equals": {"n=4": 1 - 2 / sp.pi, "n=4,sigma0=3": 9 - 18 / sp.pi},
                "within": {"n=4,k=1": sp.Rational(1, 4), "n=4,k=5,sigma0=3": sp.Rational(9, 20)},
            },
            source=Source(KAZDAN, "Theorem 1 (its limit of the error of the mean)"),
        ),
        Mean(
            name="conservation",
            of="gaussian_accumulate.conserved",
            equals=sigma0**2,
            points=("n=2,k=3", "n=5,k=10,sigma0=2"),
        ),
        Mean(
            name="variance-square",
            remark="the limit is random",
            of="gaussian_accumulate.variance_square",
            equals=sigma0**4 * sp.Product(1 - (4 * t - 3) / (n**2 * t**4), (t, 1, k)),
            points=("n=2,k=1", "n=2,k=3", "n=5,k=5,sigma0=2"),
        ),
    ),
)
