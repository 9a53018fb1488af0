"""Infinite products: what partial ones tend to; falsehoods beside it, which the rules and the second program refuse."""

import json

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx, fmpq

from proofs_check.recheck.balls import FUNCTIONS
from proofs_check.rules.sequences import euler_product, partial_products
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.language.infinite_products import AccumulatedSquare
from theorems.language.readers import ball
from theorems.language.readers.multiprecision import high_precision

n, k = sp.Symbol("n", integer=True, positive=True), sp.Symbol("k", integer=True, positive=True)
y, z = sp.Symbol("y", positive=True), sp.Symbol("z", nonnegative=True)
t = sp.Symbol("t", integer=True, positive=True)
SOME, SIZES = over({y: "(0, oo)", k: "[1, oo)"}), over({n: "[2, oo)", k: "[1, oo)"})


def test_eulers_product_goes_to_the_hyperbolic_sine():
    found = euler_product(y, k, SOME).tends
    assert (found.symbol, found.to) == (k, sp.oo)
    assert found.expression.subs({k: 3, y: 2}).doit() == 3 * (1 + sp.Rational(2, 4)) * (1 + sp.Rational(2, 9))
    assert found.limit.subs(y, 4) == sp.sinh(2 * sp.pi) / (2 * sp.pi)
    many = np.prod(1 + 3 / np.arange(1.0, 4001) ** 2)
    assert float(found.limit.subs(y, 3)) == pytest.approx(many, rel=1e-3)


@pytest.mark.parametrize(
    ("by", "symbol", "context"),
    [
        (-y, k, SOME),
        (y - 1, k, SOME),
        (z, k, over({z: "[0, oo)", k: "[1, oo)"})),
        (y * k, k, SOME),
        (y, y, SOME),
        (y, k, over({y: "(0, oo)", k: "[1, 9]"})),
        (y, k, over({y: "(0, oo)", k: "[1, oo)"}, k <= 9)),
        (y, k, over({y: "(0, oo)", k: "[1, oo)", t: "[1, oo)"})),
    ],
    ids=str,
)
def test_another_product_is_not_eulers(by, symbol, context):
    with pytest.raises(NotProved):
        euler_product(by, symbol, context)


def test_partial_products_are_those_of_an_infinite_product_of_the_theory():
    found = partial_products(AccumulatedSquare(n), k, SIZES).tends
    assert (found.limit, found.to) == (AccumulatedSquare(n), sp.oo)
    assert found.expression.subs({n: 2, k: 2}).doit() == sp.Rational(3, 4) * (1 - sp.Rational(5, 64))
    wide = over({n: "[1, oo)", k: "[1, oo)"})
    for value, symbol, context in (
        (AccumulatedSquare(n), k, wide),
        (AccumulatedSquare(n - 1), k, SIZES),
        (AccumulatedSquare(k), k, SIZES),
        (1 / n, k, SIZES),
        (AccumulatedSquare(n), k, over({n: "[2, oo)", k: "[1, 9]"})),
        (AccumulatedSquare(n), k, over({n: "[2, oo)", k: "[1, oo)", t: "[1, oo)"})),
    ):
        with pytest.raises(NotProved):
            partial_products(value, symbol, context)


@pytest.mark.parametrize("size", [2, 3, 10, 1000])
def test_gamma_functions_of_complex_numbers_give_the_product(size):
    """As the product of many factors does, with an interval for the rest; in balls and in multiprecision."""
    exact = ball(AccumulatedSquare(sp.Integer(size)), {}, 120)
    assert exact.rad() < arb(2) ** -100
    other = FUNCTIONS["AccumulatedSquare"](fmpq(size))
    assert exact.overlaps(other)
    assert other.rad() < arb(2) ** -30
    with ctx.workprec(120):
        digits = mp.nstr(high_precision(AccumulatedSquare(sp.Integer(size)), {}, 40), 36)
        assert abs(arb(digits) - exact) < arb(10) ** -30


# -- in certificates ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    file, found = tmp_path_factory.mktemp("products") / "c.json", {}
    for rule, claim in (
        ("Euler product", "workflow-exponential-families/gamma-limit"),
        ("partial products", "gaussian-accumulate-spread/square-limit"),
    ):
        assert main(["prove", claim, "--certificate", str(file), "--json"]) == 0
        found[rule] = file.read_text()
    return found


@pytest.mark.parametrize(
    ("rule", "part", "old", "new"),
    [
        ("Euler product", "expression", '", 1, "k', '", 2, "k'),
        ("Euler product", "expression", ", -2]]", ", -3]]"),
        ("Euler product", "expression", '["+", 1', '["+", 2'),
        ("Euler product", "limit", '"sinh"', '"cosh"'),
        ("Euler product", "limit", '"pi"', '"e"'),
        ("Euler product", "for", '"whole", 1, ["oo"]', '"whole", 1, 9'),
        ("Euler product", "for", '"a": ["real", 0, ["oo"], true', '"a": ["real", -1, ["oo"], true'),
        ("partial products", "expression", '", 1, "k', '", 2, "k'),
        ("partial products", "expression", '["*", 4,', '["*", 3,'),
        ("partial products", "limit", '"AccumulatedSquare", "n"', '"gamma", "n"'),
        ("partial products", "for", '"n": ["whole", 2', '"n": ["whole", 1'),
    ],
)
def test_tampered_statements_are_refused(certificates, rule, part, old, new, tmp_path, capsys):
    found, changed = json.loads(certificates[rule]), 0
    for node in found["nodes"]:
        if node["rule"] == rule and old in (text := json.dumps(node[part])):
            node[part], changed = json.loads(text.replace(old, new)), changed + 1
    assert changed, [json.dumps(node[part]) for node in found["nodes"] if node["rule"] == rule]
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "refused" in capsys.readouterr().out


def test_what_partial_products_tend_to_is_one_number(certificates, tmp_path, capsys):
    """Not one that moves with the number of factors."""
    found, changed = json.loads(certificates["partial products"]), 0
    for node in found["nodes"]:
        if node["rule"] == "partial products":
            k, changed = node["symbol"], changed + 1
            node["for"][k][1] = 2
            for part in ("expression", "limit"):
                node[part] = json.loads(json.dumps(node[part]).replace('"n"', json.dumps(k)))
    assert changed
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "what they go to" in capsys.readouterr().out
