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
        return Result(isinstance(self.proved, Proved), self.proved.rule, self.proved.by)

    def perturbed(self) -> Iterator[Step]:
        return iter(())


@dataclass(frozen=True)
class Schema(Cites):
    """The same by a schema of probability; the ledger lists it."""

    proved: Proved

    def check(self) -> Result:
        return Result(isinstance(self.proved, Proved), self.proved.rule, self.fact)


def ledger_of(proofs: Iterable[Proved]) -> list[Step]:
    """Every statement of derivations, each after those that it rests on and once."""
    found: dict[int, Step] = {}

    def visit(proved: Proved) -> None:
        if id(proved) in found:
            return
        for premise in proved.premises:
            visit(premise)
        name = str(proved.statement)
        step = Schema(name, proved.schema, proved) if proved.schema else Derived(name, proved)
        found[id(proved)] = step

    for proved in proofs:
        visit(proved)
    return list(found.values())
