"""The command `theorems value`: the value of a claim at a point or on a grid, beside the exact truth."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from time import monotonic
from typing import Any

import sympy as sp
from flint import fmpz

from harness.basics.decimals import decimal_enclosure, decimal_text
from harness.basics.errors import BadInput
from harness.basics.terminal import put, say
from harness.basics.time_limit import OutOfTime, time_limit
from harness.judge import values
from harness.judge.case import Case
from harness.judge.exact import NO_VALUE
from harness.judge.selection import find_case
from harness.run.killable import PATIENCE, Failed, OtherProcess
from theorems.language import Claim, DomainError, Law, Parameters, point_text, real
from theorems.language.domains.numbers import Number
from theorems.language.parameters import split
from theorems.language.text import shortened

Point = dict[str, Any]
Record = dict[str, Any]

MOST_POINTS = 100_000


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
    claim, name = case.claim, case.id
    known = values.parameters_of(case)
    used, needed = values.names_of(case)
    fixed = known.point(at) if at is not None else _default(case)
    axes = _axes(known, grid)
    for parameter in axes:
        if at is None:
            fixed.pop(parameter, None)
        elif parameter in fixed:
            raise BadInput(f"{parameter} is given twice: by --at and by --grid")
        if parameter not in used:
            raise BadInput(f"--grid: the value of {name} does not depend on {parameter}")
    if isinstance(claim, Law) and values.ARGUMENT.name not in {**fixed, **axes}:
        raise values.asks_for_argument(case)
    points, outside = [], None
    for chosen in product(*axes.values()):
        try:
            whole = known.complete({**fixed, **dict(zip(axes, chosen, strict=True))}, needed)
        except DomainError as error:
            if not axes:
                raise
            outside = error
            continue
        point = {p.name: whole[p.name] for p in known if p.name in whole and p.name in used}
        if values.claimed_at(case, whole):
            points.append(point)
    if not points and outside is not None:
        raise outside
    if not points:
        raise values.not_claimed(case, point)
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
    argument = {values.ARGUMENT.name: sp.Integer(1)} if isinstance(case.claim, Law) else {}
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
    found: dict[str, list[Any]] = {}
    points = 1
    for name, parts in axes.items():
        if not isinstance(known[name], Number):
            found[name] = [known[name].parse(part) for part in parts]
            points *= len(parts)
            continue
        ranges = [_range(known, name, part) for part in parts]
        points *= sum(count for count, _, _ in ranges)
        if points > MOST_POINTS:
            raise BadInput(f"--grid has more than {MOST_POINTS:,} points")
        found[name] = [known[name].check(start + i * step) for count, start, step in ranges for i in range(count)]
    return found


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


# -- what is computed ----------------------------------------------------------------------------------------------


def evaluate(name: str, point: Point, digits: int) -> Iterator[Record]:
    """The record of a value in parts, what is known first, first: the theory value; the exact one and the ratio.

    name: `theorem/claim`. Everything in the record is text: it comes from another process.
    """
    case = find_case(name)
    bits, notes = values.bits_of(digits), values.notes_on(case, point)
    theory = values.theory(case, point, bits)
    if theory is not None:
        yield {"value": decimal_enclosure(theory, digits), "note": "; ".join(notes) or None}
    truth, why = values.truth(case, point, bits)
    found = values.ratio_of(theory, truth, bits)
    ratio = None if found is None else decimal_enclosure(found, min(digits, values.RATIO_DIGITS))
    exact = None if truth is None else decimal_enclosure(truth, digits)
    record = {"exact": exact, "ratio": ratio, "note": "; ".join(dict.fromkeys([*notes, *why])) or None}
    if theory is None:  # the law is the exact room's own
        if exact is None:
            raise ValueError("; ".join(why))
        record["value"] = exact
    yield record


def within_limit(case: Case, point: Point, digits: int, seconds: float, other: OtherProcess) -> Iterator[Record]:
    """The parts of `evaluate`, then what a limit of time makes of the rest.

    What should be values.quick is computed here; anything else, and what turns out not to be, in the other process.
    """
    deadline = monotonic() + seconds
    got: Record = {}

    def waiting(elapsed: float) -> None:
        what = "exact value" if "value" in got else "theory value"
        say(f"the {what} at {shortened(point_text(point))}: {elapsed:.0f} s of at most {seconds:g} s")

    job = (case.id, point, digits)
    try:
        here = evaluate(*job) if values.quick(case, point, digits) else iter(())
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
        put(f"  {values.relation_of(claim):9} {_enclosure(part['value'])}")
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
