"""Gaussian kernel estimates: means of Gaussian functions of the points, by the transform of a draw, and the loss."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.rules.algebra import combine
from proofs_check.rules.kernels import gaussian_average, jensen, on_imaginary
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.losses import every_point
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beside
from proofs_check.rules.statements import Context, NotProved, Proved
from theorems.language.data import Data, Mean

y, V = sp.symbols("y V", nonnegative=True)
u, M = sp.symbols("u M", real=True)


def smoothed(whole: Expectation, power: Any = 1) -> Expectation:
    """E S_q, of which `jensen` needs a bound, for E of an expression in ln(c S), S = Mean(exp(-a x^2))."""
    found = [inside for log in whole.what.atoms(sp.log) for inside in log.atoms(Mean)]  # type: ignore[union-attr]
    if len(found) != 1 or not isinstance(found[0].args[0], sp.exp):
        raise NotProved(f"the logarithm of a kernel sum is needed: {whole}")
    return beside(whole, Mean(sp.exp(power * found[0].args[0].args[0])))  # type: ignore[return-value]


def average(whole: Expectation, transform: Proved, context: Context) -> Proved:
    """E[c Mean(exp(-a x^2))] from E e^(s X) = the sum of p e^(u s^2), X a draw."""
    inner = context.but({y: "[0, oo)"})
    found = on_imaginary(transform, y)
    return gaussian_average(whole, transform, identity(found, found, inner), y, context)


def loss_above(whole: Expectation, transform: Proved, right: Any, context: Context) -> Proved:
    """E[-ln p(0)] >= -ln E p(0), written as `right`, from the same transform."""
    below = jensen(whole, average(smoothed(whole), transform, context), context)
    return combine(right, "<=", whole, below, context=context)


def data_of(seen: Expectation) -> Data:
    """The data set that a process has for its state."""
    (data,) = seen.process.states
    return data


def by_centre(loss: Expectation, least: sp.Expr, scale: sp.Expr, e: sp.Expr, context: Context) -> Proved:
    """E loss >= least + scale ((1 - e) E M^2 - (n - 1) E V/e), M and V centre and variance of n points, e > 0.

    The loss is that of points x with least + scale x^2 in their exponents. For each of them, u, u^2 - (1 - e) M^2 +
    (u - M)^2/e = (u - M)^2 + (u + (e - 1) M)^2/e, and (u - M)^2 <= (n - 1) V.
    """
    most = (data_of(loss).size - 1) * V
    close = (u - M) ** 2 <= most
    inside = context.but({u: "(-oo, oo)", M: "(-oo, oo)", V: "[0, oo)"}, close)
    one, other = (by_sign(0, "<=", square**2, inside) for square in (u - M, u + (e - 1) * M))
    parts = (given(close, inside), scale / e), (one, scale), (other, scale / e)
    below = least + ((1 - e) * M**2 - most / e) * scale
    pointwise = combine(below, "<=", least + u**2 * scale, *parts, context=inside)
    return every_point(loss, (u, M, V), pointwise, context)
