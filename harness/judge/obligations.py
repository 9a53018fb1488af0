"""What a claim owes by its kind, whoever wrote the proof: a limit is reached, a minorant grows, an event is an event.

A claim that does not meet an obligation is no claim of that kind: it is refused, and no evidence can confirm it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import sympy as sp

from harness.judge import exact
from harness.judge.absorbing import stays
from harness.judge.case import Case
from harness.judge.observed import Observed
from harness.judge.signs import sign_on
from theorems.language import (
    AlmostSure,
    Diverges,
    Law,
    Limit,
    Mean,
    Order,
    Point,
    Probability,
    Rate,
    Root,
    Step,
    Summable,
    Surely,
    point_text,
)
from theorems.language.claims import Related
from theorems.language.closed_form import K
from theorems.language.domains.numbers import Number
from theorems.language.growth import Growth, Undecided
from theorems.language.processes import Increment, Observable, Process, Steps, observable_text
from theorems.language.readers import Ball, ball
from theorems.language.readers.interpreter import TheoryFunction

Owed = Iterator[str]
"""The obligations that are not met, one line each: what must hold, and what was found."""

LARGE, ITERATED = (20, 40, 60), (4, 8, 12)
"""Powers of 2 at which balls give the second opinion on a limit; where values are found by iteration."""

LOOKS = 12
"""Points of the grid at which a limit is looked at."""

SHRINKS, GROWS = 0.9, 0.5
"""Over these powers what tends to 0 shrinks by this factor, or more: 1/log k does. In the second half of them what
tends to infinity grows by this part of what it grew in the first, or more: log log k does.
"""

CLOSE = 1e-3
"""So close to 0 and 1 is a distribution function at 2^60 and beyond."""

WRITE = "write it as a sum of products of powers, exponentials and logarithms of {k}, harmonic numbers and g_k"


def owed(case: Case) -> tuple[str, ...]:
    """The obligations of its kind that a claim does not meet: what must hold, and what was found."""
    return tuple(line for kind, rule in RULES if isinstance(case.claim, kind) for line in rule(case, case.claim))


def refusal(case: Case) -> str | None:
    """One line, if the claim is refused: which obligation it does not meet, and what was found."""
    lines = owed(case)
    return f"{case.id} is no {case.claim.kind}: {lines[0]}" if lines else None


# -- one rule a kind ------------------------------------------------------------------------------------------


def distance(case: Case, claim: Related) -> Owed:
    """What `within` says is no negative number."""
    if claim.within is None:
        return
    for point in exact.grid(case):
        value = _value(claim.within, point)
        if value is not None and value < 0:
            yield f"`within` must be at least 0: got {value.str(6)} at {point_text(point)}"
            return


def event(case: Case, claim: Probability | Surely) -> Owed:
    """The observable is an event."""
    kind = Observed(claim.of).support().kind
    if kind != "event":
        yield f"its observable must be an event: {claim.of} is @{kind}"


def limit(case: Case, claim: Limit) -> Owed:
    """`equals` is free of the variable, and `within` tends to 0."""
    lines = [*_variable(case, claim, claim.variable)]
    if claim.value.has(claim.variable):
        lines.append(f"`equals` must be free of {claim.variable}: got {claim.value}")
    yield from lines or _tends(case, claim.variable, "within", claim.within, Growth.vanishes)


def diverges(case: Case, claim: Diverges) -> Owed:
    """The minorant tends to infinity."""
    lines = [*_variable(case, claim, claim.variable)]
    yield from lines or _tends(case, claim.variable, claim.relation, claim.value, Growth.diverges)


def summable(case: Case, claim: Summable) -> Owed:
    """The observable is a state that grows by what is not negative, or a power of one; its bound is always the same.

    A positive power of what is added up in all has a finite mean, then; so it is finite, almost surely.
    """
    yield from _variable(case, claim, claim.variable)
    yield from _generations(claim.variable)
    if claim.value.has(claim.variable):
        yield f"`{claim.relation}` must be free of {claim.variable}: got {claim.value}"
    what = Observed(claim.of).declared
    if what is None or not adds_up(*what):
        adds = "to which each generation adds what is not negative, or a positive power of one"
        yield f"its observable must be a state {adds}: {_declared(what)}"


def adds_up(process: Process, what: Observable) -> bool:
    """Is it a state from 0 on that never falls, or a power of one that rises with it?"""
    if not isinstance(what, sp.Expr):
        return False
    state, power = what.as_base_exp()
    if state not in process.step or not (power.is_number and power.is_positive):
        return False
    return bool(state.is_nonnegative and (process.step[state] - state).is_nonnegative)


def almost_sure(case: Case, claim: AlmostSure) -> Owed:
    """The probability of the event tends to 1, and its certificate holds."""
    lines = [*_variable(case, claim, claim.variable)]
    rest, part = (claim.value, "at_most") if claim.at_most is not None else (1 - claim.value, "1 - at_least")
    if claim.equals is not None:
        rest, part = 1 - claim.value, "1 - equals"
    lines = lines or [*_tends(case, claim.variable, part, rest, Growth.vanishes)]
    if not lines and claim.by == "summable":
        lines = [*_tends(case, claim.variable, part, rest, Growth.summable)]
    if not lines and claim.by == "monotone":
        lines = [*_generations(claim.variable)]
        lines += [why] if (why := stays(claim.of, event=claim.at_most is None)) else []
    yield from lines


def rate(case: Case, claim: Rate) -> Owed:
    """The observable is the growth of a logarithm in one generation, the same in law whatever came before.

    Then the logarithm is a sum of independent steps, and by the strong law it grows at the rate of their mean.
    """
    what = Observed(claim.of).declared
    if what is None or not isinstance(what[1], Increment) or not isinstance(what[1].of, sp.log):
        yield f"its observable must be declared as Increment(log(...)) of a process: {claim.of} is {_declared(what)}"
    elif Observed(claim.of).oracle is None:
        yield f"no step may depend on what came before, and their mean must be known: {claim.of} is {_declared(what)}"


def steps(case: Case, claim: Step) -> Owed:
    """The observable is pairs (next value, value before) of one expression."""
    what = Observed(claim.of).declared
    if what is not None and not isinstance(what[1], Steps):
        yield f"its observable must be declared as Steps(...) of a process: {claim.of} is {_declared(what)}"


def _declared(what: tuple[Process, Observable] | None) -> str:
    return "not declared" if what is None else observable_text(what[1])


def order(case: Case, claim: Order) -> Owed:
    """The constants are positive, in order and free of the variable; what they are multiplied with is positive."""
    yield from _variable(case, claim, claim.variable)
    sign = sign_on(case)
    for part, constant in (("low", claim.low), ("high", claim.high)):
        if constant.has(claim.variable):
            yield f"`{part}` must be free of {claim.variable}: got {constant}"
    for part, expression in (("low", claim.low), ("like", claim.like)):
        if sign(expression) != 1:
            yield f"`{part}` must be positive: got {expression}"
    if sign(claim.high - claim.low) not in (0, 1):
        yield f"`high` must be at least `low`: got {claim.high} and {claim.low}"


def one_root(case: Case, claim: Root) -> Owed:
    """There is a root in the interval, and only one."""
    for point in exact.grid(case):
        try:
            claim.ball(point)
        except exact.NO_VALUE as error:
            yield f"there must be one root between `after` and `before`: {error}, {point_text(point) or 'anywhere'}"
            return


def law(case: Case, claim: Law) -> Owed:
    """The distribution function does not fall, and goes from 0 to 1; or a claim of all moments determines it."""
    if claim.cdf is None:
        yield from _transform(case, claim)
        return
    size = 6 if case.on_integers else 60
    places = [sp.Integer(-1), *(sp.Integer(j) for j in range(2**size if size == 6 else 0))]
    if size == 60:
        sizes = [sp.Integer(2) ** j for j in (60, 20, 8, 4, 2, 1, 0, -2, -8)]
        places = [*(-x for x in sizes), sp.Integer(0), *reversed(sizes)]
    grid = exact.grid(case)
    for point in grid[:: max(1, len(grid) // LOOKS)]:
        try:
            values = [case.cdf(point, x) for x in places]
        except exact.NO_VALUE:
            continue  # a lint
        at = point_text(point)
        for (x, a), (y, b) in pairwise(zip(places, values, strict=True)):
            if b < a:
                yield f"a distribution function does not fall: got {a.str(6)} at x={x} and {b.str(6)} at x={y}, {at}"
                return
        for x, value, end in ((places[0], values[0], 0), (places[-1], values[-1], 1)):
            if not abs(value - end) < CLOSE:
                yield f"a distribution function goes from 0 to 1: got {value.str(6)} at x={x}, {at}"
                return


def _transform(case: Case, claim: Law) -> Owed:
    names = {c.name: c for c in case.theorem.claims}
    moments = names.get(claim.mellin or "")
    if not isinstance(moments, Mean) or moments.equals is None:
        yield f"`mellin` must name a claim that equals every moment of the observable: got {claim.mellin}"
        return
    orders = moments.equals.free_symbols - {case.theorem.parameters[name].symbol for name in case.used}
    orders = {s for s in orders if case.theorem.parameters[s.name].kind == "real"}
    if moments.of.partition(".")[0] != claim.of.partition(".")[0] or len(orders) != 1:
        yield f"`mellin` must name the claim of all moments, with their order as a parameter: got {claim.mellin}"


RULES: tuple[tuple[type, Callable[..., Owed]], ...] = (
    (Related, distance),
    (Probability, event),
    (Limit, limit),
    (Diverges, diverges),
    (Summable, summable),
    (AlmostSure, almost_sure),
    (Rate, rate),
    (Step, steps),
    (Law, law),
    (Surely, event),
    (Order, order),
    (Root, one_root),
)


# -- limits ---------------------------------------------------------------------------------------------------


def _variable(case: Case, claim: Mean | Order, variable: sp.Symbol) -> Owed:
    """The variable counts something on which the observable depends, and the claim is made for all large values."""
    if variable not in case.theorem.parameters.symbols:
        yield f"its variable must be a declared parameter: got {variable}"
        return
    parameter = case.theorem.parameters[variable.name]
    if not (isinstance(parameter, Number) and parameter.whole and parameter.high is None):
        yield f"its variable must be a whole number that can grow: {variable} is {parameter.domain}"
    elif variable.name not in Observed(claim.of).parameters:
        yield f"its variable must be one that the observable depends on: {claim.of} has no {variable}"
    else:
        for point in exact.grid(case):
            far = {**point, variable.name: sp.Integer(2) ** LARGE[-1]}
            if not case.applies(far):
                others = point_text({name: x for name, x in point.items() if name != variable.name})
                yield f"it must be claimed for all large {variable}: `when` excludes them at {others or claim.when}"
                return


def _generations(variable: sp.Symbol) -> Owed:
    """The variable is the generation, along which a sum grows and an event stays."""
    if variable.name != K.name:
        yield f"its variable must be the generation {K}: got {variable}"


def _tends(
    case: Case,
    variable: sp.Symbol,
    part: str,
    expression: sp.Expr,
    shown: Callable[[Growth, sp.Expr], bool],
) -> Owed:
    """What the rules of growth say, and balls at large values of the variable do not contradict."""
    words: dict[Any, str] = {
        Growth.vanishes: f"`{part}` must tend to 0 as {variable} grows",
        Growth.diverges: f"`{part}` must tend to infinity as {variable} grows",
        Growth.summable: f"`{part}` must have a finite sum over {variable}",
    }
    must = words[shown]
    if shown is not Growth.summable and (seen := _contradicted(case, variable, expression, shown)):
        yield f"{must}: {seen}"
        return
    try:
        holds = shown(Growth(variable, sign_on(case, variable)), expression)
        why = f"got {expression}"
    except Undecided as undecided:
        holds, why = False, f"cannot decide {undecided}: {WRITE.format(k=variable)}"
    if not holds:
        yield f"{must}: {why}"


def _contradicted(
    case: Case, variable: sp.Symbol, expression: sp.Expr, shown: Callable[[Growth, sp.Expr], bool]
) -> str | None:
    """Values that are not on their way to the limit, in words."""
    slow = bool(expression.atoms(sp.Sum, sp.Product, TheoryFunction))
    grid = exact.grid(case)
    for point in grid[:: max(1, len(grid) // LOOKS)]:
        ends = [{**point, variable.name: sp.Integer(2) ** power} for power in (ITERATED if slow else LARGE)]
        try:
            near, between, far = values = [ball(expression, end, 30) for end in ends]
        except exact.NO_VALUE:
            continue  # a lint
        if shown is Growth.vanishes:
            good = abs(far) < abs(near) * SHRINKS or (near.contains(0) and far.contains(0))
        else:
            good = far - between > (between - near) * GROWS and far > near
        if not good:
            others = point_text({name: value for name, value in point.items() if name != variable.name})
            powers = ITERATED if slow else LARGE
            got = ", ".join(f"{v.str(6)} at {variable}=2^{p}" for v, p in zip(values, powers, strict=True))
            return f"got {got}" + (f", {others}" if others else "")
    return None


def _value(expression: sp.Expr, point: Point) -> Ball:
    try:
        return ball(expression, point, 30)
    except exact.NO_VALUE:
        return None
