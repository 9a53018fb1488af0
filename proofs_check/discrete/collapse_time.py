"""The time until one symbol is alone is at most half the sum of all symbols' own times, and at least their mean.

Each is a time of two symbols, the one and all others, of mean 2n h(p) + 1 at most and n h(p) at least, h their entropy.
In h the part of the others lies between p(1-p) and p, by ln z <= z - 1.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs_check.bernoulli import forgetting_time
from proofs_check.lemmas.alphabets import line_adds_up, over_entries
from proofs_check.lemmas.entropy import log_below_tangent, z
from proofs_check.rules.algebra import at_value, cases, combine, substitute
from proofs_check.rules.alphabets import times_of_symbols
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import mean_of
from proofs_check.rules.statements import Proved, Relation, over
from theorems.bernoulli.forgetting_time import PARAMETERS as OF_TWO
from theorems.bernoulli.forgetting_time import THEOREM as FORGETTING
from theorems.discrete.collapse_time import PARAMETERS
from theorems.language.domains.entries import Length
from theorems.processes.discrete import BERNOULLI

n, p = PARAMETERS.symbols
u = sp.Symbol("u", positive=True)
INSIDE = over({n: "[2, oo)", u: "(0, 1)"})
OWN = mean_of(BERNOULLI, BERNOULLI.observables["forgetting_time"])
own = -u * sp.log(u)
"""What the symbol itself has in h."""


def _of_two(name: str, proof: Callable[[Relation], Proved]) -> Proved:
    """What is proved of `bernoulli-forgetting-time/name`, for a share u."""
    return substitute(proof(statement(FORGETTING, name)), {OF_TWO["p0"].symbol: u}, INSIDE)


def _known(left: sp.Expr, right: sp.Expr, *inside: Proved | tuple[Proved, sp.Expr]) -> Proved:
    """left <= right for every share u in (0, 1], from what makes it so in (0, 1); at u = 1 the time is 0."""
    later = combine(left, "<=", right, *inside, context=INSIDE)
    sizes, ends = INSIDE.but({u: None}), [e.subs(u, 1) for e in (left, right)]
    none, spare = at_start(OWN(sp.oo, n, 1), sizes), by_sign(0, "<=", ends[1].subs(OWN(sp.oo, n, 1), 0), sizes)
    last = combine(ends[0], "<=", ends[1], (none, -1 if ends[1].has(OWN) else 1), spare, context=sizes)
    return cases(u, later, at_value(u, 1, last, left, "<=", right))


@cache
def mean_upper(goal: Relation) -> Proved:
    """The sum of 1 + 2n (p_i - p_i ln p_i)."""
    context = goal.context
    others = (substitute(log_below_tangent(), {z: 1 / (1 - u)}, INSIDE), 2 * n * (1 - u))
    two = _of_two("mean-upper-any", forgetting_time.mean_upper_any)
    one = _known(OWN(sp.oo, n, u), 2 * n * own + 2 * n * u + 1, two, others)
    most, _ = times_of_symbols(goal.left, BERNOULLI, context)
    parts = line_adds_up(2 * n * own, u, 2 * n, 1, p, context)
    terms = [(e, sp.Rational(1, 2)) for e in (most, over_entries(one, u, p, context), parts)]
    return combine(goal.left, "<=", goal.right, *terms, context=context)


@cache
def mean_lower(goal: Relation) -> Proved:
    """The sum of n (p_i (1 - p_i) - p_i ln p_i)."""
    context = goal.context
    others = (substitute(log_below_tangent(), {z: 1 - u}, INSIDE), n * (1 - u))
    two = _of_two("mean-lower-linear", forgetting_time.mean_lower_linear)
    one = _known(n * own + n * u * (1 - u), OWN(sp.oo, n, u), two, others)
    _, least = times_of_symbols(goal.right, BERNOULLI, context)
    terms = [(e, 1 / Length(p)) for e in (over_entries(one, u, p, context), least)]
    return combine(goal.left, "<=", goal.right, *terms, context=context)
