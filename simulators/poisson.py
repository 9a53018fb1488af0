"""Poisson model, replace workflow: the chain of one symbol's intensity (critical Galton-Watson process).

Lambda_0 = lambda0 is given, exactly known, and n lambda0 need not be an integer. Generation j + 1 counts
the symbol in a corpus of intensity n: n Lambda_{j+1} | Lambda_j ~ Poisson(n Lambda_j). Lambda_k is the
intensity after k generations of sample-and-fit; 0 is absorbing. Suresh et al., arXiv 2412.17646,
Theorem 2.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0,
lambda0 > 0 and n lambda0 <= 2^62.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.alias import draw_row, poisson_rows, whole_row
from simulators.engine import event, real
from simulators.kernels import kernel
from simulators.variates import MAX_RATE, poisson


@kernel
def _walk(
    g: np.random.Generator,
    out: NDArray[np.float64],
    start: float,
    k: int,
    row: int,
    words: NDArray[np.uint64],
    offset: NDArray[np.int64],
    bits: int,
) -> None:
    """The count n Lambda_k of every path from n Lambda_0 = start; a path stops when it is extinct.

    Counts within the table draw from its alias rows, others from the variate; row is that of start, or -1.
    """
    source = g.bit_generator  # taken out of the loop: it costs a reference count
    rows = words.shape[0]
    for i in range(out.size):
        count = row if row >= 0 else poisson(g, start)
        for _ in range(0 if row >= 0 else 1, k):
            if count == 0:
                break
            if count < rows:
                count = offset[count] + draw_row(source, words, bits, count)
            else:
                count = poisson(g, float(count))
        out[i] = count


def _counts(rng: np.random.Generator, paths: int, n: int, lambda0: float, k: int) -> NDArray[np.float64]:
    if n < 1 or k < 0 or not (lambda0 > 0.0 and n * lambda0 <= MAX_RATE):
        raise ValueError(f"need n >= 1, k >= 0, lambda0 > 0, n lambda0 <= 2^62, got n={n}, k={k}, lambda0={lambda0}")
    out = np.full(paths, float(n * lambda0))
    if k > 0:
        rows = poisson_rows()
        _walk(rng, out, float(n * lambda0), k, whole_row(n * lambda0, rows), *rows)
    return out


@event
def survival(rng: np.random.Generator, paths: int, *, n: int, lambda0: float, k: int) -> NDArray[np.bool_]:
    """The symbol is present in generation k: Lambda_k != 0."""
    return _counts(rng, paths, n, lambda0, k) != 0.0


@real
def intensity(rng: np.random.Generator, paths: int, *, n: int, lambda0: float, k: int) -> NDArray[np.float64]:
    """The intensity Lambda_k of generation k. E Lambda_k^2 = lambda0^2 + k lambda0 / n."""
    counts = _counts(rng, paths, n, lambda0, k)
    return counts / n if k > 0 else np.full(paths, lambda0)  # n lambda0 / n may not round to lambda0


@event
def lineage_extinct(rng: np.random.Generator, paths: int, *, k: int) -> NDArray[np.bool_]:
    """The descendants of one individual are extinct at generation k, every individual having Poisson(1)
    children: the critical Galton-Watson process of which n Lambda_1 copies make up the chain."""
    return _counts(rng, paths, 1, 1.0, k) == 0.0
