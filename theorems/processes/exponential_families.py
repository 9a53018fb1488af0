"""Models of which only the mean is fitted, and whose variance is a polynomial of degree 2 in the mean.

Morris (1982): these are the natural exponential families with V(mu) = v0 + v1 mu + v2 mu^2. Of the six, here Poisson's
(v2 = 0), gamma laws of shape a (1/a) and binomial laws of m trials (-1/m); normal laws of known variance (v2 = 0) are
in `known_variance`.
"""

from theorems.language import integer, real
from theorems.language.laws import Binomial, Gamma, Poisson
from theorems.processes.known_variance import fitted_mean
from theorems.processes.workflows import accumulate, accumulate_sizes, replace, replace_fixed, replace_fresh, subsample

INTENSITY = real("lambda0", "(0, oo)", "the given mean", (1, "1/2"), default=1)
SHAPE = real("a", "(0, oo)", "shape: the variance is the squared mean over a", (1, "5/2"))
MEAN = real("mu0", "(0, oo)", "the given mean", (1, "1/2"), default=1)
TRIALS = integer("m", 1, "trials of a point", (1, 3))
SHARE = real("p0", "[0, 1]", "the given probability of success", (0, "1/3", 1))
lambda0, a, mu0, m, p0 = (p.symbol for p in (INTENSITY, SHAPE, MEAN, TRIALS, SHARE))
POISSON = fitted_mean("poisson", (INTENSITY,), Poisson, lambda0, variance=lambda mu: mu)
GAMMA = fitted_mean("gamma", (SHAPE, MEAN), lambda mu: Gamma(a, mu), mu0, variance=lambda mu: mu**2 / a)
BINOMIAL = fitted_mean(
    "binomial", (TRIALS, SHARE), lambda mu: Binomial(m, mu / m), m * p0, variance=lambda mu: mu * (1 - mu / m)
)
GAMMA_SUBSAMPLE = subsample(GAMMA)
PROCESSES = (
    GAMMA_SUBSAMPLE,
    *(workflow(model) for model in (POISSON, GAMMA, BINOMIAL) for workflow in (replace, accumulate)),
    *(accumulate_sizes(model) for model in (GAMMA, BINOMIAL)),
    *(workflow(BINOMIAL) for workflow in (replace_fresh, replace_fixed)),
)
