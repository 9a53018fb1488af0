"""Experiments with learning machines: what is compared, how it is decided, where it is told, what an extra lacks."""

import dataclasses
import json
import os
import pickle

import numpy as np
import pytest
from scipy import stats

from harness.run import executors
from paper_figs import command, comparisons, figure, gallery, pages, simulations, store, style, texts
from paper_figs.figure import Comparison, Figure, figures
from paper_figs.numbers import probability
from theorems.door import main
from theorems.papers import PAPERS

FIGURES = figures()
EXPERIMENTS = {name: one for name, one in FIGURES.items() if one.comparisons}


# -- what is compared -----------------------------------------------------------------------------------------------


def test_every_comparison_is_a_line_of_a_paper_or_ours_and_every_such_line_is_compared():
    said = {
        (name, comparison.name): comparisons.said(one, comparison)
        for name, one in EXPERIMENTS.items()
        for comparison in one.comparisons
    }
    assert len({comparison for _, comparison in said}) == len(said)
    assert all(len(sentence) > 30 and source for sentence, source in said.values())
    listed = {
        comparison: line.figures
        for paper in PAPERS.values()
        for line in paper.statements
        for comparison in line.compared
    }
    papers = {name: figure for (figure, name), (_, source) in said.items() if source != "ours"}
    assert set(papers) == set(listed)
    assert all(papers[name] in listed[name] for name in papers)


def test_experiments_say_that_they_are_some_and_what_was_not_run():
    assert EXPERIMENTS
    for one in EXPERIMENTS.values():
        assert one.extra == "figures" or "outside of the proof system" in one.caption
        assert one.left_out
    assert all(one.comparisons for one in FIGURES.values() if one.family == "neural" or one.extra != "figures")


def test_eight_of_eight_seeds_decide_and_seven_do_not():
    verdicts = [comparisons.verdict(*probability(true, 8)) for true in range(9)]
    assert verdicts == ["refuted", *["undecided"] * 7, "confirmed"]


@pytest.mark.parametrize("seeds", [1, 4, 8, 20, 41])
def test_what_is_true_of_half_of_the_seeds_is_rarely_confirmed(seeds):
    """Exactly, by the binomial law: with a probability of at most half of ERROR, and as rarely refuted."""
    found = [comparisons.verdict(*probability(true, seeds)) for true in range(seeds + 1)]
    for verdict in ("confirmed", "refuted"):
        assert sum(stats.binom.pmf(i, seeds, 0.5) for i, one in enumerate(found) if one == verdict) <= 0.025
    assert (found[-1] == "confirmed") == (seeds >= 8)


# -- where it is told -----------------------------------------------------------------------------------------------


def ends_higher(rows):
    return rows["value"][-1] > rows["value"][0]


def experiment(holds=ends_higher, calls=None):
    """Eight seeds of two values; the median rises though no seed asks it."""
    values = [[0.0, 1.0 + seed] for seed in range(8)]

    def data(parameters, entropy, tell):
        if calls is not None:
            calls.append(entropy)
        rows = [(seed, value) for seed, two in enumerate(values) for value in two] + [(np.nan, -5.0), (np.nan, -9.0)]
        return {"seed": [seed for seed, _ in rows], "value": [value for _, value in rows]}

    def draw(table, parameters):
        canvas, axes = style.canvas()
        axes.plot(table["value"])
        return canvas

    return Figure(
        name="ours-experiment",
        title="An experiment",
        caption="Values.",
        theorems=(),
        parameters={"quick": {"seeds": 8}, "paper": {"seeds": 8}},
        depends=(),
        data=data,
        draw=draw,
        comparisons=(Comparison("higher", holds, "the last value is larger than the first"),),
        left_out="All the rest.",
    )


def test_the_sidecar_the_gallery_and_a_page_tell_what_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "key", lambda *_: "a key")
    monkeypatch.setattr(store, "drawing_key", lambda *_: "another")
    calls = []
    one = experiment(calls=calls)
    store.make(one, tmp_path, "quick", 3, ("svg",), lambda _: None)
    (told,) = json.loads((tmp_path / "ours-experiment.json").read_text())["comparisons"]
    assert (told["true"], told["seeds"], told["verdict"], told["source"]) == (8, 8, "confirmed", "ours")
    page = gallery.write([one], tmp_path).read_text()
    assert "higher confirmed (8 of 8 seeds)" in page
    assert 'href="ours-experiment.html"' in page
    mine = (tmp_path / pages.name(one)).read_text()
    for text in ("8 of 8 seeds", "0.516 to 1.000", "confirmed", "All the rest.", "seeds = 8", "ours-experiment.svg"):
        assert text in mine
    other = experiment(lambda rows: rows["value"][-1] < rows["value"][0], calls)
    store.make(other, tmp_path, "quick", 3, ("svg",), lambda _: None)
    (told,) = json.loads((tmp_path / "ours-experiment.json").read_text())["comparisons"]
    assert (told["true"], told["verdict"], calls) == (0, "refuted", [3])  # judged again, not simulated again


def test_a_card_names_the_experiment_and_what_is_compared(capsys):
    assert main(["paper", "arulandu"]) == 0
    told = capsys.readouterr().out
    line = next(line for line in PAPERS["arulandu"].statements if line.number == "Figure 10")
    assert "theorems figures arulandu-10-vae-losses compares over seeds" in told
    assert all(f"{name}: {says}" in told for name, says in line.compared.items())
    assert main(["paper", "arulandu", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    (found,) = [one["compared"] for one in lines if one["number"] == "Figure 10"]
    assert {one["name"]: one["says"] for one in found} == line.compared


# -- families, and what an extra lacks ------------------------------------------------------------------------------


def test_a_family_is_listed_alone(capsys):
    assert main(["figures", "--list", "--family", "neural"]) == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")}
    assert listed == {name for name, one in FIGURES.items() if one.family == "neural"}
    assert {one.family for one in FIGURES.values()} == {"arulandu", "kazdan", "neural", "ours", "shumailov", "suresh"}


def test_a_family_that_is_none_gets_one_line(capsys):
    assert main(["figures", "--family", "kazadn"]) == 2
    err = capsys.readouterr().err
    assert "there is no family 'kazadn': did you mean kazdan" in err
    assert len(err.splitlines()) == 1


@pytest.fixture
def no_extra(monkeypatch):
    """The extra `neural` is not installed, and there are two figures, one of which needs it."""
    monkeypatch.setitem(figure.EXTRAS, "neural", ("jax", "not_there_at_all"))
    names = ("ours-g-iterate", "arulandu-10-vae-losses")
    tiny = {name: dict.fromkeys(("quick", "paper"), FIGURES[name].parameters["tiny"]) for name in names}
    some = {name: dataclasses.replace(FIGURES[name], parameters=tiny[name]) for name in names}
    monkeypatch.setattr(command, "scan", lambda: (some, {}))


@pytest.mark.parametrize(
    "asked", [["arulandu-10-vae-losses"], ["--family", "neural"], ["ours-g-iterate", "--family", "neural"]]
)
def test_an_experiment_that_is_asked_for_without_its_extra_is_an_error_of_one_line(no_extra, capsys, tmp_path, asked):
    assert main(["figures", *asked, "--out", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert (
        "arulandu-10-vae-losses needs the extra neural: pip install 'model-collapse-theorems[neural]'" in captured.err
    )
    assert len(captured.err.splitlines()) == 1


def test_all_figures_are_made_without_those_whose_extra_is_missing(no_extra, capsys, tmp_path):
    assert main(["figures", "--list"]) == 0
    assert "arulandu-10-vae-losses" in capsys.readouterr().out
    assert main(["figures", "--out", str(tmp_path), "--format", "svg"]) == 0
    captured = capsys.readouterr()
    assert "1 figure in" in captured.out
    assert captured.err.count("left out: arulandu-10-vae-losses: these need the extra neural") == 1


# -- what an interrupted run has found ------------------------------------------------------------------------------

NAME = "kazdan-2-kde-blobs"


@pytest.fixture
def small(monkeypatch):
    """One figure of two simulations, done in this process; returns what was simulated, and a function that restarts."""
    tiny = FIGURES[NAME].parameters["tiny"]
    one = dataclasses.replace(FIGURES[NAME], parameters={"quick": tiny, "paper": tiny})
    monkeypatch.setattr(command, "scan", lambda: ({NAME: one}, {}))
    monkeypatch.setattr(simulations, "LONG", 0.0)
    ran, real = [], simulations.timed

    def timed(function, given):
        if ran and ran[-1] == "stop":
            ran.pop()
            raise KeyboardInterrupt
        ran.append(given)
        if len(ran) == 1:
            ran.append("stop")
        return real(function, given)

    monkeypatch.setattr(simulations, "timed", timed)

    def restart():
        monkeypatch.setattr(simulations, "_found", {})
        monkeypatch.setattr(simulations, "_files", {})

    restart()
    return ran, restart


def run(out, *options):
    return main(["figures", NAME, "--out", str(out), "--format", "svg", "--workers", "1", *options])


def kept():
    from harness.run import journal

    return sorted(path for path in (journal.folder() / "calls").rglob("*") if path.is_file())


@pytest.mark.parametrize("again", [(), ("--resume",)])
def test_an_interrupted_run_loses_no_simulation_that_was_found(small, tmp_path, capsys, again):
    ran, restart = small
    out = tmp_path / "out"
    assert run(out) == 130
    (file,) = kept()
    assert len(ran) == 1
    restart()
    assert run(out, *again) == 0
    said = capsys.readouterr().err
    assert again or f"goes on with what an interrupted run has found, and with its entropy {file.parent.name}" in said
    assert len(ran) == len(set(ran)) == 2
    assert kept() == []
    restart()
    assert run(tmp_path / "whole", "--entropy", file.parent.name) == 0
    assert len(ran) == 4
    assert (tmp_path / "whole" / f"{NAME}.csv").read_bytes() == (out / f"{NAME}.csv").read_bytes()


@pytest.mark.parametrize("spoil", [lambda x: x[:-1], lambda x: b"", lambda x: x[:40] + bytes([x[40] ^ 1]) + x[41:]])
def test_what_is_kept_and_not_as_it_was_written_is_found_again(small, tmp_path, spoil):
    ran, restart = small
    assert run(tmp_path) == 130
    (file,) = kept()
    file.write_bytes(spoil(file.read_bytes()))
    restart()
    assert run(tmp_path) == 0
    assert len(ran) == 3


class Calls:
    """Whoever reads all that pickle writes makes a folder."""

    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return os.mkdir, (str(self.place),)


def test_a_file_with_a_right_digest_brings_values_and_calls_nothing(tmp_path):
    values = {"a": [texts.Text("name", np.arange(3), ""), np.float64(0.5), ("text", None, True)]}
    simulations.save(tmp_path / "values", (1.0, values))
    seconds, found = simulations.load(tmp_path / "values")
    text, *others = found["a"]
    assert (seconds, type(text), text.name, others) == (1.0, texts.Text, "name", [0.5, ("text", None, True)])
    assert text.words.tolist() == [0, 1, 2]
    simulations.save(tmp_path / "call", (1.0, Calls(tmp_path / "made")))
    assert simulations.load(tmp_path / "call") is None
    assert not (tmp_path / "made").exists()
    pickle.loads((tmp_path / "call").read_bytes()[32:])
    assert (tmp_path / "made").exists()


def test_what_is_kept_is_of_the_same_sources_and_entropy(small, tmp_path, monkeypatch, capsys):
    ran, restart = small
    assert run(tmp_path) == 130
    (file,) = kept()
    restart()
    with monkeypatch.context() as patch:
        patch.setattr(store, "versions", lambda extra="figures": {"numpy": "another"})
        assert run(tmp_path / "other") == 0
    assert "goes on with" not in capsys.readouterr().err
    assert len(ran) == 3
    restart()
    assert run(tmp_path / "another", "--entropy", str(int(file.parent.name) + 1)) == 0
    assert len(ran) == 5
    assert kept() == [file]


def test_few_long_simulations_go_to_other_processes():
    """Where there are several; what is short and as few is done here."""
    from harness.run.tasks import as_found

    with executors.open_executor(None, 2) as workers:
        assert list(as_found(workers, divmod, [(7, 2), (9, 2)])) == []
        assert dict(as_found(workers, divmod, [(7, 2), (9, 2)], long=True)) == {0: (3, 1), 1: (4, 1)}
    with executors.open_executor(None, 1) as workers:
        assert list(as_found(workers, divmod, [(7, 2), (9, 2)], long=True)) == []


@pytest.mark.parametrize("effort", ["tiny", "quick", "paper"])
@pytest.mark.parametrize("name", ["shumailov-10-perplexity", "shumailov-11-histograms"])
def test_the_text_that_is_read_by_default_is_long_enough(name, effort):
    if name not in FIGURES or FIGURES[name].missing():
        pytest.skip("the extra neural is not installed")
    from paper_figs.neural.reading import SIZES
    from simulators.neural import reading

    sizes = reading.Sizes(*(FIGURES[name].parameters[effort][size] for size in SIZES))
    assert reading.fewest(sizes) <= len(texts.asked(texts.digest()).words)
