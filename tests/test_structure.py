"""The house: imports run one way, modules do no work when imported, records are well formed."""

import ast
import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
import sympy as sp

from theorems.language import Mean
from theorems.language.registry import UnknownId, find, theorems

ROOT = Path(__file__).parent.parent
ROOMS = ("theorems", "simulators", "proofs_check", "harness", "paper_figs")
MAY_IMPORT = {
    "theorems": {"theorems"},
    "simulators": {"simulators"},
    "proofs_check": {"proofs_check", "theorems"},
    "harness": {"harness", "theorems", "simulators", "proofs_check"},
    "paper_figs": {"paper_figs", "harness", "theorems", "simulators", "proofs_check"},
}
DOOR = ROOT / "theorems" / "door" / "__init__.py"
"""It opens on the command line of the harness: the one exception."""


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


FILES = [pytest.param(f, id=str(f.relative_to(ROOT))) for room in ROOMS for f in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES)
def test_imports_run_one_way(path):
    room = path.relative_to(ROOT).parts[0]
    ours = {name for name in imported(ast.parse(path.read_text())) if name in (*ROOMS, "tests")}
    if path != DOOR:
        assert ours <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", [p for p in FILES if "reference" in p.id])
def test_a_twin_does_not_look_at_its_kernel(path):
    names = {n.module for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ImportFrom) and n.module}
    ours = {n for n in names if n.startswith("simulators")}
    assert all(n.startswith(("simulators.reference", "simulators.engine")) for n in ours)


@pytest.mark.parametrize("path", FILES)
def test_no_file_is_long_and_every_one_says_what_it_is(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize(
    "module", ["theorems.language.registry", "harness.cli", "harness.commands", "simulators.engine"]
)
def test_the_doors_load_no_heavy_library(module):
    heavy = "{'numba', 'scipy.stats', 'matplotlib', 'sklearn'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_an_unknown_id_offers_the_nearest():
    with pytest.raises(UnknownId, match="did you mean bernoulli-absorption"):
        find("bernouli-absorption")


def test_a_record_with_an_undeclared_symbol_or_a_twin_name_is_refused():
    theorem = theorems()["poisson-extinction"]
    stray = Mean(name="stray", of="poisson.survival", equals=sp.Symbol("zeta"))
    with pytest.raises(ValueError, match="undeclared"):
        dataclasses.replace(theorem, claims=(stray,))
    with pytest.raises(ValueError, match="one name"):
        dataclasses.replace(theorem, claims=theorem.claims[:1] * 2)


def test_a_refuted_claim_must_name_its_correction():
    theorem = theorems()["gaussian-risk"]
    bare = dataclasses.replace(theorem.claim("variance-published"), counterexample=None)
    with pytest.raises(ValueError, match="counterexample"):
        dataclasses.replace(theorem, claims=(bare, *theorem.claims[3:]))
