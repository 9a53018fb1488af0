"""Labelled rows side by side for many paths, in plain numpy: what literal simulation draws of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Rows:
    """Features (paths, size, d) and labels (paths, size)."""

    features: Array
    labels: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """(paths, size)."""
        return self.labels.shape

    def chosen(self, places: Array) -> Rows:
        """The rows at these places, (paths, many)."""
        features = np.take_along_axis(self.features, places[:, :, None], axis=1)
        return Rows(features, np.take_along_axis(self.labels, places, axis=1))

    def slope(self) -> Array:
        """The least squares fit, (paths, 1, d)."""
        q, r = np.linalg.qr(self.features)
        return np.linalg.solve(r, np.einsum("pni,pn->pi", q, self.labels)[:, :, None])[:, None, :, 0]

    def excess_error(self, spectrum: Array) -> Array:
        """A column, one number a path."""
        return np.sum(spectrum * self.slope() ** 2, axis=2)

    def training_error(self) -> Array:
        """A column, one number a path."""
        residuals = self.labels - np.einsum("pni,pi->pn", self.features, self.slope()[:, 0])
        return np.mean(residuals**2, axis=1, keepdims=True)


def labelled(rng: np.random.Generator, features: Array, slope: Any, variance: Any) -> Rows:
    """Rows with labels of this slope, (paths, 1, d) or 0, and noise of this variance."""
    noise = np.sqrt(variance) * rng.standard_normal(features.shape[:2])
    return Rows(features, noise if np.ndim(slope) == 0 else noise + np.einsum("pni,pi->pn", features, slope[:, 0]))


def joined(parts: Sequence[Rows]) -> Rows:
    """Data sets as one."""
    return Rows(*(np.concatenate([getattr(part, of) for part in parts], axis=1) for of in ("features", "labels")))
