"""Minkowski's inequality for the sum of the error of a sample mean and the noise, and what follows from it."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, raised
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.gaussian.bounded_noise import PARAMETERS, THEOREM, error, noise

n, tau, K, d, share, rho, sigma0, theta, k = PARAMETERS.symbols


def step_published(goal: Relation) -> Proved:
    """What is left is 2K sqrt(tau/n^3) times sqrt(d) + share rho, and the root is at least 1."""
    context, scale = goal.context, 2 * K * sp.sqrt(tau) / n ** sp.Rational(3, 2)
    dimensions = raised(by_sign(1, "<=", d, context), sp.Rational(1, 2))
    against = by_sign(-1, "<=", share * rho, context)
    return combine(goal.left, "<=", goal.right, (dimensions, scale), (against, scale), context=context)


@cache
def step_minkowski(goal: Relation) -> Proved:
    """rho is at least -1."""
    against = by_sign(-1, "<=", rho, goal.context)
    return combine(goal.left, "<=", goal.right, (against, 2 * noise * error), context=goal.context)


def _noise_at_most_error(factor: int, condition: sp.Basic, context: Context) -> Proved:
    """factor K/n <= sqrt(tau/n), from the squares."""
    known = given(condition, context)
    squares = combine((factor * K / n) ** 2, "<=", tau / n, (known, 1 / n**2), context=context)
    return raised(squares, sp.Rational(1, 2))


def step_bounded(goal: Relation) -> Proved:
    """The noise is at most K/n, and so at most the error."""
    known, context = step_minkowski(statement(THEOREM, "step-minkowski")), goal.context
    less = by_sign(noise, "<=", K / n, context)
    apart = 2 * error - noise - K / n
    gap = combine(0, "<=", apart, (_noise_at_most_error(1, n * tau >= K**2, context), 2), less, context=context)
    return combine(goal.left, "<=", goal.right, known, (gap, K / n - noise), context=context)


def order(less: Relation) -> Proved:
    """K/n is at most half of sqrt(tau/n), which is positive."""
    twice = _noise_at_most_error(2, n * tau >= 4 * K**2, less.context)
    positive = by_sign(0, "<", error, less.context)
    halves = [(p, sp.Rational(1, 2)) for p in (twice, positive)]
    return combine(less.left, "<", less.right, *halves, context=less.context)


def order_smaller(goal: Relation) -> Proved:
    """Of the squares, one is at most the other."""
    return _noise_at_most_error(1, n * tau >= K**2, goal.context)


@cache
def drift(goal: Relation) -> Proved:
    """Steps of mean 0 that do not depend on the past."""
    return by_moments(goal)


def drift_published(less: Relation) -> Proved:
    """At theta = 1 nothing moves."""
    context = less.context.but({theta: "[1, 1]", k: "[1, oo)"})
    exact = drift(statement(THEOREM, "drift"))
    more = by_sign(exact.relation.right, "<", less.right, context)
    return combine(less.left, "<", less.right, exact, more, context=context)
