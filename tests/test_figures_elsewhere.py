"""Figures whose simulations other processes run: the same numbers, and what figures share is run once."""

from collections import Counter

import pytest

from harness.run import executors
from harness.run.executors import open_executor
from harness.run.tasks import as_found
from paper_figs import simulations, store, tables
from paper_figs.figure import figures
from paper_figs.kazdan import gaussian
from theorems.door import main

SHARING = ["kazdan-1-gaussian-determinant", "kazdan-1-gaussian-mean", "kazdan-1-gaussian-trace"]
SOME = [*SHARING, "kazdan-2-kde-blobs", "suresh-4-poisson", "ours-g-iterate"]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """No simulation of another test is remembered."""
    monkeypatch.setattr(simulations, "_found", {})


def data(name, entropy):
    figure = figures()[name]
    return tables.to_csv(figure.data(figure.parameters["tiny"], entropy, lambda _: None))


def test_a_figure_reads_what_other_processes_found_and_has_the_numbers_of_one(tmp_path, entropy, monkeypatch):
    """Once they are found its own process simulates nothing."""
    monkeypatch.setattr(executors, "MANY", 2)
    alone = {name: data(name, entropy) for name in SOME}
    simulations._found.clear()
    calls = {call: None for name in SOME for call in store.calls(figures()[name], tmp_path, "tiny", entropy)}
    with open_executor(None, 2) as workers:
        for number, found in as_found(workers, simulations.attempt, [*calls]):
            simulations.remember([*calls][number], found)
    monkeypatch.setattr(simulations, "timed", None)
    monkeypatch.setattr("paper_figs.numbers.Curves.simulation", None)
    for name in SOME:
        store.make(figures()[name], tmp_path, "tiny", entropy, (), lambda _: None)
        assert (tmp_path / f"{name}.csv").read_text() == alone[name]


def test_what_figures_share_is_simulated_once(entropy, monkeypatch):
    runs, real = Counter(), simulations.timed

    def counted(function, given):
        runs[function.__name__, given] += 1
        return real(function, given)

    monkeypatch.setattr(simulations, "timed", counted)
    for name in SHARING:
        data(name, entropy)
    asked = gaussian.simulations(figures()[SHARING[0]].parameters["tiny"], entropy)
    assert runs == Counter({("cell", call.given): 1 for call in asked})
    assert len(asked) == len(set(asked)) == 12


def test_another_entropy_is_another_simulation(entropy):
    assert data(SHARING[0], entropy) != data(SHARING[0], entropy + 1)


def test_a_command_with_other_processes_writes_the_files_of_one_without(tmp_path, entropy, monkeypatch, capsys):
    """A figure that cannot be made stops no other, wherever it is tried."""
    names = ["suresh-4-poisson", "ours-g-iterate", "suresh-3-survival"]
    here, there = tmp_path / "here", tmp_path / "there"
    asked = ["figures", *names, "--entropy", str(entropy), "--format", "svg", "--out"]
    assert main([*asked, str(here), "--workers", "1"]) == 0
    monkeypatch.setattr(executors, "MANY", 2)
    simulated = []
    monkeypatch.setattr("paper_figs.numbers.Curves.simulation", lambda *_, **__: simulated.append(1))
    assert main([*asked, str(there), "--workers", "2"]) == 0
    assert simulated == []
    for name in names:
        assert (there / f"{name}.csv").read_bytes() == (here / f"{name}.csv").read_bytes()
    assert capsys.readouterr().err.count("computed in") == 2 * len(names)


def test_a_simulation_that_fails_elsewhere_is_tried_and_explained_where_it_is_asked_for():
    assert simulations.attempt(divmod, (1, 0)) is None
    with pytest.raises(ZeroDivisionError):
        simulations.simulated(divmod, 1, 0)
    assert simulations.attempt(divmod, (7, 2))[1] == (3, 1)
