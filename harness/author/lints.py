"""What can be wrong with a statement before anything is raced: lints of the record."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import sympy as sp

from harness.author.conditions import conditions
from harness.author.diagnostics import Finding, place, place_in
from harness.author.siblings import siblings
from harness.author.whole_domain import edges, signatures
from harness.judge import exact
from harness.judge.case import Case
from harness.judge.obligations import owed
from harness.judge.selection import cases
from theorems.language import (
    AlmostSure,
    Diverges,
    Law,
    Limit,
    Point,
    Rate,
    Root,
    Summable,
    Theorem,
    X,
    point_text,
)
from theorems.language.domains.entries import DomainError, substituted
from theorems.language.domains.numbers import Number
from theorems.language.readers import ball
from theorems.language.registry import modules

RATES = (Rate, Limit, Diverges, Summable, AlmostSure)
"""Kinds of claims that say how fast something happens, which no race at a few points can see."""

KEBAB = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"

POLE_POINTS = 12
"""Points of the grid at which the other parameters are put, when a zero of a denominator is looked for."""


def lints(theorem: Theorem) -> Iterator[Finding]:
    """Everything about the record as a whole, then about each claim."""
    where = place_in(theorem, "")
    if not re.fullmatch(KEBAB, theorem.id):
        yield Finding("id", f"the id {theorem.id!r} is not kebab-case", where, expected="such as bernoulli-absorption")
    names = {name for case in cases(theorem) for name in case.named}
    for parameter in theorem.parameters:
        if parameter.name not in names:
            yield Finding(
                "unused",
                f"no claim and no simulator uses the parameter {parameter.name}",
                place_in(theorem, parameter.name),
                theorem.id,
                expected="every declared parameter matters to some claim",
                advice=f"delete {parameter.name}, or put it into the formula that lacks it",
            )
    yield from _crossed(theorem)
    for case in cases(theorem):
        yield from _domain(case)
        yield from _evidence(case)
        yield from _obligations(case)
        yield from siblings(case)
        yield from conditions(case)
        yield from signatures(case)


def _crossed(theorem: Theorem) -> Iterator[Finding]:
    """No variable of the record is named as one parameter and holds another."""
    symbols = {symbol.name: symbol for symbol in theorem.parameters.symbols}
    for name, value in vars(importlib.import_module(modules()[theorem.id])).items():
        if name in symbols and value in symbols.values() and value != symbols[name]:
            yield Finding(
                "crossed",
                f"the variable {name} of the record holds the parameter {value}",
                place_in(theorem, value.name),
                theorem.id,
                expected="PARAMETERS.symbols unpacked in the order in which the parameters are declared",
                advice=f"{', '.join(symbols)} = PARAMETERS.symbols",
            )
            return


def _obligations(case: Case) -> Iterator[Finding]:
    """What the claim owes by its kind."""
    for line in owed(case):
        yield Finding(
            "obligation",
            f"the claim is no {case.claim.kind}: {line}",
            place(case),
            case.id,
            expected="what the kind of a claim means, everywhere where it is claimed",
            advice="mend the formula, narrow the domain, restrict the claim by `when`, or claim a `Mean`",
        )


# -- the statement ------------------------------------------------------------------------------------------


def _domain(case: Case) -> Iterator[Finding]:
    """Inhabited; every expression has a value at the corners and on the grid; the declared points belong to it."""
    theorem, claim = case.theorem, case.claim
    about = case.id
    points = [p for p in theorem.parameters.grid(case.named) if case.applies(p)]
    if not points:
        yield Finding(
            "empty",
            "the claim applies nowhere on the grid",
            place(case, "when"),
            about,
            expected=f"some grid point satisfies {claim.when}",
            advice="correct the condition, or extend the grids of the parameters",
        )
        return
    for point in (*edges(case), *points[:: max(1, len(points) // 60)]):
        for part, expression in claim.parts.items():
            if error := _no_value(case, expression, point):
                yield Finding(
                    "no-value",
                    f"`{part}` has no finite value at {point_text(point)}, which the domain allows",
                    place(case, part),
                    about,
                    (f"{type(error).__name__}: {' '.join(str(error).split())}",),
                    "a value everywhere on the declared domain, at its smallest parameters, too",
                    "narrow the domain of a parameter, or restrict the claim by `when`",
                )
                return
    pole = next(_poles(case, points[:: max(1, len(points) // POLE_POINTS)]), None)
    if pole is not None:
        part, base, name, point = pole
        yield Finding(
            "no-value",
            f"`{part}` has no finite value at {point_text(point)}, which the domain of {name} allows",
            place(case, part),
            about,
            (f"{base} is 0 there",),
            "a value everywhere on the declared domain",
            f"narrow the domain of {name}, restrict the claim by `when`, or write a Sum or Piecewise that has a value",
        )
    for text in claim.points:
        point = theorem.parameters.point(text)
        if {s.name for s in claim.when.free_symbols} <= set(point) and not case.applies(point):
            yield Finding(
                "outside",
                f"the point {text} is outside of what is claimed",
                place(case, "points"),
                about,
                expected=f"points that satisfy {claim.when}",
            )


def _poles(
    case: Case, points: list[dict[str, sp.Rational]]
) -> Iterator[tuple[str, sp.Expr, str, dict[str, sp.Rational]]]:
    """Rational values of one parameter, the others on the grid, at which a denominator or a logarithm has a zero
    and the formula no value: (part, what is 0, parameter, point).
    """
    for part, expression in case.claim.parts.items():
        powers = {e.base for e in expression.atoms(sp.Pow) if e.exp.could_extract_minus_sign()}
        for base in powers | {e.args[0] for e in expression.atoms(sp.log)}:
            for parameter in (p for p in case.theorem.parameters if isinstance(p, Number)):
                for point in points if parameter.symbol in base.free_symbols else ():
                    try:
                        rest = substituted(base, {name: x for name, x in point.items() if name != parameter.name})
                    except DomainError:
                        continue  # no entry there: another lint
                    if rest.free_symbols != {parameter.symbol} or not rest.is_polynomial(parameter.symbol):
                        continue
                    for root in sp.Poly(rest, parameter.symbol).ground_roots():
                        there = {**point, parameter.name: root}
                        if (
                            case.theorem.parameters.contains(there)
                            and case.applies(there)
                            and _no_value(case, expression, there)
                        ):
                            yield part, base, parameter.name, there


def _no_value(case: Case, expression: sp.Expr, point: Point) -> Exception | None:
    """Why an expression of the claim has no value at a point; None if it has one."""
    claim = case.claim
    argument = (claim.after + claim.before) / 2 if isinstance(claim, Root) else sp.Integer(1)
    try:
        ball(expression.subs(X, argument), point, 30)
    except exact.NO_VALUE as error:
        return error
    return None


def _evidence(case: Case) -> Iterator[Finding]:
    """Something bears on the claim, its worked values hold, and its races can fail."""
    theorem, claim = case.theorem, case.claim
    about = case.id
    missed = exact.missed_worked_value(case)
    if missed:
        yield Finding(
            "worked",
            "the claim does not reproduce its worked value",
            place(case, "worked"),
            about,
            (missed,),
            "the value worked out by hand",
            "do the arithmetic again; if it stands, the formula is not what was meant",
        )
    for part, values in claim.worked.items():
        for text in values:
            point = theorem.worked_point(claim, part, text)
            if {s.name for s in claim.when.free_symbols} <= set(point) and not case.applies(point):
                yield Finding(
                    "outside",
                    f"the worked value of `{part}` at {text} is outside of what is claimed",
                    place(case, "worked"),
                    about,
                    expected=f"points that satisfy {claim.when}",
                )
    if case.proof is not None and case.derives == bool(claim.underived):
        kind = "a derivation" if case.derives else "a list of steps, which nothing ties to the claim"
        yield Finding(
            "underived",
            f"its proof is {kind}, and the record {'says' if case.derives else 'does not say'} why it is no derivation",
            place(case, claim.underived or ""),
            about,
            expected="a derivation, or the reason why there is none",
            advice="delete underived" if case.derives else 'underived="which rule or declared process is missing"',
        )
    observed = case.observed
    if observed is None:
        return
    loose = [f"`{part}`" for part in claim.parts if not claim.worked.get(part)]
    if loose and (isinstance(claim, RATES) or "within" in claim.parts) and not case.has_oracle:
        yield Finding(
            "unpinned",
            f"nothing pins {' and '.join(loose)}: a race at a few points would confirm other rates, too",
            place(case),
            about,
            expected="a worked value of each part of a rate, or an exact room",
            advice=f'worked={{"{loose[0].strip("`")}": {{"a point": its value, worked out by hand}}}}',
        )
    if not claim.points:
        if not case.has_oracle and case.proof is None:
            yield Finding(
                "no-evidence",
                "the claim is raced at no point, has no exact value and no proof",
                place(case),
                about,
                expected="at least one kind of evidence: without any, the claim is only stated",
                advice='points=("..., a value for every parameter",): small ones, where randomness matters',
            )
        elif not claim.unraced:
            yield Finding(
                "unraced",
                "the claim is about a process, but raced at no point, and nobody says why",
                place(case),
                about,
                expected="points, or the reason why there are none",
                advice='points=("..., a value for every parameter",), or unraced="why no number of draws would do"',
            )
        return
    points = [case.given(text) for text in claim.points]
    supports = [observed.support(point) for point in points]
    if isinstance(claim, Law) or not all(support.kind in ("event", "bounded") for support in supports):
        return
    ends = [case.interval(point) for point in points]
    if all(
        (a is None or a <= support.low) and (b is None or b >= support.high)
        for (a, b), support in zip(ends, supports, strict=True)
    ):
        (low, high), support = ends[0], supports[0]
        value = low if high is None else high
        yield Finding(
            "trivial",
            "the bound says nothing at any declared point",
            place(case, "points"),
            about,
            (f"at {claim.points[0]}: {value.str(6)}; {claim.observable} lies in [{support.low}, {support.high}]",),
            "a point at which the claim could be false",
            "choose parameters at which the bound is inside of the range",
        )
