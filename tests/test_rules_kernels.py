"""The rules of kernel estimates: what they prove; falsehoods beside it, which they and the second program refuse."""

import json

import pytest
import sympy as sp

from proofs_check.kde.accumulate_growth import annealed_law
from proofs_check.kde.replace_growth import annealed_law as replaced_law
from proofs_check.lemmas.kernels import average, smoothed, y
from proofs_check.rules.algebra import at_value, cases, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.kernels import gaussian_average, jensen, on_imaginary
from proofs_check.rules.leaves import by_sign, identity, mean_cycles
from proofs_check.rules.means import ARGUMENT, domain_of
from proofs_check.rules.probability import mean
from proofs_check.rules.sequences import partial_sums
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.kde.accumulate_growth import PARAMETERS, THEOREM
from theorems.kde.replace_growth import THEOREM as REPLACED
from theorems.language.data import Data, Mean
from theorems.language.functions import BandwidthSum
from theorems.processes import processes

n, k, h, sigma0 = PARAMETERS.symbols
EVERY = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)"})
Y = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)", y: "[0, oo)"})
POOLED = processes()["kde_accumulate"]
POOL = next(s for s in POOLED.states if isinstance(s, Data))


def seen(what, at=k, context=EVERY):
    return mean(POOLED, POOLED.observables.get(what, what), at, context)


def transform():
    return annealed_law(statement(THEOREM, "annealed-law"))


def replaced():
    return replaced_law(statement(REPLACED, "annealed-law"))


@pytest.mark.parametrize("width", [1, sp.Rational(9, 10), 3], ids=str)
def test_the_mean_density_of_two_generations(width):
    """Half the points of the second pool are real, half have one kernel more."""
    found = average(seen(Mean(sp.exp(-(POOL**2) / (2 * (width * h) ** 2)))), transform(), EVERY).relation
    there = {k: 2, n: 3, h: 2, sigma0: 5}
    right = found.right.subs(there).doit().replace(lambda e: hasattr(e, "in_rationals"), lambda e: sp.Rational(1, 2))
    w, real = sp.Rational(2 * width) ** 2, sp.Integer(25)
    assert found.op == "="
    assert sp.simplify(right - (1 / sp.sqrt(1 + real / w) + 1 / sp.sqrt(1 + (real + 4) / w)) / 2) == 0


def spectral(relation=None, whole=None, given=transform, context=EVERY, symbol=y):
    known = given()
    found = relation or identity(on_imaginary(known, y), on_imaginary(known, y), Y)
    return gaussian_average(whole or seen("density"), known, found, symbol, context)


def test_a_spectrum_is_that_of_the_transform():
    assert spectral().relation.op == "="
    left = on_imaginary(transform(), y)
    for other in (identity(2 * left, 2 * left, Y), by_sign(0, "<=", 1, Y), identity(y, y, Y)):
        with pytest.raises(NotProved, match="is not Sum"):
            spectral(other)
    some = identity(left, left, Y.but({y: "[1, oo)"}))
    with pytest.raises(NotProved):
        spectral(some)


def known_at_0():
    """A transform with another variance, which is right at s = 0: there it is that of every law."""
    true, s = transform(), ARGUMENT.symbol
    at_0 = substitute(true, {s: 0}, true.relation.context.but({s: None}))
    return at_value(s, 0, at_0, true.relation.left, "=", true.relation.right.xreplace({sigma0: 2 * sigma0}))


def test_a_transform_that_is_known_at_0_alone_says_nothing():
    with pytest.raises(NotProved):
        spectral(given=known_at_0)


ONE = sp.Integer(1)
FIRST = over({n: "[1, oo)"})
REPLACE = processes()["kde_replace"]
SEEN = next(s for s in REPLACE.states if isinstance(s, Data))


def of_first_points(rate, spectrum, symbol, value=None):
    """E e^(-rate x^2) of the first points, of variance 1, from the transform e^(s^2) of a draw, h = 1, written so."""
    s = ARGUMENT.symbol
    known = substitute(replaced(), {k: ONE, sigma0: ONE, h: ONE}, FIRST.but({s: domain_of(ARGUMENT)}))
    known = known if value is None else combine(known.relation.left, "=", value, known, context=known.relation.context)
    whole = mean(REPLACE, Mean(sp.exp(-rate * SEEN**2)), ONE, FIRST, {"h": ONE, "sigma0": ONE})
    return gaussian_average(whole, known, spectrum, symbol, FIRST).relation


def test_a_bound_at_whole_numbers_is_none_between_them():
    """(1 - z)(q - z) >= 0, z = e^(-y/50), q = e^(-1/50), at y = 0 and from y = 1 on, not between."""
    right, q = sp.Rational(1, 50), sp.exp(-sp.Rational(1, 50))

    def bounded(symbol):
        z, v, context = sp.exp(-right * symbol), sp.Symbol("v", integer=True, nonnegative=True), FIRST
        more = 1000 * (q - (1 + q) * z + z**2)
        at_0 = at_value(symbol, 0, by_sign(1, "<=", 1, context), sp.exp(-symbol), "<=", sp.exp(-symbol) + more)
        product = (1 - q * sp.exp(-right * v)) * (1 - sp.exp(-right * v))
        later = context.but({symbol: "[1, oo)"})
        known = substitute(by_sign(0, "<=", product, context.but({v: "[0, oo)"})), {v: symbol - 1}, later)
        beyond = combine(sp.exp(-symbol), "<=", sp.exp(-symbol) + more, (known, 1000 * q), context=later)
        return cases(symbol, at_0, beyond)

    whole = sp.Symbol("y", integer=True, nonnegative=True)
    with pytest.raises(NotProved, match="every real y"):
        of_first_points(sp.Rational(1, 100), bounded(whole), whole)
    there = by_sign(sp.exp(-y), "<=", 2 * sp.exp(-y), FIRST.but({y: "[0, oo)"}))
    assert of_first_points(sp.Rational(1, 100), there, y).op == "<="


def test_no_index_of_a_transform_is_the_symbol_of_its_spectrum():
    """The sum of e^(y s^2) over y = 1..1, at s^2 = -y, would be e^(-1) for every y."""
    single = sp.Sum(sp.exp(ARGUMENT.symbol**2 * y), (y, 1, 1))
    caught = identity(sp.Sum(sp.exp(-(y**2)), (y, 1, 1)), sp.exp(-1), FIRST)
    with pytest.raises(NotProved, match="every real y"):
        of_first_points(sp.Rational(1, 4), caught, y, single)
    i = sp.Symbol("i", integer=True)
    apart = identity(sp.Sum(sp.exp(-i * y), (i, 1, 1)), sp.exp(-y), FIRST.but({y: "[0, oo)"}))
    found = of_first_points(sp.Rational(1, 4), apart, y, single.xreplace({y: i}))
    assert found.right == sp.sqrt(sp.Rational(2, 3))


def test_what_is_averaged_is_a_gaussian_function_of_the_points_behind_the_draw():
    for what in (Mean(sp.exp(POOL**2)), Mean(sp.exp(-(POOL**4))), Mean(sp.exp(-POOL)), POOLED.observables["spread"]):
        with pytest.raises(NotProved):
            spectral(whole=mean(POOLED, what, k, EVERY))
    for whole, given in ((seen("density", k + 1), transform), (seen("density"), replaced)):
        with pytest.raises(NotProved):
            spectral(whole=whole, given=given)
    with pytest.raises(NotProved):
        spectral(context=Y)


def test_jensen_has_powers_up_to_1():
    for power in (1, sp.Rational(1, 2), sp.Rational(1, 9)):
        bound = average(smoothed(seen("loss"), power), transform(), EVERY)
        assert jensen(seen("loss"), bound, EVERY, power).relation.op == "<="
        for other in (0, -1, 2, sp.Rational(10, 9), power / 2):
            with pytest.raises(NotProved):
                jensen(seen("loss"), bound, EVERY, other)
    for power in (2, sp.Rational(10, 9)):
        bound = average(smoothed(seen("loss"), power), transform(), EVERY)
        with pytest.raises(NotProved, match="-1"):
            jensen(seen("loss"), bound, EVERY, power)


def test_the_power_of_jensen_is_the_same_number_in_the_mean():
    """h stands for the bandwidth of the process in the mean, and for another number in the context."""
    context = EVERY.but({h: "(0, 1]"})
    for given, fits in ({"h": h}, True), ({"h": ONE}, False):
        whole = mean(POOLED, -sp.log(Mean(sp.exp(-(POOL**2)))), k, context, given)
        at = {h: given["h"]}
        known = substitute(transform(), at, context.but({ARGUMENT.symbol: domain_of(ARGUMENT)}))
        bound = average(smoothed(whole, h), known, context)
        if fits:
            assert jensen(whole, bound, context, h).relation.op == "<="
        else:
            with pytest.raises(NotProved, match="another number"):
                jensen(whole, bound, context, h)


def test_jensen_is_about_minus_a_logarithm():
    draw, loss = POOLED.observables["draw"], POOLED.observables["loss"]
    bound = average(smoothed(seen("loss")), transform(), EVERY)
    for what in (loss + draw**2, 2 * loss, -loss, POOLED.observables["density"], sp.log(1 + draw**2)):
        with pytest.raises(NotProved):
            jensen(seen(what), bound, EVERY)
    for other in (by_sign(0, "<=", 1, EVERY), by_sign(0, "<=", bound.relation.left, EVERY)):
        with pytest.raises(NotProved):
            jensen(seen("loss"), other, EVERY)
    later = average(smoothed(seen("loss", k + 1)), _later(), EVERY)
    with pytest.raises(NotProved):
        jensen(seen("loss"), later, EVERY)


def _later():
    return substitute(transform(), {k: k + 1}, EVERY.but({ARGUMENT.symbol: domain_of(ARGUMENT)}))


def test_the_mean_number_of_cycles():
    j = sp.Symbol("j", integer=True, positive=True)
    found = mean_cycles(j, k, EVERY).relation
    assert found.right.subs(k, 4) == sp.Rational(25, 12)
    assert [sum(j * p for j, p in enumerate(row)) for row in ([0, 1], [0, 1 / 2, 1 / 2])] == [1, 1.5]
    for index, context in ((j, over({k: "[0, oo)"})), (sp.Symbol("j", integer=True), EVERY), (n, EVERY)):
        with pytest.raises(NotProved):
            mean_cycles(index, k, context)


def test_partial_sums_are_those_of_a_series_of_the_theory():
    a, m = sp.Symbol("a", positive=True), sp.Symbol("m", integer=True, nonnegative=True)
    context = over({a: "(0, oo)", m: "[0, oo)", k: "[1, oo)"})
    found = partial_sums(BandwidthSum(a, m), k, context).tends
    assert (found.limit, found.to) == (BandwidthSum(a, m), sp.oo)
    assert found.expression.subs({a: 1, m: 0, k: 4}).doit() == 1 - sp.Rational(1, 5)
    for series, symbol in ((sp.harmonic(a), k), (BandwidthSum(a, m), a), (BandwidthSum(a, k), k)):
        with pytest.raises(NotProved):
            partial_sums(series, symbol, context)
    with pytest.raises(NotProved):
        partial_sums(BandwidthSum(a - 1, m), k, context)
    with pytest.raises(NotProved):
        partial_sums(BandwidthSum(a, m), k, context.but({k: "[1, 9]"}))


# -- in certificates ----------------------------------------------------------------------------------------------

DENSITY, LOSS = "kde-accumulate-density/annealed-density", "kde-accumulate-density/loss-lower"
TAIL = "kde-shrinking-bandwidth/tail-upper"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of a rule the shortest certificate in which it is used."""
    file, found = tmp_path_factory.mktemp("kernels") / "c.json", []
    for claim in (DENSITY, LOSS, TAIL):
        assert main(["prove", claim, "--certificate", str(file), "--json"]) == 0
        found.append(file.read_text())
    return lambda rule: min((text for text in found if f'"rule": "{rule}"' in text), key=len)


H, TWO_H = '["^", "h", 2]', '["^", "h", 4]'


@pytest.mark.parametrize(
    ("rule", "part", "old", "new"),
    [
        ("Gaussian average", "right", '"sigma0"', '"h"'),
        ("Gaussian average", "right", '"j", 1, "k"', '"j", 1, "n"'),
        ("Gaussian average", "left", '["/", -1, 2]', '["/", -1, 3]'),
        ("Gaussian average", "left", '"mean", "kde_accumulate"', '"mean", "kde_replace"'),
        ("Gaussian average", "witness", '"y"', '"k"'),
        ("partial sums", "expression", '["+", 1, "s\'2"]', '["+", 2, "s\'2"]'),
        ("partial sums", "expression", '"s\'2", 1,', '"s\'2", 2,'),
        ("partial sums", "limit", '"a", 0', '"a", 1'),
        ("Jensen", "left", '"pi"', '"e"'),
        ("Jensen", "op", '"<="', '"="'),
        ("Jensen", "witness", "1", "2"),
        ("Jensen", "witness", "1", '["/", 1, 2]'),
    ],
)
def test_tampered_statements_are_refused(certificate, rule, part, old, new, tmp_path, capsys):
    found = json.loads(certificate(rule))
    for node in found["nodes"]:
        if node["rule"] == rule:
            text = json.dumps(node[part])
            assert old in text
            node[part] = json.loads(text.replace(old, new))
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "refused" in capsys.readouterr().out


def test_a_transform_at_0_alone_is_refused(certificate, tmp_path, capsys):
    found = json.loads(certificate("Gaussian average"))
    averages = [node for node in found["nodes"] if node["rule"] == "Gaussian average"]
    for node in averages:
        known = found["nodes"][node["premises"][0]]
        known["for"]["s"] = ["real", 0, 0, False, False]
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "Gaussian average" in capsys.readouterr().out
