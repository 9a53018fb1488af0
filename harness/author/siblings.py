"""Claims that refer to each other: what improves a claim implies it, what corrects one is about the same."""

from __future__ import annotations

from collections.abc import Iterator

from harness.author.diagnostics import Finding, label, place
from harness.judge import case, exact
from harness.judge.questions import applies, claimed_interval
from theorems.language import Claim, Identity, Law, Root, Theorem, point_text

EXPECTED = {
    "sharper": "the same quantity, implied wherever both are claimed, and more said somewhere",
    "corrected_by": "the same quantity, and expected to be confirmed",
}


def siblings(theorem: Theorem, claim: Claim) -> Iterator[Finding]:
    """What is wrong with the claims that this one names as sharper, or as its correction."""
    for field in ("sharper", "corrected_by"):
        name = getattr(claim, field)
        facts = () if name is None else _wrong(theorem, claim, theorem.claim(name), field)
        if facts:
            yield Finding(
                "sibling",
                f"{name} does not {'improve' if field == 'sharper' else 'correct'} {claim.name}",
                place(theorem, claim.name, field),
                label(theorem, claim),
                facts,
                EXPECTED[field],
            )


def _wrong(theorem: Theorem, claim: Claim, other: Claim, field: str) -> tuple[str, ...]:
    """Why the other claim is not what this one says that it is; nothing if it is."""
    if other is claim or _quantity(other) != _quantity(claim):
        return (f"{claim.name} is about {_quantity(claim)}, {other.name} about {_quantity(other)}",)
    if other.expected != "confirmed":
        return (f"{other.name} is expected to be {other.expected}",)
    return _weaker(theorem, claim, other) if field == "sharper" else ()


def _quantity(claim: Claim) -> object:
    if isinstance(claim, Root):
        return claim.left - claim.right, claim.after, claim.before
    return claim.quantity if isinstance(claim, Identity) else claim.observable


def _weaker(theorem: Theorem, claim: Claim, sharper: Claim) -> tuple[str, ...]:
    """Why the interval of the sharper claim is not contained in that of the other, and somewhere smaller."""
    if isinstance(claim, Law) or isinstance(sharper, Law):
        return ("a law and another claim cannot be compared",)
    used = case.parameters(claim)[0] | case.parameters(sharper)[0]
    both = [p for p in theorem.parameters.grid(used) if applies(claim, p) and applies(sharper, p)]
    if not both:
        return ("at no point of the grid both are claimed",)
    gains = False
    for point in exact.spread(both):
        old, new = claimed_interval(claim, point), claimed_interval(sharper, point)
        for old_end, new_end in zip(old, new, strict=True):
            if old_end is None:
                gains |= new_end is not None
            elif new_end is None or exact.compare(*old, new_end) != "confirmed":
                return (f"at {point_text(point)} it does not imply it",)
            else:
                gains |= not old_end.overlaps(new_end)
    return () if gains else ("at no point of the grid it says more",)
