"""Names that `theorems new` takes: what it writes with them can be imported, and hides nothing."""

import ast
import keyword
import re
import sys

import pytest

from harness.author import skeletons
from harness.author.scaffold import LONGEST, TAKEN
from theorems.door import main

TEXTS = (skeletons.PROCESS, skeletons.RECORD, skeletons.SIMULATOR, skeletons.PROOF, skeletons.FIGURE)


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def refused(capsys, folder, *arguments):
    """The one line of a refusal that has written nothing."""
    before = sorted(folder.rglob("*"))
    code, out, err = run(capsys, "new", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert sorted(folder.rglob("*")) == before
    return err


@pytest.fixture
def lab_folder(tmp_path, monkeypatch):
    """An empty folder for a package, in the current folder."""
    folder = tmp_path / "quiet_lab"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("name", ["json", "winreg", "test", "numpy", "sympy", "pytest", "harness", "theorems", "tests"])
def test_no_package_hides_one_of_python_or_of_the_environment(capsys, tmp_path, monkeypatch, name):
    (tmp_path / "labs" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert repr(name) in refused(capsys, tmp_path / "labs", "a-word", "--here", f"labs/{name}")


@pytest.mark.parametrize("name", ["class", "None", "1abc", "a b", "é", "__init__", "a" * 70])
def test_a_package_has_a_name_that_python_can_import(capsys, tmp_path, name):
    (tmp_path / name).mkdir()
    refused(capsys, tmp_path, "a-word", "--here", str(tmp_path / name))


WORDS = sorted(
    {word for text in TEXTS for word in re.findall(r"\b[a-z][a-z0-9_]*\b", text)}
    | set(keyword.kwlist) | set(keyword.softkwlist) | {"x", "self", "rng", "paths", "sum", "print", "m", "sigma0"}
)  # fmt: skip


def bound(tree):
    """Names that a file imports or defines at its top, each as often as it does."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name))


def test_a_parameter_of_any_name_is_refused_or_makes_files_that_compile_and_hide_nothing(capsys, tmp_path, monkeypatch):
    """Every word of the skeletons, of Python, and the argument of laws; what is refused says what the name is."""
    monkeypatch.chdir(tmp_path)
    taken = set()
    for word in WORDS:
        folder = tmp_path / f"lab_of_{word}"
        folder.mkdir()
        code, _, err = run(capsys, "new", "a-word", "--here", folder.name, "--parameters", f"n,{word}", "--figure")
        if code:
            assert code == 2
            assert len(err.splitlines()) == 1
            assert list(folder.iterdir()) == []
            taken.add(word)
            continue
        for path in folder.rglob("*.py"):
            tree = ast.parse(path.read_text())
            compile(tree, str(path), "exec")  # an argument that is there twice is found here
            names = list(bound(tree))
            assert len(names) == len(set(names)), f"{word} hides something in {path.name}"
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    arguments = {a.arg for a in function.args.kwonlyargs}  # the parameters
                    inside = [node for statement in function.body for node in ast.walk(statement)]
                    stored = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
                    called = {n.func.id for n in inside if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
                    assert word not in (stored | called) & arguments, f"{word} is used for another thing in {path.name}"
    assert taken >= {"x", "rng", "paths", "lambda", "class"}
    assert not taken & {"m", "sigma0", "p0", "k", "d"}
    assert taken - {"n", "_"} <= {*TAKEN, *keyword.kwlist}


@pytest.mark.parametrize("word", ["class", "lambda", "a" * 300, "A", "1", "", "a.b", "../up", "a\0b", "a\nb"])
def test_names_that_are_no_names_are_refused(capsys, lab_folder, word):
    for option in ("--family", "--process", "--observable", "--parameters"):
        if word or option in ("--observable", "--parameters"):  # an empty family is none
            refused(capsys, lab_folder, "a-word", "--here", "quiet_lab", option, word)
    refused(capsys, lab_folder, word, "--here", "quiet_lab")


def test_the_longest_name_is_a_file_and_one_letter_more_is_refused(capsys, lab_folder):
    assert str(LONGEST) in refused(capsys, lab_folder, "a" * (LONGEST + 1), "--here", "quiet_lab")
    code, _, _ = run(capsys, "new", "a" * LONGEST, "--here", "quiet_lab", "--figure")
    assert code == 0
    assert len(list(lab_folder.rglob("a" * LONGEST + ".py"))) == 5


def test_what_cannot_be_written_leaves_nothing(capsys, lab_folder):
    """The folder of one room is a file of somebody else: nothing of the theorem is written, and the file stays."""
    theirs = lab_folder / "quiet_lab"
    theirs.mkdir()
    (theirs / "simulators").write_text("mine")
    assert "cannot be written" in refused(capsys, lab_folder, "a-word", "--here", "quiet_lab")
    assert (theirs / "simulators").read_text() == "mine"


def test_a_project_that_cannot_be_read_is_one_line(capsys, lab_folder):
    for content in (b"[project", b"\xff\xfe", b"[project]\nname = 'x'\n"):
        (lab_folder / "pyproject.toml").write_bytes(content)
        assert "pyproject.toml" in refused(capsys, lab_folder, "a-word", "--here", "quiet_lab")
    assert "quiet_lab" not in sys.modules
