"""What a command is about: theorems by their ids, or single claims of them as ID/CLAIM."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.basics.errors import BadInput
from harness.judge.case import Case
from theorems.language import Theorem
from theorems.language.registry import find, theorems
from theorems.language.text import nearest, shortened


def cases(theorem: Theorem) -> list[Case]:
    """The cases of a theorem, in the order of its claims."""
    return [Case(theorem, claim) for claim in theorem.claims]


def by_observable(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The cases that observe something, those of one theorem on one observable together under `theorem/observable`."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        if case.observed is not None:
            found.setdefault(f"{case.theorem.id}/{case.observed}", []).append(case)
    return found


def chosen(names: Sequence[str]) -> list[Case]:
    """The cases of these theorems, and these cases, each once and in the order of the names; all without names.

    Raises UnknownId, UnreadableTheorem, or BadInput for a claim that there is not; each offers the nearest names.
    """
    return list({case.id: case for found in _named(names) for case in found}.values())


def _named(names: Sequence[str]) -> Iterable[list[Case]]:
    if not names:
        return [cases(theorem) for theorem in theorems().values()]
    return [[find_case(name)] if "/" in name else cases(find(name)) for name in names]


def find_case(text: str) -> Case:
    """The case `theorem/claim`; raises BadInput, UnknownId or UnreadableTheorem."""
    name, slash, claim = text.partition("/")
    theorem = find(name)
    known = [c.name for c in theorem.claims]
    if not slash or claim not in known:
        near = nearest(f"{name}/{claim}", [f"{name}/{c}" for c in known])
        raise BadInput(f"{name} has no claim '{shortened(claim)}': did you mean {near}?")
    return Case(theorem, theorem.claim(claim))
