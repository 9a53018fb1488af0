"""Derivations as lines of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proofs_check.rules.statements import Proved
from proofs_check.steps import Cites, Result, Step


@dataclass(frozen=True)
class Derived(Step):
    """A statement that the rules have proved; `proved` cannot be made otherwise."""

    proved: Proved

    def check(self) -> Result:
        return Result(isinstance(self.proved, Proved), self.proved.rule, self.proved.schema or self.proved.by)

    def perturbed(self) -> Iterator[Step]:
        return iter(())


def fact_of(step: Step) -> str:
    """The standard fact that a step uses and does not prove: what it cites, or the schema of its rule; else ''."""
    if isinstance(step, Derived):
        return step.proved.schema
    return step.fact if isinstance(step, Cites) else ""


def ledger_of(proofs: Iterable[Proved]) -> list[Step]:
    """Every statement of derivations, each after those that it rests on and once."""
    found: dict[int, Step] = {}

    def visit(proved: Proved) -> None:
        if id(proved) in found:
            return
        for premise in proved.premises:
            visit(premise)
        found[id(proved)] = Derived(str(proved.statement), proved)

    for proved in proofs:
        visit(proved)
    return list(found.values())
