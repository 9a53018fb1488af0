"""Rules for estimates seen point by point, and by two draws: falsehoods beside what they prove are refused, twice."""

import json
from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.kde import replace_loss, replace_spectrum
from proofs_check.rules import probability
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.losses import between_exponents, cosine, density_at_draw, every_point
from proofs_check.rules.means import ARGUMENT
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.kde.replace_spectrum import PARAMETERS
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import Normal
from theorems.language.processes import Draw
from theorems.processes import processes
from theorems.processes.workflows import DRAW, OTHER

n, k, h, sigma0, w = PARAMETERS.symbols
EVERY = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)"})
ONE, FREQUENCIES = EVERY.but({n: "[1, 1]"}), EVERY.but({w: "(0, oo)"})
PROCESS = processes()["kde_replace"]
KERNEL = PROCESS.looked_at[0].law
SEEN = next(s for s in PROCESS.states if isinstance(s, Data))
LEAST = sp.log(2 * sp.pi * h**2) / 2
s = ARGUMENT.symbol


def seen(what, at=k, context=EVERY):
    return mean(PROCESS, PROCESS.observables.get(what, what), at, context)


def test_a_loss_is_that_of_its_points_on_average_where_there_is_one():
    assert between_exponents(seen("loss"), EVERY).relation.op == "<="
    assert between_exponents(seen("loss"), EVERY.but({n: "[1, 2]"})).relation.op == "<="
    assert between_exponents(seen("loss", context=ONE), ONE).relation.op == "="


@pytest.mark.parametrize(
    "what",
    [
        "density",
        -PROCESS.observables["loss"],
        2 * PROCESS.observables["loss"],
        PROCESS.observables["loss"] + DRAW**2,
        -sp.log(Mean(sp.exp(-(SEEN**2))) + 1),
        -sp.log(Mean(sp.exp(-((SEEN - DRAW) ** 2)))),
        -sp.log(Mean(sp.exp(-(SEEN**2))) * DRAW**2),
        -sp.log(Mean(1 + SEEN**2)),
        -sp.log(Mean(sp.exp(-((SEEN - Mean(SEEN)) ** 2)))),
        -sp.log(Mean(sp.exp(-(SEEN**2) * Variance(SEEN, 0)))),
    ],
    ids=str,
)
def test_a_loss_is_minus_the_logarithm_of_a_mean_of_exponentials(what):
    with pytest.raises(NotProved):
        between_exponents(seen(what), EVERY)


u, M = sp.symbols("u M", real=True)
V = sp.Symbol("V", nonnegative=True)


def inside(room, context=EVERY, variance="[0, oo)"):
    return context.but({u: "(-oo, oo)", M: "(-oo, oo)", V: variance}, (u - M) ** 2 <= room)


def pointwise(room=(n - 1) * V, less=0, more=0, **rest):
    """-(M^2 + room/2) <= u^2 where (u - M)^2 <= room, over 2 h^2; less: is taken from the left, more: is added."""
    here = inside(room, **rest)
    one, other = (by_sign(0, "<=", square**2, here) for square in (u - M, u + M))
    known, scale = given((u - M) ** 2 <= room, here), 1 / (2 * h**2)
    parts = ((known, scale / 2), (one, scale), (other, scale / 2), (by_sign(0, "<=", less, here), 1))
    left, right = LEAST - (M**2 + room / 2) * scale + more - less, LEAST + u**2 * scale + more
    return combine(left, "<=", right, *parts, context=here)


def test_a_bound_at_every_point_is_one_of_the_loss():
    for known in (pointwise(), pointwise(n * V), pointwise(less=V), pointwise(context=EVERY.but({h: "(0, oo)"}))):
        assert every_point(seen("loss"), (u, M, V), known, EVERY).relation.op == "<="


@pytest.mark.parametrize(
    ("context", "build"),
    [
        (EVERY, lambda: pointwise((n - 1) * V / 2)),  # a deviation may be larger
        (EVERY, lambda: pointwise((n - 1) * V, variance="[1, oo)")),
        (EVERY, lambda: pointwise(context=EVERY.but({k: "[2, oo)"}))),
        (EVERY, lambda: pointwise(more=h)),  # another observable
        (EVERY, lambda: pointwise(more=u)),
        (EVERY, lambda: pointwise(less=sp.sqrt(V))),  # no polynomial
        (EVERY, lambda: pointwise(less=1 / (1 + V))),
        (EVERY, lambda: identity(LEAST + u**2, LEAST + u**2, inside((n - 1) * V))),
        (EVERY.but({n: "[3, oo)"}), lambda: pointwise((n - 2) * V, context=EVERY.but({n: "[3, oo)"}))),
    ],
)
def test_a_bound_at_some_points_is_none_of_the_loss(context, build):
    known = build()
    with pytest.raises(NotProved):
        every_point(seen("loss"), (u, M, V), known, context)


def test_the_symbols_of_a_point_are_its_own():
    for points, context in (((u, M, M), EVERY), ((u, M, V), inside((n - 1) * V))):
        with pytest.raises(NotProved):
            every_point(seen("loss"), points, pointwise(), context)
    whole = sp.Symbol("V", integer=True, nonnegative=True)
    known = substitute(pointwise(), {V: whole}, inside((n - 1) * V).renamed(V, whole))
    with pytest.raises(NotProved, match="real symbols"):
        every_point(seen("loss"), (u, M, whole), known, EVERY)


def transform():
    return replace_spectrum._transform()


def test_two_draws_tell_of_their_difference_only():
    assert density_at_draw(seen("density_at_draw"), transform(), EVERY).relation.op == "="
    one = replace_loss._transform()  # of one draw
    wrong = -((SEEN - OTHER) ** 2) / (4 * h**2)
    scale = sp.sqrt(2 * sp.pi * h**2)
    for whole, known in (
        (seen("density_at_draw"), one),
        (seen("density"), transform()),
        (seen(Mean(sp.exp(wrong)) / scale), transform()),
        (seen(2 * PROCESS.observables["density_at_draw"]), transform()),
        (seen("density_at_draw", k + 1), transform()),
    ):
        with pytest.raises(NotProved):
            density_at_draw(whole, known, EVERY)


@pytest.mark.parametrize("law", [KERNEL, Normal(DRAW, sp.Integer(1))], ids=str)
def test_a_draw_that_depends_on_the_other_says_nothing_of_the_estimate_there(law, monkeypatch):
    """Where Y - X is of N(0, 1), X - Y has the density 1/sqrt(2 pi) at 0, and the estimate at Y is not that."""
    made = replace(PROCESS, name="made", looked_at=(PROCESS.looked_at[0], Draw(OTHER, law)), observables={})
    monkeypatch.setattr(probability, "processes", lambda: {"made": made})
    first, whole = ONE.but({k: None}), PROCESS.observables["density_at_draw"]
    around = first.but({s: replace_spectrum.TRANSFORMS.of[s]})
    one = sp.Integer(1)
    known = one_generation(mean(made, sp.exp(s * DRAW - s * OTHER), one, around, {"n": one}), around)
    seen = mean(made, whole, one, first, {"n": one})
    if law == KERNEL:
        assert density_at_draw(seen, known, first).relation.right == 1 / sp.sqrt(4 * sp.pi * h**2)
    else:
        with pytest.raises(NotProved, match="another draw"):
            density_at_draw(seen, known, first)


def test_a_cosine_is_that_of_a_multiple_of_what_the_transform_is_of():
    found = cosine(seen("difference_cosine", context=FREQUENCIES), transform(), FREQUENCIES)
    assert found.relation.right.subs({n: 1, k: 1, h: 1, w: 2}).doit() == sp.exp(-4)
    one = replace_loss._transform()
    of_one = cosine(seen(sp.cos(2 * DRAW)), one, EVERY).relation.right
    assert of_one.subs({k: 3, h: 2, sigma0: 5}) == sp.exp(-2 * 37)
    r = transform().relation
    for extra in (s**2, sp.exp(s), sp.exp(sp.exp(s**2))):
        more = r.right + (h + 1) * extra - h * extra - extra
        known = combine(r.left, "=", more, transform(), context=r.context)
        with pytest.raises(NotProved, match="not made of exponentials"):
            cosine(seen("difference_cosine", context=FREQUENCIES), known, FREQUENCIES)
    of_index = r.right * sp.Sum(w * sp.exp(0 * s), (w, 1, 1))
    known = combine(r.left, "=", of_index, transform(), context=r.context)
    with pytest.raises(NotProved, match="in another sense"):
        cosine(seen("difference_cosine", context=FREQUENCIES), known, FREQUENCIES)
    for what, known in (
        (sp.cos(w * DRAW), transform()),
        (sp.cos(w * (DRAW - OTHER)), one),
        (sp.cos(w * DRAW + 1), one),
        (sp.cos(DRAW**2), one),
        (sp.sin(w * DRAW), one),
    ):
        with pytest.raises(NotProved):
            cosine(seen(what, context=FREQUENCIES), known, FREQUENCIES)


def test_the_first_generation_is_that_of_the_start():
    """Two draws copy one point of n, or two."""
    here = EVERY.but({s: replace_spectrum.TRANSFORMS.of[s]})
    found = one_generation(seen(sp.exp(s * DRAW - s * OTHER), 1, here), here.but({k: None})).relation.right
    copies = (1 + (n - 1) * sp.exp(s**2 * sigma0**2)) / n
    assert sp.expand(found - sp.exp(s**2 * h**2) * copies) == 0
    with pytest.raises(NotProved):
        one_generation(seen("spread", 0), EVERY)


# -- in certificates ----------------------------------------------------------------------------------------------

CLAIMS = (
    "kde-replace-loss/lower",
    "kde-replace-loss/single",
    "kde-replace-spectrum/spectrum",
    "kde-accumulate-run/spectrum",
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    file = tmp_path_factory.mktemp("losses") / "c.json"
    claims = (*CLAIMS, "kde-replace-spectrum/overlap")
    assert main(["prove", *claims, "--certificate", str(file), "--json"]) == 0
    return file.read_text()


@pytest.mark.parametrize(
    ("rule", "part", "old", "new"),
    [
        ("between exponents", "right", '"pi"', '"e"'),
        ("between exponents", "right", '"Mean"', '"-Mean"'),
        ("every point", "witness", '"u"', '"M"'),
        ("every point", "left", '["^", "e", -1]', '["^", "e", -2]'),
        ("every point", "left", '["Variance", "seen", 0]', '["Variance", "seen", 1]'),
        ("density", "right", '"sigma0"', '"h"'),
        ("density", "right", '"i", 1, "k"', '"i", 1, "n"'),
        ("cosine", "right", '["^", "w", 2]', '["^", "w", 4]'),
        ("cosine", "right", '"i", 1, "k"', '"i", 2, "k"'),
        ("cosine", "right", '["^", ["+", 1, "j"], -2]', '["^", ["+", 1, "j"], -3]'),
        ("one generation", "right", '"sigma0"', '"h"'),
    ],
)
def test_tampered_statements_are_refused(certificate, rule, part, old, new, tmp_path, capsys):
    found = json.loads(certificate)
    for node in found["nodes"]:
        text = json.dumps(node[part])
        if node["rule"] == rule and old in text:
            node[part] = json.loads(text.replace(old, new))
    text = json.dumps(found)
    assert text != json.dumps(json.loads(certificate))
    (tmp_path / "c.json").write_text(text)
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert f"({rule})" in capsys.readouterr().out


def test_what_is_not_tampered_with_is_not_refused(certificate, tmp_path):
    (tmp_path / "c.json").write_text(certificate)
    assert main(["recheck", str(tmp_path / "c.json")]) == 0


def test_a_loss_of_several_points_is_not_said_to_be_their_mean(certificate, tmp_path, capsys):
    found = json.loads(certificate)
    equal = [node for node in found["nodes"] if node["rule"] == "between exponents" and node["op"] == "="]
    assert equal
    for node in equal:
        if "n" in node["for"]:
            node["for"]["n"] = ["whole", 1, ["oo"], False, True]
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "refused" in capsys.readouterr().out
