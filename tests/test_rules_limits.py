"""Limits that must not be proved, each beside one that must: parameters, functions that an algorithm does not know."""

import sympy as sp
from rules_lab import told_apart

from proofs_check.rules.sequences import tends
from proofs_check.rules.statements import over
from theorems.language.functions import GIterate, OccupancyIterate

k, n = sp.Symbol("k", integer=True, nonnegative=True), sp.Symbol("n", integer=True, positive=True)
u, w, y = sp.Symbol("u", positive=True), sp.Symbol("w", nonnegative=True), sp.Symbol("y", real=True)
x = sp.Symbol("x", real=True)
third, lg = sp.Rational(1, 3), sp.loggamma
LATE, HALF_LINE, UNIT = {k: "[1, oo)"}, {w: "[0, oo)"}, {y: "[0, 1]"}
ALL = {k: "[0, oo)", u: "(0, oo)", n: "[2, oo)", x: "(-oo, oo)", **HALF_LINE, **UNIT}


def at_infinity(e, symbol, limit):
    return tends(e, symbol, sp.oo, limit, over({s: r for s, r in ALL.items() if s in {symbol, *e.free_symbols}}))


def later(e, limit):
    """For k from 1 on."""
    return tends(e, k, sp.oo, limit, over(LATE | {s: r for s, r in ALL.items() if s in e.free_symbols - {k}}))


ROWS = {
    "a coefficient that may be 0": (
        "it tends to 1/2 at y = 1/3",
        lambda: at_infinity((u * (y - third) + 1) / (u * (y - third) + 2), u, 1),
        lambda: at_infinity(1 + 1 / (u * (y + third)), u, 1),
    ),
    "a coefficient that may be 0, below": (
        "it is 1 at w = 1000",
        lambda: at_infinity(1 / (u * (1000 - w) + 1), u, 0),
        lambda: at_infinity(1 / (u * (1000 + w)), u, 0),
    ),
    "a power of a base that may be 0": (
        "it is 0 at w = 1000",
        lambda: at_infinity(k * sp.Abs(w - 1000) ** (1 / k), k, sp.oo),
        lambda: later(k * (w + 1000) ** (1 / k), sp.oo),
    ),
    "an inverse power of a base that may be negative": (
        "(-2)^k at w = 1499",
        lambda: at_infinity((1 - (w + 1) / 1000) ** (-k), k, sp.oo),
        lambda: at_infinity((1 + (w + 1) / 1000) ** k, k, sp.oo),
    ),
    "a square power of a base that may be negative": (
        "(-2)^(k^2) at w = 2999",
        lambda: at_infinity((1 - (w + 1) / 1000) ** (k**2), k, 0),
        lambda: at_infinity((1 + (w + 1) / 1000) ** (-(k**2)), k, 0),
    ),
    "an exponent of either sign": (
        "it grows from w = 1000 on",
        lambda: later(k ** (w - 1000), 0),
        lambda: later(k ** (-w - 1000), 0),
    ),
    "a rate of either sign": (
        "it grows from w = 1000 on",
        lambda: at_infinity(sp.exp((w - 1000) * u), u, 0),
        lambda: at_infinity(sp.exp(-(w + 1000) * u), u, 0),
    ),
    "at 0, an exponent that may be 0": (
        "u^0 = 1",
        lambda: tends(u**w, u, 0, 0, over({u: "(0, oo)", **HALF_LINE})),
        lambda: tends(u ** (w + 1), u, 0, 0, over({u: "(0, oo)", **HALF_LINE})),
    ),
    "at 0, a rate that may be 0": (
        "it is 1 at w = 1000",
        lambda: tends(sp.exp(-sp.Abs(w - 1000) / u), u, 0, 0, over({u: "(0, oo)", **HALF_LINE})),
        lambda: tends(sp.exp(w * u), u, 0, 1, over({u: "(0, oo)", **HALF_LINE})),
    ),
    "at -oo, of a rate of either sign": (
        "e^x vanishes there",
        lambda: tends(sp.exp(x), x, -sp.oo, 1, over({x: "(-oo, oo)"})),
        lambda: tends(sp.exp(x), x, -sp.oo, 0, over({x: "(-oo, oo)"})),
    ),
    "a function of the theory, taken for a constant": (
        "g_k falls like 2/k",
        lambda: later(k * GIterate(k), sp.oo),
        lambda: tends(k * OccupancyIterate(n, k), k, sp.oo, sp.oo, over({**LATE, n: "[2, oo)"})),
    ),
    "quotients of Gamma functions": (
        "Gamma(k + w)/Gamma(k) is like k^w",
        lambda: later(lg(k + w) - lg(k) - w * sp.log(k) + w / 1000, 0),
        lambda: later(lg(k + w) - lg(k) - w * sp.log(k), 0),
    ),
    "quotients of Gamma functions, at twice the argument": (
        "it tends to ln 2",
        lambda: later(lg(2 * k + 1) - lg(2 * k) - sp.log(k), 0),
        lambda: at_infinity(lg(k + 1 - 1 / n) + lg(k + 1 + 1 / n) - 2 * lg(k + 1), k, 0),
    ),
}


test_false_limits_are_refused_and_true_ones_beside_them_proved = told_apart(ROWS)
