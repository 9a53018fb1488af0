"""The Gaussian model in d dimensions: mean and covariance fitted to samples of a normal law. The real law has mean 0.

What one direction sees is the same declaration read in one dimension (theorems/language/vectors.py). A determinant has
a process of its own: generation after generation it is multiplied by an independent factor.
"""

from collections.abc import Mapping
from dataclasses import replace as replace_part
from typing import Any

import sympy as sp

from theorems.language import Parameter, Parameters, integer, real
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.determinants import LogWishartDeterminant, ShiftedDeterminant, WishartDeterminant
from theorems.language.domains.spectra import spectrum
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Observable, Process, event
from theorems.language.vectors import Determinant, SquaredFrobenius, SquaredNorm, Trace, in_direction
from theorems.processes.gaussian import ANY_SIZE
from theorems.processes.workflows import Model, accumulate, replace, subsample, value_blind

SIZE = integer("n", 2, "points per generation", (2, 3, 10, 100))
LAM = spectrum("lam", "eigenvalues of the real covariance", ("[1]", "constant(1,3)", "[4,1,1/4]", "[2,1/2]"))
DDOF = integer("ddof", "[0, 1]", "the covariance has the divisor n - ddof", (0, 1))
IN_PLACE_OF_LAM = (
    integer("d", 1, "dimensions", (1, 2, 5)),
    real("det0", "(0, oo)", "determinant of the real covariance", (1, "1/4")),
)
n, lam, ddof = SIZE.symbol, LAM.symbol, DDOF.symbol
d, det0 = (parameter.symbol for parameter in IN_PLACE_OF_LAM)
t, ZERO = GENERATION, sp.Integer(0)
D, W = sp.Symbol("D", nonnegative=True), sp.Symbol("W", nonnegative=True)
L, X = sp.Symbol("L", real=True), sp.Symbol("X", real=True)
i = sp.Symbol("i", integer=True, nonnegative=True)


def gaussian(divisor: Any, others: tuple[Parameter, ...] = ()) -> Model:
    """Fitted with mean and covariance, the covariance with the divisor size - `divisor`, a number or a parameter."""

    def observe(data: Data) -> Mapping[str, Observable]:
        fitted = Variance(data, divisor)
        return {
            "trace": Trace(fitted),
            "trace_square": Trace(fitted) ** 2,
            "frobenius_square": SquaredFrobenius(fitted),
            "mean_error": SquaredNorm(Mean(data)),
            "mean_error_square": SquaredNorm(Mean(data)) ** 2,
            "error_and_trace": SquaredNorm(Mean(data)) * Trace(fitted),
            "determinant": Determinant(fitted),
            "log_determinant": sp.log(Determinant(fitted)),
            "conserved": SquaredNorm(Mean(data)) + Trace(fitted),
            "singular": event(sp.Eq(Determinant(fitted), 0)),
            "regular": event(sp.Ne(Determinant(fitted), 0)),
        }

    return Model(
        "gaussian_multivariate",
        SIZE,
        (LAM, *others),
        Normal(ZERO, lam),
        lambda data: Normal(Mean(data), Variance(data, divisor)),
        observe,
        lambda data: {Mean(data): ZERO, Variance(data, divisor): lam},
        lambda data: {Mean(data): sp.Symbol("mu"), Variance(data, divisor): sp.Symbol("Sigma")},
        lam,
    )


WISHART = (
    "Cochran: the next covariance is R'WR/(n - ddof), R'R the last one, W ~ Wishart_d(n-1, I) independent of the "
    "past; Bartlett: |W| is a product of independent chi-squares, 0 if n <= d"
)
REPLACE, ACCUMULATE, SUBSAMPLE = replace(gaussian(ddof, (DDOF,))), accumulate(gaussian(0)), subsample(gaussian(0))
PROJECTED = {d: LAM.size, det0: sp.Product(lam[i], (i, 0, LAM.size - 1))}
REPLACE_DETERMINANT = Process(
    "gaussian_determinant",
    Parameters(SIZE, DDOF, *IN_PLACE_OF_LAM),
    start={D: det0},
    draws=(Draw(W, WishartDeterminant(n - 1, d)),),
    step={D: D * W / (n - ddof) ** d},
    observables={"determinant": D},
    reduces=(REPLACE, WISHART),
    values=PROJECTED,
)
EXCESS = integer("excess", 1, "n - d: with as many points more than dimensions no covariance is singular", (1, 3))
LOGDET0 = real("logdet0", "(-oo, oo)", "logarithm of the determinant of the real covariance", (0, 1))
excess, logdet0 = EXCESS.symbol, LOGDET0.symbol
REPLACE_LOGARITHM = Process(
    "gaussian_log_determinant",
    Parameters(IN_PLACE_OF_LAM[0], EXCESS, DDOF, LOGDET0),
    start={L: logdet0},
    draws=(Draw(X, LogWishartDeterminant(excess + d - 1, d)),),
    step={L: L + X - d * sp.log(excess + d - ddof)},
    observables={"log_determinant": L},
    reduces=(REPLACE, WISHART),
    values={d: LAM.size, excess: n - LAM.size, logdet0: sp.Sum(sp.log(lam[i]), (i, 0, LAM.size - 1))},
)
ACCUMULATE_DETERMINANT = Process(
    "gaussian_accumulate_determinant",
    Parameters(SIZE, *IN_PLACE_OF_LAM),
    start={D: det0},
    draws=(Draw(W, ShiftedDeterminant(t, 1 / n, t / (n * (t + 1)), n - 1, d)),),
    step={D: D * W / (t + 1) ** d},
    observables={"determinant": D},
    reduces=(
        ACCUMULATE,
        "Cochran, and the covariance of two sets of points taken together: covariance t + 1 is "
        "R'(t I + W/n + t/(n(t+1)) zz')R/(t+1), R'R the one before, W ~ Wishart_d(n-1, I) and z ~ N(0, I) independent "
        "of each other and of the past",
    ),
    values=PROJECTED,
)
VALUE_BLIND = value_blind(replace_part(gaussian(0), size=ANY_SIZE))
OF_VECTORS = (REPLACE, ACCUMULATE, SUBSAMPLE)
PROCESSES = (
    *OF_VECTORS,
    VALUE_BLIND,
    *map(in_direction, OF_VECTORS),
    REPLACE_DETERMINANT,
    REPLACE_LOGARITHM,
    ACCUMULATE_DETERMINANT,
)
