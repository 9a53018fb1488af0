"""Triangular factors of Wishart matrices, for kernels: drawn, added up, factorized."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.variates import chi_square, gamma_constants, normal

Array = NDArray[np.float64]

VECTOR = 16
"""Numbers that compilers take at once: loops over rows begin at a multiple."""

LEFT = 1e-4
"""The least share of a square that subtracting may leave: nine digits of it are right."""


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


@inlined
def add_four(target: Array, a: float, b: float, c: float, d: float, sources: Array, first: int, start: int) -> None:
    """As `add_row`, of four rows of `sources` at once."""
    one, two, three, four = sources[first], sources[first + 1], sources[first + 2], sources[first + 3]
    for i in range(start, target.size):
        target[i] += (a * one[i] + b * two[i]) + (c * three[i] + d * four[i])


@kernel
def add_product(target: Array, weights: Array, factor: Array) -> None:
    """target += weights @ factor, an upper triangle with zeros below."""
    size = weights.size
    fours = size - size % 4
    for i in range(0, fours, 4):
        start = i - i % VECTOR
        add_four(target, weights[i], weights[i + 1], weights[i + 2], weights[i + 3], factor, i, start)
    for i in range(fours, size):
        add_row(target, weights[i], factor[i], i)


@kernel
def gram_of(rows: Array, out: Array) -> None:
    """The upper triangle of out <- rows' @ rows; below it is what is no matter."""
    count, d = rows.shape
    out[:] = 0.0
    fours = count - count % 4
    for j in range(0, fours, 4):
        for i in range(d):
            add_four(out[i], rows[j, i], rows[j + 1, i], rows[j + 2, i], rows[j + 3, i], rows, j, i - i % VECTOR)
    for j in range(fours, count):
        for i in range(d):
            add_row(out[i], rows[j, i], rows[j], i)


@kernel
def factorize(matrix: Array) -> float:
    """Cholesky: the upper triangle of a symmetric matrix <- that of C with C'C = matrix.

    The least share that is left of an entry of the diagonal: so many times less accurate C may be than the matrix.
    """
    size, least = matrix.shape[0], 1.0
    whole = np.empty(size)
    for i in range(size):
        whole[i] = matrix[i, i]
    for i in range(size):
        least = min(least, matrix[i, i] / whole[i])
        matrix[i, i:] /= math.sqrt(matrix[i, i])
        for j in range(i + 1, size):
            add_row(matrix[j], -matrix[i, j], matrix[i], j)
    return least


@kernel
def triangle_of(rows: Array, factor: Array) -> None:
    """factor <- R, an upper triangle with R'R = rows' @ rows; the rows may be used up."""
    gram_of(rows, factor)
    if not factorize(factor) > LEFT:
        orthogonalize(rows, factor)
    for i in range(1, factor.shape[0]):
        factor[i, :i] = 0.0


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
