"""The library: what it answers is what the commands answer; it prints nothing, and says what is wrong in one line."""

import json
import math
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from harness.cli.workflow import JSON_DIGITS
from harness.judge.case import Case
from harness.judge.draws import draw_block
from harness.judge.questions import EFFORTS, ask
from harness.judge.selection import find_case
from theorems import api
from theorems.door import main
from theorems.language import Step
from theorems.language.registry import theorems

ROOT = Path(__file__).parent.parent
RISK, OF = "gaussian-risk/variance", "gaussian.risk"
POOL = "gaussian_accumulate"


@pytest.fixture(autouse=True)
def nothing_is_printed(capsys):
    yield
    assert capsys.readouterr().out == ""


# -- start ------------------------------------------------------------------------------------------------------


def python(code, path=ROOT):
    done = subprocess.run([sys.executable, "-c", code], cwd=path, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def test_importing_it_loads_nothing_but_the_standard_library():
    code = "import sys; known = set(sys.modules); from theorems import api; print(*sorted(set(sys.modules) - known))"
    loaded = {name.partition(".")[0] for name in python(code)[0].split()}
    assert loaded <= {*sys.stdlib_module_names, "theorems"}
    assert "theorems" in loaded


def test_it_offers_what_it_has():
    assert set(api.__all__) <= set(dir(api))
    assert all(getattr(api, name).__doc__ for name in api.__all__)
    assert issubclass(api.DomainError, ValueError)
    assert issubclass(api.UnknownId, LookupError)
    with pytest.raises(AttributeError, match="no attribute 'values'"):
        _ = api.values


def test_another_package_in_place_of_a_room_is_refused(tmp_path):
    (tmp_path / "harness.py").write_text("")
    code = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\nfrom theorems import api\napi.claims()"
    out, error = python(code, tmp_path)
    assert out == ""
    assert error.splitlines()[-1].startswith(f"ImportError: theorems: {tmp_path / 'harness.py'} ")


# -- simulate ---------------------------------------------------------------------------------------------------


def test_draws_are_those_of_races_and_the_same_for_every_number_of_workers():
    case = find_case(f"{RISK.partition('/')[0]}/mean")
    question = ask(case, EFFORTS["quick"])[0]
    raced = [draw_block(question.observed, question.arguments, 7, question.paths, block) for block in range(3)]
    at = {name: str(x) for name, x in question.point.items()}
    for workers in (1, 2, None):
        draws = api.simulate("gaussian.risk", paths=10_000, entropy=7, workers=workers, **at)
        assert np.array_equal(draws, np.concatenate(raced)[:10_000])


def test_draws_know_what_repeats_them():
    first = api.simulate("gaussian.risk", paths=100, n=10, k=3)
    again = api.simulate("gaussian.risk", paths=200, n=10, k=3, entropy=first.entropy)
    other = api.simulate("gaussian.risk", paths=100, n=10, k=3)
    assert np.array_equal(first, again[:100])
    assert not np.array_equal(first, other)
    assert first[5:].entropy == first.entropy
    assert type(first.mean()) is np.float64
    assert type(first * 2) is np.ndarray
    assert repr(first).startswith("100 draws of gaussian.risk at n=10,sigma0=1,k=3, mean ")
    assert repr(first).endswith(f"entropy {first.entropy}")
    kept = pickle.loads(pickle.dumps(first))
    assert repr(kept) == repr(first)
    assert np.array_equal(kept, first)
    first[0] = 1  # they are the caller's


def test_steps_lists_and_observables_of_no_declared_process_are_drawn():
    assert api.simulate("gaussian_schedule.risk", paths=10, n=[5, 6], k=2).shape == (10,)
    seen = {c.observable: Case(t, c) for t in theorems().values() for c in t.claims if c.observable and c.points}
    undeclared = next((case for case in seen.values() if case.observed.declared is None), None)
    steps = next(case for case in seen.values() if isinstance(case.claim, Step))
    for case in filter(None, (undeclared, steps)):
        point = case.point(case.claim.points[0])
        given = {name: str(x) for name, x in point.items() if name in case.observed.parameters}
        draws = api.simulate(case.claim.observable, paths=3, entropy=1, **given)
        expected = draw_block(case.observed, case.observed.arguments(point), 1, ask(case, EFFORTS["quick"])[0].paths, 0)
        assert np.array_equal(draws, expected[:3])


BAD_DRAWS = [
    (("gaussian.rsk", 10), {"n": 10, "k": 3}, "BadInput", "there is no observable 'gaussian.rsk': did you mean"),
    (("nothing", 10), {}, "BadInput", "there is no observable 'nothing'"),
    ((3, 10), {}, "BadInput", "an observable is named process.name, as 'gaussian.risk': got 3"),
    ((OF, 0), {"n": 10, "k": 3}, "BadInput", "paths must be an integer from 1 to 100000000: got 0"),
    ((OF, 10.0), {"n": 10, "k": 3}, "BadInput", "paths must be an integer from 1 to 100000000: got 10.0"),
    ((OF, True), {"n": 10, "k": 3}, "BadInput", "paths must be an integer from 1 to 100000000: got True"),
    ((OF, 10**9), {"n": 10, "k": 3}, "BadInput", "paths must be an integer from 1 to 100000000: got 1000000"),
    ((OF, 10), {"n": 1, "k": 3}, "DomainError", "n must be an integer >= 2: got 1"),
    ((OF, 10), {"n": 10}, "DomainError", "k is missing: it is an integer >= 0 (generation)"),
    ((OF, 10), {"n": 10, "k": -1}, "DomainError", "k must be an integer >= 0: got -1"),
    ((OF, 10), {"n": 10, "k": 1.5}, "DomainError", "k must be an integer >= 0: got 1.5"),
    ((OF, 10), {"n": 10, "k": math.nan}, "DomainError", "k must be an integer >= 0, such as 0: got 'nan'"),
    ((OF, 10), {"n": [10, 20], "k": 3}, "DomainError", "n must be an integer >= 2, such as 100: got '[10,20]'"),
    ((OF, 10), {"n": 10, "k": 3, "q": 1}, "DomainError", "there is no parameter 'q': the parameters are n"),
    ((OF, 10), {"n": 10, "k": 3, "entropy": -1}, "BadInput", "entropy must be an integer >= 0: got -1"),
    ((OF, 10), {"n": 10, "k": 3, "entropy": "x"}, "BadInput", "entropy must be an integer >= 0: got 'x'"),
    ((OF, 10), {"n": 10, "k": 3, "workers": 0}, "BadInput", "workers must be an integer from 1 to 1024: got 0"),
]  # fmt: skip


@pytest.mark.parametrize(("positional", "given", "kind", "message"), BAD_DRAWS, ids=map(str, range(len(BAD_DRAWS))))
def test_draws_that_make_no_sense_are_refused(positional, given, kind, message):
    with pytest.raises(getattr(api, kind)) as refused:
        api.simulate(*positional, **given)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


# -- evidence ---------------------------------------------------------------------------------------------------


def test_records_are_those_of_the_command(capsys):
    names = ("g-iterate/lower", "bernoulli-absorption/forgotten-upper")
    told = []
    found = api.verify(*names, entropy=11, progress=lambda done, total, what: told.append((done, total, what)))
    assert main(["verify", *names, "--entropy", "11", "--json", "-"]) == 0
    printed = json.loads(capsys.readouterr().out)

    def same(records):
        return [{name: x for name, x in record.items() if name != "seconds"} for record in records]

    assert same(found) == same(printed)
    assert found.as_expected
    assert found.entropy == 11
    assert told[-1] == (2, 2, "done")
    assert {what for _, _, what in told} >= set(names)
    assert repr(found) == "4 records: 4 confirmed"
    assert "<table>" in found._repr_html_()


def test_a_run_draws_its_entropy():
    first, second = (api.verify("bernoulli-absorption/forgotten-upper", workers=1) for _ in range(2))
    assert first.entropy != second.entropy
    assert [r["entropy"] for r in first] == [str(first.entropy)] * len(first)


def test_a_proof_is_a_tree_that_folds():
    proof = api.prove("g-iterate/lower")
    assert proof
    assert repr(proof) == f"g-iterate/lower: proved; {len(proof.steps)} statements"
    assert str(proof).splitlines()[0] == "g-iterate/lower: proved"
    assert len(proof.tree(9).splitlines()) > len(str(proof).splitlines())
    assert proof._repr_html_().count("<details") == proof._repr_html_().count("</details>") > 2
    assert "&lt;=" in proof._repr_html_()
    refuted = api.prove("gaussian-risk/variance-published")
    assert refuted.status == "negation proved"
    assert refuted.cites
    every = api.prove("g-iterate")
    assert every
    assert [p.claim for p in every] == [f"g-iterate/{c.name}" for c in theorems()["g-iterate"].claims]
    assert repr(every).count("\n") == 0


def test_a_claim_without_a_proof_says_so(monkeypatch):
    monkeypatch.setattr(Case, "proof", None)
    proof = api.prove("g-iterate/lower")
    assert (proof.status, bool(proof), proof.steps) == ("no proof", False, [])
    assert "no proof" in proof._repr_html_()


# -- tables -----------------------------------------------------------------------------------------------------


def test_every_claim_is_a_row_of_the_same_columns():
    rows = api.claims()
    assert [row["id"] for row in rows] == [f"{t.id}/{c.name}" for t in theorems().values() for c in t.claims]
    assert len({tuple(row) for row in rows}) == 1
    assert all(type(row) is dict for row in rows)
    json.dumps(rows)
    assert repr(rows).startswith(f"{len(rows)} claims: ")
    assert "... " in rows._repr_html_()


def test_claims_are_chosen_by_what_they_are():
    assert [r["id"] for r in api.claims("g-iterate")] == [f"g-iterate/{c.name}" for c in theorems()["g-iterate"].claims]
    five = api.claims(paper="shumailov", number="(5)")
    assert all(r["verdict"] == "false" and r["corrected_by"] for r in five)
    assert "gaussian-risk/variance-published" in {r["id"] for r in five}
    wrong = api.claims(refuted=True)
    assert all(r["published"] and r["erratum"] and r["counterexample"] for r in wrong)
    assert len(api.claims("gaussian-risk", kind="Inequality")) == 1
    assert {r["verdict"] for r in api.claims("gaussian-risk", published=False)} == {None}
    assert [r["id"] for r in api.claims("gaussian-risk", "g-iterate", search="LEADING TERM")]
    assert repr(api.claims("gaussian-risk", kind="Law")) == "0 claims"
    every = {r["status"] for r in api.claims("g-iterate")}
    assert {r["status"] for status in every for r in api.claims("g-iterate", status=status)} == every


def test_errata_are_those_of_the_command(capsys):
    found = api.errata()
    assert main(["errata", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    for what, name in (("refuted", "refuted"), ("note", "notes"), ("improved", "improved")):
        rows = [row for row in found if row["what"] == what]
        assert [row["printed"] for row in rows] == [r.get("sentence") or r["printed"] for r in printed[name]]
    assert all(row["found"] for row in found)
    assert {row["paper"] for row in api.errata("suresh")} == {row["paper"] for row in found if "Suresh" in row["paper"]}


BAD_QUESTIONS = [
    (api.claims, ("nonsense",), {}, "UnknownId", "there is no theorem 'nonsense'"),
    (api.claims, ("g-iterate/none",), {}, "BadInput", "g-iterate has no claim 'none'"),
    (api.claims, (3,), {}, "BadInput", "a claim is named theorem or theorem/claim: got 3"),
    (api.claims, (), {"paper": "shumailof"}, "BadInput", "there is no paper 'shumailof': did you mean shumailov?"),
    (api.claims, (), {"paper": 3}, "BadInput", "there is no paper 3"),
    (api.claims, (), {"kind": "Men"}, "BadInput", "there is no kind 'Men': did you mean Mean"),
    (api.claims, (), {"status": "provd"}, "BadInput", "there is no status 'provd': did you mean proved"),
    (api.claims, (), {"verdict": "wrong"}, "BadInput", "there is no verdict 'wrong': did you mean false"),
    (api.claims, (), {"refuted": "yes"}, "BadInput", "refuted must be True, False or None: got 'yes'"),
    (api.claims, (), {"search": 3}, "BadInput", "search is for words: got 3"),
    (api.errata, ("x",), {}, "BadInput", "there is no paper 'x'"),
    (api.verify, ("nonsense",), {}, "UnknownId", "there is no theorem 'nonsense'"),
    (api.verify, ("g-iterate",), {"effort": "much"}, "BadInput", "effort must be quick or paper: got 'much'"),
    (api.verify, ("g-iterate",), {"entropy": 1.5}, "BadInput", "entropy must be an integer >= 0: got 1.5"),
    (api.verify, ("g-iterate",), {"workers": -1}, "BadInput", "workers must be an integer from 1 to 1024: got -1"),
    (api.verify, ("g-iterate",), {"fresh": "no"}, "BadInput", "fresh must be True or False: got 'no'"),
    (api.prove, ("g-iterate/lowr",), {}, "BadInput", "did you mean g-iterate/lower"),
    (api.prove, ("g-itrate",), {}, "UnknownId", "did you mean g-iterate"),
    (api.prove, (None,), {}, "BadInput", "a proof is of a claim theorem/claim"),
    (api.derive, ("gaussian_acumulate",), {}, "BadInput", "did you mean gaussian_accumulate"),
    (api.derive, (3,), {}, "BadInput", "a process is named, as 'gaussian_accumulate': got 3"),
    (api.derive, (POOL, "varance"), {}, "BadInput", "'varance' is no expression of gaussian_accumulate"),
    (api.derive, (POOL, 3), {}, "BadInput", "an expression is a text, such as 'M**2 + V': got 3"),
    (api.derive, (POOL, "variance"), {"at": 3}, "BadInput", "at is a point, such as"),
    (api.derive, (POOL, "variance"), {"at": {"n": 0, "k": 1}}, "DomainError", "n must be an integer >= 1"),
    (api.derive, (POOL, "variance"), {"at": {"n": 5}}, "DomainError", "k is missing"),
    (api.derive, (POOL, "variance"), {"at": {"n": [5, 6], "k": 1}}, "DomainError", "got '[5,6]'"),
    (api.derive, (POOL,), {"at": "n=5,k=1"}, "BadInput", "a point is for an expression"),
    (api.workflow, (), {}, "BadInput", "name a workflow, such as 'accumulate', or several"),
    (api.workflow, ("replce",), {}, "DomainError", "a workflow is one of replace"),
    (api.workflow, (["replace"],), {}, "BadInput", "a workflow is written as 'replace + fresh(1/10)': got"),
    (api.workflow, ("replace",), {"n": 0}, "BadInput", "n must be an integer from 1 to 1000000000: got 0"),
    (api.workflow, ("replace",), {"k": 1001}, "BadInput", "k must be an integer from 1 to 1000: got 1001"),
    (api.workflow, ("replace",), {"k": np.nan}, "BadInput", "k must be an integer from 1 to 1000: got nan"),
    (api.workflow, ("replace",), {"model": "gauss"}, "BadInput", "model must be gaussian or gaussian_unbiased or"),
    (api.workflow, ("replace",), {"solve": "fresh"}, "BadInput", "solve and target go together"),
    (api.workflow, ("replace",), {"solve": "share", "target": 0.9}, "BadInput", "solve must be fresh or window or"),
    (api.workflow, ("replace",), {"solve": "fresh", "target": -1}, "BadInput", "target must be the diversity to keep"),
    (api.workflow, ("replace", "window(5)"), {"solve": "fresh", "target": 0.9}, "BadInput", "solve is of one workflow"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "positional", "given", "kind", "message"), BAD_QUESTIONS, ids=map(str, range(len(BAD_QUESTIONS)))
)
def test_questions_that_make_no_sense_are_refused(function, positional, given, kind, message):
    with pytest.raises(getattr(api, kind)) as refused:
        function(*positional, **given)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


# -- processes --------------------------------------------------------------------------------------------------


def test_a_derivation_is_that_of_the_command(capsys):
    found = api.derive(POOL, "variance", at={"n": 10, "k": 20, "sigma0": 1})
    assert main(["derive", "gaussian_accumulate", "variance", "--at", "n=10,k=20,sigma0=1", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert str(found.value.exact) == printed["value"]
    assert str(found.closed_form) == printed["closed_form"]
    assert printed.items() >= found.record.items()
    assert found.why is None
    assert repr(found).count("\n") == 0
    assert found._repr_latex_().startswith("$")
    assert str(found).startswith("means of")
    same = api.derive(POOL, "variance", at="n=10,k=20,sigma0=1")
    assert same.value.exact == found.value.exact
    assert api.derive(POOL, "variance").value is None


def test_a_declaration_shows_itself():
    found = api.derive("gaussian_accumulate")
    assert "variance" in found.observables
    assert repr(found).startswith("gaussian_accumulate: mean_error, variance")
    assert str(found).count("\n") > 3
    assert found._repr_html_().startswith("<pre>gaussian_accumulate")


def test_a_practice_is_that_of_the_command(capsys):
    found = api.workflow("replace", "accumulate", n=50, k=20)
    assert main(["workflow", "--compare", "replace", "accumulate", "--n", "50", "--k", "20", "--json"]) == 0
    assert found.records == json.loads(capsys.readouterr().out)["workflows"]
    assert main(["workflow", "--compare", "replace", "accumulate", "--n", "50", "--k", "20"]) == 0
    assert capsys.readouterr().out == f"{found}\n"
    kept = next(r for r in found.rows if r["workflow"] == "replace" and r["quantity"].startswith("diversity"))
    assert kept["value"] == pytest.approx((1 - 1 / 50) ** 20, rel=10.0 ** (1 - JSON_DIGITS))
    assert kept["limit"] == 0
    assert math.isinf(next(r for r in found.rows if r["quantity"] == "error, known variance")["limit"])
    assert "<table>" in found._repr_html_()
    solved = api.workflow("replace", solve="fresh", target=0.9, k=20)
    assert solved.solved["workflow"].startswith("replace + fresh(")
    assert repr(solved) == solved.solved["sentence"]
