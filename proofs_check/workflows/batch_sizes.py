"""Accumulating batches of any sizes: from each generation to the next, and a sum that telescopes."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.probability import beside, linear
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.language.data import Mean
from theorems.workflows import batch_sizes as record
from theorems.workflows.batch_sizes import PARAMETERS, THEOREM

k, n, sigma0, a, mu0, m, p0 = PARAMETERS.symbols


LATER = record.total - 1 / n[0]
"""The batches after the real one."""


def _larger(j: sp.Symbol, here: Context) -> Proved:
    """The pool has one more batch."""
    (total,) = record.pool.atoms(sp.Sum)
    return one_more(total.subs(k, j), j, here)


@cache
def known_variance(goal: Relation) -> Proved:
    """Batch t adds sigma0^2 n_t/N_t^2."""
    return by_moments(goal)


@cache
def known_variance_upper(goal: Relation) -> Proved:
    """n_t/N_t^2 is at most 1/N_(t-1) - 1/N_t."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, before = known.relation.context, record.pool.subs(k, j)
        falls = by_sign(n[j] / (before + n[j]) ** 2, "<=", 1 / before - 1 / (before + n[j]), here)
        using = [one_more(LATER.subs(k, j), j, here), _larger(j, here)]
        return combine(
            LATER.subs(k, j + 1),
            "<=",
            1 / n[0] - 1 / record.pool.subs(k, j + 1),
            known,
            falls,
            using=using,
            context=here,
        )

    context = goal.context.but({sigma0: None})
    start = combine(0, "<=", 1 / n[0] - 1 / n[0], context=context.but({k: None}))
    known = induction(Relation(LATER, "<=", 1 / n[0] - 1 / record.pool, context), k, start, step)
    exact = known_variance(statement(THEOREM, "known-variance"))
    return combine(goal.left, "<=", goal.right, exact, (known, sigma0**2), context=goal.context)


@cache
def known_variance_lower(goal: Relation) -> Proved:
    """The first term of the sum, which the others only add to."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, term = one_more(LATER.subs(k, j), j, here), by_sign(0, "<=", record.share.subs(record.j, j), here)
        return combine(0, "<=", LATER.subs(k, j + 1), known, term, (more, -1), context=here)

    context = goal.context.but({sigma0: None})
    known = induction(Relation(0, "<=", LATER, context), k, identity(0, 0, context.but({k: None})), step)
    exact = known_variance(statement(THEOREM, "known-variance"))
    return combine(goal.left, "<=", goal.right, (exact, -1), (known, sigma0**2), context=goal.context)


@cache
def gamma(goal: Relation) -> Proved:
    """Batch t multiplies E V by 1 + n_t/(a N_t^2)."""
    return by_moments(goal)


@cache
def binomial(goal: Relation) -> Proved:
    """Batch t multiplies E V by 1 - n_t/(m N_t^2)."""
    return by_moments(goal)


def _from_variance(goal: Relation, variance: Proved, v1: sp.Expr, v2: sp.Expr, truth: sp.Expr) -> Proved:
    """E (mu_k - mu_0)^2 from V(mu) = v1 mu + v2 mu^2 and E mu_k = mu_0."""
    (pool,), context = goal.left.process.states, goal.context
    spread = goal.left.process.observables["variance"]
    centred = by_moments(Relation(beside(goal.left, Mean(pool)), "=", truth, context))
    parts = linear(goal.left, {spread: 1 / v2, Mean(pool): -v1 / v2 - 2 * truth, 1: truth**2}, context)
    return combine(goal.left, "=", goal.right, parts, using=[variance, centred], context=context)


@cache
def gamma_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 = a (E V(mu_k) - V(mu_0)), as E mu_k = mu_0."""
    return _from_variance(goal, gamma(statement(THEOREM, "gamma")), sp.Integer(0), 1 / a, mu0)


@cache
def binomial_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 = m (V(mu_0) - E V(mu_k))."""
    return _from_variance(goal, binomial(statement(THEOREM, "binomial")), sp.Integer(1), -1 / m, m * p0)
