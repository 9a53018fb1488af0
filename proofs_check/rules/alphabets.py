"""Rules for alphabets: each symbol is a process by itself, and shares add up to 1."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import _applies
from proofs_check.rules.chains import _chain, _refitted, outcome, outcomes
from proofs_check.rules.means import Expectation, domain_of, mean_of, parameters_of
from proofs_check.rules.probability import _admissible, _numbers, _parts, beside, put_in
from proofs_check.rules.statements import Context, Lists, NotProved, Proved, Relation, _proved, for_all
from theorems.language.alphabets import NoSymbol, one_symbol
from theorems.language.domains.entries import Length
from theorems.language.domains.shares import Simplex
from theorems.language.laws import Binomial
from theorems.language.processes import Counts, Observable, OverSymbols, Process, Time, event

MARGINS = "margins of a multinomial law are binomial; linearity of expectation"
WHOLE = "nonnegative numbers that sum to 1"
PLACE = sp.Symbol("i", integer=True, nonnegative=True)
"""Of an entry in its list."""


def _over(listed: sp.IndexedBase, of_one: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """The sum over all entries of the list of an expression in one of them."""
    return sp.Sum(of_one.xreplace({x: listed[PLACE]}), (PLACE, 0, Length(listed) - 1))


def _of_each(whole: Expectation, margin: Process, seen: Observable, context: Context) -> sp.Expr:
    """The sum over all symbols of E of what is seen of one; raises NotProved where `margin` is not what it sees."""
    process, _, k, values = _parts(whole)
    state, x, draw = _chain(margin)
    one = _margin(process)
    sees = (dict(one.start), dict(one.step), tuple(one.draws), one.first, tuple(one.looked_at), dict(one.before))
    share, alphabet = one.parameters.symbols[-1], process.alphabet
    if sees != ({state: share}, dict(margin.step), (draw,), margin.first, (), dict(margin.before)):
        raise NotProved(f"{margin.name} is not what one symbol of {process.name} sees")
    _admissible(context, whole)
    if x in context.of:
        raise NotProved(f"{x} is the share of one symbol: {context} has a range for it")
    named = {s.name: e for s, e in values.items()} | {x.name: x}
    of_one = mean_of(margin, seen)(k, *(named[p.name] for p in parameters_of(margin, seen)))
    _numbers(context.but({x: domain_of(one.parameters[share.name])}), of_one)
    return _over(alphabet, of_one, x)


def by_symbols(whole: Expectation, margin: Process, context: Context) -> Proved:
    """E[OverSymbols(f)] is the sum of E[f] over all symbols: of the declared process that one of them sees, from p[i].

    Schema: margins of a multinomial law are binomial; linearity of expectation.
    """
    what, (state, *_) = _parts(whole)[1], _chain(margin)
    if not isinstance(what, OverSymbols) or what.args[0].free_symbols - {state}:
        raise NotProved(f"a sum over symbols of what is seen of their state is needed: {what}")
    total = _of_each(whole, margin, what.args[0], context)
    return _proved("by symbols", Relation(whole, "=", total, context), schema=MARGINS)


def times_of_symbols(whole: Expectation, margin: Process, context: Context) -> tuple[Proved, Proved]:
    """2 E T <= the sum of E T_i over all d symbols, and that is <= d E T, T being the largest of all T_i.

    T is when no share is inside (0, 1) any more, T_i when that of symbol i is not. Schema: shares sum to 1, and stay
    where they are 0 or 1: until T two of them are inside, whose T_i is still to come.
    """
    process, what, _, _ = _parts(whole)
    state, _ = _shares(process)
    unlike = state * (1 - state)
    if what != Time(sp.Eq(OverSymbols(unlike), 0)):
        raise NotProved(f"the time until no share is inside (0, 1) is needed: {what}")
    total = _of_each(whole, margin, Time(sp.Eq(unlike, 0)), context)
    two = Relation(2 * whole, "<=", total, context)
    last = Relation(total, "<=", Length(process.alphabet) * whole, context)
    schema = f"{WHOLE}; {MARGINS}"
    return _proved("two of the times", two, schema=schema), _proved("the last of the times", last, schema=schema)


def shares_add_up(shares: sp.IndexedBase, context: Context) -> Proved:
    """The sum of p[i] over all symbols is 1: by the domain of p."""
    r, x = context.of.get(shares), sp.Dummy("x")
    if not isinstance(r, Lists) or not isinstance(r.parameter, Simplex):
        raise NotProved(f"{shares} are no shares in {context}")
    return _proved("shares add up", Relation(_over(shares, x, x), "=", 1, context))


def _margin(process: Process) -> Process:
    """What one symbol sees."""
    try:
        return one_symbol(process)
    except NoSymbol as error:
        raise NotProved(str(error)) from None


def _shares(process: Process) -> tuple[sp.Symbol, sp.Expr]:
    """The state and the size of a process whose shares are given, sum to 1, and are refitted to multinomial counts."""
    one = _margin(process)
    state, size = _refitted(one)
    if not isinstance(process.draws[0], Counts) or one.start[state] != one.parameters.symbols[-1]:
        raise NotProved(f"the shares of {process.name} need not sum to 1")
    return state, size


def _mixed(state: sp.Symbol) -> sp.Expr:
    """The event that not all shares are 0 or 1."""
    return event(sp.Ne(OverSymbols(state * (1 - state)), 0))


def two_inside(alive: Expectation, context: Context) -> Proved:
    """2 Pr(a share is neither 0 nor 1) <= E of how many are: one is not the only one, as they sum to 1."""
    process, what, _, _ = _parts(alive)
    state, _ = _shares(process)
    if what != _mixed(state):
        raise NotProved(f"the event that a share is neither 0 nor 1 is needed: {what}")
    many = beside(alive, OverSymbols(event(sp.Ne(state * (1 - state), 0))))
    _admissible(context, alive, many)
    return _proved("two inside", Relation(2 * alive, "<=", many, context), schema=WHOLE)


def below_a_line(whole: Expectation, line: Proved, slope: Any, constant: Any, context: Context) -> Proved:
    """E[OverSymbols(f)] <= (a + b d) Pr(a share is neither 0 nor 1), d the number of symbols, from the first fit on.

    line: f(x/n) <= a x/n + b for all x that may be drawn; f is P (1-P) times a polynomial.
    """
    process, what, k, values = _parts(whole)
    state, size = _shares(process)
    slope, constant, n = sp.sympify(slope), sp.sympify(constant), put_in(size, values)
    if not isinstance(what, OverSymbols) or not sp.cancel(what.args[0] / (state * (1 - state))).is_polynomial(state):
        raise NotProved(f"a sum over symbols of multiples of {state * (1 - state)} is needed: {what}")
    signs.sign(k - 1, context, False)
    x, drawn, r = outcome(Binomial), outcomes(Binomial(n, 0), context), line.relation
    wanted = (put_in(what.args[0], values | {state: x / n}), slope * x / n + constant)
    same = all(map(identities.equal, (r.left, r.right), wanted, (drawn, drawn)))
    if sp.Tuple(slope, constant).has(x) or r.op == "=" or not same:
        raise NotProved(f"{wanted[0]} <= {wanted[1]} is needed: got {r}")
    for_all(x, line, conditions=True)
    _applies(line, drawn)
    alive = beside(whole, _mixed(state))
    _admissible(context, whole, alive)
    total = slope + constant * Length(values[process.alphabet])
    relation = signs.valued(Relation(whole, "<=", total * alive, context))
    return _proved("below a line", relation, [line], schema=WHOLE, slope=slope, constant=constant)
