"""The geometric sum."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, induction
from proofs_check.rules.leaves import identity, one_more
from proofs_check.rules.statements import Proved, Relation, over

q = sp.Symbol("q", real=True)
terms, j = sp.symbols("k j", integer=True, nonnegative=True)


def geometric(base: sp.Expr, many: sp.Expr) -> sp.Sum:
    """1 + base + ... + base^(many - 1)."""
    return sp.Sum(base**j, (j, 0, many - 1))


@cache
def summed_up() -> Proved:
    """(1 - q) (1 + q + ... + q^(k-1)) = 1 - q^k, for every q and k >= 0."""
    series, context = geometric(q, terms), over({q: "(-oo, oo)", terms: "[0, oo)"})

    def step(known: Proved, at: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(series.subs(terms, at), at, here)
        left, right = (e.subs(terms, at + 1) for e in ((1 - q) * series, 1 - q**terms))
        return combine(left, "=", right, known, (more, 1 - q), context=here)

    start = identity(0, 0, context.but({terms: None}))
    return induction(Relation((1 - q) * series, "=", 1 - q**terms, context), terms, start, step)
