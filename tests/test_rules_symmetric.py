"""A power of a distance grows by no more than that of a symmetric step: where the rule must refuse, and where not."""

import json
from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.recheck.judge import judge
from proofs_check.rules import probability
from proofs_check.rules.moments import symmetric_step
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.language.data import GENERATION
from theorems.language.laws import MeanChiSquare, Normal
from theorems.language.processes import Draw
from theorems.processes import processes
from theorems.processes.gaussian import SUFFICIENT, M, S, T, Z, alpha, n, sigma0

k = sp.Symbol("k", integer=True, nonnegative=True)
CONTEXT = over({n: "[2, oo)", sigma0: "(0, oo)", alpha: "(0, 2]", k: "[0, oo)"})
DISTANCE, ZERO, ONE = sp.Abs(M), sp.Integer(0), sp.Integer(1)
MOVING = {
    name: replace(
        SUFFICIENT, name=name, step={**SUFFICIENT.step, M: M + moves}, draws=(Draw(Z, law), SUFFICIENT.draws[1])
    )
    for name, moves, law in (
        ("as the rule has it", T * Z, Normal(ZERO, ONE)),
        ("as far as it is already", M * Z, Normal(ZERO, ONE)),
        ("with a mean", T * Z + 1, Normal(ZERO, ONE)),
        ("to twice where it was", M + T * Z, Normal(ZERO, ONE)),
        ("by a square", T * Z**2, Normal(ZERO, ONE)),
        ("by two random numbers", T * Z * S, Normal(ZERO, ONE)),
        ("by what is not centred", T * Z, Normal(ONE, ONE)),
        ("by what has variance 2", T * Z, Normal(ZERO, 2 * ONE)),
        ("by what is not normal", T * Z, MeanChiSquare(n)),
        ("less and less", T * Z / (GENERATION + 1), Normal(ZERO, ONE)),
    )
}
POWERS = {  # of "as the rule has it": what, in which context
    "its cube": (DISTANCE**3, CONTEXT),
    "a power that may be 3": (DISTANCE**alpha, CONTEXT.but({alpha: "(0, 3]"})),
    "a power that may be 0": (DISTANCE ** (alpha - 1), CONTEXT.but({alpha: "[1, 2]"})),
    "of what is no state": (sp.Abs(M - 1) ** alpha, CONTEXT),
    "a power that moves": (DISTANCE**T, CONTEXT),
    "no power of a distance": (T**alpha, CONTEXT),
}


@pytest.fixture(autouse=True)
def as_if_declared(monkeypatch):
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), **MOVING})


def grown(name, what=DISTANCE**alpha, context=CONTEXT, at=k + 1):
    return symmetric_step(mean(MOVING[name], what, at, context), context)


@pytest.mark.parametrize("name", ["as the rule has it", "as far as it is already"])
def test_a_step_that_is_a_normal_variable_times_a_number_is_bounded(name):
    r = grown(name, DISTANCE ** sp.Rational(3, 2)).relation
    assert (r.op, r.left.args[0]) == ("<=", k + 1)
    assert r.right.has(mean(MOVING[name], DISTANCE ** sp.Rational(3, 2), k, CONTEXT))


@pytest.mark.parametrize("name", [name for name in MOVING if not name.startswith("as ")])
def test_another_step_is_refused(name):
    with pytest.raises(NotProved, match="does not move by a standard normal variable"):
        grown(name)


@pytest.mark.parametrize("name", POWERS)
def test_another_power_is_refused(name):
    with pytest.raises(NotProved):
        grown("as the rule has it", *POWERS[name])


def test_there_is_no_generation_before_the_first():
    with pytest.raises(NotProved):
        grown("as the rule has it", at=k)


@pytest.mark.parametrize(("most", "refused"), [(1, False), (2, False), (3, True)])
def test_the_second_program_refuses_powers_above_two(most, refused, tmp_path):
    """The certificate of a proof for powers up to 2, said to be one for powers up to another number throughout."""
    file = tmp_path / "displacement.json"
    assert main(["prove", "gaussian-resting-point/displacement", "--certificate", str(file), "--json"]) == 0
    certificate = json.loads(file.read_text())
    for node in (*certificate["nodes"], *certificate["claims"][0]["goals"]):
        if "alpha" in node["for"]:
            node["for"]["alpha"][2] = most
    (verdict,) = judge(json.dumps(certificate))
    assert ("symmetric step" in str(verdict.refused)) == refused == (verdict.refused is not None)
