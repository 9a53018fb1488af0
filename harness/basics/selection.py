"""What a command is about: theorems by their ids, or single claims of them as ID/CLAIM."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.basics.errors import BadInput
from theorems.language import Claim, Theorem
from theorems.language.registry import find, theorems
from theorems.language.text import nearest, shortened


def chosen(names: Sequence[str]) -> list[tuple[Theorem, Claim]]:
    """The claims of these theorems, and these claims, each once and in the order of the names; all without names.

    Raises UnknownId, UnreadableTheorem, or BadInput for a claim that there is not; each offers the nearest names.
    """
    found: dict[str, tuple[Theorem, Claim]] = {}
    for theorem, claims in _named(names):
        found |= {f"{theorem.id}/{claim.name}": (theorem, claim) for claim in claims}
    return list(found.values())


def _named(names: Sequence[str]) -> Iterable[tuple[Theorem, Iterable[Claim]]]:
    if not names:
        return [(theorem, theorem.claims) for theorem in theorems().values()]
    pairs = [find_claim(name) if "/" in name else (find(name), None) for name in names]
    return [(theorem, theorem.claims if claim is None else [claim]) for theorem, claim in pairs]


def find_claim(text: str) -> tuple[Theorem, Claim]:
    """The claim `theorem/claim`; raises BadInput, UnknownId or UnreadableTheorem."""
    name, slash, claim = text.partition("/")
    theorem = find(name)
    known = [c.name for c in theorem.claims]
    if not slash or claim not in known:
        near = nearest(f"{name}/{claim}", [f"{name}/{c}" for c in known])
        raise BadInput(f"{name} has no claim '{shortened(claim)}': did you mean {near}?")
    return theorem, theorem.claim(claim)
