"""Alphabets of any number of symbols: what one symbol sees of a process with an `alphabet`.

Such a process has a number of each state, and of each draw, for every symbol. The declaration reads as that of one
symbol, whichever: the list of shares itself stands for the given share of the symbol, `Counts(c, n, P)` for multinomial
counts, and any other law is drawn from for each symbol by itself. What is observed is made of `OverSymbols(e)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

import sympy as sp

from theorems.language.domains.entries import Length
from theorems.language.domains.shares import Simplex
from theorems.language.laws import Binomial, Law
from theorems.language.parameters import Parameters
from theorems.language.processes import Counts, Draw, Drawing, Observable, OverSymbols, Process


class NoSymbol(ValueError):
    """What one symbol sees is no process by itself, or not all that is asked for; the message says why."""


@cache
def one_symbol(process: Process) -> Process:
    """What is seen of one symbol, whose given share is p_i in the place of the shares p.

    Margins of a multinomial law are binomial: so the shares of the other symbols do not matter. Raises NoSymbol where
    they do, through their number, or where a process has no alphabet.
    """
    alphabet = process.alphabet
    if alphabet is None:
        raise NoSymbol(f"{process.name} has no alphabet")
    listed = process.parameters[alphabet.name]
    assert isinstance(listed, Simplex)
    least = () if listed.entry.low_open else (sp.Integer(0),)
    name, grid = f"{alphabet.name}_i", (*least, sp.Rational(1, 4), sp.Integer(1))
    entry = replace(listed.entry, name=name, meaning="the given share of the symbol", grid=grid)

    def number(given: Any) -> Any:
        given = sp.sympify(given)
        if given.has(OverSymbols, Length):
            raise NoSymbol(f"what one symbol of {process.name} does depends on the others: {given}")
        return given.xreplace({alphabet: entry.symbol})

    def law(given: Law) -> Law:
        return type(given)(*(number(getattr(given, field.name)) for field in fields(given)))

    def drawn(draw: Drawing) -> Drawing:
        if isinstance(draw, Counts) and len(draw.what) == 1:
            return Draw(draw.what[0], Binomial(number(draw.size), number(draw.probabilities[0])))
        if not isinstance(draw, Draw):
            raise NoSymbol(f"{draw.what} of {process.name} is not drawn for each symbol")
        return replace(draw, law=law(draw.law))

    return replace(
        process,
        name=f"{process.name}_symbol",
        parameters=Parameters(*(p for p in process.parameters if p.symbol != alphabet), entry),
        alphabet=None,
        start={state: number(given) for state, given in process.start.items()},
        draws=tuple(map(drawn, process.draws)),
        looked_at=tuple(map(drawn, process.looked_at)),
        step={state: number(then) for state, then in process.step.items()},
        before={number(what): number(given) for what, given in process.before.items()},
        observables={name: o.args[0] for name, o in process.observables.items() if isinstance(o, OverSymbols)},
        letters={},
    )


def symbolwise(process: Process, observable: Observable) -> Mapping[sp.Expr, sp.Expr]:
    """The f, with their factors c, of what is the sum of c OverSymbols(f); raises NoSymbol for anything else."""
    whole = observable if isinstance(observable, sp.Expr) else sp.nan
    e = sp.expand(whole)
    parts = e.atoms(OverSymbols)
    factors = {part.args[0]: e.coeff(part) for part in parts}
    left = sp.expand(e - sp.Add(*(c * OverSymbols(f) for f, c in factors.items())))
    if left != 0 or any(c.free_symbols - {*process.parameters.symbols} or c.has(OverSymbols) for c in factors.values()):
        raise NoSymbol(f"{observable} is no sum over the symbols of {process.name}: use OverSymbols")
    return factors
