"""Means by moments: what is proved of claims, what is refused, and from which declaration."""

import re
from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules import identities, moments, probability
from proofs_check.rules.claims import statements
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Disagreement, NotProved, Relation, over
from theorems.language.closed_form import closed_form
from theorems.language.laws import Normal
from theorems.language.recursion import recursion
from theorems.language.registry import find
from theorems.processes import declared, processes

K = sp.Symbol("k", integer=True, nonnegative=True)
REGRESSION = processes()["regression_sufficient"]
SIZE = REGRESSION.parameters["n"].symbol
PROVED = [
    ("bernoulli-absorption", "share"),
    ("bernoulli-absorption", "diversity"),
    ("bernoulli-absorption", "diversity-step"),
    ("gaussian-collapse", "moment"),
    ("gaussian-accumulate-limit", "mean-error"),
    ("gaussian-accumulate-limit", "variance-square"),
    ("kde-replace-growth", "spread"),
    ("kde-accumulate-growth", "spread"),
    ("poisson-extinction", "intensity"),
]
RIVALS = {"bernoulli.share": "bernoulli.diversity", "poisson.intensity": "poisson_lineage.size"}


def goal_of(theorem, name, **changes):
    """The relation that a claim makes, or the claim with other parts."""
    (goal,) = statements(find(theorem), replace(find(theorem).claim(name).unfolded(), **changes))
    return goal


@pytest.mark.parametrize(("theorem", "name"), PROVED)
@pytest.mark.parametrize("slip", ["value", "plus one at every k", "one generation late", "process"])
def test_a_false_value_or_another_process_is_not_proved(theorem, name, slip):
    claim = find(theorem).claim(name).unfolded()
    k = next((s for s in claim.value.free_symbols if s.name == "k"), None)
    if slip == "value":
        changes = {"equals": claim.value * sp.Rational(21, 20)}
    elif slip == "plus one at every k":
        changes = {"equals": claim.value + 1}
    elif slip == "one generation late":
        if k is None:
            return
        changes = {"equals": claim.value.subs(k, k + 1)}
    else:
        changes = {"of": RIVALS.get(claim.of, "gaussian.centre_square")}
        if name == "diversity-step":
            return
    goal = goal_of(theorem, name)
    assert by_moments(goal).relation == goal
    with pytest.raises(NotProved):
        by_moments(goal_of(theorem, name, **changes))


def test_the_first_value_alone_is_no_proof():
    goal = goal_of("bernoulli-absorption", "share")
    k = next(s for s in goal.context.symbols if s.name == "k")
    with pytest.raises(NotProved, match="from k to k"):
        by_moments(replace(goal, right=goal.right + k - goal.context.of[k].low))


def test_the_recursion_followed_in_exact_numbers_is_a_second_decision(monkeypatch):
    monkeypatch.setattr(identities, "zero", lambda *_: None)
    goal = goal_of("bernoulli-absorption", "share")
    moments.closed(goal.left, goal.right, goal.context)
    with pytest.raises(Disagreement, match="the recursion gives"):
        moments.closed(goal.left, goal.right * sp.Rational(21, 20), goal.context)


@pytest.mark.parametrize(("theorem", "name"), PROVED)
def test_every_quantity_that_enters_is_named_with_its_generation(theorem, name):
    goal = goal_of(theorem, name)
    if name == "diversity-step":
        assert by_moments(goal).by == "one generation of bernoulli: E[next | P*(1 - P)] = (n - 1)/n P*(1 - P)"
        return
    proved = by_moments(goal)
    (leaf,) = {id(p): p for p in (proved, *proved.premises) if p.rule == "moments"}.values()
    found = recursion(leaf.relation.left.process, leaf.relation.left.what)
    assert all(f"E[{q} at t+1 | t] = " in leaf.by for q in found.quantities if q != 1)
    assert leaf.schema == "tower property; moments of products of independent variables"


def test_a_reduction_is_cited():
    """Roots are known of the reduced process only."""
    proved = by_moments(goal_of("gaussian-collapse", "mean"))
    assert any("Cochran" in premise.schema for premise in proved.premises)


def test_before_the_first_generation_is_nothing_or_the_model_that_is_given(monkeypatch):
    """Batch 0 does not exist, and model 0 is the real law."""
    spread = goal_of("kde-replace-growth", "spread")
    (k,) = (s for s in spread.context.symbols if s.name == "k")
    with pytest.raises(NotProved, match="1 <= k is needed: k - 1 is -1"):
        by_moments(Relation(spread.left, "=", spread.right, over({**spread.context.of, k: "[0, oo)"})))
    annealed = goal_of("kde-replace-growth", "annealed-variance")
    assert annealed.context.of[k].low == 0
    by_moments(annealed)
    process, what = annealed.left.process, annealed.left.what
    wider = {drawn: Normal(0, 4 * law.variance) for drawn, law in process.before.items()}
    other = replace(process, before=wider)
    monkeypatch.setattr(probability, "processes", lambda: {other.name: other})
    of = mean(other, what, k, annealed.context)
    with pytest.raises(NotProved, match="the model before the first fit"):
        by_moments(Relation(of, "=", annealed.right, annealed.context))


@pytest.mark.parametrize("of", ["gaussian.risk_variance", "gaussian.drift", "poisson.survival", "bernoulli.fixation"])
def test_what_no_moments_say_is_refused(of):
    process, what = declared(of)
    ranges = {K: "[0, oo)"} | {p.symbol: "[2, oo)" if p.whole else "(0, 1)" for p in process.parameters}
    context = over(ranges)
    with pytest.raises(NotProved, match=r"an expression of the state|is not a polynomial in L"):
        by_moments(Relation(mean(process, what, K, context), "=", sp.Integer(1), context))


@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ("[5, oo)", None),
        ("[4, oo)", "1/(n - 4) need not have a value"),
        ("[3, 3]", "the means are finite only for n/2 - 3/2 > 0"),  # its formula has a value there
    ],
)
def test_a_mean_is_not_proved_where_it_is_infinite(sizes, why):
    """E W^4 in regression needs E 1/chi-square^2: finite for n > 4, of the sizes n >= 3 that are admitted."""
    fourth = REGRESSION.states[0] ** 4
    value = sp.simplify(sp.gammasimp(closed_form(recursion(REGRESSION, fourth))))
    k = next(s for s in value.free_symbols if s.name == "k")
    others = {s: "(0, oo)" if s.is_positive else "(-oo, oo)" for s in value.free_symbols - {k, SIZE}}
    context = over({k: "[0, oo)", SIZE: sizes, **others})
    of = mean(REGRESSION, fourth, k, context)
    if why is None:
        assert moments.closed(of, value, context).relation.right == value
        return
    with pytest.raises(NotProved, match=re.escape(why)):
        moments.closed(of, value, context)


def test_no_mean_is_an_inequality():
    with pytest.raises(NotProved, match="moments say what a mean is equal to"):
        by_moments(replace(goal_of("bernoulli-absorption", "share"), op="<="))
