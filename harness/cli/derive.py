"""The command `theorems derive`: the mean of an expression of a declared process, from the declaration alone."""

from __future__ import annotations

import ast
import json
import operator
from argparse import Namespace
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from harness.basics.errors import BadInput
from harness.basics.time_limit import OutOfTime, time_limit
from theorems.language import DomainError, Point, chains, expectation, integer, writing
from theorems.language.chains import NotFinite
from theorems.language.closed_form import NoClosedForm, closed_form
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import NoMoment
from theorems.language.moments import NotClosed
from theorems.language.parameters import Parameters
from theorems.language.processes import Counts, Process, Time, observable_text
from theorems.language.readers import NoValue
from theorems.language.recursion import Recursion, recursion
from theorems.language.supports import is_event, support
from theorems.language.text import nearest, shortened
from theorems.processes import processes, unreadable

LONGEST = 200
"""Characters of an expression."""

LARGEST_POWER = 6
MOST_GENERATIONS = 10_000
SECONDS = 60.0


def derive(arguments: Namespace) -> int:
    """Recursion, closed form and value of a mean; without a process, the list of the declared ones.

    Raises BadInput, or DomainError for a point outside of the domain.
    """
    if arguments.process is None:
        for process in processes().values():
            print(f"{process.name}: {', '.join(process.observables)}")
        for problem in unreadable():
            print(problem)
        return 0
    process = find_process(arguments.process)
    if arguments.expression is None:
        if arguments.closed_form:
            raise BadInput(f"--closed-form is of an expression of {process.name}: name one")
        print(json.dumps(_record(process)) if arguments.json else "\n".join(declaration(process, arguments.latex)))
        return 0
    derived = derivation(process, arguments.expression, arguments.at)
    form = derived.form
    shown = None if derived.value is None else _number(derived.value)
    if arguments.closed_form and isinstance(form, str):
        raise BadInput(f"E {shortened(arguments.expression)} of {process.name} has no closed form: {form}")
    if arguments.json:
        print(json.dumps({**derived.record, "at": arguments.at, "value": shown}))
    elif arguments.closed_form:
        print(sp.latex(form) if arguments.latex else form)
    else:
        seen = [] if shown is None else [f"at {arguments.at}: {shown}"]
        print("\n".join([*declaration(process, arguments.latex), "", *derived.lines, *seen]))
    return 0


@dataclass(frozen=True)
class Derivation:
    """What follows for a mean, or a probability, from the declaration of a process.

    value: at the point that was asked for, a Fraction or a ball; None without one. record, lines: what else is known,
    as JSON values and for people. form: the closed form, or why there is none.
    """

    value: Any
    record: dict[str, Any]
    lines: list[str]
    form: sp.Expr | str


def derivation(process: Process, text: str, at: str | None) -> Derivation:
    """The mean of the expression of a text; raises BadInput, or DomainError for a point outside of the domain."""
    expression = parse(process, text)
    point, k = _point(process, expression, at)
    try:
        with time_limit(SECONDS):
            derived = _time if isinstance(expression, Time) else _probability if is_event(expression) else _mean
            value, record, lines, form = derived(process, expression, point, k)
    except OutOfTime:
        raise BadInput(f"{shortened(text)} is not derived within {SECONDS:g} s: {HARD[is_event(expression)]}") from None
    except (NotClosed, NotFinite, NoMoment, NoValue, ZeroDivisionError) as error:
        raise BadInput(f"E {shortened(text)} of {process.name} is not derived: {error}") from None
    named = {"process": process.name, "expression": observable_text(expression)}
    return Derivation(value, named | record, lines, form)


HARD = ("lower its degree", "take a smaller sample, or an earlier generation")
"""What to do about a mean, or a probability, that takes too long."""

Derived = tuple[Any, dict[str, Any], list[str], sp.Expr | str]
"""The value, None without a point; what else is known, for JSON and in lines; the closed form, or why there is none."""


def _mean(process: Process, expression: sp.Expr, point: Point, k: int | None) -> Derived:
    found = recursion(process, expression)
    value = None if k is None else found.value(k, point)
    form = _closed(found)
    record = {
        "first": found.first,
        "quantities": [str(q) for q in found.quantities],
        "step": [{str(found.quantities[j]): str(c) for j, c in row.items()} for row in found.step],
        "start": [str(s) for s in found.start],
        "provided": [str(c) for c in found.provided],
        "closed_form": None if isinstance(form, str) else str(form),
    }
    return value, record, _derivation(found, form), form


def _probability(process: Process, event: sp.Expr, point: Point, k: int | None) -> Derived:
    if k is None:
        raise BadInput("the probability of an event is computed at a point: give --at, with a generation k")
    try:
        value, by = expectation.probability(process, event)(k, point), "iterated generating function of what is drawn"
    except expectation.NotDerived:
        value, by = chains.mean(process, event, k, point), "the law of the state, generation by generation"
    return value, {"first": process.first, "by": by}, [f"probability, by {by}"], "it is computed at points"


def _time(process: Process, time: Time, point: Point, k: int | None) -> Derived:
    if k is None:
        raise BadInput("a mean time is computed at a point: give --at")
    try:
        value, square = (f(process, time)(None, point) for f in (expectation.mean, expectation.mean_square))
    except ValueError as error:
        raise BadInput(f"E {observable_text(time)} of {process.name} is not derived: {error}") from None
    record = {"first": process.first, "by": "linear equations of the chain", "square": _number(square)}
    lines = [f"mean time, by {record['by']}", f"mean of its square: {record['square']}"]
    return value, record, lines, "it is computed at points"


def find_process(name: str) -> Process:
    """The declared process of that name; raises BadInput."""
    known = processes()
    if problem := next((p for p in unreadable() if p.id == name), None):
        raise BadInput(str(problem))
    if name not in known:
        raise BadInput(f"there is no process '{shortened(name)}': did you mean {nearest(name, known)}?")
    return known[name]


def _point(process: Process, expression: sp.Expr | Time, text: str | None) -> tuple[dict[str, Any], int | None]:
    """The values of the parameters, and the generation k; (empty, None) where no point is given."""
    if text is None:
        return {}, None
    if isinstance(expression, Time):
        names = {p.name for p in process.needed(expression.of)}
        return process.parameters.complete(process.parameters.point(text), names), process.first
    low = process.earliest(expression)
    everything = Parameters(integer("k", low, "generation", (low,)), *process.parameters)
    point = everything.complete(everything.point(text), {"k", *(p.name for p in process.needed(expression))})
    k = int(point.pop("k"))
    if k > MOST_GENERATIONS:
        raise DomainError(f"k must be at most {MOST_GENERATIONS}, for the recursion takes every step: got {k}")
    return point, k


def _closed(found: Recursion) -> sp.Expr | str:
    try:
        return closed_form(found)
    except NoClosedForm as error:
        return str(error)


def _number(value: Any) -> str:
    return str(value) if isinstance(value, Fraction) else value.str(20)


# -- what is printed ------------------------------------------------------------------------------------------


def declaration(process: Process, in_latex: bool = False) -> list[str]:
    """The process as it is declared, line by line."""
    found = writing.declaration(process, in_latex)
    lines = [process.name]
    lines += [f"  {p.name}: {p.meaning}; {p.domain}" for p in process.parameters]
    lines += [f"  {line}" for line in (*found.lines, writing.counting(process))]
    for name, text in found.observables.items():
        lines.append(f"  observed: {f'{name}: {text}' if in_latex else f'{name} = {text}'}; {_range(process, name)}")
    if process.reduces:
        lines.append(f"  a reduction of {process.reduces[0].name}: {process.reduces[1]}")
    return lines


def _range(process: Process, name: str) -> str:
    """Where the values of an observable lie, in words."""
    found = support(process, process.observables[name])
    if found.kind == "event":
        return "0 or 1"
    ends = f"[{found.low}, {found.high}]".replace("[-oo", "(-oo").replace("oo]", "oo)")
    return f"{'pairs ' if found.kind == 'steps' else ''}in {ends}"


def _record(process: Process) -> dict[str, Any]:
    """The declaration for JSON: every line as text and in LaTeX."""
    text, tex = writing.declaration(process), writing.declaration(process, in_latex=True)
    return {
        "process": process.name,
        "parameters": [{"name": p.name, "meaning": p.meaning, "domain": p.domain} for p in process.parameters],
        **{
            part: [{"text": a, "latex": b} for a, b in zip(getattr(text, part), getattr(tex, part), strict=True)]
            for part in ("start", "draws", "step", "looked_at")
        },
        "counts": writing.counting(process),
        "observables": [
            {"name": name, "text": said, "latex": tex.observables[name], "range": _range(process, name)}
            for name, said in text.observables.items()
        ],
        "reduces": None if process.reduces is None else process.reduces[0].name,
    }


def _derivation(found: Recursion, form: sp.Expr | str) -> list[str]:
    names = [f"x{i}" for i in range(len(found.quantities))]
    lines = ["means of"]
    lines += [f"  {name} = {q}" for name, q in zip(names, found.quantities, strict=True)]
    lines.append(f"start, generation {found.first}")
    lines += [f"  {name} = {s}" for name, s in zip(names, found.start, strict=True)]
    lines.append("generation t to t + 1")
    for name, row in zip(names, found.step, strict=True):
        terms = [names[j] if c == 1 else f"({c}) {names[j]}" for j, c in row.items()]
        lines.append(f"  {name} <- {' + '.join(terms) or '0'}")
    lines += [f"provided that {condition}" for condition in found.provided]
    lines.append(f"{'no ' if isinstance(form, str) else ''}closed form: {form}")
    return lines


# -- what is typed --------------------------------------------------------------------------------------------

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}


def parse(process: Process, text: str) -> sp.Expr | Time:
    """An observable by name, or an expression of states, data and parameters, such as `M**2 + V`; raises BadInput."""
    if isinstance(seen := process.observables.get(text), sp.Basic | Time):
        return seen
    symbols = {s.name: s for s in (*process.states, *process.parameters.symbols, *_seen(process))}
    known = ", ".join([*(name for name, o in process.observables.items() if isinstance(o, sp.Basic | Time)), *symbols])
    refusal = (
        f"'{shortened(text)}' is no expression of {process.name}: use {known}, mean(x), variance(x, ddof), + - * / **"
    )

    def read(node: ast.AST) -> Any:
        if isinstance(node, ast.Name) and node.id in symbols:
            return symbols[node.id]
        if isinstance(node, ast.Constant) and type(node.value) is int:
            return sp.Integer(node.value)
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            left, right = read(node.left), read(node.right)
            if isinstance(node.op, ast.Pow) and right.is_number and not abs(right) <= LARGEST_POWER:
                raise BadInput(f"exponents are at most {LARGEST_POWER}: got {shortened(right)}")
            return OPERATORS[type(node.op)](left, right)  # type: ignore[operator]
        if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](read(node.operand))  # type: ignore[operator]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            return _estimate(node.func.id, [read(argument) for argument in node.args])
        raise BadInput(refusal)

    if len(text) > LONGEST:
        raise BadInput(f"an expression has at most {LONGEST} characters: got '{shortened(text)}'")
    try:
        found = read(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, TypeError, ZeroDivisionError, RecursionError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(refusal) from None
    bare = found.replace(lambda e: isinstance(e, Mean | Variance), lambda _: sp.Integer(1))
    if any(isinstance(s, Data) for s in bare.free_symbols) or found.has(sp.zoo, sp.nan):
        raise BadInput(refusal)
    return found


def _seen(process: Process) -> list[sp.Symbol]:
    """Data sets and draws that are only looked at."""
    return [draw.what for draw in process.looked_at if not isinstance(draw, Counts)]


def _estimate(name: str, arguments: list[Any]) -> sp.Expr:
    if name == "mean" and len(arguments) == 1:
        return Mean(arguments[0])
    if name == "variance" and len(arguments) == 2 and isinstance(arguments[0], Data):
        return Variance(*arguments)
    raise ValueError(name)
