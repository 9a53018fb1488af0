"""The sum of the inverse squares, which trigamma is short of pi^2/6."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.chi_square import a, trigamma_at_least
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.statements import Proved, Relation, over

k, i = sp.symbols("k i", integer=True, nonnegative=True)
ALL = over({k: "[0, oo)"})
SQUARES = sp.Sum(1 / (i + 1) ** 2, (i, 0, k - 1))
LEFT = sp.polygamma(1, k + 1)
"""What the sum lacks of its limit."""


@cache
def inverse_squares() -> Proved:
    """1 + 1/4 + ... + 1/k^2 <= pi^2/6."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(SQUARES.subs(k, j), j, here)
        shorter = identity(LEFT.subs(k, j + 1), LEFT.subs(k, j) - 1 / (j + 1) ** 2, here)
        whole = (SQUARES + LEFT).subs(k, j + 1)
        return combine(whole, "=", sp.pi**2 / 6, known, more, shorter, context=here)

    start = identity((SQUARES + LEFT).subs(k, 0), sp.pi**2 / 6, over({}))
    both = induction(Relation(SQUARES + LEFT, "=", sp.pi**2 / 6, ALL), k, start, step)
    least = substitute(trigamma_at_least(), {a: k + 1}, ALL)
    positive = by_sign(0, "<=", 1 / (k + 1), ALL)
    return combine(SQUARES, "<=", sp.pi**2 / 6, both, least, positive, context=ALL)
