"""Rules for the time at which a chain of one number first meets a condition, and for what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import _applies, _covered, _less
from proofs_check.rules.chains import _alone, _chain, _cleared, _law, _lawful, outcome
from proofs_check.rules.means import Expectation, average
from proofs_check.rules.probability import _admissible, _parts, _vanishes, put_in, where
from proofs_check.rules.statements import Context, NotProved, Proved, Range, Relation, _proved, for_all
from theorems.language.data import GENERATION
from theorems.language.laws import Binomial, Law
from theorems.language.processes import Counts, Process, Time


def polynomial_mean(law: Law, polynomial: Any, context: Context) -> Proved:
    """E of a polynomial in what is drawn. Schema: linearity of expectation; moments of the law."""
    x = outcome(type(law))
    _lawful(law, context)
    if not sp.sympify(polynomial).is_polynomial(x):
        raise NotProved(f"{polynomial} is no polynomial in {x}")
    value = sp.Add(*(c * law.moment(j) for (j,), c in sp.Poly(polynomial, x).terms()))
    relation = signs.valued(Relation(average(law, x, polynomial), "=", value, context))
    return _proved("polynomial mean", relation, schema=f"moments of {type(law).__name__}")


def ended(condition: sp.Basic, value: Any) -> sp.Expr:
    """0 where a condition holds, else a value."""
    return sp.Piecewise((0, condition), (value, True))


def branches(goal: Relation, condition: sp.Basic, x: sp.Symbol, elsewhere: Proved, *at_roots: Proved) -> Proved:
    """A relation in which an equation g = 0 decides: from the relation where it does not hold, and at each root in x.

    g is a product of factors that are linear in x, or 0 nowhere.
    """
    if not isinstance(condition, sp.Eq) or condition.rhs != 0:
        raise NotProved(f"an equation g = 0 is needed: {condition}")
    rest, opposite = goal.context.but({x: None}), sp.Not(condition)
    _shown(goal, {condition: sp.false, opposite: sp.true}, x, x, where(opposite, goal.context), elsewhere)
    for root in _roots(condition.lhs, x, goal.context):
        _shown(goal, {condition: sp.true, opposite: sp.false}, x, root, rest, *at_roots)
    return _proved("branches", goal, [elsewhere, *at_roots], condition=condition, symbol=x)


def _shown(goal: Relation, known: Any, x: sp.Symbol, at: sp.Expr, context: Context, *premises: Proved) -> None:
    """Raises NotProved unless one of the premises is the goal at a value of x, where a condition holds or does not."""
    sides = [e.xreplace(known).subs(x, at) for e in (goal.left, goal.right)]
    for r in (p.relation for p in premises):
        if r.op == goal.op and all(map(identities.equal, sides, (r.left, r.right), (context, context))):
            return _covered({}, r.context, context, ())
    raise NotProved(f"{sides[0]} {goal.op} {sides[1]} is needed for {context}")


def _roots(g: sp.Expr, x: sp.Symbol, context: Context) -> Iterator[sp.Expr]:
    """Where a product is 0, whatever the others are."""
    for factor in sp.Mul.make_args(sp.factor(g)):
        slope = sp.diff(factor, x)
        if slope.has(x):
            raise NotProved(f"{factor} is not linear in {x}")
        _nonzero(slope if factor.has(x) else factor, context)
        if factor.has(x):
            yield sp.expand(-(factor - slope * x) / slope)


def _nonzero(e: sp.Expr, context: Context) -> None:
    if not any(signs.shown(side * e, context, True) for side in (1, -1)):
        raise NotProved(f"{e} may be 0 for {context}")


def time_at_most(time: Expectation, value: Any, j: sp.Symbol, begins: Proved, goes: Proved, context: Context) -> Proved:
    """E T <= b, from 1 + E V <= b at the start, and 1 + E V <= V(y) at each state y that a generation may lead to.

    T is the generation at which the condition first holds; E V is the mean of V a generation later, V (`value`, in the
    state) counting as 0 where the condition holds. It does not hold at y, where a generation leads if j is drawn.
    Schema: Foster's criterion (Meyn, Tweedie: Markov Chains and Stochastic Stability, 11.3.4): E min(T, m) is at most
    b - E V at min(T, m), and V >= 0: of finitely many states V is least at one, and it is there at least 1 + E V.
    """
    bound = _drift(time, value, j, begins, goes, context, above=True)
    relation, schema = Relation(time, "<=", bound, context), "Foster's criterion on finitely many states"
    return _proved("time at most", relation, [begins, goes], schema=schema, value=value, j=j)


def time_at_least(
    time: Expectation, value: Any, j: sp.Symbol, begins: Proved, goes: Proved, finite: Proved, context: Context
) -> Proved:
    """b <= E T, from b <= 1 + E V at the start, V(y) <= 1 + E V at each state y as above, and E T <= some number.

    The condition does not hold at the start. Schema: Dynkin's formula (the same, 11.3.1): E min(T, m) is at least
    b - E V at min(T, m), and that tends to b: V is bounded on finitely many states, and T is finite.
    """
    bound = _drift(time, value, j, begins, goes, context, above=False)
    process, what, _, values = _parts(time)
    state, start, _ = _chain(process)
    condition = put_in(what.until, values | {state: values[start]})  # type: ignore[union-attr]
    if not isinstance(condition, sp.Eq) or _applies(finite, context).left != time:
        raise NotProved(f"{condition} may hold at the start, or {time} be infinite: got {finite.relation}")
    _nonzero(condition.lhs - condition.rhs, context)
    premises, schema = [begins, goes, finite], "Dynkin's formula; bounded convergence"
    return _proved("time at least", Relation(bound, "<=", time, context), premises, schema=schema, value=value, j=j)


def _drift(
    time: Expectation, value: Any, j: sp.Symbol, begins: Proved, goes: Proved, context: Context, above: bool
) -> sp.Expr:
    """The bound at the start, the hypotheses being as they must be."""
    process, what, _, values = _parts(time)
    state, start, draw = _chain(process)
    value, law, x = sp.sympify(value), _law(draw, values), outcome(type(draw.law))
    step = put_in(process.step[state], values | {draw.what: x})
    fixed = not {state} & (step.free_symbols | sp.sympify(law.arguments[0]).free_symbols)
    if not (isinstance(what, Time) and isinstance(law, Binomial) and fixed):
        raise NotProved(f"the time of a chain of binomial counts is needed: {time}")
    _admissible(context, time)
    for symbol in (x, j):
        _alone(symbol, context)
    strays = value.free_symbols - {state, *context.symbols} | what.until.free_symbols - {state, *values}
    if strays or not (j.is_integer and j.is_nonnegative) or j == x:
        raise NotProved(f"{strays or j} is no state, parameter or count")

    def ends(at: sp.Expr) -> sp.Basic:
        return _cleared(put_in(what.until, values | {state: at}), context)

    for_all(j, goes, conditions=True)
    there = step.subs(x, j)
    later = where(sp.Not(ends(there)), context.but({j: Range(sp.Integer(0), sp.oo, False, True)}, j <= law.trials))
    signs.defined(value.subs(state, there), later)
    after = ended(ends(step), value.subs(state, step))
    sides = []
    for premise, at, here in ((begins, values[start], context), (goes, there, later)):
        r = _applies(premise, here)
        low, high = (r.left, r.right) if above else (r.right, r.left)
        if sp.expand(low - 1 - average(_law(draw, values | {state: at}), x, after)) != 0:
            raise NotProved(f"one generation more than the mean of {after} is needed: got {r}")
        sides.append(high)
    if not _vanishes(sides[1] - value.subs(state, there)):
        raise NotProved(f"{value} at {there} is needed: got {goes.relation}")
    return sides[0]


def time_of_places(time: Expectation, weights: Mapping[sp.Symbol, Any], context: Context, *because: Proved) -> Proved:
    """E T of a chain that is in one of finitely many places: the weight of the place that it starts in.

    T is the first generation at which it is in none of the places that have a weight. No weight is negative, by its
    sign or because of relations 0 <= w. From each such place the chain goes on with probabilities, and the weight is on
    average 1 less a generation later, 0 being that of the others. Schema: Dynkin's formula (the same, 11.3.1):
    E min(T, m) is the first weight less the mean of that at min(T, m), so E T is finite; the weights are bounded, and
    that mean tends to 0.
    """
    process, what, _, values = _parts(time)
    row, start = _places(process)
    if not isinstance(what, Time) or what.until != sp.Eq(sp.Add(*weights), 0) or not weights.keys() <= row.keys():
        raise NotProved(f"the time until a chain is in none of {', '.join(map(str, weights))} is needed: {time}")
    _admissible(context, time)
    for place, weight in weights.items():
        signs.valued(Relation(sp.Integer(0), "<=", sp.sympify(weight), context))
        there = {p: sp.Integer(p == place) for p in row}
        chances = {p: put_in(e.xreplace(there), values) for p, e in row.items()}
        for e in (sp.sympify(weight), *chances.values()):
            _less(sp.Integer(0), "<=", e, context, because)
        identities.zero(sp.Add(*chances.values()) - 1, context)
        identities.zero(weight - 1 - sp.Add(*(chance * weights.get(p, 0) for p, chance in chances.items())), context)
    relation = signs.valued(Relation(time, "=", sp.sympify(weights.get(start, 0)), context))
    return _proved("time of places", relation, because, schema="Dynkin's formula; bounded convergence", values=weights)


def _places(process: Process) -> tuple[dict[sp.Symbol, sp.Expr], sp.Symbol]:
    """By place, with what probability the chain goes there next; and where it starts."""
    states, draw = process.states, process.draws[0] if len(process.draws) == 1 else None
    starts = [p for p in states if process.start[p] != 0]
    others = process.looked_at or process.before or process.alphabet or process.spectrum or process.first
    counted = isinstance(draw, Counts) and draw.size == 1 and draw.what == tuple(process.step[p] for p in states)
    law = draw.probabilities if isinstance(draw, Counts) else ()
    if others or not counted or sp.Tuple(*law).has(GENERATION) or [process.start[p] for p in starts] != [1]:
        raise NotProved(f"{process.name} is no chain of places that goes on as it began, of which it starts in one")
    return dict(zip(states, map(sp.sympify, law), strict=True)), starts[0]
