"""Real points pooled, once, with draws from a model that was fitted to other real points: anew in every generation."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean, PowerSum
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process
from theorems.processes.gaussian import SCALE

PARAMETERS = Parameters(
    integer("n0", 1, "real points that the model was fitted to", (1, 5)),
    real("b", "[0, oo)", "bias of the model, in absolute value: what it adds to the mean of its points", (0, "1/2")),
    integer("r", 1, "other real points", (1, 4)),
    integer("s", 0, "draws from the model that are pooled with them", (0, 1, 6)),
    SCALE,
)
n0, b, r, s, sigma0 = PARAMETERS.symbols
M = sp.Symbol("M", real=True)
OTHERS, REAL, DRAWN = Data("others", n0), Data("real", r), Data("drawn", s)

ONE_SHOT = Process(
    "one_shot",
    PARAMETERS,
    start={M: sp.Integer(0)},
    draws=(
        Draw(OTHERS, Normal(sp.Integer(0), sigma0**2)),
        Draw(REAL, Normal(sp.Integer(0), sigma0**2)),
        Draw(DRAWN, Normal(Mean(OTHERS) + b, sigma0**2)),
    ),
    step={M: (PowerSum(REAL, 1) + PowerSum(DRAWN, 1)) / (r + s)},  # the mean of both together
    observables={"error": M**2},
    letters={M: sp.Symbol("mu")},
)
PROCESSES = (ONE_SHOT,)
