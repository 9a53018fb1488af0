"""A Gaussian fit whose mean is off by noise that depends on the sample variance: uncorrelated with the sample mean.

Shumailov et al. (arXiv 2305.17493), section 4.3, with this noise.
"""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.laws import MeanChiSquare, Normal
from theorems.language.processes import Draw, Process
from theorems.language.vectors import SquaredNorm
from theorems.processes import gaussian
from theorems.processes.gaussian_multivariate import LAM, lam

PARAMETERS = Parameters(
    gaussian.SIZES,
    gaussian.SCALE,
    real("kappa", "[0, oo)", "how much of the error of the variance is added to the mean", (0, "1/3", 1)),
)
n, sigma0, kappa = PARAMETERS.symbols
M, V = gaussian.M, gaussian.V
batch = Data("batch", n[GENERATION])

NOISY_MEAN = Process(
    "gaussian_noisy_mean",
    PARAMETERS,
    start={M: sp.Integer(0), V: sigma0**2},
    draws=(Draw(batch, Normal(M, V)),),
    step={M: Mean(batch) + kappa * (Variance(batch, 1) - V), V: Variance(batch, 1)},
    observables={"mean_error": M**2, "variance": V, "risk": gaussian.risk(sp.sqrt(V))},
    letters={V: gaussian.SIGMA**2, gaussian.risk(sp.sqrt(V)): sp.Symbol("R")},
)
size, T, Z, S = n[GENERATION], gaussian.T, gaussian.Z, gaussian.S
SUFFICIENT = Process(
    "gaussian_noisy_mean_sufficient",
    PARAMETERS,
    start={M: sp.Integer(0), T: sigma0},
    draws=(Draw(Z, Normal(sp.Integer(0), sp.Integer(1))), Draw(S, MeanChiSquare(size - 1))),
    step={M: M + T * Z / sp.sqrt(size) + kappa * T**2 * (S - 1), T: T * sp.sqrt(S)},
    observables={"mean_error": M**2, "variance": T**2, "risk": gaussian.risk(T)},
    letters={T: gaussian.SIGMA, gaussian.risk(T): sp.Symbol("R")},
    reduces=(NOISY_MEAN, gaussian.COCHRAN),
)
LEANING_PARAMETERS = Parameters(
    gaussian.SIZES,
    gaussian.SCALE,
    real("theta", "[0, 1]", "share of the error of the sample mean that the noise takes back", (0, "1/3", 1)),
)
theta = LEANING_PARAMETERS["theta"].symbol
LEANING = Process(
    "gaussian_leaning_mean",
    LEANING_PARAMETERS,
    start={M: sp.Integer(0), V: sigma0**2},
    draws=(Draw(batch, Normal(M, V)),),
    step={M: Mean(batch) - theta * (Mean(batch) - M), V: Variance(batch, 1)},
    observables={"mean_error": M**2},
    letters={V: gaussian.SIGMA**2},
)
"""The noise is minus a share of the error of the sample mean: as correlated with that mean as can be."""
SHAKEN_PARAMETERS = Parameters(
    gaussian.SIZES,
    LAM,
    real("kappa", "[0, oo)", "deviation of the noise, over that of a point", (0, "1/3", 1)),
)
seen, noise, following = Data("seen", n[GENERATION - 1]), Data("noise", 1), Data("batch", size)
covariance = Variance(seen, 1)
shaken = Draw(noise, Normal(sp.Integer(0), SHAKEN_PARAMETERS["kappa"].symbol ** 2 * covariance))
SHAKEN = Process(
    "gaussian_shaken_mean",
    SHAKEN_PARAMETERS,
    start={seen: Normal(sp.Integer(0), lam)},
    draws=(shaken, Draw(following, Normal(Mean(seen) + Mean(noise), covariance))),
    step={seen: (following,)},
    observables={"mean_error": SquaredNorm(Mean(seen) + Mean(noise))},
    looked_at=(shaken,),
    first=1,
    before={Mean(seen): sp.Integer(0), Mean(noise): sp.Integer(0), covariance: lam},
    letters={Mean(seen) + Mean(noise): sp.Symbol("mu")},
    spectrum=lam,
)
"""In d dimensions: the fitted mean is shaken by normal noise of kappa^2 times the fitted covariance."""
PROCESSES = (NOISY_MEAN, SUFFICIENT, LEANING, SHAKEN)
