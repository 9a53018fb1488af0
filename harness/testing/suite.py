"""The tests that every theorem passes, ours and those of other packages.

A package of theorems runs them by a test file of one line, `from harness.testing.suite import *`.
`harness.testing.session` fills in `theorem` and `case`: all that are registered, or in the repository of a contributed
package its own.
"""

from __future__ import annotations

import pytest

from harness.author import proof_strength
from harness.author.check import Sheet, compare_twin
from harness.author.lints import lints
from harness.author.mutant_table import matrix
from harness.author.todo import todo
from harness.author.whole_domain import probe
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.proof import prove
from harness.judge.questions import ask
from harness.judge.report import explain
from harness.judge.verdict import examine
from harness.testing.session import Run
from theorems import processes
from theorems.language import Theorem
from theorems.language.registry import unreadable

NEIGHBOUR_SECONDS = 2.5
"""So long a proof is tried on false neighbours of its claim."""

PROBE_SECONDS = 0.1
"""So long the rooms of a process are tried inside of the grid, after the corners; `theorems check` tries all of it."""


def test_every_theorem_can_be_read() -> None:
    """No module of theorems or processes is unfinished, faulty, or has a name that another one has."""
    problems = (*unreadable(), *processes.unreadable())
    assert not problems, "\n".join(map(str, problems))


def test_the_claim_comes_out_as_expected(case: Case, theorems_run: Run) -> None:
    """Proof, exact check and races."""
    run = theorems_run
    report = examine(case, run.resolution, run.entropy, run.executor, kept=run.kept)
    theorems_run.reports.append(report)
    theorems_run.proved.clear()
    if report.proof is not None and "proof" not in report.kept:
        theorems_run.proved[case.id] = report.proof
    assert report.as_expected, "\n".join(explain(report, theorems_run.effort))


def test_no_slip_in_its_formulas_goes_unnoticed(case: Case, theorems_run: Run) -> None:
    """Each mutant of the formula is refuted by something."""
    questions = ask(case, theorems_run.resolution)
    rows = matrix(case, questions, theorems_run.entropy, budget(), theorems_run.executor)
    blind = [f"{row.part}: {row.slip}" for row in rows if row.blind]
    assert not blind, f"nothing would notice {blind} in {case.id}"


def test_every_step_of_the_proof_can_fail(case: Case, theorems_run: Run) -> None:
    """A perturbed step does not check."""
    if case.proof is None:
        pytest.skip("no proof")
    ledger = theorems_run.proved.get(case.id) or prove(case)
    assert ledger is not None
    failing = [f"{line.step.name}: {line.result.detail}" for line in ledger.lines if not line.result.ok]
    assert not failing, "\n".join(failing)
    assert not proof_strength.ungrounded(case, [line.step for line in ledger.lines]), (
        "no step says how the process enters"
    )
    weak = [f"{step.name}: {why}" for step, why in proof_strength.toothless([line.step for line in ledger.lines])]
    assert not weak, "\n".join(weak)


def test_the_proof_proves_no_false_neighbour(case: Case, theorems_run: Run) -> None:
    """A slip that makes the claim false breaks some step."""
    if case.proof is None:
        pytest.skip("no proof")
    found = proof_strength.neighbours(case, theorems_run.entropy, NEIGHBOUR_SECONDS)
    if found is None:
        pytest.skip("the negation of a refuted claim holds for its neighbours, too")
    if found.tried < found.total:
        theorems_run.notes.append(f"{case.id}, the proof: {found}")
    assert not found.loose, f"the proof also proves {list(found.loose)}: {found}"


def test_the_statement_is_sound(theorem: Theorem) -> None:
    """Inhabited domain, values everywhere on it, parameters that matter, points and signatures that fit."""
    assert not (holes := todo(theorem.id)), "\n".join(["left to fill:", *map(str, holes)])
    findings = [*lints(theorem)]
    assert not findings, "\n".join(line for finding in findings for line in finding.lines())
    assert not (strays := [stray.__name__ for stray in proof_strength.strays(theorem)]), f"{strays} prove no claim"


def test_simulator_and_twin_are_two_and_agree(cases: list[Case], theorems_run: Run) -> None:
    """Both run on the whole domain, have one law and its declared second moment, and are not one text.

    Of what several claims of a theorem observe this is asked once, wherever one of them applies.
    """
    entropy = theorems_run.entropy
    sheet = Sheet(list(probe(cases, entropy, PROBE_SECONDS)))
    compare_twin(cases, sheet, entropy, runs=not sheet.findings)
    assert not sheet.findings, "\n".join(line for finding in sheet.findings for line in finding.lines())
