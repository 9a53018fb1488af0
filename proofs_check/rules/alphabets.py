"""Rules for alphabets: each symbol is a process by itself, and shares add up to 1."""

from __future__ import annotations

import sympy as sp

from proofs_check.rules.chains import _chain
from proofs_check.rules.means import Expectation, domain_of, mean_of, parameters_of
from proofs_check.rules.probability import _admissible, _parts
from proofs_check.rules.statements import Context, Lists, NotProved, Proved, Relation, _proved
from theorems.language.alphabets import NoSymbol, one_symbol
from theorems.language.domains.entries import Length
from theorems.language.domains.shares import Simplex
from theorems.language.processes import OverSymbols, Process

MARGINS = "margins of a multinomial law are binomial; linearity of expectation"
PLACE = sp.Symbol("i", integer=True, nonnegative=True)
"""Of an entry in its list."""


def _over(listed: sp.IndexedBase, of_one: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """The sum over all entries of the list of an expression in one of them."""
    return sp.Sum(of_one.xreplace({x: listed[PLACE]}), (PLACE, 0, Length(listed) - 1))


def by_symbols(whole: Expectation, margin: Process, context: Context) -> Proved:
    """E[OverSymbols(f)] is the sum of E[f] over all symbols: of the declared process that one of them sees, from p[i].

    Schema: margins of a multinomial law are binomial; linearity of expectation.
    """
    process, what, k, values = _parts(whole)
    state, x, draw = _chain(margin)
    try:
        one = one_symbol(process)
    except NoSymbol as error:
        raise NotProved(str(error)) from None
    sees = (dict(one.start), dict(one.step), tuple(one.draws), one.first, tuple(one.looked_at), dict(one.before))
    share, alphabet = one.parameters.symbols[-1], process.alphabet
    if sees != ({state: share}, dict(margin.step), (draw,), margin.first, (), dict(margin.before)):
        raise NotProved(f"{margin.name} is not what one symbol of {process.name} sees")
    if not isinstance(what, OverSymbols) or what.args[0].free_symbols - {state}:
        raise NotProved(f"a sum over symbols of what is seen of their state is needed: {what}")
    _admissible(whole, context)
    named = {s.name: e for s, e in values.items()} | {x.name: x}
    needed = parameters_of(margin, what.args[0])
    of_one = mean_of(margin, what.args[0])(k, *(named[p.name] for p in needed))
    _admissible(of_one, context.but({x: domain_of(one.parameters[share.name])}))
    return _proved("by symbols", Relation(whole, "=", _over(alphabet, of_one, x), context), schema=MARGINS)


def shares_add_up(shares: sp.IndexedBase, context: Context) -> Proved:
    """The sum of p[i] over all symbols is 1: by the domain of p."""
    r, x = context.of.get(shares), sp.Dummy("x")
    if not isinstance(r, Lists) or not isinstance(r.parameter, Simplex):
        raise NotProved(f"{shares} are no shares in {context}")
    return _proved("shares add up", Relation(_over(shares, x, x), "=", 1, context))
