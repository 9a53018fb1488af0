"""A page for each way of training on generated data: what it does to a model, in numbers, and the theorems of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from flint import ctx

from harness.cli.workflow import ERROR, GROWS, UNKNOWN, record, short
from harness.judge.policies import BITS, KNOWN, MODELS, Policy
from paper_figs.site.chart import chart
from paper_figs.site.claim import claim_link
from paper_figs.site.markdown import code, division, html, label, link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from theorems.language.workflows import Workflow

POINTS, LAST = 100, 50
"""Points of a batch, and the model whose numbers are told."""

FEW = 3
"""Models that show which theorems speak of a workflow."""

WORKFLOWS: Mapping[str, str] = {
    "replace": "Each model is fitted to the last batch alone, which the last model drew.",
    "accumulate": "Each model is fitted to all batches so far, the real one among them.",
    "subsample": "Each model is fitted to n points of all batches so far, chosen at random without replacement.",
    "bootstrap": "Each model is fitted to n points of all batches so far, drawn at random with replacement.",
    "window(2)": "Each model is fitted to the last two batches.",
    "window(5)": "Each model is fitted to the last five batches.",
    "last half": "Each model is fitted to the later half of all batches.",
    "synthetic only": "Each model but the first is fitted to all batches but the real one.",
    "replace + fresh(1/10)": "Each model is fitted to the last batch alone, a tenth of which is real and new.",
    "replace + fresh(1/100)": "Each model is fitted to the last batch alone, a hundredth of which is real and new.",
    "replace + fixed(1/10)": "Each model is fitted to n points; a tenth of them are the same real ones every time.",
    "accumulate + fresh(1/10)": "Each model is fitted to all batches so far; a tenth of each is real and new.",
    "subsample + fresh(1/10)": "Each model is fitted to n points of all batches; a tenth of each is real and new.",
    "accumulate, sizes n*t": "Each model is fitted to all batches so far; batch t has n t points.",
    "accumulate, sizes n*t^2": "Each model is fitted to all batches so far; batch t has n t² points.",
    "replace, sizes n*t": "Each model is fitted to the last batch alone; batch t has n t points.",
    "replace, sizes n*t^2": "Each model is fitted to the last batch alone; batch t has n t² points.",
}
"""The workflows that have a page, as they are typed, and what is done in each."""

Record = dict[str, Any]


def pages(material: Material) -> Pages:
    """A page for each workflow that a theorem of the site speaks of, or for all; and a table of them."""
    found = {text: records(text, material) for text in shown(material)}
    texts = {path(text): page(_lines(text, records, material)) for text, records in found.items()}
    return {**texts, "workflows/index": page(_list(found))}


def shown(material: Material) -> list[str]:
    """The workflows that have a page."""
    return [t for t in WORKFLOWS if material.whole or any(map(material.has, _cited(records(t, material, FEW))))]


@cache
def records(text: str, material: Material, last: int = LAST) -> list[Record]:
    """What is known of a workflow, for each model."""
    policy = Policy(Workflow.parse(text), POINTS, last)
    with ctx.workprec(BITS):
        return [record(policy, model, material.kept) for model in MODELS.values()]


def path(text: str) -> str:
    """The page of a workflow."""
    return f"workflows/{Workflow.parse(text).process.replace('_', '-')}{_shares(text)}"


def _shares(text: str) -> str:
    """What tells apart workflows of one process."""
    workflow = Workflow.parse(text)
    return "".join(f"-{share}".replace("/", "-") for share in (workflow.fresh, workflow.fixed) if share)


def _cited(records: Sequence[Record]) -> list[str]:
    """The claims on a workflow, each once."""
    told = (case["claim"] for found in records for one in found["quantities"] for case in one["theorems"])
    return list(dict.fromkeys(told))


def _quantities(records: Sequence[Record]) -> dict[str, Record]:
    """Of all models, each once: that of known variance stands in the records of the others, too."""
    return {told["quantity"]: told for found in records for told in found["quantities"]}


def _list(found: Mapping[str, list[Record]]) -> Iterator[str]:
    yield from (label("workflows"), "# Workflows", "")
    yield (
        "What a way of training on generated data does to a model: batch 1 is real, model t is fitted to points of "
        f"batches 1 to t and draws batch t + 1. Below, of batches of n = {POINTS} points: the error of the mean of "
        f"model {LAST}, in units of that of all real points alone, and what is left of the variance of a normal law "
        "that is fitted; then their limits, where a theorem knows them."
    )
    rows = []
    for text, records in found.items():
        every = _quantities(records)
        error, kept = every[f"error, {_called(KNOWN.name)}"], every["diversity kept, gaussian"]
        rows.append(
            [
                link(plain(text), "workflows", text),
                short(error["value_to_real_points"]),
                _limit(error, "_to_real_points"),
                short(kept["value"]),
                _limit(kept, ""),
                str(len(_cited(records))),
            ]
        )
    heads = ("workflow", "error, known variance", "its limit", "diversity kept, gaussian", "its limit", "claims")
    yield from table(heads, rows)
    yield from ("", "```{toctree}", ":maxdepth: 1", ":hidden:", "")
    yield from (path(text).partition("/")[2] for text in found)
    yield "```"


def _called(model: str) -> str:
    return model.replace("_", " ")


def _limit(told: Record, unit: str) -> str:
    """In a unit; of many points, where only that is known."""
    if unit == "_to_real_points" and told["limit_of_many_points"]:
        return f"{short(told['limit_of_many_points'])} for many points"
    return short(told[f"limit{unit}"])


def _lines(text: str, records: Sequence[Record], material: Material) -> Iterator[str]:
    every = _quantities(records)
    yield from (label("workflows", text), f"# Workflow: {plain(text)}", "", plain(WORKFLOWS[text]), "")
    yield (
        f"Batches of n = {POINTS} points, the first real; numbers are of model {LAST}, exact to the digits shown. "
        f"A limit is that of a theorem below; *{UNKNOWN}* where none speaks of it, *{GROWS}* where one says so."
    )
    yield from _numbers(every)
    yield (
        "The error is the mean square by which the mean of a model is off, in units of the variance of a real point; "
        "the diversity that is kept is the mean variance of a model, in units of the real one. The error of *known "
        "variance* is that of every model, to first order in 1/n. The limit is that of the last number in its row. "
        f"What is fitted: {'; '.join(f'*{_called(model.name)}*, {model.law}' for model in MODELS.values())}."
    )
    errors = {name.partition(", ")[2]: _points(told) for name, told in every.items() if ERROR in told}
    kept = {name.partition(", ")[2]: _points(told) for name, told in every.items() if ERROR not in told}
    yield from html(chart("Error, in units of that of model 1", errors, "model k"))
    yield from html(chart("Diversity kept, in units of that of model 1", kept, "model k"))
    yield from _theorems("Theorems that cover it", _with_proof(records), material)
    yield from _theorems("Whatever the workflow", _whatever(records), material)
    wrong = dict.fromkeys((w["kind"], w["of"], w["found"]) for found in records for w in found["errata"])
    if wrong:
        yield from ("", "## Wrong in print", "")
        for kind, of, what in wrong:
            yield f"- {plain(kind)}, {claim_link(material, of) if '/' in of else plain(of)}: {prose(what)}"
    asked = f"theorems workflow '{text}' --n {POINTS} --k {LAST}"
    yield from ("", "## Other numbers", "", f"{code(asked)}, with `--model` for one of the models.")


def _numbers(every: Mapping[str, Record]) -> Iterator[str]:
    rows = [
        [
            plain(name),
            *(short(told[f"value{unit}"]) for unit in ("", "_to_model_1")),
            short(told["value_to_real_points"]) if ERROR in told else "–",
            _limit(told, "_to_real_points" if ERROR in told else ""),
        ]
        for name, told in every.items()
    ]
    heads = ("quantity", "value", "over that of model 1", "over that of all real data alone", "limit")
    yield from division("wide", table(heads, rows))


def _points(told: Record) -> list[tuple[float, float]]:
    return [(float(k), float(x)) for k, x in enumerate(told["generations"], 1)]


def _with_proof(records: Sequence[Record]) -> dict[str, str | None]:
    told = (case for found in records for one in found["quantities"] for case in one["theorems"])
    return {case["claim"]: case["proof"] for case in told}


def _whatever(records: Sequence[Record]) -> dict[str, str | None]:
    return {case["claim"]: case["proof"] for found in records for case in found["whatever_the_workflow"]}


def _theorems(title: str, found: Mapping[str, str | None], material: Material) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    if not found:
        yield "None: the numbers are those of the recursion alone."
    for claim, proof in found.items():
        yield f"- {claim_link(material, claim)}, proof: {proof or 'none'}"
