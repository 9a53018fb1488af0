"""The Gaussian model: mean and variance fitted to samples of a normal law. The real law has mean 0."""

from collections.abc import Mapping
from dataclasses import replace as replace_part
from typing import Any

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import GENERATION, Data, Mean, Past, Variance
from theorems.language.determinants import LogWishartDeterminant
from theorems.language.domains.sequences import sizes
from theorems.language.laws import Finite, MeanChiSquare, Normal, OfPast
from theorems.language.processes import Draw, HalfSquare, Increment, Observable, Process, event
from theorems.language.quenched import quenched
from theorems.processes.workflows import (
    WORKFLOWS,
    Model,
    accumulate,
    accumulate_sizes,
    replace,
    replace_fresh,
    value_blind,
)

t = GENERATION
ANY_SIZE = integer("n", 1, "samples per generation", (1, 2, 10, 100))
SCALE = real("sigma0", "(0, oo)", "the given standard deviation", (1, "1/2"), default=1)
PARAMETERS = Parameters(
    integer("n", 2, "samples per generation", (2, 3, 10, 100)),
    SCALE,
    real("eps", "(0, oo)", "threshold of the standard deviation", ("1/10", "1/2", 2)),
    real("alpha", "(0, oo)", "power of the standard deviation", ("1/10", "1/2", 1, 2)),
)
n, sigma0, eps, alpha = PARAMETERS.symbols
SIZES = sizes("n", 2, "points of generation t + 1", ((2, 2, 2), (5, 8, 4)))
M, V, T = sp.Symbol("M", real=True), sp.Symbol("V", positive=True), sp.Symbol("T", positive=True)
Z, S = sp.Symbol("Z", real=True), sp.Symbol("S", positive=True)
SIGMA = sp.Symbol("Sigma", positive=True)
X = sp.Symbol("X", real=True)
DRAWN = {"draw": X, "draw_square": X**2, "draw_fourth": X**4, "draw_cosine": sp.cos(X)}
"""Of one draw from the model."""
ZERO, ONE = sp.Integer(0), sp.Integer(1)
COCHRAN = "Cochran: mean and variance of a normal sample are independent, normal and chi-square"


def gaussian(ddof: int) -> Model:
    """Fitted with mean and variance, the variance with the divisor size - ddof."""

    def observe(data: Data) -> Mapping[str, Observable]:
        error, variance = Mean(data) ** 2, Variance(data, ddof)
        return {
            "mean_error": error,
            "variance": variance,
            "variance_square": variance**2,
            "conserved": error + variance,
        }

    return Model(
        "gaussian" if ddof == 0 else "gaussian_unbiased",
        ANY_SIZE if ddof == 0 else PARAMETERS["n"],
        (SCALE,),
        Normal(ZERO, sigma0**2),
        lambda data: Normal(Mean(data), Variance(data, ddof)),
        observe,
        lambda data: {Mean(data): ZERO, Variance(data, ddof): sigma0**2},
        lambda data: {Mean(data): sp.Symbol("mu"), Variance(data, ddof): sp.Symbol("sigma", positive=True) ** 2},
    )


def risk(scale: sp.Expr, mean: sp.Expr = M) -> sp.Expr:
    """The squared Wasserstein distance of a fit of this mean and this standard deviation to the start."""
    return mean**2 + (scale - sigma0) ** 2


def kept(data: Data) -> Mapping[str, Observable]:
    """What no workflow changes that looks at no values, and its parts."""
    error, variance = Mean(data) ** 2, Variance(data, 0)
    distance = risk(sp.sqrt(variance), Mean(data))
    return {
        "mean_error": error,
        "variance": variance,
        "conserved": error + variance,
        "risk": distance,
        "risk_and_scale": distance + 2 * sigma0 * sp.sqrt(variance),
    }


def with_risk(model: Model) -> Model:
    """The same model, of which the spread of the variance and the distance from the start are observed, too."""

    def observe(data: Data) -> Mapping[str, Observable]:
        seen = model.observe(data)
        scale = sp.sqrt(seen["variance"])
        spread = HalfSquare(seen["variance"])
        return {**seen, "variance_spread": spread, "scale": scale, "risk": risk(scale, Mean(data))}

    return replace_part(model, observe=observe)


def fits(scale: sp.Expr) -> Mapping[str, Observable]:
    """Observables of a fit of mean M and standard deviation `scale`."""
    return {
        "scale": scale,
        "scale_law": scale,
        "scale_square": scale**2,
        "scale_power": scale**alpha,
        "log_scale": sp.log(scale),
        "drift": Increment(sp.log(scale)),
        "above": event(scale > eps),
        "collapsed": event(scale <= eps),
        "centre_square": M**2,
        "risk": risk(scale),
        "risk_variance": HalfSquare(risk(scale)),
    }


def refitted(name: str, parameters: Parameters, size: Any, ddof: int = 1, **more: Observable) -> Process:
    """Model 0 is given; model t + 1 is the mean and variance of `size` draws M + sqrt(V) z from model t.

    Mean and variance are those of z, moved and stretched: so written, no digit is lost where V is far below M^2.
    """
    z = Data("z", size)
    return Process(
        name,
        parameters,
        start={M: ZERO, V: sigma0**2},
        draws=(Draw(z, Normal(ZERO, ONE)),),
        step={M: M + sp.sqrt(V) * Mean(z), V: V * Variance(z, ddof)},
        observables={**fits(sp.sqrt(V)), **DRAWN, **more},
        looked_at=(Draw(X, Normal(M, V)),),
        letters={V: SIGMA**2, risk(sp.sqrt(V)): sp.Symbol("R")},
    )


def sufficient(name: str, of: Process, size: Any, ddof: int = 1, **more: Observable) -> Process:
    """Mean and standard deviation of the same fits, without the draws that they are fitted to."""
    return Process(
        name,
        of.parameters,
        start={M: ZERO, T: sigma0},
        draws=(Draw(Z, Normal(ZERO, ONE)), Draw(S, MeanChiSquare(size - 1))),
        step={M: M + T * Z / sp.sqrt(size), T: T * sp.sqrt(S * (size - 1) / (size - ddof))},
        observables={**fits(T), **DRAWN, **more},
        looked_at=(Draw(X, Normal(M, T**2)),),
        letters={T: SIGMA, risk(T): sp.Symbol("R")},
        reduces=(of, COCHRAN),
    )


REFITTED = refitted(
    "gaussian",
    PARAMETERS,
    n,
    centre=M,
    centre_distance=sp.Abs(M),
    centre_power=sp.Abs(M) ** alpha,
    scale_total=Past(sp.sqrt(V)),
    log_variance=HalfSquare(sp.log(V) / 2),
    near=event(sp.Abs(M) <= eps),
    risk_below=event(risk(sp.sqrt(V)) <= eps),
    total_below=event(Past(V) <= eps),
    total_above=event(Past(V) > eps),
)
SUFFICIENT = sufficient("gaussian_sufficient", REFITTED, n, scale_total=Past(T), centre_power=sp.Abs(M) ** alpha)
SCHEDULED = refitted("gaussian_schedule", Parameters(SIZES, *PARAMETERS.items[1:]), SIZES.symbol[t])
SCHEDULED_SUFFICIENT = sufficient("gaussian_schedule_sufficient", SCHEDULED, SIZES.symbol[t])
U, D = sp.symbols("U D", nonnegative=True)
B, H = sp.Symbol("B", nonnegative=True), sp.Symbol("H", positive=True)
COIN = Finite((ZERO, ONE), (ONE / 2, ONE / 2))
SIGNED = Process(
    "gaussian_signed",
    PARAMETERS,
    start={U: ZERO, D: ZERO, T: sigma0},
    draws=(
        Draw(B, COIN),
        Draw(H, MeanChiSquare(ONE)),
        Draw(S, MeanChiSquare(n - 1)),
    ),
    step={U: U + T * sp.sqrt(H / n) * B, D: D + T * sp.sqrt(H / n) * (1 - B), T: T * sp.sqrt(S)},
    observables={"centre_distance": sp.Abs(U - D), "centre_square": (U - D) ** 2, "scale_square": T**2},
    letters={T: SIGMA},
    reduces=(REFITTED, f"{COCHRAN}; a normal variate is a random sign times the root of a chi-square"),
)
"""What the mean has gone up, and down."""
L, Y = sp.Symbol("L", real=True), sp.Symbol("Y", real=True)
LOGARITHM = Process(
    "gaussian_logarithm",
    Parameters(PARAMETERS["n"], SCALE),
    start={M: ZERO, L: sp.log(sigma0)},
    draws=(Draw(Z, Normal(ZERO, ONE)), Draw(Y, LogWishartDeterminant(n - 1, ONE))),
    step={M: M + sp.exp(L) * Z / sp.sqrt(n), L: L + (Y - sp.log(n - 1)) / 2},
    observables={"centre_square": M**2, "scale_square": sp.exp(2 * L), "log_variance": HalfSquare(L)},
    letters={L: sp.log(SIGMA)},
    reduces=(REFITTED, COCHRAN),
)
LIKELIEST = refitted("gaussian_mle", PARAMETERS, n, ddof=0)
LIKELIEST_SUFFICIENT = sufficient("gaussian_mle_sufficient", LIKELIEST, n, ddof=0)
POOLED = (Past(V) + Past(M**2)) / (t + 1) - (Past(M) / (t + 1)) ** 2
"""The variance of the uniform mixture of models 0..t, from which the next sample is drawn."""
FROM_ALL_MODELS = Process(
    "gaussian_pool",
    Parameters(PARAMETERS["n"], SCALE),
    start={M: ZERO, V: sigma0**2},
    draws=(Draw(Data("batch", n), OfPast(Normal(M, V))),),
    step={M: Mean(Data("batch", n)), V: Variance(Data("batch", n), 1)},
    observables={
        "variance": V,
        "mean_error": M**2,
        "pool_variance": POOLED,
    },
    letters={POOLED: sp.Symbol("U")},
)
VALUE_BLIND = value_blind(replace_part(gaussian(0), observe=kept))
ACCUMULATED = accumulate(with_risk(gaussian(0)))
PROCESSES = (
    REFITTED,
    SUFFICIENT,
    SIGNED,
    LOGARITHM,
    SCHEDULED,
    SCHEDULED_SUFFICIENT,
    LIKELIEST,
    LIKELIEST_SUFFICIENT,
    FROM_ALL_MODELS,
    *(ACCUMULATED if workflow is accumulate else workflow(gaussian(0)) for workflow in WORKFLOWS),
    VALUE_BLIND,
    accumulate_sizes(gaussian(0)),
    accumulate(gaussian(1)),
    replace_fresh(gaussian(0)),
    *(quenched(workflow(gaussian(0))) for workflow in (replace, accumulate)),
)
