"""Processes whose points are vectors: what is seen of them, and what one direction sees.

A process with a `spectrum` has points in d dimensions, d the number of entries of that list of eigenvalues. As a
covariance the list stands for the diagonal matrix of them: the real law is Normal(0, spectrum), which is no restriction
where nothing that is observed changes with the coordinates. Mean(x) is a vector, Variance(x, ddof) a matrix.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

import sympy as sp

from theorems.language.data import Data, History, Mean, Past, Variance
from theorems.language.domains.entries import Length
from theorems.language.domains.spectra import Spectrum
from theorems.language.laws import Choice, Law, Normal
from theorems.language.parameters import Parameters
from theorems.language.processes import Draw, Drawing, Join, Observable, Process, Selected, Subset


class Seen(sp.Function):
    """A number that is seen of a vector or a matrix."""

    nargs = (1,)
    is_nonnegative = True


class SquaredNorm(Seen):
    """SquaredNorm(m): the squared length of a vector."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"|{printer.doprint(self.args[0])}|^2"
        return text if exp is None else rf"(|{printer.doprint(self.args[0])}|^2)^{{{exp}}}"


class Trace(Seen):
    """Trace(C): the sum of the variances in all directions."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"\mathrm{{tr}}\,{printer.doprint(self.args[0])}"
        return text if exp is None else rf"({text})^{{{exp}}}"


class SquaredFrobenius(Seen):
    """SquaredFrobenius(C) = tr C^2: the sum of the squared entries."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"\|{printer.doprint(self.args[0])}\|_F^2"
        return text if exp is None else rf"({text})^{{{exp}}}"


class Determinant(Seen):
    """Determinant(C): the generalized variance, 0 where the points lie in fewer than d dimensions."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = rf"\det {printer.doprint(self.args[0])}"
        return text if exp is None else rf"({text})^{{{exp}}}"


IN_ONE_DIMENSION = {
    SquaredNorm: lambda m: m**2,
    Trace: lambda c: c,
    SquaredFrobenius: lambda c: c**2,
    Determinant: lambda c: c,
}


def in_one_dimension(expression: sp.Expr) -> sp.Expr:
    """The expression where vectors and matrices are numbers."""
    return expression.replace(lambda e: type(e) in IN_ONE_DIMENSION, lambda e: IN_ONE_DIMENSION[type(e)](e.args[0]))


class NotProjected(ValueError):
    """What one direction sees is no process by itself; the message says why."""


@cache
def in_direction(process: Process) -> Process:
    """What is seen from the direction of an eigenvector: the declaration read in one dimension.

    The real law has the variance lam_i in the place of the spectrum lam. A linear image of a normal vector is normal,
    and mean and covariance of projected points are those projected: so every draw must be a choice among points, or
    normal, its mean a combination of sample means and its covariance one of sample covariances (and the real one).
    Raises NotProjected where one is not.
    """
    spectrum = process.spectrum
    if spectrum is None:
        raise NotProjected(f"the points of {process.name} are numbers")
    name = f"{spectrum.name}_i"
    listed = process.parameters[spectrum.name]
    assert isinstance(listed, Spectrum)
    entry = replace(
        listed.entry,
        name=name,
        meaning="real variance in the direction",
        grid=(sp.Rational(1, 4), sp.Integer(1)),
    )
    others = [p for p in process.parameters if p.symbol != spectrum]

    def law(given: Law) -> Law:
        return type(given)(*(number(getattr(given, field.name)) for field in fields(given)))

    def number(given: Any) -> Any:
        return in_one_dimension(sp.sympify(given).xreplace({spectrum: entry.symbol}))

    def drawn(draw: Drawing) -> Drawing:
        return replace(draw, law=law(draw.law)) if isinstance(draw, Draw) else draw

    one = replace(
        process,
        name=f"{process.name}_direction",
        parameters=Parameters(*others, entry),
        spectrum=None,
        start={state: law(given) if isinstance(given, Law) else given for state, given in process.start.items()},
        draws=tuple(map(drawn, process.draws)),
        looked_at=tuple(map(drawn, process.looked_at)),
        before={number(what): number(given) for what, given in process.before.items()},
        observables={name: number(what) for name, what in process.observables.items() if not _whole(what)},
        letters={number(what): letter for what, letter in process.letters.items()},
    )
    for state, given in one.start.items():
        if not isinstance(state, Data) or given != Normal(sp.Integer(0), entry.symbol):
            raise NotProjected(f"{process.name} starts with {given}: real points of Normal(0, {spectrum}) are needed")
    for draw in (*one.draws, *one.looked_at):
        if not (
            isinstance(draw, Subset | Join | Selected) or (isinstance(draw, Draw) and _projects(draw.law, entry.symbol))
        ):
            raise NotProjected(f"what one direction sees of {draw} in {process.name} may depend on the others")
    return one


def _whole(what: Observable) -> bool:
    """Is it seen in no single direction?"""
    return not isinstance(what, sp.Expr) or what.has(Determinant)


def _projects(law: Law, real: sp.Symbol) -> bool:
    """Does the law of a projected point depend on projected points only, as the law does on the points?"""
    if isinstance(law, Choice):
        return True
    return isinstance(law, Normal) and _combines(law.mean, Mean) and _combines(law.variance, Variance, real)


def _combines(e: sp.Expr, estimate: type[sp.Function], *others: sp.Symbol) -> bool:
    """Is it a combination of such estimates from data sets, and of the others, with coefficients free of all?"""
    e = sp.expand(e)
    parts = [*others, *(part for part in e.atoms(estimate) if isinstance(part.args[0], Data))]
    coefficients = [e.coeff(part) for part in parts]
    left = sp.expand(e - sp.Add(*(c * part for c, part in zip(coefficients, parts, strict=True))))
    return left == 0 and not any(c.atoms(Data, History, Past) or c.has(*others) for c in coefficients)


class OverDirections(sp.Function):
    """OverDirections(e): the sum over all directions of what one of them sees as e."""

    nargs = (1,)
    is_real = True


def is_sum_over_directions(expression: sp.Expr) -> bool:
    """Is it a combination of traces of sample covariances and squared lengths of sample means?"""
    e = sp.expand(expression)
    parts = [part for part in e.atoms(Trace) if _combines(part.args[0], Variance)]
    parts += [part for part in e.atoms(SquaredNorm) if _combines(part.args[0], Mean)]
    left = sp.expand(e - sp.Add(*(e.coeff(part) * part for part in parts)))
    return left == 0 and not any(e.coeff(part).atoms(Data, Seen) for part in parts)


def summed(expression: sp.Expr, variance: sp.Symbol, spectrum: sp.IndexedBase) -> sp.Expr:
    """The sum over the spectrum of an expression in the variance of one direction."""
    i = sp.Symbol("i", integer=True, nonnegative=True)
    over = (i, 0, Length(spectrum) - 1)
    if not expression.is_polynomial(variance):
        return sp.Sum(expression.xreplace({variance: spectrum[i]}), over)
    powers = sp.Poly(expression, variance).terms()
    return sp.Add(*(c * sp.Sum(spectrum[i] ** p, over) for (p,), c in powers))
