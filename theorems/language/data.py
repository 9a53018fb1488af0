"""Data sets as symbols, and what is estimated from them.

A data set enters mathematics through its power sums: a mean, a variance, a count are polynomials in them.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

GENERATION = sp.Symbol("t", integer=True, nonnegative=True)
"""The generation that a step starts from: sizes, laws and steps may depend on it."""


class Data(sp.Symbol):
    """A data set: `size` points, an expression that may depend on the generation."""

    size: sp.Expr

    def __new__(cls, name: str, size: Any) -> Data:
        data = sp.Symbol.__xnew__(cls, name)  # not the cached one of that name, which may have another size
        data.size = sp.sympify(size)
        return data

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.size)


class PowerSum(sp.Function):
    """PowerSum(data, j): the sum of x^j over the points."""

    nargs = (2,)
    is_real = True


class ExponentialSum(sp.Function):
    """ExponentialSum(data, s): the sum of e^(s x) over the points."""

    nargs = (2,)
    is_positive = True


class Mean(sp.Function):
    """Mean(x): the sample mean; Mean(f(x)): that of a function of every point."""

    nargs = (1,)
    is_real = True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        return _raised(rf"\overline{{{printer.doprint(self.args[0])}}}", exp)

    def _eval_is_positive(self) -> bool | None:
        points = {s: sp.Dummy(real=True) for s in self.free_symbols if isinstance(s, Data)}
        return True if self.args[0].xreplace(points).is_positive else None

    def in_power_sums(self) -> sp.Expr:
        """Itself where the function is no polynomial in one data set."""
        data = [s for s in self.args[0].free_symbols if isinstance(s, Data)]
        if len(data) != 1 or not self.args[0].is_polynomial(*data):
            return self
        terms = sp.Poly(self.args[0], *data).terms()
        return sp.Add(*(c * PowerSum(data[0], j) for (j,), c in terms)) / data[0].size


class Variance(sp.Function):
    """Variance(data, ddof): the sum of squares about the sample mean over size - ddof."""

    nargs = (2,)
    is_nonnegative = True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        data, ddof = map(printer.doprint, self.args)
        return _raised(rf"\mathrm{{var}}_{{\text{{ddof = {ddof}}}}}({data})", exp)

    def _sympystr(self, printer: Any) -> str:
        data, ddof = map(printer.doprint, self.args)
        return f"Variance({data}, ddof = {ddof})"

    def in_power_sums(self) -> sp.Expr:
        data, ddof = self.args
        return (PowerSum(data, 2) - PowerSum(data, 1) ** 2 / data.size) / (data.size - ddof)


class Likeliest(sp.Function):
    """Likeliest(data, v, w, ...): of some variances > 0 of a Gaussian kernel that under which the points are likeliest,
    each by the estimate on all others (leave-one-out cross-validation); of several the first.
    """

    is_nonnegative = True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        data, *variances = map(printer.doprint, self.args)
        return _raised(rf"\mathrm{{cv}}_{{{data}}}({', '.join(variances)})", exp)


def _raised(text: str, exp: str | None) -> str:
    return text if exp is None else f"{text}^{{{exp}}}"


def in_power_sums(expression: sp.Expr) -> sp.Expr:
    """The expression with every estimate written in power sums of the data."""
    return expression.replace(lambda e: isinstance(e, Mean | Variance), lambda e: e.in_power_sums())


class Past(sp.Function):
    """Past(expression): its sum over all generations so far, the present one included."""

    nargs = (1,)
    is_real = True


class Recent(sp.Function):
    """Recent(expression, w): its sum over the last w >= 1 generations, the present one included; over all, if fewer.

    In the expression t is the generation that a term is of.
    """

    nargs = (2,)
    is_real = True


class History(sp.Function):
    """History(expression): its values in all generations so far, one after the other."""

    nargs = (1,)


def unfolded(expression: sp.Expr) -> sp.Expr:
    """The expression with the terms from generation t on taken out of every sum, as of its sizes."""

    def unfold(total: sp.Sum) -> sp.Expr:
        (i, low, high), *_ = total.limits
        over = sp.expand(high - (GENERATION - 1))
        if not (over.is_Integer and over > 0):
            return total
        terms = (total.function.subs(i, GENERATION + j) for j in range(int(over)))
        return sp.Sum(total.function, (i, low, GENERATION - 1)) + sp.Add(*terms)

    return expression.replace(sp.Sum, lambda *args: unfold(sp.Sum(*args)))
