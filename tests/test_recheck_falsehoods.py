"""The second program on derivations made by hand: what follows is let through, a falsehood beside it refused."""

import pytest
from handmade import COIN, LATE, UNIT, K, N, X, certificate_of, minus, node, refused, tends

CHAIN = {"n": N, "p0": UNIT, "k": LATE}
MANY = ["whole", 50, ["oo"], False, True]
"""Trials whose outcomes are not enumerated."""
NOTHING = ["real", 0, 0, False, False]
"""Where an inequality is an equation, and any multiple of it is true."""


def e(what, k="k", *values):
    return ["mean", "coin", what, k, *(values or ("n", "n", "p0", "p0"))]


def event(sign, a=0):
    return ["if", [sign, "P", a], 1, 0]


def inducted(base, hypothesis, step, wide=N):
    """0 <= k for every k from 1 on, from a base, a hypothesis at j and a step to j + 1."""
    return (
        node("sign", base, "<=", 1, {}),
        node("hypothesis", hypothesis, "<=", "j", {"j": wide}, symbol="j"),
        node("combine", ["+", hypothesis, 1], "<=", ["+", "j", 1], {"j": N}, [1], multipliers=[1]),
        node("sign", step, "<=", ["+", hypothesis, 1], {"j": N}),
        node("combine", step, "<=", ["+", "j", 1], {"j": N}, [2, 3], multipliers=[1, 1]),
        node("induction", 0, "<=", "k", {"k": N}, [0, 4], symbol="k", fixed="j"),
    )


def cased(high, low, low_out=False, high_out=False):
    first = {"x": ["real", 0, high, False, high_out]}
    second = {"x": ["real", low, ["oo"], low_out, True]}
    parts = [node("sign", 0, "<=", "x", r) for r in (first, second)]
    return (*parts, node("cases", 0, "<=", "x", {"x": X}, [0, 1], symbol="x"))


def either(condition, fails):
    parts = [node("sign", 0, "<=", "x", {"x": X}, given=[given]) for given in (condition, fails)]
    return [*parts, node("either", 0, "<=", "x", {"x": X}, [0, 1], condition=condition)]


def added(most):
    """Of a square, what is shown for x <= 1, said of all x <= y."""
    shown = node("sign", ["^", "x", 2], "<=", ["+", "x", ["^", "x", 2]], {"x": UNIT})
    wide = {"x": X, "y": ["real", 0, most, False, False]}
    return [shown, node("combine", shown["left"], "<=", shown["right"], wide, [0], [["<=", "x", "y"]], multipliers=[1])]


def diversity(factor):
    return ["*", "p0", minus(1, "p0"), ["^", minus(1, factor), "k"]]


def recursion(c):
    return {"quantities": [["*", "P", minus(1, "P")]], "step": [[[0, c]]], "start": [["*", "p0", minus(1, "p0")]]}


LINE = ["real", ["-oo"], ["oo"], True, True]
ONE_LESS = minus(1, ["^", "n", -1])
NEAR = [["+", ["^", ["+", "x", ["/", -1, 3]], 2], ["/", s, 10**30]] for s in (1, -1)]
"""Above 0, and below it so near to 1/3 that no point is."""
PAIRS = {
    "a sign": [[node("sign", 0, "<=", a, {"x": X})] for a in ("x", minus("x", 1))],
    "a strict sign": [[node("sign", 0, "<", a, {"x": X})] for a in (["+", "x", 1], "x")],
    "a sign at the end of a range": [
        [node("sign", 0, "<", minus(1, "x"), {"x": ["real", 0, 1, False, out]})] for out in (True, False)
    ],
    "an identity": [
        [node("identity", ["^", ["+", "x", 1], 2], "=", ["+", ["^", "x", 2], ["*", c, "x"], 1], {"x": X})]
        for c in (2, 3)
    ],
    "a value at the least": [
        [node("identity", ["*", "k", ["^", "k", -1]], "=", 1, {"k": ["whole", low, ["oo"], False, True]})]
        for low in (1, 0)
    ],
    "a root that is raised": [
        [
            node(
                "identity",
                ["^", ["^", "x", ["/", 2, 3]], 4],
                "=",
                ["*", ["^", "x", 2], ["^", "x", ["/", 2, 3]]],
                {"x": r},
            )
        ]
        for r in (X, LINE)
    ],
    "a root of another power": [
        [node("identity", ["*", ["^", "x", ["/", 1, 2]], ["^", "x", ["/", 1, 2]]], "=", ["^", "x", e], {"x": X})]
        for e in (1, 2)
    ],
    "a limit": [
        [
            node("sign", ["^", ["+", "k", 2], -1], "<=", ["^", ["+", "k", 1], -1], {"k": K}),
            tends("tends", ["^", ["+", "k", 1], -1], "k", ["oo"], limit, {"k": K}),
            node("limit of a falling sequence", limit, "<=", ["^", ["+", "k", 1], -1], {"k": K}, [0, 1]),
        ]
        for limit in (0, -1)
    ],
    "a multiplier": [
        [
            node("sign", 0, "<=", "x", {"x": NOTHING}),
            node("combine", 0, "<=", ["*", m, "x"], {"x": NOTHING}, [0], multipliers=[m]),
        ]
        for m in (2, -2)
    ],
    "an equation from an inequality": [
        [
            node("sign", 0, "<=", "x", {"x": NOTHING}),
            node("combine", 0, op, "x", {"x": NOTHING}, [0], multipliers=[1]),
        ]
        for op in ("<=", "=")
    ],
    "a premise that is there": [
        [
            node("sign", 1, "<=", "x", {"x": ["real", 1, ["oo"], False, True]}),
            node("combine", 1, "<=", "x", {"x": r}, [0], multipliers=[1]),
        ]
        for r in (["real", 2, ["oo"], False, True], X)
    ],
    "what is put in": [
        [node("sign", 0, "<=", "x", {"x": X}), node("substitute", 0, "<=", v, {"y": X}, [0], values=[["x", v]])]
        for v in (["+", "y", 1], minus("y", 1))
    ],
    "a root that is put in": [
        [
            node("sign", 0, "<=", ["^", "y", 2], {"y": LINE}),
            node("substitute", 0, "<=", near, {"x": UNIT}, [0], values=[["y", ["^", near, ["/", 1, 2]]]]),
        ]
        for near in NEAR
    ],
    "a logarithm that is put in": [
        [
            node("sign", 0, "<", ["exp", "y"], {"y": LINE}),
            node("substitute", 0, "<", near, {"x": UNIT}, [0], values=[["y", ["log", near]]]),
        ]
        for near in NEAR
    ],
    "a multiplier that has a value": [
        [
            node("identity", ["*", far, ["if", ["=", far, 0], 1, 0]], "=", 0, {"x": UNIT}),
            node("combine", ["if", ["=", far, 0], 1, 0], "=", 0, {"x": UNIT}, [0], multipliers=[["^", far, -1]]),
        ]
        for far in (["+", "x", ["/", 1, 3]], ["+", "x", ["/", -1, 3]])
    ],
    "an induction": [list(inducted(0, 0, 0)), list(inducted(-9, -9, 0))],
    "a hypothesis of more than is claimed": [list(inducted(0, 0, 0, wide)) for wide in (N, K)],
    "a hypothesis that is left": [list(inducted(0, 0, 0)), list(inducted(0, 0, 0))[:2]],
    "cases": [list(cased(1, 1)), list(cased(1, 2))],
    "either that leaves a gap": [either(["<=", "x", 1], ["<", low, "x"]) for low in (1, 2)],
    "either the one or the same": [
        either(["<=", "x", 1], [sign, *sides]) for sign, *sides in (("<", 1, "x"), ("<=", "x", 1))
    ],
    "either by what has a value": [
        either(["<=", e, 1], ["<", 1, e]) for e in (["*", 2, "x"], ["^", ["+", "x", ["/", -3, 7]], -1])
    ],
    "cases that leave a point": [list(cased(1, 1, True)), list(cased(1, 1, True, True))],
    "a slope": [
        [
            node("sign", 0, "<=", "y", {"y": X}),
            node("sign", 0, "<=", 1, {"x": X}),
            node("increasing", 1, "<=", ["+", "y", 1], {"y": X}, [0, 1], symbol="x", function=f),
        ]
        for f in (["+", "x", 1], ["*", 2, "x"])
    ],
    "derivatives": [
        [node("derivatives", ["+", 1, "x"], "<=", ["exp", ["*", c, "x"]], {"x": X}, symbol="x", order=2)]
        for c in (1, ["/", 1, 2])
    ],
    "a condition that is added": [added(most) for most in (1, 2)],
    "a condition": [
        [node("given", "x", "<=", 1, {"x": X}, given=[given])] for given in (["<=", "x", 1], ["<=", "x", 2])
    ],
    "an iterate": [
        [node("definition", ["GIterate", ["+", "k", 1]], "=", minus(1, ["exp", ["*", -1, ["GIterate", k]]]), {"k": N})]
        for k in ("k", ["+", "k", 1])
    ],
    "an iterate from a start": [
        [
            node(
                "definition",
                ["DecayIterate", "y", ["+", "k", 1]],
                "=",
                minus(1, ["exp", ["*", -1, ["DecayIterate", "y", "k"]]]),
                {"k": N, "y": start},
            )
        ]
        for start in (["real", 0, ["oo"], True, True], X)
    ],
    "a sum over the past": [
        [node("over the past", e(["Past", event("=")]), "=", ["+", e(event("=")), was], CHAIN)]
        for was in (e(["Past", event("=")], ["+", "k", -1]), e(["Past", event("=")]))
    ],
    "a sum over the past of another event": [
        [node("over the past", e(["Past", event("=")], 0), "=", e(event(sign), 0), {"n": N, "p0": UNIT})]
        for sign in ("=", "!=")
    ],
    "a past of that sum": [
        [
            node(
                "over the past",
                e(["Past", event("=")]),
                "=",
                ["+", e(event("=")), e(["Past", event("=")], ["+", "k", -1])],
                {**CHAIN, "k": ["whole", low, ["oo"], False, True]},
            )
        ]
        for low in (1, 0)
    ],
    "one more factor": [
        [
            node(
                "one more",
                ["sum", "i", 1, ["+", "k", 1], "i"],
                "=",
                ["+", ["sum", "i", 1, "k", "i"], last],
                {"k": K},
                symbol="k",
            )
        ]
        for last in (["+", "k", 1], "k")
    ],
    "a mean": [
        [node("moments", e(["*", "P", minus(1, "P")]), "=", diversity(c), CHAIN, recursion=recursion(ONE_LESS))]
        for c in (["^", "n", -1], ["^", "n", -2])
    ],
    "a recursion": [
        [node("moments", e(["*", "P", minus(1, "P")]), "=", diversity(c), CHAIN, recursion=recursion(minus(1, c)))]
        for c in (["^", "n", -1], ["^", "n", -2])
    ],
    "a parameter of the process": [
        [node("at the start", e("P", 0), "=", "p0", {"n": N, "p0": r})] for r in (UNIT, ["real", 0, 2, False, False])
    ],
    "a start": [[node("at the start", e(["^", "P", 2], 0), "=", ["^", "p0", a], {"n": N, "p0": UNIT})] for a in (2, 1)],
    "events that make up everything": [
        [node("certain", ["+", e(event("=")), e(event(*other))], "=", 1, CHAIN)] for other in (("!=",), ("=", 1))
    ],
    "linear in means": [
        [node("linear", e(["+", "P", ["^", "P", 2]]), "=", ["+", e("P"), second], CHAIN)]
        for second in (e(["^", "P", 2]), ["^", e("P"), 2])
    ],
    "all states": [
        [
            node("identity", "P", "=", "P", {"P": r}),
            node("combine", "P", "<=", "P", {"P": r}, [0], multipliers=[1]),
            node("monotone", e("P"), "<=", e("P"), CHAIN, [1]),
        ]
        for r in (X, UNIT)
    ],
    "Cauchy and Schwarz": [
        [node("Cauchy-Schwarz", ["^", e("P"), 2], "<=", ["*", e(["^", "P", 2]), e(other)], CHAIN)]
        for other in (event("!="), event("="))
    ],
    "the first generation": [
        [
            node(
                "first generation",
                e(event("="), ["+", "k", 1]),
                "=",
                ["average", ["Binomial", "n", p], "x", e(event("="), "k", "n", "n", "p0", ["*", "x", ["^", "n", -1]])],
                CHAIN,
            )
        ]
        for p in ("p0", minus(1, "p0"))
    ],
    "a generating function": [
        [
            node(
                "generating function",
                ["average", ["Binomial", "n", "p0"], "x", ["^", "y", "x"]],
                "=",
                ["^", ["+", minus(1, "p0"), ["*", s, "p0"]], "n"],
                {"n": MANY, "p0": UNIT, "y": X},
                at="y",
            )
        ]
        for s in ("y", 1)
    ],
}
"""What follows, and beside it what does not."""


@pytest.mark.parametrize("kind", PAIRS)
def test_what_follows_is_let_through_and_what_does_not_is_refused(kind):
    true, false = PAIRS[kind]
    assert not refused(certificate_of({"coin": COIN}, *true))
    assert refused(certificate_of({"coin": COIN}, *false))


UNLIKE = {
    "given before the first generation": ("does not start anywhere", {"before": [["P", ["/", 1, 3]]]}),
    "moved by what is only looked at": (
        "moves nothing",
        {
            "states": [["P", X, "p0", ["*", "c", "d"]]],
            "looked at": [["d", ["one"], ["Finite", ["^", "n", -1], 1]]],
        },
    ),
}


@pytest.mark.parametrize("other", UNLIKE)
def test_another_chain_does_not_go_on_as_it_began(other):
    word, change = UNLIKE[other]
    same = PAIRS["the first generation"][0]
    assert not refused(certificate_of({"coin": COIN}, *same))
    (found,) = refused(certificate_of({"coin": {**COIN, **change}}, *same))
    assert word in found


SHARED = ["*", "P", "R"]
PAIR = {
    **COIN,
    "states": [
        [s, X, start, ["*", c, ["^", "n", -1]]] for s, start, c in (("P", "p0", "c"), ("R", minus(1, "p0"), "d"))
    ],
    "draws": [[["c", "d"], ["one"], ["Counts", "n", "P", "R"]]],
}
"""The shares of two symbols, of which n are drawn together."""
WALK = {
    **COIN,
    "states": [["P", LINE, "p0", "c"]],
    "draws": [["c", ["one"], ["Mixture", "p0", minus(1, "p0"), ["Normal", "P", "n"], ["Normal", ["*", -1, "P"], "n"]]]],
}
"""It goes on from where it is, or from the other side."""


def grown(factor):
    return {"quantities": [SHARED], "step": [[[0, factor]]], "start": [["*", "p0", minus(1, "p0")]]}


def widened(by):
    return {"quantities": [["^", "P", 2], 1], "step": [[[0, 1], [1, by]], [[1, 1]]], "start": [["^", "p0", 2], 1]}


def walked(by, then="n"):
    value = ["+", ["^", "p0", 2], ["*", "k", by]]
    return [node("moments", e(["^", "P", 2]), "=", value, CHAIN, recursion=widened(then))]


def drawn(process, nodes):
    return certificate_of({"coin": process}, *nodes)


def renamed(names, law):
    return {**PAIR, "draws": [[names, ["one"], law]]}


SHRINKS = [node("moments", e(SHARED), "=", diversity(["^", "n", -1]), CHAIN, recursion=grown(ONE_LESS))]
APART = [node("moments", e(SHARED), "=", diversity(0), CHAIN, recursion=grown(1))]
LAWS = {
    "counts that were independent": [drawn(PAIR, SHRINKS), drawn(PAIR, APART)],
    "more names than counts": [
        drawn(PAIR, SHRINKS),
        drawn(renamed(["c", "d", "e"], ["Counts", "n", "P", "R"]), SHRINKS),
    ],
    "counts of one name": [
        drawn(PAIR, SHRINKS),
        drawn(renamed(["c", "d", "c"], ["Counts", "n", "P", "R", "P"]), SHRINKS),
    ],
    "names of no counts": [drawn(PAIR, SHRINKS), drawn(renamed(["c", "d"], ["Finite", "n", "P", "R"]), SHRINKS)],
    "a mixture": [drawn(WALK, walked("n")), drawn(WALK, walked(["*", 2, "n"], ["*", 2, "n"]))],
    "a value of a mixture": [drawn(WALK, walked("n")), drawn(WALK, walked(["*", 2, "n"]))],
    "a law without a weight": [
        drawn(WALK, walked("n")),
        drawn({**WALK, "draws": [["c", ["one"], ["Mixture", "p0", *WALK["draws"][0][2][3:]]]]}, walked("n")),
    ],
}


@pytest.mark.parametrize("kind", LAWS)
def test_counts_and_mixtures_are_what_they_are(kind):
    true, false = LAWS[kind]
    assert not refused(true)
    assert refused(false)


def test_no_statement_says_more_of_a_symbol_than_the_table_lets_it():
    certificate = certificate_of({"coin": COIN}, node("sign", 0, "<=", "x", {"x": X}))
    assert not refused(certificate)
    certificate["symbols"]["x"] = UNIT
    assert refused(certificate)
