"""Rules for chains of one number: the first generation, means over its law, where a bounded martingale ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from proofs_check.rules import signs
from proofs_check.rules.algebra import _applies, _covered
from proofs_check.rules.finite import number, summable
from proofs_check.rules.means import Expectation, average, domain_of, mean_of, parameters_of
from proofs_check.rules.probability import (
    _admissible,
    _apart,
    _numbers,
    _parts,
    _vanishes,
    beside,
    declared_range,
    put_in,
)
from proofs_check.rules.statements import Context, NotProved, Operator, Proved, Range, Relation, _proved, for_all
from theorems.language.data import GENERATION
from theorems.language.laws import Binomial, Law, Poisson
from theorems.language.processes import Draw, Finally, Process, Time, event


def _chain(process: Process) -> tuple[sp.Symbol, sp.Symbol, Draw]:
    """State, the parameter at which it starts, and the one draw; raises NotProved for another kind of process."""
    states, draws = list(process.states), list(process.draws)
    others = process.looked_at or process.before
    if len(states) != 1 or len(draws) != 1 or not isinstance(draws[0], Draw) or others:
        raise NotProved(f"{process.name} is no chain of one number with one draw a generation")
    state, start = states[0], process.start[states[0]]
    used = {s for e in process.expressions if e != start for s in e.free_symbols}
    if not isinstance(start, sp.Symbol) or start in used or GENERATION in used or process.first != 0:
        raise NotProved(f"{process.name} does not start anywhere, or its law changes with the generation")
    return state, start, draws[0]


def _started(mean: Expectation, context: Context) -> tuple[Process, sp.Symbol, Draw, dict[sp.Symbol, Any], sp.Expr]:
    """Parts of a mean over a chain, whose start must be a value that the state may have."""
    process, what, _, values = _parts(mean)
    _apart(mean, context)
    state, start, draw = _chain(process)
    if not isinstance(what, sp.Basic) or what.free_symbols & {start, GENERATION}:
        raise NotProved(f"an expression of the state is needed: {what}")
    low, high = process.parameters[start.name].interval()  # type: ignore[attr-defined]
    lies = declared_range(state)
    closed = Range(max(low, lies.low), min(high, lies.high), lies.low_open and low <= lies.low, high == sp.oo)
    argument = sp.Dummy("start", real=True)
    others = {p.symbol: p for p in process.parameters if p.symbol in values and p.symbol != start}
    ranges = {s: domain_of(p) for s, p in others.items()}
    inner = {argument: values[start]} | {s: values[s] for s in others}
    _covered(inner, Context(((argument, closed), *ranges.items())), context, ())
    return process, state, draw, values, what


def at_start(mean: Expectation, context: Context) -> Proved:
    """E[f] at generation 0 is f at the given start; E T is 0 where the condition holds there."""
    process, what, k, values = _parts(mean)
    try:
        _admissible(context, mean)
    except NotProved:
        _started(mean, context)
    # at once: the symbol of a parameter may exclude what the start is here
    begun = {state: put_in(start, values) for state, start in process.start.items()}
    if isinstance(what, Time) and put_in(what.until, begun | values) == sp.true:
        return _proved("at the start", Relation(mean, "=", process.first, context), by=f"{process.name} ends there")
    if k != process.first or not isinstance(what, sp.Basic):
        raise NotProved(f"an expression of the state at generation {process.first} is needed: {mean}")
    value = _cleared(put_in(what, begun | values | {GENERATION: k}), context)
    if not what.has(sp.Piecewise):
        signs.defined(value, context)
    return _proved("at the start", Relation(mean, "=", value, context), by=f"{process.name} is given there")


def _cleared(e: sp.Expr, context: Context) -> sp.Expr:
    """Equations of a fraction with 0, in its conditions, as equations of the numerator."""

    def numerator(condition: sp.Basic) -> sp.Basic:
        above, below = sp.fraction(sp.together(condition.lhs - condition.rhs))
        signs.sign(below, context, True)
        return condition.func(above, 0)

    return e.replace(lambda c: isinstance(c, sp.Eq | sp.Ne), numerator)


def first_generation(mean: Expectation, context: Context) -> Proved:
    """E[f] at generation k + 1 is the mean, over the first generation, of E[f] at generation k started there.

    Schema: Markov property of a time-homogeneous chain at time 1; tower property (Durrett, Probability, 5.2).
    """
    process, state, draw, values, what = _started(mean, context)
    _, start, _ = _chain(process)
    number(mean, context)
    k = sp.expand(mean.args[0] - 1)
    if not (k.is_integer and k.is_nonnegative):
        raise NotProved(f"there is no generation {k}")
    law = _law(draw, {state: values[start]} | values)
    after = put_in(process.step[state], {state: values[start]} | values)
    later = mean_of(process, what)(k, *(values | {start: after}).values())
    assert isinstance(draw.what, sp.Symbol)
    x = outcome(type(law))
    relation = Relation(mean, "=", average(law, x, later.subs(draw.what, x)), context)
    return _proved("first generation", relation, schema="Markov property at time 1; tower property")


def _law(draw: Draw, values: Mapping[sp.Symbol, Any]) -> Law:
    return type(draw.law)(*(put_in(a, values) for a in draw.law.arguments))


def _lawful(law: Law, context: Context) -> None:
    """Raises NotProved unless it is a law of counts throughout the context, which says nothing of what is drawn."""
    _alone(outcome(type(law)), context)
    needed = [sp.sympify(law.arguments[0])]
    if isinstance(law, Binomial):
        trials, p = map(sp.sympify, (law.trials, law.probability))
        if not trials.is_integer:
            raise NotProved(f"{trials} need not be a whole number of trials")
        needed = [trials, p, 1 - p]
    for e in needed:
        signs.defined(e, context)
        signs.sign(e, context, False)


def outcome(law: type[Law]) -> sp.Symbol:
    """The symbol for what is drawn from a law of counts."""
    if law not in (Binomial, Poisson):
        raise NotProved(f"nothing is known here of {law.__name__}")
    return sp.Symbol("x", integer=True, nonnegative=True)


def _alone(x: sp.Symbol, context: Context) -> None:
    """Raises NotProved where the symbol for what is drawn has a range of its own already."""
    if x in context.of:
        raise NotProved(f"{x} is what is drawn: {context} has a range for it")


def outcomes(law: Law, context: Context) -> Context:
    """The context, and what may be drawn: whole numbers from 0 on (up to the number of trials)."""
    x = outcome(type(law))
    _alone(x, context)
    given = (x <= law.trials,) if isinstance(law, Binomial) else ()
    return context.but({x: Range(sp.Integer(0), sp.oo, False, True)}, *given)


def on_average(law: Law, pointwise: Proved, context: Context) -> Proved:
    """From f(x) <= g(x) (or =) for all x that may be drawn, the same of the means. Schema: monotonicity."""
    r = pointwise.relation
    x = outcome(type(law))
    _lawful(law, context)
    for_all(x, pointwise, conditions=True)
    _applies(pointwise, outcomes(law, context))
    if not all(summable(law, e, x) for e in (r.left, r.right)):
        raise NotProved(f"the mean of a side of {r} need not be finite")
    op: Operator = "=" if r.op == "=" else "<="
    relation = Relation(average(law, x, r.left), op, average(law, x, r.right), context)
    return _proved("on average", relation, [pointwise], schema="monotonicity of expectation")


def generating(law: Law, s: Any, context: Context) -> Proved:
    """E s^X for s >= 0: (1 - p + p s)^n of the binomial law, e^(m(s-1)) of Poisson's.

    Schema: binomial theorem; exponential series.
    """
    s = sp.sympify(s)
    _lawful(law, context)
    signs.defined(s, context)
    signs.sign(s, context, False)
    x = outcome(type(law))
    power = event(sp.Eq(x, 0)) if s == 0 else s**x
    relation = Relation(average(law, x, power), "=", law.generating(s), context)
    return _proved("generating function", relation, schema=f"generating function of {type(law).__name__}", at=s)


def swapped(law: Binomial, function: Any, context: Context) -> Proved:
    """E f(X) = E f(n - Y): successes are what is no failure. X ~ Bin(n, p), Y ~ Bin(n, 1 - p), f a function of x."""
    function, x = sp.sympify(function), outcome(type(law))
    _lawful(law, context)
    other = Binomial(law.trials, 1 - law.probability)
    turned = average(other, x, function.subs(x, law.trials - x))
    schema = "if X ~ Bin(n, p), then n - X ~ Bin(n, 1 - p)"
    return _proved("swapped", Relation(average(law, x, function), "=", turned, context), schema=schema)


def binomial_power(law: Binomial, growth: Any, grows: Proved, positive: Proved, context: Context) -> Proved:
    """h(n) p^M <= E h(X) for X ~ Bin(n, p), from x (h(x) - h(x-1)) <= M h(x) for x = 1..n and 0 <= h; M > 0.

    Schema: F(p) = E h(X) has p F' = E X (h(X) - h(X-1)) (the sum differentiated, (x+1) w_{x+1} = (n-x) p/(1-p) w_x
    used once), so p F' <= M F: F p^-M does not increase on (0, 1], and is h(n) at p = 1. At p = 0 the left side is 0.
    """
    growth, r, x = sp.sympify(growth), positive.relation, outcome(Binomial)
    h = r.right
    if r.op == "=" or r.left != 0 or growth.has(x) or h.has(law.probability) or growth.has(law.probability):
        raise NotProved(f"0 <= h(x), and h and M free of the probability, are needed: got {r}, {growth}")
    g = grows.relation
    wanted = (x * (h - h.subs(x, x - 1)), growth * h)
    if g.op == "=" or any(not _vanishes(a - b) for a, b in zip((g.left, g.right), wanted, strict=True)):
        raise NotProved(f"{wanted[0]} <= {wanted[1]} is needed: got {g}")
    signs.sign(growth, context, True)
    _lawful(law, context)
    for_all(x, grows, positive, conditions=True)
    drawn = outcomes(law, context)
    _applies(positive, drawn)
    _applies(grows, drawn.but({x: Range(sp.Integer(1), sp.oo, False, True)}))
    least = h.subs(x, law.trials) * law.probability**growth
    relation = Relation(least, "<=", average(law, x, h), context)
    schema = "derivative of a binomial mean in its probability"
    return _proved("binomial power", relation, [grows, positive], schema=schema, growth=growth)


def special_case(mean: Expectation, other: Process, values: Mapping[str, Any], context: Context) -> Proved:
    """A process that is another one at certain parameters: its means are those of the other."""
    process, what, k, given = _parts(mean)
    (state,), (target,) = process.states, other.states
    _admissible(context, mean)
    at = {p.symbol: sp.sympify(values[p.name]) for p in other.parameters if p.name in values}
    (own,), (its,) = process.draws, other.draws
    others = any(p.looked_at or p.before for p in (process, other))
    if not isinstance(own, Draw) or not isinstance(its, Draw) or process.first != other.first or others:
        raise NotProved(f"{process.name} and {other.name} draw otherwise")
    outcome(type(own.law))  # of a sum or mixture of laws the arguments do not say which law each belongs to
    same = {target: state, its.what: own.what}

    def moved(e: Any) -> sp.Expr:
        return put_in(sp.sympify(e).xreplace(same), at)

    pairs = [
        (moved(other.start[target]), process.start[state]),
        (moved(other.step[target]), process.step[state]),
        *zip((moved(a) for a in its.law.arguments), own.law.arguments, strict=True),
    ]
    if type(own.law) is not type(its.law) or any(sp.expand(a - b) != 0 for a, b in pairs) or given:
        raise NotProved(f"{process.name} is not {other.name} at {dict(values)}")
    if not isinstance(what, sp.Basic):
        raise NotProved(f"an expression of the state is needed: {what}")
    observable = what.xreplace({state: target})
    needed = [p.symbol for p in parameters_of(other, observable)]
    if set(needed) - set(at):
        raise NotProved(f"{other.name} needs values of {', '.join(map(str, needed))}")
    found = mean_of(other, observable)(k, *(at[s] for s in needed))
    _admissible(context, found)
    return _proved("special case", Relation(mean, "=", found, context), by=f"{other.name} at {dict(values)}")


def optional_stopping(ended: Expectation, stays: Proved, reached: Proved, vanishes: Proved, context: Context) -> Proved:
    """E[f at the end] = c for a process that ends almost surely where it can not move any more.

    stays: E[g](k) = c for every k, g a state within [0, 1] that equals f where the process has ended. reached:
    1 - b(k) <= Pr(ended by k); vanishes: b(k) -> 0. Schema: bounded convergence (Durrett, Probability, 1.6.7).
    """
    process, what, _, _ = _parts(ended)
    state, _, draw = _chain(process)
    if not isinstance(what, Finally):
        raise NotProved(f"not what is seen at the end: {what}")
    s, r, t = stays.relation, reached.relation, vanishes.tends
    if s.op != "=" or s.left != beside(s.left, state) or not isinstance(s.left, Expectation):
        raise NotProved(f"the mean of {state} is needed: got {s}")
    k = s.left.args[0]
    end = event(what.until)
    wanted = mean_of(process, end)(*s.left.args)
    if r.op == "=" or r.right != wanted or r.left != 1 - t.expression or (t.symbol, t.to, t.limit) != (k, sp.oo, 0):
        raise NotProved(f"1 - b <= {wanted}, and b -> 0 as {k} -> oo, are needed: got {r} and {t}")
    if r.context.of[k].high != sp.oo:
        raise NotProved(f"a bound for every {k} is needed: got {r}")
    for_all(k, stays, reached, vanishes)
    _admissible(context, ended)
    if s.right.has(k) or not _everything_ends(process, state, draw, what):
        raise NotProved(f"{what.of} need not be {state} where {what.until}, or the process moves on from there")
    for premise in (s.context, r.context, t.context):
        _covered({}, premise, context.but({k: r.context.of[k]}), ())
    if ended.args[1:] != s.left.args[1:]:
        raise NotProved("the same parameters are needed")
    relation = Relation(ended, "=", s.right, context)
    return _proved("optional stopping", relation, [stays, reached, vanishes], schema="bounded convergence")


def _everything_ends(process: Process, state: sp.Symbol, draw: Draw, what: Finally) -> bool:
    """Is the observable the state wherever the process has ended, and does it stay there? The state lies in [0, 1]."""
    if not isinstance(what.until, sp.Eq) or not isinstance(draw.law, Binomial):
        return False
    roots = sp.solveset(what.until.lhs - what.until.rhs, state, sp.S.Reals)
    if roots != sp.FiniteSet(0, 1) or not _vanishes(draw.law.probability - state):
        return False
    stays = [process.step[state].subs(draw.what, draw.law.trials * value) - value for value in (0, 1)]
    return all(sp.simplify(e) == 0 for e in stays) and all(what.of.subs(state, value) == value for value in (0, 1))


def after_a_generation(low: Expectation, high: Expectation, pointwise: Proved, context: Context) -> Proved:
    """From f <= g wherever a generation may lead, E f <= E g at every generation from the first fit on; f >= 0.

    `pointwise` is about f and g with the step put in for the state: for all that may be drawn. Schema: monotonicity.
    """
    process, f, k, values = _parts(low)
    state, _, draw = _chain(process)
    _, g, _, _ = _parts(high)
    if high != beside(low, g) or not low.is_nonnegative or not isinstance(f, sp.Basic) or not isinstance(g, sp.Basic):
        raise NotProved(f"0 <= f <= g for two expressions of the state are needed: {f}, {g}")
    if not sp.sympify(k - 1).is_nonnegative:
        signs.sign(k - 1, context, False)
    law = _law(draw, values)
    if any(sp.sympify(a).has(state) for a in law.arguments[:1]):
        raise NotProved("what may be drawn depends on the state")
    x, drawn = outcome(type(law)), outcomes(law, context)
    _numbers(context, low, high)
    step = put_in(process.step[state], values | {draw.what: x})
    if step.has(state):
        raise NotProved(f"where a generation of {process.name} leads depends on the state")
    r = pointwise.relation
    there = values | {state: step, GENERATION: k}
    wanted = (_cleared(put_in(f, there), drawn), put_in(g, there))
    for_all(x, pointwise, conditions=True)
    if r.op == "=" or not all(
        _vanishes(sp.piecewise_fold(a - b)) for a, b in zip((r.left, r.right), wanted, strict=True)
    ):
        raise NotProved(f"{wanted[0]} <= {wanted[1]} is needed: got {r}")
    _applies(pointwise, drawn)
    relation = Relation(low, "<=", high, context)
    return _proved("after a generation", relation, [pointwise], schema="monotonicity of expectation")


def _refitted(process: Process) -> tuple[sp.Symbol, sp.Expr]:
    """The state and the size of a chain of shares n P' ~ Bin(n, P); raises NotProved for another one."""
    state, _, draw = _chain(process)
    law = draw.law
    if not isinstance(law, Binomial) or not _vanishes(law.probability - state) or law.trials.has(state, draw.what):
        raise NotProved(f"{process.name} is no chain of shares")
    if not _vanishes(process.step[state] - draw.what / law.trials):
        raise NotProved(f"the next state of {process.name} is no share")
    return state, law.trials
