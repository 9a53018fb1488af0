"""What a person reads about a claim is printed from what is checked, and changes with all of it."""

import json
import re
from dataclasses import fields, replace
from random import Random

import pytest
import sympy as sp
from each import of_each

from harness.judge.case import Case
from theorems.door import main
from theorems.language import Claim, Law, Parameters, integer
from theorems.language.claims import Related
from theorems.language.domains.numbers import Number
from theorems.language.mutants import mutants
from theorems.language.notation import latex
from theorems.language.processes import Steps
from theorems.language.registry import find, theorems
from theorems.language.writing import counting, declaration, observable_latex
from theorems.processes import declared, processes

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
        r"$E[P_{k+1} (1 - P_{k+1}) \mid \text{past}] = \left(1 - \frac{1}{n}\right)\,P_k (1 - P_k)$, "
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
    "poisson-forgetting-time/mean-linear": (
        r"$E\,\left(\sum_{s \le k} 1_{[\Lambda_s \ne 0]}\right) \le b \lambda_0 n + 1$, "
        r"for all integers $n \ge 1$, $k \ge 1$ and $\lambda_0 > 0$, $b > 0$; whatever b; the abstract does not say "
        "which time is meant, and quantiles are linear"
    ),
    "gaussian-risk-schedule/upper": (
        r"$E\,R_k \le \sigma_0^2 \left(\sum_{i=0}^{k - 1} \frac{1}{n_i} + 2\right)$, "
        r"for every integer $k \ge 0$ and $\sigma_0 > 0$ and every list $n$ of at least $k$ integers >= 2"
    ),
    "mixture-distance/overlap": (
        r"$\langle \varphi_v, \varphi_{a,s} \rangle = \varphi_{s + v}(a)$, for real $a$, $v > 0$, $s > 0$"
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_sentence_reads_as_in_a_paper(name):
    theorem = find(name.partition("/")[0])
    assert Case(theorem, theorem.claim(name.partition("/")[2])).sentence == READ[name]


SLIPS = 4
"""So many slips of each part of a claim are tried, by chance. What a sentence leaves out, no slip of it changes: one
would do. What the one way of writing formulas hides, such as a sign, a hundredth of all slips, the slips of 500 claims
together miss with probability 0.99^2000 < 1e-8.
"""


@of_each("theorem, claim", CLAIMS)
def test_every_slip_in_a_formula_is_a_slip_in_the_sentence(theorem, claim, entropy):
    said = Case(theorem, claim).sentence
    slips = {}
    for part, slip, mutated in mutants(claim, theorem.parameters.items):
        slips.setdefault(part, []).append((slip, mutated))
    for part, every in slips.items():
        for slip, mutated in Random(entropy).sample(every, min(SLIPS, len(every))):
            assert Case(theorem, mutated).sentence != said, f"{part}: {slip}"


@of_each("theorem, claim", [case for case in CLAIMS if isinstance(case.values[1], Related)])
def test_another_relation_is_another_sentence(theorem, claim):
    for other in set(RELATIONS) - {claim.relation}:
        try:
            moved = replace(claim, worked={}, **{claim.relation: None, other: claim.value})
        except ValueError:  # the kind has not got that relation
            continue
        assert Case(theorem, moved).sentence != Case(theorem, claim).sentence


@of_each("theorem, claim", CLAIMS)
def test_another_condition_or_domain_is_another_sentence(theorem, claim):
    said = Case(theorem, claim).sentence
    for parameter in theorem.parameters:
        if parameter.name not in Case(theorem, claim).used or not isinstance(parameter, Number):
            continue
        for when in (parameter.symbol >= 1000, parameter.symbol <= 1000, parameter.symbol > 1000):
            narrower = replace(claim, when=sp.And(claim.when, when), points=(), worked={})
            assert Case(theorem, narrower).sentence != said, when
        last = parameter.grid[-1]
        low = last - sp.Rational(1, 100) if parameter.low_open else last
        narrow = replace(parameter, low=low, grid=(last,), default=None)
        if parameter.high is None and not claim.when.has(parameter.symbol):
            moved = Parameters(*(narrow if p is parameter else p for p in theorem.parameters))
            renamed = dict(zip(theorem.parameters.symbols, moved.symbols, strict=True))
            rest = {k: e.xreplace(renamed) for k, e in claim.parts.items()} | {"when": claim.when.xreplace(renamed)}
            if hasattr(claim, "variable"):
                rest["variable"] = renamed[claim.variable]
            rest |= {"sharper": None, "corrected_by": None, "expected": "confirmed", "erratum": None}
            new = replace(claim, **rest, points=(), worked={})
            law = isinstance(claim, Law) and claim.cdf is None
            if not law:
                alone = replace(theorem, parameters=moved, claims=(new,), notes=())
                assert Case(alone, new).sentence != said


@of_each("theorem, claim", CLAIMS)
def test_another_observable_is_another_sentence(theorem, claim):
    if claim.observable:
        found = declared(claim.of)
        others = {} if found is None else {f"{found[0].name}.{name}": o for name, o in found[0].observables.items()}
        for other, observed in others.items():
            if observed != found[1] and not isinstance(observed, Steps) and not isinstance(found[1], Steps):
                elsewhere = replace(claim, of=other, points=(), unraced=None)
                assert Case(theorem, elsewhere).sentence != Case(theorem, claim).sentence


@of_each("theorem, claim", CLAIMS)
def test_brackets_are_closed_and_formulas_are_between_dollars(theorem, claim):
    said = Case(theorem, claim).sentence
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


@of_each("theorem, claim", CLAIMS)
def test_every_observable_that_is_claimed_has_a_symbol_and_no_declared_one_is_typed(theorem, claim):
    assert claim.observable is None or claim.observable in Case(theorem, claim).symbols
    assert claim.observable not in theorem.symbols or declared(claim.observable) is None


OBSERVED = [pytest.param(p, o, id=f"{p.name}.{o}") for p in processes().values() for o in p.observables]


@of_each("process, name", OBSERVED)
def test_observables_of_different_expressions_are_written_differently(process, name):
    observable = process.observables[name]
    text = observable_latex(process, observable)
    assert text
    assert r"\mathrm" not in text.replace(r"\mathrm{", "")
    for other in process.observables.values():
        if other != observable:
            assert observable_latex(process, other) != text


WRITTEN = {
    "bernoulli.diversity": "P_k (1 - P_k)",
    "bernoulli.diversity_step": "P_{k+1} (1 - P_{k+1})|P_k (1 - P_k)",
    "bernoulli.survived": r"P_k \ne 0",
    "bernoulli.fixation": r"P_T = 1,\ T = \min\{k : P_k (1 - P_k) = 0\}",
    "multinomial3.distinct": r"\left(1_{[P_{1,k} \ne 0]} + 1_{[P_{2,k} \ne 0]} + 1_{[P_{3,k} \ne 0]}\right)",
    "gaussian.scale_law": r"\Sigma_k",
    "gaussian.scale_square": r"\Sigma_k^2",
    "gaussian.drift": r"\ln(\Sigma_{k+1}/\Sigma_k)",
    "gaussian.above": r"\Sigma_k > \varepsilon",
    "gaussian_sufficient.collapsed": r"\Sigma_k \le \varepsilon",
    "gaussian.risk_variance": r"\mathrm{Var}\,R_k",
    "gaussian_accumulate.variance_square": r"\sigma_k^4",
    "gaussian_accumulate.conserved": r"\left(\mu_k^2 + \sigma_k^2\right)",
    "kde_accumulate.centre_square": r"\overline{\mathrm{pool}_k}^2",
    "kde_replace.draw_square": "X_k^2",
    "poisson_lineage.extinct": "Z_k = 0",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_observable_reads_as_in_a_paper(name):
    found = declared(name)
    assert observable_latex(*found) == WRITTEN[name]


def test_an_event_that_does_not_happen_is_written_as_its_opposite():
    process = processes()["bernoulli"]
    (P,) = process.states
    assert observable_latex(process, sp.Piecewise((0, sp.Eq(P, 0)), (1, True))) == r"P_k \ne 0"
    assert (
        observable_latex(process, sp.Piecewise((0, sp.Gt(P, sp.Rational(1, 2))), (1, True))) == r"P_k \le \frac{1}{2}"
    )


def test_what_a_letter_stands_for_is_written_out():
    """The variance of the mixture of all models, and the risk: only there they have letters of their own."""
    pool, fits = (declaration(processes()[name], in_latex=True).observables for name in ("gaussian_pool", "gaussian"))
    sums = [rf"\left(\sum_{{s \le k}} {x}\right)" for x in ("M_s^2", "V_s", "M_s")]
    assert pool["pool_variance"] == (
        rf"U_k = \frac{{{sums[0]} + {sums[1]}}}{{k + 1}} - \frac{{{sums[2]}^2}}{{(k + 1)^2}}"
    )
    assert fits["risk"] == r"R_k = M_k^2 + (\Sigma_k - \sigma_0)^2"


def test_a_declaration_is_written_with_the_generation_of_what_moves():
    found = declaration(processes()["gaussian_window2"], in_latex=True)
    assert found.start[0] == r"\mathrm{batch1}_2:\; n \text{ points of } \mathcal{N}(0, \sigma_0^2)"
    assert found.draws[0] == r"\mathrm{seen}_t:\; \mathrm{batch1}_t \cup \mathrm{batch2}_t"
    assert found.draws[1] == r"\mathrm{batch}:\; n \text{ points of } \mathcal{N}(\mu_t, \sigma_t^2)"
    assert found.step == [r"\mathrm{batch1}_{t+1} = \mathrm{batch2}_t", r"\mathrm{batch2}_{t+1} = \mathrm{batch}"]


def test_what_k_counts_is_said_from_the_declaration():
    assert counting(processes()["gaussian"]) == "k counts generations: the start is k = 0, and every step adds 1"
    said = counting(processes()["kde_replace"])
    assert "the start is k = 1" in said
    assert said.endswith("k = 0 is the given model, where draw is drawn from Normal(0, sigma0**2)")


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
        assert all(Case(theorem, theorem.claim(n)).sentence in out for n in names)
    assert main(["show", "gaussian-collapse", "--json"]) == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    theorem = find("gaussian-collapse")
    assert [c["sentence"] for c in claims] == [Case(theorem, c).sentence for c in theorem.claims]


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
    assert Case(other, other.claim("upper")).sentence.endswith("for every integer $k \\ge 1$")


def test_a_name_of_several_letters_is_no_product():
    share, x = sp.symbols("share x")
    assert latex(share**2 * x) == r"\mathrm{share}^2 x"
    assert latex(sp.Symbol("eps") * sp.Symbol("sigma0")) == r"\varepsilon \sigma_0"
