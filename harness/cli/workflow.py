"""The command `theorems workflow`: what a way of training on generated data does to a model, and who says so."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from harness.basics.chart import spark
from harness.basics.decimals import decimal_enclosure
from harness.basics.errors import BadInput
from harness.basics.outputs import print_whole
from harness.basics.terminal import Tell, progress, put, say
from harness.basics.time_limit import OutOfTime, time_limit
from harness.cli.known import proof_words
from harness.judge.case import Case
from harness.judge.policies import (
    BITS,
    KNOWN,
    MODELS,
    Found,
    Model,
    Policy,
    Said,
    errata,
    of_many_points,
    said,
    solve,
    whatever_the_workflow,
)
from harness.run.store import Store
from theorems.language.readers import Ball
from theorems.language.text import shortened
from theorems.language.workflows import Workflow

DIGITS, JSON_DIGITS = 4, 15
"""Of numbers for people, and for programs."""

CHART = 48
"""Generations that a chart shows."""

SECONDS = 600.0

UNKNOWN, GROWS = "not known", "grows for ever"
ERROR = "value_to_real_points"
"""What a quantity has if it is an error."""

Record = dict[str, Any]
Drawing = Callable[[str], Callable[[Sequence[Record]], None]]
"""From the name of a file, what draws records into it."""


def workflow(arguments: Namespace, drawing: Drawing) -> int:
    """Error and diversity of one workflow or of several, exactly; limits, theorems and errata that go with them."""
    written = [text for text in (arguments.workflow, *arguments.compare) if text is not None]
    if (arguments.solve is None) != (arguments.target is None):
        raise BadInput("--solve and --target go together, such as --solve fresh --target 0.9")
    if arguments.solve and len(written) > 1:
        raise BadInput("--solve is of one workflow: leave out --compare")
    if not written:
        raise BadInput("name a workflow, such as accumulate, or several after --compare")
    draw = None if arguments.figure is None else drawing(arguments.figure)
    asked = Asked(written, arguments.model, arguments.n, arguments.k, arguments.solve, arguments.target)
    with Store(say) as kept, progress(len(written)) as tell:
        solved, records = answer(asked, kept, tell)
    if draw is not None:
        draw(records)
    if arguments.json:
        print_whole(json.dumps({"solved": solved, "workflows": records}, indent=2) + "\n")
        return 0
    if solved:
        put(solved["sentence"])
        put()
    for line in lines(records):
        put(line)
    return 0


@dataclass(frozen=True)
class Asked:
    """Workflows as they are written, what is fitted, points of a batch, the last model; what is to be found, and for
    which target.
    """

    written: Sequence[str]
    model: str = "gaussian"
    n: int = 100
    k: int = 100
    solve: str | None = None
    target: str | None = None


def answer(asked: Asked, kept: Store, tell: Tell) -> tuple[Record | None, list[Record]]:
    """What was looked for and found, if something was; the records of the workflows. Raises BadInput, DomainError."""
    model = MODELS[asked.model]
    policies = [Policy(Workflow.parse(text), asked.n, asked.k) for text in asked.written]
    solved = None
    try:
        with ctx.workprec(BITS), time_limit(SECONDS):
            if asked.solve:
                target = _target(asked.target or "", model)
                found = solve(policies[0], asked.solve, model, target, lambda what: tell(0, what))
                solved, policies = _solved(found, target), [found.policy]
            records = []
            for done, policy in enumerate(policies):
                tell(done, str(policy.workflow))
                records.append(record(policy, model, kept))
    except OutOfTime:
        raise BadInput(f"not computed within {SECONDS:g} s: lower --k (the cost grows like its third power)") from None
    return solved, records


def lines(records: list[Record]) -> Iterator[str]:
    """For people: one workflow at length, or a table of several."""
    return _table(records) if len(records) > 1 else _lines(records[0])


def _target(text: str, model: Model) -> Fraction:
    try:
        target = Fraction(text)
    except (ValueError, ZeroDivisionError):
        target = Fraction(0)
    if target <= 0:
        raise BadInput(
            "--target must be the diversity to keep, in (0, 1), or an error > 1, in units of that of n real points: "
            f"got '{shortened(text)}'"
        )
    if target <= 1 and not model.variance:
        raise BadInput(f"--target: {model.name} has no diversity to keep, name an error > 1: got '{shortened(text)}'")
    return target


# -- records ----------------------------------------------------------------------------------------------------


def record(policy: Policy, model: Model, kept: Store) -> Record:
    """All that is known of a policy, as JSON values."""
    quantities: list[Record] = []
    wrong: dict[tuple[str, str], str] = {}
    for of in dict.fromkeys((KNOWN, model)):
        fits = policy.fits(of)
        cited: list[Case] = []
        called = of.name.replace("_", " ")
        rows = [(f"error, {called}", of.error, [fit.error for fit in fits])]
        if of.variance:
            rows.append((f"diversity kept, {called}", of.variance, [fit.variance for fit in fits]))
        for name, observables, values in rows:
            told = said(policy, of, observables, values[-1])
            many = of_many_points(policy) if of is KNOWN and not told.limits else None
            by = [*told.cases, *([many[0]] if many else [])]
            cited += by
            units = {"": fmpq(1), "_to_model_1": values[0]}
            if observables is of.error:
                units["_to_real_points"] = fmpq(1, policy.real_points)
            quantities.append(
                {
                    "quantity": name,
                    **{f"value{unit}": _number(values[-1] / size) for unit, size in units.items()},
                    **{f"limit{unit}": _limit(told, size, unit, policy) for unit, size in units.items()},
                    "limit_of_many_points": _number(many[1]) if many else None,
                    "theorems": _by(by, kept),
                    "generations": [_number(value / values[0])["mid"] for value in values],
                }
            )
        wrong |= errata(policy, of, cited)
    return {
        "workflow": str(policy.workflow),
        "model": model.name,
        "n": policy.n,
        "k": policy.k,
        "real_points": policy.real_points,
        "quantities": quantities,
        "whatever_the_workflow": _by(whatever_the_workflow(model), kept),
        "errata": [{"kind": kind, "of": of, "found": found} for (of, kind), found in wrong.items()],
    }


def _by(cases: Sequence[Case], kept: Store) -> list[Record]:
    return [{"claim": case.id, "proof": proof_words(case, kept)} for case in cases]


def _number(value: fmpq | Ball) -> dict[str, str]:
    """As decimal strings, mid and radius."""
    return decimal_enclosure(arb(value), JSON_DIGITS)


def _limit(told: Said, unit: fmpq, name: str, policy: Policy) -> dict[str, str] | str:
    """The limit as k grows, in a unit; in words where there is none, or no theorem knows it."""
    if not told.limits:
        return UNKNOWN
    if told.limits[0] is None:
        return GROWS
    return UNKNOWN if name == "_to_real_points" and policy.fresh else _number(told.limits[0] / arb(unit))


def _solved(found: Found, target: Fraction) -> Record:
    """What was looked for and found, in a sentence and as JSON values."""
    quantity = "diversity kept" if target <= 1 else "error, in units of that of n real points,"
    sentence = f"{found.policy.workflow}: {quantity} {short(_number(found.reached))}, {float(target):g} is wanted; "
    known = {"target": str(target), "workflow": str(found.policy.workflow), "reached": _number(found.reached)}
    if found.below is None:
        return {**known, "below": None, "missed": None, "sentence": f"{sentence}there is nothing less"}
    below, missed = str(found.below.workflow), _number(found.missed)
    return {**known, "below": below, "missed": missed, "sentence": f"{sentence}{below} has {short(missed)}"}


# -- for people -------------------------------------------------------------------------------------------------


def _lines(record: Record) -> Iterator[str]:
    """One workflow: its quantities, each with its chart and its theorems; then what is wrong in print."""
    k = record["k"]
    yield f"{record['workflow']}, {record['n']} points a batch, batch 1 real: model {k} -> limit of large k"
    for told in record["quantities"]:
        yield ""
        yield f"{told['quantity']}: {_arrow(told, '')}"
        if ERROR in told:
            yield f"  in units of that of model 1: {_arrow(told, '_to_model_1')}"
            yield f"  in units of that of {record['real_points']} real points alone: {_arrow(told, '_to_real_points')}"
        yield f"  models 1 to {k}: {spark([float(x) for x in told['generations']], CHART)}"
        yield from (f"  by {case['claim']} ({case['proof']})" for case in told["theorems"])
    if record["whatever_the_workflow"]:
        yield ""
        yield "whatever the workflow"
        yield from (f"  {case['claim']} ({case['proof']})" for case in record["whatever_the_workflow"])
    if record["errata"]:
        yield ""
    yield from (f"{wrong['kind']} in print, {wrong['of']}: {wrong['found']}" for wrong in record["errata"])


def _arrow(told: Record, unit: str) -> str:
    """The value at k and, after an arrow, the limit."""
    limit = short(told[f"limit{unit}"])
    if unit == "_to_real_points" and told["limit_of_many_points"]:
        limit = f"{short(told['limit_of_many_points'])} for many points"
    return f"{short(told[f'value{unit}'])} -> {limit}"


def short(number: dict[str, str] | str) -> str:
    """For people: DIGITS of a number, or the words that stand in its place."""
    return number if isinstance(number, str) else f"{float(number['mid']):.{DIGITS}g}"


def _table(records: list[Record]) -> Iterator[str]:
    """Several workflows, one a line; then their theorems."""
    yield f"{records[0]['n']} points a batch, batch 1 real: model {records[0]['k']} -> limit of large k"
    yield ""
    rows = [["", *map(_head, records[0]["quantities"])]]
    for record in records:
        numbers = [_arrow(told, "_to_real_points" if ERROR in told else "") for told in record["quantities"]]
        rows.append([record["workflow"], *numbers])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    for record in records:
        names = dict.fromkeys(case["claim"] for told in record["quantities"] for case in told["theorems"])
        yield f"{record['workflow']}: by {', '.join(names) or 'the recursion alone'}"


def _head(told: Record) -> str:
    return f"{told['quantity']} / real data alone" if ERROR in told else told["quantity"]
