"""The risk of recursive Gaussian fitting with sizes by generation: as for one size, factor by factor."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import risk as one_size
from proofs_check.lemmas.elementary import decay_above_line, decay_below_parabola, y
from proofs_check.lemmas.gaussian_moments import factor_at_least, factor_at_most
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, combine, induction, substitute, summed
from proofs_check.rules.claims import statement, statements
from proofs_check.rules.leaves import by_sign, given, identity, one_more
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import half_square, linear, reduced
from proofs_check.rules.probability import mean as expectation
from proofs_check.rules.statements import Context, Operator, Proved, Relation
from theorems.gaussian import risk_schedule as record
from theorems.gaussian.risk import PARAMETERS as ONE_SIZE
from theorems.gaussian.risk import THEOREM as RISK
from theorems.gaussian.risk_schedule import PARAMETERS, THEOREM, i
from theorems.language.claims import unfolded
from theorems.processes.gaussian import SCHEDULED_SUFFICIENT, M
from theorems.processes.gaussian import T as SCALE

k, n, sigma0 = PARAMETERS.symbols


@cache
def mean(goal: Relation) -> Proved:
    """E R_k = E (M_k-mu0)^2 + E (Sigma_k-sigma0)^2."""
    return by_moments(goal)


# -- the product of the means of the factors between exponentials ---------------------------------------------


PRODUCT = unfolded(record.factors(1, 0, k))
EARLY, LATE = (sp.Sum(1 / (4 * n[i] - c), (i, 0, k - 1)) for c in (3, 4))


@cache
def scale_bound(at_most: bool) -> Proved:
    """The product is at most e^(-sum of 1/(4 n_i - 3)), or at least e^(-sum of 1/(4 n_i - 4))."""
    context = statement(THEOREM, "mean").context
    total = EARLY if at_most else LATE
    factor = substitute(factor_at_most() if at_most else factor_at_least(), {ONE_SIZE["n"].symbol: n[k]}, context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        left, right = (e.subs(j, j + 1) for e in (known.relation.left, known.relation.right))
        new = substitute(factor, {k: j}, here)
        product, ended = PRODUCT.subs(k, j), total.subs(k, j)
        using = [one_more(product, j, here), one_more(ended, j, here)]
        terms = (known, new.relation.left), (new, known.relation.right)
        return combine(left, "<=", right, *terms, using=using, context=here)

    goal = Relation(*_ordered((PRODUCT, sp.exp(-total)), at_most), context)
    start = identity(goal.left.subs(k, 0), goal.right.subs(k, 0), context.but({k: None}))
    return induction(goal, k, start, step)


def _ordered(ends: tuple[sp.Expr, sp.Expr], at_most: bool) -> tuple[sp.Expr, Operator, sp.Expr]:
    return (ends[0], "<=", ends[1]) if at_most else (ends[1], "<=", ends[0])


@cache
def mean_leading(below: Relation, high: Relation) -> tuple[Proved, Proved]:
    """E R_k/sigma0^2 = sum of 1/n_i + 2 - 2 (product): e^-x lies between 1 - x and 1 - x + x^2/2."""
    context, risk = below.context, below.right
    exact, least, most = mean(statement(THEOREM, "mean")), scale_bound(True), scale_bound(False)
    parabola = substitute(decay_below_parabola(), {y: EARLY}, context)
    line = substitute(decay_above_line(), {y: LATE}, context)
    spare, inside = 1 / (2 * n[i] * (n[i] - 1)), context.but({i: "[0, oo)"})
    early = _added(1 / (2 * n[i]) - spare, 2 / (4 * n[i] - 3), inside, context)
    late = _added(2 / (4 * n[i] - 4), 1 / (2 * n[i]) + spare, inside, context)
    of = sigma0**2
    low = [(exact, -1), (least, 2 * of), (parabola, 2 * of), (early, of)]
    top = [(exact, 1), (most, 2 * of), (line, 2 * of), (late, of), (by_sign(0, "<=", EARLY**2, context), of)]
    return (
        combine(below.left, "<=", risk, *low, context=context),
        combine(risk, "<=", high.right, *top, context=context),
    )


def _added(less: sp.Expr, more: sp.Expr, inside: Context, context: Context) -> Proved:
    """The sums of two terms, the first of which is nowhere more than the other."""
    return summed(by_sign(less, "<=", more, inside), i, 0, k - 1, context)


@cache
def lower(goal: Relation) -> Proved:
    """The product is at most 1."""
    exact, least = mean(statement(THEOREM, "mean")), scale_bound(True)
    none = by_sign(sp.exp(-EARLY), "<=", 1, goal.context)
    of = 2 * sigma0**2
    return combine(goal.left, "<=", goal.right, (exact, -1), (least, of), (none, of), context=goal.context)


def positive(goal: Relation) -> Proved:
    """The first term of the sum, which the others only add to."""
    total, first = record.total, 1 / n[0]

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, term = one_more(total.subs(k, j), j, here), by_sign(0, "<=", 1 / n[j], here)
        return combine(first, "<=", total.subs(k, j + 1), known, term, (more, -1), context=here)

    once = goal.context.but({k: None, sigma0: None})
    one = identity(first, total.subs(k, 1), once)
    grown = induction(Relation(first, "<=", total, once.but({k: "[1, oo)"})), k, one, step)
    known = lower(statement(THEOREM, "lower"))
    return combine(goal.left, "<=", goal.right, known, (grown, sigma0**2), context=goal.context)


@cache
def upper(goal: Relation) -> Proved:
    """The product is not negative."""
    exact = mean(statement(THEOREM, "mean"))
    positive = by_sign(0, "<=", PRODUCT, goal.context)
    return combine(goal.left, "<=", goal.right, exact, (positive, 2 * sigma0**2), context=goal.context)


# -- the variance ---------------------------------------------------------------------------------------------


def _moment(what: sp.Expr, context: Context) -> sp.Expr:
    return expectation(SCHEDULED_SUFFICIENT, what, k, context)


MOMENTS = {
    M**4: 3 * record.mean_V_squared,
    M**2 * SCALE**2: record.mean_V_square_scale,
    M**2 * SCALE: record.mean_V_scale,
    M**2: record.total,
    **{SCALE**j: record.factors(j, 0, k) for j in (4, 3, 1)},
    SCALE**2: sp.Integer(1),
}
"""Means of M^p T^q at sigma0 = 1."""


@cache
def variance(goal: Relation) -> Proved:
    """Var R = E R^2 - (E R)^2, R^2 a polynomial in M and T."""
    context, risk = goal.context, M**2 + (SCALE - sigma0) ** 2
    same = reduced(goal.left, SCHEDULED_SUFFICIENT, context)
    parted = half_square(same.relation.right, context)
    terms = {
        what: sigma0 ** sp.Poly(what, M, SCALE).total_degree() * unfolded(value) for what, value in MOMENTS.items()
    }
    known = [closed(_moment(what, context), value, context, others=terms) for what, value in terms.items()]
    coefficients = {M**p * SCALE**q: c for (p, q), c in sp.Poly(sp.expand(risk**2), M, SCALE).terms()}
    square = linear(_moment(risk**2, context), coefficients, context)
    once = by_moments(Relation(_moment(risk, context), "=", mean(statement(THEOREM, "mean")).relation.right, context))
    return combine(goal.left, "=", goal.right, same, parted, using=[square, once, *known], context=context)


@cache
def variance_published(_: Relation, more: Relation) -> Proved:
    """One generation: the variance is that for one size, which is known to be more than the most that is claimed."""
    once, (size, generations, _) = more.context.but({k: None}), ONE_SIZE.symbols
    at = {size: n[0], generations: sp.Integer(1)}
    refuted = one_size.variance_published(*statements(RISK, RISK.claim("variance-published").unfolded()))
    known = substitute(refuted, at, once, given(n[0] >= 100, once))
    plain = substitute(one_size.variance(statement(RISK, "variance")), at, once)
    exact = substitute(variance(statement(THEOREM, "variance")), {k: 1}, once)
    first = combine(more.left.subs(k, 1), "<", exact.relation.left, known, plain, (exact, -1), context=once)
    return at_value(k, 1, first, more.left, "<", more.right)
