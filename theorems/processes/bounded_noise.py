"""A mean fitted to data of two values, and off by a share of its own error: noise that is bounded, and against it."""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.data import Data, Mean
from theorems.language.laws import Finite
from theorems.language.processes import Draw, Process
from theorems.processes.gaussian import ANY_SIZE, SCALE, ZERO, M

PARAMETERS = Parameters(
    ANY_SIZE,
    SCALE,
    real("theta", "[0, 1]", "share of the error of the sample mean that the noise takes back", (0, "1/3", 1)),
)
n, sigma0, theta = PARAMETERS.symbols
signs = Data("signs", n)

BOUNDED_NOISE = Process(
    "bounded_noise",
    PARAMETERS,
    start={M: ZERO},
    draws=(Draw(signs, Finite((-1, 1), (sp.Rational(1, 2), sp.Rational(1, 2)))),),
    step={M: M + (1 - theta) * sigma0 * Mean(signs)},
    observables={"mean_error": M**2},
)
PROCESSES = (BOUNDED_NOISE,)
