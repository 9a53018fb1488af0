"""A pytest run that tests theorems: what its tests share, and the verdicts in the terminal summary.

It is no plugin of other projects' runs: `theorems.door.pytest_plugin` brings it when the tests of
`harness.testing.suite` are collected. A conftest.py whose tests take `theorems_run` for themselves names it in
`pytest_plugins`.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.judge.verdict import ClaimReport
    from theorems.language import Theorem


@dataclass(frozen=True)
class Run:
    """What the tests of one run share: effort and entropy, threads that draw blocks, and lists for the summary.

    notes: what tests that pass leave open.
    """

    effort: str
    entropy: int
    executor: Executor
    reports: list[ClaimReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def resolution(self) -> Fraction:
        """The relative resolution."""
        from harness.judge.questions import EFFORTS

        return EFFORTS[self.effort]


RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    """Fresh entropy for this run, unless one is given."""
    from simulators.engine import fresh_entropy

    effort, given = config.getoption("--theorems-effort"), config.getoption("--theorems-entropy")
    config.stash[RUN] = Run(effort, fresh_entropy() if given is None else given, ThreadPoolExecutor(os.cpu_count()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The threads end with the run."""
    config.stash[RUN].executor.shutdown()


@pytest.fixture(scope="session")
def theorems_run(pytestconfig: pytest.Config) -> Run:
    """This run."""
    return pytestconfig.stash[RUN]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Fills in `theorem` and `case` of the tests in `harness.testing.suite`."""
    names = [name for name in ("theorem", "case") if name in metafunc.fixturenames]
    if not names or metafunc.function.__module__ != "harness.testing.suite":
        return
    from harness.judge.selection import cases

    theorems = own_theorems(metafunc.config.rootpath)
    if "case" in names:
        metafunc.parametrize("case", [pytest.param(c, id=c.id) for theorem in theorems for c in cases(theorem)])
    else:
        metafunc.parametrize("theorem", [pytest.param(theorem, id=theorem.id) for theorem in theorems])


def own_theorems(root: Path) -> list[Theorem]:
    """The theorems of the contributed packages that lie in this repository; all theorems in any other."""
    from theorems.language.registry import modules, package_of, packages, theorems

    folders = (root, root / "src")
    mine = {p for p in packages() if p and any((folder / p.removesuffix(".")).is_dir() for folder in folders)}
    return [t for name, t in theorems().items() if not mine or package_of(modules()[name]) in mine]


def pytest_report_collectionfinish(config: pytest.Config) -> str:
    """The line that makes the run repeatable."""
    run = config.stash[RUN]
    return f"theorems: effort {run.effort}, entropy {run.entropy} (repeat with --theorems-entropy {run.entropy})"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line per theorem: its verdict and how many claims each kind of evidence carries."""
    run = config.stash[RUN]
    if not run.reports and not run.notes:
        return
    terminalreporter.section("theorems")
    for line in run.notes:
        terminalreporter.write_line(line)
    by_theorem: dict[str, list[ClaimReport]] = {}
    for report in run.reports:
        by_theorem.setdefault(report.case.theorem.id, []).append(report)
    for name, group in by_theorem.items():
        bad = [r for r in group if not r.as_expected]
        refuted = sum(r.outcome == "refuted" and r.as_expected for r in group)
        kinds = ", ".join(
            f"{sum(r.evidence[kind] is not None for r in group)} by {kind}" for kind in ("proof", "exact", "simulation")
        )
        verdict = "as expected" if not bad else "NOT as expected: " + ", ".join(r.case.claim.name for r in bad)
        note = f" ({refuted} published claim refuted)" if refuted else ""
        terminalreporter.write_line(
            f"{name}: {len(group)} claims {verdict}{note}; {kinds}", red=bool(bad), green=not bad
        )
