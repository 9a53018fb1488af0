"""A theorem on lists, shares, choices and a quantifier goes through the suite; its points through the commands."""

import json
from fractions import Fraction

import pytest
from lab import DOMAINS

from harness.judge import exact, questions
from harness.judge.case import Case
from harness.judge.observed import Observed
from theorems.door import main
from theorems.language import registry

CLAIM = "scheduled-diversity/diversity"
AT = "k=2,M=[5,3],p=[1/2,1/3,1/6],source=last,order=ascending"


def run(capsys, *arguments):
    code = main(list(arguments))
    seen = capsys.readouterr()
    return code, seen.out, seen.err


@pytest.mark.parametrize("theorem", ["scheduled-diversity", "degrees-left"])
def test_a_theorem_on_such_parameters_is_checked_as_any_other(lab, capsys, theorem):
    lab(source=DOMAINS)
    code, out, err = run(capsys, "check", theorem)
    assert code == 0, out + err


PROCESS, TWIN, EXACT, RECORD = (
    f"{room}/scheduled_diversity.py" for room in ("simulators", "simulators/reference", "simulators/exact", "theorems")
)
MISTAKES = {
    "the kernel takes the first size for all": (PROCESS, "rng.multinomial(M[j]", "rng.multinomial(M[0]"),
    "the kernel forgets the last symbol": (PROCESS, "shares**2, axis=1)", "shares[:, :-1] ** 2, axis=1)"),
    "the twin ignores the choice": (TWIN, 'if source == "last" else', "if True else"),
    "the exact room ignores the choice": (EXACT, 'if source == "last" else M[k - 1 : k]', ""),
    "the kernel knows one order only": (PROCESS, "np.sort(p)[::-1]", "np.sort(p)[::-1] ** 2 / np.sum(p**2)"),
    "the formula has the first size": (RECORD, "1 - 1 / M[k - 1]", "1 - 1 / M[0]"),
    "the formula has an entry too few": (RECORD, "(i, 0, k - 1)), PARA", "(i, 0, k - 2)), PARA"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_about_an_entry_or_a_choice_is_noticed(lab, capsys, mistake):
    file, old, new = MISTAKES[mistake]
    lab({file: [(old, new)]}, source=DOMAINS)
    code, out, _ = run(capsys, "check", CLAIM)
    assert code == 1, out


def test_the_grid_of_a_claim_tries_all_choices_and_the_smallest_lists(lab):
    lab(source=DOMAINS)
    theorem = registry.find("scheduled-diversity")
    points = exact.grid(Case(theorem, theorem.claim("diversity")))
    assert {(at["source"], at["order"]) for at in points} == {(s, o) for s in ("last", "real") for o in ORDERS}
    assert all(len(at["M"]) == at["k"] for at in points)
    assert any(set(at["M"]) == {1} for at in points)
    arguments = Observed("scheduled_diversity.diversity").arguments(points[-1])
    assert arguments["M"].dtype.kind == "i"
    assert arguments["p"].dtype.kind == "f"


ORDERS = ("ascending", "descending")


def value(capsys, *arguments):
    code, out, err = run(capsys, "value", CLAIM, *arguments, "--json")
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()], err


def test_value_takes_lists_shares_and_choices(lab, capsys, tmp_path):
    lab(source=DOMAINS)
    ((one,), _) = value(capsys, "--at", AT)
    assert one["at"] == AT
    assert one["value"]["mid"].startswith("0.3259259")  # (11/18)(4/5)(2/3)
    assert one["exact"]["mid"] == one["value"]["mid"]
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a a a b b c")
    ((other,), _) = value(capsys, "--at", AT.replace("[1/2,1/3,1/6]", f"counts:{corpus}"))
    assert other["value"] == one["value"]
    assert "p=counts(3,2,1)" in other["at"]
    assert str(tmp_path) not in other["at"]
    ((large,), _) = value(capsys, "--at", "k=1,M=[50],p=zipf(1000,2.7,1),source=last,order=ascending")
    assert large["exact"]["mid"][:12] == large["value"]["mid"][:12]
    assert "p=zipf(1000,27/10,1)" in large["at"]


def test_the_key_of_a_question_is_of_what_a_corpus_contains(lab, tmp_path):
    """The same under every name, and another one when the file has changed."""
    lab(source=DOMAINS)
    theorem = registry.find("scheduled-diversity")

    def key(name, text):
        (tmp_path / name).write_text(text)
        at = AT.replace("[1/2,1/3,1/6]", f"counts:{tmp_path / name}")
        return questions.build(Case(theorem, theorem.claim("diversity")), at, Fraction(3, 100)).id

    assert key("a.txt", "u v u w u v") == key("b.txt", "x y z z y z") != key("a.txt", "u v u w u")


def test_a_grid_goes_through_lists_and_choices_and_leaves_out_what_does_not_fit(lab, capsys):
    lab(source=DOMAINS)
    rows, err = value(
        capsys, "--at", "k=2,order=ascending", "--grid", "p=[1/2,1/2],uniform(3),M=[5,3],[5,3,2],source=last,real"
    )
    assert len(rows) == 4
    assert "4 of 8 points are left out: M has 3 entries, but k = 2 needs 2" in err
    code, out, _ = run(capsys, "value", CLAIM, "--at", AT, "--csv")
    assert code == 0
    assert '"[5,3]","[1/2,1/3,1/6]",last,ascending' in out
    code, out, err = run(capsys, "value", "degrees-left/ratio", "--at", "eps=1/2", "--grid", "d=1:3,n=3:5", "--json")
    assert code == 0
    assert len(out.splitlines()) == 6
    assert "3 of 9 points are left out: n must be an integer >= d + 2" in err


def test_the_choice_is_shown_with_its_names(lab, capsys):
    lab(source=DOMAINS)
    code, out, _ = run(capsys, "show", "scheduled-diversity")
    assert code == 0
    assert "one of last, real" in out
    assert "every one there is; ascending, descending are tried" in out


BAD = [
    ("k=5,M=[5,3,2],p=[1/2,1/2],source=last,order=ascending", "M has 3 entries, but k = 5 needs 5"),
    ("k=1,M=[0],p=[1/2,1/2],source=last,order=ascending", "M must be an integer >= 1: got 0"),
    ("k=1,M=[5],p=[1/2,1/4],source=last,order=ascending", "p must be 2 or more positive shares that sum to 1"),
    ("k=1,M=[5],p=[3/2,-1/2],source=last,order=ascending", "with the share -1/2"),
    ("k=1,M=[5],p=[1],source=last,order=ascending", "with 1 shares"),
    ("k=1,M=[5],p=zipf(2,1),source=last,order=ascending", "it is written zipf(m,a,b): got 'zipf(2,1)'"),
    ("k=1,M=[5],p=counts:no/such/file,source=last,order=ascending", "there is no file 'no/such/file'"),
    ("k=1,M=[5],p=counts:/dev/null,source=last,order=ascending", "there is no file '/dev/null'"),
    ("k=1,M=[5],p=[1/2,1/2],source=lost,order=ascending", "source must be one of last, real: got 'lost'"),
    ("k=1,M=[5],p=[1/2,1/2],source=last,order=any", "order must be one of those tried, ascending, descending"),
    ("k=1,M=[5,p=[1/2,1/2],source=last,order=ascending", "M must be a list of k"),
    ("k=1,M=" + "9" * 5000, "M must be a list of k"),
    ("k=1,M=[" + "9," * 60000 + "9]", "a list has at most 100,000 characters"),
    ("k=1,M=constant(5,9999999)", "m must be an integer in [1, 1000000]: got 9999999"),
    ("k=1,p=counts(" + "1x999999," * 9 + "1)", "it has at most 1,000,000 counts"),
]  # fmt: skip


def refused(run, message):
    code, out, err = run
    assert (code, out) == (2, "")
    assert err.startswith("theorems: ")
    assert message in err
    assert len(err.splitlines()) == 1
    assert len(err) < 500


@pytest.mark.parametrize(("at", "message"), BAD, ids=range(len(BAD)))
def test_a_bad_value_on_the_command_line_is_one_line(lab, capsys, at, message):
    lab(source=DOMAINS)
    refused(run(capsys, "value", CLAIM, "--at", at), message)


@pytest.mark.parametrize(
    "part", ["M=[5,1,0]", "p=[1/2,1/4],[1/2,1/2]", "source=last,lost", "order=any", "p=[3/2,-1/2]"]
)
def test_a_bad_value_of_a_grid_is_one_line(lab, capsys, part):
    lab(source=DOMAINS)
    refused(run(capsys, "value", CLAIM, "--at", "k=3", "--grid", part), f"{part.partition('=')[0]} must be ")


def test_an_empty_corpus_is_refused(lab, capsys, tmp_path):
    lab(source=DOMAINS)
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    code, _, err = run(capsys, "value", CLAIM, "--at", f"k=1,M=[5],p=counts:{empty},source=last,order=ascending")
    assert code == 2
    assert err == f"theorems: p: the corpus '{empty}' is empty\n"
