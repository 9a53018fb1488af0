"""Batches of any sizes: what every fit moves by, and a sum that telescopes."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.regression import batch_sizes as record
from theorems.regression.batch_sizes import PARAMETERS, THEOREM, d, each, later, pool, unit

k, lam, m, sigma = PARAMETERS.symbols


@cache
def replace(goal: Relation) -> Proved:
    """Fit t adds sigma^2 d/m_t."""
    return by_moments(goal)


@cache
def accumulate(goal: Relation) -> Proved:
    """Fit t adds sigma^2 d n_t/(N_t (N_t - d - 1))."""
    return by_moments(goal)


def _larger(j: sp.Symbol, here: Context) -> Proved:
    """All rows with those of one more batch."""
    (total,) = pool.atoms(sp.Sum)
    return one_more(total.subs(k, j), j, here)


def accumulate_upper(goal: Relation) -> Proved:
    """n_t/(N_t (N_t - d - 1)) is at most 1/N_(t-1) - 1/N_t, as a batch has more than d rows."""
    first = m[0] + d + 1

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, before = known.relation.context, pool.subs(k, j)
        grown = before + d + 1 + m[j]
        falls = by_sign(record.term.subs(record.j, j), "<=", 1 / before - 1 / grown, here)
        using = [one_more(later.subs(k, j), j, here), _larger(j, here)]
        bound = 1 / first - 1 / pool.subs(k, j + 1)
        return combine(later.subs(k, j + 1), "<=", bound, known, falls, using=using, context=here)

    context = goal.context.but({sigma: None})
    start = combine(0, "<=", 1 / first - 1 / first, context=context.but({k: None}))
    known = induction(Relation(later, "<=", 1 / first - 1 / pool, context), k, start, step)
    exact = accumulate(statement(THEOREM, "accumulate"))
    return combine(goal.left, "<=", goal.right, exact, (known, unit), context=goal.context)


def accumulate_lower(goal: Relation) -> Proved:
    """Generated batches only add."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, term = one_more(later.subs(k, j), j, here), by_sign(0, "<=", record.term.subs(record.j, j), here)
        return combine(0, "<=", later.subs(k, j + 1), known, term, (more, -1), context=here)

    context = goal.context.but({sigma: None})
    known = induction(Relation(0, "<=", later, context), k, identity(0, 0, context.but({k: None})), step)
    exact = accumulate(statement(THEOREM, "accumulate"))
    return combine(goal.left, "<=", goal.right, (exact, -1), (known, unit), context=goal.context)


def below_replace(goal: Relation) -> Proved:
    """Term by term: N_t is at least n_t, N_t - d - 1 at least m_t."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        less = by_sign(record.term.subs(record.j, j), "<=", 1 / m[j], here)
        using = [one_more(total.subs(k, j), j, here) for total in (later, each)]
        return combine(later.subs(k, j + 1), "<=", each.subs(k, j + 1), known, less, using=using, context=here)

    context = goal.context.but({sigma: None})
    known = induction(Relation(later, "<=", each, context), k, identity(0, 0, context.but({k: None})), step)
    exact = accumulate(statement(THEOREM, "accumulate"))
    return combine(goal.left, "<=", goal.right, exact, (known, unit), context=goal.context)
