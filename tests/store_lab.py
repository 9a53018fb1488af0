"""One claim, and what tests of kept evidence share: its runs, what they find anew, the folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.judge import exact, verdict
from harness.judge.selection import find_case
from harness.judge.verdict import DETERMINISTIC
from harness.run import store
from theorems.door import main

ROOT = Path(__file__).parent.parent
CLAIM = "poisson-extinction/intensity"
"""Of all kinds of evidence, and cheap."""
CASE = find_case(CLAIM)
ITEMS = CASE.theorem.parameters.items

BAD = {"ok": False, "method": "out of time", "detail": ""}


@pytest.fixture(autouse=True)
def no_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def kept():
    """The folder of this test."""
    return store.folder()


@pytest.fixture
def found(monkeypatch):
    """What is found anew: kinds and claims, in order."""
    made = []

    def watch(kind, where, name):
        real = getattr(where, name)

        def finder(case):
            made.append(f"{kind} {case.id}")
            return real(case)

        monkeypatch.setattr(where, name, finder)

    for kind, where, name in (
        ("obligations", verdict, "refusal"),
        ("proof", verdict, "prove"),
        ("exact", exact, "check"),
        ("questions", verdict, "prepare"),
    ):
        watch(kind, where, name)
    return made


ALL = [f"{kind} {CLAIM}" for kind in DETERMINISTIC]


@pytest.fixture
def verify(capsys, tmp_path):
    """Runs the command on the claim; returns its table, what it says besides, and its records."""

    def run(*options, code=0):
        capsys.readouterr()
        file = tmp_path / "records.json"
        assert main(["verify", CLAIM, "--json", str(file), *options]) == code
        out, err = capsys.readouterr()
        return out, err, json.loads(file.read_text())

    return run


def said(error):
    """The lines that a run says about the store."""
    return [line for line in error.splitlines() if "evidence" in line]


def python(code, folder):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "THEOREMS_STORE": str(folder)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
