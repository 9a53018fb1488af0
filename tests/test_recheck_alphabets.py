"""What the second program lets through of lists and alphabets, and falsehoods beside it."""

import json

import pytest
from flint import fmpq
from handmade import LATE, N, X, certificate_of, minus, node, refused

from proofs_check.recheck.balls import NoValue
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.judge import judge
from proofs_check.recheck.runs import Run
from proofs_check.recheck.terms import read

REAL_SHARE, POSITIVE = ["real", 0, 1, False, False], ["shares", "shares", True, 1]
UNSEEN = ["if", ["!=", "P", 0], 1, 0]


def refitted(law, parameter, start, step=("*", ["^", "n", -1], "c"), **others):
    return {
        "first": 0,
        "parameters": {"n": N, **others, start: parameter},
        "states": [["P", X, start, list(step)]],
        "draws": [["c", ["one"], law]],
        "looked at": [],
        "before": [],
    }


ALPHABET = refitted(["Multinomial", "n", "P"], POSITIVE, "p")
SYMBOL = refitted(["Binomial", "n", "P"], REAL_SHARE, "s")
RANGES = {"n": N, "k": LATE, "p": POSITIVE}


def added(of_one, last=-1):
    return ["sum", "i", 0, ["+", last, ["Length", "p"]], of_one]


EARLY = {**RANGES, "k": ["whole", 0, ["oo"], False, True]}
"""Generations at which all counts of small alphabets are looked at."""


def by_each(what=UNSEEN, seen=UNSEEN, share=("entry", "p", "i"), last=-1, k="k", ranges=RANGES):
    left = ["mean", "many", ["OverSymbols", what], "k", "n", "n", "p", "p"]
    one = ["mean", "one", seen, k, "n", "n", "s", list(share)]
    return node("by symbols", left, "=", added(one, last), ranges)


def of_alphabets(statement_, many=ALPHABET, one=SYMBOL):
    return certificate_of({"many": many, "one": one}, statement_)


SHARE = ["entry", "p", "i"]
POISSON_SYMBOL = refitted(["Poisson", ["*", "n", "P"]], REAL_SHARE, "s")
SLOWER = refitted(["Binomial", "n", "P"], REAL_SHARE, "s", ("*", ["^", "n", -2], "c"))
OF_ONE = ["mean", "many", "P", "k", "n", "n", "p", "p"]
NUMBERS = {**RANGES, "p": ["list", "numbers", "n", ["real", ["-oo"], ["oo"], True, True]]}


def shares(left, right, ranges=RANGES):
    return certificate_of({}, node("shares add up", left, "=", right, ranges))


def equal(left, right):
    return certificate_of({}, node("identity", left, "=", right, RANGES))


def unlike(x):
    return ["*", x, minus(1, x)]


def whole(what, k="k"):
    return ["mean", "many", what, k, "n", "n", "p", "p"]


PART = ["*", "x", ["^", "n", -1]]
DIFFERENT = ["OverSymbols", unlike("P")]
MIXED = whole(["if", ["!=", DIFFERENT, 0], 1, 0])
INSIDE = ["OverSymbols", ["if", ["!=", unlike("P"), 0], 1, 0]]


def two(times=2, alive=MIXED, inside=INSIDE, ranges=RANGES, **others):
    return of_alphabets(node("two inside", ["*", times, alive], "<=", whole(inside), ranges), **others)


def line(left=DIFFERENT, right=MIXED, slope=1, constant=0, ranges=RANGES, low=0, at=PART, of=unlike, many=ALPHABET):
    """By the line y, at y = x/n."""
    inside = {"n": N, "x": ["whole", low, ["oo"], False, True]}
    above = node("sign", of(at), "<=", at, inside)
    total = ["+", slope, ["*", constant, ["Length", "p"]]]
    last = node("below a line", whole(left), "<=", ["*", total, right], ranges, [0], slope=slope, constant=constant)
    return certificate_of({"many": many, "one": SYMBOL}, above, last)


ENDS, END_OF_ALL = ["=", unlike("P"), 0], ["=", DIFFERENT, 0]
ALWAYS = {"n": N, "p": POSITIVE}


def times(rule="two of the times", factor=2, until=END_OF_ALL, own=ENDS, many=ALPHABET, one=SYMBOL, last=-1):
    whole_time = ["mean", "many", ["Time", until], ["oo"], "n", "n", "p", "p"]
    total = added(["mean", "one", ["Time", own], ["oo"], "n", "n", "s", SHARE], last)
    sides = [["*", factor, whole_time], total]
    left, right = sides if rule == "two of the times" else sides[::-1]
    return of_alphabets(node(rule, left, "<=", right, ALWAYS), many, one)


def at_once(share):
    left = ["mean", "one", ["Time", ENDS], ["oo"], "n", "n", "s", share]
    return certificate_of({"one": SYMBOL}, node("at the start", left, "=", 0, {"n": N}))


LAST = "the last of the times"
POISSON_COUNTS = refitted(["Poisson", ["*", "n", "P"]], POSITIVE, "p")
BY_THEMSELVES = refitted(["Binomial", "n", "P"], POSITIVE, "p")
TWICE = refitted(["Multinomial", "n", "P"], POSITIVE, "p", ("*", 2, ["^", "n", -1], "c"))
FIRST = {**RANGES, "k": ["whole", 0, ["oo"], False, True]}
RIGHT = {
    "two of the times": times(),
    "the last of the times": times(LAST, ["Length", "p"]),
    "a time that is over": at_once(1),
    "two inside": two(),
    "two inside, early": two(ranges=EARLY),
    "below a line": line(),
    "below a line, early": line(ranges={**RANGES, "k": ["whole", 1, ["oo"], False, True]}),
    "by symbols": of_alphabets(by_each()),
    "by symbols, early": of_alphabets(by_each(ranges=EARLY)),
    "shares": shares(added(SHARE), 1),
    "factors in front": equal(added(["+", "n", ["*", "n", SHARE]]), ["*", "n", added(["+", 1, SHARE])]),
}
FALSE = {
    "a time that is not over": at_once(["/", 1, 2]),
    "three of the times": times(factor=3),
    "the last of the times for less": times(LAST, minus(["Length", "p"], 1)),
    "the first of the times": times(LAST, 1),
    "times of Poisson counts": times(many=POISSON_COUNTS, one=POISSON_SYMBOL),
    "times of symbols counted by themselves": times(many=BY_THEMSELVES),
    "times until what never is": times(until=["=", ["OverSymbols", "P"], 0]),
    "times until a symbol is lost": times(own=["=", "P", 0]),
    "one time too few": times(last=-2),
    "times until what is not": times(until=["!=", DIFFERENT, 0]),
    "three inside": two(times=3),
    "two inside of Poisson counts": two(many=POISSON_COUNTS),
    "two inside of doubled shares": two(many=TWICE),
    "two of those that are left": two(inside=["OverSymbols", UNSEEN]),
    "two where nothing differs": two(alive=whole(["if", ["=", DIFFERENT, 0], 1, 0])),
    "two where one is left": two(alive=whole(["if", ["!=", ["OverSymbols", "P"], 0], 1, 0])),
    "a half of the line": line(slope=["/", 1, 2]),
    "below the line": line(constant=["/", -1, 100]),
    "two of symbols counted by themselves": two(many=BY_THEMSELVES),
    "a line of symbols counted by themselves": line(many=BY_THEMSELVES),
    "a line of what is left": line(left=["OverSymbols", "P"], of=lambda at: at),
    "a line of nothing": line(of=lambda at: 0),
    "a line of Poisson counts": line(many=POISSON_COUNTS),
    "a line of doubled shares": line(many=TWICE),
    "a line from 1 on": line(low=1),
    "a line at the start": line(ranges=FIRST),
    "a line at another place": line(at=["*", "x", ["^", ["+", 1, "n"], -1]]),
    "a line where nothing differs": line(right=whole(["if", ["=", DIFFERENT, 0], 1, 0])),
    "a symbol that draws otherwise": of_alphabets(by_each(), one=POISSON_SYMBOL),
    "a symbol that moves otherwise": of_alphabets(by_each(), one=SLOWER),
    "another number of symbols": of_alphabets(by_each(last=0)),
    "the square of the share": of_alphabets(by_each(share=("^", SHARE, 2))),
    "always the first share": of_alphabets(by_each(share=("entry", "p", 0))),
    "another generation": of_alphabets(by_each(k=["+", 1, "k"])),
    "another observable": of_alphabets(by_each(seen="P")),
    "a draw for the state": of_alphabets(by_each(what="c", seen="c")),
    "shares in the law": of_alphabets(by_each(), many=refitted(["Multinomial", "n", "p"], POSITIVE, "p")),
    "no alphabet": of_alphabets(by_each(), many=refitted(["Multinomial", "n", "P"], REAL_SHARE, "p")),
    "what one symbol sees": certificate_of({"many": ALPHABET}, node("linear", OF_ONE, "=", OF_ONE, RANGES)),
    "two shares that add up": shares(added(SHARE), 2),
    "numbers that are no shares": shares(added(SHARE), 1, NUMBERS),
    "one share too few": shares(added(SHARE, -2), 1),
    "a square in front": equal(added(["^", SHARE, 2]), ["^", added(SHARE), 2]),
}


@pytest.mark.parametrize("certificate", RIGHT.values(), ids=RIGHT)
def test_the_second_program_lets_through_what_is_true(certificate):
    assert refused(certificate) == []


@pytest.mark.parametrize("certificate", FALSE.values(), ids=FALSE)
def test_the_second_program_refuses_what_is_false(certificate):
    assert refused(certificate)


def test_the_second_program_counts_all_symbols_of_small_alphabets():
    """A false mean of an alphabet is refused by its value, whatever rule is said to prove it."""
    left = ["mean", "many", ["OverSymbols", UNSEEN], "k", "n", "n", "p", "p"]
    for right, word in ((["+", 1, ["Length", "p"]], "false"), (["/", 1, 2], "false")):
        (verdict,) = judge(json.dumps(of_alphabets(node("by symbols", left, "=", right, EARLY))))
        assert word in verdict.refused
    (verdict,) = judge(json.dumps(of_alphabets(node("by symbols", left, "=", minus(["Length", "p"], 0), EARLY))))
    assert verdict.refused is not None


def test_the_second_program_computes_no_mean_of_poisson_counts_as_if_they_were_multinomial():
    at, what = {"n": fmpq(1), "p": [fmpq(1)]}, read(["OverSymbols", UNSEEN])
    assert Run(Declaration("many", ALPHABET), at).expected(what, 1) == 1
    with pytest.raises(NoValue):
        Run(Declaration("many", POISSON_COUNTS), at).expected(what, 1)
