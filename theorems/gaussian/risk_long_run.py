"""The risk of recursive Gaussian fitting after as many generations as there are samples, and more."""

import sympy as sp

from theorems.gaussian.risk import PARAMETERS, risk_mean
from theorems.language import Identity, Mean, Source, Theorem
from theorems.language.papers import SHUMAILOV

n, k, sigma0 = PARAMETERS.symbols
t = k / n
curve = t + 2 - 2 * sp.exp(-t / 4)
variance_curve = sp.Rational(7, 2) * sp.exp(2 * t) - 8 * sp.exp(3 * t / 4) + sp.Rational(9, 2) - t - curve**2
"""5/2 t^2 + 103/24 t^3 + ... for small t."""
slack = 3 * (1 + t) / (2 * n)
worked_early = (
    sp.Rational(7, 2) * sp.exp(2)
    - 8 * sp.exp(sp.Rational(3, 4))
    + sp.Rational(7, 2)
    - (3 - 2 * sp.exp(-sp.Rational(1, 4))) ** 2
)
worked_curve = (
    sp.Rational(7, 2) * sp.exp(4)
    - 8 * sp.exp(sp.Rational(3, 2))
    + sp.Rational(5, 2)
    - (4 - 2 * sp.exp(-sp.Rational(1, 2))) ** 2
)
"""The curve at t = 1 and at t = 2, by hand."""
small_time = sp.Rational(3, 2) * sigma0**2 * t

THEOREM = Theorem(
    id="gaussian-risk-long-run",
    title="The risk of recursive Gaussian fitting in the long run",
    source=Source(SHUMAILOV, "equation (4)"),
    statement=(
        r"Let $R_k$ be the squared Wasserstein-2 distance of the fitted Gaussian from the original. While k is small "
        "against n its mean grows by three halves of the variance over n in every generation; in the long run by "
        "one, as nothing is left of the fitted scale. One curve in k/n describes both."
    ),
    conventions=("all generations have the same size n", "the variance is unbiased (ddof = 1)"),
    notation="The paper writes M for the size and R^{n+1} for the risk after n+1 = k fits.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="long-lower",
            of="gaussian.risk",
            at_least=sigma0**2 * curve,
            points=("n=5,k=4", "n=4,k=8,sigma0=2"),
            worked={
                "at_least": {
                    "n=2,k=8": 6 - 2 * sp.exp(-1),
                    "n=3,k=24,sigma0=2": 40 - 8 * sp.exp(-2),
                    "n=4,k=0": sp.Integer(0),
                }
            },
        ),
        Mean(
            name="long-upper",
            of="gaussian.risk",
            at_most=sigma0**2 * (curve + t * sp.exp(-t / 4) / (2 * (n - 1))),
            points=("n=5,k=4", "n=4,k=8,sigma0=2"),
            worked={
                "at_most": {
                    "n=2,k=8": sp.Integer(6),
                    "n=3,k=24,sigma0=2": 40,
                    "n=5,k=20": 6 - sp.Rational(3, 2) * sp.exp(-1),
                    "n=4,k=0": sp.Integer(0),
                }
            },
        ),
        Identity(
            name="uniform-in-k",
            remark="the mean of the risk, by its exact formula; the remainder is granted a tenth of the leading term",
            quantity=sigma0**2 * risk_mean,
            equals=small_time,
            within=small_time / 10,
            when=n >= 10,
            worked={
                "quantity": {
                    "n=11,k=66": 8 - 2 * (sp.gamma(sp.Rational(11, 2)) / (24 * sp.sqrt(5))) ** 66,
                    "n=10,k=60,sigma0=2": 32 - 8 * (sp.sqrt(2) / 3 * 24 / sp.gamma(sp.Rational(9, 2))) ** 60,
                },
                "equals": {"n=10,k=4,sigma0=2": sp.Rational(12, 5), "n=20,k=2": sp.Rational(3, 20)},
                "within": {"n=10,k=4,sigma0=2": sp.Rational(6, 25), "n=20,k=2": sp.Rational(3, 200)},
            },
            source=Source(SHUMAILOV, "equation (4) (for every number of generations)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="late-slope",
            counterexample=(
                "Any n from 6n generations on, as the mean is at most sigma0^2 (k/n + 2). At n = 100 it is 1.003, "
                "0.964, 0.879 and 0.789 of the leading term after 1, 100, 400 and 1000 generations. The expansion "
                "holds as the size grows, for a fixed number of generations."
            ),
        ),
        Identity(
            name="late-slope",
            remark="the same mean: in the long run it grows by one variance over n in a generation",
            quantity=sigma0**2 * risk_mean,
            equals=sigma0**2 * (t + 1),
            within=sigma0**2,
            worked={
                "quantity": {"n=2,k=2": 3 - 4 / sp.pi, "n=3,k=2,sigma0=2": sp.Rational(32, 3) - 2 * sp.pi},
                "equals": {"n=2,k=2": sp.Integer(2), "n=3,k=2,sigma0=2": sp.Rational(20, 3)},
                "within": {"sigma0=2": sp.Integer(4), "sigma0=3": sp.Integer(9)},
            },
        ),
        Mean(
            name="variance-long",
            remark="seen at exact values, and not proved",
            of="gaussian.risk_variance",
            equals=sigma0**4 * variance_curve * (1 - slack),
            within=sigma0**4 * variance_curve * slack,
            when=k <= n**2,
            points=("n=10,k=1", "n=20,k=2,sigma0=2"),
            worked={
                "equals": {"n=2,k=4,sigma0=2": -20 * worked_curve, "n=2,k=2": -worked_early / 2},
                "within": {"n=2,k=4,sigma0=2": 36 * worked_curve, "n=2,k=2": 3 * worked_early / 2},
            },
            underived="it is open: both sides agree to second order in t, and no bound of what is left is known",
        ),
    ),
)
