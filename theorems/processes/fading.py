"""A Gaussian whose mean is fitted, and whose scale is given: it falls like one over the root of the generation."""

from theorems.language import Parameters
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process
from theorems.processes.gaussian import ANY_SIZE, SCALE, ZERO, M

PARAMETERS = Parameters(ANY_SIZE, SCALE)
n, sigma0 = PARAMETERS.symbols
batch = Data("batch", n)

FADING = Process(
    "gaussian_fading",
    PARAMETERS,
    start={M: ZERO},
    draws=(Draw(batch, Normal(M, sigma0**2 / (GENERATION + 1))),),
    step={M: Mean(batch)},
    observables={"centre_square": M**2},
)
PROCESSES = (FADING,)
