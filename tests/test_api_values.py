"""Values by the library: at a point as the command has them, at many points as accurate as is promised, or refused."""

import itertools
import json
import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx

from harness.basics.time_limit import OutOfTime
from harness.judge import values
from harness.judge.case import Case
from theorems import api
from theorems.api import numbers
from theorems.door import main
from theorems.language import Law
from theorems.language.domains.choices import Choice
from theorems.language.domains.entries import as_rational
from theorems.language.readers import arrays
from theorems.language.registry import theorems

RISK, SIZES = "gaussian-risk/variance", "gaussian-risk-schedule/variance"
CASES = [Case(theorem, claim) for theorem in theorems().values() for claim in theorem.claims]


@pytest.fixture(autouse=True)
def few_points_are_read_in_arrays_too(monkeypatch):
    monkeypatch.setattr(arrays, "FEW", 0)


# -- one point --------------------------------------------------------------------------------------------------


def test_the_variance_of_the_risk_is_known_exactly_and_equation_5_is_not_it():
    found = api.value(RISK, n=10, k=3)
    assert sp.simplify(found.exact - found.truth.exact if found.truth.exact is not None else 0) == 0
    assert str(sp.N(found.exact, 15)) == found.theory.decimals["mid"] == "0.301196008009805"
    assert found.exact.has(sp.pi)
    assert found.ball.overlaps(found.truth.ball)
    assert float(found) == found.float == float(found.theory)
    printed = api.value(f"{RISK}-published", n=100, k=3)
    assert printed.exact == Fraction(33, 20000)
    assert printed.ratio.float < 0.72
    assert (printed.verdict, printed.correction) == ("false", "gaussian-risk/variance-leading")
    assert "published, false, corrected by gaussian-risk/variance-leading" in repr(printed)


@pytest.mark.parametrize(
    ("claim", "at"),
    [
        (RISK, {"n": 10, "k": 3}),
        ("gaussian-collapse/tail-upper", {"n": 10, "k": 20, "eps": Fraction(1, 10)}),
        ("bernoulli-absorption/forgotten-upper", {"n": 10, "p0": "1/5", "k": 5}),
        ("g-iterate/lower", {"k": 7}),
    ],
)
def test_a_value_is_that_of_the_command(capsys, claim, at):
    found = api.value(claim, digits=20, **at)
    capsys.readouterr()
    assert main(["value", claim, "--json", "--digits", "20", "--at", ",".join(f"{n}={x}" for n, x in at.items())]) == 0
    record = json.loads(capsys.readouterr().out)
    assert found.theory.decimals == record["value"]
    assert (None if found.truth is None else found.truth.decimals) == record["exact"]
    assert (None if found.ratio is None else found.ratio.decimals) == record["ratio"]
    assert "; ".join(found.notes) == (record["note"] or "")


def test_the_same_number_may_be_given_in_many_ways():
    claim = "bernoulli-absorption/forgotten-upper"
    ways = [
        api.value(claim, n=n, p0=p0, k=k)
        for n, p0, k in (
            (10, 0.2, 5), ("10", "1/5", "5"), (np.int64(10), np.float64(0.2), np.int32(5)), (10.0, Fraction(1, 5), 5),
            (sp.Integer(10), sp.Rational(1, 5), np.array(5)), ("1e1", "0.2", 5),
        )
    ]  # fmt: skip
    assert {repr(found) for found in ways} == {repr(ways[0])}
    assert ways[0].at == {"n": 10, "p0": Fraction(1, 5), "k": 5}


def test_lists_laws_and_choices_are_given_as_they_are():
    assert api.value(SIZES, k=2, n=[10, 20]).at["n"] == (10, 20)
    both = [api.value(SIZES, k=2, n=n).float for n in (np.array([10, 20]), "[10,20]")]
    assert both[0] == both[1]
    law = next(case for case in CASES if isinstance(case.claim, Law) and case.claim.points)
    at = {name: as_rational(x) for name, x in law.point(law.claim.points[0]).items() if name in law.used}
    assert 0 < api.value(law.id, x=1, **at).float < 1


def out_of_time(*_):
    raise OutOfTime


def test_what_takes_too_long_is_said(monkeypatch):
    monkeypatch.setattr(values, "truth", out_of_time)
    why = "more than 7200 s: raise seconds, or choose a smaller point"
    with pytest.raises(TimeoutError, match=f"the exact value takes {why}"):
        api.truth(RISK, n=10, k=3, seconds=7200)
    with pytest.raises(TimeoutError, match=f"the exact values take {why}"):
        api.truth(RISK, n=[10], k=3, seconds=7200)
    found = api.value(RISK, n=10, k=3, seconds=7200)
    assert found.truth is found.ratio is None
    assert found.notes[-1] == f"no exact value: the exact value takes {why}"
    assert found.notes[-1] in repr(found)
    monkeypatch.setattr(values, "theory", out_of_time)
    with pytest.raises(TimeoutError, match=f"the theory value takes {why}"):
        api.value(RISK, n=10, k=3, seconds=7200)


def test_a_limit_of_time_ends_a_computation():
    """The iteration of the exact room would never end."""
    with pytest.raises(TimeoutError):
        api.truth("g-iterate/extinction", k=10**12, seconds=0.1)


def test_a_number_shows_itself_in_words_in_formulas_and_as_a_table():
    found = api.value("bernoulli-absorption/forgotten-upper", n=10, p0="1/5", k=5)
    assert repr(found).count("\n") == 0
    assert repr(found).startswith("bernoulli-absorption/forgotten-upper at n=10,p0=1/5,k=5: at most 0.53571154775139")
    assert found._repr_latex_().startswith(r"$\Pr(P_k = 0) \le e^{-2g_5} \approx 0.5357")
    assert "<td>$e^{-2g_5}$</td>" in found._repr_html_()
    assert repr(api.truth("g-iterate/lower", k=1)) == "1"


RACED = [case for case in CASES if case.claim.points]


@pytest.mark.parametrize("case", RACED[::7], ids=lambda case: case.id)
def test_a_claim_at_its_first_point_has_a_value_that_shows_itself(case):
    at = {name: as_rational(x) for name, x in case.point(case.claim.points[0]).items()}
    given = {name: list(x) if isinstance(x, tuple) else x for name, x in at.items() if name in case.used}
    found = api.value(case.id, **given, **({"x": 1} if isinstance(case.claim, Law) else {}))
    assert all("\n" not in text and text for text in (repr(found), found._repr_latex_(), found._repr_html_()))


def test_no_parameter_has_the_name_of_an_option():
    options = {"claim", "observable", "paths", "digits", "seconds", "outside", "entropy", "workers", "x"}
    assert not options & {name for theorem in theorems().values() for name in theorem.parameters.names}


# -- many points ------------------------------------------------------------------------------------------------


def test_many_points_broadcast_as_arrays_do():
    found = api.value(RISK, n=np.array([[10], [20]]), k=[1, 2, 3])
    assert found.shape == (2, 3)
    assert found[0, 2] == pytest.approx(api.value(RISK, n=10, k=3).float, rel=numbers.ACCURACY + arrays.HALF * 2)
    assert api.value(RISK, n=[10], k=3).shape == (1,)
    assert api.value(RISK, n=range(2, 5), k=3).shape == (3,)
    assert api.value(RISK, n=[], k=3).shape == (0,)
    assert api.value(RISK, n=np.zeros((0, 1), int), k=[1, 2]).shape == (0, 2)
    texts = api.value("bernoulli-absorption/forgotten-upper", n=10, p0=["1/5", 0.2, Fraction(1, 5)], k=5)
    assert len(set(texts)) == 1
    assert api.value(SIZES, k=[1, 2], n=[10, 20]).shape == (2,)


def test_truths_are_those_of_each_point():
    found = api.truth("bernoulli-absorption/forgotten-upper", n=10, p0=[0.2, 0.5, 0.2], k=[5, 5, 5])
    alone = [api.truth("bernoulli-absorption/forgotten-upper", n=10, p0=p0, k=5).float for p0 in (0.2, 0.5, 0.2)]
    assert found.tolist() == alone


GRIDS = [case for case in CASES if not (isinstance(case.claim, Law) and case.claim.cdf is None)]


@pytest.mark.parametrize("case", GRIDS[::3], ids=lambda case: case.id)
def test_many_values_are_within_what_is_promised_of_balls(case):
    """At some points of the grid, where there is a number that varies."""
    points = list(itertools.islice((p for p in case.theorem.parameters.grid(case.used) if case.applies(p)), 500))[-24:]
    names = [p.name for p in case.theorem.parameters if p.name in case.used and not isinstance(p, Choice)]
    names = [name for name in names if points and not isinstance(points[0][name], tuple)]
    points = [p for p in points if all(p[n] == points[0][n] for n in points[0].keys() - set(names))]
    if not names or not points:
        return
    given = {n: list(x) if isinstance(x, tuple) else x for n, x in points[0].items() if n not in names}
    columns = {name: [as_rational(p[name]) for p in points] for name in names}
    x = {"x": [1] * len(points)} if isinstance(case.claim, Law) else {}
    found = api.value(case.id, **given, **columns, **x)
    for value, point in zip(found, points, strict=True):
        truth = values.theory(case, {**point, **({"x": sp.Integer(1)} if x else {})}, 120)
        with ctx.workprec(200):
            near = abs(arb(value) - truth) <= abs(truth) * (numbers.ACCURACY + arrays.HALF * 2) + arb(2) ** -arrays.BITS
        assert near or (not math.isfinite(value) and abs(truth) > 1e300), point


def test_points_outside_are_refused_or_marked():
    claim, n, k = "gaussian-risk/variance-leading", [[20], [50]], [1, 2, 3]
    with pytest.raises(api.BadInput, match=r"is claimed for 10\*k <= n: got n=20,k=3"):
        api.value(claim, n=n, k=k)
    found = api.value(claim, n=n, k=k, outside="nan")
    assert np.isnan(found).tolist() == [[False, False, True], [False, False, False]]
    mixed = api.value(claim, n=[20, 1, 2.5, math.nan, math.inf, 10], k=1, outside="nan")
    assert np.isfinite(mixed).tolist() == [True, False, False, False, False, True]
    objects = api.value(claim, n=[20, "none", True, None, "30"], k=1, outside="nan")
    assert np.isfinite(objects).tolist() == [True, False, False, False, True]


def test_what_is_no_number_is_marked_whatever_else_is_asked_there():
    nan = math.nan
    for claim, given in (
        (RISK, {"n": [nan, 5, nan], "k": [nan, nan, 2]}),
        ("gaussian-risk/variance-leading", {"n": [nan, 50, 5, 50], "k": [1, nan, 5, 5]}),
        (SIZES, {"n": [5, 6], "k": [nan, 3, 2]}),
    ):
        size = len(given["k"])
        found = api.value(claim, outside="nan", **given)
        assert np.isfinite(found).tolist() == [False] * (size - 1) + [claim != RISK]


def test_ends_that_follow_other_parameters_bound_arrays():
    parameter, theorem = next(
        (p, t) for t in theorems().values() for p in t.parameters if getattr(p, "fixed", True) is False and p.whole
    )
    case = next(Case(theorem, c) for c in theorem.claims if parameter.name in Case(theorem, c).used)
    point = next(p for p in theorem.parameters.grid(case.used) if case.applies(p))
    low, high = parameter.interval(point)
    beyond = int(low) - 1 if low.is_finite else int(high) + 1
    given = {n: list(x) if isinstance(x, tuple) else as_rational(x) for n, x in point.items()}
    with pytest.raises(api.DomainError, match=f"{parameter.name} must be .*here"):
        api.value(case.id, **{**given, parameter.name: [int(point[parameter.name]), beyond]})


# -- what is refused --------------------------------------------------------------------------------------------

BAD = [
    (RISK, {"n": 1, "k": 1}, "DomainError", "n must be an integer >= 2: got 1"),
    (RISK, {"n": 2}, "DomainError", "k is missing: it is an integer >= 0 (generations of sample-and-fit)"),
    (RISK, {"n": [2, 3]}, "DomainError", "k is missing: it is an integer >= 0 (generations of sample-and-fit)"),
    (RISK, {"n": 2, "k": 1, "q": 3}, "DomainError", "there is no parameter 'q': the parameters are n, k, sigma0"),
    (RISK, {"n": 2, "k": 1, "q": [3]}, "DomainError", "there is no parameter 'q': the parameters are n, k, sigma0"),
    (RISK, {"n": True, "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'True'"),
    (RISK, {"n": [True, False], "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'True'"),
    (RISK, {"n": [5, True], "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'True'"),
    (RISK, {"n": [5, math.nan], "k": [2, 2.5]}, "DomainError", "must be an integer >="),
    (RISK, {"n": np.bool_(True), "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'True'"),
    (RISK, {"n": 2.5, "k": 1}, "DomainError", "n must be an integer >= 2: got 2.5"),
    (RISK, {"n": [3, 2.5], "k": 1}, "DomainError", "n must be an integer >= 2: got 5/2"),
    (RISK, {"n": math.nan, "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'nan'"),
    (RISK, {"n": [3, math.nan], "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'nan'"),
    (RISK, {"n": -math.inf, "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got '-inf'"),
    (RISK, {"n": [3, math.inf], "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'inf'"),
    (RISK, {"n": "ten", "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'ten'"),
    (RISK, {"n": "", "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got ''"),
    (RISK, {"n": ["2", "ten"], "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'ten'"),
    (RISK, {"n": None, "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got 'None'"),
    (RISK, {"n": 1 + 2j, "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got '(1+2j)'"),
    (RISK, {"n": {2: 3}, "k": 1}, "DomainError", "n must be an integer >= 2, such as 1000: got '{2: 3}'"),
    (RISK, {"n": 10**5000, "k": 1}, "DomainError", "written with at most 1,000 characters"),
    (RISK, {"n": -(10**5000), "k": 1}, "DomainError", "written with at most 1,000 characters"),
    (RISK, {"n": [2, 10**5000], "k": 1}, "DomainError", "written with at most 1,000 characters"),
    (RISK, {"n": [[1, 2], [3]], "k": 1}, "BadInput", "n is a list of lists of different lengths"),
    (RISK, {"n": [2, 3, 4], "k": [1, 2]}, "BadInput", "shapes cannot be broadcast together: n (3,), k (2,)"),
    (RISK, {"n": 5, "k": 2, "digits": 0}, "BadInput", "digits must be an integer from 1 to 10000: got 0"),
    (RISK, {"n": 5, "k": 2, "digits": "9"}, "BadInput", "digits must be an integer from 1 to 10000: got '9'"),
    (RISK, {"n": 5, "k": 2, "seconds": 0}, "BadInput", "seconds must be a number > 0, at most 1e+06: got 0"),
    (RISK, {"n": 5, "k": 2, "seconds": "1"}, "BadInput", "seconds must be a number > 0, at most 1e+06: got '1'"),
    (RISK, {"n": 5, "k": 2, "outside": "drop"}, "BadInput", "outside must be raise or nan: got 'drop'"),
    ("gaussian-risk", {}, "BadInput", "gaussian-risk has no claim ''"),
    ("gaussian-risk/varance", {}, "BadInput", "did you mean gaussian-risk/variance or"),
    ("gausian-risk/variance", {}, "UnknownId", "did you mean gaussian-risk or"),
    (7, {}, "BadInput", "a claim is named theorem/claim, as 'gaussian-risk/variance': got 7"),
    (None, {}, "BadInput", "a claim is named theorem/claim, as 'gaussian-risk/variance': got None"),
    (f"{RISK}-published", {"n": 10, "k": 3}, "BadInput", "is claimed for (k >= 1) & (n >= 100): got n=10"),
    (SIZES, {"k": 2, "n": []}, "DomainError", "n must be a list of at least k"),
    (SIZES, {"k": 3, "n": [10, 20]}, "DomainError", "n has 2 entries, but k = 3 needs at least 3"),
    (SIZES, {"k": [1, 3], "n": [10, 20]}, "DomainError", "n has 2 entries, but k = 3 needs"),
    (SIZES, {"k": 2, "n": 10}, "DomainError", "n must be a list of at least k"),
    (SIZES, {"k": 2, "n": [[5, 6], [7, 8]]}, "DomainError", "n"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "given", "kind", "message"), BAD, ids=map(str, range(len(BAD))))
@pytest.mark.parametrize("function", [api.value, api.truth], ids=["value", "truth"])
def test_bad_input_is_refused_in_one_line(function, claim, given, kind, message, capsys):
    with pytest.raises(getattr(api, kind)) as refused:
        function(claim, **given)
    said = str(refused.value)
    assert message in said
    assert "\n" not in said
    assert len(said) < 600
    assert capsys.readouterr().out == ""


def test_a_law_without_its_argument_is_refused():
    law = next(case for case in CASES if isinstance(case.claim, Law) and case.claim.points)
    at = {name: as_rational(x) for name, x in law.point(law.claim.points[0]).items() if name in law.used}
    with pytest.raises(api.BadInput, match="is a law: give the argument x"):
        api.value(law.id, **at)
    with pytest.raises(api.BadInput, match="is a law: give the argument x"):
        api.value(law.id, **{**at, "n": [5, 6]})
    assert np.all(np.diff(api.value(law.id, x=[0.25, 0.5, 1, 2], **at)) >= 0)


def test_a_parameter_that_does_not_matter_may_be_given_but_not_be_many():
    assert api.value("gaussian-risk/mean-leading", n=100, k=3, sigma0=2).float > 0
    limit = next(c for c in CASES if set(c.theorem.parameters.names) - c.used)
    idle = next(name for name in limit.theorem.parameters.names if name not in limit.used)
    with pytest.raises(api.BadInput, match=f"does not depend on {idle}"):
        api.value(limit.id, **{idle: [1, 2]})
