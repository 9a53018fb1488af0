"""Means of M^p T^q, M and T the fitted mean and scale, as the sums that the record of the risk writes; the mean of one
factor of T between exponentials.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from proofs_check.lemmas.chi_square import LOG_MEAN, a, log_mean_at_least, log_mean_at_most
from proofs_check.lemmas.elementary import exponential, squared_difference
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute, summed
from proofs_check.rules.chains import at_start
from proofs_check.rules.leaves import identity, one_more
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import beside, mean, monotone
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.gaussian import risk as record
from theorems.gaussian.risk import PARAMETERS
from theorems.language.claims import unfolded
from theorems.processes.gaussian import SUFFICIENT, M, T, V

n, k, sigma0 = PARAMETERS.symbols


def moment(what: sp.Expr, at: sp.Expr, context: Context) -> Expectation:
    """E of an expression of mean and scale at a generation."""
    return mean(SUFFICIENT, what, at, context)


def scales(power: int, context: Context) -> Proved:
    """E T^j = sigma0^j m_n(j)^k, T the fitted scale."""
    expected = moment(T**power, k, context)
    return by_moments(Relation(expected, "=", sigma0**power * one_factor(power) ** k, context))


@cache
def one_factor(power: int) -> sp.Expr:
    """m_n(j) = E S^(j/2), without its name."""
    return sp.Integer(1) if power == 2 else unfolded(record.m[power])


STATES = over({M: "(-oo, oo)", V: "(0, oo)", sigma0: "(0, oo)"})


def error_at_most_risk(risk: Expectation, context: Context) -> Proved:
    """E (M_k - mu0)^2 <= E R_k, of any process that fits a mean and a variance: one of two squares of the risk."""
    other = squared_difference(sp.sqrt(V), sigma0, STATES)
    return monotone(beside(risk, M**2), risk, combine(M**2, "<=", risk.what, other, context=STATES), context)


@cache
def factor_at_most() -> Proved:
    """m_n(1) <= e^(-1/(4n-3))."""
    sizes, size = over({n: "[2, oo)"}), {a: (n - 1) / 2}
    known = substitute(log_mean_at_most(), size, sizes)
    power = exponential(combine(LOG_MEAN.subs(size), "<=", -1 / (4 * n - 3), known, context=sizes))
    return combine(one_factor(1), "<=", power.relation.right, power, context=sizes)


@cache
def factor_at_least() -> Proved:
    """e^(-1/(4n-4)) <= m_n(1)."""
    sizes, size = over({n: "[2, oo)"}), {a: (n - 1) / 2}
    known = substitute(log_mean_at_least(), size, sizes)
    power = exponential(combine(-1 / (4 * n - 4), "<=", LOG_MEAN.subs(size), known, context=sizes))
    return combine(power.relation.left, "<=", one_factor(1), power, context=sizes)


def regrouped(fold: sp.Sum, parts: Mapping[sp.Expr, Any], context: Context) -> Proved:
    """A sum from 0 to b >= 0 is the sum of c (sum of g up to b - 1), plus its term at b.

    parts: g -> c, where each term is the sum of c g, and no c has the index.
    """
    ((index, _, high),), term = fold.limits, fold.function
    last = sp.Dummy("last", integer=True)
    longer = one_more(sp.Sum(term, (index, 0, last)), last, context.but({last: "[-1, oo)"}))
    inside = context.but({index: "[0, oo)"}, index <= high - 1)
    total = sp.Add(*(c * g for g, c in parts.items()))
    each = summed(identity(term, total, inside), index, 0, high - 1, context)
    early = sp.Add(*(c * sp.Sum(g, (index, 0, high - 1)) for g, c in parts.items()))
    known = substitute(longer, {last: high - 1}, context), each, identity(each.relation.right, early, context)
    return combine(fold, "=", early + term.subs(index, high), *((p, -1) for p in known), context=context)


@cache
def centre_and_scale(context: Context) -> Proved:
    """E M^2 T, M the fitted mean: each generation turns it into m_n(1) (E M^2 T + E T^3/n)."""
    total = n * unfolded(record.mean_V_scale)
    cubes = scales(3, context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, following = known.relation.context, known.relation.left.subs(j, j + 1)
        kept = regrouped(total.subs(k, j + 1), {total.subs(k, j).function: one_factor(1)}, here)
        return combine(
            following,
            "=",
            sigma0**3 * total.subs(k, j + 1) / n,
            one_generation(following, here),
            (known, one_factor(1)),
            (substitute(cubes, {k: j}, here), one_factor(1) / n),
            (kept, -(sigma0**3) / n),
            context=here,
        )

    expected = moment(M**2 * T, k, context)
    start = at_start(expected.subs(k, 0), context.but({k: None}))
    return induction(Relation(expected, "=", sigma0**3 * total / n, context), k, start, step)


@cache
def centre_fourth(context: Context) -> Proved:
    """E M^4: each generation adds 6 E M^2 T^2/n + 3 E T^4/n^2."""
    total, plain = n**2 * record.mean_V_squared, n * record.mean_V_square_scale
    fourth = scales(4, context)
    mixed = by_moments(Relation(moment(M**2 * T**2, k, context), "=", sigma0**4 * plain / n, context))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, following = known.relation.context, known.relation.left.subs(j, j + 1)
        grown = {total.subs(k, j).function: 1, plain.subs(k, j).function: 2}
        return combine(
            following,
            "=",
            3 * sigma0**4 * total.subs(k, j + 1) / n**2,
            one_generation(following, here),
            known,
            (substitute(mixed, {k: j}, here), 6 / n),
            (substitute(fourth, {k: j}, here), 3 / n**2),
            (regrouped(total.subs(k, j + 1), grown, here), -3 * sigma0**4 / n**2),
            context=here,
        )

    expected = moment(M**4, k, context)
    start = at_start(expected.subs(k, 0), context.but({k: None}))
    return induction(Relation(expected, "=", 3 * sigma0**4 * total / n**2, context), k, start, step)
