"""How figures are kept, shown and asked for: what is computed again and what is not, the gallery, the command."""

import importlib
import json
import math
import re
import subprocess
import sys
from importlib.metadata import version

import pytest

from harness.basics.outputs import write_whole
from harness.judge import observed
from paper_figs import gallery, store, style, tables
from paper_figs.figure import Figure, figures
from simulators.engine import fresh_entropy
from theorems import rooms
from theorems.door import main
from theorems.language import registry
from theorems.language.registry import modules

FIGURES = figures()

SCRIPT = """
from lantern_wick import length
from paper_figs import style

CALLS = []

def data(parameters, entropy, tell):
    CALLS.append("data")
    return {"x": list(range(parameters["size"])), "y": [length(x) + entropy % 7 for x in range(parameters["size"])]}

def draw(table, parameters):
    CALLS.append("draw")
    canvas, axes = style.canvas()
    axes.plot(table["x"], table["y"])
    return canvas

FIGURE = "with its caption"
"""


@pytest.fixture
def lantern(tmp_path, monkeypatch):
    """A figure of its own, in a script whose numbers come from another module; edit(file, old, new) changes one."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "lantern.py").write_text(SCRIPT)
    (folder / "lantern_wick.py").write_text("def length(x):\n    return 2 * x\n")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # or stale code may pass for that of the edited script

    def load():
        for name in ("lantern", "lantern_wick"):
            sys.modules.pop(name, None)
        importlib.invalidate_caches()
        for cached in (store._tree, store._imports, store._meaning):
            cached.cache_clear()
        module = importlib.import_module("lantern")
        tiny = {"tiny": {"size": 4}, "quick": {"size": 5}, "paper": {"size": 5}}
        fields = {"name": "ours-lantern", "title": "A lantern", "caption": "", "theorems": ("g-iterate",)}
        return module, Figure(**fields, parameters=tiny, depends=("lantern_wick",), data=module.data, draw=module.draw)

    def edit(file, old, new):
        path = folder / f"{file}.py"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return load()

    yield load, edit
    for name in ("lantern", "lantern_wick"):
        sys.modules.pop(name, None)


def make(figure, out, effort="tiny", entropy=None, formats=("svg",)):
    out.mkdir(exist_ok=True)
    run = fresh_entropy() if entropy is None else entropy
    return store.make(figure, out, effort, run, formats, lambda _: None, any_entropy=entropy is None)


def files(out):
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_second_run_makes_nothing_again(lantern, tmp_path):
    module, figure = lantern[0]()
    out = tmp_path / "out"
    first = make(figure, out, formats=style.FORMATS)
    made = files(out)
    second = make(figure, out, formats=style.FORMATS)
    assert (first.computed, first.drawn) == (True, list(style.FORMATS))
    assert (second.computed, second.drawn, module.CALLS) == (False, [], ["data", "draw"])
    assert files(out) == made
    assert set(second.sidecar) >= {"figure", "parameters", "effort", "entropy", "versions", "key", "seconds"}


@pytest.mark.parametrize(("old", "new"), [("style.canvas()", "style.canvas(height=2)"), ("its caption", "another")])
def test_a_changed_drawing_step_draws_its_own_figure_from_the_same_numbers(lantern, tmp_path, old, new):
    load, edit = lantern
    out, other = tmp_path / "out", FIGURES["ours-g-iterate"]
    make(load()[1], out)
    make(other, out)
    before = files(out)
    module, figure = edit("lantern", old, new)
    made = make(figure, out)
    assert (made.computed, made.drawn, module.CALLS) == (False, ["svg"], ["draw"])
    assert make(other, out).drawn == []
    after = files(out)
    changed = {name for name in after if after[name] != before[name]}
    assert changed - {"ours-lantern.svg"} == {"ours-lantern.json"}
    assert ("ours-lantern.svg" in changed) == ("height" in new)


def test_pictures_of_another_style_or_by_another_version_are_drawn_again(lantern, tmp_path, monkeypatch):
    figure = lantern[0]()[1]
    out, sheet = tmp_path / "out", tmp_path / "other.mplstyle"
    make(figure, out)
    sheet.write_text(style.SHEET.read_text().replace("lines.linewidth:       1.2", "lines.linewidth:       2.4"))
    before = files(out)["ours-lantern.svg"]
    with monkeypatch.context() as patch:
        patch.setattr(style, "SHEET", sheet)
        made = make(figure, out)
        assert (made.computed, made.drawn) == (False, ["svg"])
        assert files(out)["ours-lantern.svg"] != before
    make(figure, out)
    for package in store.DRAWING_PACKAGES:
        with monkeypatch.context() as patch:
            patch.setattr(store, "installed", lambda name, new=package: "0" if name == new else version(name))
            made = make(figure, out)
            assert (made.computed, made.drawn) == (False, ["svg"])
        assert make(figure, out).drawn == ["svg"]
    assert files(out)["ours-lantern.svg"] == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"<svg", b"<svg class='mine'")),
        lambda path: path.write_bytes(path.with_suffix(".pdf").read_bytes()),
    ],
    ids=["lost", "empty", "torn", "edited", "another"],
)
def test_a_spoilt_picture_is_drawn_again(lantern, tmp_path, spoil):
    figure = lantern[0]()[1]
    out = tmp_path / "out"
    make(figure, out, formats=("svg", "pdf"))
    whole, kept = files(out), (out / "ours-lantern.pdf").stat().st_ino
    spoil(out / "ours-lantern.svg")
    made = make(figure, out, formats=("svg", "pdf"))
    assert (made.computed, made.drawn) == (False, ["svg"])
    assert files(out) == whole
    assert (out / "ours-lantern.pdf").stat().st_ino == kept  # the file was not written again


def test_drawing_that_was_cut_short_is_taken_up(lantern, tmp_path, monkeypatch):
    module, figure = lantern[0]()
    out = tmp_path / "out"

    def interrupted(path, content):
        if path.suffix == ".pdf":
            raise KeyboardInterrupt
        write_whole(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write_whole", interrupted)
        with pytest.raises(KeyboardInterrupt):
            make(figure, out, formats=("svg", "pdf"))
    made = make(figure, out, formats=("svg", "pdf"))
    assert (made.computed, "pdf" in made.drawn, module.CALLS) == (False, True, ["data", "draw", "draw"])
    assert make(figure, out, formats=("svg", "pdf")).drawn == []


def test_what_the_numbers_depend_on_computes_them_again(lantern, tmp_path):
    load, edit = lantern
    out = tmp_path / "out"
    make(load()[1], out, entropy=7)
    assert make(load()[1], out, effort="quick").computed
    assert make(load()[1], out, effort="tiny", entropy=7).computed
    assert tables.from_csv((out / "ours-lantern.csv").read_text())["y"] == [0, 2, 4, 6]
    _, figure = edit("lantern_wick", "2 * x", "3 * x")
    assert make(figure, out, entropy=7).computed
    assert tables.from_csv((out / "ours-lantern.csv").read_text())["y"] == [0, 3, 6, 9]
    _, figure = edit("lantern", "entropy % 7", "entropy % 5")
    assert make(figure, out).computed
    _, figure = edit("lantern_wick", "def length", "# a remark\n\ndef length")
    assert not make(figure, out).computed


def test_entropy_is_fresh_unless_it_is_given(lantern, tmp_path):
    figure = lantern[0]()[1]
    out = tmp_path / "out"
    assert make(figure, out, entropy=3).sidecar["entropy"] == "3"
    assert not make(figure, out).computed
    assert not make(figure, out, entropy=3).computed
    assert make(figure, out, entropy=4).computed
    assert int(make(figure, tmp_path / "other").sidecar["entropy"]) > 2**64
    other = make(figure, tmp_path / "third", entropy=4)
    assert other.sidecar["csv"] == make(figure, out).sidecar["csv"]


@pytest.mark.parametrize("suffix", ["csv", "json"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_torn_file_is_computed_again(lantern, tmp_path, suffix, share):
    figure = lantern[0]()[1]
    out = tmp_path / "out"
    make(figure, out, entropy=5)
    path = out / f"ours-lantern.{suffix}"
    whole = path.read_text()
    path.write_text(whole[: int(share * len(whole))])
    again = make(figure, out, entropy=5)
    assert again.computed
    assert (path.read_text() == whole) or suffix == "json"
    path.unlink()
    assert make(figure, out).computed


def test_a_run_cut_short_leaves_nothing_half_done(lantern, tmp_path):
    figure = lantern[0]()[1]
    out = tmp_path / "out"

    def interrupted(*_):
        raise KeyboardInterrupt

    make(figure, out)
    kept = sorted(path.name for path in out.iterdir())
    stopped = Figure(**{**vars(figure), "name": "ours-stopped", "data": interrupted})
    with pytest.raises(KeyboardInterrupt):
        make(stopped, out)
    assert sorted(path.name for path in out.iterdir()) == kept
    assert not make(figure, out).computed


def test_new_numbers_remove_pictures_of_the_old(lantern, tmp_path):
    figure = lantern[0]()[1]
    out = tmp_path / "out"
    make(figure, out, entropy=1, formats=("svg", "pdf"))
    make(figure, out, entropy=1, formats=("svg",))
    assert (out / "ours-lantern.pdf").exists()
    make(figure, out, entropy=2, formats=("svg",))
    assert not (out / "ours-lantern.pdf").exists()


def test_numbers_survive_the_csv(tmp_path):
    table = {"x": [1, 0.1, math.nan, 1e-300, math.inf], "name": ["a", 'b "c", d', "", "1", "é"]}
    back = tables.from_csv(tables.to_csv(table))
    assert back["name"] == table["name"]
    assert all(a == b or (a != a and b != b) for a, b in zip(back["x"], table["x"], strict=True))
    with pytest.raises(ValueError, match="differ in length"):
        tables.to_csv({"x": [1], "y": []})


@pytest.mark.parametrize("name", FIGURES)
def test_every_source_behind_a_figure_is_in_its_key(name, monkeypatch, entropy):
    """The processes and theorems that the data step finds by name are among the modules that its key reads; of those
    that only draw, which its key leaves out, it calls no function.
    """
    figure, found, called, real_room = FIGURES[name], set(), set(), observed.room

    def room(kind, process):
        module = real_room(kind, process)
        found.update({module.__name__} if module else ())
        return module

    def find(theorem):
        found.add(modules()[theorem])
        return registry.find(theorem)

    monkeypatch.setattr(observed, "room", room)
    for module in [m for key, m in sys.modules.items() if key.startswith("paper_figs.")]:
        if getattr(module, "find", None) is registry.find:
            monkeypatch.setattr(module, "find", find)

    def watch(frame, event, _):
        module = frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("paper_figs.") and module.rpartition(".")[2] in store.DRAWING:
            called.add(f"{module}.{frame.f_code.co_name}")

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        figure.data(figure.parameters["tiny"], entropy, lambda _: None)
    finally:
        sys.setprofile(before)
    read = store.closure([figure.data.__module__, *figure.depends, *(modules()[name] for name in figure.theorems)])
    assert found <= set(read)
    assert not called


@pytest.mark.parametrize("name", ["kazdan-1-gaussian-trace", "suresh-3-survival"])
def test_every_source_that_a_script_loads_is_in_the_keys(name):
    """What Python itself has loaded when the script has been imported; other figures are not among it."""
    figure = FIGURES[name]
    roots = [figure.data.__module__, *figure.depends, *(modules()[theorem] for theorem in figure.theorems)]
    load = f"import sys, importlib; [importlib.import_module(name) for name in {roots}]; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=True).stdout.split()
    ours = {module for module in loaded if module.split(".")[0] in rooms.PACKAGES}
    drawing = {module for module in ours if module.endswith((".style", ".figure", ".drawing"))}
    assert drawing
    assert set(store.closure(roots)) >= ours - drawing
    assert not set(store.closure(roots)) & drawing
    assert set(store.closure(roots, drawing=True)) >= ours
    others = {other.data.__module__ for other in FIGURES.values()} - {figure.data.__module__}
    assert not set(store.closure(roots, drawing=True)) & others


# -- the gallery and the command ----------------------------------------------------------------------------------


def test_the_gallery_shows_every_figure_and_links_only_what_is_there(tmp_path):
    for figure in FIGURES.values():
        (tmp_path / f"{figure.name}.csv").write_text("x\n1\n")
        (tmp_path / f"{figure.name}.json").write_text(json.dumps({"effort": "tiny", "entropy": "7"}))
        (tmp_path / f"{figure.name}.svg").write_text("<svg/>")
    page = gallery.write(FIGURES.values(), tmp_path).read_text()
    for figure in FIGURES.values():
        assert f'<article id="{figure.name}">' in page
        assert gallery.markup(figure.caption) in page
        assert all(f"<code>{theorem}</code>" in page for theorem in figure.theorems)
    links = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert len(links) >= 5 * len(FIGURES)
    assert all((tmp_path / link).is_file() for link in links)
    assert "prefers-color-scheme: dark" in page
    assert 'name="viewport"' in page
    assert "<script" not in page


def test_captions_have_true_indices():
    assert gallery.markup("Pr(P_k = 0) < e^{−n p0 g_{k+1}}, σ0²") == (
        "Pr(P<sub>k</sub> = 0) &lt; e<sup>−n p<sub>0</sub> g<sub>k+1</sub></sup>, σ<sub>0</sub>²"
    )


def test_the_command_makes_only_what_is_not_there(capsys, tmp_path):
    out = tmp_path / "deep" / "figures"
    arguments = ["figures", "ours-g-iterate", "--out", str(out), "--format", "svg,png", "--entropy", "11"]
    assert main(arguments) == 0
    first = capsys.readouterr()
    assert "1 figure in" in first.out
    assert "computed in" in first.err
    assert main(arguments[:4]) == 0
    assert "ours-g-iterate: numbers kept, drawn in" in capsys.readouterr().err
    again = f"import sys; from theorems.door import main; main({arguments[:4]}); print('matplotlib' in sys.modules)"
    third = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=True)
    assert "ours-g-iterate: numbers kept, pictures kept" in third.stderr
    assert third.stdout.splitlines()[-1] == "False"
    suffixes = {path.suffix for path in out.glob("ours-g-iterate.*")}
    assert suffixes == {".csv", ".json", ".svg", ".png", ".pdf"}
    assert "ours-g-iterate.png" in (out / "index.html").read_text()


def test_the_command_lists_the_figures(capsys):
    assert main(["figures", "--list"]) == 0
    listed = capsys.readouterr().out
    assert all(figure.name in listed and figure.title in listed for figure in FIGURES.values())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("suresh-3-surviva",), "did you mean suresh-3-survival"),
        (("ours-g-iterate", "--format", "svg,gif"), "no format 'gif': choose from svg, pdf, png"),
        (("ours-g-iterate", "--format", ""), "no format ''"),
        (("ours-g-iterate", "--entropy", "-1"), "--entropy must be an integer >= 0: got '-1'"),
        (("ours-g-iterate", "--out", __file__), "cannot be written"),
        (("ours-g-iterate", "--out", f"{__file__}/below"), "cannot be written"),
    ],
)
def test_bad_arguments_get_one_clear_line_and_exit_code_2(capsys, arguments, message):
    assert main(["figures", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert len(captured.err.splitlines()) == 1
