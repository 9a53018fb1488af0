"""Derivations as lines of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from proofs_check.rules.statements import Proved
from proofs_check.steps import Cites, Result, Step


class Derived(Step):
    """A statement that the rules have proved; `proved` cannot be made otherwise."""

    proved: Proved

    def __init__(self, proved: Proved) -> None:
        object.__setattr__(self, "proved", proved)

    @cached_property
    def name(self) -> str:  # type: ignore[override]
        """The statement; to write it takes long, and what decides it does not need that."""
        return str(self.proved.statement)

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
        found[id(proved)] = Derived(proved)

    for proved in proofs:
        visit(proved)
    return list(found.values())
