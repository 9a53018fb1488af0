"""Sums over the symbols of an alphabet, of their given shares."""

import sympy as sp

from theorems.processes.discrete import SHARES

p = SHARES.symbol
i = sp.Symbol("i", integer=True, nonnegative=True)


def over_symbols(of_one: sp.Expr) -> sp.Expr:
    """The sum over all symbols of an expression in the share p[i] of one."""
    return sp.Sum(of_one, (i, 0, SHARES.size - 1))


unlike = over_symbols(p[i] * (1 - p[i]))
"""The probability that two symbols, drawn from the shares, differ."""
entropy = over_symbols(-p[i] * sp.log(p[i]))
"""In nats."""
