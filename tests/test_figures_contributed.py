"""Figures of contributed packages: listed, computed, drawn and shown as ours; faulty ones stop no other."""

import os
import re
import sys

import forked
import pytest
from lab import contribute

from paper_figs import gallery, store
from paper_figs.figure import figures, scan
from paper_figs.numbers import claimed, pick
from paper_figs.tables import from_csv
from theorems.door import main

HOLE = '        raise NotImplementedError("fill: the panels below, then what is drawn in each; delete this line")\n'
FILLED = {HOLE: "", "fixed-share/mean": "fixed-share/error", "fixed_share.value": "fixed_share.error"}


@pytest.fixture
def plant(lab, tmp_path, capsys):
    """A function that adds a figure, as `theorems new` writes it, with changes, to an edited copy of the example."""

    def plant(changes=FILLED, edits=None):
        root = lab(edits)
        written = tmp_path / "written" / f"new_{root.name}"  # a name of its own: that of the copy is taken
        written.mkdir(parents=True)
        assert main(["new", "new-share", "--here", str(written), "--parameters", "n,d,alpha,p0,k", "--figure"]) == 0
        capsys.readouterr()
        (written / written.name / "paper_figs").rename(root / "paper_figs")
        script = (root / "paper_figs" / "new_share.py").rename(root / "paper_figs" / "fixed_share.py")
        text = (
            script.read_text()
            .replace("new-share", "fixed-share")
            .replace("new_share", "fixed_share")
            .replace(written.name, root.name)
        )
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        script.write_text(text)
        return root

    return plant


def test_it_is_listed_computed_drawn_and_shown(plant, capsys, tmp_path, entropy):
    plant()
    assert main(["figures", "--list"]) == 0
    assert "fixed-share" in capsys.readouterr().out
    figure = figures()["fixed-share"]
    made = store.make(figure, tmp_path, "tiny", entropy, ("svg", "pdf"), lambda _: None)
    assert (made.computed, made.drawn) == (True, ["svg", "pdf"])
    table = from_csv((tmp_path / "fixed-share.csv").read_text())
    (panel,) = figure.parameters["tiny"]["panels"]
    theory, simulated = (pick(table, panel=panel, series=series) for series in ("theory", "simulation"))
    assert list(theory["value"]) == [claimed("fixed-share/error", f"{panel},k={k:g}") for k in theory["k"]]
    assert list(simulated["k"]) == list(theory["k"])
    page = gallery.write(figures().values(), tmp_path).read_text()
    assert '<article id="fixed-share">' in page
    assert '<img src="fixed-share.svg"' in page
    assert (tmp_path / "fixed-share.svg").read_bytes().startswith(b"<?xml")
    assert "def draw(" in (tmp_path / "scripts" / "fixed-share.py").read_text()


def test_the_command_makes_it_once(plant, capsys, tmp_path):
    plant()
    arguments = ["figures", "fixed-share", "--out", str(tmp_path / "out")]
    assert main(arguments) == 0
    assert "fixed-share: computed in" in capsys.readouterr().err
    assert main(arguments) == 0
    assert "fixed-share: numbers kept, pictures kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    "imports", ["from {}.simulators import step", "from . import step", "import {}.simulators.step"]
)
def test_what_its_numbers_depend_on_is_found_within_its_package(plant, imports):
    root = plant()
    simulator = root / "simulators" / "fixed_share.py"
    simulator.write_text(simulator.read_text().replace("import numpy", imports.format(root.name) + "\nimport numpy"))
    (root / "simulators" / "step.py").write_text('"""One step."""\n')
    figure = figures()["fixed-share"]
    read = store.closure([figure.data.__module__, *figure.depends])
    for module in ("simulators.fixed_share", "simulators.step", "paper_figs.fixed_share"):
        assert f"{root.name}.{module}" in read


SIMULATION = 'curves.simulation(panel, "simulation", "fixed_share.error", generations, parameters["paths"])'
UNFIT = {  # changes, edits of the package, what is said
    "a hole": ({}, {}, "unfinished: the panels below"),
    "an unknown theorem": (
        FILLED | {'theorems=("fixed-share",)': 'theorems=("share",)'}, {}, "there is no theorem 'share'",
    ),
    "no second moment": (
        FILLED, {"simulators/fixed_share.py": [("bounded(0.0, 2.0)", "real"), ("import bounded", "import real")]},
        "fixed_share.error is unbounded: give fixed_share.error_second_moment in simulators/exact",
    ),
    "no exact value": (
        FILLED | {SIMULATION: 'curves.exact(panel, "simulation", "fixed_share.error", generations)'},
        {"simulators/exact/fixed_share.py": [("def error(", "def mistake(")]},
        "there is no exact value of fixed_share.error",
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", UNFIT)
def test_a_figure_that_cannot_be_made_says_why_and_stops_no_other(plant, capsys, tmp_path, why):
    changes, edits, message = UNFIT[why]
    plant(changes, edits)
    assert main(["figures", "fixed-share", "ours-g-iterate", "--out", str(tmp_path / "out")]) == 1
    captured = capsys.readouterr()
    assert re.search(f"^fixed-share: .*{re.escape(message)}", captured.err, re.MULTILINE)
    assert "ours-g-iterate: computed in" in captured.err
    assert captured.out.startswith("1 figure in")
    assert not (tmp_path / "out" / "fixed-share.csv").exists()


FAULTS = {
    "a syntax error": ({HOLE: "        raise (\n"}, "SyntaxError"),
    "an import that fails": ({"from paper_figs.numbers import": "from paper_figs.nowhere import"}, "nowhere"),
    "the name of another figure": ({'NAME = "fixed-share"': 'NAME = "ours-g-iterate"'}, "two figures have the name"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_script_that_cannot_be_read_is_named_and_stops_no_other(plant, capsys, fault):
    changes, message = FAULTS[fault]
    ours = figures()
    root = plant(changes)
    assert figures() == ours
    assert main(["figures", "--list"]) == 1
    captured = capsys.readouterr()
    assert all(name in captured.out for name in ours)
    assert message in captured.err
    assert f"{root.name}.paper_figs.fixed_share: " in captured.err
    assert len(captured.err.splitlines()) == 1
    assert main(["figures", "--list", "suresh-3-survival"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["figures", "--list", "fixed-share"]) == 2
    assert message in capsys.readouterr().err


def test_a_package_that_is_not_there_stops_no_figure(know, tmp_path):
    contribute(tmp_path, "nowhere_lab")
    know()
    found, faults = scan()
    assert "suresh-3-survival" in found
    assert "No module named 'nowhere_lab'" in str(faults["nowhere_lab.paper_figs"])


def test_the_tightness_of_a_contributed_bound_is_drawn(lab):
    """In a process of its own: a figure knows the theorems that there were when it was first asked."""
    root = lab({"theorems/fixed_share.py": [("equals=spread", "at_most=spread")]})
    look = """if True:
        from paper_figs.figure import figures
        from paper_figs import store
        figure = figures()["ours-tightness-workflows"]
        print(len(store.key(figure, "tiny")), "fixed-share" in figure.theorems)
        print("fixed-share" in figure.data(figure.parameters["tiny"], 0, lambda _: None)["theorem"])
    """
    paths = {"PYTHONPATH": os.pathsep.join((str(root.parent), *sys.path))}
    out = forked.run([sys.executable, "-c", look], env=os.environ | paths)
    assert out.stdout.split() == ["64", "True", "True"], out.stderr


def test_all_figures_of_ours_can_be_read():
    assert scan()[1] == {}
