"""Does an event, once it has happened, go on happening? Read off the declared process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from theorems.language.laws import NoMoment
from theorems.language.processes import Draw, Process
from theorems.processes import processes


def stays(observable: str, event: bool) -> str | None:
    """Why it is not known that the observable stays 1 (event) or 0 once it is; None if it does.

    Decided for an event that says that the only state of a process has one of finitely many values: from each of these,
    one generation must lead to one of them with certainty.
    """
    name, _, of = observable.partition(".")
    process = processes().get(name)
    indicator = None if process is None else process.observables.get(of)
    if process is None or not isinstance(indicator, sp.Basic):
        return f"`monotone` is read off the declared process: theorems/processes has no {observable}"
    try:
        values = list(_values(process, indicator, event))
        for value in values:
            following = _following(process, value)
            if indicator.subs(process.states[0], following) != int(event):
                return f"the event must stay, once it has happened: from {process.states[0]} = {value} it can end"
    except (NoMoment, ValueError) as error:
        return f"cannot decide whether the event stays, once it has happened: {error}"
    return None


def _values(process: Process, indicator: sp.Expr, event: bool) -> Iterator[sp.Expr]:
    """The values of the state at which the event happens."""
    state, *others = list(process.states)
    branches: Any = indicator.args if isinstance(indicator, sp.Piecewise) else ()
    equation = branches[0].cond if len(branches) == 2 else None
    if others or not isinstance(state, sp.Symbol) or not isinstance(equation, sp.Eq | sp.Ne):
        raise ValueError(f"{indicator} does not say that one number is one of finitely many")
    inside, outside = (branch.expr for branch in (branches if isinstance(equation, sp.Eq) else branches[::-1]))
    if (inside, outside) != (int(event), int(not event)):
        raise ValueError(f"{indicator} does not say when it is {int(event)}")
    yield from sp.solveset(equation.lhs - equation.rhs, state, sp.S.Reals)


def _following(process: Process, value: sp.Expr) -> sp.Expr:
    """The state that follows a value with certainty: every draw has a variance of 0."""
    state, *_ = list(process.states)
    drawn = {}
    for draw in process.draws:
        if not isinstance(draw, Draw) or not isinstance(draw.what, sp.Symbol):
            raise ValueError(f"{draw} is no draw of one number")
        mean = sp.simplify(sp.sympify(draw.law.moment(1)).subs(state, value))
        if sp.simplify(sp.sympify(draw.law.moment(2)).subs(state, value) - mean**2) != 0:
            raise ValueError(f"from {state} = {value} what follows is left to chance")
        drawn[draw.what] = mean
    return sp.simplify(sp.sympify(process.step[state]).subs(drawn).subs(state, value))
