"""The mean of an observable of a process as an expression: E(k, parameters), a function like any other for algebra.

Its arguments are the generation and those parameters that the law of the observable depends on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from proofs_check.rules.statements import Context, Lists, NotProved, Range, ranged
from theorems.language.domains.choices import Every
from theorems.language.domains.ends import End
from theorems.language.domains.entries import Length
from theorems.language.domains.numbers import Number, real
from theorems.language.domains.parameter import Parameter
from theorems.language.laws import Law
from theorems.language.processes import Finally, HalfSquare, Observable, Process, observable_text, observed
from theorems.language.supports import is_event


class Expectation(sp.Function):
    """E of an observable at a generation: of (generation, the parameters of `parameters_of` in their order)."""

    process: Process
    what: Observable
    is_extended_real = True
    is_finite = True

    @property
    def range(self) -> Range:
        """Where the mean certainly lies."""
        if is_event(self.what):
            return Range(sp.Integer(0), sp.Integer(1))
        if self.is_nonnegative:
            return Range(sp.Integer(0), sp.oo, False, True)
        return Range(-sp.oo, sp.oo, True, True)

    def _eval_is_nonnegative(self) -> bool | None:
        nonnegative = isinstance(self.what, HalfSquare) or (
            isinstance(self.what, sp.Basic) and self.what.is_nonnegative
        )
        return True if nonnegative or is_event(self.what) else None


ARGUMENT = real("s", "[-1/64, 1/64]", "argument of a moment generating function", ("-1/64", "1/64"))
"""The s of E e^(s X): beside the parameters the one number that an observable may depend on.

An interval around 0 is enough, and on a short one no value is so large that its digits are lost.
"""


def parameters_of(process: Process, what: Observable) -> tuple[Parameter, ...]:
    """The parameters that the process, or the observable, depends on, and the argument where it has one."""
    given = process.needed(observed(what), *([what.until] if isinstance(what, Finally) else []))
    free = ARGUMENT.name not in process.parameters.names and ARGUMENT.symbol in observed(what).free_symbols
    return (*given, ARGUMENT) if free else given


def domain_of(parameter: Parameter) -> Range | Lists:
    """The range of a parameter that is a number with fixed ends, or its lists; raises NotProved for another one.

    What is claimed for every one has the instances that are tried for lists: nothing can be said of one of them.
    """
    if isinstance(parameter.symbol, sp.IndexedBase) or isinstance(parameter, Every):
        return Lists(parameter)
    if not isinstance(parameter, Number) or not parameter.fixed:
        raise NotProved(f"{parameter.name} is {parameter.domain}: it has no range here")
    (low, high), real = parameter.interval(), not parameter.whole
    return ranged(low, high, parameter.low_open and real, parameter.high_open and real, parameter.whole)


def domains_of(parameters: Sequence[Parameter]) -> Context:
    """All values that these parameters may have: ranges, and conditions where an end is an expression in others."""
    named = {p.name: p.symbol for p in parameters}
    ranges: dict[sp.Symbol, Range | Lists] = {}
    given: list[sp.Basic] = []
    for p in parameters:
        if not isinstance(p, Number) or p.fixed:
            ranges[p.symbol] = domain_of(p)
            continue
        if strays := p.uses - named.keys():
            raise NotProved(f"{p.name} is {p.domain}: nothing is said of {', '.join(sorted(strays))}")
        low, high = (
            e.at(named) if isinstance(e, End) else sp.sympify(e) for e in (p.low, sp.oo if p.high is None else p.high)
        )
        given += [sp.Lt(low, p.symbol) if p.low_open else sp.Le(low, p.symbol)] if low.free_symbols else []
        given += [sp.Lt(p.symbol, high) if p.high_open else sp.Le(p.symbol, high)] if high.free_symbols else []
        least = max(_least(low, ranges), sp.Integer(0) if p.symbol.is_nonnegative else -sp.oo)
        # an end that is an expression may be reached at other ends; 0 is none of a symbol that is positive
        low_open = (p.low_open and not low.free_symbols) or (least == 0 and bool(p.symbol.is_positive))
        high_open = p.high_open and not high.free_symbols
        ranges[p.symbol] = ranged(least, -_least(-high, ranges), low_open, high_open, p.whole)
    return Context(tuple(ranges.items()), frozenset(given))


def _least(e: sp.Expr, ranges: Mapping[sp.Symbol, Any]) -> sp.Expr:
    """The least value of a linear expression in numbers of these ranges, and lengths; -oo for another expression."""
    lengths = {length: sp.Dummy(integer=True, positive=True) for length in e.atoms(Length)}
    e, ranges = e.xreplace(lengths), {**ranges, **{s: ranged(1, sp.oo, False, True, True) for s in lengths.values()}}
    if any(sp.diff(e, s).free_symbols or not isinstance(ranges.get(s), Range) for s in e.free_symbols):
        return -sp.oo
    ends = ((sp.diff(e, s), ranges[s]) for s in e.free_symbols)
    return e.subs(dict.fromkeys(e.free_symbols, 0)) + sp.Add(*(c * (r.low if c > 0 else r.high) for c, r in ends))


def _name(process: Process, what: Observable) -> str:
    """`E[gaussian: M**2]`, `Pr[bernoulli: P = 0]`."""
    if is_event(what) and what.args[0].expr == 1:
        condition = what.args[0].cond
        signs = {sp.Eq: "=", sp.Ne: "!="}
        sign = signs.get(type(condition))
        text = f"{condition.lhs} {sign} {condition.rhs}" if sign else str(condition)
        return f"Pr[{process.name}: {text}]"
    return f"E[{process.name}: {observable_text(what)}]"


_KNOWN: dict[tuple[int, Any], type[Expectation]] = {}


def mean_of(process: Process, what: Observable) -> type[Expectation]:
    """The function of the generation and the parameters that is the mean of an observable."""
    key = (id(process), what)
    if key not in _KNOWN:
        name = _name(process, what)
        _KNOWN[key] = type(name, (Expectation,), {"process": process, "what": what})
    return _KNOWN[key]


class Average(sp.Function):
    """E f(X) for X of a law: of (Lambda(x, f), the arguments of the law)."""

    law: type[Law]
    is_extended_real = True

    @property
    def range(self) -> Range:
        """Nothing is known of it by itself."""
        return Range(-sp.oo, sp.oo, True, True)


_AVERAGES: dict[type[Law], type[Average]] = {}


def average(law: Law, x: sp.Symbol, function: Any) -> Average:
    """E of a function of x, X having the law."""
    kind = type(law)
    if kind not in _AVERAGES:
        _AVERAGES[kind] = type(f"E[X of {kind.__name__}]", (Average,), {"law": kind})
    return _AVERAGES[kind](sp.Lambda(x, function), *law.arguments)
