"""The house: imports run one way, modules do no work when imported, records are well formed."""

import ast
import dataclasses
import pkgutil
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import sympy as sp

import simulators
from theorems import rooms
from theorems.language import Mean, Note
from theorems.language.registry import UnknownId, find, theorems

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "theorems": {"theorems"},
    "simulators": {"simulators"},
    "proofs_check": {"proofs_check", "theorems"},
    "harness": {"harness", "theorems", "simulators", "proofs_check"},
    "paper_figs": {"paper_figs", "harness", "theorems", "simulators", "proofs_check"},
}
DOORS = {ROOT / "theorems" / "door" / "__init__.py", *(ROOT / "theorems" / "api").glob("*.py")}
"""They open on the command line of the harness, and on the library: the one exception."""


WINGS = {
    "basics": set(),
    "evidence": {"basics"},
    "judge": {"basics", "evidence"},
    "author": {"basics", "evidence", "judge"},
    "run": {"basics", "evidence", "judge"},
    "cli": {"basics", "evidence", "judge", "author", "run"},
    "testing": {"basics", "evidence", "judge", "author", "run"},
}
"""The wings of the harness, and what each may import besides itself."""


def imported(tree):
    """Dotted names of all that is imported, anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = [path for room in rooms.PACKAGES for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def parsed(path):
    return ast.parse(path.read_text())


def test_imports_run_one_way():
    astray = {}
    for path in {*FILES} - DOORS:
        room = path.relative_to(ROOT).parts[0]
        ours = {name.split(".")[0] for name in imported(parsed(path))} & {*rooms.PACKAGES, "tests"}
        if not ours <= MAY_IMPORT[room]:
            astray[str(path.relative_to(ROOT))] = ours - MAY_IMPORT[room]
    assert astray == {}


@pytest.mark.parametrize(
    "path", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in FILES if p.is_relative_to(ROOT / "harness")]
)
def test_imports_of_the_wings_run_one_way(path):
    wing, *rest = path.relative_to(ROOT / "harness").parts
    names = [name.split(".") for name in imported(parsed(path))]
    ours = {name[1] for name in names if name[0] == "harness" and len(name) > 1}
    if rest:
        assert ours <= {wing, *WINGS[wing]}
    else:  # no file lies between the wings, and what is common to them imports none
        assert (wing, ours) == ("__init__.py", set())


def test_names_of_rooms_are_listed_once():
    """No other file has the name of a room, or of a module in one below ours, as a text to import or to look for."""
    named = {rooms.PROOFS, rooms.FIGURES, *rooms.OF_A_PROCESS, *map(rooms.folder, rooms.OF_A_PROCESS)}
    again = {}
    for path in {*FILES} - {Path(rooms.__file__)}:
        texts = [str(n.value) for n in ast.walk(parsed(path)) if isinstance(n, ast.Constant)]
        if found := [text for text in texts if text in named or re.fullmatch(rf"{rooms.FIGURES}\.\w*", text)]:
            again[str(path.relative_to(ROOT))] = found
    assert again == {}


KERNELS = tuple(f"simulators.{m.name}" for m in pkgutil.iter_modules(simulators.__path__) if not m.ispkg)


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        (".", KERNELS),
        ("reference", ("simulators.reference", "simulators.engine")),
        ("exact", ("simulators.exact", "simulators.engine", "simulators.kernels")),  # decorators
    ],
)
def test_kernels_twins_and_oracles_do_not_look_at_each_other(room, allowed):
    for path in sorted((ROOT / "simulators" / room).glob("*.py")):
        tree = ast.parse(path.read_text())
        assert not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
        ours = [name for name in imported(tree) if name.split(".")[0] in (*rooms.PACKAGES, "tests")]
        assert all(name.startswith(allowed) for name in ours if name != "simulators"), f"{path} imports {ours}"


OTHERS = [
    path for folder in ("benchmarks", "docs", "examples", "tests") for path in sorted((ROOT / folder).rglob("*.py"))
]


def test_no_file_is_long_and_every_one_says_what_it_is():
    every = {str(path.relative_to(ROOT)): path for path in (*FILES, *OTHERS)}
    assert {name for name, path in every.items() if len(path.read_text().splitlines()) > 400} == set()
    silent = (name for name, path in every.items() if path.read_text().strip() and not ast.get_docstring(parsed(path)))
    assert {*silent} == set()


def test_neither_program_that_judges_proofs_grows(monkeypatch):
    """Lines of code, without docstrings and comments: what must be read to believe a derivation, or its judge."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.rules import RECHECK, lines_of_code, written

    of_rules, trusted = written()
    assert len(of_rules) > 50
    assert sum(of_rules.values()) / trusted == pytest.approx(1 / 3, abs=0.05)  # as proofs_check.rules says
    assert 1000 < trusted <= 3503
    assert 1000 < sum(map(lines_of_code, RECHECK.glob("*.py"))) <= 4193


@pytest.mark.parametrize(
    "module", ["theorems.language.registry", "harness.cli.main", "harness.cli.records", "simulators.engine"]
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


@pytest.mark.parametrize(
    ("name", "kind"),
    [("variance-published", None), ("variance-published", "wrong"), ("mean", "false"), ("mean", "wrong")],
)
def test_a_refuted_claim_and_no_other_says_what_kind_of_erratum_it_is(name, kind):
    theorem = theorems()["gaussian-risk"]
    edited = [dataclasses.replace(c, erratum=kind) if c.name == name else c for c in theorem.claims]
    with pytest.raises(ValueError, match=f"{name}.*missing hypothesis.*got {kind!r}"):
        dataclasses.replace(theorem, claims=tuple(edited))


def test_a_note_has_a_kind_and_rests_on_claims_of_its_theorem():
    theorem = theorems()["gaussian-risk"]
    said = {"source": theorem.source, "printed": "any", "found": "any"}
    with pytest.raises(ValueError, match="'wrong'"):
        Note(kind="wrong", **said)
    assert dataclasses.replace(theorem, notes=(Note(kind="code", **said, evidence=("mean",)),)).notes
    with pytest.raises(ValueError, match="'nothing'"):
        dataclasses.replace(theorem, notes=(Note(kind="code", **said, evidence=("nothing",)),))
