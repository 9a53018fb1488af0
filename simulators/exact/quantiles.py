"""Quantiles of the fitted scale, replace, ddof = 1: the exact law (`gaussian`), inverted."""

from __future__ import annotations

from fractions import Fraction
from math import exp, sqrt

from flint import arb
from scipy.optimize import brentq

from simulators.exact.gaussian import scale_law


def scale_quantile(*, n: int, k: int, probability: float) -> float:
    """The x with Pr(Sigma_k <= x) = probability, k >= 1 and sigma0 = 1, to 9 digits of its spread."""

    def excess(log_x: float) -> float:
        return float(arb(scale_law(n=n, k=k, x=Fraction(exp(log_x)))).mid()) - probability

    middle, spread = -k / (2 * n), sqrt(k / (2 * n))  # ln Sigma_k is nearly normal
    return exp(brentq(excess, middle - 20 * spread, middle + 20 * spread, xtol=1e-9 * spread))
