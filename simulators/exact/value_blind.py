"""Under every workflow of a name: the rounds, as `workflows.fits` takes them, and bounds on fourth moments.

A draw y from the normal fit of mean m to a data set x, A the mean of xx', has E |y|^4 = (tr A)^2 + 2 tr A^2 - 2 |m|^4,
at most 3 (tr A)^2: three times the square of the mean of |x|^2, which is at most the mean of |x|^4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flint import fmpq

from simulators.exact.workflows import Round

Row = tuple[int, int, bool, int | None, bool]
"""The size of batch t, the oldest batch that model t sees, is the first one seen besides, how many points are taken
(None: all), and are they taken with replacement?"""

ROWS: dict[str, Callable[[int, int], Row]] = {
    "replace": lambda n, t: (n, t, False, None, False),
    "accumulate": lambda n, t: (n, 1, False, None, False),
    "subsample": lambda n, t: (n, 1, False, n, False),
    "bootstrap": lambda n, t: (n, 1, False, n, True),
    "window": lambda n, t: (n, max(1, t - 1), False, None, False),
    "last-half": lambda n, t: (n, t - (t + 1) // 2 + 1, False, None, False),
    "synthetic-only": lambda n, t: (n, 1 if t == 1 else 2, False, None, False),
    "half-fresh": lambda n, t: (2 * n, t, False, None, False),
    "half-fixed": lambda n, t: (n, t, True, None, False),
    "growing": lambda n, t: (n * t**2, 1, False, None, False),
}


def rounds(workflow: str, n: int, k: int) -> Iterator[Round]:
    """Rounds 1..k."""
    for t in range(1, k + 1):
        size, *rest = ROWS[workflow](n, t)
        real = size if t == 1 else size // 2 if workflow == "half-fresh" else 0
        yield size, real, *rest  # type: ignore[misc]


def fourth(workflow: str, n: int, k: int) -> fmpq:
    """At least E |x|^4 of a point that model k, a normal fit, takes, and of the square of their mean of |x|^2.

    In units of the square of the real E |x|^2, of which a real point has at most three.
    """
    batches: list[tuple[int, fmpq]] = []
    seen = fmpq(1)
    for size, real, oldest, keeps, _, _ in rounds(workflow, n, k):
        batches.append((size, 3 * (real + (size - real) * seen) / size))
        taken = batches[oldest - 1 :] + (batches[:1] if keeps and oldest > 1 else [])
        seen = sum((many * x for many, x in taken), fmpq(0)) / sum(many for many, _ in taken)
    return seen
