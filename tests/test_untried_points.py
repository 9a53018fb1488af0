"""Rooms and formulas that are right on the grid and wrong, or do not run, between its values."""

import re
from itertools import pairwise
from math import inf

import numpy as np
import pytest
import sympy as sp
from lab import MIXED, forget

from harness.author import twin_comparison, whole_domain
from harness.author.whole_domain import edges, probe
from harness.judge import exact, untried_points
from harness.judge.case import Case
from harness.judge.observed import room
from harness.judge.selection import find_case
from harness.testing import suite
from harness.testing.session import Run
from theorems.door import main
from theorems.language import integer, point_text, real, registry

RECORD, PROCESS = "theorems/power_mean.py", "simulators/power_mean.py"
TWIN, EXACT = "simulators/reference/power_mean.py", "simulators/exact/power_mean.py"
WHOLE = 'if only whole numbers are meant, declare integer("m", ...)'


def run(capsys, *arguments):
    code = main(arguments)
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    "parameter",
    [
        real("a", "[0, 1]", "", (0, "1/4", 1)),
        real("a", "(0, 1)", "", ("1/2",)),
        real("a", "[1, oo)", "", (1, 2, 3)),
        real("a", "(0, oo)", "", (1,)),
        real("a", "[2, 5]", "", (2, 5)),
        integer("a", 0, "", (0, 1, 2, 10)),
    ],
    ids=lambda p: f"{p.kind} {p.domain} {p.grid}",
)
def test_values_off_the_grid_lie_in_every_gap_and_near_both_ends(parameter):
    values, grid = parameter.between(), sorted(parameter.grid)
    assert values
    assert not set(values) & set(grid)
    assert all(parameter.check(value) == value for value in values)
    for a, b in pairwise(grid):
        assert any(a < value < b for value in values) or (parameter.kind == "integer" and b - a == 1)
    if parameter.kind == "integer":
        return
    assert all(not value.is_Integer for value in values)
    assert max(value.q for value in values) > 10**6 or len(grid) == 1
    width = (parameter.high if parameter.high is not None else grid[-1] + 1) - parameter.low
    assert any(0 < value - parameter.low < width / 100 for value in values)
    if parameter.high is None:
        assert max(values) > grid[-1]
    else:
        assert any(0 < parameter.high - value < width / 100 for value in values)


def test_points_off_the_grid_move_every_parameter_and_satisfy_the_condition():
    parameters = (integer("k", 0, "", (0, 1, 5)), real("a", "[0, 1]", "", (0, "1/2", 1)), real("b", "(0, 1]", "", (1,)))
    points = untried_points.points(parameters, lambda p: p["a"] < p["b"] and p["k"] >= 1)
    assert all(p["a"] < p["b"] and p["k"] >= 1 for p in points)
    for parameter in parameters:
        assert any(p[parameter.name] not in parameter.grid for p in points)


@pytest.mark.parametrize("claim", ["anchored-share/share", "power-mean/power", "harmonic-sums/sum"])
def test_a_claim_meets_its_exact_values_off_the_grid(lab, claim):
    lab(source=MIXED)
    name, _, of = claim.partition("/")
    theorem = registry.find(name)
    points = exact.grid(Case(theorem, theorem.claim(of)))
    for parameter in theorem.parameters:
        assert {p[parameter.name] for p in points} - set(parameter.grid), parameter.name


MISTAKES = {  # edits, in which file they are found, what is said
    "the kernel rounds a real parameter": (
        {PROCESS: [("p**m", "p ** int(m)")]},
        PROCESS,
        ("the simulator stands alone against exact, formula, twin", r"at n=\d+,p0=[\d/]+,m=\d+/\d+"),
    ),
    "the twin rounds it": ({TWIN: [("share**m", "share ** int(m)")]}, TWIN, ("the twin stands alone against",)),
    "the exact room rounds it": ({EXACT: [("arb(rational(m))", "int(m)")]}, EXACT, ("the exact stands alone",)),
    "the kernel takes integers": (  # and numba makes one of what it gets
        {
            PROCESS: [
                (
                    "out[i] = p**m",
                    "value = 1.0\n        for _ in range(m):\n            value *= p\n        out[i] = value",
                ),
                ("float(m)", "m"),
                ("m: float", "m: int"),
            ]
        },
        PROCESS,
        ("the simulator stands alone against exact, formula, twin",),
    ),
    "the observable takes integers": (
        {PROCESS: [("float(m), k)", "float(m), k)\n    range(m)")]},
        PROCESS,
        (
            "the simulator of power_mean.power does not run at n=",
            "TypeError: 'float' object cannot be",
            re.escape(WHOLE),
        ),
    ),
    "the twin takes integers": (
        {TWIN: [("return share**m", "return np.prod([share for _ in range(m)], axis=0)")]},
        TWIN,
        ("the twin of power_mean.power does not run at n=", re.escape(WHOLE)),
    ),
    "the exact room takes integers": (
        {EXACT: [("** arb(rational(m))", "** len(range(m))")]},
        EXACT,
        ("the exact room of power_mean.power does not run at n=", re.escape(WHOLE)),
    ),
    "the exact room is wrong at fractions": (
        {EXACT: [("arb(rational(m))", "arb(rational(m) + (rational(m).q > 1) * rational(m))")]},
        EXACT,
        ("the exact stands alone against",),
    ),
    "the formula is right at whole numbers": (
        {
            RECORD: [
                ("at_least=p0**m", "at_least=p0**m * (1 + 9 * sin(pi * m) ** 2)"),
                ("import Rational", "import Rational, pi, sin"),
                ('"p0=1/4,m=3/2": Rational(1, 8), "p0=1/3,m=5/2": sqrt(3) / 27', '"p0=1/4,m=2": Rational(1, 16)'),
            ]
        },
        RECORD,
        ("the formula stands alone against exact, simulator, twin",),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_between_the_values_of_the_grid_is_noticed(lab, capsys, mistake):
    """Everything is right at the grid's values and at the declared points, which are whole numbers."""
    edits, file, messages = MISTAKES[mistake]
    root = lab(edits, source=MIXED)
    code, out = run(capsys, "check", "power-mean")
    assert code == 1
    assert all(re.search(message, out) for message in messages), out
    assert re.search(rf"--> \S*{root.name}/{file}:\d+  \(power-mean/power\)", out), out


@pytest.mark.parametrize("mistake", ["the kernel rounds a real parameter", "the twin rounds it"])
def test_rounding_is_noticed_without_an_exact_room(lab, capsys, entropy, executor, mistake):
    """The claim is a bound that both meet: only the other simulation can tell."""
    edits, _, _ = MISTAKES[mistake]
    root = lab(edits, source=MIXED)
    (root / EXACT).unlink()
    room.cache_clear()
    forget(root.name)
    registry.look_again()
    theorem = registry.find("power-mean")
    (finding,) = probe([Case(theorem, theorem.claims[0])], entropy)
    assert finding.rule in ("twin", "witness")
    assert re.search(r"m=\d+/\d+", "\n".join(finding.lines()))
    with pytest.raises(AssertionError, match="power-mean/power"):
        suite.test_simulator_and_twin_are_two_and_agree(
            [Case(theorem, theorem.claims[0])], Run("quick", entropy, executor)
        )


def test_corners_are_always_tried_and_the_rest_of_the_grid_in_another_order_every_time(entropy, monkeypatch):
    """As long as there is time. Two orders of 30 or more points are the same with probability 1/30!."""
    case, tried = find_case("gaussian-collapse-mle/square"), []
    monkeypatch.setattr(whole_domain, "_paths", lambda *_: iter(()))
    monkeypatch.setattr(whole_domain, "_expected", lambda *_: (None, None))
    monkeypatch.setattr(whole_domain, "_draw", lambda *of: tried.append(point_text(of[3])) or np.zeros(1))
    monkeypatch.setattr(twin_comparison, "disparity", lambda *_: -inf)

    def places(seconds, entropy=entropy):
        tried.clear()
        assert not list(probe([case], entropy, seconds))
        return list(dict.fromkeys(tried))

    corners = {point_text(point) for point in edges(case)}
    assert {*places(0.0)} == corners
    every = places(inf)
    assert {*every} == corners | {point_text(point) for point in exact.grid(case)}
    assert len(every) >= len(corners) + 30
    assert every == places(inf, entropy + 1)
    one, other = places(60.0), places(60.0, entropy + 1)
    assert {*one} == {*other} == {*every}
    assert one != other


def test_a_number_off_the_grid_has_a_value_where_the_record_is_green(lab, capsys):
    """What `check` ran is what `value` runs."""
    lab(source=MIXED)
    code, out = run(capsys, "value", "power-mean/power", "--at", "n=2,p0=1/3,m=3/2,k=2")
    assert code == 0
    assert sp.Rational(3003, 10000) < sp.Rational(re.search(r"exact +([\d.]+)", out).group(1)) < sp.Rational(301, 1000)
