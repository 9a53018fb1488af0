"""Texts that figures read: files of the user, with clear errors, and what every installation has."""

import json

import numpy as np
import pytest

from harness.basics.errors import BadInput
from paper_figs import store, texts
from paper_figs.figure import figures
from paper_figs.simulations import Call, attempt
from paper_figs.suresh import ngrams, words
from theorems.door import main
from theorems.language.registry import find

FIGURES = figures()
READERS = {"suresh-6-words", "suresh-6-ngrams"}


@pytest.fixture(autouse=True)
def _default(monkeypatch):
    """No test leaves a text to the next one."""
    monkeypatch.setenv(texts.PLACE, "")


def chosen(tmp_path, content, name="text.txt"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    texts.choose(str(path))
    return texts.text()


def test_words_are_runs_of_letters_and_digits_in_lower_case(tmp_path):
    found = chosen(tmp_path, "The cat, the CAT's 2nd\n\tcat_flap: été!")
    assert found.name == "text.txt"
    assert found.words.tolist() == [0, 1, 0, 1, 2, 3, 4, 5]  # the cat the cat s 2nd cat_flap été
    assert found.counts == "counts(2x2,1x4)"


def test_a_text_is_its_words_whatever_its_file_is_called(tmp_path):
    one = chosen(tmp_path, "A rose is a rose.", "one.txt")
    other = chosen(tmp_path, "a  rose\nis A rose", "two.txt")
    third = chosen(tmp_path, "a rose is rose a", "three.txt")
    assert one.digest == other.digest != third.digest


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "'{file}' is no file"),
        (b"", "'{file}' is empty"),
        (b" \n\t ", "'{file}' is empty"),
        (b"\xff\xfe\x00text", "'{file}' is not text in UTF-8"),
        (b"... --- ...", "'{file}' has no words: two are needed"),
        (b"alone", "'{file}' has 1 word: two are needed"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path, capsys, content, message):
    file = tmp_path / "text"
    if content is not None:
        file.write_bytes(content)
    said = "--text: " + message.format(file=file)
    with pytest.raises(BadInput) as error:
        texts.choose(str(file))
    assert str(error.value) == said
    assert not texts.chosen()
    assert main(["figures", "suresh-6-words", "--text", str(file), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == f"theorems: {said}\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", [".", "/dev/zero", "x" * 5000, "a\0b"])
def test_what_is_no_file_is_refused(path):
    with pytest.raises(BadInput, match=r"^--text: "):
        texts.choose(path)


def test_two_words_are_a_text(tmp_path):
    assert chosen(tmp_path, "two words").words.tolist() == [0, 1]


def test_by_default_it_is_the_documentation_of_python():
    found = texts.text()
    assert found.name == texts.DOCUMENTATION
    assert len(found.words) > 10_000
    assert np.array_equal(np.unique(found.words), np.arange(found.words.max() + 1))


# -- what depends on it -------------------------------------------------------------------------------------------


def test_the_key_of_a_figure_is_of_the_text_that_it_reads(tmp_path):
    assert {name for name, figure in FIGURES.items() if figure.reads is not None} >= READERS
    keys = [{name: store.key(FIGURES[name], "tiny") for name in (*READERS, "suresh-7-zipf")}]
    for content in ("a b a", "A b, a", "b a a"):
        chosen(tmp_path, content, f"{len(keys)}.txt")
        keys.append({name: store.key(FIGURES[name], "tiny") for name in keys[0]})
    default, one, same, other = keys
    assert one == same
    for name in READERS:
        assert len({default[name], one[name], other[name]}) == 3
    assert default["suresh-7-zipf"] == other["suresh-7-zipf"]


def test_a_figure_is_of_the_text_that_is_given(tmp_path):
    file = tmp_path / "roses.txt"
    file.write_text("a rose is a rose is a rose")
    out = tmp_path / "out"
    table, point = words.data(words.FIGURE.parameters["tiny"], 1, lambda _: None), "the 60 most frequent English words"
    assert table["panel"][0] == point
    texts.choose(str(file))
    for figure in (FIGURES[name] for name in sorted(READERS)):
        table = figure.data(figure.parameters["tiny"], 1, lambda _: None)
        assert (table["panel"][0], table["source"][0]) == ("roses.txt", "n=8,p=counts(3x2,2)")
        exact = [
            v for v, s, k in zip(table["value"], table["series"], table["k"], strict=True) if s == "exact" and k == 1
        ]
        assert exact == pytest.approx([3 - 2 * (5 / 8) ** 8 - (6 / 8) ** 8])
    assert not out.exists()


def test_another_process_that_reads_another_text_says_so(tmp_path):
    """As a worker of a cluster would, to which no file was sent: the figure is then made here."""
    tiny = ngrams.FIGURE.parameters["tiny"]
    chosen(tmp_path, "a rose is a rose")
    calls = ngrams.simulations(tiny, 1)
    alone = Call(store.numbers, ("suresh-6-words", "tiny", 1, texts.digest()))
    assert all(attempt(*call) is not None for call in (*calls, alone))
    chosen(tmp_path, "another text", "other.txt")
    assert all(attempt(*call) is None for call in (*calls, alone))


def test_the_command_draws_the_text_that_it_is_given(tmp_path, capsys, monkeypatch):
    """And the default where it is given none: the numbers of one are not taken for those of the other."""
    file, out = tmp_path / "roses.txt", tmp_path / "out"
    file.write_text("a rose is a rose is a rose " * 3)
    for name in READERS:
        monkeypatch.setitem(FIGURES[name].parameters, "quick", FIGURES[name].parameters["tiny"])
    command = ["figures", "suresh-6-words", "--out", str(out), "--format", "svg"]
    tables = []
    for more in (["--text", str(file)], []):
        monkeypatch.setenv(texts.PLACE, "")
        assert main([*command, *more]) == 0
        tables.append((out / "suresh-6-words.csv").read_text())
        assert json.loads((out / "suresh-6-words.json").read_text())["figure"] == "suresh-6-words"
    capsys.readouterr()
    assert "roses.txt" in tables[0]
    assert "English words" in tables[1]


# -- English words ------------------------------------------------------------------------------------------------


def test_english_words_are_counted_from_the_most_frequent_on():
    pytest.importorskip("wordfreq")
    every = texts.english()
    assert every == sorted(every, reverse=True)
    assert 300_000 < len(every) < 350_000
    assert 0.03 < every[0] / texts.UNIT < 0.08  # the
    assert every[-1] >= 1e-8 * texts.UNIT
    assert texts.english(50) == every[:50]
    point = find("discrete-distinct-symbols").parameters.point(f"p={texts.written(every[:50])}")
    assert [float(x) for x in point["p"]] == pytest.approx([x / sum(every[:50]) for x in every[:50]])


def test_without_wordfreq_it_is_said_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "wordfreq", None)
    with pytest.raises(BadInput, match=r"need wordfreq: pip install 'model-collapse-theorems\[figures\]'"):
        texts.english(10)
    chosen(tmp_path, "a text of the user needs no package")
    assert words.data(words.FIGURE.parameters["tiny"], 1, lambda _: None)["panel"][0] == "text.txt"
