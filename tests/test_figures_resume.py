"""Runs of `theorems figures` that are interrupted and resumed."""

import json
import os
from pathlib import Path

import pytest

from paper_figs import store
from paper_figs.figure import figures
from paper_figs.kazdan.kde import SETS
from theorems.door import main

ROOT = Path(__file__).parent.parent
TWO = ["ours-g-iterate", "suresh-4-poisson"]


@pytest.fixture
def interrupted(monkeypatch, tmp_path, capsys):
    """A function that begins a run of two figures and stops it at the second; its folder is relative."""
    monkeypatch.chdir(tmp_path)

    def begin(*options):
        real = store.make

        def stop(figure, *arguments, **named):
            if figure.name == TWO[1]:
                raise KeyboardInterrupt
            return real(figure, *arguments, **named)

        monkeypatch.setattr(store, "make", stop)
        assert main(["figures", *TWO, "--out", "drawn", "--format", "svg", *options]) == 130
        monkeypatch.setattr(store, "make", real)
        err = capsys.readouterr().err
        assert "what is finished is kept: continue with theorems figures --resume" in err
        assert "interrupted" in err
        return tmp_path / "drawn"

    return begin


def files(out, name):
    return {path.name: path.read_bytes() for path in out.glob(f"{name}.*")}


def entropies(out):
    return {name: json.loads((out / f"{name}.json").read_text())["entropy"] for name in TWO}


def test_an_interrupted_run_goes_on_with_its_figures_folder_formats_and_entropy(interrupted, capsys, monkeypatch):
    out = interrupted()
    before = files(out, TWO[0])
    monkeypatch.chdir("/")  # the folder is that of the run
    assert main(["figures", "--resume"]) == 0
    captured = capsys.readouterr()
    assert "2 figures in" in captured.out
    assert "resumed: 1 finished parts" in captured.err
    assert f"{TWO[0]}: numbers kept, pictures kept" in captured.err
    assert f"{TWO[1]}: computed in" in captured.err
    after = files(out, TWO[0])
    assert after == before
    assert len(set(entropies(out).values())) == 1
    assert not list(out.glob("*.pdf"))
    assert main(["figures", TWO[0], "--resume", "--out", str(out)]) == 0
    assert "there is no interrupted run to resume" in capsys.readouterr().err


def test_an_interrupted_run_with_a_given_entropy_takes_no_other_numbers(interrupted, capsys):
    out = interrupted("--entropy", "5")
    assert main(["figures", TWO[1], "--out", str(out), "--format", "svg"]) == 0  # in between, of another entropy
    assert entropies(out)[TWO[1]] != "5"
    assert main(["figures", "--resume", "--entropy", "6"]) == 2
    assert "the interrupted run has --entropy 5, not 6" in capsys.readouterr().err
    assert main(["figures", "--resume"]) == 0
    assert set(entropies(out).values()) == {"5"}


@pytest.mark.parametrize(("option", "other"), [("--out", "elsewhere"), ("--format", "png")])
def test_an_interrupted_run_is_not_resumed_into_another_folder_or_format(interrupted, capsys, option, other):
    out = interrupted()
    before = files(out, TWO[0])
    assert main(["figures", "--resume", option, other]) == 2
    err = capsys.readouterr().err
    assert f"the interrupted run has {option} " in err
    assert other in err
    assert list(out.with_name("elsewhere").glob("*")) == []
    assert files(out, TWO[0]) == before
    assert main(["figures", "--resume"]) == 0


def test_a_damaged_journal_of_figures_is_set_aside_and_not_trusted(interrupted, capsys, tmp_path):
    out = interrupted("--entropy", "5")
    (journal,) = (Path(os.environ["XDG_STATE_HOME"]) / "model-collapse-theorems").glob("figures-*.jsonl")
    journal.write_text(journal.read_text().replace('"entropy":"5"', '"entropy":"6"'))
    assert main(["figures", TWO[0], "--resume", "--out", str(out)]) == 0
    assert "is damaged (line 1 is not as it was written): set aside as" in capsys.readouterr().err
    assert not (out / f"{TWO[1]}.json").exists()


def test_figures_of_one_run_share_its_entropy_and_with_it_their_simulations(tmp_path):
    assert main(["figures", *TWO, "--out", str(tmp_path / "out"), "--format", "svg"]) == 0
    assert len(set(entropies(tmp_path / "out").values())) == 1


def seeds_of(call):
    """How many runs a call of kernel estimates has, or seeds one of language models; none what is no call."""
    if isinstance(call, str):
        return 0
    _, *given = call
    return given[6] if given[0] in SETS else len(given[-2])


def test_what_the_figures_cost_is_measured_once(monkeypatch, tmp_path):
    """A measurement that was interrupted goes on; of an experiment at paper effort one seed is run, and multiplied."""
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import figures as benchmark

    every = figures()
    theory, kernels, experiment = every[TWO[1]], every["kazdan-kde-swept"], every["kazdan-4-stories"]
    calls = []
    monkeypatch.setattr(benchmark, "process_time", lambda: 10.0 * sum(map(seeds_of, calls)))
    monkeypatch.setattr(benchmark, "simulated", lambda *call: calls.append(call))
    made = {"numbers": 1, "pictures": 2}
    monkeypatch.setattr(benchmark, "_made", lambda figure, *_: calls.append(figure.name) or made)
    first = benchmark.measured({theory.name: theory}, "paper", tmp_path, whole=False)
    assert (first, calls) == ({theory.name: made}, [theory.name])
    all_three = {figure.name: figure for figure in (theory, kernels, experiment)}
    found = benchmark.measured(all_three, "paper", tmp_path, whole=False)
    seeds = experiment.parameters["paper"]["seeds"]
    runs = kernels.parameters["paper"]["runs"] * len(kernels.simulations(kernels.parameters["paper"], 0))
    assert found == {
        **first,
        kernels.name: {"estimate": pytest.approx(10.0 * runs)},
        experiment.name: {"estimate": 10.0 * seeds},
    }
    before = len(calls)
    assert benchmark.measured(all_three, "paper", tmp_path, whole=False) == found
    assert len(calls) == before
    whole = benchmark.measured(all_three, "paper", tmp_path / "whole", whole=True)
    assert whole == {**found, kernels.name: made}
    assert benchmark._cells(list(whole.values())) == [f"~{2 + 10 * seeds:,.1f} s", "4.0 s"]
    assert benchmark._cells([whole[experiment.name]]) == [f"~{10 * seeds:,.1f} s", ""]
