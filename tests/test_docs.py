"""The documentation is true: its files are the example's, its claims hold, its commands print what it shows."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import forked
import pytest
from lab import EXAMPLE, HAND

from harness.author.mutant_table import matrix
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.proof import decide
from harness.judge.questions import ask
from harness.judge.report import explain
from harness.judge.verdict import examine
from proofs_check.steps import Step
from theorems.door import main
from theorems.language import Claim, Parameters, Source, Theorem

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GUIDE = DOCS / "adding_a_theorem.md"
PAGES = sorted(DOCS.glob("*.md"))


def blocks(page, language):
    """(title, text) of the code blocks of a page in a language."""
    for info, text in re.findall(r"^```(\S.*)\n((?:.*\n)*?)```$", page.read_text(), flags=re.MULTILINE):
        name, _, rest = info.partition(" ")
        if name == language:
            title = re.fullmatch(r'title="(.*)"', rest)
            yield (title.group(1) if title else None), text


def executed(page):
    """What the untitled Python blocks of a page define, one after the other in one namespace."""
    names = {}
    for title, text in blocks(page, "python"):
        if title is None:
            exec(compile(text, str(page), "exec"), names)
    return names


TITLED = [
    pytest.param(title, text, id=f"{page.name}: {title}")
    for page in PAGES
    for language in ("python", "toml")
    for title, text in blocks(page, language)
    if title
]
NAMES = executed(GUIDE)
CLAIMS = {name: value for name, value in NAMES.items() if isinstance(value, Claim)}


@pytest.mark.parametrize(("title", "text"), TITLED)
def test_a_block_with_a_file_name_is_in_that_file(title, text):
    path = next(folder / title for folder in (EXAMPLE, ROOT) if (folder / title).exists())
    assert text in path.read_text()


@pytest.mark.parametrize("page", [p for p in PAGES if p != GUIDE], ids=lambda p: p.name)
def test_the_code_of_a_page_runs(page):
    executed(page)


def kinds(kind):
    """The names of a class and of those of ours below it."""
    below = (sub for sub in kind.__subclasses__() if sub.__module__ == kind.__module__)
    return {kind.__name__, *(name for sub in below for name in kinds(sub))}


def test_every_kind_of_claim_has_an_example():
    abstract = {"Claim", "Related"}
    assert {claim.kind for claim in CLAIMS.values()} == kinds(Claim) - abstract


@pytest.mark.parametrize("name", CLAIMS)
def test_an_example_of_a_claim_holds_and_no_slip_in_it_goes_unnoticed(name, resolution, entropy, executor):
    parameters = next(value for value in NAMES.values() if isinstance(value, Parameters))
    theorem = Theorem("docs", "", Source("", ""), "", (), "", parameters, tuple(CLAIMS.values()))
    report = examine(Case(theorem, CLAIMS[name]), resolution, entropy, executor)
    assert report.outcome == "confirmed", "\n".join(explain(report, "quick"))
    rows = matrix(report.case, ask(report.case, resolution), entropy, budget(), executor)
    assert not [f"{row.part}: {row.slip}" for row in rows if row.blind]


def test_every_example_of_a_step_holds_and_no_perturbed_one_does():
    in_the_proof = (HAND / "proofs_check" / "fixed_share.py").read_text()
    shown = {type(step).__name__ for step in NAMES["STEPS"]} | {k for k in kinds(Step) if f" {k}(" in in_the_proof}
    assert shown == kinds(Step) - {"Step"}
    for step in NAMES["STEPS"]:
        assert decide(step).ok, step.name
        assert not any(decide(other).ok for other in step.perturbed())


@pytest.mark.parametrize("page", [*PAGES, *sorted(ROOT.glob("*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    text = page.read_text()
    anchors = {
        re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in re.findall(r"^#+ (.*)$", text, re.M)
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if link.startswith("https://"):
            continue  # no test asks the network
        file, _, anchor = link.partition("#")
        assert not file or (page.parent / file).exists(), link
        assert file or anchor in anchors, link


def plain(text):
    """Without the numbers, which differ from run to run."""
    return re.sub(r"\d[\d,.]*", "0", " ".join(text.split()))


def test_following_the_guide_as_a_new_user_leads_to_green(tmp_path):
    """Every command of the page in its order; the files are written from the page when the holes are shown."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
        "PYTHONPATH": os.pathsep.join((str(tmp_path / "collapse_lab"), str(tmp_path / "installed"), str(ROOT))),
        "PIP_NO_INPUT": "1",
    }
    kernels = f"import numba; numba.config.CACHE_DIR = {environment['NUMBA_CACHE_DIR']!r}"
    begin = f"import sys; from theorems.door import main; {kernels}; sys.exit(main())"
    forks = {name: value for name, value in environment.items() if name != "NUMBA_CACHE_DIR"}
    # an editable install would change the environment of the tests: install beside it, and prefer the sources
    install = f"{sys.executable} -m pip install -q --no-deps --no-build-isolation --target installed ./"
    for number, (_, session) in enumerate(blocks(GUIDE, "console")):
        if number == 1:
            for title, text in blocks(GUIDE, "python"):
                if title and title.startswith("collapse_lab/"):
                    (tmp_path / "collapse_lab" / title).write_text(text)
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, flags=re.MULTILINE):
            line = command.replace("pip install -e ", install)
            if line.startswith("theorems ") and (tmp_path / "installed").exists():  # the shell has found it before
                done = forked.run([sys.executable, "-c", begin, *shlex.split(line)[1:]], cwd=tmp_path, env=forks)
            else:
                done = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert done.returncode == ("to fill" in shown), done.stdout + done.stderr
            printed = plain(done.stdout)
            for expected in filter(None, map(plain, shown.splitlines())):
                assert expected in printed, f"{command} does not print {expected!r} but\n{done.stdout}"
    for path in EXAMPLE.rglob("*.py"):
        written = tmp_path / "collapse_lab" / path.relative_to(EXAMPLE)
        assert written.read_text() == path.read_text(), f"{written} is not what the example has"


def test_the_speeds_in_the_readme_are_those_that_were_measured(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import readme

    page, results = readme.README.read_text(), readme.RESULTS.read_text()
    assert readme.rewritten(page, results) == page
    assert readme.summary(results) in page
    assert readme.summary(results.replace("ours, 1 thread | ", "ours, 1 thread | 9", 1)) != readme.summary(results)


def test_the_screens_of_the_calculator_in_the_readme_are_what_it_prints(capsys):
    """What is shown of each, up to the dots."""
    shown = [text for _, text in blocks(ROOT / "README.md", "console") if "$ theorems workflow" in text]
    screens = [screen for text in shown for screen in text.split("$ theorems ")[1:]]
    assert len(screens) >= 2
    for screen in screens:
        command, _, result = screen.partition("\n")
        assert main(shlex.split(command)) == 0
        assert capsys.readouterr().out.startswith(result.removesuffix("...\n"))
        assert result.endswith("...\n")


def test_the_sessions_in_the_readme_are_what_python_prints():
    """`...` would stand for anything: none is used."""
    sessions = [text for _, text in blocks(ROOT / "README.md", "pycon")]
    assert sessions
    for number, text in enumerate(sessions):
        test = doctest.DocTestParser().get_doctest(text, {}, f"README session {number}", "README.md", 0)
        assert test.examples
        assert doctest.DocTestRunner().run(test).failed == 0


def test_the_table_of_the_papers_in_the_readme_is_what_is_printed(capsys, monkeypatch):
    """`python -m benchmarks.readme` writes it anew."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import readme

    page = readme.README.read_text()
    assert main(["paper", "--markdown"]) == 0
    printed = capsys.readouterr().out
    assert f"<!-- papers -->\n{printed}<!-- end of papers -->\n" in page
    assert readme.with_papers(page, printed) == page
    assert readme.with_papers(page, "no table\n") != page


def test_the_figure_of_the_races_can_be_drawn_again(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    import verdicts_figure

    verdicts_figure.draw(1, tmp_path / "verdicts.svg")
    drawn, kept = ((folder / "verdicts.svg").read_text() for folder in (tmp_path, DOCS))
    for word in ("refuted", "confirmed", *verdicts_figure.FACTORS, *verdicts_figure.COLOUR):
        assert word in drawn
        assert word in kept
