"""Claims that refer to each other: what improves a claim implies it, what corrects one is about the same."""

from __future__ import annotations

from collections.abc import Iterator

from harness.author.diagnostics import Finding, place
from harness.judge import exact
from harness.judge.case import Case
from theorems.language import Claim, Identity, Law, Root, point_text

EXPECTED = {
    "sharper": "the same quantity, implied wherever both are claimed, and more said somewhere",
    "corrected_by": "the same quantity, and expected to be confirmed",
}


def siblings(case: Case) -> Iterator[Finding]:
    """What is wrong with the claims that this one names as sharper, or as its correction."""
    for field in ("sharper", "corrected_by"):
        name = getattr(case.claim, field)
        facts = () if name is None else _wrong(case, case.having(case.theorem.claim(name)), field)
        if facts:
            yield Finding(
                "sibling",
                f"{name} does not {'improve' if field == 'sharper' else 'correct'} {case.claim.name}",
                place(case, field),
                case.id,
                facts,
                EXPECTED[field],
            )


def _wrong(case: Case, named: Case, field: str) -> tuple[str, ...]:
    """Why the named claim is not what this one says that it is; nothing if it is."""
    claim, other = case.claim, named.claim
    if other is claim or _quantity(other) != _quantity(claim):
        return (f"{claim.name} is about {_quantity(claim)}, {other.name} about {_quantity(other)}",)
    if other.expected != "confirmed":
        return (f"{other.name} is expected to be {other.expected}",)
    return _weaker(case, named) if field == "sharper" else ()


def _quantity(claim: Claim) -> object:
    if isinstance(claim, Root):
        return claim.left - claim.right, claim.after, claim.before
    return claim.quantity if isinstance(claim, Identity) else claim.observable


def _weaker(case: Case, sharper: Case) -> tuple[str, ...]:
    """Why the interval of the sharper claim is not contained in that of the other, and somewhere smaller."""
    if isinstance(case.claim, Law) or isinstance(sharper.claim, Law):
        return ("a law and another claim cannot be compared",)
    grid = case.theorem.parameters.grid(case.used | sharper.used)
    both = [p for p in grid if case.applies(p) and sharper.applies(p)]
    if not both:
        return ("at no point of the grid both are claimed",)
    gains = False
    for point in exact.spread(both, case.theorem.parameters):
        old, new = case.interval(point), sharper.interval(point)
        for old_end, new_end in zip(old, new, strict=True):
            if old_end is None:
                gains |= new_end is not None
            elif new_end is None or exact.compare(*old, new_end) != "confirmed":
                return (f"at {point_text(point)} it does not imply it",)
            else:
                gains |= not old_end.overlaps(new_end)
    return () if gains else ("at no point of the grid it says more",)
