"""A pytest run that tests theorems: what its tests share, and the verdicts in the terminal summary.

It is no plugin of other projects' runs: `theorems.door.pytest_plugin` brings it when the tests of
`harness.testing.suite` are collected. A conftest.py whose tests take `theorems_run` for themselves names it in
`pytest_plugins`.

Under pytest-xdist the tests run in other processes than the one that prints: what a test found travels on its report,
as properties (which a JUnit file shows, too), and the summary is made of reports, whoever ran the tests.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from theorems.door.pytest_plugin import NOTE, VERDICT

if TYPE_CHECKING:
    from harness.judge.proof import ProofResult
    from harness.judge.verdict import ClaimReport
    from harness.run.store import Store
    from theorems.language import Theorem


@dataclass(frozen=True)
class Run:
    """What the tests of one process share: effort and entropy, threads that draw blocks, and lists for the summary.

    reports, notes: what the present test found, and what it leaves open though it passes.
    proved: the proof of the last claim that was judged here.
    """

    effort: str
    entropy: int
    executor: Executor
    reports: list[ClaimReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    proved: dict[str, ProofResult] = field(default_factory=dict)
    fresh: bool = False

    @cached_property
    def kept(self) -> Store:
        """Evidence of earlier runs of `theorems verify`. None is added: tests may have replaced what finds it."""
        from harness.run.store import Store, fresh_here

        return Store(self.notes.append, fresh=self.fresh or fresh_here(), adds=False)

    @property
    def resolution(self) -> Fraction:
        """The relative resolution."""
        from harness.judge.questions import EFFORTS

        return EFFORTS[self.effort]


RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    """The options of this run; its cores are shared with the other workers, if there are any."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // workers))
    effort, entropy, fresh = (config.getoption(f"--theorems-{name}") for name in ("effort", "entropy", "fresh"))
    config.stash[RUN] = Run(effort, entropy, threads, fresh=fresh)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The threads end with the run."""
    config.stash[RUN].executor.shutdown()


@pytest.fixture(scope="session")
def theorems_run(pytestconfig: pytest.Config) -> Run:
    """This run."""
    return pytestconfig.stash[RUN]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Fills in `theorem`, `case`, or the `cases` on one observable, of the tests in `harness.testing.suite`."""
    names = [name for name in ("theorem", "case", "cases") if name in metafunc.fixturenames]
    if not names or metafunc.function.__module__ != "harness.testing.suite":
        return
    from harness.judge.selection import by_observable, cases

    theorems = own_theorems(metafunc.config.rootpath)
    if "case" in names:
        every = [pytest.param(c, id=c.id) for theorem in theorems for c in cases(theorem)]
        metafunc.parametrize("case", every, scope="module")  # the tests of a claim one after another: they share draws
    elif "cases" in names:
        groups = by_observable(c for theorem in theorems for c in cases(theorem))
        metafunc.parametrize("cases", [pytest.param(group, id=name) for name, group in groups.items()])
    else:
        metafunc.parametrize("theorem", [pytest.param(theorem, id=theorem.id) for theorem in theorems])


def own_theorems(root: Path) -> list[Theorem]:
    """The theorems of the contributed packages that lie in this repository; all theorems in any other."""
    from theorems.language.registry import modules, package_of, packages, theorems

    folders = (root, root / "src")
    mine = {p for p in packages() if p and any((folder / p.removesuffix(".")).is_dir() for folder in folders)}
    return [t for name, t in theorems().items() if not mine or package_of(modules()[name]) in mine]


def pytest_report_header(config: pytest.Config) -> str | None:
    """Where workers collect the tests: the line that makes the run repeatable."""
    return _repeat(config) if config.pluginmanager.has_plugin("dsession") else None


def pytest_report_collectionfinish(config: pytest.Config) -> str:
    """Where this process collects them: the same line."""
    return _repeat(config)


def _repeat(config: pytest.Config) -> str:
    run = config.stash[RUN]
    return f"theorems: effort {run.effort}, entropy {run.entropy} (repeat with --theorems-entropy {run.entropy})"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the test found goes on its report, in words and numbers that any process can read."""
    report, run = (yield), item.config.stash[RUN]
    if call.when == "call":
        report.user_properties += [(VERDICT, verdict(found)) for found in run.reports]
        report.user_properties += [(NOTE, note) for note in run.notes]
        run.reports.clear()
        run.notes.clear()
    return report


def verdict(report: ClaimReport) -> dict[str, Any]:
    """What the summary needs of a report on a claim."""
    return {
        "case": report.case.id,
        "theorem": report.case.theorem.id,
        "claim": report.case.claim.name,
        "as expected": report.as_expected,
        "outcome": report.outcome,
        "evidence": [kind for kind, found in report.evidence.items() if found is not None],
    }


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line per theorem: its verdict and how many claims each kind of evidence carries."""
    from harness.judge.selection import chosen

    notes, verdicts = ([*_properties(terminalreporter, name)] for name in (NOTE, VERDICT))
    if not verdicts and not notes:
        return
    terminalreporter.section("theorems")
    terminalreporter.write_line(_repeat(config).removeprefix("theorems: "))
    for line in sorted(notes):
        terminalreporter.write_line(line)
    place = {case.id: i for i, case in enumerate(chosen(()))}
    by_theorem: dict[str, list[dict[str, Any]]] = {}
    for found in sorted(verdicts, key=lambda found: place.get(found["case"], len(place))):
        by_theorem.setdefault(found["theorem"], []).append(found)
    for name, group in by_theorem.items():
        bad = [found["claim"] for found in group if not found["as expected"]]
        refuted = sum(found["outcome"] == "refuted" and found["as expected"] for found in group)
        kinds = ", ".join(
            f"{sum(kind in found['evidence'] for found in group)} by {kind}"
            for kind in ("proof", "exact", "simulation")
        )
        judged = "as expected" if not bad else "NOT as expected: " + ", ".join(bad)
        note = f" ({refuted} published claim refuted)" if refuted else ""
        terminalreporter.write_line(
            f"{name}: {len(group)} claims {judged}{note}; {kinds}", red=bool(bad), green=not bad
        )


def _properties(terminalreporter: pytest.TerminalReporter, name: str) -> Iterator[Any]:
    """The values of a property of all reports of tests: a teardown repeats those of its test."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                yield from (value for key, value in report.user_properties if key == name)
