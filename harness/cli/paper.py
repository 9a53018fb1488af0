"""The command `theorems paper`: the report card of a paper, or one line for each paper."""

from __future__ import annotations

import json
import textwrap
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.basics.terminal import put
from harness.cli.answers import NOT_CHECKED, Rows, answered

if TYPE_CHECKING:
    from harness.run.store import Store

LONGEST = 40
"""Letters of a name that may be one."""

COLUMNS = {
    "places": "places",
    "claims": "with claims",
    "experiment": "experiments",
    "not yet": "not yet",
    "published": "published claims",
    "true": "true",
    "sharpened": "of these sharpened here",
    "false": "false",
    "qualified": "qualified",
}
"""Columns of the table of all papers: what is counted, and its heading."""

MEANING = (
    "A published claim that is true is *sharpened* where a better one is proved here. One that is refuted is *false*, "
    "or it is to be *qualified*: it lacks a hypothesis, means another convention than its program, says nothing where "
    "it is said to, or is no better than what was known."
)
"""What the columns of verdicts mean, in Markdown."""

WIDTH = 120
"""Of lines of text, as they stand in the README."""


def paper(arguments: Namespace) -> int:
    """A paper's lines in its own order, each with what answers it; without a name how many there are of each kind."""
    if arguments.json and arguments.markdown:
        from harness.basics.errors import BadInput

        raise BadInput("give one of --json and --markdown")
    if arguments.name is None:
        told: Any = answered("papers.json", _counted)
        lines = table(told, arguments.markdown)
    else:
        name = arguments.name
        file = f"paper-{name}.json" if name.isalpha() and len(name) <= LONGEST else "paper-.json"
        (told,) = answered(file, partial(_card, name))
        lines = list(_markdown(told) if arguments.markdown else text(told))
    if arguments.json:
        from harness.basics.outputs import print_whole  # which loads what a kept answer does without

        print_whole(json.dumps(told, indent=2) + "\n")
        return 0
    for line in lines:
        put(line)
    return 0


def _card(name: str, kept: Store) -> tuple[Rows, bool]:
    """The card of a paper, alone in a list; raises BadInput for an unknown one."""
    from harness.basics.errors import BadInput
    from harness.cli.known import exact_evidence, known
    from harness.judge.card import Looked, card
    from theorems.language.text import nearest, shortened
    from theorems.papers import PAPERS

    if name not in PAPERS:
        raise BadInput(f"there is no paper '{shortened(name)}': did you mean {nearest(name, PAPERS)}?")
    looked = Looked(partial(known, kept=kept), partial(exact_evidence, kept=kept))
    return [card(PAPERS[name], looked)], True


def _counted(kept: Store) -> tuple[Rows, bool]:
    """How many there are of each kind, paper by paper."""
    from theorems.papers import PAPERS

    cards = [card for name in PAPERS for card in _card(name, kept)[0]]
    return [{name: card[name] for name in ("name", "paper", "counts")} for card in cards], True


# -- all papers -----------------------------------------------------------------------------------------------------


def table(cards: Sequence[dict[str, Any]], markdown: bool) -> list[str]:
    """The rows of all papers under their heading, and what it means."""
    meaning = textwrap.wrap(MEANING if markdown else MEANING.replace("*", ""), WIDTH)
    return [*laid_out([["paper", *COLUMNS.values()], *counted(cards)], markdown), "", *meaning]


def counted(cards: Sequence[dict[str, Any]]) -> list[list[str]]:
    """A row for each paper, its name first, and one for all; what is true includes what is sharpened."""
    rows = [[card["name"], *_numbers(card["counts"])] for card in cards]
    return [*rows, ["all", *map(str, (sum(int(row[i]) for row in rows) for i in range(1, len(COLUMNS) + 1)))]]


def _numbers(counts: dict[str, int]) -> list[str]:
    true = counts["true"] + counts["sharpened"]
    return [str(true if name == "true" else counts[name]) for name in COLUMNS]


def laid_out(rows: list[list[str]], markdown: bool) -> list[str]:
    """A table whose first row is its heading."""
    if markdown:
        head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
        return [head, "|" + " --- |" * len(rows[0]), *rest]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            f"{cell:{'<' if i == 0 else '>'}{width}}" for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


# -- one paper --------------------------------------------------------------------------------------------------------


def summary(counts: dict[str, int]) -> str:
    """How many there are of each kind, in two sentences."""
    answers = {"claims": "with claims", "figure": "drawn", "process": "declared", "experiment": "experiments"}
    answers |= {name: name for name in ("cited", "not quantitative", "not yet")}
    places = ", ".join(f"{counts[name]} {words}" for name, words in answers.items() if counts[name])
    true, refuted = counts["true"] + counts["sharpened"], counts["false"] + counts["qualified"]
    return (
        f"{counts['places']} places: {places}. {counts['published']} published claims: {true} true, "
        f"{counts['sharpened']} of them sharpened here; {refuted} refuted, {counts['false']} of them false and "
        f"{counts['qualified']} to be qualified."
    )


def text(card: dict[str, Any]) -> Iterator[str]:
    """A card for people."""
    yield from (card["paper"], summary(card["counts"]))
    for line in card["lines"]:
        yield from ("", f"{line['number']}: {line['says']}")
        for claim in line["claims"]:
            yield f"  {claim['words']}; {claim['known']}: {claim['claim']}"
            yield from (f"      {words}" for words in _about(claim))
        for ours in line["ours"]:
            yield f"  see {ours['claim']}; {ours['known']}{tight(ours['tightness'], ': ')}"
        yield from (f"  {words}" for words in others(line))
    claims = [claim for line in card["lines"] for claim in line["claims"]]
    unchecked = sum(claim["known"] == NOT_CHECKED for claim in claims)
    if unchecked:
        yield from ("", f"{unchecked} of {len(claims)} published claims are not checked: theorems verify checks them")
    if card["lost"]:
        yield from ("", "Of no place that is listed", *(f"  {words}" for words in card["lost"]))


def _about(claim: dict[str, Any]) -> Iterator[str]:
    """What the paper says, how tight it is, and what is better."""
    if claim["says"]:
        yield f"says:      {claim['says']}"
    if claim["tightness"]:
        label = "numbers:  " if claim["counterexample"] else "tightness:"
        yield f"{label} {tight(claim['tightness'])}"
    if claim["counterexample"]:
        yield from (f"but:       {claim['counterexample']}", f"corrected: {claim['correction']}")
    better = claim["sharper"]
    if better:
        yield f"sharper:   {better['claim']}; {better['known']}{tight(better['tightness'], ': ')}"


def tight(found: dict[str, str] | None, before: str = "") -> str:
    """How tight a claim is, and where; nothing where that is not known."""
    if found is None:
        return ""
    return f"{before}{found['words']}" + (f" at {found['at']}" if found["at"] else "")


def others(line: dict[str, Any]) -> Iterator[str]:
    """Processes, figures, what runs compare, notes, and why there is nothing."""
    if line["processes"]:
        yield f"declared as {', '.join(line['processes'])}"
    if line["figures"]:
        yield f"drawn as {', '.join(line['figures'])}"
    yield from besides(line)


def besides(line: dict[str, Any]) -> Iterator[str]:
    """The same without processes and figures."""
    if not line["figures"] and line["kind"] == "figure" and line["answer"] != "not yet":
        yield "not drawn yet"
    if line["compared"]:
        names = " ".join(line["figures"])
        yield f"simulated, outside of the proof system: theorems figures {names} compares over seeds"
    for said in line["compared"]:
        yield f"{said['name']}: {said['says']}"
    for said in line["notes"]:
        about = f" ({said['theorem']})" if said["theorem"] else ""
        yield f"note, {said['kind']}{about}: {said['found']}"
    if line["answer"] in ("experiment", "cited", "not quantitative", "not yet") and not line["compared"]:
        yield f"{line['answer']}: {line['why']}".removesuffix(": ")


def _markdown(card: dict[str, Any]) -> Iterator[str]:
    yield from (f"# {card['paper']}", "", summary(card["counts"]), "")
    rows = [["where", "what", "claim", "verdict", "known", "tightness"]]
    for line in card["lines"]:
        place = [line["number"], line["says"]]
        for claim in line["claims"]:
            rows.append([*place, claim["claim"], claim["words"], claim["known"], tight(claim["tightness"])])
            if better := claim["sharper"]:
                rows.append(["", "", better["claim"], "ours, sharper", better["known"], tight(better["tightness"])])
            place = ["", ""]
        for ours in line["ours"]:
            rows.append([*place, ours["claim"], "ours", ours["known"], tight(ours["tightness"])])
            place = ["", ""]
        for words in others(line):
            rows.append([*place, "", words, "", ""])
            place = ["", ""]
    yield from laid_out([[cell.replace("|", "\\|") for cell in row] for row in rows], True)
