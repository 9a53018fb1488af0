"""The Gaussian model fitted to all data so far (ddof = 0), generation by generation: what one batch changes."""

import sympy as sp

from theorems.language import Parameters
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.laws import Normal
from theorems.language.pooled import PoolFactor
from theorems.language.processes import Draw, HalfSquare, Process, event
from theorems.processes.gaussian import ACCUMULATED, ONE, PARAMETERS, SCALE, SIGMA, ZERO, M, T, V, n, sigma0

t = GENERATION
SIZE = PARAMETERS["n"]
GIVEN = Parameters(SIZE, SCALE)
F, G, R = sp.Symbol("F", positive=True), sp.Symbol("G", real=True), sp.Symbol("R", real=True)
W = sp.Symbol("W", positive=True)
BATCH = Data("batch", n)


def added(variance: sp.Expr) -> sp.Expr:
    """What a batch of that variance, t + 1 times, adds to what is left of the last variance, in units of that."""
    return variance / V + t / (t + 1) * (Mean(BATCH) - M) ** 2 / V


CHANGE = (t + added(Variance(BATCH, 0))) / (t + 1)
ABOVE = added(Mean((BATCH - Mean(BATCH)) ** 2)) / (t + 1)
"""What the change exceeds t/(t + 1) by; the variance as a mean of squares, which no sample makes negative."""
COCHRAN = (
    "Cochran, and the mean and variance of two sets of points taken together: of nt points and n draws from their fit, "
    "the scatter of the draws is a chi-square of n - 1 degrees, and the square of their mean's distance another one, "
    "independent of each other and of the past"
)
FACTORS = Process(
    "gaussian_accumulate_factors",
    Parameters(SIZE),
    start={M: ZERO, V: ONE, F: ONE, G: ZERO, R: ONE},
    draws=(Draw(BATCH, Normal(M, V)),),
    step={
        M: (t * M + Mean(BATCH)) / (t + 1),
        V: V * CHANGE,
        F: CHANGE,
        G: (Mean(BATCH) - M) / (sp.sqrt(V) * (t + 1)),
        R: ABOVE,
    },
    observables={
        "factor": F,
        "factor_square": F**2,
        "factor_spread": HalfSquare(F),
        "floored": event(R >= 0),
        "centre_step": G**2,
        "centre_fourth": G**4,
    },
    letters={V: SIGMA**2, R: F - (t - 1) / t},
)
"""Mean and variance of all batches so far, each drawn from the fit to those before it, in units of the given standard
deviation; and what the last one changed: by what it multiplied the variance, by how many standard deviations it moved
the mean.
"""
ONE_FACTOR = Process(
    "gaussian_accumulate_one_factor",
    Parameters(SIZE),
    start={F: ONE},
    draws=(Draw(W, PoolFactor(n, t + 1)),),
    step={F: W},
    observables={"factor": F, "factor_root": sp.sqrt(F)},
)
"""The factor by itself, as a number that is drawn."""
SCALES = Process(
    "gaussian_accumulate_scale",
    GIVEN,
    start={T: sigma0},
    draws=(Draw(W, PoolFactor(n, t + 1)),),
    step={T: T * sp.sqrt(W)},
    observables={"variance": T**2, "scale": T},
    letters={T: SIGMA},
    reduces=(ACCUMULATED, COCHRAN),
    values={n: n},  # from 2 on: the variance of one point is 0
)
PROCESSES = (FACTORS, ONE_FACTOR, SCALES)
