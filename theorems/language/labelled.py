"""Rows of features with labels: their laws, what least squares makes of them, and its errors on average.

A process with a `spectrum` may have data sets of labelled rows. A row x has d features, N(0, C) with the eigenvalues of
C in that list; its label is x'w plus independent noise. Slopes are measured from the real ones: these are 0, which is
no restriction, as least squares moves with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from theorems.language.data import GENERATION, Data
from theorems.language.domains.entries import Length
from theorems.language.laws import Law
from theorems.language.processes import Draw, Process
from theorems.language.sums import worked_out
from theorems.language.vectors import Seen


class Slope(sp.Function):
    """Slope(data): the least squares fit w to labelled rows, a vector; rows must span all d dimensions."""

    nargs = (1,)


class ExcessError(Seen):
    """ExcessError(data, C): w'C w of the least squares fit w, by how much more than the noise it errs on new rows."""

    nargs = (2,)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = r"\hat w' \Sigma \hat w"
        return text if exp is None else rf"({text})^{{{exp}}}"


class TrainingError(Seen):
    """TrainingError(data): the mean squared residual of the least squares fit, on the rows that it is fitted to."""

    nargs = (1,)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = r"\overline{(y - x' \hat w)^2}"
        return text if exp is None else rf"({text})^{{{exp}}}"


@dataclass(frozen=True)
class Labelled(Law):
    """Rows x ~ N(0, C), each with the label x'w + N(0, variance); the eigenvalues of C are listed."""

    slope: Any
    variance: Any
    spectrum: Any

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        from theorems.language.labelled_rows import labelled

        slope, variance, spectrum = values
        return labelled(rng, rng.standard_normal((*shape, len(spectrum))) * spectrum**0.5, slope, variance)


@dataclass(frozen=True)
class Relabelled(Law):
    """The first rows of the data once more, as many as are drawn, with new labels x'w + N(0, variance)."""

    data: Data
    slope: Any
    variance: Any

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        from theorems.language.labelled_rows import labelled

        data, slope, variance = values
        return labelled(rng, data.features[:, : shape[1]], slope, variance)


OF_FITS = (ExcessError, TrainingError)
SCHEMA = (
    "given the rows, least squares is linear in the labels; noise of a batch is independent of all before; independent "
    "rows are exchangeable; the mean of an inverse Wishart matrix; a residual has the variance of the noise less the "
    "leverage"
)
"""What `errors` uses."""


class NoLeastSquares(ValueError):
    """What is asked for is no mean of least squares that is known; the message says which are."""


@dataclass(frozen=True)
class Errors:
    """E at generation t + 1 is `kept` times that at t, and `added`; `start` is that at the first generation.

    begun, provided: conditions under which it is finite at first, and one generation after t.
    """

    start: sp.Expr
    kept: sp.Expr
    added: sp.Expr
    begun: tuple[Any, ...] = ()
    provided: tuple[Any, ...] = ()


def of_rows(process: Process) -> bool:
    """Does it start with labelled rows?"""
    return any(isinstance(given, Labelled) for given in process.start.values())


def spare_rows(process: Process, what: sp.Expr) -> list[sp.Expr]:
    """By how many rows there are more than features, at first and later, in each fit that is seen."""
    fits, d = what.atoms(*OF_FITS), Length(process.spectrum) if process.spectrum else sp.Integer(0)
    return [e.args[0].size.subs(GENERATION, t) - d for e in fits for t in (process.first, GENERATION)]


def errors(process: Process, expression: sp.Expr) -> Errors:
    """How the mean error of a least squares fit to labelled rows moves; raises NoLeastSquares.

    The labels of every batch are those of the last fit with new noise of variance v. A fit w to N rows, m of them new,
    moves by G^-1 X'e, G the sum of xx' over all rows, X the new ones, e the noise, independent of all before: E w'C w
    grows by v E tr(C G^-1 X'X G^-1), and the sum of squared residuals by v (m - tr(G^-1 X'X)). Where all rows are
    independent, X'X may be m/N of G, as rows are exchangeable, and E tr(C G^-1) = d/(N - d - 1), of an inverse Wishart
    matrix; where the same m rows come again and again, X'X is m/N of G.
    """
    (data, start), *others = process.start.items()
    if len(process.draws) == 2:
        return with_real_labels(process, expression)
    draw, spectrum = process.draws[0] if len(process.draws) == 1 else None, process.spectrum
    if others or spectrum is None or not isinstance(start, Labelled) or not isinstance(draw, Draw):
        raise NoLeastSquares(f"{process.name} has no single set of labelled rows")
    new, law, v, d = draw.what, draw.law, start.variance, Length(spectrum)
    again = law == Relabelled(data, Slope(data), v)
    if start != Labelled(sp.Integer(0), v, spectrum) or not (again or law == Labelled(Slope(data), v, spectrum)):
        raise NoLeastSquares(f"labels of {process.name} are not those of the last fit with the same noise")
    if process.step[data] not in ((new,), (data, new)) or v.free_symbols & {data, new, GENERATION}:
        raise NoLeastSquares(f"{process.name} is fitted neither to the last batch nor to all")
    pooled = process.step[data] == (data, new)
    first, size, m = worked_out(data.size.subs(GENERATION, process.first)), data.size, new.size
    later = size + m if pooled else m
    if again and (m != first or sp.expand(size - (m * GENERATION if pooled else m)) != 0):
        raise NoLeastSquares(f"other rows of {process.name} come again than those that it starts with")
    if expression == TrainingError(data):
        old = size / later if pooled else sp.Integer(0)
        spanned, spans = (tuple({sp.Gt(sp.expand(x - d + 1), 0)} - {sp.true}) for x in (first, later))
        return Errors(v * (1 - d / first), old, v * m / later * (1 - d / later), spanned, spans)
    if expression != ExcessError(data, spectrum):
        raise NoLeastSquares(f"E of {expression} is not known: that of ExcessError and TrainingError is")
    rows = m if again else later  # that are not the same
    begun, provided = (tuple({sp.Gt(sp.expand(x - d - 1), 0)} - {sp.true}) for x in (first, rows))
    added = v * d * m / (later * (rows - d - 1)) * (m / later if again else 1)
    return Errors(v * d / (first - d - 1), sp.Integer(1), added, begun, provided)


def with_real_labels(process: Process, expression: sp.Expr) -> Errors:
    """How the mean excess error moves where some of the N rows of each batch have real labels; raises NoLeastSquares.

    Rows and noise are new in every batch. A fit w turns into B w + G^-1 X'e, G the sum of xx' over all rows, B = G^-1
    times that over the a rows with labels of the last fit; and E w'B'C B w is c w'C w. In coordinates in which C = I
    and w is the first unit vector, B w are the coefficients of the column z of its entries, set to 0 in the other rows:
    l z and a rest that is orthogonal to it, l ~ Beta(a/2, (N - a)/2). What the rest adds lies in d - 1 directions: c =
    E l^2 + E l (1 - l) E (1 + |z|^2) E tr W^-1/(N - 1), W ~ Wishart_(d-1)(N - 1).
    """
    (data, start), *others = process.start.items()
    drawn = {draw.what: draw.law for draw in process.draws if isinstance(draw, Draw)}
    spectrum, step = process.spectrum, process.step[data]
    if others or spectrum is None or not isinstance(start, Labelled) or {*step} != {*drawn} or len(drawn) != 2:
        raise NoLeastSquares(f"{process.name} is not fitted to two new sets of labelled rows")
    made = [what for what, law in drawn.items() if law == Labelled(Slope(data), start.variance, spectrum)]
    real = [what for what, law in drawn.items() if law == start == Labelled(sp.Integer(0), start.variance, spectrum)]
    free = sp.sympify(start.variance).free_symbols.union(*(what.size.free_symbols for what in (data, *drawn)))
    if len(made) != 1 or len(real) != 1 or free & {*drawn, data, GENERATION}:
        raise NoLeastSquares(
            f"labels of {process.name} are not those of the last fit and real ones, with the same noise"
        )
    if expression != ExcessError(data, spectrum):
        raise NoLeastSquares(f"E of {expression} is not known: that of ExcessError is")
    n, a, d = data.size, made[0].size, Length(spectrum)
    square, mixed = a * (a + 2) / (n * (n + 2)), a * (n - a) / (n * (n + 2))
    kept = square + mixed * (1 + n) * (d - 1) / ((n - 1) * (n - d - 1))
    added = start.variance * d / (n - d - 1)
    return Errors(added, kept, added, (sp.Gt(n - d - 1, 0),), (sp.Gt(n - d - 1, 0),))
