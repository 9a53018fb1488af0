"""Monomials in random quantities, and how the power sums of independent points fall apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from math import factorial
from typing import Any

import sympy as sp
from sympy.utilities.iterables import multiset_partitions

from theorems.language.data import ExponentialSum, PowerSum

Monomial = tuple[tuple[sp.Expr, sp.Expr], ...]
"""(random quantity, exponent), sorted by name."""

Polynomial = dict[Monomial, Any]


class NotClosed(ValueError):
    """The moments cannot be derived; the message says which one does not close, and why."""


ONE: Monomial = ()


_text = cache(str)
"""Of a random quantity: to write it takes long, and monomials are sorted often."""


def monomial(powers: Mapping[sp.Expr, Any]) -> Monomial:
    return tuple(sorted(((x, sp.sympify(e)) for x, e in powers.items() if e != 0), key=lambda pair: _text(pair[0])))


def times(a: Monomial, b: Monomial) -> Monomial:
    if not a or not b:
        return a or b
    powers: dict[sp.Expr, Any] = dict(a)
    for x, e in b:
        powers[x] = powers.get(x, 0) + e
    return monomial(powers)


def whole(e: sp.Expr) -> bool:
    """Is it a whole number from 0 on?"""
    return bool(e.is_Integer and e >= 0)


def orders(m: Monomial) -> tuple[Any, ...]:
    """The orders of the power sums of a monomial, whole numbers, or the arguments of its exponential sums, expressions:
    each as often as its exponent says.
    """
    kinds = {x.func for x, _ in m}
    if kinds not in ({PowerSum}, {ExponentialSum}) or not all(whole(e) for _, e in m):
        raise NotClosed(f"{sp.Mul(*(x**e for x, e in m))} is not a polynomial in power sums, nor in exponential sums")
    arguments = [x.args[1] for x, e in m for _ in range(int(e))]
    return tuple(sorted(map(int, arguments))) if kinds == {PowerSum} else tuple(arguments)


def partitions(orders: tuple[Any, ...], signed: bool = False) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Set partitions as the sums of orders over their blocks: (sums, how many partitions have them).

    signed: each block of size b counts (-1)^(b-1) (b-1)! times, as in the Moebius function of partitions.
    """
    found, places = Counter[tuple[Any, ...]](), list(range(len(orders)))
    for partition in multiset_partitions(places) if places else [[]]:
        weight = 1
        for block in partition if signed else ():
            weight *= (-1) ** (len(block) - 1) * factorial(len(block) - 1)
        found[tuple(sorted((sum(orders[i] for i in block) for block in partition), key=_text))] += weight
    yield from found.items()
