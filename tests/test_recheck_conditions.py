"""The second program on conditions: what is strict by one that is, and what is not beside it."""

import pytest
from handmade import COIN, LATE, UNIT, N, certificate_of, minus, node, refused

ABOVE = {"w": ["real", 0, ["oo"], True, True]}
SQUARE = {"x": UNIT, "y": UNIT, "z": UNIT}
APART = minus("y", "x")


def put_in(e, *condition):
    """0 < e where the condition holds, from 0 < w for all w > 0."""
    return [
        node("sign", 0, "<", "w", ABOVE),
        node("substitute", 0, "<", e, SQUARE, [0], [list(condition)], values=[["w", e]]),
    ]


PAIRS = {
    "a condition that is strict": [put_in(APART, op, "x", "y") for op in ("<", "<=")],
    "a multiple of it": [put_in(["*", c, APART], "<", "x", "y") for c in (["+", "z", 1], "z")],
    "a condition and what is not negative": [put_in(["+", APART, c], "<", "x", "y") for c in ("z", minus("z", 1))],
    "the right way round": [put_in(APART, "<", *ends) for ends in (("x", "y"), ("y", "x"))],
}
"""What follows, and beside it what does not."""


@pytest.mark.parametrize("kind", PAIRS)
def test_what_follows_is_let_through_and_what_does_not_is_refused(kind):
    good, bad = PAIRS[kind]
    assert not refused(certificate_of({}, *good)), refused(certificate_of({}, *good))
    assert refused(certificate_of({}, *bad))


def of_two(given, **ends):
    """E P = E P of a chain that has a parameter d besides, on which no mean of it depends."""
    process = {**COIN, "parameters": {"n": N, "p0": UNIT, "d": N}, "given": given, **ends}
    whole = ["mean", "coin", "P", "k", "n", "n", "p0", "p0"]
    return certificate_of({"coin": process}, node("linear", whole, "=", whole, {"n": N, "p0": UNIT, "d": N, "k": LATE}))


BESIDE = [["<=", "d", "n"]]


@pytest.mark.parametrize(
    ("chain", "good"),
    [
        (of_two([]), True),
        (of_two([["<=", 1, "d"]]), True),
        (of_two([["<=", 1, "n"]]), True),
        (of_two(BESIDE), False),
        (of_two(BESIDE, ends={"n": ["d"]}), False),  # what n may be depends on d, of which the mean says nothing
        (of_two(BESIDE, ends={"d": ["n"]}), True),  # and there is a process for all n
    ],
)
def test_nothing_is_said_where_another_parameter_decides_whether_there_is_a_process(chain, good):
    assert not refused(chain) if good else "another parameter" in str(refused(chain))
