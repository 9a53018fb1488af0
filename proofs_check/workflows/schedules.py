"""Growing batches, and batches that are forgotten: sums, what they lack of their limits, and a window of two."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.convergent import short_of_its_limit, within_room
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Proved, Relation, over
from theorems.language.data import PowerSum
from theorems.processes.workflows import AWAY, LAST
from theorems.workflows import schedules as record
from theorems.workflows.schedules import PARAMETERS, THEOREM

n, k, sigma0 = PARAMETERS.symbols
unit = record.unit
TRIGAMMA = sp.polygamma(1, k + 2)
HALVES = sp.polygamma(1, k + sp.Rational(3, 2)) + 4 * sp.polygamma(0, k + sp.Rational(3, 2))
q = sp.Rational(-1, 2) ** k


@cache
def linear_sizes(goal: Relation) -> Proved:
    """Fit k adds 4 sigma0^2/(n k (k+1)^2)."""
    return by_moments(goal)


@cache
def linear_sizes_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The terms are 4/(k (k+1)) - 4/(k+1)^2."""
    left, room = 4 / (k + 1) - 4 * TRIGAMMA, 4 / (k + 1) ** 2
    parts = short_of_its_limit(record.linear, left, 8 - 2 * sp.pi**2 / 3, room, k, 0)
    return within_room(linear_sizes(statement(THEOREM, "linear-sizes")), unit, parts, below, above)


@cache
def square_sizes(goal: Relation) -> Proved:
    """Fit k adds 36 sigma0^2/(n (k+1)^2 (2k+1)^2)."""
    return by_moments(goal)


@cache
def square_sizes_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The terms are 36/(k+1/2)^2 + 36/(k+1)^2 - 144/(k+1/2) + 144/(k+1)."""
    left, room = 36 * (HALVES + TRIGAMMA - 4 * sp.polygamma(0, k + 2)), 3 / (k + 1) ** 3
    limit = 24 * sp.pi**2 - 36 - 288 * sp.log(2)
    parts = short_of_its_limit(record.square, left, limit, room, k, 0)
    return within_room(square_sizes(statement(THEOREM, "square-sizes")), unit, parts, below, above)


@cache
def synthetic_only(goal: Relation) -> Proved:
    """The first fit to what is not real adds as much as the real one has; fit k + 1 adds sigma0^2/(n k^2)."""
    return by_moments(goal)


@cache
def synthetic_only_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum of the inverse squares."""
    left, room = sp.polygamma(1, k), 2 / (2 * k - 1)
    parts = short_of_its_limit(record.after_real, left, 1 + sp.pi**2 / 6, room, k, 1)
    return within_room(synthetic_only(statement(THEOREM, "synthetic-only")), unit, parts, below, above)


@cache
def window(goal: Relation) -> Proved:
    """Means of the squares of the last batch and of the model, measured from the real batch, and of their product.

    They are sums of 1, k, q = (-1/2)^k and q^2: twice the last batch's mean and once that before is a random walk, and
    the step from one batch to the next is halved and turned round before it is added to.
    """
    (real, *_) = goal.left.process.states
    line, turned, halved = 4 * (k - 1) / sp.Integer(9), 2 * (1 + 2 * q) / sp.Integer(3), 4 * (1 - 4 * q**2) / 3
    known = {
        LAST**2: line + 4 * turned / 9 + halved / 9,
        AWAY * LAST: line + turned / 9 - halved / 18,
        AWAY**2: line - 2 * turned / 9 + halved / 36,
        PowerSum(real, 1) ** 2: n**2,
    }
    others = {what: unit * e for what, e in known.items()}
    return closed(goal.left, goal.right, goal.context, others=others)


@cache
def window_diverges(goal: Relation) -> Proved:
    """(8 q + 4 q^2)/27 <= 4/9 for q = (-1/2)^k, as q^2 <= 1."""
    y = sp.Symbol("y", real=True)
    parabola = by_sign(0, "<=", (1 - y) ** 2, over({y: "(-oo, oo)"}))
    small = by_sign(sp.Rational(1, 4) ** k, "<=", 1, goal.context)
    turned = substitute(parabola, {y: q}, goal.context)
    exact = window(statement(THEOREM, "window"))
    terms = (exact, -1), (turned, 4 * unit / 27), (small, 8 * unit / 27)
    return combine(goal.left, "<=", goal.right, *terms, context=goal.context)


@cache
def corpus(goal: Relation) -> Proved:
    """Each generation adds n points."""
    return by_moments(goal)


def corpus_doubles(below: Relation, _: Relation) -> Proved:
    """3n < 4n: at k = 3."""
    once = below.context.but({k: None})
    exact = substitute(corpus(statement(THEOREM, "corpus")), {k: 3}, once)
    less = by_sign(3 * n, "<", 4 * n, once)
    fewer = combine(below.left.subs(k, 3), "<", below.right.subs(k, 3), exact, less, context=once)
    return at_value(k, 3, fewer, below.left, "<", below.right)
