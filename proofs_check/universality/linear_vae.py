"""The most likely linear decoder, and what is left of the variance when it is fitted to its own means."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import weaken
from proofs_check.lemmas.entropy import log_below_tangent, z
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, either, maximum, substitute
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.moments import without_chance
from proofs_check.rules.samples import branch
from proofs_check.rules.statements import Proved, Relation, over
from theorems.processes.linear_vae import Y, fitted
from theorems.universality import linear_vae as record

s2, v0, k, v, q = record.PARAMETERS.symbols
y = sp.Symbol("y", real=True)


def fit(goal: Relation) -> Proved:
    """ln z <= z - 1 at z = v/(q + s2)."""
    line = substitute(log_below_tangent(), {z: v / (q + s2)}, goal.context)
    return combine(goal.left, "<=", goal.right, line, context=goal.context)


def fit_lost(goal: Relation) -> Proved:
    """ln z <= z - 1 at z = s2/(q + s2), and v <= s2."""
    line = substitute(log_below_tangent(), {z: s2 / (q + s2)}, goal.context)
    less = given(v <= s2, goal.context), q / (s2 * (q + s2))
    return combine(goal.left, "<=", goal.right, line, less, context=goal.context)


@cache
def _cut_twice() -> Proved:
    """max(max(y, 0) - s2, 0) = max(y - s2, 0): where y <= 0 both are 0."""
    every = over({y: "(-oo, oo)", s2: "(0, oo)"})
    none, some = every.but({}, y <= 0), every.but({}, sp.Not(y <= 0))
    inner, left, right = sp.Max(y, 0), sp.Max(sp.Max(y, 0) - s2, 0), sp.Max(y - s2, 0)
    gone = maximum(inner, 0, none, given(y <= 0, none))
    less = combine(y - s2, "<=", 0, given(y <= 0, none), by_sign(0, "<=", s2, none), context=none)
    lost = maximum(right, 0, none, less)
    first = combine(left, "=", right, using=[gone, lost], context=none)
    kept = maximum(inner, y, some, weaken(given(sp.Not(y <= 0), some)))
    second = combine(left, "=", right, using=[kept], context=some)
    return either(y <= 0, first, second, every)


def _seen(goal: Relation, quantity: sp.Expr) -> Proved:
    """The variance is v0 at first, and what is left of it is less by s2 after each fit, or 0."""
    context = over({s2: "(0, oo)", v0: "(0, oo)", k: "[0, oo)"}, s2 <= v0)
    value = record.left
    first = identity(v0, value.subs(k, 0), context.but({k: None}))
    then = substitute(_cut_twice(), {y: v0 - k * s2}, context)
    step = combine(fitted(value), "=", value.subs(k, k + 1), then, context=context)
    return without_chance(quantity, {Y: value}, {Y: (first, step)}, goal.context)  # type: ignore[arg-type]


def decoder_mean(goal: Relation) -> Proved:
    """E X^2 is the variance."""
    return _seen(goal, goal.left)


def latent(goal: Relation) -> Proved:
    """The same, times what the first encoder makes of it."""
    return _seen(goal, goal.left)


def collapse(goal: Relation) -> Proved:
    """max(v0 - k s2, 0) is 0."""
    context = goal.context
    chance = _seen(goal, goal.right)
    below = combine(v0 - k * s2, "<=", 0, given(k * s2 >= v0, context), context=context)
    gone = maximum(record.left, 0, context, below)
    sure = branch(chance.relation.right, 0, context, gone)  # type: ignore[arg-type]
    return combine(1, "<=", goal.right, (chance, -1), (sure, -1), context=context)


def sampled(goal: Relation) -> Proved:
    """The variance that is fitted is that of the images."""
    return by_moments(goal)


def sampled_latent(goal: Relation) -> Proved:
    """The same, times what the first encoder makes of it."""
    return by_moments(goal)
