"""Adding a theorem: skeletons with holes, and packages of other people."""

import ast
import re
from pathlib import Path

import pytest
from lab import EXAMPLE, contribute, forget

from harness.author.todo import todo
from harness.judge.budget import budget
from harness.judge.observed import Observed
from harness.testing import session, suite
from theorems.door import main
from theorems.language import holes, registry


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def left(folder):
    """The number of holes in all files of a folder."""
    return sum(len(list(holes.holes(path))) for path in folder.rglob("*.py"))


def begin(capsys, know, folder, package, name, *arguments):
    """A theorem as `new` writes it into a package of its own, which the suite knows."""
    (folder / "sources" / package).mkdir(parents=True)
    assert run(capsys, "new", name, "--here", str(folder / "sources" / package), *arguments)[0] == 0
    (folder / "sources" / package / package).rename(folder / package)
    contribute(folder, package)
    know()


# -- skeletons ------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(monkeypatch, tmp_path):
    """An empty repository in the place of ours."""
    (tmp_path / "theorems" / "bernoulli").mkdir(parents=True)
    (tmp_path / "theorems" / "bernoulli" / "__init__.py").write_text('"""Bernoulli."""\n')
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr("harness.author.scaffold.repository", lambda: tmp_path)
    return tmp_path


def test_new_writes_a_declaration_a_kernel_a_record_and_a_proof(capsys, repository):
    """What follows from the declaration is asked of nobody: no twin, no exact means; the proof has no hole."""
    code, out, _ = run(capsys, "new", "bernoulli-entropy", "--figure")
    assert code == 0
    written = [
        "theorems/processes/bernoulli_entropy.py",
        "simulators/bernoulli_entropy.py",
        "theorems/bernoulli/entropy.py",
        "proofs_check/bernoulli/entropy.py",
        "paper_figs/bernoulli/entropy.py",
    ]
    assert [line.strip() for line in out.splitlines()[: len(written)]] == [str(repository / name) for name in written]
    for name in written:
        path = repository / name
        assert ast.get_docstring(ast.parse(path.read_text()))
        assert bool(list(holes.holes(path))) == (not name.startswith("proofs_check"))
    assert not list(repository.rglob("reference"))
    assert out.splitlines()[-5] == "next"
    assert [line.split("#")[0].strip() for line in out.splitlines()[-4:]] == [
        "theorems check bernoulli-entropy",
        "theorems derive bernoulli_entropy",
        "theorems verify bernoulli-entropy",
        "pytest -k bernoulli-entropy",
    ]


@pytest.mark.parametrize("last", ["", ",k"])
def test_new_writes_the_parameters_into_declaration_kernel_and_record(capsys, repository, last):
    """k counts the generations whether it is listed or not."""
    arguments = ("--figure", "--parameters", f"n,lam,z:int{last}", "--observable", "size")
    assert run(capsys, "new", "bernoulli-bias", *arguments)[0] == 0
    kernel = ast.parse((repository / "simulators/bernoulli_bias.py").read_text())
    takes = {f.name: ast.unparse(f.args) for f in kernel.body if isinstance(f, ast.FunctionDef)}
    assert takes["size"].endswith("*, n: int, lam: float, z: int, k: int")
    process = (repository / "theorems/processes/bernoulli_bias.py").read_text()
    assert "n, lam, z = PARAMETERS.symbols" in process
    assert 'observables={"size": hole(' in process
    record = (repository / "theorems/bernoulli/bias.py").read_text()
    assert "from theorems.processes.bernoulli_bias import BERNOULLI_BIAS\n" in record
    assert 'Parameters(*BERNOULLI_BIAS.parameters, integer("k", 0, ' in record
    assert "n, lam, z, k = PARAMETERS.symbols" in record
    assert 'of="bernoulli_bias.size"' in record
    assert 'points=("n=5,lam=1/3,z=5,k=2",)' in record
    figure = (repository / "paper_figs/bernoulli/bias.py").read_text()
    assert 'PANELS = ["n=5,lam=1/3,z=5"]' in figure
    assert 'Curves(NAME, "k", entropy)' in figure


def test_new_takes_a_process_that_is_declared_and_leaves_the_record_to_be_written(capsys, repository):
    code, _, _ = run(capsys, "new", "heterozygosity", "--family", "wright-fisher", "--process", "bernoulli")
    assert code == 0
    assert {str(p.relative_to(repository)) for p in repository.rglob("*.py")} == {
        "theorems/bernoulli/__init__.py",
        "theorems/wright_fisher/__init__.py",
        "theorems/wright_fisher/heterozygosity.py",
        "proofs_check/wright_fisher/__init__.py",
        "proofs_check/wright_fisher/heterozygosity.py",
    }
    record = (repository / "theorems/wright_fisher/heterozygosity.py").read_text()
    assert 'hole("bernoulli. and one of share, count, ' in record
    assert "n, p0, k = PARAMETERS.symbols" in record


@pytest.mark.parametrize(
    ("of", "symbols", "generation"),
    [
        ("gaussian_accumulate.variance", "n, sigma0, k", ["3"]),  # its first model is fitted to data
        ("gaussian_pool.variance", "n, sigma0, k", ["2"]),
        ("bernoulli.fixation", "n, p0", []),  # at no generation in particular
    ],
)
def test_a_record_on_a_declared_process_can_be_read_when_its_holes_are_filled(
    capsys, repository, of, symbols, generation
):
    """Its parameters are those of the process, and the generation where one is looked at."""
    process, _, observable = of.partition(".")
    assert run(capsys, "new", "bernoulli-x", "--process", process, "--observable", observable)[0] == 0
    text = (repository / "theorems/bernoulli/x.py").read_text()
    assert max(map(len, text.splitlines())) <= 120
    names: dict = {}
    filled = text.replace("source=hole(", "remark=str(").replace("equals=hole(", "equals=len(").replace("hole(", "str(")
    exec(compile(filled, "x.py", "exec"), names)
    theorem = names["THEOREM"]
    assert ", ".join(theorem.parameters.names) == symbols
    assert theorem.claims[0].of == of
    (point,) = theorem.claims[0].points
    assert re.findall(r",k=(\d+)$", point) == generation
    assert theorem.parameters.contains(theorem.parameters.point(point))


def test_a_package_has_the_files_of_the_example_and_takes_a_second_theorem(capsys, tmp_path):
    folder = tmp_path / "collapse_lab"
    folder.mkdir()
    assert run(capsys, "new", "fixed-share", "--here", str(folder))[0] == 0

    def files(root):
        return {str(p.relative_to(root)) for p in root.rglob("*") if p.suffix in (".py", ".toml")}

    assert files(folder) == files(EXAMPLE)
    for path in EXAMPLE.rglob("*"):
        if path.suffix == ".toml" or path.name in ("__init__.py", "test_theorems.py"):
            assert (folder / path.relative_to(EXAMPLE)).read_text() == path.read_text()
    assert run(capsys, "new", "other-share", "--here", str(folder), "--process", "bernoulli")[0] == 0
    assert files(folder) == files(EXAMPLE) | {
        f"collapse_lab/{name}.py" for name in ("theorems/other_share", "proofs_check/other_share")
    }


def test_a_process_that_no_declaration_carries_has_its_parameters_in_the_record(lab, capsys, repository):
    """Its kernel is there, so that only the record is written; nothing says that its moments are enough."""
    lab()
    arguments = ("--family", "shares", "--process", "fixed_share", "--parameters", "n,d,alpha,p0")
    assert run(capsys, "new", "other-share", *arguments)[0] == 0
    record = (repository / "theorems/shares/other_share.py").read_text()
    assert "n, d, alpha, p0, k = PARAMETERS.symbols" in record
    assert "an observable of " in record
    assert not list(repository.rglob("proofs_check/shares/other_share.py"))


FILLED = {
    "a title of a few words": "Diversity is lost by one factor a generation",
    "authors, title, arXiv number": "Folklore",
    "where in it: Theorem 1, or: in the text": "everywhere",
    "the process and its letters, and what the theorem is about: the claims themselves are printed": "Of diversity.",
    "what is given, what is estimated and how (ddof), what k counts": "P_0 = p0 is given",
    "the letters of the source where they differ, or the letters used here": "P is the share",
}
"""What the holes of a record are filled with."""
FORMULA = "p0 * (1 - p0) * (1 - 1 / n) ** k"
MOST_LINES = 30


def test_a_theorem_on_a_declared_process_is_green_when_its_record_is_filled(know, capsys, tmp_path):
    """Without an edit of the proof, and in few lines outside comments; true claims fail with probability < 1e-9."""
    arguments = ("--process", "bernoulli", "--observable", "diversity")
    begin(capsys, know, tmp_path, "quicklab", "diversity-loss", *arguments)
    record = tmp_path / "quicklab" / "theorems" / "diversity_loss.py"
    text = record.read_text()
    for what, words in FILLED.items():
        assert f'hole("{what}")' in text
        text = text.replace(f'hole("{what}")', f'"{words}"')
    text = re.sub(r" *source=hole.*\n", "", text).replace("Theorem, hole,", "Theorem,")
    text = re.sub(r"equals=hole\(.*\)", f"equals={FORMULA}", text)
    record.write_text(text)
    registry.look_again()
    code, out, _ = run(capsys, "check", "diversity-loss")
    assert code == 0, out
    for part in ("twin agrees", "exact at", "1 race confirmed", "proof derived"):
        assert part in out
    written = [path.read_text() for path in (tmp_path / "quicklab").rglob("diversity_loss.py")]
    lines = [line.strip() for text in written for line in text.splitlines() if line.strip()]
    assert len([line for line in lines if not line.startswith(("#", '"""'))]) <= MOST_LINES
    forget("quicklab")


FAULTS = {  # edits of a declaration, and what is said of it
    "unfinished": ("PARAM", "PARAM", r"half_done is unfinished: \S*theorems/processes/half_done.py:13: what it is"),
    "faulty": ("Process(\n", "Prozess(\n", r"half_done cannot be read: \S*half_done.py:\d+: NameError: name 'Prozess'"),
    "no Python": ("Process(\n", "Process((\n", r"half_done cannot be read: \S*half_done.py:\d+: SyntaxError"),
    "another's name": ('"half_done",', '"bernoulli",', "theorems.processes.discrete has a process 'bernoulli', too"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_declaration_that_cannot_be_read_stops_no_other_and_is_named(capsys, know, tmp_path, fault):
    old, new, said = FAULTS[fault]
    package = f"fault{len(fault)}"  # what is known of a package is kept by its name
    begin(capsys, know, tmp_path, package, "half-done", "--parameters", "n,z")
    path = tmp_path / package / "theorems" / "processes" / "half_done.py"
    text = path.read_text()
    if fault != "unfinished":
        text = re.sub(r'hole\("what it is[^"]*"\)', '"z"', text).replace("{P: hole(", "{P: len(")
        text = re.sub(r'hole\("the law[^"]*"\)', "Binomial(n, P)", text)
        text = re.sub(r'(step=\{P: )hole\("[^"]*"\)', r"\1C / n", text)
        text = re.sub(r'(: )hole\("what is observed[^"]*"\)', r"\1P", text)
    path.write_text(text.replace(old, new))
    registry.look_again()
    assert Observed("bernoulli.diversity").oracle is not None
    code, out, _ = run(capsys, "derive")
    assert code == 0
    assert "bernoulli: share" in out
    assert re.search(said, out), out
    code, _, err = run(capsys, "derive", "half_done")
    assert code == 2
    assert re.search(said, err)
    with pytest.raises(AssertionError, match=said):
        suite.test_every_theorem_can_be_read()
    forget(package)


def test_what_is_wrong_in_a_declaration_is_shown_where_it_is(capsys, know, tmp_path):
    """Not where the record imports it."""
    begin(capsys, know, tmp_path, "faulty", "half-done", "--parameters", "n,z")
    path = tmp_path / "faulty" / "theorems" / "processes" / "half_done.py"
    path.write_text(path.read_text().replace("import sympy as sp\n", "import sympy as sp\n\nsp.nothing\n"))
    registry.look_again()
    code, out, _ = run(capsys, "check", "half-done")
    assert code == 1
    assert re.search(r"--> \S*theorems/processes/half_done.py:5  \(half-done\)", out), out
    forget("faulty")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("Fixed-Share",),
            "an id is a kebab-case noun of at most 60 letters, such as bernoulli-absorption: got 'Fixed-Share'",
        ),
        (("fixed_share",), "kebab-case"),
        (("fixed--share",), "kebab-case"),
        (("3-shares",), "kebab-case"),
        (("poisson-extinction",), "there is a theorem poisson-extinction already: theorems.poisson.extinction"),
        (("share",), "give --family NAME: "),
        (("bernoulli-x", "--parameters", "n,lambda"), "the parameter is to be a name in lower case"),
        (("bernoulli-x", "--parameters", "n,k:whole"), "a parameter is NAME, NAME:int or NAME:real: got 'whole'"),
        (("bernoulli-x", "--parameters", "n,k,n"), "--parameters: a name is given twice: n,k,n"),
        (("bernoulli-x", "--parameters", "k"), "--parameters: k counts the generations: name also what the process"),
        (("bernoulli-x", "--parameters", "n,t"), "--parameters: t is the generation that a step starts from"),
        (
            ("bernoulli-x", "--process", "bernoulli", "--parameters", "n"),
            "--parameters are those of a new process: bernoulli has its own",
        ),
        (
            ("bernoulli-x", "--process", "bernoulli", "--observable", "entropy"),
            "--observable: bernoulli has share, count, ",
        ),
        (("share", "--family", "Two Words"), "the family is to be a name in lower case"),
        (
            ("lambda", "--here", "{folder}"),
            "the id is to be a name in lower case of at most 60 letters that Python can import",
        ),
        (("share", "--here", "{folder}/nowhere"), "there is no folder"),
        (("share", "--here", "{folder}/theorems"), "the suite itself has a package 'theorems'"),
        (("share", "--here", "{folder}/foreign"), "names no package: add [project.entry-points."),
        (("share", "--here", "{folder}/taken"), "exists: nothing is written"),
    ],
)
def test_new_refuses_with_one_line(capsys, repository, arguments, message):
    own = repository / "own"
    (own / "theorems").mkdir(parents=True)
    (own / "foreign").mkdir()
    (own / "foreign" / "pyproject.toml").write_text('[project]\nname = "foreign"\n')
    (own / "taken" / "taken" / "theorems").mkdir(parents=True)
    (own / "taken" / "taken" / "theorems" / "share.py").write_text("")
    before = sorted(repository.rglob("*"))
    code, _, err = run(capsys, "new", *(a.format(folder=own) for a in arguments))
    assert code == 2
    assert message in err
    assert len(err.splitlines()) == 1
    assert sorted(repository.rglob("*")) == before


def test_only_folders_of_theorems_are_offered_as_families(capsys):
    _, _, err = run(capsys, "new", "share")
    offered = set(err.partition("give --family NAME: ")[2].removesuffix(", or a new one\n").split(", "))
    assert offered == {module.split(".")[1] for module in registry.modules().values()}


def test_an_unfinished_theorem_has_a_list_of_holes_and_stops_no_other(capsys, know, tmp_path):
    begin(capsys, know, tmp_path, "halfdone", "half-done")
    code, out, _ = run(capsys, "check", "half-done")
    assert code == 1
    assert out.splitlines()[0] == f"half-done: {left(tmp_path / 'halfdone')} holes to fill"
    for folder in ("theorems/processes", "theorems", "simulators"):
        assert f"{folder}/half_done.py:" in out
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert re.search(r"^half-done +unfinished ", out, re.MULTILINE)
    for command in ("show", "verify", "prove", "plan"):
        code, _, err = run(capsys, command, "half-done")
        assert code == 2
        assert "half-done is unfinished: " in err
    assert "half-done" not in registry.theorems()
    with pytest.raises(AssertionError, match="half-done is unfinished"):
        suite.test_every_theorem_can_be_read()
    forget("halfdone")


# -- packages -------------------------------------------------------------------------------------------------


def test_a_contributed_theorem_is_in_the_registry_and_shares_the_budget(lab, capsys):
    alone = budget().alpha
    root = lab()
    assert registry.modules()["fixed-share"] == f"{root.name}.theorems.fixed_share"
    questions = len(registry.find("fixed-share").claims[0].points)
    assert budget().alpha == pytest.approx(1e-9 / (1e-9 / alone + questions))
    code, out, _ = run(capsys, "show", "fixed-share")
    assert code == 0
    assert re.search("proof: not checked; .*exact check: not checked; races: 2", out)


def test_pytest_runs_a_package_its_own_theorems_and_the_suite_all(lab, tmp_path):
    root = lab()
    assert [t.id for t in session.own_theorems(tmp_path)] == ["fixed-share"]
    (tmp_path / "src").mkdir()
    root.rename(tmp_path / "src" / root.name)
    assert [t.id for t in session.own_theorems(tmp_path)] == ["fixed-share"]
    everywhere = {t.id for t in session.own_theorems(Path(__file__).parent.parent)}
    assert {"fixed-share", "poisson-extinction"} <= everywhere


def test_two_packages_with_one_process_are_told_apart(lab, capsys):
    root = lab()
    for folder in ("simulators", "simulators/reference", "simulators/exact"):
        (root / folder / "fixed_share.py").rename(root / folder / "poisson.py")
    code, _, err = run(capsys, "plan", "poisson-extinction")
    assert code == 2
    assert f"two packages have a process 'poisson': simulators.poisson and {root.name}.simulators.poisson" in err


def test_an_entry_point_to_nowhere_is_named_and_hides_no_record_of_ours(know, capsys, tmp_path):
    """Keys of evidence ask which record is in a module that a proof imports."""
    contribute(tmp_path, "nowhere_lab")
    know()
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "No module named 'nowhere_lab'" in out
    assert registry.record_in("theorems.bernoulli.absorption") is registry.find("bernoulli-absorption")


def test_holes_are_found_without_running_the_file(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(
        'a = hole("one")\ndef f():\n    raise NotImplementedError("fill: two")\nb = hole\nraise ValueError("no")\n'
    )
    assert list(holes.holes(path)) == [(1, "one"), (3, "two")]
    assert todo("poisson-extinction") == []
