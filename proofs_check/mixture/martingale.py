"""The second moment of a model and its root, from the sample of the next one.

With Q = mu^2 + sigma^2 and B the mean of x^2, the root of B is at most a cubic polynomial in B, which touches it at Q:
on average it falls short of the root of Q by sigma^2/(8 n Q^(1/2)) or more. That pays for what sums of sigma^2 gain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import squared_difference
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, raised, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import beside, half_square, indicator, linear, monotone
from proofs_check.rules.samples import after_a_step
from proofs_check.rules.statements import Proved, Relation, over
from theorems.mixture.martingale import PARAMETERS, THEOREM
from theorems.processes.mixture import L, M, T, V, b, share, square

n, k, mu0, sigma0, *_ = PARAMETERS.symbols
q, r, t = sp.Symbol("q", positive=True), sp.Symbol("r", nonnegative=True), sp.Symbol("t", nonnegative=True)
B, w = sp.symbols("B w", positive=True)
NAMES = {square: B, share: w}
STATES = over({n: "[2, oo)", M: "[0, oo)", V: "(0, oo)", L: "[0, oo)", T: "[0, oo)"})
SAMPLES = STATES.but({B: "(0, oo)", w: "(0, 1]"})
Q = M**2 + V
total = L + 8 * n * sp.sqrt(Q)
noise = sp.sqrt(T + 4 * n * Q) + 2 * sp.sqrt(n * Q)
"""What falls on average."""


def second_moment(goal: Relation) -> Proved:
    """Whatever the share of the noise is, both parts add up to the mean of x^2."""
    return by_moments(goal)


def second_moment_variance(goal: Relation) -> Proved:
    """Of the mean of n squares: fourth moments of the two components."""
    context = goal.context
    parts = half_square(goal.left, context)  # type: ignore[arg-type]
    first = closed(beside(goal.left, square), mu0**2 + sigma0**2, context)  # type: ignore[arg-type]
    fourth = goal.right + (mu0**2 + sigma0**2) ** 2
    second = closed(beside(goal.left, square**2), fourth, context)  # type: ignore[arg-type]
    return combine(goal.left, "=", goal.right, parts, second, using=[first], context=context)


def _cubic(ratio: sp.Expr) -> sp.Expr:
    """1 + (x-1)/2 - 5 (x-1)^2/48 + (x-1)^3/48, which is at least the root of x >= 0."""
    x = ratio - 1
    return 1 + x / 2 - sp.Rational(5, 48) * x**2 + x**3 / 48


@cache
def _root_below_cubic() -> Proved:
    """r <= q c(r^2/q^2): the difference is q (t-1)^2 (t^4 + 2 t^3 - 5 t^2 - 12 t + 18)/48 at t = r/q."""
    context = over({q: "(0, oo)", r: "[0, oo)"})
    fifths = sp.Rational(18, 5), sp.Rational(6, 5), sp.Rational(6, 25)
    line = over({t: "[0, oo)"})
    squares = (
        squared_difference(t**2 + t, fifths[0], line),
        (squared_difference(t, sp.Integer(2), line), fifths[1]),
    )
    quartic = t**4 + 2 * t**3 - 5 * t**2 - 12 * t + 18
    rest = by_sign(0, "<=", fifths[2], line)
    positive = substitute(combine(0, "<=", quartic, *squares, rest, context=line), {t: r / q}, context)
    return combine(r, "<=", q * _cubic(r**2 / q**2), (positive, (r - q) ** 2 / (48 * q)), context=context)


@cache
def _root_after() -> Proved:
    """The root of B is at most that of Q times the cubic polynomial of B/Q."""
    return substitute(_root_below_cubic(), {q: sp.sqrt(Q), r: sp.sqrt(B)}, SAMPLES)


variance, third = (4 * M**2 * V + 2 * V**2) / n, (24 * M**2 * V**2 + 8 * V**3) / n**2
"""Central moments of B."""
root_on_average = sp.sqrt(Q) * (1 - sp.Rational(5, 48) * variance / Q**2 + third / (48 * Q**3))


@cache
def _root_falls() -> Proved:
    """E of that bound is at most the root of Q less V/(8 n Q^(1/2))."""
    lost = V * (14 * n * M**4 + (18 * n - 24) * M**2 * V + (4 * n - 8) * V**2) / (48 * n**2 * Q ** sp.Rational(5, 2))
    less = by_sign(0, "<=", lost, STATES)
    return combine(root_on_average, "<=", sp.sqrt(Q) - V / (8 * n * sp.sqrt(Q)), less, context=STATES)


@cache
def _total_falls(later: sp.Expr, before: Proved) -> Proved:
    """E (L + 8 n Q^(1/2)) does not grow in a generation, from a bound on it before."""
    step = L + V / sp.sqrt(Q)
    left = step + 8 * n * sp.sqrt(B * (1 - w) + B * w)
    right = step + 8 * n * sp.sqrt(Q) * _cubic(B / Q)
    pointwise = combine(left, "<=", right, (_root_after(), 8 * n), context=SAMPLES)
    below = combine(step + 8 * n * root_on_average, "<=", total, (_root_falls(), 8 * n), context=STATES)
    return after_a_step(later, NAMES, pointwise, [], below, before.relation.context, before)  # type: ignore[arg-type]


@cache
def _noise_falls(later: sp.Expr, before: Proved) -> Proved:
    """Nor does E ((T + 4 n Q)^(1/2) + 2 (n Q)^(1/2)): the first root, below its tangent, grows by what the other loses.

    That is V/2 over the first root, which is at least the other.
    """
    reach, twice = T + 4 * n * Q, 2 * sp.sqrt(n)
    gained = V + 4 * n * (B - Q)
    tangent = sp.sqrt(reach) + gained / (2 * sp.sqrt(reach))
    after = sp.sqrt(T + V + 4 * n * B)
    square = substitute(_squared_gap(), {q: sp.sqrt(reach), r: after}, SAMPLES)
    first = combine(after, "<=", tangent, (square, 1 / (2 * sp.sqrt(reach))), context=SAMPLES)
    left = sp.sqrt(T + V + 4 * n * (B * (1 - w) + B * w)) + twice * sp.sqrt(B * (1 - w) + B * w)
    right = tangent + twice * sp.sqrt(Q) * _cubic(B / Q)
    pointwise = combine(left, "<=", right, first, (_root_after(), twice), context=SAMPLES)
    longer = raised(by_sign(4 * n * Q, "<=", reach, STATES), sp.Rational(1, 2))
    paid = longer, V / (4 * sp.sqrt(reach) * sp.sqrt(n * Q))
    average = sp.sqrt(reach) + V / (2 * sp.sqrt(reach)) + twice * root_on_average
    below = combine(average, "<=", noise, (_root_falls(), twice), paid, context=STATES)
    return after_a_step(later, NAMES, pointwise, [], below, before.relation.context, before)  # type: ignore[arg-type]


@cache
def _squared_gap() -> Proved:
    """0 <= (q - r)^2."""
    return by_sign(0, "<=", (q - r) ** 2, over({q: "(0, oo)", r: "[0, oo)"}))


def _never_above(goal: Relation, below: Proved, falls: Callable[[sp.Expr, Proved], Proved]) -> Proved:
    """E of what is below an expression whose mean is nowhere above what it is at the given model."""
    context, falling = goal.context, below.relation.right
    whole = beside(goal.left, falling)  # type: ignore[arg-type]

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here, later = before.relation.context, whole.subs(k, j + 1)
        return combine(later, "<=", goal.right, falls(later, before), before, context=here)

    start = at_start(whole.subs(k, 0), context.but({k: None}))
    all_k = induction(Relation(whole, "<=", goal.right, context), k, start, step)
    part = monotone(goal.left, whole, below, context, all_k)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, part, all_k, context=context)


@cache
def weighted(goal: Relation) -> Proved:
    """L is at most L + 8 n Q^(1/2)."""
    return _never_above(goal, by_sign(L, "<=", total, STATES), _total_falls)


@cache
def collapse(goal: Relation) -> Proved:
    """The root of T is at most that of T + 4 n Q."""
    longer = raised(by_sign(T, "<=", T + 4 * n * Q, STATES), sp.Rational(1, 2))
    rest = by_sign(0, "<=", 2 * sp.sqrt(n * Q), STATES)
    return _never_above(goal, combine(sp.sqrt(T), "<=", noise, longer, rest, context=STATES), _noise_falls)


def tail(goal: Relation) -> Proved:
    """Markov's inequality, of the root."""
    context, states = goal.context, over({T: "[0, oo)", b: "(0, oo)"})
    ratio, beyond = sp.sqrt(T) / sp.sqrt(b), states.but({}, b < T)
    longer = raised(given(b < T, beyond), sp.Rational(1, 2))
    at_least_one = combine(1, "<=", ratio, (longer, 1 / sp.sqrt(b)), context=beyond)
    pointwise = indicator(b < T, by_sign(0, "<=", ratio, states), at_least_one, states)
    scaled = beside(goal.left, ratio)  # type: ignore[arg-type]
    parts = linear(scaled, {sp.sqrt(T): 1 / sp.sqrt(b)}, context)  # type: ignore[arg-type]
    mean = collapse(statement(THEOREM, "collapse")), 1 / sp.sqrt(b)
    bound = monotone(goal.left, scaled, pointwise, context)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, bound, parts, mean, context=context)
