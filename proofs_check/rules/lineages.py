"""Rules for the ancestors of a generation: their mean one generation further, and what they say of shares."""

from __future__ import annotations

import sympy as sp

from proofs_check.rules.chains import _refitted
from proofs_check.rules.means import Expectation, mean_of, parameters_of
from proofs_check.rules.moments import _earlier
from proofs_check.rules.probability import _admissible, _parts, put_in
from proofs_check.rules.statements import Context, NotProved, Proved, Relation, _proved
from theorems.language.laws import Occupied
from theorems.language.processes import Draw, Process


def _occupied_next(process: Process) -> tuple[sp.Symbol, Occupied]:
    """The only state, and the law, of a process whose next state is a number of occupied boxes."""
    states, draws = list(process.states), list(process.draws)
    plain = len(states) == len(draws) == 1 and not (process.looked_at or process.before or process.alphabet)
    if not plain or not isinstance(draws[0], Draw) or process.step[states[0]] != draws[0].what:
        raise NotProved(f"the next state of {process.name} is not the one number that is drawn")
    (state,), law = states, draws[0].law
    if not isinstance(law, Occupied) or law.balls != state:
        raise NotProved(f"{law} is not how many boxes are occupied by {state} balls")
    if not (process.start[state].is_integer and law.boxes.is_integer):
        raise NotProved(f"whole numbers of balls and boxes are needed: {process.name}")
    return state, law


def next_mean(mean: Expectation, context: Context) -> Proved:
    """E of the state, a number of occupied boxes, is that of the mean of its law a generation before.

    Schema: tower property; a box stays empty with probability (1 - 1/n)^balls.
    """
    process, what, k, _ = _parts(mean)
    state, law = _occupied_next(process)
    if what != state:
        raise NotProved(f"the mean of {state} is needed: got {mean}")
    before = _earlier(mean, law.moment(1), k - 1)
    _admissible(context, mean, before)
    schema = "tower property; mean number of occupied boxes"
    return _proved("next mean", Relation(mean, "=", before, context), schema=schema)


def dual(unmarked: Expectation, shares: Process, context: Context) -> Proved:
    """E (1-p)^D, D the ancestors of n individuals k generations back, is E (1-P)^n of the chain of shares from p.

    Schema: duality. Both are the chance that none of n individuals descends, k generations on, from one that is marked,
    as each is with probability p; P is the marked share of their parents (Moehle, Bernoulli 5, 1999, 761-777).
    """
    process, what, k, values = _parts(unmarked)
    state, boxes = _occupied_next(process)
    if boxes != Occupied(state, process.start[state]) or process.first != 0:
        raise NotProved(f"{process.name} does not follow the ancestors of a generation")
    if not isinstance(what, sp.Pow) or what.exp != state or what.base.has(state):
        raise NotProved(f"a power with exponent {state} is needed: got {what}")
    share, size = _refitted(shares)
    if size not in shares.parameters.symbols:
        raise NotProved(f"{shares.name} counts no samples, as many as a parameter says")
    other = (1 - share) ** size
    at = {size: put_in(process.start[state], values), shares.start[share]: 1 - put_in(what.base, values)}
    found = mean_of(shares, other)(k, *(at[p.symbol] for p in parameters_of(shares, other)))
    _admissible(context, unmarked, found)
    schema = "duality of the chain of shares and the number of ancestors"
    return _proved("dual", Relation(unmarked, "=", found, context), schema=schema)
