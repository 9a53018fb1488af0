"""The fitted standard deviation of recursive Gaussian fitting collapses: how fast, with which law."""

import sympy as sp

from theorems.gaussian.moments import scale_moment
from theorems.language import (
    AlmostSure,
    Diverges,
    Inequality,
    Law,
    Mean,
    Parameters,
    Probability,
    Rate,
    Source,
    Theorem,
    integer,
)
from theorems.language.functions import OptimalExponent
from theorems.language.papers import SURESH
from theorems.processes.gaussian import REFITTED

GIVEN = REFITTED.parameters
PARAMETERS = Parameters(
    GIVEN["n"],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10, 200)),
    GIVEN["eps"],
    GIVEN["alpha"],
    GIVEN["sigma0"],
)
n, k, eps, alpha, sigma0 = PARAMETERS.symbols
best = OptimalExponent(n, k, eps / sigma0)
drift = (sp.polygamma(0, (n - 1) / 2) - sp.log((n - 1) / 2)) / 2


def markov(exponent: sp.Expr) -> sp.Expr:
    """Markov's bound on Pr(Sigma_k > eps) from the moment of order `exponent`."""
    return (sigma0 / eps) ** exponent * scale_moment(n, exponent) ** k


THEOREM = Theorem(
    id="gaussian-collapse",
    title="The fitted Gaussian narrows",
    source=Source(SURESH, "Theorem 3 and equation (3)"),
    statement=(
        r"Let $M_{j+1}$ and $\Sigma_{j+1}^2$ be sample mean and variance of n draws from $N(M_j, \Sigma_j^2)$. The "
        "scale tends to 0 almost surely; its law is known, and with it how fast its mean, its tails and typical "
        "paths fall."
    ),
    conventions=("the variance is unbiased, so E Sigma_k^2 = sigma0^2 for every k",),
    notation="The paper writes the same letters; its index is the same k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean",
            of="gaussian.scale",
            equals=sigma0 * scale_moment(n, 1) ** k,
            points=("n=2,k=1", "n=3,k=2,sigma0=2", "n=10,k=5"),
        ),
        Mean(
            name="mean-upper",
            of="gaussian.scale",
            at_most=sigma0 * sp.exp(-k / (4 * n - 1)),
            points=("n=100,k=200", "n=100,k=20"),
            worked={"at_most": {"n=2,k=7": sp.exp(-1), "n=3,k=22,sigma0=5": 5 * sp.exp(-2)}},
            source=Source(SURESH, "Theorem 3 (its factor e^{-k/(4n-1)}, by Markov's inequality)"),
            sharper="mean-upper-sharp",
        ),
        Mean(
            name="mean-upper-sharp",
            of="gaussian.scale",
            at_most=sigma0 * sp.exp(-k / (4 * n - 3)),
            points=("n=100,k=200", "n=10,k=20"),
            worked={"at_most": {"n=2,k=5": sp.exp(-1), "n=3,k=18,sigma0=5": 5 * sp.exp(-2)}},
        ),
        Mean(
            name="mean-lower",
            of="gaussian.scale",
            at_least=sigma0 * sp.exp(-k / (4 * n - 4)),
            points=("n=100,k=200", "n=10,k=20"),
            worked={"at_least": {"n=2,k=4": sp.exp(-1), "n=3,k=16,sigma0=5": 5 * sp.exp(-2)}},
        ),
        Mean(
            name="moment",
            remark="this Mellin transform is the law",
            of="gaussian.scale_power",
            equals=sigma0**alpha * scale_moment(n, alpha) ** k,
            points=("n=5,k=3,alpha=1/2", "n=4,k=2,alpha=3/2,sigma0=2"),
        ),
        Law(
            name="law",
            of="gaussian.scale_law",
            mellin="moment",
            points=("n=2,k=1", "n=3,k=2", "n=5,k=4"),
        ),
        Probability(
            name="tail-upper",
            remark="at the exponent that makes the bound least",
            of="gaussian.above",
            at_most=markov(best),
            when=k >= 1,
            points=("n=10,k=60,eps=1/2", "n=3,k=5,eps=1/2"),
            worked={
                "at_most": {  # the last two by golden-section search for the minimum, to 30 digits
                    "n=2,k=1,eps=1/10": sp.Integer(1),
                    "n=10,k=200,eps=1/10": sp.Rational("0.0295035875133955221589691420322"),
                    "n=3,k=5,eps=1,sigma0=2": sp.Rational("0.860805802159029885746472994081"),
                }
            },
            source=Source(SURESH, "equation (3), at the best exponent"),
        ),
        Probability(
            name="tail-upper-any",
            of="gaussian.above",
            at_most=markov(alpha),
            points=("n=10,k=60,eps=1/2,alpha=1", "n=3,k=5,eps=1/2,alpha=1/2"),
            worked={
                "at_most": {
                    "n=4,k=3,eps=1/2,alpha=2,sigma0=3": sp.Integer(36),
                    "n=3,k=2,eps=1/2,alpha=1": sp.pi / 2,
                    "n=3,k=3,eps=1/2,alpha=4": sp.Integer(128),
                }
            },
            source=Source(SURESH, "equation (3)"),
            sharper="tail-upper",
        ),
        Probability(
            name="tail-published",
            of="gaussian.above",
            at_most=sigma0 / eps * sp.exp(-k / (4 * n - 1)),
            points=("n=10,k=60,eps=1/2", "n=3,k=10,eps=1/2"),
            worked={"at_most": {"n=2,k=7,eps=1/2": 2 * sp.exp(-1), "n=3,k=22,eps=1/2,sigma0=5": 10 * sp.exp(-2)}},
            source=Source(SURESH, "Theorem 3"),
            sharper="tail-upper",
        ),
        Rate(
            name="rate",
            of="gaussian.drift",
            equals=drift,
            points=("n=2", "n=5"),
        ),
        Inequality(
            name="rate-upper",
            remark="typical paths collapse twice as fast as the mean",
            quantity=drift,
            at_most=-1 / (2 * (n - 1)),
            worked={
                "at_most": {"n=2": -sp.Rational(1, 2), "n=6": -sp.Rational(1, 10)},
                "quantity": {"n=2": -(sp.EulerGamma + sp.log(2)) / 2, "n=3": -sp.EulerGamma / 2},
            },
        ),
        Inequality(
            name="rate-lower",
            quantity=drift,
            at_least=-1 / (2 * (n - 1)) - 1 / (6 * (n - 1) ** 2),
            worked={
                "at_least": {"n=2": -sp.Rational(2, 3), "n=6": -sp.Rational(8, 75)},
                "quantity": {"n=2": -(sp.EulerGamma + sp.log(2)) / 2, "n=3": -sp.EulerGamma / 2},
            },
        ),
        AlmostSure(
            name="collapse",
            of="gaussian.collapsed",
            at_least=1 - sigma0 / eps * sp.exp(-k / (4 * n - 3)),
            variable=k,
            by="summable",
            points=("n=3,k=40,eps=1/2", "n=5,k=80,eps=1/2"),
            worked={
                "at_least": {"n=2,k=5,eps=1/2": 1 - 2 * sp.exp(-1), "n=3,k=18,eps=1/2,sigma0=5": 1 - 10 * sp.exp(-2)}
            },
        ),
        Diverges(
            name="wandering",
            remark="although the mean converges almost surely",
            of="gaussian.centre_square",
            at_least=k * sigma0**2 / n,
            variable=k,
            points=("n=10,k=1", "n=20,k=5,sigma0=2"),
            worked={"at_least": {"n=4,k=8,sigma0=3": sp.Integer(18), "n=2,k=3": sp.Rational(3, 2)}},
        ),
    ),
)
