"""A Gaussian fit whose mean is off by noise that depends on the sample variance: uncorrelated with the sample mean.

Shumailov et al. (arXiv 2305.17493), section 4.3, with this noise.
"""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process
from theorems.processes import gaussian

PARAMETERS = Parameters(
    *gaussian.PARAMETERS.items[:2],
    real("kappa", "[0, oo)", "how much of the error of the variance is added to the mean", (0, "1/3", 1)),
)
n, sigma0, kappa = PARAMETERS.symbols
M, V = gaussian.M, gaussian.V
batch = Data("batch", n)

NOISY_MEAN = Process(
    "gaussian_noisy_mean",
    PARAMETERS,
    start={M: sp.Integer(0), V: sigma0**2},
    draws=(Draw(batch, Normal(M, V)),),
    step={M: Mean(batch) + kappa * (Variance(batch, 1) - V), V: Variance(batch, 1)},
    observables={"mean_error": M**2, "variance": V},
)
PROCESSES = (NOISY_MEAN,)
