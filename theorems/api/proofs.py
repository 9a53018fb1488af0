"""Proofs: their state and their tree."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from harness.judge.case import Case
from harness.judge.proof import prove as check
from harness.judge.report import ledger, ledger_record, roots
from harness.judge.selection import cases, find_case
from theorems.api.given import name_of
from theorems.api.shown import folded, pre
from theorems.language.registry import find

DEPTH = 2
"""Levels of a tree that are shown below what is claimed."""


@dataclass(frozen=True)
class Proof:
    """A proof as it was checked now.

    status: `proved`, `negation proved` (of a claim that is refuted), `steps check` (they hold, but are no derivation),
    `no proof`, or `NOT PROVED`. steps: the statements in their order, each a dict with the places of its premises,
    counted from 1; the last one is what is claimed. cites: the standard facts that it rests on. `print` shows the tree.
    """

    claim: str
    status: str
    sentence: str
    steps: list[dict[str, Any]]
    cites: list[str]
    record: dict[str, Any]

    @property
    def holds(self) -> bool:
        """Is there a proof, and does every step check?"""
        return bool(self.steps) and all(step["ok"] for step in self.steps)

    def __bool__(self) -> bool:
        return self.holds

    def tree(self, depth: int = DEPTH) -> str:
        """The tree as text, so many levels below what is claimed."""
        return "\n".join(ledger(self.record, depth))

    def __str__(self) -> str:
        return self.tree()

    def __repr__(self) -> str:
        facts = f", rests on {len(self.cites)} standard facts" if self.cites else ""
        return f"{self.claim}: {self.status}; {len(self.steps)} statements{facts}"

    def _repr_html_(self) -> str:
        tops = roots(self.steps)
        shown: set[int] = set()
        inside = "".join(self._html(place, 0, shown) for place in tops) or pre(self.tree().split("\n"))
        rests = f"<div>rests on: {escape('; '.join(self.cites))}</div>" if self.cites else ""
        head = f"<b>{escape(self.claim)}</b>: {escape(self.status)}<div>{escape(self.sentence)}</div>"
        return f"<div>{head}{inside}{rests}</div>"

    def _html(self, place: int, level: int, shown: set[int]) -> str:
        """A statement and what it rests on; what has been shown is not shown again."""
        step = self.steps[place - 1]
        again = place in shown and bool(step["premises"])
        shown.add(place)
        how = "as above" if again else ": ".join(filter(None, (step["method"], step["detail"])))
        head = f"{place}. <code>{escape(step['step'])}</code> <small>[{escape(how)}]</small>"
        if again or not step["premises"]:
            return f"<div>{head}</div>"
        return folded(head, "".join(self._html(p, level + 1, shown) for p in step["premises"]), level < DEPTH)


class Proofs(list[Proof]):
    """The proofs of the claims of a theorem."""

    def __bool__(self) -> bool:
        return all(self)

    def __repr__(self) -> str:
        return "; ".join(map(repr, self))

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    def _repr_html_(self) -> str:
        return "".join(proof._repr_html_() for proof in self)


def prove(name: str) -> Proof | Proofs:
    """See `theorems.api.prove`."""
    name = name_of("a proof is of a claim theorem/claim, as 'g-iterate/lower', or of a theorem", name)
    return _proof(find_case(name)) if "/" in name else Proofs(map(_proof, cases(find(name))))


def _proof(case: Case) -> Proof:
    record = ledger_record(case, check(case))
    return Proof(case.id, record["state"], case.sentence, record["steps"], record["cites"], record)
