"""The workflow calculator: published ratios, plateaus and limits come out of it, and what is not known is not said."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from flint import fmpq

from harness.basics.chart import spaced
from harness.cli.grammar import parser
from harness.judge.policies import MODELS, Model, Policy, solve
from simulators.exact.workflows import family
from theorems.door import main
from theorems.language.workflows import Workflow


def asked(capsys, *arguments):
    """The records, of a command that does all that is asked."""
    assert main(["workflow", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def quantity(record, name):
    return next(told for told in record["quantities"] if told["quantity"].startswith(name))


def agrees(number, printed):
    """Is a number what is printed, to the last digit?"""
    return abs(Decimal(number["mid"]) - Decimal(printed)) <= Decimal(1).scaleb(Decimal(printed).as_tuple().exponent) / 2


HUNDRED = {"replace": ("100", ".366"), "accumulate": ("1.635", ".984"), "window(5)": ("12.1", ".886")}
RATIOS = {  # of the error to that of model 1, variance known: at k
    "replace": {2: "2", 50: "50"},
    "accumulate": {2: "1.25", 10: "1.5498"},
    "accumulate, sizes n*t": {2: "1.2222"},
    "synthetic only": {3: "2.25"},
    "bootstrap": {2: "1.25"},
}
SUBSAMPLE = {2: "1.75", 5: "2.3908", 10: "2.6493", 20: "2.7885", 50: "2.8754", 100: "2.9050"}
"""In the limit of many points."""


def test_the_policies_of_a_practitioner(capsys):
    found = asked(capsys, "--compare", *HUNDRED, "--n", "100", "--k", "100")["workflows"]
    for record, (error, kept) in zip(found, HUNDRED.values(), strict=True):
        assert agrees(quantity(record, "error, known variance")["value_to_real_points"], error)
        assert agrees(quantity(record, "diversity kept")["value"], kept)


@pytest.mark.parametrize("workflow", RATIOS)
def test_ratios_of_the_calculus(capsys, workflow):
    for k, ratio in RATIOS[workflow].items():
        (record,) = asked(capsys, workflow, "--k", str(k))["workflows"]
        assert agrees(quantity(record, "error, known variance")["value_to_model_1"], ratio)


def test_ratios_of_subsamples_of_many_points(capsys):
    for k, ratio in SUBSAMPLE.items():
        (record,) = asked(capsys, "subsample", "--k", str(k), "--n", "1000000")["workflows"]
        assert agrees(quantity(record, "error, known variance")["value_to_model_1"], ratio)


def test_a_limit_is_that_of_a_theorem_and_never_a_guess(capsys):
    accumulate, window = asked(capsys, "--compare", "accumulate", "window(5)", "--n", "10", "--k", "7")["workflows"]
    kept = quantity(accumulate, "diversity")
    assert agrees(kept["limit"], ".8434359")
    assert "gaussian-accumulate-limit/variance-limit" in {said["claim"] for said in kept["theorems"]}
    assert quantity(window, "diversity")["limit"] == "not known"
    assert quantity(window, "diversity")["theorems"] == []


@pytest.mark.parametrize(("workflow", "limit"), [("subsample", "2.934802"), ("bootstrap", "3.289868")])
def test_limits_of_many_points(capsys, workflow, limit):
    (record,) = asked(capsys, workflow, "--k", "5")["workflows"]
    told = quantity(record, "error, known variance")
    assert told["limit"] == "not known"
    assert agrees(told["limit_of_many_points"], limit)
    assert {case["claim"] for case in told["theorems"]} == {f"workflow-order/{workflow}-limit"}


def test_every_workflow_keeps_what_all_keep(capsys):
    for record in asked(capsys, "--compare", "window(3)", "last half", "--k", "4")["workflows"]:
        assert "workflow-conservation/conserved" in {case["claim"] for case in record["whatever_the_workflow"]}
        error, kept = (quantity(record, name)["value"]["mid"] for name in ("error, gaussian", "diversity kept"))
        assert Decimal(error) + Decimal(kept) == 1


def test_a_claim_with_another_value_is_an_error_of_the_suite(capsys, monkeypatch):
    wrong = MODELS | {"gaussian": Model("gaussian", "wrong", family(1), "gaussian", ("mean_error",), ("variance",))}
    monkeypatch.setattr("harness.cli.workflow.MODELS", wrong)
    assert main(["workflow", "accumulate", "--k", "3"]) == 2
    assert "gaussian-accumulate-limit" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("replace", "--solve", "fresh", "--target", "0.9"),
        ("replace", "--solve", "window", "--target", "95/100"),
        ("replace", "--solve", "growth", "--target", "0.96"),
        ("accumulate", "--solve", "fresh", "--target", "1.2"),
        ("accumulate", "--solve", "growth", "--target", "0.5"),
    ],
)
def test_the_least_that_keeps_a_target_keeps_it_and_the_next_smaller_one_does_not(capsys, arguments):
    found = asked(capsys, *arguments, "--n", "100", "--k", "20")
    (record,), solved = found["workflows"], found["solved"]
    assert record["workflow"] == solved["workflow"]
    top, _, under = solved["target"].partition("/")
    target, reached = Decimal(top) / Decimal(under or 1), Decimal(solved["reached"]["mid"])
    assert (reached >= target) if target <= 1 else (reached <= target)
    if solved["below"] is None:
        assert solved["workflow"] == arguments[0]
    else:
        missed = Decimal(solved["missed"]["mid"])
        assert (missed < target) if target <= 1 else (missed > target)


def test_the_least_fresh_share_is_that_of_the_closed_recursion(capsys):
    """Replacing, r of n points real: the error e of a share moves to 1/n + (n - r)(n - r - 1)/n^2 e."""
    n, k = 20, 30
    kept = []
    for r in range(n):
        error = fmpq(1, n)
        for _ in range(k - 1):
            error = fmpq(1, n) + fmpq((n - r) * (n - r - 1), n**2) * error
        kept.append(1 - error)
    for target in ("1/2", "2/3", "9/10"):
        solved = asked(capsys, "replace", "--solve", "fresh", "--target", target, "--n", "20", "--k", "30")["solved"]
        least = next(r for r in range(n) if kept[r] >= fmpq(*map(int, target.split("/"))))
        assert solved["workflow"] == f"replace + fresh({Fraction(least, n)})"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("acumulate",), "a workflow is one of replace, accumulate"),
        ((), "name a workflow"),
        (("replace", "--n", "0"), "--n must be an integer from 1"),
        (("replace", "--k", "0"), "--k must be an integer from 1"),
        (("replace", "--model", "mixture"), "--model must be gaussian or"),
        (("replace", "--solve", "fresh"), "--solve and --target go together"),
        (("replace", "--target", "1/2"), "--solve and --target go together"),
        (("replace", "--solve", "fresh", "--target", "x"), "--target must be the diversity to keep"),
        (("replace", "--solve", "fresh", "--target", "-1"), "--target must be the diversity to keep"),
        (("replace", "--solve", "window", "--target", "1"), "the most that is tried"),
        (("accumulate", "--solve", "window", "--target", "0.9"), "accumulate says already what is looked for"),
        (
            ("replace + fresh(1/10)", "--solve", "fresh", "--target", "0.9"),
            "begin with a workflow without fresh points",
        ),
        (("replace, sizes n*t", "--solve", "growth", "--target", "0.9"), "begin with batches of n points"),
        (("--compare", "replace", "accumulate", "--solve", "fresh", "--target", "0.9"), "--solve is of one workflow"),
        (("replace", "--model", "known_variance", "--solve", "fresh", "--target", "0.9"), "has no diversity to keep"),
        (("replace + fresh(1/3)", "--n", "10"), "the fresh share 1/3 of 10 points must be a whole number"),
        (("replace", "--model", "gaussian_unbiased", "--n", "1"), "needs 2 points"),
        (("replace", "--figure", "picture.gif"), "--figure must be a file"),
        (("replace", "--figure", "/nowhere/at/all/\0.svg"), "--figure"),
    ],
)
def test_what_cannot_be_asked_is_one_line(capsys, arguments, said):
    assert main(["workflow", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_all_models_can_be_asked_for(capsys):
    for model in MODELS:
        assert parser().parse_args(["workflow", "replace", "--model", model]).model == model
        records = asked(capsys, "--compare", "replace", "accumulate", "--model", model, "--k", "3")["workflows"]
        own = [
            told for record in records for told in record["quantities"] if model.replace("_", " ") in told["quantity"]
        ]
        assert any(told["theorems"] for told in own), f"no theorem speaks of {model}"


@pytest.mark.parametrize(
    ("most", "kept"), [(1, [4]), (2, [0, 9]), (4, [0, 3, 6, 9]), (10, list(range(10))), (11, list(range(10)))]
)
def test_of_many_values_some_are_shown_evenly_spaced(most, kept):
    assert spaced(range(10), most) == kept


def test_people_see_charts_theorems_and_errata(capsys):
    assert main(["workflow", "replace", "--k", "5"]) == 0
    out = capsys.readouterr().out
    assert "▁▃▅▆█" in out
    assert "gaussian-collapse-mle/square" in out
    assert "never more than sigma0^2" in out


def test_the_picture_is_of_the_records(capsys, tmp_path):
    for suffix, begins in (("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
        path = tmp_path / f"workflows.{suffix}"
        assert main(["workflow", "--compare", "replace", "last half", "--k", "4", "--figure", str(path)]) == 0
        assert path.read_bytes().startswith(begins)
    assert "last half" in capsys.readouterr().out


def test_the_smallest_is_found_by_the_recursion_itself():
    """Bisection against trying all."""
    windows = [Policy(Workflow.parse(f"window({w})"), 10, 8) for w in range(1, 9)]
    kept = [policy.fits(MODELS["gaussian"])[-1].variance for policy in windows]
    for wanted in kept:
        found = solve(
            Policy(Workflow.parse("replace"), 10, 8),
            "window",
            MODELS["gaussian"],
            Fraction(str(wanted)),
            lambda _: None,
        )
        least = next(w for w, value in enumerate(kept, 1) if value >= wanted)
        assert str(found.policy.workflow) == f"window({least})"
        assert found.reached == kept[least - 1]
        assert found.missed == (kept[least - 2] if least > 1 else fmpq(0))
