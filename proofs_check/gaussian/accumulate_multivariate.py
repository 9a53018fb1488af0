"""Gaussians in several dimensions fitted to all data so far: sums over directions, and the mean of a determinant."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian.accumulate_limit import around_limit, reflected
from proofs_check.lemmas.directions import squared
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.products import near
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.directions import degenerate, spanning
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.accumulate_multivariate import PARAMETERS, THEOREM, along, fourth, mixed
from theorems.gaussian.accumulate_multivariate import trace as total
from theorems.language.data import PowerSum
from theorems.processes.gaussian_multivariate import ACCUMULATE, LAM

n, k, _ = PARAMETERS.symbols


@cache
def trace(goal: Relation) -> Proved:
    """The sum of the variances in all directions."""
    return by_moments(goal)


@cache
def mean_error(goal: Relation) -> Proved:
    """The sum of the squared errors in all directions."""
    return by_moments(goal)


@cache
def determinant(goal: Relation) -> Proved:
    """A product of independent factors of known mean."""
    return by_moments(goal)


@cache
def trace_square(goal: Relation) -> Proved:
    """Means over directions, and minors of order 2."""
    return squared(goal, lambda x: (x**2 * along(k), None), determinant(statement(THEOREM, "determinant")))


@cache
def frobenius_square(goal: Relation) -> Proved:
    """The same means."""
    return squared(goal, lambda x: (x**2 * along(k), None), determinant(statement(THEOREM, "determinant")))


@cache
def mean_error_square(goal: Relation) -> Proved:
    """The fourth moment of one direction, which the generations before add up."""
    return squared(goal, lambda x: (x**2 * fourth, _sums(x)))


@cache
def error_and_trace(goal: Relation) -> Proved:
    """The same of variance and squared error; and the minors of second moments about the real mean."""
    minor = determinant(statement(THEOREM, "determinant"))
    return squared(goal, lambda x: (x**2 * mixed(k), _sums(x)), minor)


def _sums(x: sp.Symbol) -> dict[sp.Expr, sp.Expr]:
    """E of products of sums over all points in a direction of real variance x."""
    (pool,) = ACCUMULATE.states
    first, second = PowerSum(pool, 1), PowerSum(pool, 2)
    both, each = fourth + mixed(k), along(k) + 2 * mixed(k) + fourth
    products = {first**4: (n * k) ** 4 * fourth, first**2 * second: (n * k) ** 3 * both, second**2: (n * k) ** 2 * each}
    return {what: x**2 * value for what, value in products.items()}


@cache
def trace_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """As in each direction."""
    return _near(below, above, trace(statement(THEOREM, "trace")), total)


@cache
def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What the trace lacks."""
    return _near(below, above, mean_error(statement(THEOREM, "mean-error")), -total)


def _near(below: Relation, above: Relation, known: Proved, slope: sp.Expr) -> tuple[Proved, Proved]:
    """c + slope P_k near its limit, for the product P_k of one direction."""
    return near((below, above), substitute(known, {}, below.context), slope, around_limit(), reflected())


@cache
def singular(goal: Relation) -> Proved:
    """n points span n - 1 directions at most, and so does what is fitted to them."""
    return combine(1, "<=", goal.right, (degenerate(goal.right, goal.context), -1), context=goal.context)


@cache
def regular(goal: Relation) -> Proved:
    """More than d real points span all directions, and are kept."""
    return combine(1, "<=", goal.right, (spanning(goal.right, goal.context), -1), context=goal.context)


def regular_published(less: Relation) -> Proved:
    """Where n <= d the probability is 0."""
    context = less.context.but({}, n <= LAM.size)
    none = degenerate(less.left, context)
    return combine(less.left, "<", 1, none, by_sign(0, "<", 1, context), context=context)
