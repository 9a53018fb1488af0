"""Two symmetric normal components, x = +-mu + sigma Z: samples, and models fitted to them again and again.

Suresh et al. (arXiv 2412.17646), section 4.2 and Appendix D.
"""

from math import exp

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean
from theorems.language.domains.choices import every
from theorems.language.estimators import NoiseShare, tried
from theorems.language.laws import Law, Mixture, Normal
from theorems.language.processes import Draw, HalfSquare, Process, event

MODEL = Parameters(
    integer("n", 2, "points per generation", (2, 3)),
    real("mu0", "[0, oo)", "half the distance of the components", (0, 1)),
    real("sigma0", "(0, oo)", "their standard deviation", (1, "1/2"), default=1),
)
n, mu0, sigma0 = MODEL.symbols
ETA = real("eta", "(1, oo)", "parameter of the approximate estimator", (2, "3/2", 10, 11))
eta = ETA.symbol
M, V = sp.Symbol("M", nonnegative=True), sp.Symbol("V", positive=True)
W, L, T = sp.symbols("W L T", nonnegative=True)
MU, SIGMA = sp.Symbol("mu", nonnegative=True), sp.Symbol("sigma", positive=True)
half = sp.Rational(1, 2)
x = Data("x", n)
centre, square, fourth = Mean(sp.Abs(x)), Mean(x**2), Mean(x**4)
spread = Mean((sp.Abs(x) - centre) ** 2)
"""The variance of |x|, ddof = 0: written as the difference of two means it would lose its digits."""
CAP = 50
"""The paper's largest a, used where the sample looks like two components that are far apart."""


def mixture(mean: sp.Expr, variance: sp.Expr) -> Law:
    """Either component, each with probability 1/2."""
    return Mixture((half, half), (Normal(mean, variance), Normal(-mean, variance)))


def exponent(size: sp.Expr, slack: sp.Expr) -> sp.Expr:
    """c(n, eta) of the paper; kappa = e^c - 1."""
    return (slack - 1) * ((size - 1) / 2 + 4 * slack) / (slack * (size - 1) * (size + 4 * slack - 1))


factor = sp.exp(exponent(n, eta))
"""1 + kappa."""


def noise_of(factor: sp.Expr, centre: sp.Expr, spread: sp.Expr) -> sp.Expr:
    """sigma^2 of Algorithm 1, a put in, from 1 + kappa, the mean of |x| and the variance of |x|."""
    square = centre**2 + spread
    return sp.Piecewise(
        (CAP * square * spread / (CAP * centre**2 + 2 * square), square <= factor * centre**2),
        (factor * spread, (factor - 1) * spread <= centre**2),
        (square, True),
    )


def signal_of(factor: sp.Expr, centre: sp.Expr, spread: sp.Expr) -> sp.Expr:
    """mu^2 of the same: what is left of the mean of x^2, so written that rounding leaves it nonnegative."""
    square = centre**2 + spread
    rest = (CAP + 2) * centre**2 - (CAP - 2) * spread
    return sp.Piecewise(
        (square * rest / (CAP * centre**2 + 2 * square), square <= factor * centre**2),
        (centre**2 - (factor - 1) * spread, (factor - 1) * spread <= centre**2),
        (0, True),
    )


def circle(alpha: sp.Expr, square: sp.Expr) -> sp.Expr:
    """mu on the circle mu^2 + sigma^2 = the mean of x^2, where sigma^2 = alpha mu."""
    return 2 * square / (alpha + sp.sqrt(alpha**2 + 4 * square))


SAMPLED = Parameters(
    *MODEL,
    real("alpha", "(0, oo)", "ratio of sigma^2 to mu", (1, "1/3", 3)),
    real("beta", "(0, oo)", "another ratio of sigma^2 to mu", ("1/2", "1/3", 2)),
)
alpha, beta = SAMPLED["alpha"].symbol, SAMPLED["beta"].symbol


def curve(alpha: sp.Expr) -> sp.Expr:
    """f(alpha), which is mu where the likelihood is stationary in mu."""
    return Mean(x * sp.tanh(x / alpha))


root = sp.sqrt(square)
ratio = alpha * root
gained = (1 - fourth / (3 * square**2)) / alpha**3 - 2 / alpha**5
"""By how much the curve is above the circle, at least, where the mean of x^2 is 1."""
SAMPLE = Process(
    "mixture_sample",
    SAMPLED,
    start={M: mu0, V: sigma0**2},
    draws=(),
    step={M: M, V: V},
    looked_at=(Draw(x, mixture(M, V)),),
    observables={
        "second_moment": square,
        "second_moment_variance": HalfSquare(square),
        "within_size": event(square <= n * centre**2),
        "below_centre": event(curve(alpha) <= centre),
        "rising": event(curve(alpha) <= curve(beta)),
        "beyond_circle": event(circle(ratio, square) + root * gained <= curve(ratio)),
    },
)
"""A sample of a model that stays as it is."""

APPROXIMATED = Parameters(
    *MODEL,
    ETA,
    real("eps", "(0, oo)", "threshold of the standard deviation", ("1/10", "1/2", 2)),
    real("alpha", "(0, oo)", "power of the standard deviation", ("1/2", 1, 2)),
)
eps, power = APPROXIMATED["eps"].symbol, APPROXIMATED["alpha"].symbol
noise = noise_of(factor, centre, spread)
APPROXIMATE = Process(
    "mixture_approximate",
    APPROXIMATED,
    start={M: mu0, V: sigma0**2, W: sp.Integer(0)},
    draws=(Draw(x, mixture(M, V)),),
    step={M: sp.sqrt(signal_of(factor, centre, spread)), V: noise, W: spread},
    observables={
        "variance": V,
        "scale": sp.sqrt(V),
        "scale_power": sp.sqrt(V) ** power,
        "above": event(sp.sqrt(V) > eps),
        "collapsed": event(sp.sqrt(V) <= eps),
        "bounded": event(factor * W >= V),
    },
    letters={V: SIGMA**2, M: MU},
)
"""W is the variance of |x| in the sample that the model is fitted to; the given model is fitted to none."""


def _kappa(size: int) -> float:
    return exp(exponent(sp.Integer(size), sp.Integer(2))) - 1


ESTIMATOR = every(
    "estimator",
    tried(_kappa),
    "estimator of both squares, that of sigma positive, which add up to the second moment of the sample",
)
estimator = ESTIMATOR.symbol
NOISE = real("b", "(0, oo)", "bound of the sum of all variances", (1, 100))
b = NOISE.symbol
share = NoiseShare(estimator, x)
REFITTED = Process(
    "mixture",
    Parameters(*MODEL, ESTIMATOR, NOISE),
    start={M: mu0, V: sigma0**2, L: sp.Integer(0), T: sp.Integer(0)},
    draws=(Draw(x, mixture(M, V)),),
    step={M: sp.sqrt(square * (1 - share)), V: square * share, L: L + V / sp.sqrt(M**2 + V), T: T + V},
    observables={"second_moment": M**2 + V, "total": L, "noise_root": sp.sqrt(T), "noisy": event(b < T)},
    letters={V: SIGMA**2, M: MU},
)
"""Over all models before the present one T adds up sigma^2, and L sigma^2/(mu^2 + sigma^2)^(1/2)."""
PROCESSES = (SAMPLE, APPROXIMATE, REFITTED)
