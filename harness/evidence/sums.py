"""What is kept of draws: six sums of a block, or counts in cells; draws that are not as declared are refused."""

from __future__ import annotations

import numpy as np

from simulators.engine import Support

SUMS = 6
"""Sums kept per block: n, x, s, x^2, x s, s^2, where s is the predictable scale (1 for independent draws)."""


class BadObservable(ValueError):
    """An observable returned a value outside its declared support, or one that is not a number."""


def block_sums(support: Support, values: np.ndarray, name: str = "the observable") -> np.ndarray:
    """The six sums of a block of draws, of shape (6,); raises BadObservable outside the support or at nan.

    values: of shape (paths,), or, of dependent steps, rows (next, previous) of shape (paths * steps, 2), path by path.
    """
    check_draws(support, values, name)
    if support.kind == "steps":
        x, s = np.asarray(values[:, 0], dtype=float), np.asarray(values[:, 1], dtype=float)
    else:
        x = np.asarray(values, dtype=float)
        s = np.ones_like(x)
    return np.array([x.size, x.sum(), s.sum(), x @ x, x @ s, s @ s])


def cell_counts(support: Support, edges: np.ndarray, values: np.ndarray, name: str = "the observable") -> np.ndarray:
    """Counts of a block of draws in the cells (-oo, e_1], (e_1, e_2], ..., (e_m, oo), of shape (m + 1,); raises
    BadObservable outside the support or at nan.
    """
    check_draws(support, values, name)
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=edges.size + 1)


def check_draws(support: Support, values: np.ndarray, name: str) -> None:
    """Raises BadObservable unless the draws are finite numbers of the declared shape in the declared range."""
    rows = np.asarray(values, dtype=float)
    if rows.ndim != (2 if support.kind == "steps" else 1) or (support.kind == "steps" and rows.shape[1] != 2):
        shape = "rows (next, previous)" if support.kind == "steps" else "one value per path"
        raise BadObservable(f"{name} returned an array of shape {rows.shape}: it is to return {shape}")
    for bad, why in (
        (~np.isfinite(rows), "which is not a finite number"),
        ((rows != 0) & (rows != 1) & (support.kind == "event"), "but it is declared an event, which is 0 or 1"),
        ((rows < support.low) | (rows > support.high), f"outside its declared range [{support.low}, {support.high}]"),
    ):
        if np.any(bad):
            raise BadObservable(f"{name} returned {rows[bad][0]}, {why} ({np.sum(bad)} of {rows.size} draws)")
