"""What Algorithm 1 fits, branch by branch; and of overlapping components too little noise.

|x| >= 3 x^2/(2t) - x^4/(2t^3) for every t > 0, as the difference is |x| (|x| - t)^2 (|x| + 2t)/(2t^3). With t^2 three
times the variance V, the variance of |x| is at most the mean of x^4/(9V), and V/3.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import decay_above_line, exponential, squared_difference, y
from proofs_check.lemmas.mixture import NAMES, SAMPLES, A, bounded_noise, s, surely
from proofs_check.rules.algebra import at_value, combine, either, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.probability import beside
from proofs_check.rules.samples import after_a_step, branch
from proofs_check.rules.statements import Proved, Relation, over
from theorems.mixture.approximate_estimator import PARAMETERS
from theorems.processes.mixture import M, V, centre, eta, factor, fourth, n, square

k, kappa, r = (PARAMETERS[name].symbol for name in ("k", "kappa", "r"))
t, u = sp.Symbol("t", positive=True), sp.Symbol("u", nonnegative=True)
B, F = sp.symbols("B F", positive=True)
"""The means of x^2 and of x^4."""
STATES = over({n: "[2, oo)", eta: "(1, oo)", M: "[0, oo)", V: "(0, oo)"})


def exponent(goal: Relation) -> Proved:
    """Algebra."""
    return identity(goal.left, goal.right, goal.context)


def explicit(goal: Relation) -> Proved:
    """Algebra."""
    return identity(goal.left, goal.right, goal.context)


def cap(goal: Relation) -> Proved:
    """Algebra."""
    return identity(goal.left, goal.right, goal.context)


def within_size(goal: Relation) -> Proved:
    """A fact about any numbers."""
    samples = over({n: "[2, oo)", A: "(0, oo)", B: "(0, oo)"}, n * A**2 >= B)
    return surely(goal, {centre: A, square: B}, given(n * A**2 >= B, samples))


def within_cap(goal: Relation) -> Proved:
    """The logarithm of 1 + kappa is at most 1/n where eta <= n, and 1 - 1/n <= e^(-1/n)."""
    context = goal.context
    less = given(eta <= n, context), 1 / (n * eta * (n - 1))
    rest = by_sign(0, "<=", (1 - 1 / eta) / (2 * (n - 1) + 8 * eta), context)
    powers = exponential(combine(factor.args[0], "<=", 1 / n, less, rest, context=context)), n - 1
    decay = substitute(decay_above_line(), {y: 1 / n}, context), n * sp.exp(1 / n)
    return combine(goal.left, "<=", goal.right, powers, decay, context=context)


@cache
def two_branches(goal: Relation) -> Proved:
    """Where r > kappa, kappa r <= kappa (n - 1) <= 1."""
    noise, other, context = goal.left, goal.right, goal.context
    few, enough = (condition for _, condition in noise.args[:2])  # type: ignore[attr-defined]
    first, then = context.but({}, few), context.but({}, sp.Not(few))
    near = combine(noise, "=", other, branch(noise, 0, first), (branch(other, 0, first), -1), context=first)
    larger = given(r <= n - 1, then), kappa
    reached = combine(enough.lts, "<=", enough.gts, larger, given(kappa * (n - 1) <= 1, then), context=then)
    far = combine(noise, "=", other, branch(noise, 1, then, reached), (branch(other, 1, then), -1), context=then)
    return either(few, near, far, context)


def bound(goal: Relation) -> Proved:
    """In every branch, for every sample."""
    return surely(goal, NAMES, bounded_noise())


@cache
def _below_absolute() -> Proved:
    """3 u^2/(2t) - u^4/(2t^3) <= u at t^2 = 3V."""
    context = over({u: "[0, oo)", t: "(0, oo)"})
    gap = by_sign(0, "<=", u * (u - t) ** 2 * (u + 2 * t) / (2 * t**3), context)
    known = combine(3 * u**2 / (2 * t) - u**4 / (2 * t**3), "<=", u, gap, context=context)
    return substitute(known, {t: sp.sqrt(3 * V)}, over({u: "[0, oo)", V: "(0, oo)"}))


@cache
def inconsistent(goal: Relation) -> Proved:
    """The square of A is at least 2aA - a^2, a = t/3; A at least the means of the two powers."""
    side, tangent = sp.sqrt(3 * V), sp.sqrt(3 * V) / 3
    least = 3 * B / (2 * side) - F / (2 * side**3)
    samples = SAMPLES.but({M: "[0, oo)", **dict.fromkeys((V, B, F), "(0, oo)")}, least <= A, s <= B - A**2)
    noise = substitute(bounded_noise(), {}, samples)
    apart = squared_difference(A, tangent, samples)
    parts = (
        noise,
        (given(s <= B - A**2, samples), factor),
        (given(least <= A, samples), 2 * tangent * factor),
        (apart, factor),
    )
    right = factor * (F / (9 * V) + V / 3)
    pointwise = combine(noise.relation.left, "<=", right, *parts, context=samples)
    mean = factor * (2 * V / 3 + 2 * M**2 / 3 + M**4 / (9 * V))
    moments = factor * ((M**4 + 6 * M**2 * V + 3 * V**2) / (9 * V) + V / 3)
    average = identity(moments, mean, STATES)
    context, later = goal.context.but({k: None}), goal.left.subs(k, 1)
    names = {**NAMES, square: B, fourth: F}
    start = at_start(beside(goal.left.subs(k, 0), mean), context)  # type: ignore[arg-type]
    falls = after_a_step(later, names, pointwise, [_below_absolute()], average, context, start)  # type: ignore[arg-type]
    found = combine(later, "<=", goal.right, falls, start, context=context)
    return at_value(k, 1, found, goal.left, "<=", goal.right)
