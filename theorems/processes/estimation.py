"""A Gaussian fitted to real data, anew in every generation: errors that do not add up. The real mean is 0.

Mean and variance are two processes: one point has a mean, but no variance.
"""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import MeanChiSquare, Normal
from theorems.language.processes import Draw, HalfSquare, Process
from theorems.processes.gaussian import ANY_SIZE, COCHRAN, PARAMETERS, SCALE, SIGMA, ZERO, M, S, T, V

sigma0 = SCALE.symbol
POWER = real("p", "(0, (n-1)/2)", "power of the inverse, of finite mean", ("1/4", "(n-1)/3", 1))
p = POWER.symbol
E, Q = sp.Symbol("E", nonnegative=True), sp.Symbol("Q", positive=True)
ANY, TWO = ANY_SIZE.symbol, PARAMETERS["n"].symbol
FEW, MANY = Data("batch", ANY), Data("batch", TWO)
REAL = Normal(ZERO, sigma0**2)

MEAN = Process(
    "mean_estimate",
    Parameters(ANY_SIZE, SCALE),
    start={M: ZERO},
    draws=(Draw(FEW, REAL),),
    step={M: Mean(FEW)},
    observables={
        "mean_error": M**2,
        "absolute_error": sp.Abs(M),
        "absolute_error_variance": HalfSquare(sp.Abs(M)),
    },
)
MEAN_SUFFICIENT = Process(
    "mean_estimate_sufficient",
    MEAN.parameters,
    start={E: ZERO},
    draws=(Draw(Q, MeanChiSquare(sp.Integer(1))),),
    step={E: sigma0 * sp.sqrt(Q / ANY)},
    observables={"mean_error": E**2, "absolute_error": E, "absolute_error_variance": HalfSquare(E)},
    reduces=(MEAN, "the mean of a normal sample is normal, and the square of a standard normal is chi-square"),
)
SPREAD = Process(
    "scale_estimate",
    Parameters(PARAMETERS["n"], SCALE, POWER),
    start={V: sigma0**2},
    draws=(Draw(MANY, REAL),),
    step={V: Variance(MANY, 0)},
    observables={"variance": V, "scale": sp.sqrt(V), "inverse_power": (V / sigma0**2) ** (-p)},
    letters={V: SIGMA**2},
)
SPREAD_SUFFICIENT = Process(
    "scale_estimate_sufficient",
    SPREAD.parameters,
    start={T: sigma0},
    draws=(Draw(S, MeanChiSquare(TWO - 1)),),
    step={T: sigma0 * sp.sqrt(S * (TWO - 1) / TWO)},
    observables={"variance": T**2, "scale": T, "inverse_power": (T**2 / sigma0**2) ** (-p)},
    letters={T: SIGMA},
    reduces=(SPREAD, COCHRAN),
)
PROCESSES = (MEAN, MEAN_SUFFICIENT, SPREAD, SPREAD_SUFFICIENT)
