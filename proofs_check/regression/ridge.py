"""Ridge fits with one feature: means of A and A^2, A being what a fit leaves of the coefficient; 0 <= A <= 1."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import at_integers
from proofs_check.lemmas.geometric import geometric, q, summed_up, terms
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, combine, induction, raised, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.probability import linear, mean
from proofs_check.rules.statements import Context, Operator, Proved, Relation, over
from theorems.processes.ridge import EVERY, LAST, A, B, W
from theorems.regression.ridge import PARAMETERS, THEOREM, kept, noise, squared

n, sigma, lam, k, *_ = PARAMETERS.symbols


def _sum(at: sp.Expr, context: Context) -> Proved:
    """(1 - E A^2) (1 + E A^2 + ... + (E A^2)^(at - 1)) = 1 - (E A^2)^at."""
    return substitute(summed_up(), {q: squared, terms: at}, context)


@cache
def total(goal: Relation) -> Proved:
    """The coefficient's error W is independent of the last fit: E W^2 = k sigma^2/(n - 2)."""
    return by_moments(goal)


@cache
def _square(context: Context) -> Proved:
    """E w^2: it is multiplied by E A^2, and the noise is added."""
    whole = mean(EVERY, W**2, k, context)
    value = squared**k + noise * geometric(squared, k)

    def step(known: Proved, at: sp.Symbol) -> Proved:
        here = known.relation.context
        following = one_generation(whole.subs(k, at + 1), here)
        more = one_more(geometric(squared, at), at, here)
        parts = following, (known, squared), (_sum(at, here), -noise)
        return combine(whole.subs(k, at + 1), "=", value.subs(k, at + 1), *parts, using=[more], context=here)

    return induction(Relation(whole, "=", value, context), k, at_start(whole.subs(k, 0), context.but({k: None})), step)


@cache
def every(goal: Relation) -> Proved:
    """E w = (E A)^k, and E w^2."""
    context = goal.context
    parted = linear(goal.left, {W**2: 1, W: -2, 1: 1}, context)  # type: ignore[arg-type]
    centre = by_moments(Relation(mean(EVERY, W, k, context), "=", kept**k, context))
    known = (_square(context), 1), (centre, -2)
    return combine(goal.left, "=", goal.right, parted, *known, context=context)


@cache
def _ordered(context: Context) -> tuple[Proved, Proved]:
    """E A^2 <= E A <= 1: of the noise, whose variance is not negative, and of (1 - A)^2."""
    spread = closed(mean(LAST, B**2, k, context), noise, context)
    positive = by_sign(0, "<=", spread.relation.left, context)
    scale = n * lam / sigma**2
    first = combine(squared, "<=", kept, (positive, scale), (spread, scale), context=context)
    rest = closed(mean(LAST, (1 - A) ** 2, k, context), 1 - 2 * kept + squared, context)
    square = by_sign(0, "<=", rest.relation.left, context)
    return first, combine(kept, "<=", 1, square, rest, first, context=context)


def every_bounded(goal: Relation) -> Proved:
    """(E A^2)^k is at most 2 (E A)^k, and the noise at most sigma^2/(n lam) (1 - E A^2)."""
    context = goal.context
    exact = every(statement(THEOREM, "every"))
    smaller, at_most_one = _ordered(context)
    powers = raised(smaller, k)
    unit, total = sigma**2 / (n * lam), geometric(squared, k)
    series = at_most_one, unit * total
    left = by_sign(0, "<=", squared**k, context)
    once = by_sign(0, "<=", kept**k, context)
    return combine(
        goal.left,
        "<=",
        goal.right,
        exact,
        powers,
        once,
        series,
        (_sum(k, context), unit),
        (left, unit),
        context=context,
    )


def every_published(below: Relation, _: Relation) -> Proved:
    """At n = 20, lam = 3/10, sigma = 1 and k = 401 what is printed is more than 7/6."""
    there = {n: sp.Integer(20), lam: sp.Rational(3, 10), sigma: sp.Integer(1)}
    late = over({k: "[401, 401]"})
    printed = at_integers(sp.Rational(7, 6), "<", below.right.xreplace(there), k, late)
    bound = substitute(every_bounded(statement(THEOREM, "every-bounded")), there, late)
    found = combine(bound.relation.left, "<", printed.relation.right, bound, printed, context=late)
    for i, (symbol, value) in enumerate(there.items(), 1):
        found = at_value(symbol, value, found, *_sides(below, dict([*there.items()][i:])))
    return found


def _sides(goal: Relation, values: dict[sp.Symbol, sp.Expr]) -> tuple[sp.Expr, Operator, sp.Expr]:
    return goal.left.xreplace(values), goal.op, goal.right.xreplace(values)
