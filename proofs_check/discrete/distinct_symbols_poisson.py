"""How many symbols are left under Poisson sampling: what is known of one of them, added up."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.discrete.distinct_symbols import lower_late
from proofs_check.lemmas.alphabets import of_each_symbol, over_entries
from proofs_check.poisson.extinction import survival
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.discrete.distinct_symbols import THEOREM as MULTINOMIAL
from theorems.discrete.distinct_symbols_poisson import PARAMETERS, THEOREM
from theorems.language.functions import GIterate
from theorems.poisson.extinction import THEOREM as EXTINCTION
from theorems.processes.poisson import POISSON

n, p, k = PARAMETERS.symbols
_, share = POISSON.parameters.symbols


@cache
def distinct(goal: Relation) -> Proved:
    """Every symbol survives with the probability 1 - e^(-n p_i g_k)."""
    return of_each_symbol(goal.left, survival(statement(EXTINCTION, "survival")), goal.context)


@cache
def limit(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """The sum is not negative, and at most n g_k; g_k is at most 2/(k+1)."""
    context, exact = high.context, distinct(statement(THEOREM, "distinct"))
    late = lower_late(statement(MULTINOMIAL, "lower-late"))
    above = combine(high.left, "<=", high.right, exact, late, context=context)
    kept = by_sign(0, "<=", 1 - sp.exp(-n * share * GIterate(k)), context.but({share: "(0, oo)"}))
    positive, room = over_entries(kept, share, p, context), by_sign(low.left, "<=", 0, context)
    return combine(low.left, "<=", low.right, positive, (exact, -1), room, context=context), above
