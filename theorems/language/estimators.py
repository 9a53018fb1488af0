"""Estimates that say which share of the second moment of a sample is noise, and what a declaration calls them.

The model is x = +-mu + sigma Z. An estimate of mu^2 and sigma^2 that add up to the mean of x^2 is a share in (0, 1] of
it: sigma^2 takes the share, mu^2 the rest. Where a declaration is taken literally, `every estimator` is one of those
here, each a function of rows of points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

FEW = 1e-14
"""A relative step so small that an iteration has ended."""
LONGEST = 500
"""Steps of an iteration, which is slow only where it tends to 0."""


class NoiseShare(sp.Function):
    """NoiseShare(estimator, x): the share of the second moment of the points x that is taken for noise, in (0, 1]."""

    nargs = (2,)
    is_real = True
    is_positive = True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"w({printer.doprint(self.args[1])})"
        return text if exp is None else f"{text}^{{{exp}}}"


@dataclass(frozen=True)
class Estimator:
    """What a name stands for: the share of the noise, one number a row, from the points (paths, n)."""

    name: str
    share: Callable[[Any], Any]

    def __str__(self) -> str:
        return self.name


def _likelihood(x: Any) -> Any:
    """The largest mu with mu = mean(x tanh(x mu/(m - mu^2))), m the mean of x^2: iterated down from mean |x|."""
    import numpy as np

    top, spread = _told(x)
    mean, left = top.copy(), np.arange(len(x))
    for _ in range(LONGEST):
        mu, here = mean[left], x[left]
        noise = spread[left] + (top[left] - mu) * (top[left] + mu)  # m - mu^2, no digit of which is lost
        mean[left] = np.mean(here * np.tanh(here * mu / noise), axis=1, keepdims=True)
        left = left[np.ravel(mu - mean[left] > FEW * mu)]
        if not left.size:
            break
    return (spread + (top - mean) * (top + mean)) / np.mean(x**2, axis=1, keepdims=True)


def _told(x: Any) -> tuple[Any, Any]:
    """Mean and variance of |x|."""
    import numpy as np

    size = np.abs(x)
    return np.mean(size, axis=1, keepdims=True), np.var(size, axis=1, keepdims=True)


def algorithm(kappa: Callable[[int], float]) -> Callable[[Any], Any]:
    """Algorithm 1 of Suresh et al. as printed, of kappa(n)."""

    def share(x: Any) -> Any:
        import numpy as np

        centre, spread = _told(x)
        apart, one = spread / centre**2, 1 + kappa(x.shape[1])
        q = 1 + apart
        with np.errstate(divide="ignore", invalid="ignore"):
            a = np.where(q <= one, 50, 2 * one * q / (q - one))
            return np.where(q <= 2 * a / (a - 2), a * apart / (a + 2 * q), 1.0)

    return share


def _absolute(x: Any) -> Any:
    """mu is the mean of |x|."""
    centre, spread = _told(x)
    return spread / (centre**2 + spread)


def _all(x: Any) -> Any:
    import numpy as np

    return np.ones((len(x), 1))


def tried(kappa: Callable[[int], float]) -> Mapping[str, Estimator]:
    """The estimators that are tried, by name; kappa(n) of Algorithm 1."""
    shares = {
        "likelihood": _likelihood,
        "algorithm": algorithm(kappa),
        "absolute": _absolute,
        "noise": _all,
    }
    return {name: Estimator(name, share) for name, share in shares.items()}
