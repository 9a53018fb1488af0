"""What the second program lets through of points in several dimensions, and falsehoods beside it."""

import pytest
from handmade import LATE, K, N, X, certificate_of, minus, node, refused

from proofs_check.recheck.balls import points
from proofs_check.recheck.forms import Context
from proofs_check.recheck.terms import ZERO

REAL = ["real", ["-oo"], ["oo"], True, True]
LAM, ABOVE = ["spectrum", "eigenvalues"], ["real", 0, ["oo"], True, True]
COVARIANCE = ["Variance", "x", 0]


def numbers(entry):
    """Lists of n numbers in a range."""
    return ["list", "numbers", "n", entry]


def fitted(parameter, low, of):
    """Normal points, fitted by their mean and covariance again and again."""
    return {
        "first": 1,
        "parameters": {"n": ["whole", 2, ["oo"], False, True], of: parameter},
        "states": [["x", ["points", "n"], ["Normal", 0, of], ["join", "y"]]],
        "draws": [["y", ["points", "n"], ["Normal", ["Mean", "x"], ["Variance", "x", low]]]],
        "looked at": [],
        "before": [[["Mean", "x"], 0], [["Variance", "x", low], of]],
    }


def shaken(scale):
    """The same, the mean being off by a normal vector with so many times the fitted covariance."""
    whole = fitted(LAM, 0, "lam")
    ((_, size, (_, mean, _)),) = whole["draws"]
    noise = ["z", ["points", 1], ["Normal", 0, ["*", scale, COVARIANCE]]]
    points = ["y", size, ["Normal", ["+", mean, ["Mean", "z"]], COVARIANCE]]
    return {**whole, "draws": [noise, points], "before": []}


def multiplied(law, join="*", start="D0", **others):
    """A number that is multiplied by what is drawn, again and again, or to which that is added."""
    return {
        "first": 0,
        "parameters": {**others, "D0": REAL},
        "states": [["D", REAL, start, [join, "D", law[0]]]],
        "draws": [["W", ["one"], law[1]]],
        "looked at": [],
        "before": [],
    }


def over_directions(head, e):
    return [head, "i", 0, ["+", -1, ["Length", "lam"]], e]


LAMBDA = ["entry", "lam", "i"]
DETERMINANT = {
    **multiplied((["*", "W", ["^", "n", ["*", -1, "d"]]], ["WishartDeterminant", ["+", -1, "n"], "d"])),
    "parameters": {"n": ["whole", 2, ["oo"], False, True], "d": N, "D0": ABOVE},
    "reduces": "vectors",
    "fact": "Bartlett",
    "same": [[["Determinant", COVARIANCE], "D"]],
    "values": {"d": ["Length", "lam"], "D0": over_directions("product", LAMBDA)},
}
PROCESSES = {
    "vectors": fitted(LAM, 0, "lam"),
    "pooled": {
        **fitted(LAM, 0, "lam"),
        "states": [["x", ["points", ["*", "n", "t"]], ["Normal", 0, "lam"], ["join", "x", "y"]]],
    },
    "direction": fitted(ABOVE, 0, "v"),
    "shaken": shaken("n"),
    "determinant": DETERMINANT,
    "wishart": multiplied(("W", ["WishartDeterminant", ["+", "d", "m"], "d"]), d=N, m=N),
    "logarithm": multiplied(("W", ["LogWishartDeterminant", ["+", "d", "m"], "d"]), "+", d=N, m=N),
    "shifted": multiplied(("W", ["ShiftedDeterminant", "a", "b", "c", 2, 2]), a=X, b=X, c=X),
}
VECTORS = {"n": ["whole", 2, ["oo"], False, True], "k": LATE, "lam": LAM}


def seen(what, k="k", process="vectors"):
    return ["mean", process, what, k, "n", "n", "lam", "lam"]


def once(process, right, ranges, step, start="D0"):
    """E of the number of a process at generation k."""
    values = [s for s in PROCESSES[process]["parameters"] for _ in (1, 2)]
    return node("moments", ["mean", process, "D", "k", *values], "=", right, {"k": LATE, **ranges}, recursion=step)


def geometric(what, factor, start):
    """A recursion of one quantity."""
    return {"quantities": [what], "step": [[[0, factor]]], "start": [start]}


FEWER = ["*", ["^", "n", -1], ["+", -1, "n"]]
BEYOND_THE_PLANE = ["*", ["+", -1, ["Length", "lam"]], ["+", -2, ["Length", "lam"]]]
SINGULAR = ["if", ["=", ["Determinant", COVARIANCE], 0], 1, 0]
REGULAR = ["if", ["!=", ["Determinant", COVARIANCE], 0], 1, 0]
DIGAMMAS = ["sum", "i", 1, "d", ["polygamma", 0, ["*", ["/", 1, 2], ["+", "m", "i"]]]]


def ranked(rule, what, probability, given, process="pooled"):
    """The probability that points have, or have not, full rank."""
    return node(rule, seen(what, process=process), "=", probability, VECTORS, given=[given])


def shifted(last):
    """E |a I + b W + c zz'| in the plane, for two degrees, if the last factor is 2."""
    pairs = ["*", 2, ["+", ["^", "b", 2], ["*", last, "b", "c"]]]
    return ["+", ["^", "a", 2], ["*", 2, "a", ["+", ["*", 2, "b"], "c"]], pairs]


def minor_of(start):
    """E of the determinant, from the reduction."""
    values = ["n", "n", "d", ["Length", "lam"], "D0", start]
    left, reduced = seen(["Determinant", COVARIANCE]), ["mean", "determinant", "D", "k", *values]
    step = ["*", ["^", "n", ["*", -1, "d"]], ["product", "i", 0, ["+", -1, "d"], ["+", -1, "n", ["*", -1, "i"]]]]
    factor = over_directions("product", ["*", ["^", "n", -1], ["+", -1, "n", ["*", -1, "i"]]])
    right = ["*", ["^", factor, "k"], start]
    return (
        node("reduced", left, "=", reduced, VECTORS),
        node("moments", reduced, "=", right, VECTORS, recursion=geometric("D", step, "D0")),
        node("combine", left, "=", right, VECTORS, [0, 1], multipliers=[1, 1]),
    )


def trace_squared(share, k, given=(), what=("^", ["Trace", COVARIANCE], 2), premises=(3, 2)):
    """E (tr S)^2 from a direction and the plane, if the share of the plane is 2 (of 3) and k that generation.

    Of |S|_F^2 the share is -1.

    given: where alone the mean of the determinant is known.
    """
    along, across = (["*", ["^", "n", -2], ["+", -1, "n"], ["+", c, "n"]] for c in (1, -2))
    total, squares = (over_directions("sum", e) for e in (LAMBDA, ["^", LAMBDA, 2]))
    mixed = ["+", ["*", ["/", 1, 3], ["^", along, k]], ["*", ["/", share, 3], ["^", across, k]]]
    square = ["mean", "direction", ["^", COVARIANCE, 2], "k", "n", "n", "v", "v"]
    start = ["*", ["^", "v", 2], along]
    ranges = {s: r for s, r in VECTORS.items() if s != "lam"} | {"v": ABOVE}
    right = ["+", ["*", ["^", along, k], squares], ["*", mixed, minus(["^", total, 2], squares)]]
    recursion = geometric(["^", COVARIANCE, 2], along, start)
    return [
        *({**n, "given": [*given]} for n in minor_of(over_directions("product", LAMBDA))),
        node("moments", square, "=", ["*", ["^", "v", 2], ["^", along, "k"]], ranges, recursion=recursion),
        node("square", seen([*what]), "=", right, VECTORS, [*premises], given),
    ]


PAIRS = {
    "a positive entry": [[node("sign", 0, "<", ["entry", "lam", 0], {"lam": r, "n": N})] for r in (LAM, numbers(REAL))],
    "an entry of a list of positive numbers": [
        [node("sign", 0, "<", ["entry", "lam", 0], {"lam": r, "n": N})] for r in (numbers(ABOVE), numbers(REAL))
    ],
    "an entry from the first on": [[node("sign", 0, "<", ["entry", "lam", i], {"lam": LAM})] for i in (0, -1)],
    "the number of dimensions": [[node("sign", d, "<=", ["Length", "lam"], {"lam": LAM})] for d in (1, 2)],
    "the trace of a covariance": [
        [
            node(
                "moments",
                seen(["Trace", COVARIANCE]),
                "=",
                ["*", ["^", FEWER, "k"], over_directions("sum", ["^", LAMBDA, power])],
                VECTORS,
                recursion=geometric(
                    ["Trace", COVARIANCE], FEWER, ["*", FEWER, over_directions("sum", ["^", LAMBDA, power])]
                ),
            )
        ]
        for power in (1, 2)
    ],
    "the reduction to a determinant": [[minor_of(over_directions(head, LAMBDA))[0]] for head in ("product", "sum")],
    "the square of a trace": [trace_squared(2, "k"), trace_squared(1, "k")],
    "the square of a norm": [trace_squared(c, "k", what=("SquaredFrobenius", COVARIANCE)) for c in (-1, 2)],
    "a norm and its determinant": [
        trace_squared(-1, "k", what=("SquaredFrobenius", COVARIANCE), premises=p) for p in ((3, 2), (3,))
    ],
    "the square of a trace, from another generation": [trace_squared(2, "k"), trace_squared(2, ["+", "k", 1])],
    "as few points as dimensions": [
        [node("degenerate", seen(SINGULAR), "=", 1, VECTORS, given=[["<=", "n", ["+", more, ["Length", "lam"]]]])]
        for more in (0, 1)
    ],
    "as few real points as dimensions": [
        [ranked("degenerate", SINGULAR, 1, ["<=", "n", ["+", more, ["Length", "lam"]]])] for more in (0, 1)
    ],
    "not singular with as few": [[ranked("degenerate", REGULAR, p, ["<=", "n", ["Length", "lam"]])] for p in (0, 1)],
    "more real points than dimensions": [
        [ranked("spanning", REGULAR, 1, ["<=", ["+", more, ["Length", "lam"]], "n"])] for more in (1, 0)
    ],
    "real points that are kept": [
        [ranked("spanning", REGULAR, 1, ["<=", ["+", 1, ["Length", "lam"]], "n"], process)]
        for process in ("pooled", "vectors")
    ],
    "the event that they span": [
        [ranked("spanning", what, 1, ["<=", ["+", 1, ["Length", "lam"]], "n"])] for what in (REGULAR, SINGULAR)
    ],
    "a covariance that has a value": [
        [
            node("degenerate", seen(event), "=", 1, VECTORS, given=[["<=", "n", ["Length", "lam"]]])
            for event in (["if", ["=", ["Determinant", ["Variance", "x", ddof]], 0], 1, 0],)
        ]
        for ddof in (0, 2)
    ],
    "a reduction with its own values": [
        minor_of([*times, over_directions("product", LAMBDA)])[:1] for times in (["*", 1], ["*", 2])
    ],
    "a step that is the same in all dimensions": [
        [
            node(
                "moments",
                seen(["Trace", COVARIANCE]),
                "=",
                ["*", ["^", step, "k"], ["^", step, -1], FEWER, over_directions("sum", LAMBDA)],
                VECTORS,
                recursion=geometric(["Trace", COVARIANCE], step, ["*", FEWER, over_directions("sum", LAMBDA)]),
            )
        ]
        for step in (FEWER, ["*", FEWER, ["+", 1, ["^", BEYOND_THE_PLANE, 2]]])
    ],
    "the determinant in all dimensions": [trace_squared(2, "k"), trace_squared(2, "k", [["<=", 3, ["Length", "lam"]]])],
    "the generation of a singular covariance": [
        [node("degenerate", seen(SINGULAR), "=", 1, {**VECTORS, "k": r}, given=[["<=", "n", ["Length", "lam"]]])]
        for r in (LATE, K)
    ],
    "the mean of a Wishart determinant": [
        [
            once(
                "wishart",
                ["*", "D0", ["^", factor, "k"]],
                {"d": N, "m": N, "D0": REAL},
                geometric("D", factor, "D0"),
            )
        ]
        for factor in (["product", "i", 1, "d", ["+", "m", "i"]], ["product", "i", 1, "d", ["+", "m", "i", 1]])
    ],
    "the mean of its logarithm": [
        [
            once(
                "logarithm",
                ["+", "D0", ["*", "k", more]],
                {"d": N, "m": N, "D0": REAL},
                {"quantities": ["D", 1], "step": [[[0, 1], [1, more]], [[1, 1]]], "start": ["D0", 1]},
            )
        ]
        for more in (
            ["+", ["*", "d", ["log", 2]], DIGAMMAS],
            ["+", ["log", 2], DIGAMMAS],
        )
    ],
    "the mean of a shifted determinant": [
        [
            once(
                "shifted",
                ["*", "D0", ["^", factor, "k"]],
                {"a": X, "b": X, "c": X, "D0": REAL},
                geometric("D", factor, "D0"),
            )
        ]
        for factor in (shifted(2), shifted(1))
    ],
}
"""What follows, and beside it what does not."""


@pytest.mark.parametrize("kind", PAIRS)
def test_what_follows_is_let_through_and_what_does_not_is_refused(kind):
    true, false = PAIRS[kind]
    assert not refused(certificate_of(PROCESSES, *true))
    assert refused(certificate_of(PROCESSES, *false))


def declared(**changes):
    """The processes with some parts of their declarations changed."""
    return {name: {**p, **changes.get(name, {})} for name, p in PROCESSES.items()}


def trace_of(process):
    """E of the trace, which falls by 1 - 1/n in a generation."""
    start = ["*", FEWER, over_directions("sum", LAMBDA)]
    right = ["*", ["^", FEWER, "k"], over_directions("sum", LAMBDA)]
    trace = ["Trace", COVARIANCE]
    return [
        node("moments", seen(trace, process=process), "=", right, VECTORS, recursion=geometric(trace, FEWER, start))
    ]


MANY = [ranked("spanning", REGULAR, 1, ["<=", ["+", 1, ["Length", "lam"]], "n"])]
TWICE = ["*", 2, over_directions("product", LAMBDA)]
FALLS = [["y", ["points", "n"], ["Normal", 0, COVARIANCE]]]
DOUBLED = [["x", ["points", "n"], ["Normal", 0, "lam"], ["join", "y", "y"]]]
DECLARED = {
    "what one direction sees": (trace_squared(2, "k"), {"direction": {"before": []}}),
    "normal vectors, fitted": (PAIRS["as few points as dimensions"][0], {"vectors": {"draws": FALLS}}),
    "noise of the same covariance in all directions": (trace_of("shaken"), {"shaken": shaken("lam")}),
    "noise of a fitted covariance": (
        trace_of("shaken"),
        {"shaken": {"draws": [["z", ["points", 1], ["Normal", 0, "n"]], PROCESSES["shaken"]["draws"][1]]}},
    ),
    "points that are joined": (PAIRS["as few points as dimensions"][0], {"vectors": {"states": DOUBLED}}),
    "real points at the start": (
        MANY,
        {"pooled": {"states": [["x", PROCESSES["pooled"]["states"][0][1], ["Normal", 1, "lam"], ["join", "x", "y"]]]}},
    ),
    "a given model of full rank": (MANY, {"pooled": {"before": [[["Mean", "x"], 0], [COVARIANCE, 0]]}}),
    "what is reduced": (minor_of(over_directions("product", LAMBDA))[:1], {"determinant": {"reduces": "direction"}}),
    "the law of what is reduced": (
        minor_of(over_directions("product", LAMBDA))[:1],
        {"determinant": {"draws": [["W", ["one"], ["WishartDeterminant", "n", "d"]]]}},
    ),
}
"""What follows, and changes of declarations by which it does not."""


@pytest.mark.parametrize("kind", DECLARED)
def test_what_follows_from_one_declaration_is_refused_of_another(kind):
    nodes, changes = DECLARED[kind]
    assert not refused(certificate_of(PROCESSES, *nodes))
    assert refused(certificate_of(declared(**changes), *nodes))


def test_a_reduction_starts_as_what_it_reduces():
    """The statement fits the declaration, but the model that is given has another determinant."""
    values = {**DETERMINANT["values"], "D0": TWICE}
    assert refused(certificate_of(declared(determinant={"values": values}), *minor_of(TWICE)[:1]))


@pytest.mark.parametrize(("power", "good"), [(1, True), (-1, False)])
def test_the_mean_of_a_negative_power_is_no_moment(power, good):
    """E 1/D is not 1/D0, though E W^p has a formula at whole p >= 0."""
    factor = ["product", "i", 1, "d", ["+", "m", "i"]] if good else 1
    what = ["^", "D", power]
    left = ["mean", "wishart", what, "k", "d", "d", "m", "m", "D0", "D0"]
    ranges = {"k": LATE, "d": N, "m": N, "D0": ABOVE}
    start = ["^", "D0", power]
    right = ["*", start, ["^", factor, "k"]]
    found = refused(
        certificate_of(PROCESSES, node("moments", left, "=", right, ranges, recursion=geometric(what, factor, start)))
    )
    assert bool(found) != good


@pytest.mark.parametrize(("wrong", "good"), [(0, True), (1, False)])
def test_every_parameter_is_varied_in_small_cases(wrong, good):
    """Of a recursion that is wrong wherever the last of three parameters is not at its low end."""
    law = (["*", "W", ["+", 1, "c"]], ["WishartDeterminant", ["+", "d", "m"], "d"])
    processes = {"wishart": multiplied(law, d=N, m=N, c=K)}
    factor = ["*", ["product", "i", 1, "d", ["+", "m", "i"]], ["+", 1, ["*", 1 - wrong, "c"]]]
    values = [s for s in processes["wishart"]["parameters"] for _ in (1, 2)]
    left = ["mean", "wishart", "D", "k", *values]
    ranges = {"k": LATE, "d": N, "m": N, "c": K, "D0": REAL}
    right = ["*", "D0", ["^", factor, "k"]]
    found = refused(
        certificate_of(processes, node("moments", left, "=", right, ranges, recursion=geometric("D", factor, "D0")))
    )
    assert bool(found) != good


def test_small_cases_have_few_samples_whatever_a_schedule_is_called():
    for i in range(50):
        cases = points(Context(((f"n{i}", ("schedule", ZERO)),)), "a process", 4, small=True)
        assert cases
        assert all(sum(at[f"n{i}"]) <= 20 for at in cases)


def test_means_of_products_of_entries_are_computed_in_small_cases():
    """From generation 0 on: the same statements, which are held against joint moments of degree 4."""
    early = [{**n, "for": n["for"] | {"k": K}} for n in trace_squared(2, "k")]
    assert not refused(certificate_of(PROCESSES, *early))
