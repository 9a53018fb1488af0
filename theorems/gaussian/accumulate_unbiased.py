"""Fitting to all data so far with the unbiased variance, as the paper's text says: its theorem has another limit."""

import sympy as sp

from theorems.language import Identity, Inequality, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian import PARAMETERS as GIVEN
from theorems.processes.gaussian import SCALE

PARAMETERS = Parameters(GIVEN["n"], integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
j = sp.Symbol("j", integer=True, positive=True)


def kept(last: sp.Expr, index: sp.Symbol = t) -> sp.Product:
    """The product of the means of the factors of the variance, of which the first is 1."""
    return sp.Product(1 - 1 / (index * (n * index - 1)), (index, 2, last))


root = sp.sqrt(1 + 4 * n)
up, down = 2 / (root - 1), 2 / (root + 1)
"""1/up, -1/down are the roots of x^2 + x = n; up - down = 1/n."""
limit = sp.gamma(2 - 1 / n) / (sp.gamma(2 - up) * sp.gamma(2 + down))
x = 1 / sp.sqrt(n)
sine = sp.sin(sp.pi * x) / (sp.pi * x)

PRODUCTS = {"n=2,k=1": sp.Integer(1), "n=2,k=2": sp.Rational(5, 6)}

THEOREM = Theorem(
    id="gaussian-accumulate-unbiased",
    title="Accumulating data with the unbiased variance",
    source=Source(KAZDAN, "section 2.1"),
    statement=(
        r"Model k, of mean $\mu_k$ and variance $\sigma_k^2$ (ddof = 1), is fitted to all batches 1..k of n points; "
        "batch 1 is real data, batch k+1 is drawn from model k. The estimate is unbiased for independent points of one "
        "law, but not for points that were drawn from fits to each other: from the second fit on the variance is too "
        "small. More is kept than with ddof = 0, and the limit is another one."
    ),
    conventions=("ddof = 1 as in the paper's text; its code has ddof = 0",),
    notation="The paper writes t for k and takes the limit of t.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="variance",
            of="gaussian_unbiased_accumulate.variance",
            equals=sigma0**2 * kept(k),
            points=("n=2,k=2", "n=2,k=4", "n=5,k=3,sigma0=2"),
        ),
        Mean(
            name="biased",
            of="gaussian_unbiased_accumulate.variance",
            at_most=sigma0**2 * (1 - 1 / (2 * (2 * n - 1))),
            when=k >= 2,
            points=("n=2,k=2", "n=3,k=4,sigma0=2"),
            worked={"at_most": {"n=2": sp.Rational(5, 6), "n=3,sigma0=2": sp.Rational(18, 5)}},
        ),
        Inequality(
            name="keeps-more",
            remark="than the means of the variance that is fitted by maximum likelihood",
            quantity=kept(k),
            at_least=sp.Product(1 - 1 / (n * t**2), (t, 1, k)),
            worked={
                "quantity": PRODUCTS | {"n=3,k=3": sp.Rational(69, 80)},
                "at_least": {"n=2,k=2": sp.Rational(7, 16), "n=3,k=1": sp.Rational(2, 3)},
            },
        ),
        Mean(
            name="mean-error",
            of="gaussian_unbiased_accumulate.mean_error",
            equals=sigma0**2 * sp.Sum(kept(t - 1, j) / t**2, (t, 1, k)) / n,
            points=("n=2,k=1", "n=2,k=4", "n=5,k=3,sigma0=2"),
        ),
        Identity(
            name="variance-gamma",
            quantity=kept(k),
            equals=sp.gamma(k + 1 - up) * sp.gamma(k + 1 + down) * limit / (sp.gamma(k + 1) * sp.gamma(k + 1 - 1 / n)),
            when=k >= 1,
            worked={"equals": PRODUCTS, "quantity": PRODUCTS},
        ),
        Limit(
            name="variance-limit",
            of="gaussian_unbiased_accumulate.variance",
            equals=sigma0**2 * limit,
            within=sigma0**2 / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=20", "n=5,k=10,sigma0=2"),
            worked={
                "equals": {
                    "n=2": sp.Rational(2, 3),
                    "n=6,sigma0=2": 15 * sp.gamma(sp.Rational(5, 6)) / (sp.sqrt(sp.pi) * sp.gamma(sp.Rational(1, 3))),
                },
                "within": {
                    "n=2,k=1": sp.Rational(1, 2),
                    "n=4,k=2": sp.Rational(1, 8),
                    "n=4,k=5,sigma0=3": sp.Rational(9, 20),
                },
            },
        ),
        Limit(
            name="sine-limit",
            remark="the distance is that from the means of the variance that is fitted by maximum likelihood",
            of="gaussian_unbiased_accumulate.variance",
            equals=sigma0**2 * sine,
            within=sigma0**2 / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=10,k=20", "n=2,k=10", "n=10,k=10,sigma0=2"),
            worked={
                "equals": {
                    "n=4": 2 / sp.pi,
                    "n=4,sigma0=3": 18 / sp.pi,
                    "n=9": 3 * sp.sqrt(3) / (2 * sp.pi),
                },
                "within": {
                    "n=4,k=1": sp.Rational(1, 4),
                    "n=4,k=2": sp.Rational(1, 8),
                    "n=4,k=5,sigma0=3": sp.Rational(9, 20),
                },
            },
            source=Source(KAZDAN, "Theorem 1, with the unbiased covariance of section 2.1"),
            expected="refuted",
            erratum="convention",
            corrected_by="variance-limit",
            counterexample=(
                "n = 10, sigma0 = 1: with the unbiased variance the limit is 0.9351, and the mean never falls below; "
                "the sine says 0.8434, which is the limit with divisor nk, ddof = 0, as the program has it."
            ),
        ),
    ),
)
