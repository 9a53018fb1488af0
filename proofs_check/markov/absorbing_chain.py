"""A chain whose places are indicators: their means go on as the matrix says."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.rules.times import time_of_places
from theorems.markov.absorbing_chain import PARAMETERS, THEOREM, determinant, i, powers, root
from theorems.processes.markov import A1, S1, S2, TWO_TRANSIENT, S

k, a, c, q11, q12, r1, q22, q21, r2 = PARAMETERS.symbols
x, y, rho = sp.Symbol("x", nonnegative=True), sp.Symbol("y", nonnegative=True), sp.Symbol("rho", positive=True)
"""Half of what is on the diagonal of Q; half the difference of its eigenvalues."""


@cache
def absorbed(goal: Relation) -> Proved:
    """What is on the way is (1 - a - c)^k; each step leads a part a of it into A."""
    return by_moments(goal)


def absorbed_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What is missing is a/(a+c) of what is on the way."""
    known, context = absorbed(statement(THEOREM, "absorbed")), below.context
    p = sp.Symbol("p", nonnegative=True)
    decay = by_sign(0, "<=", p**k, over({p: "[0, 1]", k: "[0, oo)"}))
    more = substitute(decay, {p: 1 - a - c}, context)
    return (
        combine(below.left, "<=", below.right, (known, -1), context=context),
        combine(above.left, "<=", above.right, known, (more, 2 * a / (a + c)), context=context),
    )


def one_state_suffices(low: Relation, high: Relation) -> Proved:
    """After one step, which leads into the pair with probability c."""
    context = low.context.but({k: None, c: "(0, 1]"})
    known = substitute(absorbed(statement(THEOREM, "absorbed")), {k: 1}, context)
    now, least = low.left.subs(k, 1), low.right.subs(k, 1)
    less = combine(now, "<", least, known, by_sign(0, "<", c, context), context=context)
    return at_value(k, 1, less, low.left, "<", low.right)


EIGEN = x + y, x - y, rho
BACK = (rho**2 - (x - y) ** 2) / q12
ENTRIES = {x: q11 / 2, y: q22 / 2, rho: root}


@cache
def _counted(what: sp.Expr, value: sp.Expr) -> Proved:
    """A mean of the second chain, with 2x and 2y on the diagonal of Q: transient places go on as powers of Q."""
    rows = (2 * x, q12, r1), (2 * y, BACK, r2)
    given = [condition for s, t, r in rows for condition in (t <= 1 - s, r <= 1 - s - t)]
    ranges = dict.fromkeys((r1, r2), "[0, 1]") | dict.fromkeys((x, y), "[0, 1/2]") | {q12: "(0, 1]", rho: "(0, oo)"}
    context = over({k: "[0, oo)", **ranges}, *given, BACK >= 0, BACK <= 1)
    expected = mean(TWO_TRANSIENT, what, k, context, {"q11": 2 * x, "q22": 2 * y, "q21": BACK})
    stays, passes = powers(*EIGEN, k)
    return closed(expected, value, context, others={S1: stays, S2: passes})


def _of_entries(known: Proved, context: Context) -> Proved:
    """What is known for x, y and rho, in terms of the entries of Q."""
    square, rest = sp.symbols("square rest", nonnegative=True)
    positive = by_sign(0, "<", sp.sqrt(square + rest), over({square: "[0, oo)", rest: "(0, oo)"}))
    real = substitute(positive, {square: ((q11 - q22) / 2) ** 2, rest: q12 * q21}, context)
    return substitute(known, ENTRIES, context, real)


def block_power(goal: Relation) -> Proved:
    """Each step leads a part r1 of what is in the first place, and r2 of what is in the second, into A1."""
    stays, passes = powers(*EIGEN, i)
    known = _counted(A1, sp.Sum(r1 * stays + r2 * passes, (i, 0, k - 1)))
    return _of_entries(known, goal.context)


def on_the_way(goal: Relation) -> Proved:
    """What is in the two transient places."""
    return _of_entries(_counted(S1 + S2, sp.Add(*powers(*EIGEN, k))), goal.context)


def leaving_time(goal: Relation) -> Proved:
    """1/(a + c) in the transient place: it stays with probability 1 - a - c."""
    return time_of_places(goal.left, {S: goal.right}, goal.context)


def mean_time(goal: Relation) -> Proved:
    """The inverse of the unit matrix less Q, its rows added up."""
    context = goal.context
    least = given(determinant >= sp.Rational(1, 50), context)
    below = combine(0, "<", determinant, least, by_sign(0, "<", sp.Rational(1, 50), over({})), context=context)
    above, under = sp.Symbol("above", nonnegative=True), sp.Symbol("under", positive=True)
    quotient = by_sign(0, "<=", above / under, over({above: "[0, oo)", under: "(0, oo)"}))
    counts = {S1: 1 - q22 + q12, S2: 1 - q11 + q21}
    weights = {place: count / determinant for place, count in counts.items()}
    positive = [substitute(quotient, {above: e, under: determinant}, context, below) for e in counts.values()]
    return time_of_places(goal.left, weights, context, *positive)
