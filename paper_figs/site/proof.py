"""The proof of a claim as a tree that folds: statements, rules, and the facts that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from harness.judge.case import Case
from harness.judge.report import roots
from paper_figs.site.markdown import folded, html, plain
from paper_figs.site.material import Material

TYPED = (
    "Statements stand as programs read them, each above what it follows from; after it the rule, and why that applies."
)
MEANS = "`E[process: observable](k, ...)` is the mean of what is observed of a process, after k generations."
"""How a derivation is read."""


def proof(case: Case, material: Material) -> Iterator[str]:
    """The proof, folded; nothing where none was made."""
    told = material.about("ledger", case)
    steps = told["steps"]
    if not steps:
        return
    read = [TYPED, MEANS] if any("E[" in step["step"] for step in steps) else [TYPED]
    tree = [*(read if roots(steps) else ()), *html(f'<div class="tree">{_tree(steps)}</div>')]
    rests = [
        "The proof rests on these facts of probability and analysis:",
        "",
        *(f"- {plain(f)}" for f in told["cites"]),
    ]
    counted = "1 statement" if len(steps) == 1 else f"{len(steps)} statements"
    yield from folded(f"Proof: {escape(told['state'])}, {counted}", [*tree, *(rests if told["cites"] else ())], "proof")


def _tree(steps: list[dict[str, Any]]) -> str:
    tops = roots(steps)
    if not tops:
        return "<ol>" + "".join(f"<li>{'' if step['ok'] else 'FAIL '}{_said(step)}</li>" for step in steps) + "</ol>"
    seen: set[int] = set()
    return "<ul>" + "".join(_branch(steps, place, seen) for place in tops) + "</ul>"


def _said(step: dict[str, Any], how: str = "") -> str:
    by = how or (step["method"] if not step["detail"] else f"{step['method']}: {step['detail']}")
    return f"<code>{escape(step['step'])}</code> <em>{escape(by)}</em>"


def _branch(steps: list[dict[str, Any]], place: int, seen: set[int]) -> str:
    """A statement, and what it rests on below; what has been shown is not shown again."""
    step = steps[place - 1]
    if not step["premises"] or place in seen:
        return f"<li>{place}. {_said(step, 'as above' if step['premises'] else '')}</li>"
    seen.add(place)
    inner = "".join(_branch(steps, premise, seen) for premise in step["premises"])
    return f"<li><details><summary>{place}. {_said(step)}</summary><ul>{inner}</ul></details></li>"
