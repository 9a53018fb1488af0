"""Values of claims: at one point exactly and in balls, at many points as arrays."""

from __future__ import annotations

import builtins
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import sympy as sp

from harness.basics.decimals import decimal_enclosure
from harness.basics.errors import BadInput
from harness.cli.grammar import MOST_DIGITS
from harness.judge import values
from harness.judge.card import in_words
from harness.judge.case import Case
from harness.judge.exact import NO_VALUE
from harness.judge.selection import find_case
from harness.judge.values import X
from theorems.api.given import Many, is_many, many, name_of, number, text_of, within, word
from theorems.language import Identity, Law, Parameters, Root, point_text
from theorems.language.claims import Related, unfolded
from theorems.language.domains.entries import numbers_in, substituted
from theorems.language.domains.numbers import Number as NumberParameter
from theorems.language.domains.parameter import Parameter
from theorems.language.notation import latex
from theorems.language.readers import NotExact, arrays
from theorems.language.readers import exact as rational
from theorems.language.sums import worked_out
from theorems.language.text import shortened

ACCURACY = 1e-12
"""How far a value at many points may be off, relatively."""
ACCURACY_BITS = math.ceil(-math.log2(ACCURACY))
"""The same in bits: an exact value, which may have been computed in machine numbers, need not be known better."""

WRITTEN_OUT = 1000
"""An expression is written out where no number of the point is larger."""

SHORT = 100
"""Characters of an exact value that is shown on one line."""


@dataclass(frozen=True, eq=False)
class Number:
    """A number as it is known.

    ball: an enclosure, an `arb` of flint. float: its midpoint. exact: a Fraction where it is known to be rational, else
    an expression of sympy, or None where none is known, or it would be too long.
    """

    ball: Any = field(repr=False)
    digits: int = field(repr=False)
    _expression: sp.Expr | None = field(repr=False, default=None)
    _point: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def float(self) -> builtins.float:
        """The nearest machine number, or one beside it."""
        return float(self.ball.mid())

    def __float__(self) -> builtins.float:
        return self.float

    @cached_property
    def exact(self) -> Any:
        if self._expression is None:
            unique = self.ball.unique_fmpz() if self.ball.is_exact() else None
            return None if unique is None else Fraction(int(unique))
        try:
            return rational(self._expression, self._point)
        except (NotExact, *NO_VALUE):
            return self._written_out()

    def _written_out(self) -> sp.Expr | None:
        sizes = (max(abs(x.numerator), x.denominator) for v in self._point.values() for x in numbers_in(v))
        if max(sizes, default=0) > WRITTEN_OUT:
            return None
        found = worked_out(substituted(unfolded(self._expression), self._point))
        return sp.expand(found) if all(e.exp.is_Integer and abs(e.exp) <= 4 for e in _sums_in_powers(found)) else found

    @property
    def decimals(self) -> dict[str, str]:
        """The digits that are known, and a radius that leaves nothing out: {mid, radius}."""
        return decimal_enclosure(self.ball, self.digits)

    @property
    def text(self) -> str | None:
        """The exact value, where that fits on a line."""
        found = self.exact
        shown = None if found is None else str(found)
        return shown if shown is not None and len(shown) <= SHORT else None

    def __repr__(self) -> str:
        mid, text = self.decimals["mid"], self.text
        return mid if text in (None, mid) else f"{mid} = {text}"

    def _repr_latex_(self) -> str:
        mid = self.decimals["mid"]
        if self.text in (None, mid):
            return f"${mid}$"
        sign = "=" if self.decimals["radius"] == "0" else r"\approx"
        return f"${latex(sp.sympify(self.exact))} {sign} {mid}$"


def _sums_in_powers(e: sp.Expr) -> list[Any]:
    return [power for power in e.atoms(sp.Pow) if power.base.is_Add]


@dataclass(frozen=True, eq=False)
class Value:
    """What a claim says at a point, beside the truth.

    theory: the value, or the bound, that is claimed. truth: the exact value of what it is about, None where it is not
    known. ratio: theory over truth. notes: what else there is to know. `exact`, `ball` and `float` are those of theory.
    """

    claim: str
    at: dict[str, Any]
    relation: str
    theory: Number
    truth: Number | None
    ratio: Number | None
    notes: tuple[str, ...]
    verdict: str | None
    """Of a published claim what it is, in words."""
    correction: str | None
    """The claim that corrects it, `theorem/claim`."""
    _quantity: str = field(repr=False, default="")

    @property
    def exact(self) -> Any:
        return self.theory.exact

    @property
    def ball(self) -> Any:
        return self.theory.ball

    @property
    def float(self) -> builtins.float:
        return self.theory.float

    def __float__(self) -> builtins.float:
        return self.float

    def __repr__(self) -> str:
        where = f" at {point_text(self.at)}" if self.at else ""
        said = f"{self.claim}{where}: {self.relation} {self.theory!r}"
        if self.truth is not None and self.ratio is not None and not _is_one(self.ratio):
            said += f"; exactly {self.truth.decimals['mid']}, ratio {self.ratio.float:.6g}"
        elif self.truth is not None:
            said += "; exact" if self.ratio is not None else f"; exactly {self.truth.decimals['mid']}"
        else:
            said += f"; {self.notes[-1]}" if self.notes else ""
        return said + self._published

    @property
    def _published(self) -> str:
        if self.verdict is None:
            return ""
        return f"; published, {self.verdict}" + (f", corrected by {self.correction}" if self.correction else "")

    def _repr_html_(self) -> str:
        rows = [(self.relation, self.theory), ("exactly", self.truth), ("ratio", self.ratio)]
        cells = "".join(
            f"<tr><th>{name}</th><td>{escape(found.decimals['mid'])} ± {found.decimals['radius']}</td>"
            f"<td>{_formula(found)}</td></tr>"
            for name, found in rows
            if found is not None
        )
        notes = "".join(f"<div>{escape(note)}</div>" for note in self.notes)
        head = f"<b>{escape(self.claim)}</b> at {escape(point_text(self.at))}{escape(self._published)}"
        return f"<div>{head}<table>{cells}</table>{notes}</div>"

    def _repr_latex_(self) -> str:
        sign = {"equals": "=", "at most": r"\le", "at least": r"\ge"}.get(self.relation, r"\sim")
        return f"${self._quantity} {sign} {self.theory._repr_latex_().strip('$')}$"


def _is_one(ratio: Number) -> bool:
    return bool(ratio.ball.contains(1))


def _formula(found: Number) -> str:
    return f"${latex(sp.sympify(found.exact))}$" if found.text is not None else ""


# -- one point --------------------------------------------------------------------------------------------------


def value(claim: str, digits: int, seconds: float, outside: str, parameters: Mapping[str, Any]) -> Any:
    """See `theorems.api.value`."""
    case, digits, nan = _asked(claim, digits, outside)
    known, (used, needed) = values.parameters_of(case), values.names_of(case)
    if _many(known, parameters):
        with within(seconds, "the values take"):
            return _at_many(case, many(known, _used(case, known, used, parameters), needed, nan), used, nan)
    point = _point(case, known, used, needed, parameters)
    bits, notes = values.bits_of(digits), values.notes_on(case, point)
    try:
        with within(seconds, "the theory value takes"):
            theory = values.theory(case, point, bits)
    except NO_VALUE as error:
        raise BadInput(f"{case.id} has no value at {shortened(point_text(point))}: {shortened(error)}") from None
    truth, why = _truth(case, point, bits, seconds)
    if theory is None:
        if truth is None:
            raise BadInput("; ".join(why))
        theory = truth
    ratio = values.ratio_of(theory, truth, bits)
    stated = case.claim
    quantity = stated.quantity if isinstance(stated, Identity) else None
    return Value(
        case.id,
        {name: _plain(x) for name, x in point.items()},
        values.relation_of(stated),
        Number(theory, digits, values.expression_of(case), point),
        None if truth is None else Number(truth, digits, quantity, point),
        None if ratio is None else Number(ratio, min(digits, values.RATIO_DIGITS)),
        (*notes, *why),
        in_words(stated) if stated.published else None,
        f"{case.theorem.id}/{stated.corrected_by}" if stated.corrected_by else None,
        case.quantity if isinstance(stated, Related) and not isinstance(stated, Root) else rf"\text{{{case.id}}}",
    )


def truth(claim: str, digits: int, seconds: float, outside: str, parameters: Mapping[str, Any]) -> Any:
    """See `theorems.api.truth`."""
    case, digits, nan = _asked(claim, digits, outside)
    known, (used, needed) = values.parameters_of(case), values.names_of(case)
    needed = needed | case.needed if case.observed is not None else needed
    if _many(known, parameters):
        with within(seconds, "the exact values take"):
            return _truths(case, many(known, _used(case, known, used, parameters), needed, nan), used, nan)
    point = _point(case, known, used, needed, parameters)
    with within(seconds, "the exact value takes"):
        found, why = values.truth(case, point, values.bits_of(digits))
    if found is None:
        raise BadInput(f"{case.id} at {shortened(point_text(point))}: {'; '.join(why)}")
    return Number(found, digits, case.claim.quantity if isinstance(case.claim, Identity) else None, point)


def _asked(claim: Any, digits: Any, outside: Any) -> tuple[Case, int, bool]:
    case = find_case(name_of("a claim is named theorem/claim, as 'gaussian-risk/variance'", claim))
    return case, number("digits", digits, 1, MOST_DIGITS), word("outside", outside, ("raise", "nan")) == "nan"


def _many(known: Parameters, given: Mapping[str, Any]) -> bool:
    return any(isinstance(p, NumberParameter) and p.name in given and is_many(p.name, given[p.name]) for p in known)


def _point(case: Case, known: Parameters, used: set[str], needed: set[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The point of what is given, with its used parameters alone; raises DomainError or BadInput."""
    point = known.read({name: text_of(value) for name, value in given.items()})
    if isinstance(case.claim, Law) and X.name not in point:
        raise values.asks_for_argument(case)
    whole = known.complete(point, needed)
    found = _kept(known, used, whole)
    if not values.claimed_at(case, whole):
        raise values.not_claimed(case, found)
    return found


def _kept(known: Iterable[Parameter], used: set[str], whole: Mapping[str, Any]) -> dict[str, Any]:
    """What a point says of the parameters that are used, in the theorem's order."""
    return {p.name: whole[p.name] for p in known if p.name in used and p.name in whole}


def _truth(case: Case, point: Mapping[str, Any], bits: int, seconds: float) -> tuple[Any, list[str]]:
    try:
        with within(seconds, "the exact value takes"):
            return values.truth(case, point, bits)
    except TimeoutError as error:
        return None, [f"no exact value: {error}"]


def _plain(x: Any) -> Any:
    """An exact value as Python has it."""
    if isinstance(x, tuple):
        return x
    return x if isinstance(x, str) else int(x) if x.denominator == 1 else Fraction(int(x.numerator), int(x.denominator))


# -- many points ------------------------------------------------------------------------------------------------


def _used(case: Case, known: Parameters, used: set[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given; raises BadInput for many values of a parameter that the claim does not depend on."""
    for name, given_value in given.items():
        known.must_have(name)
        if name not in used and is_many(name, given_value):
            raise BadInput(f"the value of {case.id} does not depend on {name}")
    if isinstance(case.claim, Law) and X.name not in given:
        raise values.asks_for_argument(case)
    return dict(given)


def _claimed(case: Case, points: Many, used: set[str], nan: bool) -> None:
    """Refuses points at which nothing is claimed."""

    def check(place: int) -> None:
        whole = points.at(place)
        if not values.claimed_at(case, whole):
            raise values.not_claimed(case, _kept(values.parameters_of(case), used, whole))

    if {s.name for s in case.claim.when.free_symbols} <= points.fixed.keys() | points.columns.keys():
        points.refuse(case.claim.when, check, nan)


def _at_many(case: Case, points: Many, used: set[str], nan: bool) -> Any:
    _claimed(case, points, used, nan)
    expression, size = values.expression_of(case), points.good.size
    if expression is None:
        return _truths(case, points, used, nan, checked=True)
    found, good = np.full(size, np.nan), np.flatnonzero(points.good)
    given = points.only({s.name for s in expression.free_symbols})
    columns = {name: column.at(good) for name, column in given.items() if isinstance(column, arrays.Column)}
    if not columns:
        columns = {"": arrays.decimals(np.zeros(good.size))}  # it is the same at all points
    if good.size:
        found[good] = arrays.values(expression, given | columns, ACCURACY)
    return found.reshape(points.shape)


def _truths(case: Case, points: Many, used: set[str], nan: bool, checked: bool = False) -> Any:
    """The exact value at each of the good points, once for equal ones."""
    if not checked:
        _claimed(case, points, used, nan)
    found, known = np.full(points.good.size, np.nan), {}
    for place in np.flatnonzero(points.good):
        point = _kept(values.parameters_of(case), used, points.at(int(place)))
        key = point_text(point)
        if key not in known:
            exact, _ = values.truth(case, point, values.bits_of(15))
            known[key] = np.nan if exact is None else arrays.rounded(exact, ACCURACY_BITS)
        found[place] = known[key]
    return found.reshape(points.shape)
