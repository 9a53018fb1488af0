"""The risk of recursive Gaussian fitting after as many generations as there are samples, and more."""

import sympy as sp

from theorems.gaussian.risk import PARAMETERS
from theorems.language import Mean, Source, Theorem
from theorems.language.papers import SHUMAILOV

n, k, sigma0 = PARAMETERS.symbols
t = k / n
curve = t + 2 - 2 * sp.exp(-t / 4)

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
    ),
)
