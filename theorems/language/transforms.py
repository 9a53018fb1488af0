"""Moment generating functions E e^(s X): of laws that have one for all real s, and of distribution functions."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from theorems.language.claims import X
from theorems.language.data import ExponentialSum
from theorems.language.functions import CycleProbability
from theorems.language.laws import Choice, Finite, Law, Mixture, NoMoment, Normal, Plus


class NoTransform(ValueError):
    """The moment generating function of a distribution function is not known; the message says of which."""


def of_law(law: Law, s: sp.Expr) -> sp.Expr:
    """E e^(s X), finite for every real s; raises NoMoment."""
    if isinstance(law, Normal):
        return sp.exp(s * law.mean + s**2 * law.variance / 2)
    if isinstance(law, Choice):
        return ExponentialSum(law.data, s) / law.data.size
    if isinstance(law, Finite):
        return sp.Add(*(p * sp.exp(s * v) for v, p in zip(law.values, law.probabilities, strict=True)))
    if isinstance(law, Plus):
        return of_law(law.first, s) * of_law(law.second, s)
    if isinstance(law, Mixture):
        return sp.Add(*(w * of_law(part, s) for w, part in zip(law.weights, law.laws, strict=True)))
    raise NoMoment(f"the moment generating function of {type(law).__name__} is not known")


def of_distribution(cdf: sp.Expr, s: sp.Expr, positive: Callable[[sp.Expr], bool] = lambda e: False) -> sp.Expr:
    """E e^(s X) from a distribution function in `X`: of normal laws, their sums with weights, or a sum up to x.

    A sum up to x has a mass at every whole number from its first to its last. positive: is an expression so that
    sympy does not know to be? Raises NoTransform for another one.
    """
    if isinstance(cdf, sp.Sum) and len(cdf.limits) == 1 and cdf.limits[0][1].is_Integer:
        (index, low, high), term = cdf.limits[0], cdf.function
        ends = [f.args[0] for f in sp.Mul.make_args(term) if isinstance(f, CycleProbability) and f.args[1] == index]
        if high == X and ends and not term.has(X):  # no permutation of k has more than k cycles
            return sp.Sum(term * sp.exp(s * index), (index, low, ends[0]))
        if not high.has(X):  # what is declared of the index need not be so
            inside = sp.Dummy(index.name, integer=True, positive=True if low > 0 else None)
            found = of_distribution(term.xreplace({index: inside}), s, positive)
            return sp.Sum(found.xreplace({inside: index}), (index, low, high))
    factor, rest = cdf.as_independent(X, as_Add=False)
    if factor != 1:
        return factor * of_distribution(rest, s, positive)
    errors = [e for e in cdf.atoms(sp.erf) if e.has(X)]
    if len(errors) == 1:
        half, at = cdf.coeff(errors[0]), errors[0].args[0]
        slope = sp.diff(at, X)
        mean = sp.expand(X - at / slope)
        constant = not sp.Tuple(half, slope, mean).has(X)
        if constant and (slope.is_positive or positive(slope)) and sp.expand(cdf - half * (1 + errors[0])) == 0:
            return 2 * half * sp.exp(s * mean + sp.expand(1 / slope**2) * s**2 / 4)
    raise NoTransform(f"the moment generating function of {cdf} is not known")
