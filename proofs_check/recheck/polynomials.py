"""Polynomials: mappings of monomials ((variable, exponent), ...) to coefficients.

Exponents are rational; whole ones are `int`, which are hashed much faster than the same `fmpq`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import arb, fmpq

from proofs_check.recheck.balls import NoValue, Number
from proofs_check.recheck.terms import ONE, ZERO, is_number

LARGEST = 10**5
"""Products of no more pairs of terms are followed."""
Polynomial = dict[tuple[Any, ...], Number]


def constant(p: Polynomial) -> Number:
    if p.keys() - {()}:
        raise NoValue("something random is left")
    return p.get((), ZERO)


def add(*terms: Polynomial) -> Polynomial:
    return collected((m, c) for term in terms for m, c in term.items())


def collected(terms: Iterable[tuple[Any, Number]]) -> Polynomial:
    total: Polynomial = {}
    for m, c in terms:
        total[m] = total[m] + c if m in total else c
    return {m: c for m, c in total.items() if not (is_number(c) and c == 0)}


def multiply(first: Polynomial, *others: Polynomial) -> Polynomial:
    for other in others:
        if len(first) * len(other) > LARGEST:
            raise NoValue("too many terms")
        pairs = ((times_(m, n), c * b) for m, c in first.items() for n, b in other.items())
        first = collected(pairs)
    return first


def exponent(e: int | fmpq) -> int | fmpq:
    """A rational number as an exponent."""
    return e if isinstance(e, int) or e.q != 1 else int(e)


def times_(m: tuple[Any, ...], n: tuple[Any, ...]) -> tuple[Any, ...]:
    if not (m and n):
        return m or n
    powers = dict(m)
    for v, e in n:
        powers[v] = exponent(powers.get(v, 0) + e)
    return tuple(sorted((v, e) for v, e in powers.items() if e != 0))


def exponential(p: Polynomial) -> Polynomial:
    """e^p for a sum of multiples of variables: (name, place, generation, "e") is e to the power of a variable."""
    found: Polynomial = {(): ONE}
    for m, c in p.items():
        if m and (len(m) > 1 or m[0][1] != 1 or len(m[0][0]) > 3 or not is_number(c)):
            raise NoValue("no multiple of a variable")
        found = multiply(found, {((((*m[0][0], "e"), exponent(c)),) if m else ()): ONE if m else arb(c).exp()})
    return found
