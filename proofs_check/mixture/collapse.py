"""How fast the noise of Algorithm 1 collapses: a bound for every power, and its factor beside exponentials.

With m the mean of the root of a chi-square over its n - 1 degrees, the factor of sigma is e^(c/2) m (1 - 1/n)^(1/2):
m <= e^(-1/(4n-3)), ln(1 - 1/n) <= -2/(2n-1), and c rises in eta.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import exponential, log_above_fraction, y
from proofs_check.lemmas.gaussian_moments import factor_at_most
from proofs_check.lemmas.mixture import NAMES, bounded_noise
from proofs_check.lemmas.tails import SCALE, markov
from proofs_check.rules.algebra import at_value, cases, combine, induction, raised, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_balls, by_sign
from proofs_check.rules.probability import beside, certain
from proofs_check.rules.samples import folded_spread
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.processes import event
from theorems.mixture.collapse import PARAMETERS, THEOREM, shrinks, step
from theorems.processes.mixture import exponent, factor

n, k, mu0, sigma0, eta, eps, alpha = PARAMETERS.symbols


@cache
def _falling(mean: sp.Expr, by: sp.Expr, context: Context) -> Proved:
    """E sigma_k^p, from that of the given model: each generation multiplies it by a moment of a chi-square, at most."""
    start = at_start(mean.subs(k, 0), context.but({k: None}))
    bound = start.relation.right * by**k

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here, later = before.relation.context, mean.subs(k, j + 1)
        falls = folded_spread(later, factor, NAMES, bounded_noise(), [], here, before)  # type: ignore[arg-type]
        return combine(later, "<=", bound.subs(k, j + 1), falls, (before, by), context=here)

    return induction(Relation(mean, "<=", bound, context), k, start, step)


@cache
def moment_upper(goal: Relation) -> Proved:
    """Of any power."""
    known = _falling(goal.left, shrinks(alpha), goal.context)
    return combine(goal.left, "<=", goal.right, known, context=goal.context)


# -- the factor -----------------------------------------------------------------------------------------------


@cache
def _small(most: int, right: sp.Expr, context: Context) -> Proved:
    """The factor is at most e^b for eta up to `most`, as c(n, most)/2 <= b + 1/(4n-3) + 1/(2n-1)."""
    half, first, second = sp.Rational(1, 2), 1 / (4 * n - 3), 1 / (2 * n - 1)
    room = 2 * (right + first + second)
    largest = exponent(n, sp.Integer(most))
    larger, less = (by_sign(*pair, context) for pair in ((exponent(n, eta), "<=", largest), (largest, "<=", room)))
    noise = raised(exponential(combine(exponent(n, eta), "<=", room, larger, less, context=context)), half)
    log = substitute(log_above_fraction(), {y: 1 / (n - 1)}, context)
    root = exponential(combine(-sp.log(1 + 1 / (n - 1)) / 2, "<=", -second, (log, half), context=context))
    mean = substitute(factor_at_most(), {}, context)
    falls, wide = sp.exp(-first), sp.sqrt(sp.exp(room))
    parts = (mean, sp.sqrt(factor) * root.relation.left), (noise, falls * root.relation.left), (root, falls * wide)
    return combine(step, "<=", sp.exp(right), *parts, context=context)


@cache
def condition(goal: Relation) -> Proved:
    """From 3 points on by exponents; of 2 points the factor is e^(c/2)/pi^(1/2)."""
    many, two = goal.context.but({n: "[3, oo)"}), goal.context.but({n: None})
    more = _small(10, -1 / (4 * n), many)
    largest = exponent(sp.Integer(2), sp.Integer(10)) / 2
    less = by_sign(exponent(sp.Integer(2), eta) / 2, "<=", largest, two)
    number = by_balls(sp.exp(largest) / sp.sqrt(sp.pi), sp.exp(-sp.Rational(1, 8)), over({}))
    left, right = step.subs(n, 2), sp.exp(-sp.Rational(1, 8))
    of_two = combine(left, "<=", right, (exponential(less), 1 / sp.sqrt(sp.pi)), number, context=two)
    return cases(n, at_value(n, 2, of_two, goal.left, "<=", goal.right), more)


@cache
def condition_sharp(goal: Relation) -> Proved:
    """By exponents."""
    return _small(2, -1 / (2 * n), goal.context)


@cache
def condition_any_eta(goal: Relation) -> Proved:
    """At n = 2, eta = 11."""
    left, right = (e.subs(n, 2) for e in (goal.left, goal.right))
    number = by_balls(left, right.subs(eta, 11), over({}))
    return at_value(n, 2, at_value(eta, 11, number, left, "<", right), goal.left, "<", goal.right)


# -- the mean, and what follows -------------------------------------------------------------------------------


def _mean(goal: Relation, known: Proved) -> Proved:
    """The bound of the first moment, whose factor is at most an exponential."""
    context = goal.context
    first = _falling(goal.left, step, context)
    power = raised(substitute(known, {}, context), k)
    return combine(goal.left, "<=", goal.right, first, (power, sigma0), context=context)


@cache
def mean_upper(goal: Relation) -> Proved:
    """eta is at most 10."""
    return _mean(goal, condition(statement(THEOREM, "condition")))


@cache
def mean_upper_sharp(goal: Relation) -> Proved:
    """eta is at most 2."""
    return _mean(goal, condition_sharp(statement(THEOREM, "condition-sharp")))


def _tail(goal: Relation, known: Proved) -> Proved:
    """Markov's inequality."""
    bound = markov(goal.left, sp.Integer(1), goal.context, known)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, bound, (known, 1 / eps), context=goal.context)


@cache
def tail(goal: Relation) -> Proved:
    """eta is at most 10."""
    return _tail(goal, mean_upper(statement(THEOREM, "mean-upper")))


@cache
def tail_sharp(goal: Relation) -> Proved:
    """eta is at most 2."""
    return _tail(goal, mean_upper_sharp(statement(THEOREM, "mean-upper-sharp")))


@cache
def collapse(goal: Relation) -> Proved:
    """The opposite of the tail."""
    above = beside(goal.right, event(eps < SCALE))  # type: ignore[arg-type]
    either = certain(above, [event(eps < SCALE), event(eps >= SCALE)], goal.context)  # type: ignore[arg-type]
    known = tail(statement(THEOREM, "tail"))
    return combine(goal.left, "<=", goal.right, (either, -1), known, context=goal.context)
