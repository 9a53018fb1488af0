"""How many symbols are left: the symbols that one of them sees as itself and all others, added up.

By linearity of expectation, every bound on the loss of one symbol (`bernoulli-absorption`) is one on how many are lost.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.bernoulli.g_iterate import upper_sharp as iterate_upper
from proofs_check.lemmas.alphabets import of_each_symbol, over_entries
from proofs_check.lemmas.elementary import decay_above_line, y
from proofs_check.rules.algebra import combine, largest, substitute
from proofs_check.rules.alphabets import shares_add_up
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import certain, mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.bernoulli.g_iterate import THEOREM as ITERATES
from theorems.discrete.distinct_symbols import PARAMETERS, THEOREM
from theorems.language.functions import GIterate
from theorems.language.processes import event
from theorems.processes.discrete import BERNOULLI, P

n, p, k = PARAMETERS.symbols
p0 = BERNOULLI.parameters["p0"].symbol
EVERY = over({n: "[1, oo)", p0: "[0, 1]", k: "[1, oo)"})
"""One symbol, of any given share."""
LOST, KEPT = event(sp.Eq(P, 0)), event(sp.Ne(P, 0))


def _of_one(name: str, proof: Callable[[Relation], Proved]) -> Proved:
    """What is proved of `bernoulli-absorption/name`, for every given share."""
    return proof(statement(ABSORPTION, name))


def _kept(loss: Proved) -> Proved:
    """A bound on the probability that a symbol is kept, from one on its loss."""
    r = loss.relation
    either = certain(mean(BERNOULLI, LOST, k, EVERY), [LOST, KEPT], EVERY)
    kept = mean(BERNOULLI, KEPT, k, EVERY)
    if isinstance(r.left, Expectation):
        return combine(1 - r.right, "<=", kept, (either, -1), loss, context=EVERY)
    return combine(kept, "<=", 1 - r.left, either, loss, context=EVERY)


def _added_up(loss: Proved, goal: Relation) -> Proved:
    """The goal, a bound on a mean, from one on the loss of every symbol."""
    whole = goal.left if isinstance(goal.left, Expectation) else goal.right
    return of_each_symbol(whole, _kept(loss), goal.context)


@cache
def lower_published(goal: Relation) -> Proved:
    """The published upper bound on every loss."""
    return _added_up(_of_one("forgotten-upper", absorption.forgotten_upper), goal)


@cache
def upper_published(goal: Relation) -> Proved:
    """The published lower bound on every loss; where it is negative, 0 is a better one."""
    loss = _of_one("forgotten-lower", absorption.forgotten_lower)
    useful = largest(by_sign(0, "<=", loss.relation.right, EVERY), loss)
    return _added_up(useful, goal)


@cache
def upper_sharp(goal: Relation) -> Proved:
    """The sharper lower bound on every loss."""
    return _added_up(_of_one("forgotten-lower-sharp", absorption.forgotten_lower_sharp), goal)


@cache
def upper_occupancy(goal: Relation) -> Proved:
    """The lower bound on every loss by occupied boxes."""
    return _added_up(_of_one("forgotten-lower-occupancy", absorption.forgotten_lower_occupancy), goal)


def _one_is_left(whole: Any, context: Context) -> Proved:
    """1 <= E U: the shares sum to 1."""
    kept = absorption.survived_at_least(mean(BERNOULLI, KEPT, k, EVERY), EVERY)
    added = of_each_symbol(whole, kept, context)
    return combine(1, "<=", whole, added, (shares_add_up(p, context), -1), context=context)


@cache
def lower(goal: Relation) -> Proved:
    """The published bound, and that one symbol is always left."""
    return largest(_one_is_left(goal.right, goal.context), lower_published(goal))


def _limit(low: Relation, high: Relation, loss: Proved, factor: sp.Expr) -> tuple[Proved, Proved]:
    """A symbol is kept if it is alone in the end, with probability p[i], or if there is diversity left."""
    whole, context = low.right, low.context
    kept = of_each_symbol(whole, loss, context)
    above = combine(whole, "<=", high.right, kept, shares_add_up(p, context), context=context)
    room = over_entries(by_sign(0, "<=", p0 * (1 - p0), over({p0: "[0, 1]"})), p0, p, context)
    factor *= (1 - 1 / n) ** k
    below = combine(low.left, "<=", whole, _one_is_left(whole, context), (room, factor), context=context)
    return below, above


@cache
def limit(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """Of all symbols, by the bound on the survival of one."""
    return _limit(low, high, _of_one("survival-upper", absorption.survival_upper), n**2 / (n - 1))


@cache
def limit_sharp(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """Where P is not 0, n P(1-P) is 1 - P at least."""
    kept = absorption.survived_at_most(mean(BERNOULLI, KEPT, k, EVERY), n, EVERY)
    return _limit(low, high, kept, n)


@cache
def lower_late(goal: Relation) -> Proved:
    """1 - e^-x <= x, the shares sum to 1, and g_k <= 2/(k+1)."""
    context, g = goal.context, GIterate(k)
    line = substitute(decay_above_line(), {y: n * p0 * g}, EVERY)
    small = combine(1 - sp.exp(-n * p0 * g), "<=", n * p0 * g, line, context=EVERY)
    added = over_entries(small, p0, p, context)
    iterate = iterate_upper(statement(ITERATES, "upper-sharp"))
    parts = (added, (shares_add_up(p, context), n * g), (iterate, n))
    return combine(goal.left, "<=", goal.right, *parts, context=context)


@cache
def lower_useful(goal: Relation) -> Proved:
    """It is at most 2 n/(k+1), which is less than 1 from k = 2 n on."""
    late = goal.context.but({}, k >= 2 * n)
    small = lower_late(statement(THEOREM, "lower-late"))
    rest = given(k >= 2 * n, late)
    end = combine(2 * n / (k + 1), "<", 1, (rest, 1 / (k + 1)), by_sign(0, "<", 1 / (k + 1), late), context=late)
    return combine(goal.left, "<", goal.right, small, end, context=late)
