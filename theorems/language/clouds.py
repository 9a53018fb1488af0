"""Points in several dimensions, side by side for many paths, in plain numpy: what literal simulation draws of vectors.

Points are coefficients of the rows of a root of the covariance that they were drawn with; what is estimated is that of
the coefficients, moved and stretched. So no digit is lost where one direction has shrunk far below another, or all of
them far below the mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theorems.language.laws import Choice, Law, Normal

Array = NDArray[Any]

RANK = 1e-9
"""Directions in which points lie this much closer together than in the widest one are none: rounding leaves 1e-15."""


@dataclass(frozen=True)
class Spread:
    """Covariances root' root: roots (paths, rows, d), upper triangular where there are d rows, and ranks (paths,)."""

    root: Array
    rank: Array

    @classmethod
    def of(cls, covariance: Any) -> Spread:
        """Itself; of a list of eigenvalues, the diagonal matrix."""
        if isinstance(covariance, Spread):
            return covariance
        return cls(np.diag(np.sqrt(covariance))[None], np.array([np.size(covariance)]))

    def __rmul__(self, factor: Any) -> Spread:
        """So many times the covariances, a number that is not negative."""
        return Spread(np.sqrt(factor) * self.root, self.rank)

    def trace(self) -> Array:
        """A column, one number a path."""
        return np.sum(self.root**2, axis=(1, 2))[:, None]

    def squared_frobenius(self) -> Array:
        """A column: the sum of the squares of the entries."""
        return np.sum((self.root @ np.swapaxes(self.root, 1, 2)) ** 2, axis=(1, 2))[:, None]

    def determinant(self) -> Array:
        """A column; 0 where the rank is not full."""
        full = self.rank >= self.root.shape[2]
        return np.where(full, np.prod(np.diagonal(self.root, axis1=1, axis2=2), axis=1) ** 2, 0.0)[:, None]


@dataclass(frozen=True)
class Cloud:
    """Points origin + coefficients @ spread.root: origins (paths, 1, d), coefficients (paths, size, rows)."""

    origin: Array
    coefficients: Array
    spread: Spread

    @property
    def shape(self) -> tuple[int, int]:
        """(paths, size)."""
        paths, size, _ = self.coefficients.shape
        return paths, size

    def mean(self) -> Array:
        """(paths, 1, d)."""
        return self.origin + self.coefficients.mean(axis=1, keepdims=True) @ self.spread.root

    def variance(self, ddof: int) -> Spread:
        """The sample covariance, with the divisor size - ddof."""
        centred = self.coefficients - self.coefficients.mean(axis=1, keepdims=True)
        widths = np.linalg.svd(centred, compute_uv=False)
        rank = np.sum(widths > RANK * widths[:, :1], axis=1)
        root = np.linalg.qr(centred, mode="r") @ self.spread.root / np.sqrt(self.shape[1] - ddof)
        return Spread(root, np.minimum(rank, self.spread.rank))

    def chosen(self, places: Array) -> Cloud:
        """The points at these places, (paths, many)."""
        return Cloud(self.origin, np.take_along_axis(self.coefficients, places[:, :, None], axis=1), self.spread)


def joined(parts: Sequence[Any]) -> Any:
    """Data sets as one: clouds, or rows of numbers."""
    first, *others = parts
    if not isinstance(first, Cloud):
        return np.hstack(parts)
    if not others:
        return first
    moved = [part.coefficients @ part.spread.root + (part.origin - first.origin) for part in parts]
    d = first.spread.root.shape[2]
    return Cloud(first.origin, np.concatenate(moved, axis=1), Spread(np.eye(d)[None], np.array([d])))


def drawn(law: Law, rng: np.random.Generator, shape: tuple[int, int], *values: Any) -> Cloud:
    """Independent points of a law, one cloud a path; raises ValueError for a law of numbers only."""
    if isinstance(law, Normal):
        mean, spread = values[0], Spread.of(values[1])
        _, rows, d = spread.root.shape
        return Cloud(np.broadcast_to(mean, (shape[0], 1, d)), rng.standard_normal((*shape, rows)), spread)
    if isinstance(law, Choice):
        (points,) = values
        return points.chosen(rng.integers(0, points.shape[1], shape))  # type: ignore[no-any-return]
    raise ValueError(f"{law} is no law of vectors")


def squared_norm(mean: Any) -> Any:
    """A column of squared lengths; of the origin, which is written 0, it is 0."""
    return np.sum(mean**2, axis=2) if np.ndim(mean) else mean**2
