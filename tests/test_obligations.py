"""A claim means what its kind says: what is no limit, no event, no law is refused, whatever evidence there is."""

from dataclasses import replace

import pytest
import sympy as sp
from court import COURT
from each import of_each

from harness.author.mutant_table import matrix
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.obligations import owed, refusal
from harness.judge.questions import ask
from harness.judge.signs import sign_on
from harness.judge.verdict import examine
from harness.testing import suite
from theorems.door import main
from theorems.language import Diverges, Identity, Inequality, Order, Root, Surely, X
from theorems.language.claims import AlmostSure
from theorems.language.registry import find, theorems

CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems().values() for c in t.claims]


def symbols(name):
    return {s.name: s for s in find(name).parameters.symbols}


def edited(name, **changes):
    """The claim ID/NAME with other fields, in its theorem. Expressions are text, in the names of the parameters."""
    theorem = find(name.partition("/")[0])
    names = symbols(theorem.id) | {"x": X}
    fields = {
        field: sp.sympify(value, locals=names)
        if field not in ("of", "by", "mellin") and isinstance(value, str)
        else value
        for field, value in changes.items()
    }
    old = theorem.claim(name.partition("/")[2])
    new = replace(old, **fields, points=(), worked={})
    claims = tuple(new if c is old else c for c in theorem.claims)
    return replace(theorem, claims=claims), new


SPREAD, WANDERING = "kde-replace-growth/spread-limit", "gaussian-collapse/wandering"
ABSORBED, COLLAPSED = "bernoulli-absorption/absorption", "gaussian-collapse/collapse"
EXTINCT, SURVIVED = "poisson-extinction/extinction", "bernoulli-absorption/survival-upper"
SHARE, LAW, SCALE_LAW = "bernoulli-absorption/fixation", "kde-replace-growth/annealed-law", "gaussian-collapse/law"
REMAINDER, RATE, STEP = "gaussian-risk/mean-leading", "gaussian-collapse/rate", "bernoulli-absorption/diversity-step"
ADDED = "mixture-martingale/collapse"

REFUSED = [  # claim, its other fields, what is said
    # Rate, Step
    (RATE, {"of": "gaussian.scale"}, "must be declared as Increment(log(...)) of a process: gaussian.scale is sqrt(V)"),
    (RATE, {"of": "gaussian.log_scale"}, "gaussian.log_scale is log("),
    (RATE, {"of": "gaussian.centre_square"}, "gaussian.centre_square is M**2"),
    (RATE, {"of": "gaussian.risk_variance"}, "gaussian.risk_variance is HalfSquare("),
    (RATE, {"of": "gaussian_accumulate.variance"}, "must be declared as Increment(log(...))"),
    (RATE, {"of": "bernoulli.diversity_step"}, "bernoulli.diversity_step is Steps("),
    (RATE, {"of": "gaussian_multivariate.nothing"}, "is not declared"),
    (
        STEP,
        {"of": "bernoulli.diversity"},
        "must be declared as Steps(...) of a process: bernoulli.diversity is P*(1 - P)",
    ),
    (STEP, {"of": "bernoulli.share"}, "bernoulli.share is P"),
    (STEP, {"of": "gaussian.drift"}, "gaussian.drift is Increment("),
    (STEP, {"of": "bernoulli.forgotten"}, "bernoulli.forgotten is Piecewise("),
    (STEP, {"of": "bernoulli.fixation"}, "bernoulli.fixation is Finally("),
    # Limit
    (SPREAD, {"within": "h**2"}, "`within` must tend to 0 as k grows"),
    (SPREAD, {"within": "sigma0**2 / n"}, "`within` must tend to 0"),
    (SPREAD, {"within": "(1 + (1 - 1/n)**k) * h**2"}, "`within` must tend to 0"),
    (SPREAD, {"within": "h**2 * log(k + 1) / 100"}, "`within` must tend to 0"),
    (SPREAD, {"within": "h**2 * (n / 10)**k"}, "`within` must tend to 0"),
    (SPREAD, {"within": "h**2 * (1/10 + 1/k)"}, "`within` must tend to 0"),
    (SPREAD, {"within": "h**2 * exp(-1/k)"}, "`within` must tend to 0"),
    (SPREAD, {"within": "h**2 * k**2 / (n * k**2 + 1)"}, "`within` must tend to 0"),
    (SPREAD, {"within": "h**2 * sin(k)**2 / k"}, "cannot decide"),
    (SPREAD, {"equals": "(n - 1) * h**2 + 1/k"}, "`equals` must be free of k"),
    (SPREAD, {"variable": "n"}, "`equals` must be free of n"),
    (SPREAD, {"variable": "h"}, "must be a whole number that can grow: h is"),
    (SPREAD, {"when": "k <= 1000"}, "must be claimed for all large k: `when` excludes them"),
    (SPREAD, {"when": "k <= 10**6 * n"}, "must be claimed for all large k: `when` excludes them"),
    # Diverges
    (WANDERING, {"at_least": "sigma0**2 / n"}, "`at_least` must tend to infinity as k grows"),
    (WANDERING, {"at_least": "sigma0**2 * (1 - (1 - 1/n)**k)"}, "`at_least` must tend to infinity"),
    (WANDERING, {"at_least": "-k * sigma0**2"}, "`at_least` must tend to infinity"),
    (WANDERING, {"at_least": "k * (n - 2)"}, "`at_least` must tend to infinity"),
    (WANDERING, {"at_least": "k - k**2 / 10**30"}, "`at_least` must tend to infinity"),
    (WANDERING, {"at_least": "k**(alpha - 1)"}, "`at_least` must tend to infinity"),
    (WANDERING, {"at_least": "exp(k * (1 - n / 50))"}, "`at_least` must tend to infinity"),
    (WANDERING, {"at_least": "k * (1 + sin(k))"}, "`at_least` must tend to infinity"),
    (WANDERING, {"variable": "eps"}, "must be a whole number that can grow"),
    (WANDERING, {"when": "k < 500"}, "`when` excludes them"),
    # AlmostSure
    (ABSORBED, {"at_least": "1/2"}, "`1 - at_least` must tend to 0 as k grows"),
    (ABSORBED, {"at_least": "1 - (1 - p0) * p0"}, "`1 - at_least` must tend to 0"),
    (ABSORBED, {"at_least": "1 - (1 - p0)**k"}, "`1 - at_least` must tend to 0"),  # not for p0 = 0
    (ABSORBED, {"at_least": "1 - n / (k + n)"}, "`1 - at_least` must have a finite sum over k"),
    (ABSORBED, {"at_least": "1 - 1 / (k * log(k + 1))"}, "`1 - at_least` must have a finite sum"),
    (ABSORBED, {"at_least": "exp(-n / k)"}, "`1 - at_least` must have a finite sum"),
    (ABSORBED, {"at_least": "1 - p0 * sin(k)**2 / k**2"}, "cannot decide"),
    (
        ABSORBED,
        {"of": "bernoulli.diversity"},
        "its observable must be an event: bernoulli.diversity is @bounded",
    ),
    (ABSORBED, {"of": "bernoulli.fixation"}, "bernoulli.fixation has no k"),
    (ABSORBED, {"variable": "p0"}, "must be a whole number that can grow"),
    (ABSORBED, {"by": "monotone", "of": "bernoulli.survived"}, "does not say when it is 1"),
    (COLLAPSED, {"by": "monotone"}, "one number is one of finitely many"),
    (ABSORBED, {"by": "monotone", "variable": "n", "at_least": "1 - 1/n"}, "must be the generation k: got n"),
    # Summable
    (ADDED, {"variable": "n", "at_most": "k * sqrt(mu0**2 + sigma0**2)"}, "must be the generation k: got n"),
    (ADDED, {"at_most": "k * sqrt(mu0**2 + sigma0**2)"}, "`at_most` must be free of k"),
    (ADDED, {"of": "mixture.second_moment"}, "must be a state to which each generation adds"),
    (COLLAPSED, {"at_least": "1 - (eps / sigma0)**k"}, "`1 - at_least` must tend to 0"),  # not for eps >= sigma0
    (EXTINCT, {"by": "summable"}, "`at_most` must have a finite sum over k"),
    (EXTINCT, {"at_most": "lambda0 / (1 + lambda0)"}, "`at_most` must tend to 0"),
    # Probability
    (SURVIVED, {"of": "bernoulli.share"}, "its observable must be an event: bernoulli.share is @bounded"),
    (SURVIVED, {"of": "bernoulli.diversity"}, "must be an event"),
    (SURVIVED, {"of": "bernoulli.diversity_step"}, "must be an event: bernoulli.diversity_step is @steps"),
    ("gaussian-collapse/tail-published", {"of": "gaussian.scale"}, "must be an event: gaussian.scale is @real"),
    ("gaussian-collapse/tail-published", {"of": "gaussian.scale_law"}, "must be an event"),
    ("poisson-extinction/survival", {"of": "poisson.intensity"}, "must be an event: poisson.intensity is @real"),
    (SHARE, {"of": "bernoulli.share"}, "must be an event"),
    # Law
    (LAW, {"cdf": "(1 - erf(x / h)) / 2"}, "a distribution function does not fall"),
    (LAW, {"cdf": "erf(x / h)"}, "a distribution function goes from 0 to 1"),
    (LAW, {"cdf": "(1 + erf(x / h)) / 3"}, "a distribution function goes from 0 to 1"),
    (LAW, {"cdf": "1/2 + 0 * x"}, "a distribution function goes from 0 to 1"),
    (LAW, {"cdf": "(1 + erf(x * (2 - k))) / 2"}, "a distribution function"),  # k = 2
    (LAW, {"cdf": "exp(-x**2)"}, "a distribution function"),
    (LAW, {"cdf": "(1 + sin(x)) / 2"}, "a distribution function"),
    (SCALE_LAW, {"mellin": "nothing"}, "`mellin` must name a claim that equals every moment"),
    (SCALE_LAW, {"mellin": "mean-upper"}, "`mellin` must name a claim that equals every moment"),
    (SCALE_LAW, {"mellin": "mean"}, "`mellin` must name the claim of all moments, with their order"),
    (SCALE_LAW, {"mellin": "law"}, "`mellin` must name a claim that equals every moment"),
    (SCALE_LAW, {"mellin": "rate-upper"}, "`mellin` must name a claim that equals every moment"),
    # a remainder, whatever the kind
    (REMAINDER, {"within": "-sigma0**2 * k / n"}, "`within` must be at least 0"),
    (REMAINDER, {"within": "k / n - 1/2"}, "`within` must be at least 0"),
    (REMAINDER, {"within": "sigma0**2 * (5 - k)"}, "`within` must be at least 0"),
    (REMAINDER, {"within": "log(k / n + 1/2)"}, "`within` must be at least 0"),
    ("g-iterate/asymptotic", {"within": "1/k - 1/50"}, "`within` must be at least 0"),
]

ACCEPTED = [
    (SPREAD, {"within": "h**2 / log(k + 1)"}),
    (SPREAD, {"within": "h**2 * exp(-sqrt(k) / n)"}),
    (SPREAD, {"within": "k**3 * (1 - 1/(2*n))**k * sigma0"}),
    (SPREAD, {"within": "(k + 1) / (k**2 + n)"}),
    (SPREAD, {"within": "h * (1 - exp(-n / k))"}),
    (WANDERING, {"at_least": "sigma0**2 * log(k + 1) / n - 7"}),
    (WANDERING, {"at_least": "k**alpha"}),
    (WANDERING, {"at_least": "k**2 / 10**9 - n * k"}),
    (WANDERING, {"at_least": "exp(k * sigma0 / n) - k**5"}),
    (WANDERING, {"at_least": "harmonic(k) * sigma0"}),
    (WANDERING, {"at_least": None, "equals": "k * sigma0**2 / n"}),
    (ABSORBED, {"at_least": "1 - n / k**2"}),
    (ABSORBED, {"at_least": "exp(-n / k**(3/2))"}),
    (ABSORBED, {"at_least": "1 - 3 * n / (k + n)", "by": "monotone"}),
    (ABSORBED, {"at_least": "1 - (1 - 1/n)**k * k**n"}),
    (SURVIVED, {"at_most": "p0 + n"}),
    (ABSORBED, {"at_least": "1 - p0**k"}),
    (LAW, {"cdf": "(1 + erf(x / h)) / 2"}),
    (LAW, {"cdf": "(1 + x / sqrt(1 + x**2)) / 2"}),
    (REMAINDER, {"within": "0"}),
    (REMAINDER, {"within": "sigma0**2 * k / n"}),
]


@of_each("theorem, claim", CLAIMS)
def test_every_claim_is_of_its_kind(theorem, claim):
    assert refusal(Case(theorem, claim)) is None


@pytest.mark.parametrize(("name", "changes", "said"), REFUSED)
def test_what_is_not_of_its_kind_is_refused_and_never_confirmed(name, changes, said, resolution, entropy):
    theorem, claim = edited(name, **changes)
    lines = owed(Case(theorem, claim))
    assert any(said in line for line in lines), lines
    report = examine(Case(theorem, claim), resolution, entropy)
    assert report.outcome == "undecided"
    assert not report.as_expected
    assert report.refused.startswith(f"{name} is no {claim.kind}: ")
    assert "\n" not in report.refused


@pytest.mark.parametrize(("name", "changes"), ACCEPTED)
def test_a_near_one_that_is_right_is_accepted(name, changes):
    assert owed(Case(*edited(name, **changes))) == ()


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("n - 1", 1),
        ("1 - n", -1),
        ("n - 5", None),
        ("n - 2", None),  # 0 at the smallest n
        ("eps - 1", None),
        ("log(n) - 1/10", 1),  # seen in balls on the grid
        ("sin(eps) - 2", -1),
        ("log(n) - 2", None),
        ("sigma0 - sigma0", 0),
        ("(n + 1)**2 - n**2 - 2*n - 1", 0),
    ],
)
def test_a_sign_is_known_only_where_it_is_one_throughout_the_domain(expression, known):
    theorem = find("gaussian-collapse")
    e = sp.sympify(expression, locals=symbols(theorem.id))
    assert sign_on(Case(theorem, theorem.claim("tail-published")))(e) == known


# -- kinds that no theorem of the suite has yet ---------------------------------------------------------------------

GAUSSIAN = find("gaussian-collapse").parameters


def new_kind(kind, **fields):
    """A claim of a new kind beside those of gaussian-collapse; expressions are text."""
    theorem = find("gaussian-collapse")
    names = symbols(theorem.id) | {"x": X}
    read = {f: v if f == "of" else sp.sympify(v, locals=names) for f, v in fields.items()}
    claim = kind(name="new", **read)
    return replace(theorem, claims=(*theorem.claims, claim)), claim


EULER = {"left": "exp(x)", "right": "n", "after": "0", "before": "n", "equals": "log(n)"}
COLLAPSES = {"of": "gaussian.scale", "like": "sigma0 * exp(-k / (4*n - 4))", "low": "1", "high": "2", "variable": "k"}
NEW_REFUSED = [
    (Surely, {"of": "gaussian.scale"}, "its observable must be an event: gaussian.scale is @real"),
    (Surely, {"of": "gaussian.risk"}, "must be an event"),
    (Surely, {"of": "gaussian.scale_law"}, "must be an event"),
    (Surely, {"of": "gaussian.drift"}, "must be an event"),
    (Surely, {"of": "bernoulli.diversity_step"}, "must be an event"),
    (Order, {**COLLAPSES, "low": "0"}, "`low` must be positive"),
    (Order, {**COLLAPSES, "low": "-1"}, "`low` must be positive"),
    (Order, {**COLLAPSES, "low": "n - 2"}, "`low` must be positive"),
    (Order, {**COLLAPSES, "low": "1 / (k + 1)"}, "`low` must be free of k"),
    (Order, {**COLLAPSES, "high": "k + 2"}, "`high` must be free of k"),
    (Order, {**COLLAPSES, "high": "1/2"}, "`high` must be at least `low`"),
    (Order, {**COLLAPSES, "like": "sigma0 * (1 - k)"}, "`like` must be positive"),
    (Order, {**COLLAPSES, "when": "k <= 50"}, "must be claimed for all large k"),
    (Order, {**COLLAPSES, "variable": "eps"}, "must be a whole number that can grow"),
    (Order, {**COLLAPSES, "of": "gaussian.drift"}, "gaussian.drift has no k"),
    (Root, {**EULER, "before": "1/2"}, "there must be one root between `after` and `before`"),
    (Root, {**EULER, "after": "log(n)"}, "rational numbers"),
    (Root, {**EULER, "left": "x**2 + n + 1"}, "has not opposite signs"),
    (Root, {**EULER, "left": "(x - 1)*(x - 2)*(x - 3)", "right": "0", "before": "4"}, "there may be several roots"),
    (Root, {**EULER, "left": "n*sin(7*x)", "right": "n/2", "after": "1/2", "before": "4"}, "one root between"),
    (Root, {**EULER, "left": "log(x - 1)", "right": "0"}, "there must be one root"),
]


@pytest.mark.parametrize(("kind", "fields", "said"), NEW_REFUSED)
def test_what_is_not_of_a_new_kind_is_refused(kind, fields, said, resolution, entropy):
    theorem, claim = new_kind(kind, **fields)
    lines = owed(Case(theorem, claim))
    assert any(said in line for line in lines), lines
    assert examine(Case(theorem, claim), resolution, entropy).outcome == "undecided"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Surely, {"of": "gaussian.collapsed"}),
        (Order, COLLAPSES),
        (Order, {**COLLAPSES, "low": "1/n", "high": "n", "when": "k >= 7"}),
        (Root, EULER),
        (Root, {**EULER, "left": "x**3", "right": "n", "equals": "n**(1/3)"}),
        (Root, {**EULER, "left": "x**2", "right": "2*n", "after": "0", "before": "2*n", "equals": "sqrt(2*n)"}),
    ],
)
def test_what_is_of_a_new_kind_is_accepted(kind, fields):
    assert owed(Case(*new_kind(kind, **fields))) == ()


@pytest.mark.parametrize(
    ("relation", "value", "outcome"),
    [
        ("equals", "log(n)", "confirmed"),
        ("at_most", "n - 1", "confirmed"),
        ("at_least", "1/2", "confirmed"),
        ("equals", "log(n) + 1/10**12", "refuted"),
        ("at_most", "1/2", "refuted"),
        ("at_least", "n", "refuted"),
    ],
)
def test_a_root_is_isolated_and_compared(relation, value, outcome, resolution, entropy):
    fields = {**{k: v for k, v in EULER.items() if k != "equals"}, relation: value}
    theorem, claim = new_kind(Root, **fields)
    assert examine(Case(theorem, claim), resolution, entropy).evidence["exact"] == outcome


def test_one_counterexample_refutes_what_is_claimed_of_every_draw(court, resolution, entropy):
    """An event that fails once in a hundred: below the resolution. It is missed with probability 0.99^4096 < 1e-17."""
    court(coins=["false-sure", "sure"])
    theorem = find("coins")
    reports = [examine(Case(theorem, claim), resolution, entropy) for claim in theorem.claims]
    assert [report.outcome for report in reports] == ["refuted", "confirmed"]
    assert all(report.runs[0].result.draws == 4096 for report in reports)


NEW = [name for name in COURT if name.removeprefix("false-") in ("sure", "order", "root")]


@pytest.mark.parametrize("name", NEW)
def test_claims_of_new_kinds_come_out_as_they_are(court, name, resolution, entropy):
    court(coins=[name])
    (claim,) = find("coins").claims
    report = examine(Case(find("coins"), claim), resolution, entropy)
    assert {kind: e for kind, e in report.evidence.items() if e} == COURT[name][2]


def test_no_slip_in_an_order_or_a_root_goes_unnoticed(court, resolution, entropy, executor):
    court(coins=["order", "root"])
    theorem = find("coins")
    for claim in theorem.claims:
        rows = matrix(Case(theorem, claim), ask(Case(theorem, claim), resolution), entropy, budget(), executor)
        assert rows
        assert not [f"{row.part}: {row.slip}" for row in rows if row.blind]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sure", r"every draw satisfies $\mathrm{always}$, for $0 < p < 1$"),
        (
            "order",
            r"$\frac{1}{2} \cdot p \le E\,\mathrm{bent} \le p$, for every integer $n \ge 1$ and $0 < p < 1$",
        ),
        ("root", r"the only $x \in (0, 1)$ with $x^2 = p$ satisfies $x = \sqrt{p}$, for $0 < p < 1$"),
    ],
)
def test_new_kinds_have_sentences(court, name, said):
    court(coins=[name])
    theorem = find("coins")
    assert Case(theorem, theorem.claim(name)).sentence == said


# -- what cannot even be written ----------------------------------------------------------------------------------


def test_an_identity_equals_and_an_inequality_bounds():
    n = symbols("gaussian-collapse")["n"]
    with pytest.raises(ValueError, match="an Identity gives equals"):
        Identity(name="a", quantity=n, at_most=n)
    with pytest.raises(ValueError, match="an Inequality at_most or at_least"):
        Inequality(name="a", quantity=n, equals=n)


def test_an_upper_bound_does_not_diverge_and_a_certificate_has_a_name():
    k = symbols("gaussian-collapse")["k"]
    with pytest.raises(ValueError, match="an upper bound shows no divergence"):
        Diverges(name="a", of="gaussian.centre_square", at_most=k, variable=k)
    with pytest.raises(ValueError, match="by is summable or monotone, got 'faith'"):
        AlmostSure(name="a", of="gaussian.collapsed", at_least=1 - 1 / k, variable=k, by="faith")


# -- who says it --------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(court):
    """A theorem with one claim that holds, and one that is no limit."""
    court(coins=["good", "no-limit"])
    return "coins/no-limit is no Limit: `within` must tend to 0 as n grows: got 1.0"


def test_verify_says_so_in_one_line_and_fails(refused, capsys):
    assert main(["verify", "coins"]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "refused: " in line]
    assert len(lines) == 1
    assert refused in lines[0]
    assert main(["verify", "coins/good"]) == 0


def test_show_says_so(refused, capsys):
    assert main(["show", "coins"]) == 0
    assert f"refused: {refused}" in capsys.readouterr().out


def test_check_says_so_and_where(refused, capsys):
    assert main(["check", "coins/no-limit"]) == 1
    out = capsys.readouterr().out
    assert "error[obligation]: the claim is no Limit: `within` must tend to 0 as n grows" in out
    assert "theorems/coins.py:" in out


def test_pytest_says_so(refused):
    with pytest.raises(AssertionError, match="the claim is no Limit: `within` must tend to 0"):
        suite.test_the_statement_is_sound(find("coins"))
