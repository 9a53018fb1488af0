"""Report cards: every statement of a paper has an answer, every published claim a place, and no verdict is typed."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

import pytest
from flint import arb

from harness.cli import known as words
from harness.cli import paper as shown
from harness.cli.answers import NOT_CHECKED
from harness.cli.grammar import parser
from harness.judge import card as cards
from harness.judge.card import VERDICTS, Looked, card, verdict
from harness.judge.case import Case
from harness.judge.exact import check
from harness.judge.selection import find_case
from harness.judge.tightness import tightness, told, typical
from paper_figs.figure import scan
from proofs_check.steps import Result
from theorems.door import main
from theorems.language import Mean, Source
from theorems.language.registry import theorems
from theorems.papers import PAPERS, Paper, Statement
from theorems.processes import processes

ROOT = Path(__file__).parent.parent
NOTHING = Looked(lambda case: NOT_CHECKED, lambda case: None)
"""Nothing is known of any claim."""


@pytest.fixture(scope="module")
def made():
    """The card of every paper."""
    return {name: card(paper, NOTHING) for name, paper in PAPERS.items()}


NOTHING_KEPT = (None, None)
NO_ORACLE = ([0.1, None], {"tightness": None, "sharper": None})
CHECKED = (
    [0.1, {"points": 7, "tightness": {"words": "exact"}}],
    {"points": 7, "tightness": {"words": "exact"}, "sharper": None},
)


def planted(monkeypatch, name, **changes):
    """The registry with other fields of one claim, as a card sees it."""
    theorem, _, claim = name.partition("/")
    every = theorems()
    claims = tuple(replace(c, **changes) if c.name == claim else c for c in every[theorem].claims)
    every[theorem] = replace(every[theorem], claims=claims)
    monkeypatch.setattr(cards, "theorems", lambda: every)


def claims_of(record):
    return {claim["claim"]: (line, claim) for line in record["lines"] for claim in line["claims"]}


# -- what is listed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_every_published_claim_and_every_note_has_its_line(made, name):
    assert made[name]["lost"] == []
    published = {
        f"{theorem.id}/{c.name}"
        for theorem in theorems().values()
        for c in theorem.claims
        if c.source and c.source.paper == PAPERS[name].title
    }
    assert claims_of(made[name]).keys() == published


def test_a_claim_whose_number_is_no_line_is_missed(monkeypatch):
    planted(monkeypatch, "g-iterate/lower", source=Source(PAPERS["suresh"].title, "Theorem 12"))
    assert [lost.partition(":")[0] for lost in card(PAPERS["suresh"], NOTHING)["lost"]] == ["g-iterate/lower"]


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("Lemma 5", "Lemma 5"),
        ("Lemma 5 (its first curve)", "Lemma 5"),
        ("equation (4), the first of them", "equation (4)"),
        ("Theorem 1 (its lower bound on Pr(P_k != 0))", "Theorem 1"),
        ("section 4.2 (the rate, again)", "section 4.2"),
        ("section 3.3 (the mean), from above", "section 3.3 (the mean)"),
        ("Lemma 50", None),
        ("section 3.1.7", None),
        ("Figure 2", None),
    ],
)
def test_a_number_belongs_to_the_place_that_it_names(number, place):
    found = PAPERS["suresh"].place(number)
    assert (None if found is None else PAPERS["suresh"].statements[found].number) == place


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.name)
def test_what_is_said_to_answer_a_line_is_there(paper):
    for line in paper.statements:
        for name in line.by:
            assert find_case(name)
        assert set(line.processes) <= processes().keys()
        assert not (line.kind == "not quantitative" and (line.claims or line.by))
        assert all(said.source.paper == paper.title for said in line.notes)


def test_every_figure_of_a_paper_is_at_a_line_of_it():
    figures, _ = scan()
    listed = {name for paper in PAPERS.values() for line in paper.statements for name in line.figures}
    assert {name for name in figures if not name.startswith("ours-")} <= listed <= figures.keys()


def test_a_line_without_an_answer_is_refused():
    with pytest.raises(ValueError, match="Lemma 9: nothing answers 'all is well'"):
        Statement("Lemma 9", "all is well")
    with pytest.raises(ValueError, match="'theorem'"):
        Statement("Lemma 9", "all is well", "theorem", why="nobody knows")


# -- what is computed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("g-iterate/lower", {}, "sharpened"),
        ("g-iterate/lower", {"sharper": None}, "true"),
        ("gaussian-risk/variance-published", {}, "false"),
        ("gaussian-risk/mean-survey", {}, "false"),
        ("gaussian-risk/variance-published", {"erratum": "convention"}, "qualified"),
        ("gaussian-collapse-constants/improves-on-bertrand", {}, "qualified"),
    ],
)
def test_a_verdict_follows_from_what_the_claim_says_of_itself(name, changes, expected):
    assert verdict(replace(find_case(name).claim, **changes)) == expected


def test_a_line_has_the_worst_verdict_of_its_claims(made):
    for record in made.values():
        for line in record["lines"]:
            found = {claim["verdict"] for claim in line["claims"]}
            assert line["verdict"] == next((name for name in VERDICTS if name in found), None)
    line, _ = claims_of(made["shumailov"])["discrete-rare-symbol/count"]
    assert (line["verdict"], [claim["verdict"] for claim in line["claims"]]) == ("false", ["true", "false"])


@pytest.mark.parametrize("name", PAPERS)
def test_claims_of_a_line_are_in_the_order_in_which_it_lists_them(made, name):
    for line, record in zip(PAPERS[name].statements, made[name]["lines"], strict=True):
        listed = [number for number in line.claims if number in {claim["number"] for claim in record["claims"]}]
        assert [claim["number"] for claim in record["claims"]][: len(listed)] == listed


def test_a_line_that_is_not_yet_answered_turns_into_claims_by_itself(monkeypatch):
    paper = Paper("later", "A paper", (Statement("Theorem 9", "all is well", why="nobody has proved it"),))
    (line,) = card(paper, NOTHING)["lines"]
    assert (line["answer"], line["claims"]) == ("not yet", [])
    planted(monkeypatch, "g-iterate/lower", source=Source("A paper", "Theorem 9 (its bound from below)"))
    (line,) = card(paper, NOTHING)["lines"]
    assert (line["answer"], line["verdict"]) == ("claims", "sharpened")
    assert [claim["claim"] for claim in line["claims"]] == ["g-iterate/lower"]


@pytest.mark.parametrize("name", PAPERS)
def test_counts_are_those_of_the_lines(made, name):
    counts, lines = made[name]["counts"], made[name]["lines"]
    assert sum(counts[found] for found in get_args(cards.Answer)) == counts["places"] == len(lines)
    assert sum(counts[found] for found in VERDICTS) == counts["published"] == len(claims_of(made[name]))


@pytest.mark.parametrize("name", PAPERS)
def test_the_exact_value_is_inside_what_is_claimed_unless_that_is_refuted(made, name):
    for number, (_, record) in claims_of(made[name]).items():
        case, found = find_case(number), record["tightness"]
        if found is None:
            continue
        (low, high), exact = case.interval(case.point(found["at"])), arb(found["exact"])
        inside = not (low is not None and low > exact) and not (high is not None and high < exact)
        assert inside == (record["verdict"] in ("true", "sharpened")), number
        assert (found["words"] == "exact") or not (inside and low is high), number


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("g-iterate/upper", "1.7416 times the exact value"),
        ("poisson-extinction/survival", "exact"),
        ("gaussian-risk/variance-published", "0.00015 is claimed, 0.00025063 is exact"),
        ("gaussian-risk/mean-leading", "0.99792 times the exact value"),
        ("bernoulli-absorption/forgotten-upper", "1.0008 times the exact value"),
    ],
)
def test_tightness_is_that_of_the_exact_value(name, shown):
    case = find_case(name)
    assert tightness(case, typical(case))["words"] == shown


def test_a_bound_that_every_probability_meets_says_nothing():
    case = find_case("gaussian-collapse/tail-published")
    point = case.point("n=100,k=1,eps=9/10,sigma0=1")
    assert tightness(case, point)["words"] == "says nothing there"


def test_without_an_exact_value_there_is_no_tightness():
    assert tightness(find_case("kde-replace-loss/annealed-lower"), {"k": 1}) is None
    law = find_case("kde-replace-growth/annealed-law")
    assert tightness(law, typical(law)) is None


def test_tightness_is_found_with_the_exact_check_and_taken_from_there():
    case = find_case("g-iterate/upper")
    found = check(case)
    assert {"tightness": found.tightness, "sharper": found.sharper} == told(case)
    assert found.sharper["words"] == "1.0555 times the exact value"
    kept = {"tightness": {"at": "k=10", "words": "as it was kept"}, "sharper": {"at": "", "words": "that, too"}}
    looked = Looked(NOTHING.known, lambda case: kept)
    _, record = claims_of(card(PAPERS["suresh"], looked))["g-iterate/upper"]
    assert (record["tightness"], record["sharper"]["tightness"]) == (kept["tightness"], kept["sharper"])


@pytest.mark.parametrize("outcome", [NOTHING_KEPT, NO_ORACLE, CHECKED])
def test_exact_evidence_is_what_is_kept(outcome):
    kept, expected = outcome
    assert words.exact_evidence(find_case("g-iterate/upper"), Kept(None, kept)) == expected


class Kept:
    """Evidence that is kept: of a proof and of an exact check, None where nothing is known."""

    def __init__(self, proof, exact):
        self.found = {"proof": proof, "exact": exact}

    def valid(self, kind, _):
        return self.found[kind]


STEPS = [0.1, [["One is one", None, asdict(Result(True, "")), 0.1, None]]]
NONE, EXACT = [0.1, None], [0.1, {"outcome": "confirmed", "points": 7, "where": ""}]


@pytest.mark.parametrize(
    ("proof", "exact", "points", "expected", "of_refuted"),
    [
        (None, None, (), "not checked", "not checked"),
        (None, EXACT, (), "exact", "refuted exactly"),
        (NONE, None, (), "not checked", "not checked"),
        (NONE, EXACT, (), "exact", "refuted exactly"),
        (NONE, NONE, ("k=1",), "simulated", "refuted by simulation"),
        (NONE, NONE, (), "stated", "stated"),
        (STEPS, None, (), "proved in steps", "refuted by proof"),
    ],
)
def test_how_a_claim_is_known_is_what_runs_have_found(proof, exact, points, expected, of_refuted):
    claim = Mean(name="any", of="poisson.survival", equals=find_case("g-iterate/lower").claim.value, points=points)
    case = Case(theorems()["poisson-extinction"], claim)
    assert words.known(case, Kept(proof, exact)) == expected
    refuted = case.having(replace(claim, expected="refuted", erratum="false"))
    assert words.known(refuted, Kept(proof, exact)) == of_refuted


# -- what is printed ------------------------------------------------------------------------------------------------


def asked(capsys, *arguments):
    code = main(["paper", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", PAPERS)
def test_a_card_has_every_line_in_the_order_of_its_paper(capsys, name):
    code, out, _ = asked(capsys, name)
    assert code == 0
    places = [line for line in out.split("\n")[2:] if line and not line.startswith(" ")]
    assert places[:-1] == [f"{line.number}: {line.says}" for line in PAPERS[name].statements]
    assert f"{len(PAPERS[name].statements)} places: " in out


def test_a_refuted_claim_is_shown_with_counterexample_and_correction(capsys):
    claim = find_case("gaussian-risk/variance-survey").claim
    _, out, _ = asked(capsys, "arulandu")
    assert "false; not checked: gaussian-risk/variance-survey" in out
    assert claim.counterexample in out
    assert "corrected: gaussian-risk/variance-leading" in out


def test_what_is_not_checked_is_told_with_the_command_that_checks_it(capsys, made):
    _, out, _ = asked(capsys, "suresh")
    number = made["suresh"]["counts"]["published"]
    assert f"\n{number} of {number} published claims are not checked: theorems verify checks them\n" in out
    checked = json.loads(json.dumps(made["suresh"]).replace(NOT_CHECKED, "proved"))
    assert not any("theorems verify" in line for line in shown.text(checked))


def test_experiments_and_what_is_not_yet_there_say_so(capsys, made):
    _, out, _ = asked(capsys, "shumailov")
    assert "experiment: a language model and a text" in out
    assert "note, code: By reading main.py" in out
    assert "not drawn yet" not in out
    undrawn = json.loads(json.dumps(made["shumailov"]))
    for line in undrawn["lines"]:
        line["figures"] = []
    assert "not drawn yet" in "\n".join(shown.text(undrawn))


def test_a_card_as_json_is_what_is_computed(capsys, made):
    code, out, _ = asked(capsys, "suresh", "--json")
    assert code == 0
    assert json.loads(out) == made["suresh"]
    code, out, _ = asked(capsys, "--json")
    assert json.loads(out) == [{key: record[key] for key in ("name", "paper", "counts")} for record in made.values()]


@pytest.mark.parametrize("name", [None, *PAPERS])
def test_a_table_in_markdown_has_a_row_for_every_line(capsys, name, made):
    code, out, _ = asked(capsys, *([name] if name else []), "--markdown")
    rows = [line for line in out.splitlines() if line.startswith("|")]
    assert code == 0
    assert len({row.replace("\\|", "").count("|") for row in rows}) == 1
    if name:
        numbers = [row.split(" | ")[0].removeprefix("| ") for row in rows[2:]]
        assert list(filter(None, numbers)) == [line["number"] for line in made[name]["lines"]]
    else:
        assert len(rows) == 2 + len(PAPERS) + 1


@pytest.mark.parametrize("name", ["surech", "2412.17646", "../suresh", "x" * 10_000, ""])
def test_an_unknown_paper_is_one_line_that_offers_the_known_ones(capsys, name):
    code, out, err = asked(capsys, name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "there is no paper" in err
    assert "suresh" in err
    assert len(err) < 400


def test_one_form_at_a_time(capsys):
    assert asked(capsys, "suresh", "--json", "--markdown")[::2] == (2, "theorems: give one of --json and --markdown\n")


def test_the_help_has_examples(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["paper", "--help"])
    assert "theorems paper kazdan --markdown" in capsys.readouterr().out


def test_a_card_is_made_once(tmp_path):
    """Read again, it needs no theorem: a process of its own loads no algebra."""
    code = "import sys\nfrom theorems.door import main\nmain(['paper', 'arulandu'])\nprint('sympy' in sys.modules)\n"
    environment = os.environ | {"THEOREMS_STORE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    shown, loaded = zip(*(run.rstrip().rsplit("\n", 1) for run in runs), strict=True)
    assert shown[0] == shown[1]
    assert loaded == ("True", "False")
