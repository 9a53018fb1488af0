"""Random variates for the kernels, and the same variates as arrays for whoever wants to test them.

The scalar functions are called inside kernels and check nothing; the `..._variates` functions are
called from Python and check their arguments. The scalar ones draw from `source`, the bit_generator of a
Generator, which a kernel takes out of its loops: doing so for each variate costs a tenth of it. Uniform,
normal and binomial variates are numba's own; Poisson is not, because numba's rounds candidates towards
zero where the algorithm takes the floor, and so returns 0 about twice too often at rates from 10 on.
"""

from __future__ import annotations

import math

import numpy as np
from numba.np.random.distributions import random_standard_normal as normal
from numba.np.random.generator_core import next_double as uniform
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel

MAX_RATE = 2.0**40
"""Largest Poisson rate: beyond, the logarithms that decide on a candidate have lost the digits that it takes."""

MAX_SIZE = 2**53
"""Largest number of samples: up to here it and every count are exact as floats."""

SCALES = (1e-38, 1e38)
"""Least and largest sigma0 or h: eighth powers, second moments of fourth ones, are floats of full precision."""


@inlined
def poisson(source: object, rate: float) -> int:
    """Poisson variate of the given rate >= 0: the numbers of numpy's Generator.poisson, same bits used.

    Below 10 it counts uniforms until their product falls below e^-rate; from 10 on, transformed
    rejection with squeeze (PTRS; W. Hörmann, Insurance: Mathematics and Economics 12, 39, 1993).
    """
    if rate == 0.0:
        return 0
    if rate < 10.0:
        limit = math.exp(-rate)
        count = 0
        product = uniform(source)
        while product > limit:
            count += 1
            product *= uniform(source)
        return count
    log_rate = math.log(rate)
    b = 0.931 + 2.53 * math.sqrt(rate)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    squeeze = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u = uniform(source) - 0.5
        v = uniform(source)
        us = 0.5 - abs(u)  # 0 once in 2^53 draws: the candidate is then -infinity, and rejected
        count = math.floor((2.0 * a / us + b) * u + rate + 0.43)
        if us >= 0.07 and v <= squeeze:
            return count
        if count < 0 or (us < 0.013 and v > us):
            continue
        log_odds = math.log(v) + math.log(inverse_alpha) - math.log(a / (us * us) + b)
        if log_odds <= -rate + count * log_rate - math.lgamma(count + 1.0):
            return count


@inlined
def gamma_constants(shape: float) -> tuple[float, float]:
    """What the method of `gamma` needs to know of a shape >= 1: a kernel computes it once, before its loops."""
    b = shape - 1.0 / 3.0
    return b, 1.0 / math.sqrt(9.0 * b)


@inlined
def gamma(source: object, constants: tuple[float, float]) -> float:
    """Gamma variate of rate 1; its shape >= 1 is given by `gamma_constants(shape)`.

    G. Marsaglia, W. W. Tsang, ACM Transactions on Mathematical Software 26, 363 (2000).
    """
    b, c = constants
    while True:
        x = normal(source)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u = uniform(source)
        if u < 1.0 - 0.0331 * (x * x) * (x * x) or math.log(u) < 0.5 * x * x + b * (1.0 - v + math.log(v)):
            return b * v


@inlined
def chi_square(source: object, freedom: int, constants: tuple[float, float]) -> float:
    """Chi-square variate with freedom >= 0 degrees; constants are `gamma_constants(freedom / 2)`.

    0 for no degree, the square of one normal for one: these do not look at the constants.
    """
    if freedom == 0:
        return 0.0
    if freedom == 1:
        x = normal(source)
        return x * x
    return 2.0 * gamma(source, constants)


@inlined
def index(source: object, size: int) -> int:
    """Uniform index 0..size-1: each has probability 1/size within 2^-52, far faster than Generator.integers.

    A uniform is at most 1 - 2^-53, so that its product with size <= 2^53 never rounds up to size.
    """
    return int(uniform(source) * size)


@kernel
def _fill_poisson(g: np.random.Generator, out: NDArray[np.int64], rate: float) -> None:
    source = g.bit_generator
    for i in range(out.size):
        out[i] = poisson(source, rate)


@kernel
def _fill_gamma(g: np.random.Generator, out: NDArray[np.float64], shape: float) -> None:
    source, constants = g.bit_generator, gamma_constants(shape)
    for i in range(out.size):
        out[i] = gamma(source, constants)


@kernel
def _fill_chi_square(g: np.random.Generator, out: NDArray[np.float64], freedom: int) -> None:
    source, constants = g.bit_generator, gamma_constants(0.5 * freedom)
    for i in range(out.size):
        out[i] = chi_square(source, freedom, constants)


@kernel
def _fill_binomial(g: np.random.Generator, out: NDArray[np.int64], n: int, p: float) -> None:
    for i in range(out.size):
        out[i] = g.binomial(n, p)


@kernel
def _fill_normal(g: np.random.Generator, out: NDArray[np.float64]) -> None:
    source = g.bit_generator
    for i in range(out.size):
        out[i] = normal(source)


def poisson_variates(rng: np.random.Generator, size: int, rate: float) -> NDArray[np.int64]:
    """`size` Poisson variates of one rate. Raises ValueError unless 0 <= rate <= 2^40."""
    if not 0.0 <= rate <= MAX_RATE:
        raise ValueError(f"need 0 <= rate <= 2^40, got {rate}")
    out = np.empty(size, np.int64)
    _fill_poisson(rng, out, float(rate))
    return out


def gamma_variates(rng: np.random.Generator, size: int, shape: float) -> NDArray[np.float64]:
    """`size` gamma variates of one shape and rate 1. Raises ValueError unless 1 <= shape < infinity."""
    if not 1.0 <= shape < np.inf:
        raise ValueError(f"need 1 <= shape < infinity, got {shape}")
    out = np.empty(size)
    _fill_gamma(rng, out, float(shape))
    return out


def chi_square_variates(rng: np.random.Generator, size: int, freedom: int) -> NDArray[np.float64]:
    """`size` chi-square variates of whole degrees of freedom. Raises ValueError if they are negative."""
    if freedom < 0:
        raise ValueError(f"need freedom >= 0, got {freedom}")
    out = np.empty(size)
    _fill_chi_square(rng, out, freedom)
    return out


def binomial_variates(rng: np.random.Generator, size: int, n: int, p: float) -> NDArray[np.int64]:
    """`size` binomial variates, successes in n trials. Raises ValueError unless n >= 0, 0 <= p <= 1."""
    if n < 0 or not 0.0 <= p <= 1.0:
        raise ValueError(f"need n >= 0 and 0 <= p <= 1, got n={n}, p={p}")
    out = np.empty(size, np.int64)
    _fill_binomial(rng, out, n, float(p))
    return out


def normal_variates(rng: np.random.Generator, size: int) -> NDArray[np.float64]:
    """`size` standard normal variates."""
    out = np.empty(size)
    _fill_normal(rng, out)
    return out
