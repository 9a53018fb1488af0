"""m(n) = n(1-(1-1/n)^a): how it moves with n and a, and what it says of means of powers of binomial variables."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import d, e, exponential, from_the_start, log_below_line, power_falls, q, weaken, y
from proofs_check.rules.algebra import (
    at_value,
    cases,
    combine,
    increasing,
    induction,
    substitute,
)
from proofs_check.rules.chains import binomial_power, on_average, outcome, outcomes, swapped
from proofs_check.rules.leaves import by_derivatives, by_sign, definition, given, identity
from proofs_check.rules.statements import Proved, Relation, over
from theorems.bernoulli.absorption import PARAMETERS
from theorems.language.functions import GIterate, OccupancyIterate
from theorems.language.laws import Binomial

n, p0, k = PARAMETERS.symbols
b, t = sp.symbols("b t", nonnegative=True)
"""Exponents are 1 + b and 1 + t."""
S, G = sp.Symbol("s", positive=True), sp.Symbol("G", nonnegative=True)
"""S is n - 1."""
gamma = OccupancyIterate
x = outcome(Binomial)
DRAWN = Binomial(n, p0)


def occupied(size: sp.Expr, balls: sp.Expr) -> sp.Expr:
    """m(n) = n(1-(1-1/n)^a): for whole a the mean number of occupied boxes, a balls being thrown into n."""
    return size * (1 - (1 - 1 / size) ** balls)


@cache
def occupied_at_least_one() -> Proved:
    """1 <= m(n) for n >= 1 and exponents 1 + b."""
    context = over({n: "[1, oo)", b: "[0, oo)"})
    power = by_sign((1 - 1 / n) ** b, "<=", 1, context)
    return combine(1, "<=", occupied(n, 1 + b), (power, n * (1 - 1 / n)), context=context)


@cache
def _occupied_rises() -> Proved:
    """m(x) <= m(n) for 2 <= x <= n: with x = 1 + s the slope is 1 - (1 + a/s) (1 + 1/s)^-a, and (1+y)^a >= 1 + ay."""
    r = sp.Symbol("r", positive=True)
    line = by_derivatives(1 + (1 + b) * y, "<=", (1 + y) ** (1 + b), y, 2, over({y: "[0, oo)", b: "[0, oo)"}))
    sizes = over({r: "[1, oo)", b: "[0, oo)"})
    at = substitute(line, {y: 1 / r}, sizes)
    grown = (1 + r) * (1 - (r / (1 + r)) ** (1 + b))
    slope = combine(0, "<=", sp.diff(grown, r), (at, (r / (1 + r)) ** (1 + b)), context=sizes)
    drawn = over({n: "[2, oo)", x: "[2, oo)", b: "[0, oo)"}, x <= n)
    return increasing(grown, r, combine(x - 1, "<=", n - 1, given(x <= n, drawn), context=drawn), slope)


@cache
def power_mean() -> Proved:
    """(1-p)^m(n) <= E (1-X/n)^a for X ~ Bin(n, p), 0 <= p <= 1, a = 1 + b."""
    a, h = 1 + b, (x / n) ** (1 + b)
    context = over({n: "[1, oo)", b: "[0, oo)", p0: "[0, 1]"})
    stays = Binomial(n, 1 - p0)
    drawn = outcomes(stays, context)
    positive = by_sign(0, "<=", h, drawn)
    one = occupied_at_least_one()
    growth = occupied(n, a)
    # x = 1: h(0) = 0, and m(n) >= 1; x >= 2: x (h(x) - h(x-1)) = m(x) h(x), and m(x) <= m(n)
    from_one = drawn.but({x: "[1, oo)"})
    at_one = from_one.but({x: None})
    left = x * (h - h.subs(x, x - 1))
    first = at_value(
        x,
        1,
        combine((1 / n) ** a, "<=", growth * (1 / n) ** a, (one, (1 / n) ** a), context=at_one),
        left,
        "<=",
        growth * h,
    )
    first = substitute(first, {}, first.relation.context.but({}, x <= n))
    two = from_one.but({x: "[2, oo)", n: "[2, oo)"})
    later = combine(left, "<=", growth * h, (_occupied_rises(), h), context=two)
    alone = from_one.but({x: "[2, oo)"})
    large = substitute(
        later, {}, alone, combine(2, "<=", n, given(x <= n, alone), (by_sign(2, "<=", x, alone)), context=alone)
    )
    grows = cases(x, first, large)
    below = binomial_power(stays, growth, grows, positive, context)
    turned = swapped(DRAWN, (1 - x / n) ** a, context)
    same = on_average(stays, identity((1 - (n - x) / n) ** a, h, drawn), context)
    return combine((1 - p0) ** growth, "<=", turned.relation.left, below, (turned, -1), (same, -1), context=context)


@cache
def exponent_at_least_one() -> Proved:
    """1 <= n gamma_k: m(n) is at least 1 for every exponent that is."""
    context = over({n: "[1, oo)", k: "[1, oo)"})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        least = substitute(occupied_at_least_one(), {b: n * gamma(n, j) - 1}, here, known)
        recursion = definition(gamma, n, j, context=here)
        return combine(1, "<=", n * gamma(n, j + 1), least, using=[recursion], context=here)

    base = by_sign(1, "<=", n * gamma(n, 1), context.but({k: None}))
    return induction(Relation(1, "<=", n * gamma(n, k), context), k, base, step)


@cache
def iterate_at_most_one() -> Proved:
    """gamma_k <= 1: it begins there, and what follows lacks a power to 1."""
    context = over({n: "[1, oo)", k: "[1, oo)"})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        power = by_sign(0, "<=", (1 - 1 / n) ** (n * gamma(n, j)), here)
        return combine(gamma(n, j + 1), "<=", 1, power, using=[definition(gamma, n, j, context=here)], context=here)

    base = by_sign(1, "<=", 1, context.but({k: None}))
    return induction(Relation(gamma(n, k), "<=", 1, context), k, base, step)


@cache
def exponents_compared() -> Proved:
    """m(n) at 1 + nG is at most 1 + n(1 - e^-G), for n >= 1 and G >= 0."""
    excess = 1 + n * (1 - sp.exp(-G)) - occupied(n, 1 + n * G)
    one = over({G: "[0, oo)"})
    least = by_sign(sp.exp(-G), "<=", 1, one)
    at_one = at_value(n, 1, combine(0, "<=", 1 - sp.exp(-G), least, context=one), 0, "<=", excess)
    # n = 1 + s: the excess is 0 at G = 0, its slope n e^-G (1 - A B), A = s ln(1 + 1/s) <= 1, B = e^(-(c-1)G) <= 1
    size = 1 + S
    sizes = over({S: "[1, oo)", G: "[0, oo)"})
    log = sp.log(1 + 1 / S)
    c = size * log
    a_below = substitute(log_below_line(), {y: 1 / S}, sizes)
    r = sp.Symbol("r", positive=True)
    c_line = by_derivatives(r, "<=", (1 + r) * sp.log(1 + r), r, 1, over({r: "(0, oo)"}))
    c_above = substitute(c_line, {r: 1 / S}, sizes)
    steeper = combine(-(c - 1) * G, "<=", 0, (c_above, S * G), context=sizes)
    B = sp.exp(-(c - 1) * G)
    b_below = exponential(steeper)
    explicit = 1 + size * (1 - sp.exp(-G)) - size * (1 - sp.exp(-log * (1 + size * G)))
    slope = combine(
        0, "<=", sp.diff(explicit, G), (a_below, S * size * sp.exp(-G) * B), (b_below, size * sp.exp(-G)), context=sizes
    )
    flat = over({S: "[1, oo)"})
    start = identity(0, explicit.subs(G, 0), flat)
    above = from_the_start(explicit, G, weaken(start), slope)
    here = over({n: "[2, oo)", G: "[0, oo)"})
    larger = combine(0, "<=", excess, substitute(above, {S: n - 1}, here), context=here)
    return cases(n, at_one, larger)


@cache
def iterates_compared() -> Proved:
    """n gamma_k <= n g_k + 1: the exponents move by the same map, but for an excess."""
    exponents, g = over({n: "[1, oo)", k: "[1, oo)"}), GIterate(k)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        own, bound = n * gamma(n, j), n * GIterate(j) + 1
        excess = substitute(exponents_compared(), {G: GIterate(j)}, here)
        least = substitute(exponent_at_least_one(), {k: j}, here)
        moved = substitute(occupied_in_exponent(), {b: own - 1, t: bound - 1}, here, least, known)
        recursions = [definition(gamma, n, j, context=here), definition(GIterate, j, context=here)]
        following = n * gamma(n, j + 1), n * GIterate(j + 1) + 1
        return combine(following[0], "<=", following[1], moved, excess, using=recursions, context=here)

    base = by_sign(n, "<=", n + 1, over({n: "[1, oo)"}))
    return induction(Relation(n * gamma(n, k), "<=", n * g + 1, exponents), k, base, step)


@cache
def occupied_in_exponent() -> Proved:
    """m(n) at 1 + b is at most that at 1 + t for b <= t."""
    context = over({n: "[1, oo)", b: "[0, oo)", t: "[0, oo)"}, b <= t)
    extra = combine(0, "<=", t - b, given(b <= t, context), context=context)
    weaker = substitute(power_falls(), {q: 1 - 1 / n, e: 1 + b, d: t - b}, context, extra)
    return combine(occupied(n, 1 + b), "<=", occupied(n, 1 + t), (weaker, n), context=context)
