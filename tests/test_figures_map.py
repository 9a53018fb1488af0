"""The map of workflows: exact errors and limits against the formulas of its caption, typed here."""

from fractions import Fraction
from math import isclose, log, pi

import pytest

from paper_figs.figure import figures
from paper_figs.ours.workflow_map import PANELS

FIGURE = figures()["ours-workflow-map"]
REPLACE, ACCUMULATE, WINDOW, GROWTH = PANELS


def kept(sizes):
    """The error where all batches are kept, in units of that of the first."""
    return sum(size / Fraction(sum(sizes[: t + 1])) ** 2 for t, size in enumerate(sizes)) * sizes[0]


def fresh(n, r, k):
    """The same where r of the points of every later batch are real."""
    error = Fraction(0)
    for t in range(1, k + 1):
        error = error * (1 - Fraction(r if t > 1 else n, n * t)) ** 2 + Fraction(1, t * t)
    return error


def exact(panel, x, n, k):
    """What a panel has at x, where there is a short formula."""
    share = Fraction(x).limit_denominator(1000)
    if panel == REPLACE:
        return (1 - (1 - share) ** (2 * k)) / (share * (2 - share))
    if panel == ACCUMULATE:
        return fresh(n, int(share * n), k)
    if panel == WINDOW:
        return {1: Fraction(k), 2: Fraction(4 * (k + 1), 9) - Fraction(8, 27) * Fraction(-1, 2) ** k
                - Fraction(4, 27) * Fraction(1, 4) ** k}.get(int(x), kept([n] * k) if x >= k else None)  # fmt: skip
    return kept([n * t ** int(x) for t in range(1, k + 1)]) if x == int(x) else None


LIMITS = {0: pi**2 / 6, 1: 8 - 2 * pi**2 / 3, 2: 24 * pi**2 - 36 - 288 * log(2)}


@pytest.fixture(scope="module")
def rows(entropy):
    tiny = FIGURE.parameters["tiny"] | {"growth $a$": ["0", "1/2", "1", "2"]}
    table = FIGURE.data(tiny, entropy, lambda _: None)
    return tiny, [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)]


def test_errors_are_the_formulas(rows):
    tiny, found = rows
    seen = set()
    for row in found:
        if row["series"].startswith("k="):
            truth = exact(row["panel"], row["x"], tiny["size"], int(row["series"][2:]))
            if truth is not None:
                assert isclose(row["value"], truth, rel_tol=2.0**-40), row
                seen.add(row["panel"])
    assert seen == set(PANELS)


def test_limits_are_those_of_the_theorems_and_none_is_drawn_where_none_is_known(rows):
    limits = {(row["panel"], row["x"]): row["value"] for row in rows[1] if row["series"] == "limit"}
    for x in (0.1, 0.5):
        assert isclose(limits.pop((REPLACE, x)), 1 / (x * (2 - x)), rel_tol=2.0**-40)
    assert limits.pop((ACCUMULATE, 0.5)) == 0
    for a, limit in LIMITS.items():
        assert isclose(limits.pop((GROWTH, a)), limit, rel_tol=2.0**-40)
    assert not limits
