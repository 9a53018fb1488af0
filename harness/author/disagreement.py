"""Four witnesses of one number: the formula, the exact room, the simulator and its twin. Who stands alone?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from harness.author.diagnostics import Finding, place, place_of
from harness.author.todo import unfilled
from harness.evidence.means import interval
from harness.evidence.sums import block_sums
from harness.judge import exact
from harness.judge.case import Case
from harness.judge.observed import Observed, by_hand
from simulators.engine import stream
from theorems.language import Identity, Law, Point, point_text
from theorems.language.mutants import repairs
from theorems.language.readers import Ball, NoValue, ball

BLOCKS = 16
ERROR = 1e-6
"""Error probability of the interval of each simulated witness."""

ROUNDED = 1e-6
"""A relative difference as small as this, of two numbers said to be exact, is that of machine numbers."""

REPAIR_POINTS = 12


@dataclass(frozen=True)
class Witness:
    """Where a witness puts the number: in [low, high], balls or floats (None: open side), and how it says so."""

    name: str
    low: Ball
    high: Ball
    says: str
    where: str


def hear(case: Case, point: Point, entropy: int) -> list[Witness]:
    """All witnesses there are at a point; rooms with holes have none."""
    low, high = case.interval(point)
    found = [Witness("formula", low, high, case.says(point), place(case, next(iter(case.claim.parts), None)))]
    observed = case.observed
    if observed is None:
        truth = case.truth(point)
        return [*found, Witness("quantity", truth, truth, truth.str(10), place(case, "quantity"))]
    oracle = observed.oracle
    if oracle is not None and not unfilled(oracle):
        try:
            truth = observed.exact(point)
            found.append(Witness("exact", truth, truth, truth.str(10), place_of(oracle)))
        except (ArithmeticError, ValueError):
            pass
    for name, function in (("simulator", observed.simulator), ("twin", observed.twin)):
        if function is not None and not unfilled(function):
            found.append(_simulated(name, function, observed, point, entropy))
    return found


def _simulated(name: str, function: Callable[..., Any], observed: Observed, point: Point, entropy: int) -> Witness:
    support, sums = observed.support(point), np.zeros(6)
    arguments = observed.arguments(point)
    for block in range(BLOCKS):
        rng = stream(entropy, f"witness {name} {observed}[{point_text(point)}]", block)
        sums += block_sums(support, function(rng, observed.block_paths, **arguments), observed.name)
    low, high = interval(support, observed.second_moment(point), sums, ERROR)
    says = f"between {low:.7g} and {high:.7g} ({int(sums[0]):,} draws)"
    return Witness(name, low, high, says, place_of(function))


def agree(one: Witness, other: Witness) -> bool:
    """Can both be right? Two sharp values must be the same number."""
    if one is other:
        return True
    if {one.name, other.name} <= {"formula", "exact", "quantity"}:
        claimed, truth = (one, other) if one.name == "formula" else (other, one)
        return exact.compare(claimed.low, claimed.high, truth.low) == "confirmed"
    above = one.low is not None and other.high is not None and one.low > other.high
    below = one.high is not None and other.low is not None and one.high < other.low
    return not (above or below)


def dissent(case: Case, points: list[Point], entropy: int) -> Finding | None:
    """Who contradicts whom, at the point with the most contradictions; None if nobody does, or for a law, which is
    no single number.
    """
    if isinstance(case.claim, Law):
        return None
    quarrels = []
    for point in points:
        try:
            found = hear(case, point, entropy)
        except NoValue:
            continue
        quarrels.append((point, found, [{a.name, b.name} for a, b in combinations(found, 2) if not agree(a, b)]))
    point, found, quarrel = max(quarrels, key=lambda q: len(q[2]), default=({}, [], []))
    if not quarrel:
        return None
    if quarrel == [{"formula", "exact"}] and (blurred := _blurred(case, point, found)):
        return blurred
    alone = [w for w in found if all(w.name in pair for pair in quarrel)]
    blamed = alone[0] if len(alone) == 1 and len(found) > 2 else None
    facts = (f"at {point_text(point)}", *(f"{w.name:10} {w.says}" for w in found))
    if blamed is None:
        what = " against ".join(_listed(w for w in found if agree(w, found[0]) == side) for side in (True, False))
    else:
        what = f"the {blamed.name} stands alone against {_listed(w for w in found if w is not blamed)}"
    where = (blamed or found[0]).where
    expected = "all witnesses agree"
    advice, otherwise = _remedies(case, blamed, found)
    return Finding("witness", what, where, case.id, facts, expected, advice, otherwise)


def _blurred(case: Case, point: Point, found: list[Witness]) -> Finding | None:
    """An exact value that is too wide to tell, or has been rounded without a radius that says so; None if neither."""
    claimed, truth = (next(w for w in found if w.name == name) for name in ("formula", "exact"))
    ends = [end for end in (claimed.low, claimed.high) if end is not None]
    rounded = any(abs(end - truth.low) <= ROUNDED * abs(end) for end in ends)
    if exact.compare(claimed.low, claimed.high, truth.low) == "undecided":
        what = f"the exact value at {point_text(point)} is not sharp enough to tell"
        advice = "raise the working precision (ctx.workprec), or compute with rationals"
    elif rounded:
        what = f"formula and exact value differ by a rounding error at {point_text(point)}"
        advice = "return a rational, or a ball whose radius covers all that was rounded: a float says that it is exact"
    else:
        return None
    facts = tuple(f"{w.name:10} {w.says}" for w in found)
    return Finding("blurred", what, truth.where, case.id, facts, "exact values are exact", advice)


def _listed(witnesses: Iterable[Witness]) -> str:
    return ", ".join(sorted(w.name for w in witnesses))


def _remedies(case: Case, blamed: Witness | None, found: list[Witness]) -> tuple[str, str]:
    """What to try, and what else it may be: a number of routes that agree may have one author and one misreading."""
    readings = "what is given, what k counts, ddof, variance or deviation"
    if case.observed is None:
        return "work out both sides by hand at this point: formula and quantity are two numbers there", ""
    if blamed is None:
        return repair(case) or f"the two sides read the process differently: {readings}", ""
    if blamed.name != "formula":
        return f"mend the {blamed.name}: the others were made without it and agree", ""
    others = _listed(w for w in found if w is not blamed)
    advice = repair(case) or (
        "mend the formula, or narrow what is claimed (a domain, `when`), if the others were made by several people"
    )
    twin = case.observed.twin
    derived = twin is not None and not by_hand(twin)
    if derived and not any(w.name == "simulator" for w in found):
        return advice, f"{others} follow from one declaration, which may misread the process: {readings}"
    wrote = "declaration and kernel" if derived else "them"
    share = f"they share a misreading of the process, if one person wrote {wrote}"
    return advice, f"{others} agree because {share}: {readings}"


def strangers(case: Case, point: Point, log_odds: float, paths: int, entropy: int) -> Finding:
    """The finding that simulator and twin have different laws at a point; if their means differ, who is wrong."""
    assert case.observed is not None
    assert case.observed.twin is not None
    return dissent(case, [point], entropy) or Finding(
        "twin",
        f"simulator and twin have different laws at {point_text(point)}",
        place_of(case.observed.twin),
        case.id,
        (f"log-odds {log_odds:.0f} after {paths:,} paths of each",),
        "one process, written twice",
        "write down what each draws, line by line: one of them ignores, rounds or shifts something",
    )


def repair(case: Case) -> str | None:
    """A small change of the formula that agrees with the exact values on the grid."""
    claim = case.claim
    relation = getattr(claim, "relation", None)
    if relation != "equals" or isinstance(claim, Identity | Law) or "within" in claim.parts or not case.has_oracle:
        return None
    value = claim.value
    known = []
    for point in exact.grid(case):
        try:
            known.append((point, case.truth(point)))
        except exact.NO_VALUE:
            continue
    known.sort(key=lambda k: _agrees(value, *k))  # contradictions first: they sort out most
    wrong = [k for k in known if not _agrees(value, *k)]
    if not wrong:
        return None
    step = max(1, len(known) // REPAIR_POINTS)
    probes = [*wrong[:2], *known[::step]]
    for candidate in repairs(value, case.theorem.parameters.items):
        if all(_agrees(candidate.expression, *k) for k in probes) and all(
            _agrees(candidate.expression, *k) for k in known
        ):
            return f"`{candidate.slip}` makes the formula agree with the exact values at all {len(known)} grid points"
    return None


def _agrees(expression: Any, point: Point, truth: Ball) -> bool:
    try:
        value = ball(expression, point, 40)
    except (*exact.NO_VALUE, KeyError):
        return False
    return exact.compare(value, value, truth) == "confirmed"
