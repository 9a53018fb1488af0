"""Two symmetric normal components, fitted as in Suresh et al. (arXiv 2412.17646), Algorithm 1."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean
from theorems.language.laws import Mixture, Normal
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    integer("n", 2, "points per generation", (2, 10)),
    real("mu0", "[0, oo)", "half the distance of the components", (0, 1)),
    real("sigma0", "(0, oo)", "their standard deviation", (1, "1/2")),
    real("kappa", "(0, oo)", "how much larger than the variance of |x| the fitted one may be", ("1/3", 1)),
)
n, mu0, sigma0, kappa = PARAMETERS.symbols
M, V = sp.Symbol("M", nonnegative=True), sp.Symbol("V", positive=True)
CAP = 50
"""The paper's largest a, used where the sample looks like one component."""

x = Data("batch", n)
centre, square = Mean(sp.Abs(x)), Mean(x**2)
q = square / centre**2
a = sp.Piecewise((CAP, q <= 1 + kappa), (2 * (1 + kappa) * q / (q - 1 - kappa), True))
variance = sp.Piecewise(
    (a * square * (square - centre**2) / (a * centre**2 + 2 * square), q <= 2 * a / (a - 2)), (square, True)
)
half = sp.Rational(1, 2)
APPROXIMATE = Process(
    "mixture_approximate",
    PARAMETERS,
    start={M: mu0, V: sigma0**2},
    draws=(Draw(x, Mixture((half, half), (Normal(M, V), Normal(-M, V)))),),
    step={M: sp.sqrt(square - variance), V: variance},
    observables={"second_moment": M**2 + V},
)
PROCESSES = (APPROXIMATE,)
