"""Gaussian kernel estimates whose draws have a known transform: means of Gaussian functions of the points."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.rules.algebra import combine
from proofs_check.rules.kernels import gaussian_average, jensen, on_imaginary, smoothed
from proofs_check.rules.leaves import identity
from proofs_check.rules.means import Expectation
from proofs_check.rules.statements import Context, Proved

y = sp.Symbol("y", nonnegative=True)


def average(whole: Expectation, transform: Proved, context: Context) -> Proved:
    """E[c Mean(exp(-a x^2))] from E e^(s X) = the sum of p e^(u s^2), X a draw."""
    inner = context.but({y: "[0, oo)"})
    found = on_imaginary(transform, y)
    return gaussian_average(whole, transform, identity(found, found, inner), y, context)


def loss_above(whole: Expectation, transform: Proved, right: Any, context: Context) -> Proved:
    """E[-ln p(0)] >= -ln E p(0), written as `right`, from the same transform."""
    below = jensen(whole, average(smoothed(whole), transform, context), context)
    return combine(right, "<=", whole, below, context=context)
