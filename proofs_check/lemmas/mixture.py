"""What holds for every sample; of Algorithm 1, that the noise is at most a multiple of the variance of |x|."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, either, substitute
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.samples import Names, branch, every_sample
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.processes.mixture import centre, eta, factor, n, noise_of, spread

A, f, s = sp.Symbol("A", positive=True), sp.Symbol("f", positive=True), sp.Symbol("s", nonnegative=True)
"""The mean of |x|, 1 + kappa, and the variance of |x|."""
NAMES = {centre: A, spread: s}
SAMPLES = over({n: "[2, oo)", eta: "(1, oo)", A: "(0, oo)", s: "[0, oo)"})
PARTS = over({f: "(1, oo)", A: "(0, oo)", s: "[0, oo)"})


def _at(place: int, context: Context, *terms: Proved | tuple[Proved, sp.Expr]) -> Proved:
    noise = noise_of(f, A, s)
    return combine(noise, "<=", f * s, branch(noise, place, context), *terms, context=context)


@cache
def bounded_noise() -> Proved:
    """The noise is at most f s, branch by branch."""
    few, enough = (condition for _, condition in noise_of(f, A, s).args[:2])
    first, then = PARTS.but({}, few), PARTS.but({}, sp.Not(few))
    below = 52 * A**2 + 2 * s
    more = by_sign(0, "<=", 2 * f * (A**2 + s) * s / below, first)
    apart = _at(0, first, (given(few, first), 50 * s / below), more)
    near, rest = then.but({}, enough), then.but({}, sp.Not(enough))
    others = either(enough, _at(1, near), _at(2, rest, given(sp.Not(enough), rest)), then)
    known = either(few, apart, others, PARTS)
    return substitute(known, {f: factor}, SAMPLES)


def surely(goal: Relation, names: Names, pointwise: Proved, *points: Proved) -> Proved:
    """1 <= Pr of what holds for every sample."""
    always = every_sample(goal.right, names, pointwise, points, goal.context)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, (always, -1), context=goal.context)
