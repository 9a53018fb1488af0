"""What stored results are keyed by: nothing that they depend on is missing from fingerprint, machine code or figures.

The suite is copied, an edit is made in the copy, and a process of its own is asked for the key.
"""

import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from lab import HAND, copy_of

from harness.run import fingerprint
from paper_figs import store
from paper_figs.figure import figures
from simulators import kernels

HERE = Path(__file__).parent.parent
ROOMS = ("theorems", "simulators", "proofs_check", "harness", "paper_figs")
FIGURES = figures()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the suite and of the example, a package of its own, with a module outside of its rooms."""
    root = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        shutil.copytree(HERE / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    package = copy_of(HAND, root, "key_lab")
    (package / "helpers").mkdir()
    (package / "helpers" / "__init__.py").write_text("")
    (package / "helpers" / "step.py").write_text("def step(x):\n    return x\n")
    return root


def python(root, code, **environment):
    """What a process prints that finds the suite in this folder."""
    found = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    arguments = [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{code}"]
    done = subprocess.run(arguments, env=found | environment, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


LOOK = """
from pathlib import Path
from random import SystemRandom
root = Path.cwd()
CHANGES = 200

def unnoticed(paths, key):
    '''Files of which an edit, another name, or another place leaves the key as it was.

    Each file is changed, in all six ways where they are few, else in so many of them, by chance, that there are some
    CHANGES in all: a way that is noticed of no file is left out with probability (5/6)^100 < 1e-7 at most.
    '''
    first = key()
    assert first == key()
    for path in paths:
        content = path.read_bytes()
        middle = len(content) // 2
        edits = (content + b"#", content[:middle] + b"#" + content[middle:], content[:-1], b"#" + content[1:])
        places = (path.with_name("other_" + path.name), path.parent / "moved_here" / path.name)
        ways = (*(edit for edit in edits if edit != content), *places)
        for way in SystemRandom().sample(ways, min(len(ways), max(1, CHANGES // len(paths)))):
            if isinstance(way, bytes):
                path.write_bytes(way)
                if key() == first:
                    print("edited", path.relative_to(root))
                path.write_bytes(content)
                continue
            way.parent.mkdir(exist_ok=True)
            path.rename(way)
            if key() == first:
                print("renamed", path.relative_to(root))
            way.rename(path)
            if way.parent != path.parent:
                way.parent.rmdir()
    assert first == key()
"""


def test_every_source_of_every_package_is_in_the_fingerprint(copy):
    """Every file is in that of its room alone, which is read sooner; one of each room is in that of all."""
    code = """
import random
from harness.run.fingerprint import sources
names = ("theorems", "simulators", "proofs_check", "harness", "key_lab")
rooms = {name: sorted((root / name).rglob("*.py")) for name in names}
assert sum(map(len, rooms.values())) > 90
for name, paths in rooms.items():
    unnoticed(paths, lambda: sources((name,)))
unnoticed([random.SystemRandom().choice(paths) for paths in rooms.values()], sources)
"""
    assert python(copy, LOOK + code) == ""


@pytest.mark.parametrize(
    ("module", "folders"),
    [
        ("simulators.bernoulli", ["simulators"]),
        ("simulators.exact.backward", ["simulators", "simulators/exact"]),
        ("key_lab.simulators.fixed_share", ["simulators", "key_lab/**"]),
    ],
)
def test_every_source_that_a_kernel_may_call_names_its_machine_code(copy, tmp_path, module, folders):
    code = f"""
from simulators import kernels
folder = root.joinpath(*{module!r}.split(".")[:-1])
def key():
    kernels.cache_directory.cache_clear()
    return kernels.cache_directory({module!r}, folder)
paths = {{path for folder in {folders} for path in root.glob(folder + "/*.py")}}
assert len(paths) > 10
unnoticed(sorted(paths), key)
"""
    assert python(copy, LOOK + code, NUMBA_CACHE_DIR=str(tmp_path)) == ""


def test_an_edit_of_what_a_contributed_kernel_calls_changes_its_draws(copy, tmp_path):
    """Also where it lies outside of the rooms: from the first draw of the next process on."""
    simulator = copy / "key_lab" / "simulators" / "called.py"
    simulator.write_text(
        "import numba\nfrom simulators.kernels import kernel\nfrom key_lab.helpers.step import step\n"
        "inner = numba.njit(step)\n\n@kernel\ndef run(x):\n    return inner(x)\n"
    )
    step, code = copy / "key_lab" / "helpers" / "step.py", "from key_lab.simulators.called import run; print(run(3))"
    written, stamp = step.read_text(), simulator.stat()
    try:
        for text, value in ((written, "3"), (written.replace("return x", "return x + 1"), "4"), (written, "3")):
            step.write_text(text)
            os.utime(simulator, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
            assert python(copy, code, NUMBA_CACHE_DIR=str(tmp_path)).strip() == value
    finally:
        step.write_text(written)
        simulator.unlink()


# -- versions -----------------------------------------------------------------------------------------------------


def test_each_version_and_the_machine_change_the_fingerprint(monkeypatch):
    def taken():
        fingerprint.fingerprint.cache_clear()
        return dict(fingerprint.fingerprint())

    first, real = taken(), fingerprint.version
    packages = ("numpy", "scipy", "numba", "llvmlite", "sympy", "mpmath", "python-flint")
    for package in packages:
        with monkeypatch.context() as patch:
            patch.setattr(fingerprint, "version", lambda name, new=package: "0" if name == new else real(name))
            assert fingerprint.differences(first, taken()).startswith(f"{package} (")
    for name in ("python_version", "machine", "system"):
        with monkeypatch.context() as patch:
            patch.setattr("platform." + name, lambda: "another")
            assert "another" in fingerprint.differences(first, taken())
    assert taken() == first


@pytest.mark.parametrize(
    ("place", "name"),
    [*((place, "__version__") for place in ("numba", "llvmlite", "numpy")), ("platform", "python_version")],
)
def test_each_version_behind_machine_code_names_it(place, name, monkeypatch, tmp_path):
    monkeypatch.setattr(kernels.config, "CACHE_DIR", str(tmp_path))

    def named():
        kernels.cache_directory.cache_clear()
        return kernels.cache_directory()

    first = named()
    with monkeypatch.context() as patch:
        patch.setattr(f"{place}.{name}", (lambda: "0") if name == "python_version" else "0")
        assert named() != first
    assert named() == first


def loaded(*codes):
    """The distributions that a process has loaded modules of when it has run each of these, one after the other."""
    look = "\nprint('loaded', *{name.partition('.')[0] for name in sys.modules})\n"
    lines = [line.split()[1:] for line in python(HERE, look.join([*codes, ""])).splitlines() if line[:7] == "loaded "]
    assert len(lines) == len(codes)
    known = packages_distributions()
    return [
        {name.lower() for module in modules for name in known.get(module, ())} - {"model-collapse-theorems"}
        for modules in lines
    ]


ONLY_TEXT = {
    *("rich", "markdown-it-py", "mdurl", "pygments", "pyyaml", "typing-extensions", "packaging", "setuptools"),
    "charset-normalizer",  # what numpy reads Fortran with, where it is
}
"""Distributions that print and parse text: no number is theirs."""

BESIDE = {"cloudpickle", "joblib", "narwhals", "psutil", "threadpoolctl", "python-dateutil", "six"}
"""What scikit-learn and matplotlib load besides: processes, foreign tables, dates."""


JAX = fingerprint.LEARNING["neural"]


@pytest.fixture(scope="module")
def of_a_process():
    """What is loaded when a theorem is verified, then when figures have their numbers, then when they are drawn."""
    verify = "from theorems.door import main\nmain(['verify', 'kde-replace-growth', '--effort', 'quick'])\n"
    names = ["suresh-3-survival", "kazdan-2-kde-moons", "kazdan-1-gaussian-determinant", "shumailov-4-replace"]
    numbers = f"""
from paper_figs.figure import figures
of = [figures()[name] for name in {names}]
tables = [figure.data(figure.parameters["tiny"], 1, lambda _: None) for figure in of]
"""
    pictures = """
from paper_figs import style
for figure, table, kind in zip(of, tables, ["svg", "pdf", "png", "pdf"], strict=True):
    style.pictures(figure, table, figure.parameters["tiny"], [kind])
"""
    return loaded(verify, numbers, pictures)


def test_no_number_comes_from_a_package_whose_version_is_not_in_the_fingerprint(of_a_process):
    """All that the proofs, exact checks, mutants and races of a theorem have loaded."""
    of_verify, _, _ = of_a_process
    assert of_verify - ONLY_TEXT <= {*fingerprint.PACKAGES}


def test_no_number_or_picture_of_a_figure_comes_from_a_package_that_is_not_in_its_key(of_a_process):
    _, of_numbers, of_pictures = of_a_process
    assert of_numbers - ONLY_TEXT - BESIDE <= {*store.PACKAGES}
    assert of_pictures - ONLY_TEXT - BESIDE <= {*store.PACKAGES, *store.DRAWING_PACKAGES}


def test_each_fact_behind_the_numbers_of_a_figure_is_in_its_key(monkeypatch):
    figure, first = FIGURES["suresh-3-survival"], store.key(FIGURES["suresh-3-survival"], "tiny")
    real = store.installed
    for package in (*store.PACKAGES, "llvmlite", "scikit-learn"):
        with monkeypatch.context() as patch:
            store.versions.cache_clear()
            patch.setattr(store, "installed", lambda name, new=package: "0" if name == new else real(name))
            assert store.key(figure, "tiny") != first, package
    for name in ("python_version", "machine", "system"):
        with monkeypatch.context() as patch:
            store.versions.cache_clear()
            patch.setattr("platform." + name, lambda: "another")
            assert store.key(figure, "tiny") != first, name
    store.versions.cache_clear()
    assert store.key(figure, "tiny") == first
    assert store.key(figure, "quick") != first


def test_where_jax_computes_is_in_the_keys_of_what_it_computes(monkeypatch):
    """A version of it, a plugin that finds a GPU, what it finds; a theory's figure knows nothing of these."""
    learnt = next((figure for figure in FIGURES.values() if figure.extra == "neural"), None)
    if learnt is None:
        pytest.skip("the extra neural is not installed")
    of_both = [store.key(learnt, "tiny"), store.key(FIGURES["suresh-3-survival"], "tiny"), fingerprint.made_of()]
    real = store.installed
    changes = [
        *((store, "installed", lambda name, new=name: "0" if name == new else real(name)) for name in JAX),
        (fingerprint, "platform_of_jax", lambda: {"jax computes on": "gpu"}),
    ]
    for place, name, other in changes:
        with monkeypatch.context() as patch:
            patch.setattr(place, name, other)
            patch.setattr(fingerprint, name, other)
            store.versions.cache_clear()
            fingerprint.made_of.cache_clear()
            found = [store.key(learnt, "tiny"), store.key(FIGURES["suresh-3-survival"], "tiny"), fingerprint.made_of()]
        assert [now != then for now, then in zip(found, of_both, strict=True)] == [True, False, True]
    store.versions.cache_clear()
    fingerprint.made_of.cache_clear()


def test_each_fact_behind_a_picture_is_in_its_key(monkeypatch):
    figure, sidecar = FIGURES["suresh-3-survival"], {"csv": "0", "parameters": {"points": 1}}
    first, real = store.drawing_key(figure, sidecar), store.installed
    for package in store.DRAWING_PACKAGES:
        with monkeypatch.context() as patch:
            patch.setattr(store, "installed", lambda name, new=package: "0" if name == new else real(name))
            assert store.drawing_key(figure, sidecar) != first, package
    assert store.drawing_key(figure, sidecar | {"csv": "1"}) != first
    assert store.drawing_key(figure, sidecar | {"parameters": {"points": 2}}) != first


BEHIND = [  # a figure, and a file behind its numbers: one of each room and kind
    ("suresh-3-survival", "theorems/bernoulli/absorption.py"),
    ("suresh-3-survival", "theorems/language/functions.py"),
    ("suresh-3-survival", "simulators/exact/window.py"),
    ("suresh-3-survival", "simulators/exact/backward.py"),
    ("suresh-3-survival", "simulators/exact/balls.py"),
    ("suresh-3-survival", "simulators/counts.py"),
    ("suresh-3-survival", "simulators/alias.py"),
    ("suresh-3-survival", "simulators/variates.py"),
    ("suresh-3-survival", "simulators/kernels.py"),
    ("suresh-3-survival", "simulators/engine.py"),
    ("suresh-3-survival", "harness/evidence/means.py"),
    ("suresh-3-survival", "harness/judge/observed.py"),
    ("suresh-3-survival", "paper_figs/numbers.py"),
    ("suresh-3-survival", "paper_figs/tables.py"),
    ("suresh-3-survival", "paper_figs/suresh/bernoulli.py"),
    ("suresh-3-survival", "paper_figs/suresh/survival.py"),
    ("kazdan-1-gaussian-trace", "simulators/exact/gaussian_workflows.py"),
    ("kazdan-1-gaussian-trace", "paper_figs/kazdan/common.py"),
    ("kazdan-1-gaussian-trace", "simulators/gaussian_multivariate.py"),
    ("kazdan-2-kde-blobs", "paper_figs/kazdan/kde.py"),
    ("ours-tightness-collapse", "simulators/exact/mellin.py"),
    ("ours-kde-spread", "theorems/processes/kde.py"),
    ("shumailov-4-replace", "simulators/gaussian_mle.py"),
    ("shumailov-5-pool-sample", "simulators/gaussian_pool.py"),
]


def test_a_statement_more_in_any_source_behind_a_figure_is_another_key(copy):
    """And one in a source that has nothing to do with it is not. Only what is edited is read again."""
    code = f"""
from pathlib import Path
from paper_figs import store
from paper_figs.figure import figures

class Read(dict):
    def __init__(self, function):
        self.function = function.__wrapped__

    def __call__(self, *of):
        if of not in self:
            self[of] = self.function(*of)
        return self[of]

read = [Read(function) for function in (store._tree, store._imports, store._meaning)]
store._tree, store._imports, store._meaning = read

def key(name, file):
    for known in read:
        for of in [of for of in known if of[0] == file.removesuffix(".py").replace("/", ".")]:
            del known[of]
    return store.key(figures()[name], "tiny")

def changes(name, file):
    path, first = Path(file), key(name, file)
    text = path.read_text()
    path.write_text(text + "\\nMORE = 1\\n")
    changed = key(name, file) != first
    path.write_text(text)
    assert key(name, file) == first
    return changed

for name, file in {BEHIND}:
    if not changes(name, file):
        print(name, file)
assert not changes("suresh-3-survival", "simulators/exact/gaussian_workflows.py")
assert not changes("suresh-3-survival", "paper_figs/style.py")
"""
    assert python(copy, code) == ""


# -- threads of numba ---------------------------------------------------------------------------------------------


def test_the_number_of_numbas_own_threads_has_no_say():
    """No kernel uses them: one that numba could not be imported with stops nothing, and says nothing.

    It is read when numba is imported: by a fork for each of a process that has imported what else kernels need.
    """
    values = ["0", "00", "-1", "", "many", "1.5", "3"]
    code = f"""
import os, sys
import flint, numpy, scipy.special, sympy
import theorems.language

for threads in {values}:
    if child := os.fork():
        print(repr(threads), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    assert "numba" not in sys.modules
    os.environ["NUMBA_NUM_THREADS"] = threads
    from simulators.alias import poisson_rows
    import simulators.exact.backward
    print(poisson_rows().bits, end=" ", flush=True)
    os._exit(0)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"9 {value!r} 0" for value in values]


def test_a_run_is_the_same_for_any_number_of_numbas_own_threads():
    arguments = [sys.executable, "-m", "theorems", "value", "poisson-extinction/survival", "--at", "n=2,lambda0=1,k=3"]
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    runs = [
        subprocess.run(arguments, env=os.environ | path | more, cwd=HERE, capture_output=True, text=True)
        for more in ({}, {"NUMBA_NUM_THREADS": "0"})
    ]
    assert runs[0].returncode == runs[1].returncode == 0
    assert runs[0].stdout == runs[1].stdout
