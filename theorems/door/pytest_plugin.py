"""What every pytest run of an environment sees of the suite: two options. The rest comes when a theorem is tested."""

from __future__ import annotations

import importlib
import secrets
import sys
import traceback
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from theorems.door import HOME, intrusion

SUITE, SESSION = "harness.testing.suite", "harness.testing.session"
ENTROPY = "theorems-entropy"
"""What workers are told."""
VERDICT, NOTE = "theorems-verdict", "theorems-note"
"""Properties of a test's report: what was found about a claim, and what a test leaves open though it passes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What they are to `theorems verify` without the prefix, which they have as other projects have options, too."""
    group = parser.getgroup("theorems", "theorems on model collapse")
    efforts = "resolution: quick 3%%, paper 1%%"
    group.addoption("--theorems-effort", choices=("quick", "paper"), default="quick", help=efforts)
    group.addoption("--theorems-entropy", type=int, metavar="N", help="repeat a run (default: fresh entropy)")
    fresh = "find proofs and exact evidence anew, not those that are kept; so it is where the variable CI is set"
    group.addoption("--theorems-fresh", action="store_true", help=fresh)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Fresh entropy for this run, unless one is given: it is chosen once, and workers of pytest-xdist are told.

    Without our `simulators`, which runs of other projects do not load.
    """
    if config.option.theorems_entropy is None:
        told = getattr(config, "workerinput", {})
        config.option.theorems_entropy = told[ENTROPY] if ENTROPY in told else secrets.randbits(128)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A worker of pytest-xdist is told the entropy of the process that starts it."""
    node.workerinput[ENTROPY] = node.config.option.theorems_entropy


def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class) -> None:
    """The first file that imports the suite's tests brings their fixtures, options and summary."""
    if _is_ours(SUITE) and not collector.config.pluginmanager.has_plugin(SESSION):
        if line := intrusion():
            raise collector.CollectError(f"theorems: {line}")
        _bring(collector.config)


def pytest_report_from_serializable(config: pytest.Config, data: dict[str, Any]) -> None:
    """A controller of pytest-xdist collects no test: the first verdict that a worker sends brings the summary."""
    found = any(name in (VERDICT, NOTE) for name, _ in data.get("user_properties", ()))
    if found and not config.pluginmanager.has_plugin(SESSION):
        _bring(config)


def _bring(config: pytest.Config) -> None:
    config.pluginmanager.register(importlib.import_module(SESSION), SESSION)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A file that imports the suite's tests, and gets those of another package, is told so."""
    report = yield
    call = getattr(report, "call", None)
    if report.failed and call is not None and _wants_ours(call.excinfo) and (line := intrusion()):
        report.longrepr = f"theorems: {line}"
    return report


def _is_ours(module: str) -> bool:
    """Other projects have modules of such names, too."""
    file = getattr(sys.modules.get(module), "__file__", None)
    return file is not None and Path(file).resolve() == _file(module)


def _file(module: str) -> Path:
    return HOME / f"{module.replace('.', '/')}.py"


def _wants_ours(excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
    """No `harness.testing.suite` was found, or ours found others than its own."""
    error = excinfo.value.__cause__
    if not isinstance(error, ImportError):
        return False
    frames = traceback.extract_tb(error.__traceback__)
    if error.name in (SUITE, SUITE.rpartition(".")[0]) and any(SUITE in (frame.line or "") for frame in frames):
        return True
    return _file(SUITE) in {Path(frame.filename).resolve() for frame in frames}
