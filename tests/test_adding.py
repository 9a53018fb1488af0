"""Adding a theorem: skeletons, the check while writing, packages of other people, and errors that say what to do."""

import itertools
import re

import numba
import pytest
from lab import PACKAGE, copy_of_example, forget

from harness import rooms
from harness.cli import main
from theorems.language import registry

NUMBERS = itertools.count()


@pytest.fixture
def registry_as_it_was():
    """What a test adds to the registry is gone after it."""
    yield
    registry.look_again()
    rooms.room.cache_clear()


@pytest.fixture
def lab(registry_as_it_was, monkeypatch, tmp_path):
    """A function that plants edits in a copy of the example package; returns its folder."""
    name = f"lab{next(NUMBERS)}"
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))

    def plant(edits=None):
        root = copy_of_example(tmp_path, name, edits)
        monkeypatch.syspath_prepend(str(tmp_path))
        registry.look_again()
        rooms.room.cache_clear()
        return root

    yield plant
    forget(name)


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


RECORD, PROCESS, PROOF = "theorems/fixed_share.py", "simulators/fixed_share.py", "proofs_check/fixed_share.py"
TWIN = "simulators/reference/fixed_share.py"
MEMORY = "memory = (1 - 1 / n) * (1 - alpha) ** 2"
BASE = """Induction(
            "E |P_k - p|^2 is the value for all k >= 0",
            Equal("P_0 = p", claim.value.subs(k, 0), sp.Integer(0)),
"""


def copied():
    """The kernel as its own twin, compiled no more, with other names."""
    text = re.sub(r"(@(kernel|bounded).*|from simulators.*)\n", "", (PACKAGE / PROCESS).read_text())
    return [((PACKAGE / TWIN).read_text(), text.replace("counts", "seen").replace("ladder", "steps"))]


MISTAKES = {
    "wrong exponent": (
        RECORD,
        [(MEMORY, "memory = (1 - 1 / n) * (1 - alpha)")],
        ("the formula stands alone against exact, simulator, twin", "`1 - alpha -> (1 - alpha)**2` makes the formula"),
    ),
    "ddof": (
        RECORD,
        [(MEMORY, "memory = (1 - 1 / (n + 1)) * (1 - alpha) ** 2")],
        ("the formula stands alone against exact, simulator, twin", "makes the formula agree with the exact values"),
    ),
    "off by one generation": (
        RECORD,
        [("memory**k", "memory ** (k + 1)")],
        ("the formula stands alone", "`k -> k - 1 everywhere` makes the formula agree", "induction, base"),
    ),
    "missing factor": (
        RECORD,
        [(MEMORY, "memory = (1 - alpha) ** 2")],
        (
            "`equals` has no finite value at n=1,d=2,alpha=0",
            "the formula stands alone",
            "so v turns into r v + p(1-p)/n",
        ),
    ),
    "wrong support": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@event"), ("import bounded", "import event")],
        ("fixed_share.error leaves what it declares", "it is declared an event, which is 0 or 1"),
    ),
    "simulator bug": (
        PROCESS,
        [("g.random() < alpha", "g.random() > alpha")],
        ("the simulator stands alone against exact, formula, twin",),
    ),
    "twin copied from the simulator": (
        TWIN,
        copied(),
        ("the twin is not independent of the simulator", "its _train is the simulator's _train, but for names"),
    ),
    "proof step skipped": (
        PROOF,
        [(BASE, ""), ("memory * claim.value + spread / n),\n        ),", "memory * claim.value + spread / n),")],
        ("the proof does not depend on the claim", "with equals: k -> k + 1 everywhere"),
    ),
    "domain too wide, below": (
        RECORD,
        [('integer("d", 2, "symbols", (2, 3))', 'integer("d", 1, "symbols", (1, 2, 3))')],
        ("`equals` has no finite value at n=1,d=1", "narrow the domain of a parameter"),
    ),
    "domain too wide, above": (
        RECORD,
        [('real("alpha", "[0, 1]"', 'real("alpha", "[0, 2]"')],
        ("alpha=2,p0=0,k=", "which the domain allows", "narrow the domain"),
    ),
    "range too small": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@bounded(0.0, 1.0)")],
        ("fixed_share.error leaves what it declares", "outside its declared range [0.0, 1.0]"),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_caught_and_pointed_at(lab, capsys, mistake):
    file, edits, messages = MISTAKES[mistake]
    root = lab({file: edits})
    code, out, _ = run(capsys, "check", "fixed-share")
    assert code == 1
    assert all(message in out for message in messages), out
    assert re.search(rf"--> \S*{root.name}/{file}:\d+  \(fixed-share/error\)", out), out
