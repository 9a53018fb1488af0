"""The iterates g_1 = 1, g_{k+1} = 1 - exp(-g_k): bounds, asymptotics, and what they are probabilities of.

1/(1 - e^-x) lies below 1/x + 1 (e^x >= 1 + x), above 1/x + 1/2 and below 1/x + 1/2 + x/12; each bound turns
the iteration into a sum. For the asymptotics, A(u) = u - ln(u)/3 + 1/(18u) is a coordinate in which one
iteration is almost the shift by one: q(k) = A(u_k) - k grows by D(g_k) with 0 <= D(x) <= x^3/216, so q increases,
q(k) + 1/(54 k (k+1)) decreases, and both are read off at one large k. Suresh et al., Lemma 2, for the first bound.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import at_integers, growth_above_line, weaken
from proofs_check.lemmas.extinction import poisson_extinct
from proofs_check.rules.algebra import cases, combine, increasing, induction, substitute
from proofs_check.rules.chains import special_case
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_derivatives, by_sign, definition, identity
from proofs_check.rules.sequences import at_least_its_limit, limit_of, tends
from proofs_check.rules.statements import Proved, Relation, over
from theorems.bernoulli.g_iterate import PARAMETERS, THEOREM
from theorems.language.functions import GIterate
from theorems.processes.poisson import POISSON

(k,) = PARAMETERS.symbols
x, s, y = sp.Symbol("x", positive=True), sp.Symbol("s", positive=True), sp.Symbol("y", nonnegative=True)
ALL = over({k: "[1, oo)"})
POSITIVE = over({x: "(0, oo)"})
LATE = 15000
"""The k at which the limit of q is read off: there it is known up to 1/(54 k (k+1)) < 1e-10."""


@cache
def _rises() -> Proved:
    """1 - e^-x increases."""
    return by_sign(0, "<", sp.exp(-x), POSITIVE)


def _image(premise: Proved) -> Proved:
    """From a <= b, 1 - e^-a <= 1 - e^-b."""
    return increasing(1 - sp.exp(-x), x, premise, _rises())


@cache
def lower(goal: Relation) -> Proved:
    """1 - e^-x >= x/(1+x), so a lower bound v(k) of g_k gives the bound v/(1+v) of g_{k+1}."""
    growth = substitute(growth_above_line(), {y: x}, POSITIVE)
    image = combine(x / (1 + x), "<=", 1 - sp.exp(-x), (growth, sp.exp(-x) / (1 + x)), context=POSITIVE)
    bound = goal.left

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, v = known.relation.context, known.relation.left
        following = by_sign(bound.subs(k, j + 1), "<=", v / (1 + v), here)
        below = substitute(image, {x: v}, here)
        recursion = definition(GIterate, j, context=here)
        return combine(
            bound.subs(k, j + 1),
            "<=",
            GIterate(j + 1),
            following,
            below,
            _image(known),
            using=[recursion],
            context=here,
        )

    return induction(goal, k, by_sign(bound.subs(k, 1), "<=", 1, over({})), step)


@cache
def upper_sharp(goal: Relation) -> Proved:
    """1 - e^-x <= 2x/(2+x), so an upper bound v(k) of g_k gives the bound 2v/(2+v) of g_{k+1}."""
    gap = by_derivatives(2 - x, "<", (2 + x) * sp.exp(-x), x, 2, POSITIVE)
    image = combine(1 - sp.exp(-x), "<", 2 * x / (2 + x), (gap, 1 / (2 + x)), context=POSITIVE)
    bound = goal.right

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, v = known.relation.context, known.relation.right
        following = by_sign(2 * v / (2 + v), "<=", bound.subs(k, j + 1), here)
        above = substitute(image, {x: v}, here)
        recursion = definition(GIterate, j, context=here)
        return combine(
            GIterate(j + 1),
            "<=",
            bound.subs(k, j + 1),
            _image(known),
            above,
            following,
            using=[recursion],
            context=here,
        )

    return induction(goal, k, by_sign(1, "<=", bound.subs(k, 1), over({})), step)


@cache
def upper(goal: Relation) -> Proved:
    """Weaker than the sharp bound."""
    sharp = upper_sharp(statement(THEOREM, "upper-sharp"))
    return combine(
        goal.left, "<=", goal.right, sharp, by_sign(sharp.relation.right, "<=", goal.right, ALL), context=ALL
    )


@cache
def lower_sharp(goal: Relation) -> Proved:
    """2/(1-e^-x) <= 2/x + 1 + x/6, with x = g_k <= 2/(k+1): 2/g_k is below the reciprocal of the bound."""
    sharp = upper_sharp(statement(THEOREM, "upper-sharp"))
    polynomials = by_derivatives(12 + 6 * x + x**2, "<", sp.exp(x) * (12 - 6 * x + x**2), x, 3, POSITIVE)
    reciprocal = combine(
        2 / (1 - sp.exp(-x)), "<", 2 / x + 1 + x / 6, (polynomials, 1 / (6 * x * (sp.exp(x) - 1))), context=POSITIVE
    )
    w = 2 / goal.left

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, g = known.relation.context, GIterate(j)
        one_more = substitute(reciprocal, {x: g}, here)
        small = substitute(sharp, {k: j}, here)
        grown = by_sign(
            1 + sharp.relation.right.subs(k, j) / 6, "<=", sp.expand_func(w.subs(k, j + 1)) - w.subs(k, j), here
        )
        recursion = definition(GIterate, j, context=here)
        return combine(
            2 / GIterate(j + 1),
            "<=",
            w.subs(k, j + 1),
            one_more,
            known,
            (small, sp.Rational(1, 6)),
            grown,
            using=[recursion],
            context=here,
        )

    inverse = Relation(2 / GIterate(k), "<=", w, ALL)
    bound = induction(inverse, k, by_sign(2, "<=", w.subs(k, 1), over({})), step)
    # from 2/g <= w: 2/w <= g, as both are positive
    return combine(goal.left, "<=", goal.right, (bound, GIterate(k) / w), context=ALL)


def _slope_sign(slope: sp.Expr) -> Proved:
    """0 <= slope on (0, 1]: it is an exponential polynomial of order x^6 at 0, over a positive factor."""
    factor = 36 * x**2 * (sp.exp(x) - 1) ** 2 * sp.exp(x)
    E = sp.Dummy("E", positive=True)
    rational = (slope * factor).subs({sp.exp(-x): 1 / E, sp.exp(x): E})
    numerator = sp.expand(sp.cancel(rational).subs(E, sp.exp(x)))
    near = by_derivatives(0, "<=", numerator, x, 6, over({x: "(0, 1/2]"}))
    far = by_derivatives(0, "<=", numerator, x, 4, over({x: "[1/2, 1]"}))
    unit = over({x: "(0, 1]"})
    return combine(0, "<=", slope, (cases(x, near, far), 1 / factor), context=unit)


@cache
def _limits() -> tuple[sp.Expr, dict[sp.Symbol, Proved]]:
    """D by x and two ratios, and their limits as x = 1/s -> 0: y/x -> 1 and (x - y)/x^2 -> 1/2, y = 1 - e^-x."""
    far, at, image = over({s: "[1, oo)"}), 1 / s, 1 - sp.exp(-1 / s)
    a, b, c = sp.symbols("a b c", real=True)
    limits = {
        a: tends(image / at, s, sp.oo, 1, far),
        b: tends((at - image) / at**2, s, sp.oo, sp.Rational(1, 2), far),
        c: tends(at, s, sp.oo, 0, far),
    }
    return 2 * b / a - 1 + sp.log(a) / 3 + (1 - sp.exp(-c) - c) / 36, limits


def _above_its_limit(function: sp.Expr, limit: sp.Expr) -> Proved:
    """0 <= F on (0, 1], as it rises and is `limit`, in ratios that have limits, as x = 1/s -> 0: F(1/s) falls to 0."""
    far, (_, limits) = over({s: "[1, oo)"}), _limits()
    later = by_sign(1 / (s + 1), "<=", 1 / s, far)
    falls = increasing(function, x, later, _slope_sign(sp.diff(function, x)))
    least = at_least_its_limit(falls, limit_of(limit, limits, far), s)
    return substitute(least, {s: 1 / x}, over({x: "(0, 1]"}))


@cache
def _increment(q: sp.Expr) -> tuple[Proved, Proved]:
    """q(k) <= q(k+1), and q(k+1) + t(k+1) <= q(k) + t(k) for t(k) = 1/(54 k (k+1))."""
    following = q.subs(k, k + 1).subs(GIterate(k + 1), GIterate.unfold(k))
    D = (following - q).subs(GIterate(k), x)
    parts, (*_, c) = _limits()
    low, high = _above_its_limit(D, parts), _above_its_limit(x**3 / 216 - D, c**3 / 216 - parts)
    g, recursion = GIterate(k), definition(GIterate, k, context=ALL)
    sharp = upper_sharp(statement(THEOREM, "upper-sharp"))
    at_most_one = combine(g, "<=", 1, sharp, by_sign(sharp.relation.right, "<=", 1, ALL), context=ALL)
    rises = combine(
        q, "<=", q.subs(k, k + 1), substitute(low, {x: g}, ALL, at_most_one), using=[recursion], context=ALL
    )
    t = 1 / (54 * k * (k + 1))
    v = sharp.relation.right
    cubes = increasing(x**3 / 216, x, sharp, by_sign(0, "<", x**2 / 72, POSITIVE))
    room = by_sign((x**3 / 216).subs(x, v), "<=", t - t.subs(k, k + 1), ALL)
    falls = combine(
        (q + t).subs(k, k + 1),
        "<=",
        q + t,
        substitute(high, {x: g}, ALL, at_most_one),
        cubes,
        room,
        using=[recursion],
        context=ALL,
    )
    return rises, falls


m = sp.Symbol("m", integer=True, nonnegative=True)


def _later(rises: Proved) -> Proved:
    """From a(k) <= b(k+1) of one sequence, a(k) <= a(k+m) for all k and m (or the same with >=)."""
    r, both = rises.relation, over({k: "[1, oo)", m: "[0, oo)"})
    up = sp.expand(r.left.subs(k, k + 1) - r.right) == 0
    a = r.left if up else r.right

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        once = substitute(rises, {k: k + j}, here)
        ends = (a, a.subs(k, k + j + 1)) if up else (a.subs(k, k + j + 1), a)
        return combine(ends[0], "<=", ends[1], known, once, context=here)

    ends = (a, a.subs(k, k + m)) if up else (a.subs(k, k + m), a)
    return induction(Relation(ends[0], "<=", ends[1], both), m, weaken(identity(a, a, ALL)), step)


@cache
def asymptotic(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """q(k) and q(k) + t(k) enclose their values at one late k, where balls read them."""
    q = below.right
    rises, falls = _increment(q)
    early, late = over({k: f"[1, {LATE}]"}), over({k: f"[{LATE}, oo)"})
    t = 1 / (54 * k * (k + 1))
    up, down = _later(rises), _later(falls)
    there = q.subs(k, LATE)
    positive = by_sign(0, "<=", t, ALL)
    # q(K) - t(k) <= q(k): before K, as q + t falls; after it, as q rises
    before = substitute(down, {m: LATE - k}, early)
    after = substitute(up, {k: LATE, m: k - LATE}, late)
    late_t = by_sign(0, "<=", t.subs(k, LATE), over({}))
    low = cases(
        k,
        combine(there - t, "<=", q, before, late_t, context=early),
        combine(there - t, "<=", q, after, (positive, 1), context=late),
    )
    high = cases(
        k,
        combine(q, "<=", there + t.subs(k, LATE), substitute(up, {m: LATE - k}, early), late_t, context=early),
        combine(
            q, "<=", there + t.subs(k, LATE), substitute(down, {k: LATE, m: k - LATE}, late), positive, context=late
        ),
    )
    slack = sp.limit(below.left.subs(k, 1 / x), x, 0, "+"), sp.limit(above.right.subs(k, 1 / x), x, 0, "+")
    one = over({k: f"[{LATE}, {LATE}]"})
    floor = substitute(at_integers(slack[0], "<=", q, k, one), {k: LATE}, over({}))
    ceiling = substitute(at_integers(q + t, "<=", slack[1], k, one), {k: LATE}, over({}))
    room_below = by_sign(below.left + t, "<=", slack[0], ALL)
    room_above = by_sign(slack[1], "<=", above.right, ALL)
    return (
        combine(below.left, "<=", q, low, floor, room_below, context=ALL),
        combine(q, "<=", above.right, high, ceiling, room_above, context=ALL),
    )


@cache
def extinction(goal: Relation) -> Proved:
    """The family of one individual is the Poisson chain with n = 1 and intensity 1."""
    lineage = special_case(goal.left, POISSON, {"n": 1, "lambda0": 1}, goal.context)
    start = sp.Symbol("start", nonnegative=True)
    known = poisson_extinct(k, sp.Symbol("n", integer=True, positive=True), start)
    at_one = substitute(known, {s: 1 for s in known.relation.context.symbols if s != k}, goal.context)
    return combine(goal.left, "=", goal.right, lineage, at_one, context=goal.context)
