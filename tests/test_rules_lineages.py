"""The rules for ancestors, in both programs: false statements beside true ones; their duality, in exact numbers."""

import pytest
import sympy as sp
from flint import fmpq
from handmade import COIN, LATE, UNIT, N, X, certificate_of, minus, node, refused
from made_processes import DOUBLED
from rules_lab import told_apart

from proofs_check.rules import probability
from proofs_check.rules.algebra import combine
from proofs_check.rules.lineages import dual, next_mean
from proofs_check.rules.means import mean_of
from proofs_check.rules.statements import over
from simulators.exact import lineages
from simulators.exact.finite import binomial, chain, mean
from theorems.language.laws import Occupied
from theorems.language.processes import Draw, Process
from theorems.processes import processes
from theorems.processes.discrete import BERNOULLI, P
from theorems.processes.lineages import LINEAGES, PARAMETERS, D, c

n, p = PARAMETERS.symbols
k = sp.Symbol("k", integer=True, nonnegative=True)
HERE = over({n: "[1, oo)", p: "[0, 1]", k: "[0, oo)"})


def made(name, boxes=n, step=c, start=n):
    return Process(name, PARAMETERS, start={D: start}, draws=(Draw(c, Occupied(D, boxes)),), step={D: step})


ROOMY, HALVED, BEGUN = made("roomy", boxes=n + 1), made("halved", step=c / 2), made("begun", start=p)


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    known = {**processes(), **{process.name: process for process in (ROOMY, HALVED, BEGUN, DOUBLED)}}
    monkeypatch.setattr(probability, "processes", lambda: known)


def unmarked(process=LINEAGES, share=p):
    return mean_of(process, (1 - p) ** D)(k, n, share)


def without(shares=BERNOULLI, power=n, share=p):
    return mean_of(shares, (1 - P) ** power)(k, n, share)


def ancestors(generation, process=LINEAGES, what=D):
    return mean_of(process, what)(generation, n)


def says(proved, right):
    """What a rule says, if it is this; else it is not what was asked for."""
    return combine(proved.relation.left, "=", right, proved, context=proved.relation.context)


OCCUPIED = n - n * (1 - 1 / n) ** D
ROWS = {
    "a mark of probability 2": (
        lambda: dual(unmarked(share=2), BERNOULLI, HERE),
        lambda: dual(unmarked(share=sp.Rational(1, 2)), BERNOULLI, HERE),
    ),
    "another power of the share": (
        lambda: says(dual(unmarked(), BERNOULLI, HERE), without(power=n + 1)),
        lambda: says(dual(unmarked(), BERNOULLI, HERE), without()),
    ),
    "another chain": (
        lambda: dual(unmarked(), DOUBLED, HERE),
        lambda: dual(unmarked(), BERNOULLI, HERE),
    ),
    "more parents than individuals": (
        lambda: dual(unmarked(ROOMY), BERNOULLI, HERE),
        lambda: dual(unmarked(), BERNOULLI, HERE),
    ),
    "before the first generation": (
        lambda: next_mean(ancestors(k), HERE),
        lambda: says(next_mean(ancestors(k + 1), HERE), ancestors(k, what=OCCUPIED)),
    ),
    "a state that is not what is drawn": (
        lambda: next_mean(ancestors(k + 1, HALVED), HERE),
        lambda: next_mean(ancestors(k + 1, ROOMY), HERE),
    ),
    "a part of a ball": (
        lambda: next_mean(mean_of(BEGUN, D)(k + 1, n, p), HERE),
        lambda: next_mean(ancestors(k + 1, ROOMY), HERE),
    ),
    "boxes that are empty": (
        lambda: says(next_mean(ancestors(k + 1), HERE), ancestors(k, what=n - OCCUPIED)),
        lambda: says(next_mean(ancestors(k + 1), HERE), ancestors(k, what=OCCUPIED)),
    ),
}


test_false_statements_on_ancestors_are_refused_and_true_ones_beside_them_proved = told_apart(ROWS)


# -- the second program ---------------------------------------------------------------------------------------


def followed(boxes="n"):
    """The certificate's declaration of ancestors."""
    states, draws = [["D", X, "n", "c"]], [["c", ["one"], ["Occupied", "D", boxes]]]
    return {**COIN, "states": states, "draws": draws}


def of(process, what, generation, *values):
    return ["mean", process, what, generation, *values]


BOTH = ("n", "n", "p0", "p0")
RANGES = {"n": N, "p0": UNIT, "k": LATE}
EMPTY = ["^", minus(1, ["^", "n", -1]), "D"]


GROWING = ["*", "n", ["+", 1, "P"]]
AS_THE_SHARE_SAYS = {
    "states": [["P", X, "p0", ["*", "c", ["^", GROWING, -1]]]],
    "draws": [["c", ["one"], ["Binomial", GROWING, "P"]]],
}
"""Of a chain that is no chain of shares."""


def duality(boxes="n", power="n", marked=UNIT, **change):
    left, right = of("lineages", ["^", minus(1, "p0"), "D"], "k", *BOTH), ["^", minus(1, "P"), power]
    statement = node("dual", left, "=", of("coin", right, "k", *BOTH), {**RANGES, "p0": marked})
    return certificate_of({"coin": {**COIN, **change}, "lineages": followed(boxes)}, statement)


NOT_EMPTY = minus(1, EMPTY)


def next_one(first=1, boxes=NOT_EMPTY, start="n"):
    ranges = {"n": N, "k": ["whole", first, ["oo"], False, True]}
    before = of("lineages", ["*", "n", boxes], ["+", "k", -1], "n", "n")
    statement = node("next mean", of("lineages", "D", "k", "n", "n"), "=", before, ranges)
    begun = {"states": [["D", X, start, "c"]]}
    return certificate_of({"lineages": followed() | begun}, statement)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (duality(), duality(boxes=["+", "n", 1])),
        (duality(), duality(power=["+", "n", 1])),
        (duality(), duality(marked=["real", 0, 2, False, False])),
        (duality(), duality(**AS_THE_SHARE_SAYS)),
        (next_one(), next_one(first=0)),
        (next_one(), next_one(boxes=EMPTY)),
        (next_one(), next_one(start=["*", ["/", 1, 2], "n"])),
    ],
    ids=[
        "other boxes",
        "another power",
        "a probability of 2",
        "as many counts as the share says",
        "before the first generation",
        "empty boxes",
        "half a ball",
    ],
)
def test_the_second_program_tells_them_apart(true, false):
    assert not refused(true)
    assert refused(false)


# -- in numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 6])
@pytest.mark.parametrize("back", [0, 1, 2, 4])
@pytest.mark.parametrize("share", [fmpq(0), fmpq(1, 7), fmpq(1)])
def test_ancestors_and_shares_are_dual(size, back, share):
    """E (1 - p)^D_k = E (1 - P_k)^n, in rationals, from two chains."""
    law = chain(share, back, lambda now: binomial(size, now))
    assert lineages.unmarked(n=size, p0=share, k=back) == mean(law, lambda now: (1 - now) ** size)


@pytest.mark.parametrize(("balls", "boxes"), [(1, 1), (3, 2), (2, 5), (6, 4)])
def test_masses_and_moments_of_occupied_boxes_are_those_of_one_law(balls, boxes):
    law = Occupied(sp.Integer(balls), sp.Integer(boxes))
    masses = dict(law.masses(balls, boxes))
    assert sum(masses.values()) == 1
    for j in range(5):
        assert law.moment(j) == sp.Add(*(sp.Rational(m.numerator, m.denominator) * x**j for x, m in masses.items()))
