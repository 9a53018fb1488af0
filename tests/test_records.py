"""What a record says about its claims besides their formulas is checked: sources, siblings, races, conditions."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from harness import lints
from harness.cli import main
from theorems.language import registry
from theorems.language.papers import STATEMENTS
from theorems.language.registry import theorems

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
    claimed = Counter(c.number for t in OURS.values() for c in t.claims if t.source.paper == paper and c.published)
    assert claimed == Counter(dict.fromkeys(STATEMENTS[paper], 1))
    assert all(STATEMENTS[paper].values())


def test_every_published_claim_is_of_a_listed_paper_and_its_number_is_one():
    assert {t.source.paper for t in OURS.values() if any(c.published for c in t.claims)} == set(STATEMENTS)
    for numbers in STATEMENTS.values():
        for number in numbers:
            assert re.match(r"(Theorem|Lemma|Corollary) \d+\b|equation \(\d+\)|Appendix [A-Z]\.\d+\b", number), number


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
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
