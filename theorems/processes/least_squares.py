"""Linear regression on generated labels: least squares on d features, any covariance of the features.

Batch 1 has n rows with real labels; later batches have labels that the last fit gives, with new noise. The designs are
fresh, n new rows for every batch, in the workflows that serve all models; or fixed, the same n rows with new labels.
What is observed does not change with the coordinates, so the covariance is diagonal, and slopes are measured from the
real ones. Errors of fits to one design, and of replacing fresh ones, have reductions to a few numbers.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import GENERATION, Data, PowerSum
from theorems.language.domains.sequences import sizes
from theorems.language.domains.spectra import spectrum
from theorems.language.labelled import ExcessError, Labelled, Relabelled, Slope, TrainingError
from theorems.language.laws import MeanChiSquare, Normal
from theorems.language.processes import Draw, Observable, Process
from theorems.processes.workflows import Model, accumulate, replace, replace_fresh

LAM = spectrum("lam", "eigenvalues of the covariance of the features", ("[1]", "[2,1/2]", "[4,1,1/4]"))
SIGMA = real("sigma", "(0, oo)", "standard deviation of the noise", (1, "1/2"), default=1)
PARAMETERS = Parameters(LAM, integer("n", "len(lam)", "rows per batch", ("len(lam) + 2", "len(lam) + 4", 12)), SIGMA)
(lam, n, sigma), t = PARAMETERS.symbols, GENERATION
REAL = Labelled(sp.Integer(0), sigma**2, lam)


def observe(data: Data) -> Mapping[str, Observable]:
    """The excess test error of the fit, and the training error."""
    return {"error": ExcessError(data, lam), "training_error": TrainingError(data)}


def observe_square(data: Data) -> Mapping[str, Observable]:
    """The square of the excess test error, too: of what has a reduction to numbers."""
    return {**observe(data), "error_square": ExcessError(data, lam) ** 2}


def observe_distance(data: Data) -> Mapping[str, Observable]:
    """The distance from the real slopes, too: of what has a reduction to independent chi-squares."""
    return {**observe_square(data), "distance": sp.sqrt(ExcessError(data, lam))}


def given(data: Data) -> Mapping[sp.Expr, sp.Expr]:
    """Model 0 is the real one."""
    return {ExcessError(data, lam): sp.Integer(0)}


MODEL = Model(
    "least_squares",
    PARAMETERS["n"],
    (LAM, SIGMA),
    REAL,
    lambda data: Labelled(Slope(data), sigma**2, lam),
    observe,
    given,
    spectrum=lam,
    draws=(),
)
FRESH_LABELS = replace_fresh(dataclasses.replace(MODEL, observe=lambda data: {"error": ExcessError(data, lam)}))
REPLACE, ACCUMULATE = replace(dataclasses.replace(MODEL, observe=observe_square)), accumulate(MODEL)


def one_design(workflow: str, data: Data, keeps: tuple[Data, ...], observe: Callable[..., Any]) -> Process:
    """The rows of batch 1 come again in every batch, with new labels."""
    again = Draw(MODEL.batch, Relabelled(data, Slope(data), sigma**2))
    return Process(
        f"least_squares_{workflow}",
        MODEL.parameters,
        start={data: REAL},
        draws=(again,),
        step={data: (*keeps, MODEL.batch)},
        observables=observe(data),
        before=given(data),
        first=1,
        spectrum=lam,
    )


seen, pool = Data("seen", n), Data("pool", n * t)
FIXED_REPLACE = one_design("fixed_replace", seen, (), observe_distance)
FIXED_ACCUMULATE = one_design("fixed_accumulate", pool, (pool,), observe_square)

BEYOND = sizes("m", 1, "batch i + 1 has d + 1 + m[i] rows", ((1, 1, 1), (3, 5, 2)))
OF_SIZES = Parameters(LAM, BEYOND, SIGMA)
m, i = BEYOND.symbol, sp.Symbol("i", integer=True)
next_batch = Data("batch", LAM.size + 1 + m[t])


def of_sizes(workflow: str, data: Data, keeps: tuple[Data, ...]) -> Process:
    """Every batch has new rows, of a number of its own."""
    return Process(
        f"least_squares_{workflow}",
        OF_SIZES,
        start={data: REAL},
        draws=(Draw(next_batch, MODEL.fitted(data)),),
        step={data: (*keeps, next_batch)},
        observables={"error": ExcessError(data, lam)},
        before=given(data),
        first=1,
        spectrum=lam,
    )


last = Data("seen", LAM.size + 1 + m[t - 1])
everything = Data("pool", (LAM.size + 1) * t + m[0] + sp.Sum(m[i], (i, 1, t - 1)))
REPLACE_SIZES = of_sizes("replace_sizes", last, ())
ACCUMULATE_SIZES = of_sizes("accumulate_sizes", everything, (everything,))

DIMENSIONS = integer("d", 1, "features", (1, 2, 5))
SPARE = integer("spare", 4, "n - d: so many rows more than features that mean squares are finite", (4, 9))
d, spare = DIMENSIONS.symbol, SPARE.symbol
R, S = sp.Symbol("R", nonnegative=True), sp.Symbol("S", nonnegative=True)
V, Z, across = sp.Symbol("V", positive=True), sp.Symbol("Z", real=True), Data("across", d - 1)
STANDARD = tuple(Draw(x, Normal(sp.Integer(0), sp.Integer(1))) for x in (across, Z))
"""The entries of a normal vector: Z along a direction, d - 1 across it."""
WIDTH = Draw(V, MeanChiSquare(spare + 1))
HOTELLING = (
    "given the rows, a fit moves by (X'X)^-1 X'e; measured by the covariance of the features this is, turned at "
    "random, sigma g/sqrt(W) in law, g ~ N(0, I) and W ~ chi-square with n - d + 1 degrees independent (Hotelling)"
)


def added(length: sp.Expr, weight: sp.Expr) -> sp.Expr:
    """The squared length of a vector to which `weight` times a standard normal one is added."""
    return length + 2 * weight * sp.sqrt(length) * Z + weight**2 * (Z**2 + PowerSum(across, 2))


def reduced(literal: Process, state: sp.Symbol, moves: sp.Expr, error: sp.Expr, drawn: tuple[Draw, ...]) -> Process:
    """One number is left: a squared length."""
    looked_at = () if WIDTH in drawn else (WIDTH,)
    return Process(
        f"{literal.name}_error",
        Parameters(DIMENSIONS, SPARE, SIGMA),
        start={state: sp.Integer(0)},
        draws=drawn,
        step={state: moves},
        observables={"error": error, "error_square": error**2},
        looked_at=looked_at,
        reduces=(literal, HOTELLING),
        values={d: LAM.size, spare: n - LAM.size},
    )


of_one_fit = sigma / sp.sqrt((spare + 1) * V)
REPLACE_ERROR = reduced(REPLACE, R, added(R, of_one_fit), R, (WIDTH, *STANDARD))
FIXED_REPLACE_ERROR = reduced(FIXED_REPLACE, S, added(S, sp.Integer(1)), of_one_fit**2 * S, STANDARD)
FIXED_ACCUMULATE_ERROR = reduced(FIXED_ACCUMULATE, S, added(S, 1 / (t + 1)), of_one_fit**2 * S, STANDARD)
ROOM = integer("spare", 1, "n - d: rows more than features", (1, 2, 9))
U, A = sp.Symbol("U", positive=True), sp.Symbol("A", positive=True)
FIXED_REPLACE_DISTANCE = Process(
    "least_squares_fixed_replace_distance",
    Parameters(DIMENSIONS, ROOM, SIGMA),
    start={U: sp.Integer(1)},
    draws=(),
    step={U: U * sp.sqrt((t + 1) / t)},
    observables={"distance": sigma * U * sp.sqrt(d * A / ((spare + 1) * V))},
    looked_at=(Draw(A, MeanChiSquare(d)), WIDTH),
    first=1,
    reduces=(FIXED_REPLACE, f"{HOTELLING}; k such moves of one design are sqrt(k) times one"),
    values={d: LAM.size, spare: n - LAM.size},
)
PROCESSES = (
    REPLACE,
    ACCUMULATE,
    FIXED_REPLACE,
    FIXED_ACCUMULATE,
    REPLACE_ERROR,
    FIXED_REPLACE_ERROR,
    FIXED_ACCUMULATE_ERROR,
    FIXED_REPLACE_DISTANCE,
    REPLACE_SIZES,
    ACCUMULATE_SIZES,
    FRESH_LABELS,
)
