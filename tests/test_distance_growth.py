"""How much the distance of a point of bandwidth |x| grows: what the rule proves, and falsehoods that are refused."""

import json
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from flint import arb

from proofs_check.kde.replace_selectors import _given_degrees
from proofs_check.recheck.losses import mean_logarithm
from proofs_check.rules import probability
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.losses import distance_growth
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.language.data import GENERATION
from theorems.language.laws import Normal, Poisson
from theorems.language.processes import Draw, Increment
from theorems.processes import processes
from theorems.processes.kde_located import LOCATED, X, Z

j, k = sp.Symbol("j", integer=True, nonnegative=True), sp.Symbol("k", integer=True, positive=True)
y = sp.Symbol("y", nonnegative=True)
HERE, DRIFT = over({k: "[1, oo)"}), Increment(sp.log(sp.Abs(X)))
AWAY, ONE = sp.Abs(X) * Z, sp.Integer(1)


def bounded(scale=1):
    """ln b and half the mean logarithm of chi-squares, at most a sum of powers."""
    known = _given_degrees()
    if scale == 1:
        return known
    r = known.relation
    return combine(sp.log(scale) + r.left, "<=", sp.log(scale) + r.right, known, context=r.context)


def moving(step=X + AWAY, law=LOCATED.draws[0].law, **change):
    change = {"step": {X: step}, "draws": (Draw(Z, law),), "observables": {"drift": DRIFT}} | change
    return replace(LOCATED, name="moving", **change)


def grown(monkeypatch, process, below=None, what=DRIFT, symbol=j):
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), process.name: process})
    return distance_growth(probability.mean(process, what, k, HERE), below or bounded(), symbol, HERE).relation


@pytest.mark.parametrize("scale", [1, 2, sp.Rational(1, 2)], ids=str)
def test_the_bound_is_above_the_mean(scale, monkeypatch):
    found = grown(monkeypatch, moving(X + scale * AWAY), bounded(scale))
    true = mean_logarithm(arb(scale.p) / scale.q if isinstance(scale, sp.Rational) else arb(scale))
    assert found.op == "<="
    assert float(true) <= float(found.right)
    assert scale != 1 or float(found.right) < -0.2


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_series_of_the_second_program_is_the_integral(scale):
    """By the trapezoidal rule, on both sides of where the logarithm has no value, at a distance exp(u - exp(-u))."""
    u = np.linspace(-6, 5, 100_001)
    far = u - np.exp(-u)
    slope = np.exp(far) * (1 + np.exp(-u)) * (u[1] - u[0])
    both = (np.exp(-((-1 / scale + side * np.exp(far)) ** 2) / 2) for side in (1, -1))
    total = sum(((np.log(scale) + far) * density * slope).sum() for density in both)
    assert float(mean_logarithm(arb(scale))) == pytest.approx(total / np.sqrt(2 * np.pi), rel=1e-9)


def from_one():
    return substitute(bounded(), {j: j + 1}, over({j: "[0, oo)"}))


def late():
    return substitute(bounded(), {}, over({j: "[1, oo)"}))


def of_a_real_number():
    return by_sign(y, "<=", y, over({y: "[0, oo)"}))


def with_another_term():
    r, here = bounded().relation, over({j: "[0, oo)"})
    return combine(r.left, "<=", r.right + j**2, bounded(), by_sign(0, "<=", j**2, here), context=here)


def nothing_less():
    r = bounded().relation
    return identity(r.left, r.left, r.context)


PREMISES = {
    "one degree more": from_one,
    "from the second number on": late,
    "of a real number": of_a_real_number,
    "a term that is no power": with_another_term,
    "an equation": nothing_less,
    "of another multiple": lambda: bounded(2),
}


@pytest.mark.parametrize("kind", PREMISES)
def test_other_premises_are_refused(kind, monkeypatch):
    with pytest.raises(NotProved):
        grown(monkeypatch, moving(), PREMISES[kind](), symbol=y if kind == "of a real number" else j)


NEXT = sp.Symbol("W", real=True)
MOVES = {
    "a wider noise": moving(law=Normal(sp.Integer(0), sp.Integer(4))),
    "a noise that leans": moving(law=Normal(ONE, ONE)),
    "counts": moving(law=Poisson(ONE)),
    "a noise of one width": moving(X + Z),
    "a noise of its square": moving(X + X**2 * Z),
    "a step that is another": moving(2 * X + AWAY),
    "a noise that fades": moving(X + AWAY / GENERATION),
    "from 0": moving(start={X: sp.Integer(0)}),
    "twice the noise": moving(X + 2 * AWAY),
    "two noises": moving(X + AWAY + NEXT, draws=(*LOCATED.draws, Draw(NEXT, LOCATED.draws[0].law))),
}


@pytest.mark.parametrize("kind", MOVES)
def test_other_moves_are_refused(kind, monkeypatch):
    with pytest.raises(NotProved):
        grown(monkeypatch, MOVES[kind])


@pytest.mark.parametrize(
    "what", [Increment(sp.log(X**2)), Increment(-sp.log(sp.Abs(X))), X, sp.log(sp.Abs(X))], ids=str
)
def test_what_is_not_the_growth_of_the_distance_is_refused(what, monkeypatch):
    with pytest.raises(NotProved):
        grown(monkeypatch, moving(), what=what)


# -- in certificates ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    file = tmp_path_factory.mktemp("growth") / "c.json"
    assert main(["prove", "kde-replace-selectors/located", "--certificate", str(file), "--json"]) == 0
    return file.read_text()


TAMPERED = {
    "a wider noise": ("law", '["Normal", 0, 1]', '["Normal", 0, 2]'),
    "a noise that leans": ("law", '["Normal", 0, 1]', '["Normal", 1, 1]'),
    "a noise of one width": ("law", '["*", "Z", ["abs", "X"]]', '"Z"'),
    "half the noise": ("law", '["*", "Z", ["abs", "X"]]', '["*", ["/", 1, 2], "Z", ["abs", "X"]]'),
    "from 0": ("law", '"X", ["real", ["-oo"], ["oo"], true, true], 1', '"X", ["real", ["-oo"], ["oo"], true, true], 0'),
    "a smaller bound": ("distance growth", '["/", -15883, 3000]', '["/", -15983, 3000]'),
    "a bound of another mean": ("distance growth", '["/", 1, 32]', '["/", 1, 33]'),
    "an equation": ("distance growth", '"<="', '"="'),
    "another symbol": ("distance growth", '{"symbol": "j', '{"symbol": "m'),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_the_second_program_refuses_what_does_not_follow(kind, certificate, tmp_path, capsys):
    where, old, new = TAMPERED[kind]
    found = json.loads(certificate)
    if where == "law":
        text = json.dumps(found["processes"])
        assert old in text
        found["processes"] = json.loads(text.replace(old, new))
    else:
        for i, node in enumerate(found["nodes"]):
            if node["rule"] == where:
                assert old in json.dumps(node)
                found["nodes"][i] = json.loads(json.dumps(node).replace(old, new))
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "refused" in capsys.readouterr().out


def test_the_second_program_takes_what_follows(certificate, tmp_path):
    (tmp_path / "c.json").write_text(certificate)
    assert main(["recheck", str(tmp_path / "c.json")]) == 0
