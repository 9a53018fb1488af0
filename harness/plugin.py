"""The pytest plugin: options, fixtures, and the verdicts of the theorems in the terminal summary."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.verify import ClaimReport
    from theorems.language import Theorem

REPORTS = pytest.StashKey["list[ClaimReport]"]()
NOTES = pytest.StashKey["list[str]"]()
ENTROPY = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `--effort` and `--entropy` are to `theorems verify`; prefixed, for other projects have options, too."""
    group = parser.getgroup("theorems", "theorems on model collapse")
    efforts = "resolution: quick 3%%, paper 1%%"
    group.addoption("--theorems-effort", choices=("quick", "paper"), default="quick", help=efforts)
    group.addoption("--theorems-entropy", type=int, metavar="N", help="repeat a run (default: fresh entropy)")


def pytest_configure(config: pytest.Config) -> None:
    """Fresh entropy for this run, unless one is given."""
    from simulators.engine import fresh_entropy

    given = config.getoption("--theorems-entropy")
    config.stash[ENTROPY] = fresh_entropy() if given is None else given
    config.stash[REPORTS] = []
    config.stash[NOTES] = []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Fills in `theorem` and `claim` of the tests in `harness.suite`."""
    names = [name for name in ("theorem", "claim") if name in metafunc.fixturenames]
    if not names or metafunc.function.__module__ != "harness.suite":
        return
    theorems = own_theorems(metafunc.config.rootpath)
    if "claim" in names:
        cases = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems for c in t.claims]
    else:
        cases = [pytest.param(t, id=t.id) for t in theorems]
    metafunc.parametrize(names, cases)


def own_theorems(root: Path) -> list[Theorem]:
    """The theorems of the contributed packages that lie in this repository; all theorems in any other."""
    from theorems.language.registry import modules, package_of, packages, theorems

    folders = (root, root / "src")
    mine = {p for p in packages() if p and any((folder / p.removesuffix(".")).is_dir() for folder in folders)}
    return [t for name, t in theorems().items() if not mine or package_of(modules()[name]) in mine]


def pytest_report_header(config: pytest.Config) -> str:
    """The line that makes the run repeatable."""
    effort, entropy = config.getoption("--theorems-effort"), config.stash[ENTROPY]
    return f"theorems: effort {effort}, entropy {entropy} (repeat with --theorems-entropy {entropy})"


@pytest.fixture(scope="session")
def entropy(pytestconfig: pytest.Config) -> int:
    """The entropy of this run."""
    return pytestconfig.stash[ENTROPY]


@pytest.fixture(scope="session")
def resolution(pytestconfig: pytest.Config) -> Fraction:
    """The relative resolution of this run."""
    from harness.questions import EFFORTS

    return EFFORTS[pytestconfig.getoption("--theorems-effort")]


@pytest.fixture(scope="session")
def executor() -> Iterator[Executor]:
    """Threads that draw blocks."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield pool


@pytest.fixture(scope="session")
def record(pytestconfig: pytest.Config) -> Callable[[ClaimReport], None]:
    """Adds a claim's report to the terminal summary."""
    return pytestconfig.stash[REPORTS].append


@pytest.fixture(scope="session")
def note(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Adds a line to the terminal summary: what a test that passes leaves open."""
    return pytestconfig.stash[NOTES].append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line per theorem: its verdict and how many claims each kind of evidence carries."""
    reports, notes = config.stash[REPORTS], config.stash[NOTES]
    if not reports and not notes:
        return
    terminalreporter.section("theorems")
    for line in notes:
        terminalreporter.write_line(line)
    by_theorem: dict[str, list[ClaimReport]] = {}
    for report in reports:
        by_theorem.setdefault(report.theorem.id, []).append(report)
    for name, group in by_theorem.items():
        bad = [r for r in group if not r.as_expected]
        refuted = sum(r.outcome == "refuted" and r.as_expected for r in group)
        kinds = ", ".join(
            f"{sum(r.evidence[kind] is not None for r in group)} by {kind}" for kind in ("proof", "exact", "simulation")
        )
        verdict = "as expected" if not bad else "NOT as expected: " + ", ".join(r.claim.name for r in bad)
        note = f" ({refuted} published claim refuted)" if refuted else ""
        terminalreporter.write_line(
            f"{name}: {len(group)} claims {verdict}{note}; {kinds}", red=bool(bad), green=not bad
        )
