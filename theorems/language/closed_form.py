"""Closed forms of the moments of a process: solutions of their recursion in the number of generations.

Two classes of recursion are solved, quantity after quantity: constant coefficients (sums of polynomials times
powers) and coefficients that depend on the generation (products, and sums of products).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import comb

import sympy as sp

from theorems.language.data import GENERATION, Data
from theorems.language.recursion import Recursion
from theorems.language.sums import worked_out

K = sp.Symbol("k", integer=True, nonnegative=True)
"""The generation at which a closed form is read."""


class NoClosedForm(ValueError):
    """The recursion is in no class that is solved here; the message says why."""


def closed_form(recursion: Recursion) -> sp.Expr:
    """The mean of the expression at generation K >= first; raises NoClosedForm.

    Where constant coefficients are told apart by their expressions only, the form holds where they differ: at
    parameters where they meet it has no value.
    """
    found = solutions(recursion)[0]
    if not recursion.constant:
        return found
    first = recursion.first
    return sp.Add(*(p * sp.factor(base) ** (K - first) for base, p in _by_base([found], first).items()))


def solutions(recursion: Recursion) -> dict[int, sp.Expr]:
    """The mean of every quantity at generation K, each after those that it needs; raises NoClosedForm."""
    order = _order(recursion)
    solved: dict[int, sp.Expr] = {}
    for i in order:
        row, start = recursion.step[i], recursion.start[i]
        if recursion.constant:
            solved[i] = _powers(row, i, start, solved, recursion.first)
        elif i in row:
            solved[i] = _products(row, i, start, solved, recursion.first)
        else:
            solved[i] = _in_terms_of(recursion.quantities[i], recursion, solved)
    return solved


def _order(recursion: Recursion) -> list[int]:
    """The quantities so that each needs itself and earlier ones only."""
    order: list[int] = []
    left = set(range(len(recursion.step)))
    while left:
        ready = sorted(i for i in left if all(j == i or j in order for j in recursion.step[i]))
        if not ready:
            knot = ", ".join(str(recursion.quantities[i]) for i in sorted(left))
            raise NoClosedForm(f"the means of {knot} need one another")
        order += ready
        left -= set(ready)
    return order


# -- constant coefficients: sums of p(m) r^m, m = k - first --------------------------------------------------


def _powers(row: Mapping[int, sp.Expr], i: int, start: sp.Expr, solved: Mapping[int, sp.Expr], first: int) -> sp.Expr:
    m = K - first
    own = sp.sympify(row.get(i, 0))
    total = sp.Integer(0)
    for base, polynomial in _terms(row, i, solved, first).items():
        total += _particular(polynomial, base, own) * base**m
    return total + sp.factor(start - total.subs(K, first)) * own**m


def _terms(row: Mapping[int, sp.Expr], i: int, solved: Mapping[int, sp.Expr], first: int) -> dict[sp.Expr, sp.Expr]:
    """The sum of what other quantities add, as base -> polynomial in K."""
    return _by_base((c * solved[j] for j, c in row.items() if j != i), first)


def _by_base(summands: Iterable[sp.Expr], first: int) -> dict[sp.Expr, sp.Expr]:
    """The sum as base -> polynomial in K that stands before base^(K - first)."""
    found: dict[sp.Expr, sp.Expr] = {}
    for summand in summands:
        for term in sp.Add.make_args(sp.expand(summand, power_exp=False)):
            base, rest = _split(term, first)
            known = next((b for b in found if _same(b, base)), base)
            found[known] = found.get(known, sp.Integer(0)) + rest
    summed = {base: sp.factor(polynomial) for base, polynomial in found.items()}
    return {base: polynomial for base, polynomial in summed.items() if polynomial != 0}


def _same(a: sp.Expr, b: sp.Expr) -> bool:
    """Are they equal? Simplification takes long: only if a place shows no difference."""
    difference = a - b
    place = {s: sp.Rational(41 + i, 7) for i, s in enumerate(sorted(difference.free_symbols, key=sp.default_sort_key))}
    there = sp.N(difference.subs(place))
    clear = there.is_Float and abs(there) > sp.Float("1e-9")
    return not clear and (sp.cancel(difference) == 0 or sp.simplify(difference) == 0)


def _split(term: sp.Expr, first: int) -> tuple[sp.Expr, sp.Expr]:
    """term = rest base^(K - first), rest a polynomial in K."""
    base, rest = sp.Integer(1), sp.Integer(1)
    for factor in sp.Mul.make_args(term):
        if factor.is_Pow and factor.exp.has(K):
            slope = sp.expand(factor.exp).coeff(K, 1)
            base *= factor.base**slope
            rest *= factor.base ** sp.expand(factor.exp - slope * (K - first))
        else:
            rest *= factor
    return base, rest


def _particular(polynomial: sp.Expr, base: sp.Expr, own: sp.Expr) -> sp.Expr:
    """p with base p(K + 1) - own p(K) = polynomial."""
    if _same(base, own):
        if own == 0:
            raise NoClosedForm("a quantity that does not depend on its own past needs another one a generation back")
        i = sp.Dummy("i", integer=True)
        return worked_out(sp.Sum(sp.expand(polynomial / base).subs(K, i), (i, 0, K - 1)))
    given = sp.Poly(polynomial, K).all_coeffs()[::-1]
    p: dict[int, sp.Expr] = {}
    for j in reversed(range(len(given))):  # the coefficient of K^j on both sides
        higher = sp.Add(*(comb(i, j) * c for i, c in p.items()))
        p[j] = sp.factor((given[j] - base * higher) / (base - own))
    return sp.Add(*(c * K**j for j, c in p.items()))


# -- coefficients that depend on the generation ----------------------------------------------------------------


def _products(row: Mapping[int, sp.Expr], i: int, start: sp.Expr, solved: Mapping[int, sp.Expr], first: int) -> sp.Expr:
    t = GENERATION
    forced = sp.Add(*(c * solved[j].subs(K, t) for j, c in row.items() if j != i))
    grown = _product(row[i], first)
    if forced == 0:
        return start * grown
    return grown * (start + _sum(sp.factor(forced) / grown.subs(K, t + 1), first))


def _sum(summand: sp.Expr, first: int) -> sp.Expr:
    """The sum over generations first..K-1; its index is none of those of the sums and products in it."""
    used = {s.name for s in summand.atoms(sp.Symbol)} - {GENERATION.name}
    inner = {i.name for e in summand.atoms(sp.Sum, sp.Product) for i in e.bound_symbols}
    names = (name for name in (GENERATION.name, *(f"{GENERATION.name}{i}" for i in range(1, 99))))
    index = sp.Symbol(next(name for name in names if name not in inner | used), integer=True, nonnegative=True)
    return sp.Sum(summand.subs(GENERATION, index), (index, first, K - 1))


def _in_terms_of(wanted: sp.Expr, recursion: Recursion, solved: Mapping[int, sp.Expr]) -> sp.Expr:
    """The mean of a polynomial whose terms are quantities of which the means are known."""
    known = {q: solved[j] for j, q in enumerate(recursion.quantities) if j in solved}
    parts = sorted({base for q in known for base in q.as_powers_dict() if base != 1}, key=sp.default_sort_key)
    if not parts or not wanted.is_polynomial(*parts):
        raise NoClosedForm(f"{wanted} does not depend on its own past")
    terms = [
        (sp.Mul(*(b**e for b, e in zip(parts, powers, strict=True))), c)
        for powers, c in sp.Poly(wanted, *parts).terms()
    ]
    if strays := [str(c * term) for term, c in terms if term not in known or c.atoms(Data)]:
        raise NoClosedForm(f"{wanted} needs the mean of {', '.join(strays)}, which its recursion does not")
    return sp.Add(*(c.subs(GENERATION, K) * known[term] for term, c in terms))


def _product(factor: sp.Expr, first: int) -> sp.Expr:
    """The product of a factor over generations first..K-1; telescoped where it is a quotient of neighbours."""
    if not factor.has(GENERATION):
        return factor ** (K - first)
    product = sp.Product(factor, (GENERATION, first, K - 1))
    if factor.is_rational_function(GENERATION) and _rational_roots(factor):
        done = sp.gammasimp(worked_out(product.subs(K, K + first)).subs(K, K - first))
        if not done.has(sp.gamma, sp.RisingFactorial, sp.factorial, sp.Product):
            return sp.factor(done)
    return product


def _rational_roots(factor: sp.Expr) -> bool:
    """Does it split into linear factors of rational roots?"""
    parts: Iterable[sp.Expr] = sp.fraction(sp.cancel(factor))
    polynomials = [sp.Poly(part, GENERATION) for part in parts]
    return all(root.is_Rational for p in polynomials for root in (sp.roots(p) if p.degree() > 0 else {})) and all(
        sum(sp.roots(p).values()) == p.degree() for p in polynomials if p.degree() > 0
    )
