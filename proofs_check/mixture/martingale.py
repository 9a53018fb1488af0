"""The second moment of a model and its root, from the sample of the next one.

With Q = mu^2 + sigma^2 and B the mean of x^2, the root of B is at most a cubic polynomial in B, which touches it at Q:
on average it falls short of the root of Q by more than sigma^2/(8 n Q^(1/2)).
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import squared_difference
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import beside, half_square, monotone
from proofs_check.rules.samples import after_a_step
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.mixture.martingale import PARAMETERS
from theorems.processes.mixture import L, M, V, share, square

n, k, mu0, sigma0, _ = PARAMETERS.symbols
q, r, t = sp.Symbol("q", positive=True), sp.Symbol("r", nonnegative=True), sp.Symbol("t", nonnegative=True)
B, w = sp.symbols("B w", positive=True)
NAMES = {square: B, share: w}
STATES = over({n: "[2, oo)", M: "[0, oo)", V: "(0, oo)", L: "[0, oo)"})
SAMPLES = STATES.but({B: "(0, oo)", w: "(0, 1]"})
Q = M**2 + V
gone = L + 8 * n * sp.sqrt(Q)
"""What falls on average: the total, and a multiple of the root."""


def second_moment(goal: Relation) -> Proved:
    """Whatever the share of the noise is, both parts add up to the mean of x^2."""
    return by_moments(goal)


def second_moment_variance(goal: Relation) -> Proved:
    """Of the mean of n squares: fourth moments of the two components."""
    context = goal.context
    parts = half_square(goal.left, context)  # type: ignore[arg-type]
    first = closed(beside(goal.left, square), mu0**2 + sigma0**2, context)  # type: ignore[arg-type]
    total = goal.right + (mu0**2 + sigma0**2) ** 2
    second = closed(beside(goal.left, square**2), total, context)  # type: ignore[arg-type]
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
def _falls(later: sp.Expr, context: Context) -> Proved:
    """E (L + 8 n Q^(1/2)) does not grow in a generation."""
    root = substitute(_root_below_cubic(), {q: sp.sqrt(Q), r: sp.sqrt(B)}, SAMPLES)
    step = L + V / sp.sqrt(Q)
    left = step + 8 * n * sp.sqrt(B * (1 - w) + B * w)
    right = step + 8 * n * sp.sqrt(Q) * _cubic(B / Q)
    pointwise = combine(left, "<=", right, (root, 8 * n), context=SAMPLES)
    variance, third = (4 * M**2 * V + 2 * V**2) / n, (24 * M**2 * V**2 + 8 * V**3) / n**2
    average = step + 8 * n * sp.sqrt(Q) * (1 - sp.Rational(5, 48) * variance / Q**2 + third / (48 * Q**3))
    lost = V * (14 * n * M**4 + (18 * n - 24) * M**2 * V + (4 * n - 8) * V**2) / (6 * n * Q ** sp.Rational(5, 2))
    less = by_sign(0, "<=", lost, STATES)
    below = combine(average, "<=", gone, less, context=STATES)
    return after_a_step(later, NAMES, pointwise, [], below, context)  # type: ignore[arg-type]


@cache
def collapse(goal: Relation) -> Proved:
    """The total is at most itself and 8 n times the root, which were 8 n times the root of the given model at first."""
    context = goal.context
    whole = beside(goal.left, gone)  # type: ignore[arg-type]

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here, later = before.relation.context, whole.subs(k, j + 1)
        return combine(later, "<=", goal.right, _falls(later, here), before, context=here)

    start = at_start(whole.subs(k, 0), context.but({k: None}))
    all_k = induction(Relation(whole, "<=", goal.right, context), k, start, step)
    part = monotone(goal.left, whole, by_sign(L, "<=", gone, STATES), context)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, part, all_k, context=context)
