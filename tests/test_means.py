"""Proofs by moments: what they prove, what they refuse, and that nothing about the process is taken on trust."""

from dataclasses import replace

import pytest
import sympy as sp

from harness.judge.verdict import check_steps
from proofs_check import means
from proofs_check.means import OneGeneration, by_moments
from proofs_check.steps import Cites, Claimed, Positive
from theorems.language import Mean
from theorems.language.closed_form import closed_form
from theorems.language.expectation import NotDerived
from theorems.language.recursion import recursion
from theorems.language.registry import find
from theorems.processes import processes

SIZE = processes()["regression_sufficient"].parameters["n"].symbol
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


def claim_of(theorem, name):
    return find(theorem).claim(name).unfolded()


@pytest.mark.parametrize(("theorem", "name"), PROVED)
@pytest.mark.parametrize("slip", ["value", "plus one at every k", "one generation late", "process"])
def test_a_false_value_or_another_process_is_not_proved(theorem, name, slip):
    claim = claim_of(theorem, name)
    k = next((s for s in claim.value.free_symbols if s.name == "k"), None)
    if slip == "value":
        other = replace(claim, equals=claim.value * sp.Rational(21, 20))
    elif slip == "plus one at every k":
        other = replace(claim, equals=claim.value + 1)
    elif slip == "one generation late":
        if k is None:
            return
        other = replace(claim, equals=claim.value.subs(k, k + 1))
    else:
        rivals = {"bernoulli.share": "bernoulli.diversity", "poisson.intensity": "poisson_lineage.size"}
        other = replace(claim, of=rivals.get(claim.of, "gaussian.centre_square"))
        if name == "diversity-step":
            return
    assert check_steps(by_moments(claim)).ok
    assert not check_steps(by_moments(other)).ok


@pytest.mark.parametrize(("theorem", "name"), PROVED)
def test_every_quantity_that_enters_has_its_generation_in_the_ledger(theorem, name):
    steps = by_moments(claim_of(theorem, name))
    named = {step.quantity for step in steps if isinstance(step, OneGeneration)}
    needed = {q for step in steps if isinstance(step, OneGeneration) for q in step.row if q != 1}
    assert needed <= named


def test_what_one_generation_does_is_looked_up_and_not_believed():
    process = processes()["bernoulli"]
    P, n = process.states[0], process.parameters["n"].symbol
    quantity = P * (1 - P)
    right = OneGeneration("", process, quantity, {quantity: 1 - 1 / n})
    assert right.check().ok
    for row in ({quantity: 1}, {quantity: 1 - 1 / n, P: 1}, {}, {P: 1 - 1 / n}, {quantity: 1 - 1 / n**2}):
        assert not replace(right, row=row).check().ok
    assert not replace(right, process=processes()["generational_mixture"]).check().ok


def test_a_reduction_is_cited_and_the_first_generation_is_claimed():
    """Roots are known of the reduced process only; batch 0 does not exist, and model 0 is the real law."""
    facts = [step.fact for step in by_moments(claim_of("gaussian-collapse", "mean")) if isinstance(step, Cites)]
    assert any("Cochran" in fact for fact in facts)
    assert any(isinstance(step, Claimed) for step in by_moments(claim_of("kde-replace-growth", "spread")))
    names = [step.name for step in by_moments(claim_of("kde-replace-growth", "annealed-variance"))]
    assert "The model before the first fit is given" in names


@pytest.mark.parametrize("of", ["gaussian.risk_variance", "gaussian.drift", "poisson.survival", "bernoulli.fixation"])
def test_what_no_moments_say_is_refused(of):
    with pytest.raises(NotDerived, match=f"the mean of {of} is not derived"):
        by_moments(Mean(name="any", of=of, equals=sp.Integer(1)))


@pytest.mark.parametrize(("when", "ok"), [(sp.true, False), (SIZE >= 4, False), (SIZE > 4, True), (SIZE >= 5, True)])
def test_a_mean_is_not_proved_where_it_is_infinite(monkeypatch, when, ok):
    """E W^4 in regression needs E 1/chi-square^2: finite for n > 4, of the sizes n >= 3 that are admitted."""
    process = processes()["regression_sufficient"]
    fourth = process.states[0] ** 4
    monkeypatch.setattr(means, "routes", lambda of: [(process, fourth)])
    value = closed_form(recursion(process, fourth))
    ledger = check_steps(by_moments(Mean(name="fourth", of="regression.fourth", equals=value, when=when)))
    assert ledger.ok == ok
    bad = [line.step for line in ledger.lines if not line.result.ok]
    assert ok or all(isinstance(step, Positive) for step in bad)


def test_an_observable_that_is_not_declared_is_named():
    with pytest.raises(NotDerived, match=r"the mean of nothing\.at_all is not derived: it is not declared"):
        by_moments(Mean(name="any", of="nothing.at_all", equals=sp.Integer(1)))
