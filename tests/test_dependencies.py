"""What deterministic evidence depends on: no more and no less than it runs.

The expected set is what a fresh interpreter has loaded that finds the evidence alone, in a folder where there are only
the files that it is said to depend on; then all imports that stand in functions of these are run, too.
"""

import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lab import DOMAINS, HAND, MIXED, contribute

from harness.run import dependencies
from harness.run.dependencies import JUDGES, Sources, behind, modules_behind
from theorems import rooms
from theorems.language.registry import find, modules, theorems
from theorems.processes import declarations, declaring

ROOT = Path(__file__).parent.parent
FILES = sorted(path for room in rooms.PACKAGES for path in (ROOT / room).rglob("*.py"))
SCANS = {}
"""Shared by all readers of this file: by digests of sources."""

ORDER = str(random.SystemRandom().randrange(2**32))
"""Of what stands in sets: two processes that are compared walk through them alike."""

ALONE = """
import importlib, json, re, sys
from harness.judge import {kind}
from harness.judge.case import Case
from theorems.language.registry import find

TOPS = {tops}

def files():
    return {{
        name: module.__file__ or module.__path__[0] for name, module in list(sys.modules.items())
        if name.partition(".")[0] in TOPS and (getattr(module, "__file__", None) or hasattr(module, "__path__"))
    }}

def run_imports_of_functions(file):
    inside_types = False
    for line in open(file).read().splitlines() if file.endswith(".py") else ():
        inside_types = line == "if TYPE_CHECKING:" or (inside_types and (line.startswith(" ") or not line))
        found = re.match(r" +(?:from ([a-z_.]+) import ([\\w, ]+)|import ([a-z_.]+))", line)
        if found and not inside_types and (found[1] or found[3]).partition(".")[0] in TOPS:
            base = importlib.import_module(found[1] or found[3])
            for name in (found[2] or "").split(","):
                if name.strip() and not hasattr(base, name.strip().split(" ")[0]):
                    importlib.import_module(base.__name__ + "." + name.strip().split(" ")[0])

theorem = find({name!r})
def prepared(case):
    try:
        return questions.prepare(case)
    except Exception as error:
        return type(error).__name__

found = {{case.id: {call} for case in [Case(theorem, c) for c in theorem.claims]}}
for claim in theorem.claims if "{kind}" != "proof" else ():
    if claim.observable:  # the rooms that are looked at for it, in whatever order
        from harness.judge.observed import Observed
        Observed(claim.observable).simulator, Observed(claim.observable).has_oracle, Observed(claim.observable).declared
seen = {{}}
while len(seen) < len(now := files()):
    for file in [now[name] for name in now.keys() - seen.keys()]:
        run_imports_of_functions(file)
    seen = now
print(json.dumps([found, sorted(seen.values())]))
"""
CALLS = {
    "obligations": "obligations.refusal(case)",
    "proof": "[(s[:3], s[4]) for found in [proof.prove(case)] if found for s in proof.write_proof(found)]",
    "exact": "str(exact.check(case))",
    "questions": "prepared(case)",
}


def alone(folder, kind, theorem, package=None):
    """What is found, and the files that are loaded for it, where there are only those that it is said to depend on."""
    paths, _ = behind(kind, theorem, Sources(scans=SCANS))
    for name, path in paths.items():
        top = name.partition(".")[0].partition("/")[0]
        home = next(p for p in path.parents if p.name == top).parent if path.name != f"{top}.py" else path.parent
        place = folder / path.relative_to(home)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    if package:
        contribute(folder, package)
    return ask(folder, kind, theorem, package), {path.resolve() for path in paths.values() if path.suffix == ".py"}


def ask(folder, kind, theorem, package=None, *more):
    code = ALONE.format(kind=kind, call=CALLS[kind], name=theorem.id, tops=[*rooms.PACKAGES, package])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {
        "PYTHONPATH": os.pathsep.join(map(str, (folder, *more))),
        "PYTHONHASHSEED": ORDER,
    }
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found, loaded = json.loads(done.stdout)
    return found, {Path(file) for file in loaded if file.endswith(".py")}


def test_every_module_that_looks_others_up_is_known():
    """In ours nothing is imported by a name that is not followed: no evidence depends on a whole room."""
    sources = Sources(scans=SCANS)
    assert all(sources.scan(name)["looks"] for name in dependencies.FOLLOWED)
    for theorem in theorems().values():
        for kind in JUDGES:
            found = modules_behind(kind, theorem, sources)
            assert not {name for name in found if sources.scan(name)["looks"]} - dependencies.FOLLOWED


def reductions_elsewhere(names):
    """Modules with reductions of processes of these names, which others declare."""
    reduced = {(process.reduces[0].name, module) for process, module in declarations().values() if process.reduces}
    return {module for name, module in reduced if name in names and declaring(name) != module}


def looked_at(theorem):
    return {claim.observable.partition(".")[0] for claim in theorem.claims if claim.observable}


@pytest.mark.parametrize("kind", JUDGES)
def test_what_evidence_is_said_to_depend_on_is_what_it_runs(kind, tmp_path):
    """And an edit of any other file of the rooms leaves its key as it is: every file is edited in turn. A reduction in
    another file is said besides: it is run where the process itself does not give what is asked for. A proof may ask
    for any process that it imports.

    The theorem is another one in every run: what must hold, holds for each.
    """
    theorem = random.SystemRandom().choice([*theorems().values()])
    (found, loaded), said = alone(tmp_path, kind, theorem)
    here = {ROOT / path.relative_to(tmp_path) for path in loaded}  # all that was loaded lies in that folder
    places = Sources(scans=SCANS)
    named = looked_at(theorem)
    if kind == "proof":
        named |= {name for name, (_, module) in declarations().items() if places.path(module) in here}
    besides = {places.path(name) for name in places.behind(reductions_elsewhere(named))}
    assert here <= said <= here | besides, f"{kind} of {theorem.id}"
    assert found == ask(ROOT, kind, theorem)[0]
    assert changed_by_an_edit_of(kind, theorem, FILES) == said & {*FILES}, f"{kind} of {theorem.id}"


@pytest.mark.parametrize("kind", JUDGES)
def test_reductions_in_other_files_count_where_their_process_is_looked_at_or_a_proof_may_have_it(kind):
    sources, counted = Sources(scans=SCANS), set()
    for theorem in theorems().values():
        found, names = modules_behind(kind, theorem, sources), looked_at(theorem)
        if kind == "proof":
            names |= {name for name, (_, module) in declarations().items() if module in found}
        counted |= reductions_elsewhere(names)
        assert reductions_elsewhere(names) <= found, theorem.id
    assert counted


def key(kind, theorem, read=Path.read_bytes, places=None):
    sources = (places or Sources(scans=SCANS)).read_by(read)
    paths, versions = behind(kind, theorem, sources)
    return {name: sources.digest(path) for name, path in paths.items()} | versions


def with_a_token(edited):
    """A reader of sources that finds a harmless token more in one of them."""
    return lambda path: path.read_bytes() + b"\npass\n" * (path == edited)


def test_a_room_that_a_process_does_not_have_is_looked_for_in_its_package():
    """Which is imported then, and may do anything."""
    for kind in ("obligations", "exact", "questions"):
        assert changed_by_an_edit_of(kind, find("g-iterate"), [ROOT / "simulators" / "exact" / "__init__.py"])


# -- packages of other people's theorems ------------------------------------------------------------------------

BESIDE = {
    "helpers/__init__.py": "",
    "helpers/numbers.py": "from . import more\nONE = more.ONE\n",
    "helpers/more.py": "ONE = 1\n",
    "helpers/hidden.py": "TWO = 2\n",
    "theorems/counts.txt": "1 2 3\n",
    "stray.py": "",
}
"""Files of a package outside of its rooms, and data."""


def changed_by_an_edit_of(kind, theorem, paths):
    """Those of the files with which the key is another one. Of a file that is not read to make it, it knows nothing."""
    places, asked = Sources(scans=SCANS), set()

    def noted(path):
        asked.add(path)
        return path.read_bytes()

    first = key(kind, theorem)
    assert key(kind, theorem, noted, places) == first
    return {path for path in asked.intersection(paths) if key(kind, theorem, with_a_token(path), places) != first}


@pytest.mark.parametrize("kind", JUDGES)
def test_evidence_on_a_contributed_theorem_depends_on_what_it_runs(lab, kind, tmp_path):
    """Of a package that is another one in every run: what must hold, holds for each."""
    root = lab(source=random.SystemRandom().choice([HAND, MIXED, DOMAINS]))
    mine = [find(name) for name, module in modules().items() if module.startswith(f"{root.name}.")]
    theorem = random.SystemRandom().choice(mine)
    (tmp_path / "alone").mkdir()
    (found, loaded), said = alone(tmp_path / "alone", kind, theorem, root.name)
    own = {path.relative_to(tmp_path / "alone") for path in loaded if root.name in path.parts}
    assert own == {path.relative_to(tmp_path) for path in said if path.is_relative_to(tmp_path)}
    assert found == ask(tmp_path, kind, theorem, root.name, ROOT)[0]
    here = {tmp_path / path for path in own}
    assert changed_by_an_edit_of(kind, theorem, root.rglob("*.py")) == here


def test_what_a_contributed_record_runs_and_reads_counts_wherever_it_lies(lab, tmp_path):
    """Modules outside of the rooms, those that no package has, and data; a stray module does not."""
    root = lab(source=HAND)
    record = root / "theorems" / "fixed_share.py"
    more = f"\nimport alone_here\nfrom {root.name}.helpers.numbers import ONE\n"
    record.write_text(record.read_text().replace("\nfrom theorems.language", f"{more}from theorems.language", 1))
    for file, text in BESIDE.items():
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_text(text)
    (tmp_path / "alone_here.py").write_text("def later():\n    import lazily_here\n")
    (tmp_path / "lazily_here.py").write_text("")
    (theorem,) = (find(name) for name, module in modules().items() if module.startswith(f"{root.name}."))
    outside = {root / file for file in BESIDE} | {tmp_path / "alone_here.py", tmp_path / "lazily_here.py"}
    for kind in JUDGES:
        unchanged = outside - changed_by_an_edit_of(kind, theorem, outside)
        assert {path.name for path in unchanged} == {"hidden.py", "stray.py"}


@pytest.mark.parametrize("call", ["__import__(name)", "importlib.import_module(name)", "exec(name)", "declared(name)"])
def test_a_module_that_imports_by_a_computed_name_depends_on_its_whole_package(lab, call):
    root = lab(source=HAND)
    for file, text in BESIDE.items():
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_text(text)
    proof = root / "proofs_check" / "fixed_share.py"
    imports = {"importlib": "import importlib\n", "declared": "from theorems.processes import declared\n"}
    looks = imports.get(call.partition(".")[0].partition("(")[0], "")
    text = proof.read_text()
    proof.write_text(
        text.replace("import sympy as sp\n", f"{looks}import sympy as sp\n") + f"\n\ndef f(name):\n    {call}\n"
    )
    (theorem,) = (find(name) for name, module in modules().items() if module.startswith(f"{root.name}."))
    assert changed_by_an_edit_of("proof", theorem, root.rglob("*.py")) == set(root.rglob("*.py"))
    assert changed_by_an_edit_of("exact", theorem, [root / "stray.py"]) == set()
    every = {path for path in FILES if path.is_relative_to(ROOT / "theorems" / "processes")}
    assert changed_by_an_edit_of("proof", theorem, every) == every


def test_a_source_is_the_file_that_python_imports_and_a_package_without_one_is_its_folder(tmp_path, monkeypatch):
    """A package goes before a module of its name, what is compiled is no package, and a link that leads nowhere is no
    file.
    """
    bare = tmp_path / "bare_here"
    for file in ("inner/step.py", "both/__init__.py", "both.py", "plain.py", "__pycache__/plain.pyc", "data/notes.txt"):
        (bare / file).parent.mkdir(parents=True, exist_ok=True)
        (bare / file).write_text("")
    (bare / "broken.py").symlink_to("nowhere.py")
    monkeypatch.syspath_prepend(tmp_path)
    sources = Sources()
    found = {
        "": ".", "inner": "inner", "inner.step": "inner/step.py", "both": "both/__init__.py", "plain": "plain.py",
        "data": "data", "data.notes": None, "plain.more": None, "__pycache__": None, "broken": None, "none.step": None,
    }  # fmt: skip
    for name, file in found.items():
        module = ".".join(["bare_here", *filter(None, [name])])
        assert sources.path(module) == (None if file is None else bare / file), name
        assert file is None or importlib.util.find_spec(module) is not None
    assert sources.data("bare_here") == {"bare_here/data/notes.txt": bare / "data" / "notes.txt"}
