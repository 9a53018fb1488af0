"""The second program on kernel estimates: falsehoods beside what follows."""

import pytest
from handmade import N, X, certificate_of, node, refused

ABOVE = ["real", 0, ["oo"], True, True]
AROUND = ["real", ["/", -1, 64], ["/", 1, 64], False, False]
SQUARE, HALF, PI = ["^", "h", 2], ["/", 1, 2], ["pi"]
KERNEL = ["Plus", ["Choice", "x"], ["Normal", 0, SQUARE]]


def estimate(size, other=KERNEL):
    """Kernel estimates of so many points, and two draws that are looked at."""
    return {
        "first": 1,
        "parameters": {"n": N, "h": ABOVE},
        "states": [["x", ["points", size], ["Normal", 0, 1], ["join", "y"]]],
        "draws": [["y", ["points", size], KERNEL]],
        "looked at": [["d", ["one"], KERNEL], ["f", ["one"], other]],
        "before": [],
    }


def mean(what, h, *more):
    return ["mean", "kde", what, 1, "n", "n", "h", h, *more]


def e(exponent):
    return ["exp", exponent]


def times(*factors):
    return ["*", *factors]


def transform(h, square, value):
    """E e^(s d) of the first estimate, at a bandwidth and its square."""
    step, start = (e(times(HALF, ["^", "s", 2], v)) for v in (SQUARE, ["+", 1, SQUARE]))
    found = {"quantities": [e(times("s", "d"))], "step": [[[0, step]]], "start": [start]}
    return node("one generation", mean(e(times("s", "d")), h, "s", "s"), "=", value, for_(h, s=AROUND), recursion=found)


def for_(h, **more):
    return {"n": N, **({"h": ["real", 0, 1, True, False]} if h == "h" else {}), **more}


def jensen(h):
    """E -ln Mean(e^(-x^2)), from the mean of e^(-h x^2) at one bandwidth."""
    square = times(h, h)
    whole = ["+", 1, square]
    known = transform(h, square, e(times(HALF, ["^", "s", 2], whole)))
    there = e(times(-1, "y", HALF, whole))
    same = node("identity", there, "=", there, for_(h, y=X))
    bound = ["^", ["+", 1, times(2, h)], ["/", -1, 2]]
    left = mean(["Mean", e(times(-1, "h", ["^", "x", 2]))], h)
    averaged = node("Gaussian average", left, "=", bound, for_(h), [0, 1], symbol="y")
    inside = times(["^", "n", ["+", 1, times(-1, "h")]], bound)
    least = times(-1, ["log", ["^", inside, ["^", "h", -1]]])
    loss = mean(times(-1, ["log", ["Mean", e(times(-1, ["^", "x", 2]))]]), h)
    jensens = node("Jensen", least, "<=", loss, for_("h"), [2], power="h")
    return certificate_of({"kde": estimate("n")}, known, same, averaged, jensens)


def averaged(index):
    """E e^(-x^2/4) of the first points, from a sum of one term with such an index."""
    total = ["sum", index, 1, 1, e(times(["^", "s", 2], index))]
    known = transform(1, 1, total)
    there = ["sum", index, 1, 1, e(times(-1, "y", index))]
    ends = for_(1) if index == "y" else for_(1, y=X)
    seen = e(-1) if index == "y" else e(times(-1, "y"))
    there = ["sum", "y", 1, 1, e(times(-1, "y", "y"))] if index == "y" else there
    same = node("identity", there, "=", seen, ends)
    value = times(e(-1), ["^", HALF, ["/", -1, 2]]) if index == "y" else ["^", ["/", 3, 2], ["/", -1, 2]]
    left = mean(["Mean", e(times(["/", -1, 4], ["^", "x", 2]))], 1)
    found = node("Gaussian average", left, "=", value, for_(1), [0, 1], symbol="y")
    return certificate_of({"kde": estimate("n")}, known, same, found)


def overlap(other, variance):
    """The estimate of one point at a draw of another law."""
    square = ["^", ["+", "x", times(-1, "f")], 2]
    scale = ["^", times(2, PI, SQUARE), ["/", -1, 2]]
    density = times(scale, ["Mean", e(times(-1, square, ["^", times(2, SQUARE), -1]))])
    difference, value = e(["+", times("s", "d"), times(-1, "s", "f")]), e(times(HALF, ["^", "s", 2], variance))
    found = {"quantities": [difference, 1], "step": [[[1, value]], [[1, 1]]], "start": [value, 1]}
    at = ("h", "h")
    left = ["mean", "kde", difference, 1, *at, "s", "s"]
    known = node("one generation", left, "=", value, {"h": ABOVE, "s": AROUND}, recursion=found)
    right = ["^", times(2, PI, variance), ["/", -1, 2]]
    seen = node("density", ["mean", "kde", density, 1, *at], "=", right, {"h": ABOVE}, [0])
    return certificate_of({"kde": estimate(1, other)}, known, seen)


PAIRS = {
    "a power is the same number in the mean": (jensen("h"), jensen(1)),
    "no index has the symbol of a spectrum": (averaged("i"), averaged("y")),
    "a draw on which the other depends": (overlap(KERNEL, times(2, SQUARE)), overlap(["Normal", "d", 1], 1)),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_a_falsehood_beside_what_follows_is_refused(kind):
    true, false = PAIRS[kind]
    assert not refused(true)
    assert refused(false)
