"""The second program on sizes that are sums, gamma laws, and values that exist because of a condition."""

import pytest
from handmade import COIN, K, N, X, certificate_of, minus, node, refused

LINE = ["real", ["-oo"], ["oo"], True, True]
AT_LEAST_ONE = ["real", 1, ["oo"], False, True]


def sized(low, entry="t", first=1, last=("+", -1, "t")):
    """A pool of n[0] points and a sum from `low` on, joined by so many more; beside a statement that holds."""
    so_far = ["+", ["entry", "n", 0], ["sum", "i", low, list(last), ["entry", "n", "i"]]]
    process = {
        "first": first,
        "parameters": {"n": ["schedule", 1]},
        "states": [["pool", ["points", so_far], ["Normal", 0, 1], ["join", "pool", "batch"]]],
        "draws": [["batch", ["points", ["entry", "n", entry]], ["Normal", ["Mean", "pool"], 1]]],
        "looked at": [],
        "before": [],
    }
    return certificate_of({"sized": process}, node("sign", 0, "<=", "x", {"x": X}))


def inverse(condition, of):
    """1/of is put in the place of a number, under a condition."""
    square, value = node("sign", 0, "<=", ["^", "c", 2], {"c": LINE}), ["^", of, -1]
    ranges = {"x": AT_LEAST_ONE, "y": AT_LEAST_ONE}
    put = node("substitute", 0, "<=", ["^", value, 2], ranges, [0], [condition], values=[["c", value]])
    return certificate_of({}, square, put)


def gamma(more):
    """E P^2, P being multiplied by a gamma variate of shape n and mean 1 in every generation."""
    factor = ["+", 1, ["*", more, ["^", "n", -1]]]
    process = {**COIN, "states": [["P", X, "p0", "c"]], "draws": [["c", ["one"], ["Gamma", "n", "P"]]]}
    found = {"quantities": [["^", "P", 2]], "step": [[[0, factor]]], "start": [["^", "p0", 2]]}
    mean = ["mean", "coin", ["^", "P", 2], "k", "n", "n", "p0", "p0"]
    ranges = {"n": N, "p0": ["real", 0, 1, False, False], "k": K}
    value = ["*", ["^", "p0", 2], ["^", factor, "k"]]
    return certificate_of({"coin": process}, node("moments", mean, "=", value, ranges, recursion=found))


TWICE = minus(["*", 2, "y"], "x")
PAIRS = {
    "a sum up to the last generation": (sized(1), sized(1, ["+", 1, "t"])),
    "a sum up to another one": (sized(1), sized(1, last=("+", -2, "t"))),
    "a sum that has begun": (sized(2, first=2), sized(2)),
    "a value because of a condition": (inverse(["<=", "x", "y"], TWICE), inverse(["<=", "x", ["*", 2, "y"]], TWICE)),
    "of a condition the right side": (inverse(["<=", "x", "y"], TWICE), inverse(["<=", "y", "x"], TWICE)),
    "a value at equality": (
        inverse(["<=", "x", "y"], ["+", 1, minus("y", "x")]),
        inverse(["<=", "x", "y"], minus("y", "x")),
    ),
    "moments of a gamma law": (gamma(1), gamma(2)),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_a_falsehood_beside_what_follows_is_refused(kind):
    true, false = PAIRS[kind]
    assert not refused(true)
    assert refused(false)
