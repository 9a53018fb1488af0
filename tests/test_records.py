"""What a record says about its claims besides their formulas is checked: sources, siblings, races, conditions."""

import json
import random
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp
from each import of_each

from harness.author import lints, proof_strength
from harness.author.conditions import conditions, declared
from harness.judge.case import Case
from harness.judge.obligations import refusal
from harness.judge.selection import find_case
from harness.judge.verdict import examine
from proofs_check.ledger import Derived
from proofs_check.rules.claims import NoStatement, statements
from proofs_check.rules.statements import NotProved
from proofs_check.steps import Claimed, Equal
from theorems.door import main
from theorems.language import registry
from theorems.language.registry import theorems
from theorems.papers import STATEMENTS

OURS = {name: theorem for name, theorem in theorems().items() if registry.package_of(registry.modules()[name]) == ""}
CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in OURS.values() for c in t.claims]


def edited(name, **changes):
    """The theorem of `theorem/claim` with other fields of that claim."""
    theorem = theorems()[name.partition("/")[0]]
    claims = [replace(c, **changes) if c.name == name.partition("/")[2] else c for c in theorem.claims]
    return replace(theorem, claims=tuple(claims))


def found(theorem, rule):
    """What is found of one kind in a record."""
    return [finding for finding in lints.lints(theorem) if finding.rule == rule]


# -- sources ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", STATEMENTS)
def test_the_listed_statements_of_a_paper_are_those_that_are_claimed_each_once(paper):
    """So a published claim, or its number, that is removed or given twice is missed."""
    sources = [c.source for t in OURS.values() for c in t.claims if c.published]
    claimed = Counter(source.number for source in sources if source.paper == paper)
    assert claimed == Counter(dict.fromkeys(STATEMENTS[paper], 1))
    assert all(STATEMENTS[paper].values())


def test_every_published_claim_is_of_a_listed_paper_and_its_number_is_one():
    assert {c.source.paper for t in OURS.values() for c in t.claims if c.published} == set(STATEMENTS)
    for numbers in STATEMENTS.values():
        for number in numbers:
            kinds = r"(Theorem|Lemma|Corollary) \d+\b|equation \(\d+\)|Appendix [A-Z](\.\d+)?\b|section \d+(\.\d+)?\b"
            assert re.match(rf"{kinds}|abstract\b", number), number


def test_a_theorem_gathers_what_several_papers_say(lab, capsys):
    """Each claim is shown with its own paper, number and version; one without a source is ours."""
    again = """        Mean(
            name="again",
            source=Source("Another paper", "Lemma 7", "v3"),
            of="fixed_share.error",
            equals=spread / n * (1 - memory**k) / (1 - memory),
            unraced="as error",
        ),
    ),
)"""
    lab({"theorems/fixed_share.py": [("    ),\n)", again)]})
    assert main(["show", "fixed-share"]) == 0
    out = capsys.readouterr().out
    assert "error [Mean; ours]" in out
    assert "again [Mean; published: Another paper, Lemma 7 (v3)]" in out
    assert main(["show", "fixed-share", "--json"]) == 0
    sources = [claim["source"] for claim in json.loads(capsys.readouterr().out)["claims"]]
    assert sources == [None, "Another paper, Lemma 7 (v3)"]


def test_errata_name_the_paper_of_the_claim(court, capsys):
    court(coins=["erratum", "good"])
    assert main(["errata"]) == 0
    out = capsys.readouterr().out
    assert "coins/erratum: false  (1)" in out[out.index("\na paper\n") :]


@of_each("theorem, claim", CLAIMS)
def test_what_is_expected_to_be_refuted_or_has_a_counterexample_is_published(theorem, claim):
    if claim.expected != "confirmed" or claim.corrected_by or claim.counterexample:
        assert claim.published
        assert claim.expected == "refuted"


# -- siblings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "sibling", "why"),
    [
        ("bernoulli-absorption/forgotten-lower", "share", "forgotten-lower is about bernoulli.forgotten, share about"),
        ("bernoulli-absorption/forgotten-lower", "forgotten-lower", "is about"),
        ("bernoulli-absorption/forgotten-lower", "forgotten-upper", "it does not imply it"),
        ("bernoulli-absorption/forgotten-lower-sharp", "forgotten-lower", "it does not imply it"),
        ("bernoulli-absorption/survival-upper", "absorption", "is about bernoulli.survived, absorption about"),
        ("g-iterate/lower", "upper-sharp", "it does not imply it"),
        ("g-iterate/lower", "extinction", "is about"),
        ("gaussian-risk/variance", "variance-published", "is expected to be refuted"),
        ("gaussian-collapse/mean-upper-sharp", "mean-upper", "it does not imply it"),
        ("gaussian-collapse/collapse", "tail-published", "is about gaussian.collapsed, tail-published about"),
        ("kde-replace-growth/annealed-variance", "annealed-law", "is about"),
    ],
)
def test_a_claim_that_is_named_as_sharper_and_is_not_is_found(claim, sibling, why):
    (finding,) = found(edited(claim, sharper=sibling), "sibling")
    assert why in finding.facts[0]
    assert finding.about == claim


@pytest.mark.parametrize("claim", ["g-iterate/lower", "gaussian-collapse/tail-published"])
def test_a_claim_that_says_the_same_is_not_sharper(claim):
    theorem = theorems()[claim.partition("/")[0]]
    old = theorem.claim(claim.partition("/")[2])
    both = replace(theorem, claims=(replace(old, sharper="twin"), replace(old, name="twin", sharper=None)))
    (finding,) = found(both, "sibling")
    assert finding.facts == ("at no point of the grid it says more",)


def test_a_correction_is_about_the_same_and_is_expected_to_hold():
    for other in ("mean", "variance-published"):
        (finding,) = found(edited("gaussian-risk/variance-published", corrected_by=other), "sibling")
        assert finding.about == "gaussian-risk/variance-published"


# -- races ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["bernoulli-absorption/share", "gaussian-risk/mean", "kde-replace-growth/spread"])
def test_a_claim_about_a_process_is_raced_or_says_why_not(claim):
    bare = edited(claim, points=())
    (finding,) = found(bare, "unraced")
    assert finding.about == claim
    reason = "no number of draws would do"
    assert not found(edited(claim, points=(), unraced=reason), "unraced")
    with pytest.raises(ValueError, match="says why it is not raced, but"):
        edited(claim, unraced=reason)
    with pytest.raises(ValueError, match="says why it is not raced, but"):
        edited("g-iterate/lower", unraced=reason)


def test_the_reason_is_shown(court, capsys):
    root = court(coins=["both", "good"])
    path = root / "theorems" / "coins.py"
    path.write_text(
        path.read_text().replace('equals=p, points=("p=1/2",)', 'equals=p, unraced="the draws take a year"')
    )
    assert main(["show", "coins"]) == 0
    assert re.findall(r"races: (.*)", capsys.readouterr().out) == ["0 (the draws take a year)", "2"]
    assert main(["list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["unraced"] == {"both": "the draws take a year"}
    assert row["checks"]["simulation"] == 1


# -- derivations ----------------------------------------------------------------------------------------------


@of_each("theorem, claim", CLAIMS)
def test_every_claim_is_derived_or_says_in_a_line_why_not(theorem, claim):
    derives = Case(theorem, claim).derives
    assert bool(claim.underived) != derives
    assert derives or len(claim.underived.splitlines()) == 1


def test_a_derivation_needs_no_excuse():
    assert not found(edited("kde-replace-growth/spread"), "underived")
    (finding,) = found(edited("kde-replace-growth/spread", underived="nobody knows"), "underived")
    assert finding.about == "kde-replace-growth/spread"
    assert "is a derivation" in finding.what


# -- conditions -------------------------------------------------------------------------------------------------

CONDITIONAL = [case for case in CLAIMS if case.values[1].when != sp.true and case.values[1].expected == "confirmed"]


def relations(claim):
    """The conditions of a claim, one by one."""
    return sp.And.make_args(claim.when)


def is_strict(relation):
    return isinstance(relation, sp.Lt | sp.Gt)


def is_scaled(relation, other):
    """Is it the same inequality, both sides multiplied? So a <= 0 and 2 a <= 0."""
    if not isinstance(other, sp.Le | sp.Ge):  # strict, or always so, or never
        return False
    return bool(sp.cancel((other.gts - other.lts) / (relation.gts - relation.lts)).is_number)


def changed(theorem, claim, old, new):
    """The theorem with one condition of a claim changed, and the claim so changed."""
    when = sp.And(*(new if relation == old else relation for relation in relations(claim)))
    theorem = edited(f"{theorem.id}/{claim.name}", when=when)
    return theorem, theorem.claim(claim.name)


@of_each("theorem, claim", CONDITIONAL)
def test_a_wider_condition_breaks_the_proof(theorem, claim, entropy):
    """By a factor of two, by one, by its edge, or without it: also where the wider claim happens to be true.

    Of these one is drawn anew in every run, for each condition: a proof that passes for one of them is seen with
    probability 1/3 or more (1/4 where the condition is strict).
    """
    proof = Case(theorem, claim).proof
    if proof is None:
        assert claim.underived
        return
    for relation in relations(claim):
        low, high = relation.lts, relation.gts
        closed = [low <= high] if is_strict(relation) else []
        ways = [sp.true, low <= 2 * high, low - 1 <= high, *closed]
        random.Random(f"{entropy} {theorem.id} {claim.name} {relation}").shuffle(ways)
        for wider in ways:
            if is_scaled(relation, wider):
                continue
            there, wide = changed(theorem, claim, relation, wider)
            if refusal(Case(there, wide)):
                continue  # what is wider is no claim of its kind
            try:
                steps = list(proof(wide))
            except (NotProved, NoStatement):
                break  # a derivation does not end in the wider claim, or that makes no statement
            if any(isinstance(step, Derived) for step in steps):  # k >= 1/2 is no wider for a whole number
                assert statements(theorem, wide) == statements(theorem, claim)
                continue
            steps = [step for step in steps if isinstance(step, Claimed)]
            assert [step.name for step in steps if not step.check().ok] == [f"It is claimed for {relation}"]
            break


def test_a_wider_condition_is_seen_by_verify(entropy):
    theorem, claim = theorems()["gaussian-risk"], theorems()["gaussian-risk"].claim("variance-leading")
    (relation,) = relations(claim)
    k, n = relation.lhs / 10, relation.rhs
    theorem, wide = changed(theorem, claim, relation, 4 * k <= n)
    report = examine(Case(theorem, replace(wide, points=())), Fraction(1, 10), entropy)
    assert report.evidence == {"proof": "undecided", "exact": "confirmed", "simulation": None}
    assert not report.as_expected


def test_a_proof_that_does_not_read_the_condition_passes_for_a_false_neighbour(monkeypatch, entropy):
    case = find_case("gaussian-replace-multivariate/log-determinant")
    assert not proof_strength.neighbours(case, entropy, 2.0).loose
    blind = [Equal("One is one", sp.Integer(1), sp.Integer(1))]
    monkeypatch.setattr(Case, "proof", property(lambda _: lambda claim: blind))
    (relation,) = relations(case.claim)
    assert f"when: without {relation}" in proof_strength.neighbours(case, entropy, 2.0).loose


@of_each("theorem, claim", CONDITIONAL)
def test_a_narrower_condition_leaves_a_point_or_worked_value_outside(theorem, claim):
    """Which is found as such."""
    names = {symbol.name for symbol in claim.when.free_symbols}
    inside = [point for point in declared(Case(theorem, claim)) if names <= set(point)]
    for relation in relations(claim):
        if is_strict(relation):
            continue  # it has no edge to leave out
        low, high = relation.lts, relation.gts
        for narrower in (low + 1 <= high, 2 * low <= high, low < high):
            if is_scaled(relation, narrower):
                continue
            _, narrow = changed(theorem, claim, relation, narrower)
            assert not all(Case(theorem, narrow).applies(point) for point in inside), narrower


@of_each("theorem, claim", CONDITIONAL)
def test_a_condition_without_a_point_at_its_edge_is_found(theorem, claim):
    bare = edited(f"{theorem.id}/{claim.name}", points=(), worked={})
    rules = [finding.rule for finding in conditions(Case(bare, bare.claim(claim.name)))]
    assert rules == ["edge"] * sum(not is_strict(relation) for relation in relations(claim))
    assert not list(conditions(Case(theorem, claim)))


@pytest.mark.parametrize(
    ("claim", "condition"),
    [
        ("bernoulli-absorption/forgotten-lower", lambda n, p0, k: n >= 2),
        ("bernoulli-absorption/survival-lower", lambda n, p0, k: p0 > 0),
        ("gaussian-collapse/mean", lambda n, k, *_: k >= 1),
        ("g-iterate/upper", lambda k: k >= 3),
        ("kde-accumulate-growth/depth-law", lambda n, k, *_: n >= 2),
    ],
)
def test_a_condition_that_is_not_needed_is_found(claim, condition):
    theorem = theorems()[claim.partition("/")[0]]
    old = theorem.claim(claim.partition("/")[2])
    narrow = edited(claim, when=sp.And(old.when, condition(*theorem.parameters.symbols)))
    assert [f.rule for f in conditions(Case(narrow, narrow.claim(old.name))) if f.rule != "edge"] == ["needless"]
