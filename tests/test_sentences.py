"""What a person reads about a claim is printed from what is checked, and changes with all of it."""

import json
import re
from dataclasses import fields, replace

import pytest
import sympy as sp

from harness.judge.case import parameters, sentence, simulator
from theorems.door import main
from theorems.language import Claim, Law, Parameters, integer
from theorems.language.claims import Related
from theorems.language.mutants import mutants
from theorems.language.registry import find, theorems
from theorems.processes.symbols import SYMBOLS

CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems().values() for c in t.claims]
RELATIONS = ("equals", "at_most", "at_least")

READ = {
    "gaussian-collapse/mean-upper": (
        r"$E\,\Sigma_k \le \sigma_0 e^{-k/(4n-1)}$, for all integers $n \ge 2$, $k \ge 0$ and $\sigma_0 > 0$"
    ),
    "gaussian-collapse/mean": (
        r"$E\,\Sigma_k = \sigma_0 m_n(1)^k$, for all integers $n \ge 2$, $k \ge 0$ and $\sigma_0 > 0$"
    ),
    "bernoulli-absorption/forgotten-lower-sharp": (
        r"$\Pr(P_k = 0) \ge (1 - p_0)^{n g_k+1}$, for all integers $n \ge 1$, $k \ge 1$ and $0 \le p_0 < 1$"
    ),
    "bernoulli-absorption/diversity-step": (
        r"$E[P_{k+1}(1-P_{k+1}) \mid \text{past}] = \left(1 - \frac{1}{n}\right)\,P_k(1-P_k)$, "
        r"for all integers $n \ge 1$, $k \ge 1$ and $0 \le p_0 < 1$"
    ),
    "g-iterate/upper-sharp": r"$g_k \le \frac{2}{k + 1}$, for every integer $k \ge 1$",
    "kde-replace-growth/spread-limit": (
        r"$E\,s_k^2 \to h^2 (n - 1)$ as $k \to \infty$, and is always within "
        r"$\left(1 - \frac{1}{n}\right)^k \left|{h^2 n - \sigma_0^2}\right|$ of it, "
        r"for all integers $n \ge 1$, $k \ge 1$ and $h > 0$, $\sigma_0 > 0$; s is the standard deviation of the batch"
    ),
    "gaussian-risk/variance-leading": (
        r"$\mathrm{Var}\,R_k = \frac{5k^2 \sigma_0^4}{2n^2}$ up to $\frac{15k^3 \sigma_0^4}{2n^3}$, "
        r"for all integers $n \ge 2$, $k \ge 0$ and $\sigma_0 > 0$, where $10k \leq n$"
    ),
    "poisson-extinction/extinction": (
        r"almost surely $\Lambda_k = 0$ at all large $k$: $\Pr(\Lambda_k \ne 0) \le \frac{2\lambda_0 n}{k + 1}$, and "
        r"once it has happened it goes on happening, for all integers $n \ge 1$, $k \ge 1$ and $\lambda_0 > 0$"
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_sentence_reads_as_in_a_paper(name):
    theorem = find(name.partition("/")[0])
    assert sentence(theorem, theorem.claim(name.partition("/")[2])) == READ[name]


def changed(theorem, claim):
    """The sentence of another claim in the place of one."""
    claims = tuple(claim if c.name == claim.name else c for c in theorem.claims)
    other = replace(theorem, claims=claims)
    return sentence(other, claim)


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_every_slip_in_a_formula_is_a_slip_in_the_sentence(theorem, claim):
    said = sentence(theorem, claim)
    for part, slip, mutated in mutants(claim, theorem.parameters.items):
        assert changed(theorem, mutated) != said, f"{part}: {slip}"


@pytest.mark.parametrize(("theorem", "claim"), [case for case in CLAIMS if isinstance(case.values[1], Related)])
def test_another_relation_is_another_sentence(theorem, claim):
    for other in set(RELATIONS) - {claim.relation}:
        try:
            moved = replace(claim, worked={}, **{claim.relation: None, other: claim.value})
        except ValueError:  # the kind has not got that relation
            continue
        assert changed(theorem, moved) != sentence(theorem, claim)


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_another_condition_or_domain_is_another_sentence(theorem, claim):
    said = sentence(theorem, claim)
    for parameter in theorem.parameters:
        if parameter.name not in parameters(claim)[0]:
            continue
        for when in (parameter.symbol >= 1000, parameter.symbol <= 1000, parameter.symbol > 1000):
            assert changed(theorem, replace(claim, when=sp.And(claim.when, when), points=(), worked={})) != said, when
        last = parameter.grid[-1]
        low = last - sp.Rational(1, 100) if parameter.low_open else last
        narrow = replace(parameter, low=low, grid=(last,), default=None)
        if parameter.high is None and not claim.when.has(parameter.symbol):
            moved = Parameters(*(narrow if p is parameter else p for p in theorem.parameters))
            renamed = dict(zip(theorem.parameters.symbols, moved.symbols, strict=True))
            rest = {k: e.xreplace(renamed) for k, e in claim.parts.items()} | {"when": claim.when.xreplace(renamed)}
            if hasattr(claim, "variable"):
                rest["variable"] = renamed[claim.variable]
            new = replace(claim, **rest, points=(), worked={}, sharper=None, corrected_by=None, expected="confirmed")
            law = isinstance(claim, Law) and claim.cdf is None
            if not law:
                assert sentence(replace(theorem, parameters=moved, claims=(new,)), new) != said


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_another_observable_is_another_sentence(theorem, claim):
    if claim.observable:
        process = claim.of.partition(".")[0]
        for other in SYMBOLS:
            if other.startswith(f"{process}.") and other != claim.of and "step" not in other + claim.of:
                assert changed(theorem, replace(claim, of=other, points=(), unraced=None)) != sentence(theorem, claim)


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_brackets_are_closed_and_formulas_are_between_dollars(theorem, claim):
    said = sentence(theorem, claim)
    formulas = said.split("$")[1::2]
    assert said.count("$") == 2 * len(formulas)
    for formula in formulas:
        depth = 0
        for bracket in re.findall(r"(?<!\\)[{}]", formula):
            depth += 1 if bracket == "{" else -1
            assert depth >= 0, formula
        assert depth == 0, formula
        assert formula.count(r"\left") == formula.count(r"\right"), formula
        assert formula.count("(") == formula.count(")"), formula
    assert not re.search(r"[\\^_{}]", "".join(said.split("$")[::2])), said


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_every_observable_that_is_claimed_has_a_symbol(theorem, claim):
    assert claim.observable is None or claim.observable in {**SYMBOLS, **theorem.symbols}


@pytest.mark.parametrize("observable", SYMBOLS)
def test_every_symbol_is_that_of_an_observable(observable):
    assert callable(simulator(observable))


# -- no formula is typed ------------------------------------------------------------------------------------------


def test_a_claim_has_no_field_for_a_formula_in_words():
    assert "statement" not in {field.name for field in fields(Claim)}


@pytest.mark.parametrize("theorem", theorems().values(), ids=theorems())
def test_what_a_theorem_says_of_itself_defines_and_claims_nothing(theorem):
    """Its process and its letters: what is claimed of them is printed, claim by claim."""
    assert not re.search(r"\\(?:le|ge|leq|geq|to|Pr|infty)(?![a-z])|E\\,|[<>]|\(published\)", theorem.statement)


@pytest.mark.parametrize("remark", ["$P_k$", "it is = 1", "p_0 matters", r"\sigma", "n >= 2", "h^2"])
def test_a_remark_with_a_formula_is_refused(remark):
    theorem = find("poisson-extinction")
    claim = replace(theorem.claim("intensity"), remark=remark)
    with pytest.raises(ValueError, match="poisson-extinction/intensity, remark: formulas are printed"):
        replace(theorem, claims=(claim,))


# -- who prints it ------------------------------------------------------------------------------------------------


def test_show_and_errata_print_it(capsys):
    for command, id_, name in (("show", "gaussian-collapse", "mean-upper"), ("errata", "gaussian-risk", None)):
        theorem = find(id_)
        assert main([command, *([id_] if command == "show" else [])]) == 0
        out = capsys.readouterr().out
        names = [name] if name else ["variance-published", "variance-leading"]
        assert all(sentence(theorem, theorem.claim(n)) in out for n in names)
    assert main(["show", "gaussian-collapse", "--json"]) == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    theorem = find("gaussian-collapse")
    assert [c["sentence"] for c in claims] == [sentence(theorem, c) for c in theorem.claims]


def test_a_typo_in_a_formula_is_read_by_whoever_reads_the_claim(lab, capsys):
    lab({"theorems/fixed_share.py": [("equals=spread / n * (1 - memory**k)", "equals=spread / n * (1 + memory**k)")]})
    assert main(["show", "fixed-share"]) == 0
    wrong = capsys.readouterr().out
    assert r"$E\,\|P_k-p\|^2 = " in wrong
    assert "1 + (1 - " in wrong.replace(r"\left", "") or "+ 1" in wrong


def test_an_observable_without_a_symbol_goes_by_its_name(court, capsys):
    court(coins=["good"])
    assert main(["show", "coins"]) == 0
    assert r"$\Pr(\mathrm{coin}) = p$, for $0 < p < 1$" in capsys.readouterr().out


def test_integers_and_reals_are_told_apart():
    theorem = find("g-iterate")
    other = replace(theorem, parameters=Parameters(integer("k", 1, "generations", (1, 2))))
    assert sentence(other, other.claim("upper")).endswith("for every integer $k \\ge 1$")
