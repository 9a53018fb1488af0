"""A declared process simulated as it is written, in plain numpy: every point is drawn, every estimate computed.

Slow and without art: it is what compiled kernels are compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
import sympy as sp

from theorems.language import clouds, labelled_rows, selections
from theorems.language.clouds import Cloud, Spread
from theorems.language.data import GENERATION, Data, History, Mean, Past, Recent
from theorems.language.domains.choices import Every
from theorems.language.domains.entries import Entries
from theorems.language.domains.numbers import Number
from theorems.language.domains.shares import Simplex
from theorems.language.labelled import Labelled, Relabelled
from theorems.language.labelled_rows import Rows
from theorems.language.laws import Law, OfPast
from theorems.language.parameters import DomainError, Parameter, Point
from theorems.language.processes import (
    Counts,
    Draw,
    Drawing,
    Finally,
    HalfSquare,
    Increment,
    Join,
    Observable,
    Process,
    Selected,
    Steps,
    Subset,
    Time,
    event,
    observed,
)
from theorems.language.renewals import renewal

NUMBERS = 4_000_000
"""Numbers that are held at once."""


ROUNDING = 2.0**-53
"""By so much a share, or a number at an end that other numbers make, may be off as a float."""


class NoDraw(ValueError):
    """A declared law whose arguments leave their domain; the message says which, and when."""


LONGEST = 10**6
"""Generations that are simulated until a condition holds."""


Values = dict[str, Any]
"""By name: of states and draws a column, one number a path; of data sets a row of points a path; parameters."""


def _mean(x: Any) -> np.ndarray:
    return x.mean() if isinstance(x, Cloud) else np.mean(x, axis=1, keepdims=True)


def _variance(x: Any, ddof: int) -> Any:
    return x.variance(ddof) if isinstance(x, Cloud) else np.var(x, axis=1, ddof=ddof, keepdims=True)


def _chosen(x: Any, places: np.ndarray) -> Any:
    return x.chosen(places) if isinstance(x, Cloud | Rows) else np.take_along_axis(x, places, axis=1)


def _joined(parts: Sequence[Any]) -> Any:
    return labelled_rows.joined(parts) if isinstance(parts[0], Rows) else clouds.joined(parts)


def _power_sum(x: np.ndarray, j: int) -> np.ndarray:
    return np.sum(x**j, axis=1, keepdims=True)


def _log(x: Any) -> Any:
    with np.errstate(divide="ignore"):  # of 0 it is -oo
        return np.log(x)


def _log_mean_exp(exponents: np.ndarray) -> np.ndarray:
    """ln of the mean of exponentials, which may all be too small for machine numbers."""
    largest = np.max(exponents, axis=1, keepdims=True)
    return largest + np.log(np.mean(np.exp(exponents - largest), axis=1, keepdims=True))


def _likeliest(x: np.ndarray, *variances: Any) -> np.ndarray:
    """The first of the variances with the largest sum of logarithms of estimates on the other points."""
    found = np.hstack([np.broadcast_to(v, (len(x), 1)) for v in variances])
    likely = np.zeros(found.shape)
    for i in range(x.shape[1]):
        apart = (x - x[:, i : i + 1]) ** 2 / 2
        apart[:, i] = np.inf
        for j, v in enumerate(found.T):
            exponents = -apart / v[:, None]
            nearest = exponents.max(axis=1)
            likely[:, j] += nearest + np.log(np.exp(exponents - nearest[:, None]).sum(axis=1)) - np.log(v) / 2
    return np.take_along_axis(found, likely.argmax(axis=1)[:, None], axis=1)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "Mean": _mean,
    "Variance": _variance,
    "Likeliest": _likeliest,
    "PowerSum": _power_sum,
    "log": _log,
    "SquaredNorm": clouds.squared_norm,
    "NoiseShare": lambda estimator, x: estimator.item().share(x),
    "Trace": lambda covariance: Spread.of(covariance).trace(),
    "SquaredFrobenius": lambda covariance: Spread.of(covariance).squared_frobenius(),
    "Determinant": lambda covariance: Spread.of(covariance).determinant(),
    "OverSymbols": lambda x: np.sum(x, axis=1, keepdims=True),
    "LogMeanExp": _log_mean_exp,
    "Length": np.size,
    "Slope": Rows.slope,
    "ExcessError": Rows.excess_error,
    "TrainingError": Rows.training_error,
    "Made": lambda workflow, n, t: selections.made(workflow.item(), int(n), int(t)),
    "Real": lambda workflow, n, t: selections.real(workflow.item(), int(n), int(t)),
    "Taken": lambda workflow, n, t: selections.taken(workflow.item(), int(n), int(t)),
    "Renewal": lambda w, m: float(renewal(int(w), int(m))),
    "Power": lambda base, exponent: np.asarray(base, dtype=float) ** exponent,
}


@cache
def _compiled(expression: sp.Expr) -> tuple[tuple[str, ...], Callable[..., Any]]:
    symbols = tuple(sorted((s for s in expression.free_symbols if not isinstance(s, sp.Indexed)), key=str))
    return tuple(map(str, symbols)), sp.lambdify(symbols, _in_floats(_scaled(expression)), modules=[FUNCTIONS, "numpy"])


def _scaled(expression: sp.Expr) -> sp.Expr:
    """The expression with one function for ln of a mean of exponentials."""
    if not (expression.has(sp.log) and expression.has(Mean)):
        return expression
    found, together = sp.Wild("found"), sp.Function("LogMeanExp")
    return sp.expand_log(expression).replace(sp.log(Mean(sp.exp(found))), together(found))


def _in_floats(expression: sp.Expr) -> sp.Expr:
    """The expression with one function for powers whose exponent is no number: whole ones have none below 0."""
    return expression.replace(
        lambda e: isinstance(e, sp.Pow) and not e.exp.is_number, lambda e: sp.Function("Power")(*e.args)
    )


@cache
def _without_sums(expression: sp.Expr) -> tuple[sp.Expr, dict[str, tuple[sp.Expr, ...]]]:
    """The expression with a symbol for each sum over the past, and by its name what is summed, over how many."""
    sums = {past: sp.Dummy(f"sum{i}") for i, past in enumerate(expression.atoms(Past, Recent))}
    return expression.xreplace(sums), {str(s): past.args for past, s in sums.items()}


def value(expression: Any, values: Values) -> Any:
    """The value of an expression where its symbols have these."""
    names, function = _compiled(sp.sympify(expression))
    with np.errstate(invalid="ignore"):  # where another branch is taken
        return function(*[values[name] for name in names])


class _Run:
    """Paths of a process, side by side, at one generation."""

    def __init__(
        self,
        process: Process,
        rng: np.random.Generator,
        paths: int,
        parameters: Mapping[str, Any],
        remembers: bool,
    ) -> None:
        self.process, self.rng, self.paths = process, rng, paths
        real = {p.name for p in process.parameters if isinstance(p, Number) and not p.whole}
        self.parameters: Values = {
            name: np.asarray(v, dtype=float if name in real else None) for name, v in parameters.items()
        }
        self.width = _width(process, parameters)
        self.remembers = remembers
        self.past: list[Values] = []
        self.t = process.first
        self.values: Values = {**self.parameters, GENERATION.name: process.first}
        start = {
            state.name: self._points(state, given) if isinstance(given, Law) else self._column(given, self.width)
            for state, given in process.start.items()
        }
        self._enter(process.first, start)

    def _enter(self, t: int, states: Values) -> None:
        self.t = t
        self.values = {**self.parameters, GENERATION.name: t, **states}
        if self.remembers:
            self.past.append(self.values)

    def _column(self, expression: Any, width: int = 1) -> np.ndarray:
        """One number a path; of what each symbol of an alphabet has, one for each."""
        return np.broadcast_to(np.asarray(self._value(expression), dtype=float), (self.paths, width))

    def _value(self, expression: Any) -> Any:
        if isinstance(expression, Data | sp.IndexedBase):
            return self.values[expression.name]
        if isinstance(expression, History):
            return np.hstack([np.broadcast_to(value(expression.args[0], then), (self.paths, 1)) for then in self.past])
        rest, sums = _without_sums(sp.sympify(expression))
        added = {name: sum(value(of, then) for then in self._last(*many)) for name, (of, *many) in sums.items()}
        return value(rest, {**self.values, **added} if added else self.values)

    def _last(self, *many: sp.Expr) -> list[Values]:
        """Values in the last so many generations; in all, where it is not said."""
        return self.past[-int(self._value(many[0])) :] if many else self.past

    def _points(self, what: sp.Symbol, law: Law) -> Any:
        size = int(self._value(what.size)) if isinstance(what, Data) else self.width
        vectors = self.process.spectrum is not None and not isinstance(law, Labelled | Relabelled)
        draw = partial(clouds.drawn, law) if vectors else law.draw
        try:
            return draw(self.rng, (self.paths, size), *map(self._value, law.arguments))
        except ValueError as error:
            where = f"the declared process {self.process.name} cannot draw {what} at generation {self.t}"
            raise NoDraw(f"{where}: {law} is no law there: {error}") from None

    def step(self) -> None:
        self._draw(self.process.draws)
        states = {
            state.name: _joined([self.values[part.name] for part in then])
            if isinstance(state, Data)
            else self._column(then, self.width)
            for state, then in self.process.step.items()
        }
        self._enter(self.t + 1, states)

    def look(self, expression: sp.Expr) -> np.ndarray:
        """One value per path; of draws that are looked at, new ones each time."""
        self._draw(self.process.looked_at)
        return np.ravel(self._column(expression))

    def look_before(self, expression: sp.Expr) -> np.ndarray:
        """One value per path, one generation before the first."""
        before = self.process.given_before(expression)
        assert before is not None  # looked at where it has a value
        given, laws = before
        for what, law in laws.items():
            self.values[what.name] = self._points(what, law)
        return np.ravel(self._column(given))

    def _draw(self, draws: Sequence[Drawing]) -> None:
        for draw in draws:
            if isinstance(draw, Draw):
                self.values[draw.what.name] = self._points(draw.what, draw.law)
            elif isinstance(draw, Subset):
                places = self.rng.permuted(
                    np.tile(np.arange(self.values[draw.of.name].shape[1]), (self.paths, 1)), axis=1
                )
                chosen = places[:, : int(self._value(draw.what.size))]
                self.values[draw.what.name] = _chosen(self.values[draw.of.name], chosen)
            elif isinstance(draw, Selected):
                workflow, n, t = map(self._value, draw.what.size.args)
                places = selections.places(self.rng, self.paths, workflow.item(), int(n), int(t))
                self.values[draw.what.name] = _chosen(self.values[draw.of.name], places)
            elif isinstance(draw, Join):
                self.values[draw.what.name] = _joined([self.values[part.name] for part in draw.of])
            else:
                self._count(draw)

    def _count(self, draw: Counts) -> None:
        shares = np.hstack([self._column(p, self.width) for p in draw.probabilities])
        counts = self.rng.multinomial(int(self._value(draw.size)), shares).astype(float)
        for what, own in zip(draw.what, np.hsplit(counts, len(draw.what)), strict=True):
            self.values[what.name] = own


def simulate(
    process: Process,
    rng: np.random.Generator,
    paths: int,
    k: int | None,
    parameters: Mapping[str, Any],
    observable: Observable,
) -> np.ndarray:
    """Values of an observable at generation k, one per independent path; `parameters` are values by name.

    k is None where the observable looks at no generation in particular. For `Steps`, rows (next, previous), the
    steps of a path one after the other. Raises DomainError, a ValueError, for a parameter outside of its domain, and
    ValueError for k before the first generation at which one can look.
    """
    at: dict[str, Any] = {}
    for parameter in process.parameters:
        if parameter.name in parameters:
            at[parameter.name] = _checked(parameter, parameters[parameter.name], at)
        if isinstance(parameter, Every):
            parameters = {**parameters, parameter.name: parameter.instance(at[parameter.name])}
    earliest = process.earliest(observed(observable))
    if k is not None and k < earliest:
        raise ValueError(f"k must be an integer >= {earliest}: got {k}")
    observe = _OBSERVE.get(type(observable), _at)
    drawn_from = any(isinstance(d, Draw) and isinstance(d.law, OfPast) for d in process.draws)
    remembers = drawn_from or any(e.has(Past, Recent) for e in (observed(observable), *process.moves))
    numbers = _numbers(process, k, parameters) * (1 if k is None or not remembers else k - process.first + 1)
    chunk = max(1, NUMBERS // numbers)
    parts = [
        observe(_Run(process, rng, min(chunk, paths - done), parameters, remembers), observable, k)
        for done in range(0, paths, chunk)
    ]
    return np.concatenate(parts)


def _checked(parameter: Parameter, value: Any, at: Point) -> Any:
    """The exact value of machine numbers, or a name; raises DomainError outside of the domain, where the others have
    theirs.
    """
    if isinstance(value, str):
        return parameter.check(value, at=at)
    numbers = np.atleast_1d(value)
    if not np.all(np.isfinite(numbers)):
        raise DomainError(f"{parameter.name} must be {parameter.domain}: got {value}")
    exact = [sp.Rational(*x.as_integer_ratio()) for x in numbers.tolist()]
    lacks = 1 - sum(exact)
    if isinstance(parameter, Simplex) and abs(lacks) <= len(exact) * ROUNDING:
        exact[exact.index(max(exact))] += lacks
    for end in parameter.interval(at) if isinstance(parameter, Number) and not parameter.fixed else ():
        if end.is_finite and abs(exact[0] - end) <= 4 * ROUNDING * max(1, abs(end)):
            exact[0] = end
    return parameter.check(Entries(exact) if np.ndim(value) else exact[0], at=at)


def _numbers(process: Process, k: int | None, parameters: Mapping[str, Any]) -> int:
    """How many numbers one path holds at most."""
    last = process.first if k is None else max(k, process.first)
    held = [(last, state) for state in process.states]
    moves = process.draws if last > process.first else ()
    held += [(last - 1, d.what) for d in moves if isinstance(d, Draw | Subset | Join | Selected)]
    held += [(last, d.what) for d in process.looked_at if isinstance(d, Draw | Subset | Join | Selected)]
    known = {name: np.asarray(v) for name, v in parameters.items()}
    sizes = [int(value(what.size, {**known, GENERATION.name: t})) for t, what in held if isinstance(what, Data)]
    many = 1 if process.spectrum is None else len(parameters[process.spectrum.name])
    return many * sum(sizes) + _width(process, parameters)


def _width(process: Process, parameters: Mapping[str, Any]) -> int:
    """How many numbers a state is: one for each symbol of an alphabet."""
    return 1 if process.alphabet is None else len(parameters[process.alphabet.name])


def _at(run: _Run, observable: Any, k: int) -> np.ndarray:
    if k < run.process.first:
        return run.look_before(observable)
    while run.t < k:
        run.step()
    return run.look(observable)


def _increment(run: _Run, observable: Increment, k: None) -> np.ndarray:
    before = run.look(observable.of)
    run.step()
    return run.look(observable.of) - before


def _steps(run: _Run, observable: Steps, k: int) -> np.ndarray:
    values = [run.look(observable.of)]
    while run.t < k:
        run.step()
        values.append(run.look(observable.of))
    seen = np.stack(values, axis=1)
    return np.stack([seen[:, 1:], seen[:, :-1]], axis=-1).reshape(-1, 2)


def _half_square(run: _Run, observable: HalfSquare, k: int) -> np.ndarray:
    other = _Run(run.process, run.rng, run.paths, run.parameters, run.remembers)
    return (_at(run, observable.of, k) - _at(other, observable.of, k)) ** 2 / 2


def _finally(run: _Run, observable: Finally | Time, k: None) -> np.ndarray:
    reached = np.zeros(run.paths, dtype=bool)
    values = np.empty(run.paths)
    while run.t - run.process.first <= LONGEST:
        here = ~reached & run.look(event(observable.until)).astype(bool)
        values[here] = run.t if isinstance(observable, Time) else run.look(observable.of)[here]
        reached |= here
        if reached.all():
            return values
        run.step()
    raise ValueError(f"{run.process.name} does not meet {observable.until} in {LONGEST:,} generations on every path")


_OBSERVE: Mapping[type, Callable[..., np.ndarray]] = {
    Increment: _increment,
    Steps: _steps,
    HalfSquare: _half_square,
    Finally: _finally,
    Time: _finally,
}
