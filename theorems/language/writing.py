"""A declared process in LaTeX: its observables, for the sentences of claims, and its declaration, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sympy as sp

from theorems.language.data import GENERATION, Data, Past, Recent
from theorems.language.laws import Given, Law, Mixture, Normal, OfPast, Plus
from theorems.language.notation import latex
from theorems.language.processes import (
    Counts,
    Drawing,
    Finally,
    HalfSquare,
    Increment,
    Join,
    Observable,
    OverSymbols,
    Process,
    Selected,
    State,
    Steps,
    Subset,
    Time,
    observable_text,
)
from theorems.language.supports import is_event


@cache
def observable_latex(process: Process, observable: Observable) -> str:
    """An observable at generation k, an event as its condition; of steps: the next value | the one before.

    Where the start is given, it stands behind a bar.
    """
    first = str(process.first)
    starts = [(state, given) for state, given in process.start.items() if isinstance(given, Given)]
    condition = ", ".join(f"{written(process, state, first)} = {given.points}" for state, given in starts)
    return rf"{_observable(process, observable)} \mid {condition}" if condition else _observable(process, observable)


def _observable(process: Process, observable: Observable) -> str:
    if isinstance(observable, Steps):
        return "|".join(written(process, observable.of, index, factor=True) for index in ("k+1", "k"))
    if isinstance(observable, Increment):
        if isinstance(observable.of, sp.log):
            later, now = (written(process, observable.of.args[0], index) for index in ("k+1", "k"))
            return rf"\ln({later}/{now})"
        later, now = (written(process, observable.of, index, factor=True) for index in ("k+1", "k"))
        return rf"\left({later} - {now}\right)"
    if isinstance(observable, HalfSquare):
        return rf"\mathrm{{Var}}\,{written(process, observable.of, factor=True)}"
    if isinstance(observable, Finally):
        end = rf"T = {_observable(process, Time(observable.until))}"
        return rf"{written(process, observable.of, 'T', factor=True)},\ {end}"
    if isinstance(observable, Time):
        return rf"\min\{{k : {written(process, observable.until)}\}}"
    return written(process, observable, factor=True)


def written(process: Process, expression: Any, index: str = "k", factor: bool = False) -> str:
    """An expression of the state at a generation: in the letters of the process, each with the index.

    An event is written as its condition. factor: in brackets, if it is a sum, to stand before another factor.
    """

    def added(what: sp.Expr, at: str) -> str:
        """What is added up: of an event, how often it happens."""
        text = written(process, what, at, factor=True)
        return rf"1_{{[{text}]}}" if is_event(what) else text

    expression, parts = sp.sympify(expression), {}
    if is_event(expression):
        (value, condition), *_ = expression.args
        return written(process, condition if value == 1 else sp.Not(condition), index)
    if process.alphabet is not None and expression == process.alphabet:
        return latex(sp.Symbol(f"{process.alphabet.name}_i"))
    for what, letter in sorted(process.letters.items(), key=lambda pair: -sp.count_ops(pair[0])):
        expression = expression.xreplace({what: letter})
    for e in expression.atoms(Past, Recent):
        since = f"{index} - {latex(e.args[1])} < " if isinstance(e, Recent) else ""
        parts[e] = rf"\left(\sum_{{{since}s \le {index}}} {added(e.args[0], 's')}\right)"
    parts |= {e: rf"\left(\sum_i {added(e.args[0], index)}\right)" for e in expression.atoms(OverSymbols)}
    parts |= {e: added(e, index) for e in expression.atoms(sp.Piecewise) if is_event(e)}
    expression = expression.xreplace({e: sp.Symbol(text) for e, text in parts.items()})
    if isinstance(expression, sp.Rel) and not expression.lhs.free_symbols & _moving(process):
        expression = expression.reversed
    named = {s: _indexed(s, index) for s in expression.free_symbols & _moving(process)}
    named |= {s: sp.Symbol(_name(s)) for s in expression.free_symbols if isinstance(s, Data) and s not in named}
    named[GENERATION] = sp.Integer(index) if index.isdigit() else sp.Symbol(index)
    text = latex(expression.xreplace(named), factor=factor)
    for long, short in SHORTER.items():
        text = re.sub(long, short, text)
    return text


SHORTER = {r"\\neq\b": r"\\ne", r"\\leq\b": r"\\le", r"\\geq\b": r"\\ge"}
"""Signs as the suite writes them."""


def _moving(process: Process) -> set[sp.Symbol]:
    """What has another value in every generation: states, draws that are looked at, and the letters for them."""
    seen = {s for d in process.looked_at for s in _drawn(d)}
    letters = {s for letter in process.letters.values() for s in letter.free_symbols}
    return {*process.states, *seen, *letters} - {*process.parameters.symbols}


def _indexed(symbol: sp.Symbol, index: str) -> sp.Symbol:
    base, _, place = _name(symbol).partition("_")
    inside = f"{place.strip('{}')},{index}" if place else index
    return sp.Symbol(f"{base}_{{{inside}}}", **symbol.assumptions0)


def _name(symbol: sp.Symbol) -> str:
    return rf"\mathrm{{{symbol.name}}}" if isinstance(symbol, Data) else latex(symbol)


def _drawn(draw: Drawing) -> tuple[sp.Symbol, ...]:
    return draw.what if isinstance(draw, Counts) else (draw.what,)


# -- the declaration ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declaration:
    """A declared process, line by line, as text or as LaTeX; observables by name."""

    start: list[str]
    draws: list[str]
    step: list[str]
    looked_at: list[str]
    observables: dict[str, str]

    @property
    def lines(self) -> list[str]:
        """What happens, under headings."""
        parts = {
            "start": self.start,
            "generation t to t + 1": [*self.draws, *self.step],
            "looked at, and not kept": self.looked_at,
        }
        return [line for head, part in parts.items() if part for line in (f"{head}:", *(f"  {x}" for x in part))]


def declaration(process: Process, in_latex: bool = False) -> Declaration:
    """The process as it is declared. In LaTeX what moves has its generation as an index."""

    def say(what: Any, index: str = "t") -> str:
        if isinstance(what, Law):
            return _law_latex(what, lambda e: say(e, index)) if in_latex else str(what)
        return written(process, what, index) if in_latex else str(what)

    def line(*parts: str) -> str:
        """Formulas and words, in turn."""
        return " ".join(rf"\text{{ {p} }}" if in_latex and i % 2 else p for i, p in enumerate(parts))

    def drawn(draw: Drawing) -> str:
        name = ", ".join(say(s) for s in _drawn(draw)) + COLON[in_latex]
        if isinstance(draw, Counts):
            shares = ", ".join(map(say, draw.probabilities))
            if process.alphabet is not None:
                say_of = "points fall on the symbols, on this one with probability"
                return line(f"{name} {say(draw.size)}", say_of, shares)
            return line(f"{name} {say(draw.size)}", "points fall on these symbols with probabilities", shares)
        if isinstance(draw, Join):
            return f"{name} {UNION[in_latex].join(map(say, draw.of))}"
        if isinstance(draw, Subset):
            return line(f"{name} {say(draw.what.size)}", "points, chosen without replacement, of", say(draw.of))
        if isinstance(draw, Selected):
            chosen = f"points, chosen by the {draw.by}, which looks at no values, of"
            return line(f"{name} {say(draw.what.size)}", chosen, say(draw.of))
        if isinstance(draw.what, Data):
            return line(f"{name} {say(draw.what.size)}", "points of", say(draw.law))
        return line(name, "one draw of", say(draw.law))

    def begun(state: State, given: Any) -> str:
        first = str(process.first)
        if isinstance(given, Given):
            return f"{say(state, first)} = {given.points}" if in_latex else f"{state}: {given}"
        if isinstance(given, Law):
            return line(
                f"{say(state, first)}{COLON[in_latex]} {say(state.size, first)}", "points of", say(given, first)
            )  # type: ignore[attr-defined]
        return f"{say(state, first)} = {say(given, first)}"

    def moved(state: State, then: Any) -> str:
        after = UNION[in_latex].join(map(say, then)) if isinstance(then, tuple) else say(then)
        return f"{say(state, 't+1')} = {after}" if in_latex else f"{state} <- {after}"

    return Declaration(
        [begun(*pair) for pair in process.start.items()],
        [drawn(draw) for draw in process.draws],
        [moved(*pair) for pair in process.step.items()],
        [drawn(draw) for draw in process.looked_at],
        {n: _defined(process, o) if in_latex else observable_text(o) for n, o in process.observables.items()},
    )


def _defined(process: Process, observable: Observable) -> str:
    """An observable, with what its letter stands for, if it has one."""
    text = _observable(process, observable)
    if not isinstance(observable, sp.Expr) or observable.is_Symbol or observable not in process.letters:
        return text
    others = {what: letter for what, letter in process.letters.items() if what != observable}
    return f"{text} = {written(replace(process, letters=others), observable)}"


COLON = (":", r":\;")
"""Between what is drawn and how, in text and in LaTeX."""

UNION = (" + ", r" \cup ")
"""Between data sets that are joined, in text and in LaTeX."""


def counting(process: Process) -> str:
    """What the generation k of the process counts, in a sentence."""
    said = f"k counts generations: the start is k = {process.first}, and every step adds 1"
    if not process.before:
        return said
    given = ", ".join(f"{what} is {_said(value)}" for what, value in process.before.items())
    return f"{said}; k = {process.first - 1} is the given model, where {given}"


def _said(value: Any) -> str:
    return f"drawn from {value}" if isinstance(value, Law) else str(value)


def _law_latex(law: Law, say: Callable[[Any], str]) -> str:
    if isinstance(law, Plus):
        return f"{_law_latex(law.first, say)} + {_law_latex(law.second, say)}"
    if isinstance(law, OfPast):
        return rf"{_law_latex(law.law, say)}\text{{ of one of the generations }}0, \dots, t"
    if isinstance(law, Mixture):
        pairs = zip(law.weights, law.laws, strict=True)
        parts = (rf"{_law_latex(part, say)}\text{{ with probability }}{say(w)}" for w, part in pairs)
        return r"\text{, or }".join(parts)
    name = r"\mathcal{N}" if isinstance(law, Normal) else rf"\mathrm{{{type(law).__name__}}}"
    return f"{name}({', '.join(map(say, law.arguments))})"
