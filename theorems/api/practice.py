"""Processes: what follows from their declarations; and practices, ways to train on generated data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp
from flint import arb, fmpq

from harness.basics.errors import BadInput
from harness.cli import derive as deriving
from harness.cli import workflow as working
from harness.cli.grammar import MOST_IN_A_BATCH, MOST_MODELS
from harness.judge.policies import MODELS
from theorems.api.given import name_of, number, quoted, text_of, word
from theorems.api.numbers import Number
from theorems.api.shown import pre, table
from theorems.api.told import store
from theorems.language.processes import Process
from theorems.language.text import shortened

DIGITS = 20


@dataclass(frozen=True)
class Declaration:
    """A process as it is declared: `print` shows it. observables: their names."""

    process: str
    observables: tuple[str, ...]
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        return f"{self.process}: {', '.join(self.observables)}"

    def _repr_html_(self) -> str:
        return pre(self.lines)


@dataclass(frozen=True)
class Derived:
    """A mean, from the declaration of its process alone.

    value: at the point, None without one. closed_form: an expression of sympy, None where there is none; then `why`.
    record: the recursion, as `theorems derive --json` writes it. `print` shows all of it.
    """

    process: str
    expression: str
    at: str | None
    value: Number | None
    closed_form: sp.Expr | None
    why: str | None
    record: dict[str, Any]
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        known = f"no closed form: {self.why}" if self.closed_form is None else str(self.closed_form)
        at = "" if self.value is None else f"; at {self.at}: {self.value!r}"
        return f"E {self.expression} of {self.process}: {shortened(known)}{at}"

    def _repr_latex_(self) -> str | None:
        return None if self.closed_form is None else f"${sp.latex(self.closed_form)}$"


def derive(name: str, expression: str | None, at: str | Mapping[str, Any] | None) -> Declaration | Derived:
    """See `theorems.api.derive`."""
    process = deriving.find_process(name_of("a process is named, as 'gaussian_accumulate'", name))
    if expression is None:
        if at is not None:
            raise BadInput(f"a point is for an expression of {process.name}: name one")
        return _declaration(process)
    expression = name_of("an expression is a text, such as 'M**2 + V'", expression)
    point = at if at is None or isinstance(at, str) else _text(at)
    found = deriving.derivation(process, expression, point)
    form = found.form
    return Derived(
        process.name,
        str(found.record["expression"]),
        point,
        None if found.value is None else _number(found.value),
        None if isinstance(form, str) else form,
        form if isinstance(form, str) else None,
        found.record,
        tuple(found.lines),
    )


def _declaration(process: Process) -> Declaration:
    return Declaration(process.name, tuple(process.observables), tuple(deriving.declaration(process)))


def _text(at: Any) -> str:
    if not isinstance(at, Mapping):
        raise BadInput(f"at is a point, such as {{'n': 10, 'k': 20}} or 'n=10,k=20': got {shortened(quoted(at))}")
    return ",".join(f"{name}={text_of(value)}" for name, value in at.items())


def _number(value: Any) -> Number:
    """A Fraction, which is exact, or a ball."""
    if isinstance(value, Fraction):
        rational = sp.Rational(value.numerator, value.denominator)
        return Number(arb(fmpq(value.numerator, value.denominator)), DIGITS, rational)
    return Number(value, DIGITS)


# -- practices --------------------------------------------------------------------------------------------------

COLUMNS = ("workflow", "quantity", "value", "to_real_data", "limit", "theorems")


@dataclass(frozen=True)
class Practice:
    """What practices do to a model. records: as `theorems workflow --json` writes them. solved: what was looked for.

    `print` shows what the command shows.
    """

    records: list[dict[str, Any]]
    solved: dict[str, Any] | None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A dict for each quantity of each practice, ready for pandas: machine numbers; a limit may be None, or inf.

        to_real_data: an error in units of that of the real points alone.
        """
        return [_row(record, told) for record in self.records for told in record["quantities"]]

    def __str__(self) -> str:
        found = [self.solved["sentence"], ""] if self.solved else []
        return "\n".join([*found, *working.lines(self.records)])

    def __repr__(self) -> str:
        if self.solved:
            return str(self.solved["sentence"])
        return "; ".join(f"{record['workflow']}: {_one_line(record)}" for record in self.records)

    def _repr_html_(self) -> str:
        found = pre([self.solved["sentence"]]) if self.solved else ""
        rows = [row | {"theorems": ", ".join(row["theorems"])} for row in self.rows]
        return found + table(rows, COLUMNS)


def _one_line(record: Mapping[str, Any]) -> str:
    return ", ".join(f"{told['quantity']} {working.short(told['value'])}" for told in record["quantities"])


def _row(record: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    limit = told["limit"]
    return {
        "workflow": record["workflow"],
        "model": record["model"],
        "n": record["n"],
        "k": record["k"],
        "quantity": told["quantity"],
        "value": float(told["value"]["mid"]),
        "to_real_data": float(told[working.ERROR]["mid"]) if working.ERROR in told else None,
        "limit": float("inf") if limit == working.GROWS else None if isinstance(limit, str) else float(limit["mid"]),
        "theorems": [case["claim"] for case in told["theorems"]],
        "generations": [float(x) for x in told["generations"]],
    }


def workflow(practices: Sequence[str], n: int, k: int, model: str, solve: str | None, target: Any) -> Practice:
    """See `theorems.api.workflow`."""
    if not practices:
        raise BadInput("name a workflow, such as 'accumulate', or several")
    written = [name_of("a workflow is written as 'replace + fresh(1/10)'", text) for text in practices]
    if (solve is None) != (target is None):
        raise BadInput("solve and target go together, such as solve='fresh', target=0.9")
    if solve is not None and len(written) > 1:
        raise BadInput("solve is of one workflow")
    asked = working.Asked(
        written,
        word("model", model, tuple(MODELS)),
        number("n", n, 1, MOST_IN_A_BATCH),
        number("k", k, 1, MOST_MODELS),
        None if solve is None else word("solve", solve, ("fresh", "window", "growth")),
        None if target is None else text_of(target),
    )
    with store() as kept:
        solved, records = working.answer(asked, kept, lambda done, what: None)
    return Practice(records, solved)
