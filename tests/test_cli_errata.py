"""Errata are told by paper and kind, each with a counterexample or evidence, and how it was checked."""

import contextlib
import io
import json

import pytest

from harness.cli import known as words
from harness.judge.selection import find_case
from theorems.door import main
from theorems.language import Note, Source
from theorems.language.errata import KINDS
from theorems.language.registry import theorems
from theorems.papers import PAPERS

NOTES = [
    *(said for theorem in theorems().values() for said in theorem.notes),
    *(said for paper in PAPERS.values() for line in paper.statements for said in line.notes),
]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.name)
def test_every_place_that_is_listed_as_noted_is_noted(paper):
    """So a note that is removed is missed."""
    listed = [number for line in paper.statements for number in line.also]
    assert set(listed) <= {said.source.number for said in NOTES if said.source.paper == paper.title}
    assert len(set(listed)) == len(listed)


class Unknown:
    """Evidence of which none is kept."""

    def valid(self, *_):
        return None


def test_errata_are_told_paper_by_paper_and_kind_by_kind(capsys):
    assert main(["errata", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["errata"]) == 0
    lines = capsys.readouterr().out.splitlines()
    places = [lines.index(paper.title) for paper in PAPERS.values()]
    assert places == sorted(places)
    for start, end, paper in zip(places, [*places[1:], len(lines)], PAPERS.values(), strict=True):
        inside = lines[start:end]
        for heading, name in (
            ("Refuted, or to be qualified", "refuted"),
            ("Notes on text, programs and conventions", "notes"),
        ):
            here = [record for record in found[name] if record["paper"] == paper.title]
            first = inside.index(f"{heading}: {len(here)}") + 1
            kinds = [
                line.split("  (")[0].rpartition(": ")[2].strip()
                for line in inside[first : inside.index("", first)]
                if line.startswith("  ") and not line.startswith("    ")
            ]
            assert kinds == sorted((record["kind"] for record in here), key=KINDS.index)


def test_every_erratum_says_how_it_and_its_correction_were_checked(capsys):
    assert main(["errata", "--json"]) == 0
    for record in json.loads(capsys.readouterr().out)["refuted"]:
        name, correction = (f"{record['theorem']}/{c}" for c in (record["claim"], record["correction"]["claim"]))
        for checked, claim in ((record["checked"], name), (record["correction"]["checked"], correction)):
            assert checked == words.how(find_case(claim), Unknown())


def test_every_refutation_has_a_counterexample_in_numbers(capsys):
    assert main(["errata", "--json"]) == 0
    for record in json.loads(capsys.readouterr().out)["refuted"]:
        case = find_case(f"{record['theorem']}/{record['claim']}")
        assert record["points"] or not case.has_oracle, case.id
        assert any(letter.isdigit() for letter in record["counterexample"]), case.id


@pytest.mark.parametrize("said", NOTES, ids=lambda said: said.source.number)
def test_the_program_of_a_note_prints_what_it_says(said):
    """And a note without one rests on claims, or says what was read."""
    if not said.program:
        assert said.evidence or said.found.startswith("By reading")
        return
    if "sklearn" in said.program:
        pytest.importorskip("sklearn")
    assert "'" not in said.program  # it is printed between such marks
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(said.program, {})
    assert printed.getvalue() == f"{said.prints}\n"


def test_a_program_is_given_with_what_it_prints():
    with pytest.raises(ValueError, match="Figure 3: a program is given with what it prints"):
        Note(kind="code", source=Source("a paper", "Figure 3"), printed="any", found="any", program="print(1)")
