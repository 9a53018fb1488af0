"""Certificates made by hand, for the second program."""

import json

from proofs_check.certificate import FORMAT
from proofs_check.recheck.judge import Unreadable, judge

K, X, N = ["whole", 0, ["oo"], False, True], ["real", 0, ["oo"], False, True], ["whole", 1, ["oo"], False, True]
UNIT = ["real", 0, 1, False, False]
LATE = ["whole", 10, ["oo"], False, True]
"""Generations at which no mean is computed: what is refused there is refused by its rule."""

COIN = {
    "first": 0,
    "parameters": {"n": N, "p0": UNIT},
    "states": [["P", X, "p0", ["*", "c", ["^", "n", -1]]]],
    "draws": [["c", ["one"], ["Binomial", "n", "P"]]],
    "looked at": [],
    "before": [],
}
"""The chain of one symbol's share."""


def refused(certificate):
    """Why claims are refused, or the whole certificate is."""
    try:
        verdicts = judge(json.dumps(certificate))
    except Unreadable as error:
        return [str(error)]
    return [v.refused for v in verdicts if v.refused is not None]


def node(rule, left, op, right, ranges, premises=(), given=(), **witness):
    relation = {"left": left, "op": op, "right": right, "for": ranges, "given": list(given)}
    return {"rule": rule, "premises": list(premises), **relation, "witness": witness}


def tends(rule, expression, symbol, to, limit, ranges, premises=(), **witness):
    limits = {"expression": expression, "symbol": symbol, "to": to, "limit": limit, "for": ranges, "given": []}
    return {"rule": rule, "premises": list(premises), **limits, "witness": witness}


def minus(a, b):
    return ["+", a, ["*", -1, b]]


def certificate_of(processes, *nodes):
    ranges = {s: r for n in nodes for s, r in n["for"].items()}
    symbols = {s: [r[0], ["-oo"], ["oo"], True, True] for s, r in ranges.items()}
    last = {part: nodes[-1][part] for part in ("left", "op", "right", "for", "given")}
    claim = {"claim": "it", "refuted": False, "goals": [last], "proved": [len(nodes) - 1]}
    return {"format": FORMAT, "symbols": symbols, "processes": processes, "nodes": list(nodes), "claims": [claim]}
