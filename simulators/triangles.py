"""Triangular factors of Wishart matrices, for kernels: drawn, added up, factorized."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.variates import chi_square, gamma_constants, normal

Array = NDArray[np.float64]


@kernel
def draw_triangle(g: np.random.Generator, out: Array, freedom: int) -> None:
    """The triangle, or trapezium, B of Bartlett: B'B is Wishart, with `freedom` degrees: squares of so many points."""
    source = g.bit_generator
    rows, columns = out.shape
    for i in range(rows):
        out[i, :i] = 0.0
        out[i, i] = math.sqrt(chi_square(source, freedom - i, gamma_constants(0.5 * (freedom - i))))
        for j in range(i + 1, columns):
            out[i, j] = normal(source)


@inlined
def add_row(target: Array, scale: float, source: Array, start: int) -> None:
    """target += scale * source from index start on: the loop in which all the time goes."""
    for i in range(start, target.size):
        target[i] += scale * source[i]


@kernel
def gram_of(rows: Array, out: Array) -> None:
    """The upper triangle of out <- rows' @ rows."""
    out[:] = 0.0
    for j in range(rows.shape[0]):
        for i in range(rows.shape[1]):
            add_row(out[i], rows[j, i], rows[j], i)


@kernel
def factorize(matrix: Array) -> None:
    """Cholesky: the upper triangle of a symmetric matrix <- that of C with C'C = matrix."""
    size = matrix.shape[0]
    for i in range(size):
        matrix[i, i:] /= math.sqrt(matrix[i, i])
        for j in range(i + 1, size):
            add_row(matrix[j], -matrix[i, j], matrix[i], j)


@kernel
def orthogonalize(rows: Array, factor: Array) -> None:
    """The upper triangle of factor <- R, R'R = rows' @ rows, by Gram and Schmidt; the rows are used up.

    Where they nearly lie in fewer dimensions Cholesky may find a negative square: what is left of a column has none.
    """
    count, d = rows.shape
    share = np.empty(d)
    for i in range(d):  # row by row, as they lie in memory
        share[i:] = 0.0
        for row in range(count):
            add_row(share, rows[row, i], rows[row], i)
        square = share[i]
        factor[i, i] = math.sqrt(square)
        if square > 0.0:
            share /= square
        factor[i, i + 1 :] = share[i + 1 :] * factor[i, i]
        for row in range(count):
            add_row(rows[row], -rows[row, i], share, i + 1)
