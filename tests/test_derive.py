"""The command `theorems derive`."""

import json
from fractions import Fraction

import pytest

from theorems.door import main
from theorems.processes import processes


def run(capsys, *arguments):
    code = main(["derive", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_without_a_process_all_are_listed_and_each_is_shown(capsys):
    code, out, _ = run(capsys)
    assert code == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == list(processes())
    for name, process in processes().items():
        code, out, _ = run(capsys, name)
        assert code == 0
        for state in process.states:
            assert f" {state}" in out
        assert all(f"{p.name}: {p.meaning}" in out for p in process.parameters)


@pytest.mark.parametrize("name", processes())
def test_a_declaration_is_printed_as_text_as_latex_and_as_json(capsys, name):
    process = processes()[name]
    shown = {}
    for how in ("", "--latex", "--json"):
        code, shown[how], _ = run(capsys, name, *filter(None, [how]))
        assert code == 0
    record = json.loads(shown["--json"])
    for how, key in (("", "text"), ("--latex", "latex")):
        assert f"the start is k = {process.first}" in shown[how]
        for part in ("start", "draws", "step", "looked_at"):
            assert all(line[key] in shown[how] for line in record[part])
        for observable in record["observables"]:
            assert observable[key] in shown[how]
            assert observable["range"] in shown[how]
    assert len(record["draws"]) == len(process.draws)
    assert len(record["looked_at"]) == len(process.looked_at)
    assert len(record["start"]) == len(record["step"]) == len(process.states)
    assert [o["name"] for o in record["observables"]] == list(process.observables)
    assert record["counts"].startswith("k counts generations")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("bernoulli", "observed: diversity = P*(1 - P); in [0, 1/4]"),
        ("bernoulli", "observed: diversity_step = Steps(P*(1 - P)); pairs in [0, 1/4]"),
        ("bernoulli", "observed: survived = Piecewise((1, Ne(P, 0)), (0, True)); 0 or 1"),
        ("gaussian", "observed: log_scale = log(sqrt(V)); in (-oo, oo)"),
        (
            "gaussian_accumulate",
            "k = 0 is the given model, where Mean(pool) is 0, Variance(pool, ddof = 0) is sigma0**2",
        ),
        ("gaussian_unbiased_accumulate", "observed: variance = Variance(pool, ddof = 1); in [0, oo)"),
    ],
)
def test_ranges_divisors_and_the_given_model_are_shown(capsys, name, line):
    assert line in run(capsys, name)[1]


def test_what_is_printed_is_the_recursion_its_solution_and_the_value(capsys):
    code, out, _ = run(capsys, "gaussian", "M**2", "--at", "n=10,sigma0=1/2,k=4")
    assert code == 0
    for line in ("x0 <- x0 + (1/n) x1", "closed form: k*sigma0**2/n", "at n=10,sigma0=1/2,k=4: 1/10"):
        assert line in out


def test_json_holds_the_same(capsys):
    code, out, _ = run(capsys, "gaussian_schedule", "centre_square", "--at", "n=[5,8,4],k=3", "--json")
    record = json.loads(out)
    assert code == 0
    assert Fraction(record["value"]) == Fraction(1, 5) + Fraction(1, 8) + Fraction(1, 4)  # sigma0 has a default
    assert record["closed_form"] == "Sum(sigma0**2/n[t], (t, 0, k - 1))"
    assert record["quantities"] == ["M**2", "V"]


@pytest.mark.parametrize(
    ("expression", "polar"),
    [
        ("V**2", lambda k: Fraction(11, 9) ** k),
        ("M**4", lambda k: Fraction(27 * (5 * 11**k - 9**k * (k + 5)), 100 * 9**k)),
    ],
)
def test_moments_are_those_that_polar_computes(capsys, expression, polar):
    """Its authors' loop: ten normals a generation, from mean 0 and variance 1, fitted with the divisor 9."""
    for k in (0, 1, 5, 40):
        code, out, _ = run(capsys, "gaussian", expression, "--at", f"n=10,sigma0=1,k={k}", "--json")
        assert code == 0
        assert Fraction(json.loads(out)["value"]) == polar(k)


def test_an_irrational_mean_is_a_ball(capsys):
    code, out, _ = run(capsys, "gaussian_sufficient", "scale", "--at", "n=2,sigma0=1,k=1")
    assert code == 0
    assert "[0.7978845608028653558" in out  # sqrt(2/pi)


def test_the_probability_of_an_event_is_that_of_the_chain_or_of_the_generating_function(capsys):
    """By hand: of two symbols, from 1/3, one is lost with 4/9 + 4/9 * 1/4; a line dies out with e^(1/e - 1)."""
    code, out, _ = run(capsys, "bernoulli", "forgotten", "--at", "n=2,p0=1/3,k=2", "--json")
    record = json.loads(out)
    assert code == 0
    assert Fraction(record["value"]) == Fraction(5, 9)
    assert record["by"] == "the law of the state, generation by generation"
    code, out, _ = run(capsys, "poisson_lineage", "extinct", "--at", "k=2")
    assert code == 0
    assert "probability, by iterated generating function of what is drawn\nat k=2: [0.53146360538661" in out


def test_the_closed_form_comes_alone_where_it_is_asked_for(capsys):
    code, out, _ = run(capsys, "gaussian_accumulate", "conserved", "--closed-form")
    assert (code, out) == (0, "sigma0**2\n")
    code, out, _ = run(capsys, "gaussian_accumulate", "conserved", "--closed-form", "--latex")
    assert (code, out) == (0, "\\sigma_{0}^{2}\n")
    code, out, _ = run(capsys, "gaussian_accumulate", "conserved", "--closed-form", "--json")
    assert (code, json.loads(out)["closed_form"]) == (0, "sigma0**2")


def test_estimates_of_data_can_be_written(capsys):
    code, out, _ = run(capsys, "gaussian_subsample", "mean(seen)**2 + variance(seen, 0)")
    assert code == 0
    assert "closed form: sigma0**2" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gausian"], "did you mean gaussian"),
        (["gaussian", "--closed-form"], "--closed-form is of an expression of gaussian: name one"),
        (["poisson_lineage", "extinct", "--at", "k=2", "--closed-form"], "no closed form: it is computed at points"),
        (["gaussian", "foo"], "use scale, scale_law"),
        (["gaussian", "M +"], "is no expression of gaussian"),
        (["gaussian", "M.real"], "is no expression of gaussian"),
        (["gaussian", "__import__('os')"], "is no expression of gaussian"),
        (["gaussian", "M**40"], "exponents are at most 6: got 40"),
        (["gaussian", "M/0"], "is no expression of gaussian"),
        (["gaussian", "1.5*M"], "is no expression of gaussian"),
        (["gaussian_accumulate", "pool"], "is no expression of gaussian_accumulate"),
        (["gaussian", "+".join(["M"] * 200)], "at most 200 characters"),
        (["gaussian", "scale"], "is not a polynomial"),
        (["bernoulli", "forgotten"], "give --at, with a generation k"),
        (["bernoulli", "forgotten", "--at", "n=2,p0=1/3"], "k is missing"),
        (["gaussian", "above", "--at", "n=2,eps=1,k=2"], "above of gaussian is not derived"),
        (["kde_depth_accumulate", "depth > 1"], "is no expression of kde_depth_accumulate"),
        (["gaussian", "V", "--at", "n=1,k=2"], "n must be an integer >= 2: got 1"),
        (["gaussian", "V", "--at", "n=2"], "k is missing: it is an integer >= 0"),
        (["kde_replace", "spread", "--at", "n=2,h=1,k=0"], "k must be an integer >= 1: got 0"),
        (["gaussian", "V", "--at", "n=2,k=1e9"], "k must be at most 10000"),
        (["gaussian_schedule", "V", "--at", "n=[5,1],k=2"], "n must be an integer >= 2: got 1"),
        (
            ["gaussian_schedule", "V", "--at", "n=5,k=2"],
            "n must be a list, each entry an integer >= 2, such as",
        ),
        (["gaussian_schedule", "V**2", "--at", "n=[5],k=2"], "n has 1 entries"),
        (["gaussian_sufficient", "T**(-3)", "--at", "n=3,k=2"], "finite only for"),
    ],
)
def test_bad_input_is_one_line(capsys, arguments, message):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert message in err
    assert len(err) < 500


def test_a_mean_time_is_solved_for_at_a_point(capsys):
    """Two samples: from 1/2 the chain ends with chance 1/2 a generation, so E T = 2 and E T^2 = 6."""
    code, out, _ = run(capsys, "bernoulli", "forgetting_time", "--at", "n=2,p0=1/2")
    assert code == 0
    assert out.splitlines()[-3:] == [
        "mean time, by linear equations of the chain",
        "mean of its square: 6",
        "at n=2,p0=1/2: 2",
    ]
    _, out, _ = run(capsys, "bernoulli", "forgetting_time", "--at", "n=2,p0=1/2", "--json")
    found = json.loads(out)
    assert (found["value"], found["square"], found["expression"]) == ("2", "6", "Time(Eq(P*(1 - P), 0))")


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ((), "a mean time is computed at a point: give --at"),
        (("--at", "n=500,p0=1/2"), "is not derived: bernoulli may be in more than 200 states before Eq(P*(1 - P), 0)"),
        (("--at", "n=2,p0=2"), "p0 must be"),
        (("--at", "n=2,p0=1/2,k=3"), "k"),
    ],
)
def test_a_mean_time_that_is_not_found_is_said_in_one_line(capsys, at, why):
    code, out, err = run(capsys, "bernoulli", "forgetting_time", *at)
    assert (code, out) == (2, "")
    assert why in err
    assert len(err.splitlines()) == 1
