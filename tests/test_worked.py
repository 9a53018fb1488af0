"""Worked values: each part of a claim is pinned by values of its own, and a rate that nothing else sees must be."""

import re
from dataclasses import replace

import pytest
import sympy as sp
from lab import forget

from harness.author.lints import lints
from harness.judge import exact
from harness.judge.case import Case
from harness.judge.observed import room
from harness.testing import suite
from theorems.door import main
from theorems.language import DomainError, Identity, Law, Limit, Parameters, Source, Theorem, X, integer, real, registry

PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 3)),
    integer("k", 1, "generations", (1, 2)),
    real("sigma0", "(0, oo)", "deviation", (1, "1/2"), default=1),
)
n, k, sigma0 = PARAMETERS.symbols
LIMIT = Limit(
    name="limit",
    of="gaussian_accumulate.variance",
    equals=sigma0**2 * (1 - 1 / n),
    within=sigma0**2 / (n * k),
    variable=k,
    worked={
        "equals": {"n=4,sigma0=2": sp.Integer(3)},
        "within": {"n=4,k=3,sigma0=2": sp.Rational(1, 3)},
    },
)


def theorem(*claims):
    return Theorem("made-up", "", Source("", ""), "", (), "", PARAMETERS, claims)


def test_limit_and_distance_are_pinned_apart():
    """A slip of the limit that the distance makes up for, at the upper end, is noticed; and the part is named."""
    assert exact.missed_worked_value(Case(theorem(LIMIT), LIMIT)) is None
    shift = sigma0**2 / 16
    for sign in (1, -1):
        slip = replace(LIMIT, equals=LIMIT.equals + sign * shift, within=LIMIT.within - sign * shift)
        assert sp.simplify(LIMIT.interval[1] - slip.interval[1]) == 0
        assert exact.missed_worked_value(Case(theorem(slip), slip)).startswith("`equals` at n=4,sigma0=2 is ")
    slip = replace(LIMIT, within=LIMIT.within / 2)
    assert exact.missed_worked_value(Case(theorem(slip), slip)).startswith("`within` at n=4,k=3,sigma0=2 is ")


def test_every_part_of_every_kind_can_be_pinned():
    """The cdf of a law, too, at a point with its argument."""
    law = Law(name="law", of="gaussian.scale_law", cdf=1 - sp.exp(-X / n), worked={"cdf": {"n=2,x=6": 0}})
    for value, missed in ((1 - sp.exp(-3), False), (1 - sp.exp(-2), True)):
        claim = replace(law, worked={"cdf": {"n=2,x=6": value}})
        assert bool(exact.missed_worked_value(Case(theorem(claim), claim))) == missed


@pytest.mark.parametrize(
    ("worked", "error", "message"),
    [
        ({"n=4": sp.Integer(3)}, ValueError, "worked: write {part: {point: value}}, part one of equals, within"),
        ({"equal": {"n=4": sp.Integer(3)}}, ValueError, "part one of equals, within"),
        ({"within": {"n=4": sp.Integer(3)}}, DomainError, "value of within at 'n=4': k is missing"),
        ({"within": {"n=1,k=1": sp.Integer(3)}}, DomainError, "n must be an integer >= 2: got 1"),
        ({"equals": {"n=4": 1 - 1 / n}}, ValueError, "value of equals at n=4: 1 - 1/n is not a number"),
        ({"equals": {"n=4": sp.Float(0.75)}}, ValueError, "0.75 is a machine number"),
        ({"equals": {"n=4": sp.Integer(3)}, "within": {"n=4,k=1": sp.Float(0.5)}}, ValueError, "machine number"),
    ],
)
def test_a_worked_value_that_says_nothing_is_refused(worked, error, message):
    with pytest.raises(error) as caught:
        theorem(replace(LIMIT, worked=worked))
    assert message in str(caught.value)


def test_an_identity_with_points_is_refused():
    identity = {"name": "sum", "quantity": n + n, "equals": 2 * n}
    theorem(Identity(**identity))
    with pytest.raises(ValueError, match="about expressions and cannot be raced: delete its points"):
        theorem(Identity(**identity, points=("n=2",)))


# -- a rate that only its worked values see -------------------------------------------------------------------

RECORD, EXACT = "theorems/fixed_share.py", "simulators/exact/fixed_share.py"
EQUALS = "equals=spread / n * (1 - memory**k) / (1 - memory),"
LIMIT_OF_EXAMPLE = [
    ("import Mean,", "import Limit,"),
    ("        Mean(", "        Limit("),
    (EQUALS, "equals=spread / n / (1 - memory),\n            within=RATE,\n            variable=k,"),
    ("\nTHEOREM =", "RATE = spread / n / (1 - memory) * (memory / 2) ** k\n\nTHEOREM ="),
    ('(1, 2, 5)),\n    integer("d"', '(1, 2)),\n    integer("d"'),
    ('"[0, 1]", "share of real data", (0, "1/4", 1)', '"(0, 1]", "share of real data", ("1/4", 1)'),
    ('"n=2,d=3,alpha=1/4,p0=1/2,k=2", "n=5,d=2,alpha=1/10,p0=1/3,k=4"', '"n=2,d=3,alpha=1/4,p0=1/2,k=40",'),
]
PINS = (
    "            points=",
    """            worked={
                "equals": {"n=2,d=3,alpha=1/2,p0=1/2": 5 / (n - n + 14)},
                "within": {"n=2,d=3,alpha=1/2,p0=1/2,k=2": 5 / (n - n + 896)},
            },
            points=""",
)
KINDS = {
    "Limit": LIMIT_OF_EXAMPLE,
    "Rate": [("import Mean,", "import Rate,"), ("        Mean(", "        Rate(")],
    "Mean with a remainder": [(EQUALS, f"{EQUALS} within=1 / (n + k),")],
    "AlmostSure": [
        ("import Mean,", "import AlmostSure,"),
        ("        Mean(", '        AlmostSure(\n            variable=k,\n            by="summable",'),
        ("equals=", "at_least="),
    ],
    "Diverges": [
        ("import Mean,", "import Diverges,"),
        ("        Mean(", "        Diverges(\n            variable=k,"),
        ("equals=", "at_least="),
    ],
}


def without_oracle(root):
    (root / EXACT).unlink()
    room.cache_clear()
    forget(root.name)
    registry.look_again()


def found(rule):
    return [finding for finding in lints(registry.find("fixed-share")) if finding.rule == rule]


@pytest.mark.parametrize("kind", KINDS)
def test_a_rate_without_an_exact_room_must_be_pinned(lab, kind):
    """A race at a few points is confirmed whatever the rate is: check and suite refuse, with one line."""
    root = lab({RECORD: KINDS[kind]})
    assert not found("unpinned")  # there is an exact room
    without_oracle(root)
    (finding,) = found("unpinned")
    assert finding.what.startswith("nothing pins `")
    assert f"{root.name}/{RECORD}:" in finding.where
    with pytest.raises(AssertionError, match="nothing pins `"):
        suite.test_the_statement_is_sound(registry.find("fixed-share"))


def test_a_halved_rate_is_noticed_by_its_worked_value(lab, capsys):
    """Far out the mean is at its limit whatever the rate, so the race is confirmed."""
    without_oracle(lab({RECORD: LIMIT_OF_EXAMPLE}))
    assert main(("check", "fixed-share")) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if "nothing pins `equals` and `within`" in line]) == 1


def test_the_worked_value_of_a_halved_rate_is_missed_and_its_part_named(lab, capsys):
    without_oracle(lab({RECORD: [*LIMIT_OF_EXAMPLE, PINS]}))
    assert not found("unpinned")
    assert main(("check", "fixed-share")) == 1
    assert re.search(r"`within` at n=2,d=3,alpha=1/2,p0=1/2,k=2 is \[?0.00139", capsys.readouterr().out)


def test_a_worked_value_outside_of_what_is_claimed_is_pointed_at(lab):
    pin = (
        "            points=",
        "            when=n < 3,\n"
        '            worked={"equals": {"n=3,d=2,alpha=1,p0=0,k=1": n - n}},\n'
        "            points=",
    )
    lab({RECORD: [pin, (', "n=5,d=2,alpha=1/10,p0=1/3,k=4"', ",")]})
    (finding,) = found("outside")
    assert "worked value of `equals` at n=3,d=2,alpha=1,p0=0,k=1 is outside of what is claimed" in finding.what


@pytest.mark.parametrize("expected", ["confirmed", "refuted"])
def test_where_no_point_is_looked_at_nothing_is_found(expected):
    assert exact.verdict(expected, [], lambda point: expected).outcome == "undecided"
    assert exact.verdict(expected, [{}], lambda point: expected).outcome == expected
