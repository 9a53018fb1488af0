"""The page of a theorem's values: at each of some points, what is claimed, what is exact, and their ratio.

A page computes nothing: its table is made with the site, and its inputs choose a row of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from typing import Any

import sympy as sp

from harness.basics.chart import spaced
from harness.basics.decimals import decimal_enclosure
from harness.basics.time_limit import OutOfTime, time_limit
from harness.cli.value import evaluate
from harness.judge.case import Case
from harness.judge.exact import NO_VALUE
from paper_figs.site.markdown import code, html, label, link, page, plain, prose
from paper_figs.site.material import Material, Pages
from paper_figs.site.mathml import mathml
from paper_figs.site.tight import LATE, SECONDS
from theorems.language import Law, Surely, Theorem, X
from theorems.language.domains.parameter import Parameter, Point, combined
from theorems.language.notation import latex
from theorems.language.readers import ball

DIGITS, SLACK = 12, 4
"""At most so many are shown, of values and of remainders."""

ROWS = 48
"""Combinations of grid values of a claim's parameters, beside its declared points."""

TRIED = 5_000
"""Combinations that are looked at for those where the claim applies."""

ARGUMENTS = (sp.Rational(-1, 2), sp.Rational(1, 2), sp.Integer(1), sp.Integer(2))
"""Where a distribution function is asked."""

RELATIONS = {"equals": "", "at_most": "at most", "at_least": "at least", "order": "of the order of"}
"""What stands before a claimed value."""

HONEST = (
    "This page is a table that was computed when the site was made, with values of the declared grid and the points at "
    "which claims are checked; nothing is computed here. Every choice is a row of it. Where a combination has no row, "
    "the nearest one that has the value that was chosen last is shown, and named. Numbers are known as far as they are "
    "printed: the true one is no farther away than ± says; without ±, what is printed is exact."
)


def path(theorem: str) -> str:
    """The page of a theorem's values."""
    return f"values/{theorem}"


def pages(material: Material) -> Pages:
    """A page for each theorem that has values, and the list of these pages."""
    found = {name: theorem for name, theorem in material.theorems.items() if has(theorem)}
    texts = {path(name): page(_lines(theorem, list(_tables(theorem, material)))) for name, theorem in found.items()}
    return {**texts, "values/index": page(_list(found))}


def has(theorem: Theorem) -> bool:
    """Is there a page of its values?"""
    return any(not isinstance(claim, Surely) for claim in theorem.claims)


def _list(found: Mapping[str, Theorem]) -> Iterator[str]:
    yield from (label("values"), "# Values", "")
    yield from ("What claims say in numbers, beside the exact truth, at the parameters that are chosen.", "")
    yield from (f"- {link(plain(theorem.title), 'values', name)}" for name, theorem in found.items())
    yield from ("", "```{toctree}", ":maxdepth: 1", ":hidden:", "", *found, "```")


def _tables(theorem: Theorem, material: Material) -> Iterator[tuple[Case, list[Point], list[dict[str, Any]]]]:
    """The claims that have a value, with the points of their rows, and the rows."""
    for case in material.of(theorem):
        if not isinstance(case.claim, Surely):
            where = points(case)
            rows = material.about("rows", case)
            if any(found["value"] or found["exact"] for found in rows):
                yield case, where, rows


# -- what is computed -------------------------------------------------------------------------------------------


def points(case: Case) -> list[Point]:
    """The declared points, then at most ROWS combinations of grid values where the claim applies, spread evenly."""
    parameters = case.theorem.parameters.with_named(case.used)
    each = max((n for n in range(1, ROWS + 1) if n ** len(parameters) <= ROWS), default=1)

    def few(parameter: Parameter, at: Point) -> Sequence[Any]:
        return spaced(parameter.values(at), each)

    tried = islice(combined(parameters, few), TRIED)
    found = [*case.points, *islice((point for point in tried if case.applies(point)), ROWS)]
    used = [{name: point[name] for name in case.theorem.parameters.names if name in case.used} for point in found]
    asked = [{X.name: x} for x in ARGUMENTS] if isinstance(case.claim, Law) else [{}]
    return [{**dict(point), **x} for point in dict.fromkeys(tuple(p.items()) for p in used) for x in asked]


def row(case: Case, point: Point) -> dict[str, Any]:
    """What `theorems value` has at a point: value, exact, ratio (None where there is none), and a note; and within what
    the exact value is claimed to be of the value, where that is said.
    """
    record: dict[str, Any] = dict.fromkeys(("value", "within", "exact", "ratio", "note"))
    try:
        with time_limit(SECONDS):
            for part in evaluate(case.id, dict(point), DIGITS):
                record |= part
            if "within" in case.claim.parts:
                record["within"] = decimal_enclosure(ball(case.claim.parts["within"], point), SLACK)
    except OutOfTime:
        record["note"] = LATE
    except NO_VALUE as error:
        record["note"] = f"no value: {error}"
    return record


# -- how it is written ------------------------------------------------------------------------------------------


def _lines(theorem: Theorem, tables: Sequence[tuple[Case, list[Point], list[dict[str, Any]]]]) -> Iterator[str]:
    yield from (label("values", theorem.id), f"# Values: {plain(theorem.title)}", "")
    yield from (f"What is claimed in {link(plain(theorem.title), theorem.id)}, in numbers. {plain(HONEST)}", "")
    if not tables:
        yield "No claim has a value at a point that is looked at."
    for case, where, rows in tables:
        claim = case.claim
        refuted = ": refuted" if claim.expected == "refuted" else ""
        yield from (label("values", theorem.id, claim.name), f"## {claim.name}{refuted}", "")
        yield from (f"{prose(case.sentence)} ({link('the claim', theorem.id, claim.name)})", "")
        yield from html(_form(case, where, rows))
        yield from (f"Elsewhere: {code(_command(case, where[0]))}", "")


def _command(case: Case, point: Point) -> str:
    at = ",".join(f"{name}={value}" for name, value in point.items())
    return f"theorems value {case.id}" + (f" --at {at}" if at else "")


def _form(case: Case, where: Sequence[Point], rows: Sequence[dict[str, Any]]) -> str:
    """Inputs, what they choose, and all rows: both are filled in by the page's script from the data."""
    names = list(where[0])
    columns = {name: list(dict.fromkeys(str(point[name]) for point in where)) for name in names}
    inputs = "".join(_input(case, name, values) for name, values in columns.items())
    data = {
        "names": names,
        "relation": RELATIONS.get(getattr(case.claim, "relation", ""), ""),
        "rows": [[*(str(v) for v in point.values()), *_cells(found)] for point, found in zip(where, rows, strict=True)],
    }
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<div class="values" data-claim="{escape(case.id)}"><script type="application/json">{text}</script>\n'
        "<noscript>The inputs and the table need scripts; the command below does without.</noscript>\n"
        f'<form class="inputs" hidden>{inputs}</form>\n'
        '<dl class="chosen" aria-live="polite" hidden></dl>\n'
        f"<details hidden><summary>all {len(rows)} rows</summary></details></div>"
    )


def _input(case: Case, name: str, values: Sequence[str]) -> str:
    parameters = case.theorem.parameters
    symbol, meaning = (
        (latex(parameters[name].symbol), parameters[name].meaning)
        if name in parameters.names
        else (name, "argument of the distribution function")
    )
    options = "".join(f"<option>{escape(value)}</option>" for value in _ordered(values))
    words = escape(meaning)
    return (
        f'<label><span class="parameter">{mathml(symbol)} <span>{words}</span></span> '
        f'<select name="{escape(name)}">{options}</select></label>'
    )


def _ordered(values: Sequence[str]) -> list[str]:
    """Numbers by their size; anything else in the order of the grid."""
    try:
        return sorted(values, key=sp.Rational)
    except (TypeError, ValueError):
        return list(values)


def _cells(found: dict[str, Any]) -> list[Any]:
    """Value, remainder, exact value and ratio, each as [number, radius] or null, and the note."""
    numbers = [
        found[name] and [found[name]["mid"], found[name]["radius"]] for name in ("value", "within", "exact", "ratio")
    ]
    return [*numbers, found["note"]]
