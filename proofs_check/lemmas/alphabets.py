"""What is known of one symbol, added up over an alphabet."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.rules.algebra import combine, substitute, summed
from proofs_check.rules.alphabets import PLACE, by_symbols, shares_add_up
from proofs_check.rules.leaves import identity
from proofs_check.rules.means import Expectation
from proofs_check.rules.statements import Context, Proved
from theorems.language.domains.entries import Length


def over_entries(known: Proved, x: sp.Symbol, listed: sp.IndexedBase, context: Context) -> Proved:
    """The sum of a(p[i]) <= the sum of b(p[i]) (or =), from a(x) <= b(x) for every x that an entry may be."""
    last = Length(listed) - 1
    at_place = substitute(known, {x: listed[PLACE]}, context.but({PLACE: "[0, oo)"}, last >= PLACE))
    return summed(at_place, PLACE, 0, last, context)


def of_each_symbol(whole: Expectation, known: Proved, context: Context) -> Proved:
    """E of a sum over symbols, related to a sum, from what is known of one symbol at every share that it may be given.

    known: a relation between E[f] of the declared process that one symbol sees and a function of its start.
    """
    r, listed = known.relation, whole.process.alphabet
    below = isinstance(r.left, Expectation)
    one = r.left if below else r.right
    assert isinstance(one, Expectation)
    assert listed is not None
    (start,) = one.process.start.values()
    parts = by_symbols(whole, one.process, context)
    added = over_entries(known, sp.sympify(start), listed, context)
    if below:
        return combine(whole, r.op, added.relation.right, parts, added, context=context)
    return combine(added.relation.left, r.op, whole, (parts, -1), added, context=context)


def line_adds_up(
    f: sp.Expr, x: sp.Symbol, slope: Any, constant: Any, listed: sp.IndexedBase, context: Context
) -> Proved:
    """The sum of f(p[i]) + slope p[i] + constant over all d symbols is that of f(p[i]), plus slope, plus d constant."""

    def total(of_one: Any) -> sp.Expr:
        return sp.Sum(sp.sympify(of_one).subs(x, listed[PLACE]), (PLACE, 0, Length(listed) - 1))

    a, b = sp.symbols("a b", real=True)
    free = context.but({a: "(-oo, oo)", b: "(-oo, oo)"})
    each, counted = total(f + a * x + b), identity(total(1), Length(listed), free)
    parts = identity(each, total(f) + a * total(x) + b * total(1), free)
    whole = shares_add_up(listed, free)
    added = combine(each, "=", total(f) + a + b * Length(listed), parts, (whole, a), (counted, b), context=free)
    return substitute(added, {a: slope, b: constant}, context)
