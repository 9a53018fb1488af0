"""The command `theorems value`: the value of a claim at a point or on a grid, beside the exact truth."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import prod
from time import monotonic
from typing import Any

import sympy as sp
from flint import ctx, fmpz

from harness.basics.decimals import decimal_enclosure, decimal_text
from harness.basics.errors import BadInput
from harness.basics.terminal import put, say
from harness.basics.time_limit import OutOfTime, time_limit
from harness.judge.case import Case
from harness.judge.error_lines import describe
from harness.judge.exact import NO_VALUE
from harness.judge.selection import find_case
from harness.run.killable import PATIENCE, Failed, OtherProcess
from theorems.language import Claim, DomainError, Identity, Law, Parameters, Root, X, point_text, real
from theorems.language.domains.entries import numbers_in
from theorems.language.domains.numbers import Number
from theorems.language.functions import by_bounds
from theorems.language.parameters import split
from theorems.language.readers import Ball, ball
from theorems.language.text import shortened

Point = dict[str, Any]
Record = dict[str, Any]

MOST_POINTS = 100_000
RATIO_DIGITS = 12
MOST_SAID = 300
QUICK_DIGITS = 50
QUICK_SIZE = 10**6

ARGUMENT = real("x", "(-1000000, 1000000)", "argument of the distribution function", (1,))
"""What a law is asked at, beside the parameters of its theorem."""


def value(arguments: Namespace) -> int:
    """Theory value and exact value at every point as rigorous enclosures; 1 if a theory value took too long."""
    case = find_case(arguments.claim)
    if arguments.csv and arguments.json:
        raise BadInput("give one of --csv and --json")
    points = points_asked(case, arguments.at, arguments.grid)
    write = _csv_writer(points) if arguments.csv else _write_json if arguments.json else _write_text
    missing, began, said = 0, monotonic(), PATIENCE
    with OtherProcess() as other:
        for number, point in enumerate(points, 1):
            record = {"theorem": case.theorem.id, "claim": case.claim.name, "at": point_text(point)}
            for part in within_limit(case, point, arguments.digits, arguments.seconds, other):
                record |= part
                write(case.claim, point, record, part)
            missing += record["value"] is None
            if len(points) > 1 and monotonic() - began >= said and number < len(points):
                say(f"{number:,} of {len(points):,} points, {monotonic() - began:.0f} s")
                said *= 2
    return 1 if missing else 0


# -- which points -------------------------------------------------------------------------------------------------


def points_asked(case: Case, at: str | None, grid: list[str]) -> list[Point]:
    """The points where the claim applies, of a point and a grid; raises DomainError or BadInput."""
    theorem, claim, name = case.theorem, case.claim, case.id
    known = Parameters(*theorem.parameters, *([ARGUMENT] if isinstance(claim, Law) else []))
    used, needed = _names(case)
    fixed = known.point(at) if at is not None else _default(case)
    axes = _axes(known, grid)
    for parameter in axes:
        if at is None:
            fixed.pop(parameter, None)
        elif parameter in fixed:
            raise BadInput(f"{parameter} is given twice: by --at and by --grid")
        if parameter not in used:
            raise BadInput(f"--grid: the value of {name} does not depend on {parameter}")
    if isinstance(claim, Law) and ARGUMENT.name not in {**fixed, **axes}:
        raise BadInput(f"{name} is a law: give the argument x of its distribution function, as x=1/2")
    points, outside = [], None
    for values in product(*axes.values()):
        try:
            whole = known.complete({**fixed, **dict(zip(axes, values, strict=True))}, needed)
        except DomainError as error:
            if not axes:
                raise
            outside = error
            continue
        point = {p.name: whole[p.name] for p in known if p.name in whole and p.name in used}
        if not {s.name for s in claim.when.free_symbols} <= set(whole) or case.applies(whole):
            points.append(point)
    if not points and outside is not None:
        raise outside
    if not points:
        raise BadInput(f"{name} is claimed for {claim.when}: got {shortened(point_text(point))}")
    if at is None:
        rest = ",".join(f"{k}={v}" for k, v in points[0].items() if k not in axes)
        where = f"{'the first declared point' if claim.points else 'the smallest point'} of {name}"
        say(f"at {rest}, {where}" if rest else f"at {where}")
    left = prod(map(len, axes.values())) - len(points)
    if left:
        why = outside or f"{name} is claimed for {claim.when}"
        say(f"{left:,} of {left + len(points):,} points are left out: {why}")
    return points


def _default(case: Case) -> Point:
    """The claim's first declared point, or the smallest of the grid where it applies; defaults where there are any."""
    parameters = case.theorem.parameters
    argument = {ARGUMENT.name: sp.Integer(1)} if isinstance(case.claim, Law) else {}
    if case.claim.points:
        return parameters.point(case.claim.points[0]) | argument
    free = {p.name for p in parameters if p.default is None} & case.used
    points = (parameters.complete(p, set()) for p in parameters.grid(free))
    return next(p for p in points if case.applies(p)) | argument


def _axes(known: Parameters, texts: list[str]) -> dict[str, list[Any]]:
    """The values of every parameter of a grid, from texts such as n=10:100:10,k=1,5,20,M=[5,8],[9,9]."""
    axes: dict[str, list[str]] = {}
    for text in texts:
        name = None
        for part in split(text):
            if "=" in part:
                name, _, part = (p.strip() for p in part.partition("="))
                if name not in known.names:
                    names = ", ".join(known.names)
                    raise BadInput(f"--grid: there is no parameter '{shortened(name)}': the parameters are {names}")
                if name in axes:
                    raise BadInput(f"{name} is given twice")
                axes[name] = []
            if name is None or not part.strip():
                raise BadInput(f"--grid is written name=start:stop:step or name=value,value: got '{shortened(text)}'")
            axes[name].append(part.strip())
    values: dict[str, list[Any]] = {}
    points = 1
    for name, parts in axes.items():
        if not isinstance(known[name], Number):
            values[name] = [known[name].parse(part) for part in parts]
            points *= len(parts)
            continue
        ranges = [_range(known, name, part) for part in parts]
        points *= sum(count for count, _, _ in ranges)
        if points > MOST_POINTS:
            raise BadInput(f"--grid has more than {MOST_POINTS:,} points")
        values[name] = [known[name].check(start + i * step) for count, start, step in ranges for i in range(count)]
    return values


def _range(known: Parameters, name: str, text: str) -> tuple[int, sp.Rational, sp.Rational]:
    """Number of values, the first and the step of `start:stop:step`, `start:stop` or `value`; stop is included."""
    start, *rest = text.split(":")
    first = known[name].parse(start)
    if not rest:
        return 1, first, sp.Integer(0)
    if len(rest) > 2:
        raise BadInput(f"--grid is written name=start:stop:step or name=value,value: got '{shortened(text)}'")
    last = known[name].parse(rest[0])
    step = real(f"the step of {name}", "(0, oo)", "", (1,)).parse(rest[1] if len(rest) == 2 else "1")
    if last < first:
        raise BadInput(f"--grid: {name}={shortened(text)} is empty: start is above stop")
    return int((last - first) // step) + 1, first, step


def _names(case: Case) -> tuple[set[str], set[str]]:
    """Parameters that a claim can use, and those that its value needs (a limit needs no generation)."""
    claim = case.claim
    closed = not isinstance(claim, Law) or claim.cdf is not None
    needed = {s.name for s in claim.value.free_symbols} - {X.name} if closed else case.needed
    return case.used | ({X.name} if isinstance(claim, Law) else set()), needed


# -- what is computed ----------------------------------------------------------------------------------------------


def evaluate(name: str, point: Point, digits: int) -> Iterator[Record]:
    """The record of a value in parts, what is known first, first: the theory value; the exact one and the ratio.

    name: `theorem/claim`. Everything in the record is text: it comes from another process.
    """
    case = find_case(name)
    stated = case.claim
    bits = int(digits * 3.33) + 10
    notes = [f"{name} is enclosed by proved bounds" for e in stated.parts.values() for name in by_bounds(e, point)]
    theory = None
    if not isinstance(stated, Law) or stated.cdf is not None:
        theory = _ball(stated.cdf if isinstance(stated, Law) else stated.value, point, bits)
        yield {"value": decimal_enclosure(theory, digits), "note": "; ".join(dict.fromkeys(notes)) or None}
    with ctx.workprec(bits + 30):
        truth, why = _truth(case, point, bits)
        ratio = None
        if theory is not None and truth is not None and not truth.contains(0):
            ratio = decimal_enclosure(theory / truth, min(digits, RATIO_DIGITS))
    exact = None if truth is None else decimal_enclosure(truth, digits)
    record = {"exact": exact, "ratio": ratio, "note": "; ".join(dict.fromkeys([*notes, *why])) or None}
    if theory is None:  # the law is the exact room's own
        if exact is None:
            raise ValueError("; ".join(why))
        record["value"] = exact
    yield record


def _ball(expression: sp.Expr, point: Point, bits: int) -> Ball:
    """A ball around the value that tells it from zero, were it as small, or as close to others, as the parameters."""
    value = ball(expression, point, bits)
    if value.contains(0) and not value.is_zero():
        parts = (part for v in point.values() for x in numbers_in(v) for part in (x.numerator, x.denominator))
        size = max((int(abs(part)).bit_length() for part in parts), default=0)
        value = ball(expression, point, bits + 2 * size)
    return value


def _truth(case: Case, point: Point, bits: int) -> tuple[Ball, list[str]]:
    """The exact value as a ball, or None and why."""
    claim, observed = case.claim, case.observed
    try:
        quantity = claim.quantity if isinstance(claim, Identity) else None
        needed = case.needed if quantity is None else {s.name for s in quantity.free_symbols}
        lacking = sorted(needed - set(point))
        if lacking:
            return None, [f"no exact value without {', '.join(lacking)}"]
        if quantity is not None:
            return _ball(quantity, point, bits), []
        if isinstance(claim, Root):
            return claim.ball(point, bits), []
        assert observed is not None
        extra: dict[str, Any] = {}
        if isinstance(claim, Law):
            x = point[X.name]
            extra = {X.name: Fraction(int(x.p), int(x.q))}
        truth = observed.exact({k: v for k, v in point.items() if k != X.name}, **extra)
        if truth is None:
            return None, [f"no exact value: {observed} has no exact room"]
        if not truth.is_finite():
            return None, [f"no exact value: {observed} is not finite there"]
        return truth, []
    except (*NO_VALUE, MemoryError) as error:
        reason = str(error) if type(error) is ValueError else describe(error)
        return None, [f"no exact value: {(reason or type(error).__name__)[:MOST_SAID]}"]


def quick(case: Case, point: Point, digits: int) -> bool:
    """Is it no larger than the points that are checked and raced, which their author keeps quick?"""
    parameters = case.theorem.parameters
    checked = [parameters.point(text) for text in case.claim.points]
    for name, x in point.items():
        parameter = parameters[name] if name in parameters.names else None
        seen = [p[name] for p in checked if name in p] + list(parameter.values(point) if parameter else ())
        if isinstance(x, tuple) and len(x) > max(map(len, seen)):
            return False
        if parameter and parameter.whole:
            if max(numbers_in(x), default=0) > max((y for v in seen for y in numbers_in(v)), default=0):
                return False
        elif any(max(abs(int(y.numerator)), int(y.denominator)) > QUICK_SIZE for y in numbers_in(x)):
            return False
    return digits <= QUICK_DIGITS


def within_limit(case: Case, point: Point, digits: int, seconds: float, other: OtherProcess) -> Iterator[Record]:
    """The parts of `evaluate`, then what a limit of time makes of the rest.

    What should be quick is computed here; anything else, and what turns out not to be, in the other process.
    """
    deadline = monotonic() + seconds
    got: Record = {}

    def waiting(elapsed: float) -> None:
        what = "exact value" if "value" in got else "theory value"
        say(f"the {what} at {shortened(point_text(point))}: {elapsed:.0f} s of at most {seconds:g} s")

    job = (case.id, point, digits)
    try:
        here = evaluate(*job) if quick(case, point, digits) else iter(())
        while "exact" not in got:
            with time_limit(min(seconds, PATIENCE)):
                part = next(here, None)
            if part is None:
                break
            got |= part
            yield part
    except OutOfTime:
        pass
    except NO_VALUE as error:
        yield _without(got, str(error))
        return
    if "exact" in got:
        return
    try:
        left = max(deadline - monotonic(), 0.1)
        for part in other.yields(evaluate, *job, seconds=left, waiting=waiting):
            if part.keys() - got.keys():  # else it is the theory value, which was found here
                got |= part
                yield part
        return
    except OutOfTime:
        what = "the theory value"
        if "value" in got:
            what = "the exact value" if case.observed is None else f"{case.observed} in the exact room"
        why = f"{what} takes more than {seconds:g} s: raise --seconds, lower --digits or choose a smaller point"
    except Failed as error:
        why = str(error)
    yield _without(got, why)


def _without(got: Record, why: str) -> Record:
    """The part that ends a record, if nothing follows what it has got."""
    lacks: Record = {"exact": None, "ratio": None} | ({} if "value" in got else {"value": None})
    notes = (got.get("note"), f"no {'value' if 'value' in lacks else 'exact value'}: {why}")
    return lacks | {"note": "; ".join(filter(None, notes))}


# -- how it is written ------------------------------------------------------------------------------------------


def _write_text(claim: Claim, point: Point, record: Record, part: Record) -> None:
    """Every part as soon as it is there."""
    if "value" in part:
        put(f"{record['theorem']}/{record['claim']} at {record['at']}")
        relation = getattr(claim, "relation", "equals").replace("_", " ")
        put(f"  {relation:9} {_enclosure(part['value'])}")
    if "exact" in part:
        put(f"  exact     {_enclosure(part['exact'])}")
        if part["ratio"]:
            put(f"  ratio     {_enclosure(part['ratio'])}")
        for note in filter(None, (part["note"] or "").split("; ")):
            put(f"  note      {note}")


def _enclosure(numbers: dict[str, str] | None) -> str:
    return "none" if numbers is None else f"{numbers['mid']} +/- {numbers['radius']}"


def _write_json(claim: Claim, point: Point, record: Record, part: Record) -> None:
    if "exact" in part:
        names = ("theorem", "claim", "at", "value", "exact", "ratio", "note")
        print(json.dumps({name: record[name] for name in names}), flush=True)


def _csv_writer(points: list[Point]) -> Callable[[Claim, Point, Record, Record], None]:
    """Writes the heading, then a row for every record that is complete. The ratio has the digits that are known."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow([*points[0], "value", "value_radius", "exact", "exact_radius", "ratio", "note"])

    def write(claim: Claim, point: Point, record: Record, part: Record) -> None:
        if "exact" in part:
            numbers = [(record[name] or {}).get(end, "") for name in ("value", "exact") for end in ("mid", "radius")]
            ratio = (record["ratio"] or {}).get("mid", "")
            rows.writerow([*map(_parameter, point.values()), *numbers, ratio, record["note"] or ""])
            sys.stdout.flush()

    return write


def _parameter(x: Any) -> str:
    """A parameter as programs read it: 0.1 for 1/10, but 1/3; lists and names as they are typed."""
    if not isinstance(x, sp.Rational):
        return str(x)
    places = max(sp.multiplicity(2, x.q), sp.multiplicity(5, x.q))
    scaled = x * 10**places
    return decimal_text(fmpz(int(scaled)), -places) if scaled.is_Integer else str(x)
