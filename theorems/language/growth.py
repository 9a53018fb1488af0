"""How an expression behaves as one symbol k grows, for all values of its other symbols: rules, each of them sound.

An expression is read as a sum of terms c r^k k^p (ln k)^q, where c, r, p, q are free of k. Terms are never merged, so
that nothing is lost by cancellation. The signs of c, r - 1, p, q are asked of `sign`, which knows the domain.
Raises Undecided where no rule applies: a computer algebra system would guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import sympy as sp

from theorems.language.functions import GIterate, OccupancyIterate

Sign = Callable[[sp.Expr], int | None]
"""-1, 0 or 1 where an expression has that sign throughout the domain; None where that is not known."""

MOST_FACTORS = 8
"""Sums are expanded to this power at most."""

FAST = sp.Integer(-64)
"""Anything like exp(-k^p), p > 0, is below a constant times k^FAST."""

ONE, ZERO = sp.Integer(1), sp.Integer(0)

LIKE: dict[type, Callable[..., sp.Expr]] = {
    GIterate: lambda k: 2 / k,
    OccupancyIterate: lambda n, k: 1 / n,
    sp.harmonic: sp.log,
}
"""Functions whose last argument grows: an expression that they are equivalent to (g-iterate/asymptotic)."""


class Undecided(ValueError):
    """No rule applies; the message names the expression."""


def by_stirling(e: sp.Expr, k: sp.Symbol) -> sp.Expr:
    """The expression up to what tends to 0: in a sum, ln Gamma(k + a) is ln Gamma(k) + a ln k for every fixed a.

    And psi(k + a) is ln k, and derivatives of psi are 0. The expression itself where more than that sum has Gamma
    functions, or ln Gamma(k) does not cancel (DLMF 5.11.12; 5.11.2).
    """
    e = _by_digamma(e, k) if e.has(sp.polygamma) else e
    gamma, found = sp.Dummy("gamma"), []
    for term in sp.Add.make_args(sp.expand(e)) if e.has(sp.gamma, sp.loggamma) else ():
        c, logs = term.as_independent(sp.log, sp.loggamma)
        of = logs.args[0] if isinstance(logs, sp.log | sp.loggamma) else logs
        at = of.args[0] if isinstance(of, sp.gamma) else of if isinstance(logs, sp.loggamma) else 0
        a = sp.expand(at - k)
        found.append(term if c.has(k) or a.has(k) else c * (gamma + a * sp.log(k)))
    total = sp.expand(sp.Add(*found))
    return total if found and not total.has(gamma, sp.gamma, sp.loggamma) else e


def _by_digamma(e: sp.Expr, k: sp.Symbol) -> sp.Expr:
    found = []
    for term in sp.Add.make_args(sp.expand(e)):
        c, psi = term.as_independent(sp.polygamma)
        order, at = psi.args if isinstance(psi, sp.polygamma) else (None, k)
        if order is not None and order.is_Integer and order >= 0 and not (c.has(k) or sp.expand(at - k).has(k)):
            term = c * sp.log(k) if order == 0 else ZERO
        found.append(term)
    return sp.Add(*found)


@dataclass(frozen=True)
class Term:
    """c r^k k^p (ln k)^q. exact: the expression is equivalent to it; else it is at most a multiple of it in size."""

    c: sp.Expr = ONE
    r: sp.Expr = ONE
    p: sp.Expr = ZERO
    q: sp.Expr = ZERO
    exact: bool = True

    def __mul__(self, other: Term) -> Term:
        both = self.exact and other.exact
        return Term(self.c * other.c, self.r * other.r, self.p + other.p, self.q + other.q, both)

    def __pow__(self, e: sp.Expr) -> Term:
        return Term(self.c**e, self.r**e, self.p * e, self.q * e, self.exact)

    def bound(self) -> Term:
        return replace(self, c=sp.Abs(self.c), exact=False)


@dataclass(frozen=True)
class Growth:
    """The rules, for one symbol and one domain of the others."""

    k: sp.Symbol
    sign: Sign

    # -- what is asked ----------------------------------------------------------------------------------------------

    def vanishes(self, e: sp.Expr) -> bool:
        """Does the expression tend to 0? False: not shown (terms might cancel)."""
        return all(self._size(t) < 0 for t in self._near(e))

    def summable(self, e: sp.Expr) -> bool:
        """Has the series of the expression's absolute values a finite sum?"""
        return all(self._summable(t) for t in self._near(e))

    def diverges(self, e: sp.Expr) -> bool:
        """Does the expression tend to +infinity?"""
        if isinstance(e, sp.Pow | sp.exp):
            base, exponent = e.as_base_exp()
            if exponent.has(self.k) and not base.has(self.k):
                side = self._versus_one(base) if base == sp.E or self.sign(base) == 1 else 0
                return side != 0 and self.diverges(side * exponent)
        top = self._lead(self._terms(e), e)
        return top.exact and self._size(top) > 0 and self.sign(top.c) == 1

    # -- terms ------------------------------------------------------------------------------------------------------

    def _terms(self, e: sp.Expr) -> list[Term]:
        if not e.has(self.k):
            return [Term(e)]
        if e == self.k:
            return [Term(p=ONE)]
        if isinstance(e, sp.Add):
            return [t for part in e.args for t in self._terms(part)]
        if isinstance(e, sp.Mul):
            return self._product(self._terms(factor) for factor in e.args)
        if isinstance(e, sp.Pow | sp.exp):
            return self._power(*e.as_base_exp())
        if isinstance(e, sp.log):
            return [self._log(self._lead(self._terms(e.args[0]), e), e)]
        if isinstance(e, sp.Abs):
            inner = self._terms(e.args[0])
            return [replace(inner[0], c=sp.Abs(inner[0].c))] if len(inner) == 1 else [t.bound() for t in inner]
        if type(e) in LIKE and self.diverges(e.args[-1]) and not any(a.has(self.k) for a in e.args[:-1]):
            like = self._terms(LIKE[type(e)](*e.args))
            return [self._lead(like, e)]
        raise Undecided(f"{e}")

    def _product(self, factors: Iterable[list[Term]]) -> list[Term]:
        product = [Term()]
        for terms in factors:
            product = [a * b for a in product for b in terms]
        return product

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> list[Term]:
        e = base**exponent
        if not exponent.has(self.k):
            terms = self._terms(base)
            if exponent.is_Integer and 0 < exponent <= MOST_FACTORS:
                return self._product([terms] * int(exponent))
            top = self._lead(terms, e)
            if not top.exact or self.sign(top.c) != 1:
                raise Undecided(f"{e}")
            return [top**exponent]
        if base.has(self.k):
            raise Undecided(f"{e}")
        linear = sp.expand(exponent).as_coefficients_dict(self.k) if exponent.is_polynomial(self.k) else {}
        if linear and set(linear) <= {self.k, ONE}:
            a, b = linear.get(self.k, ZERO), linear.get(ONE, ZERO)
            if base == sp.E or self.sign(base) == 1:
                return [Term(base**b, base**a)]
            return [Term(sp.Abs(base) ** b, sp.Abs(base) ** a, exact=False)]
        if base != sp.E and self.sign(base) != 1:
            raise Undecided(f"{e}")
        of_log = sp.simplify(exponent / sp.log(self.k))
        if not of_log.has(self.k):
            return [Term(p=of_log * sp.log(base))]
        terms = self._terms(exponent)
        constant = self._constant(terms)
        if constant is not None:
            return [Term(base**constant)]
        top = self._lead(terms, e)
        falls = self._versus_one(base) * (self.sign(top.c) or 0) < 0
        if top.exact and falls and self._size(replace(top, q=ZERO)) > 0:
            return [Term(p=FAST, exact=False)]
        raise Undecided(f"{e}")

    def _log(self, top: Term, e: sp.Expr) -> Term:
        if not top.exact or self.sign(top.c) != 1:
            raise Undecided(f"{e}")
        if self._versus_one(top.r):
            return Term(sp.log(top.r), p=ONE)
        if self._sign(top.p):
            return Term(top.p, q=ONE)
        if self._sign(top.q):
            raise Undecided(f"{e}")
        return Term(sp.log(top.c))

    # -- near a limit -----------------------------------------------------------------------------------------------

    def _near(self, e: sp.Expr) -> list[Term]:
        """Terms whose sum the expression is, or is below; close to a limit 0, where constants cancel, as well."""
        terms = self._terms(e)
        if all(self._size(t) < 0 for t in terms):
            return terms
        limit, rest = self._rest(e)
        return rest if sp.simplify(limit) == 0 else [Term(limit), *rest]

    def _rest(self, e: sp.Expr) -> tuple[sp.Expr, list[Term]]:
        """The limit, and bounds of the distance from it."""
        if not e.has(self.k):
            return e, []
        terms = self._terms(e)
        if all(self._size(t) < 0 for t in terms):
            return ZERO, [t.bound() for t in terms]
        if isinstance(e, sp.Add | sp.Mul):
            parts = [self._rest(part) for part in e.args]
            return e.func(*(limit for limit, _ in parts)), [t for _, rest in parts for t in rest]
        if isinstance(e, sp.Pow | sp.exp):
            base, exponent = e.as_base_exp()
            (b, near_base), (x, near_exponent) = self._rest(base), self._rest(exponent)
            if b == sp.E or self.sign(b) == 1:  # there the power is smooth
                return b**x, [*near_base, *near_exponent]
        raise Undecided(f"{e}")

    # -- comparisons ------------------------------------------------------------------------------------------------

    def _sign(self, e: sp.Expr) -> int:
        found = self.sign(e)
        if found is None:
            raise Undecided(f"the sign of {e}")
        return found

    def _versus_one(self, r: sp.Expr) -> int:
        """The sign of r - 1, for r >= 0."""
        base, exponent = r.as_base_exp()
        if base == sp.E:
            return self._sign(exponent)
        if exponent != 1 and self.sign(exponent) is not None:
            return self._sign(exponent) * self._versus_one(base)
        return self._sign(r - 1)

    def _size(self, t: Term) -> int:
        """-1: tends to 0; 1: to infinity, if its coefficient is not 0; 0: constant."""
        return self._versus_one(t.r) or self._sign(t.p) or self._sign(t.q)

    def _summable(self, t: Term) -> bool:
        return self._size(t) < 0 and (self._versus_one(t.r) < 0 or self._sign(t.p + 1) < 0)

    def _constant(self, terms: list[Term]) -> sp.Expr | None:
        """The limit, if every term is constant or vanishes."""
        sizes = [self._size(t) for t in terms]
        if any(size > 0 or (size == 0 and not t.exact) for size, t in zip(sizes, terms, strict=True)):
            return None
        return sp.Add(*(t.c for size, t in zip(sizes, terms, strict=True) if size == 0))

    def _lead(self, terms: list[Term], e: sp.Expr) -> Term:
        """The term beside which all others vanish, so that the sum is equivalent to it."""
        if len(terms) == 1:
            return terms[0]
        for top in terms:
            others = [t for t in terms if t is not top]
            if top.exact and self.sign(top.c) and all(self._is_smaller(t, top) for t in others):
                return top
        raise Undecided(f"which part of {e} is the largest")

    def _is_smaller(self, t: Term, top: Term) -> bool:
        try:
            return self._size(Term(r=t.r / top.r, p=t.p - top.p, q=t.q - top.q)) < 0
        except Undecided:
            return False
