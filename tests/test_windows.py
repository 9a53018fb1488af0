"""Sums over the last generations: as they are simulated, derived, proved; falsehoods beside, which are refused."""

import json
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from flint import fmpq

from proofs_check.recheck.balls import NoValue, number
from proofs_check.rules.sequences import renewals
from proofs_check.rules.statements import NotProved, over
from simulators.exact import known_variance_window as exact
from theorems.door import main
from theorems.language import Parameters, expectation
from theorems.language.data import GENERATION, Past, Recent
from theorems.language.expectation import NotDerived
from theorems.language.literal import FUNCTIONS, simulate
from theorems.language.processes import Process
from theorems.language.readers import UnreadableExpression
from theorems.language.readers import exact as rational
from theorems.language.renewals import STEPS, Renewal
from theorems.language.renewals import renewals as followed
from theorems.processes.gaussian import M
from theorems.processes.windows import REVERSED, WIDTH, WINDOW, w

IMPULSE = Process("impulse", Parameters(WIDTH), start={M: sp.Integer(1)}, draws=(), step={M: Recent(M, w) / w})
"""One batch of mean 1 in a window of others of mean 0, and no errors."""
t, k, m = GENERATION, sp.Symbol("k", integer=True, nonnegative=True), sp.Symbol("m", integer=True, nonnegative=True)
LONG = over({w: "[1, oo)", k: "[0, oo)"})


HALF = Fraction(1, 2)


def fraction(x):
    """Of flint's rationals."""
    return Fraction(int(x.p), int(x.q))


def sums(terms, width):
    """The sums of the last `width` entries, up to each."""
    return [sum(terms[max(0, i + 1 - width) : i + 1]) for i in range(len(terms))]


@pytest.mark.parametrize("width", [1, 2, 3, 7])
def test_what_a_batch_is_in_later_ones_is_a_probability_of_renewals(width):
    chances = [Fraction(1)]
    for i in range(1, 12):
        chances.append(sum((chances[i - gap] for gap in range(1, min(i, width) + 1)), Fraction(0)) / width)
    for at, chance in enumerate(chances):
        assert rational(Renewal(sp.Integer(width), sp.Integer(at)), {}) == chance
        run = simulate(IMPULSE, np.random.default_rng(), 1, at, {"w": width}, M)
        assert run == pytest.approx(float(chance), abs=1e-12)
        assert fraction(exact.error(n=1, w=width, k=at)) == sum(c * c for c in chances[1 : at + 1])
    assert Renewal(w, 1) == 1 / w
    assert abs(rational(Renewal(sp.Integer(width), sp.Integer(500)), {}) - Fraction(2, width + 1)) < Fraction(1, 10**9)
    with pytest.raises(UnreadableExpression, match="only"):
        rational(Renewal(sp.Integer(2), sp.Integer(STEPS + 1)), {})


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_sum_over_the_last_generations_is_seen_as_it_is_declared(width):
    counted = Process("counted", Parameters(WIDTH), start={M: sp.Integer(2)}, draws=(), step={M: M + 3})
    values = [2 + 3 * i for i in range(6)]
    for of, terms in ((M, values), (t * M, [i * v for i, v in enumerate(values)]), (M**2, [v**2 for v in values])):
        for at in range(6):
            assert simulate(counted, np.random.default_rng(), 1, at, {"w": width}, Recent(of, w)) == [
                sums(terms, width)[at]
            ]
    both = Recent(M, w) + Past(M)
    assert simulate(counted, np.random.default_rng(), 1, 4, {"w": width}, both) == [sums(values, width)[4] + 40]


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("at", [0, 1, 2, 7])
def test_the_square_of_the_weighted_mean_is_derived(width, at):
    point = {"n": sp.Integer(3), "sigma0": sp.Rational(1, 2), "w": sp.Integer(width)}
    found = expectation.mean(WINDOW, WINDOW.observables["weighted"])(at, point)
    assert found == fraction(exact.weighted(n=3, w=width, k=at, sigma0=HALF)) == Fraction(at, 3 * (width + 1) ** 2)
    reduced = expectation.mean(REVERSED, REVERSED.observables["error"])(at, point)
    assert reduced == fraction(exact.error(n=3, w=width, k=at, sigma0=HALF))


def weighted(first, slope=1):
    """A sum over the window with the weights first, first - slope, ...: the last batch has the first."""
    return (first - slope * t) * Recent(M, w) + slope * Recent(t * M, w)


@pytest.mark.parametrize(
    "what",
    [
        WINDOW.observables["error"],
        weighted(w + 1) ** 2,
        weighted(w - 1) ** 2,
        weighted(w, 2) ** 2,
        weighted(w) ** 2 + Recent(M, w),
        Recent(M, w + t) ** 2,
        Recent(sp.exp(M), w),
        Recent(M / (t + 1), w),
    ],
    ids=str,
)
def test_what_leaves_a_window_is_not_forgotten(what):
    with pytest.raises(NotDerived):
        expectation.mean(WINDOW, what)(3, {"n": sp.Integer(1), "sigma0": sp.Integer(1), "w": sp.Integer(2)})


def test_the_second_program_follows_renewals_as_far():
    for width, at in ((1, STEPS), (2, STEPS), (7, 1500)):
        here = number(("Renewal", fmpq(width), fmpq(at)), {})
        assert (here.p, here.q) == rational(Renewal(sp.Integer(width), sp.Integer(at)), {}).as_integer_ratio()
    with pytest.raises(NoValue):
        number(("Renewal", fmpq(2), fmpq(STEPS + 1)), {})


def test_renewals_are_not_followed_anew_for_each_number():
    before = followed.cache_info().misses
    assert [FUNCTIONS["Renewal"](23, at) for at in (64, 127)] == [
        float(rational(Renewal(23, at), {})) for at in (64, 127)
    ]
    assert followed.cache_info().misses - before <= 1


def test_renewals_are_as_many_as_walds_identity_says():
    found = renewals(w, k, LONG).relation
    assert found.op == "<="
    for width, last in ((1, 4), (2, 3), (5, 2)):
        at = {w: width, k: last}
        right = sum(rational(Renewal(sp.Integer(width), sp.Integer(i)), {}) for i in range(last + 1))
        assert found.left.subs(at) == sp.Rational(2 * (last + 1), width + 1) <= right
    x, v = sp.Symbol("x", positive=True), sp.Symbol("v", integer=True, nonnegative=True)
    for width, last, context in (
        (v, k, over({v: "[0, oo)", k: "[0, oo)"})),
        (w - 1, k, LONG),
        (w, k - 1, LONG),
        (x, k, over({x: "[1, oo)", k: "[0, oo)"})),
        (w, x, over({w: "[1, oo)", x: "[1, oo)"})),
        (w, m, over({w: "[1, oo)", m: "[0, oo)"})),
    ):
        with pytest.raises(NotProved):
            renewals(width, last, context)


# -- in certificates ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    file = tmp_path_factory.mktemp("windows") / "c.json"
    assert main(["prove", "workflow-window", "--certificate", str(file), "--json"]) == 0
    return file.read_text()


def judged(certificate, tmp_path, capsys):
    (tmp_path / "c.json").write_text(certificate)
    capsys.readouterr()
    code = main(["recheck", str(tmp_path / "c.json")])
    return code, capsys.readouterr().out


WALD = '["sum", "m", 0, "k", ["Renewal", "w", "m"]]'


@pytest.mark.parametrize(
    ("rule", "part", "old", "new"),
    [
        ("renewals", "left", '["*", 2, "k"]', '["*", 3, "k"]'),
        ("renewals", "right", '", 0, "k"', '", 1, "k"'),
        ("renewals", "right", '"w"', '"k"'),
        ("renewals", "op", '"<="', '"<"'),
        ("renewals", "for", '["whole", 1', '["whole", 0'),
        ("renewals", "for", '"whole"', '"real"'),
        ("moments", "right", '4', '5'),
        ("moments", "witness", '4', '5'),
    ],
)  # fmt: skip
def test_tampered_statements_are_refused(certificate, rule, part, old, new, tmp_path, capsys):
    found, changed = json.loads(certificate), 0
    for node in found["nodes"]:
        if node["rule"] == rule and old in (text := json.dumps(node[part])):
            node[part], changed = json.loads(text.replace(old, new, 1)), changed + 1
    assert changed
    code, said = judged(json.dumps(found), tmp_path, capsys)
    assert code != 0
    assert "refused" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["*", ["^", "w", -1], ["Recent", "M", "w"]]', '["*", ["^", "n", -1], ["Recent", "M", "w"]]'),
        ('["*", ["^", "w", -1], ["Recent", "M", "w"]]', '["*", ["^", "w", -1], ["Past", "M"]]'),
        ('["Renewal", "w", ["+", 1, "t"]]', '["Renewal", "w", "t"]'),
    ],
)
def test_another_process_is_refused(certificate, old, new, tmp_path, capsys):
    found = json.loads(certificate)
    text = json.dumps(found["processes"])
    assert old in text
    found["processes"] = json.loads(text.replace(old, new))
    code, said = judged(json.dumps(found), tmp_path, capsys)
    assert code != 0, said
