"""The proof of a claim as it is checked: every step, its result, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from harness.basics.time_limit import OutOfTime, time_limit
from harness.judge.case import Case
from harness.judge.error_lines import describe
from proofs_check.ledger import Derived, fact_of
from proofs_check.steps import Cites, Result, Step

STEP_SECONDS = 60.0
"""A step of a proof that takes longer is not decided."""


@dataclass(frozen=True)
class LedgerLine:
    """One step of a proof as it was checked.

    premises: of a statement that rules have derived, the places in the ledger of what it rests on; None for another.
    """

    step: Step
    result: Result
    seconds: float
    premises: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ProofResult:
    """The ledger of a proof."""

    lines: tuple[LedgerLine, ...]

    @property
    def ok(self) -> bool:
        return bool(self.lines) and all(line.result.ok for line in self.lines)

    @property
    def derived(self) -> bool:
        """Is the last line what is claimed, derived by rules? Else it is steps, which nothing ties to the claim."""
        return all(line.premises is not None for line in self.lines)

    @property
    def cited(self) -> list[str]:
        """The standard facts that the proof rests on."""
        return [fact for line in self.lines if (fact := fact_of(line.step))]


def prove(case: Case) -> ProofResult | None:
    """Runs the proof of a claim; None where proofs_check has none, or the theorem is not registered."""
    try:
        function = case.proof
        if function is None:
            return None
        with time_limit(STEP_SECONDS):
            steps = list(function(case.claim))
    except (Exception, OutOfTime) as error:
        fault = f"not done within {STEP_SECONDS:g} s" if isinstance(error, OutOfTime) else describe(error)
        if fault is None:
            raise
        return _unwritten(fault)
    return check_steps(steps) if steps else _unwritten(f"{function.__module__}.{function.__name__} has no steps")


def _unwritten(fault: str) -> ProofResult:
    """The ledger of a proof that has no steps to check."""
    return ProofResult((LedgerLine(Step("the steps of the proof are written down"), Result(False, "error", fault), 0),))


def check_steps(steps: Iterable[Step]) -> ProofResult:
    """The ledger of a list of steps."""
    lines: list[LedgerLine] = []
    places: dict[int, int] = {}
    for step in steps:
        began = perf_counter()
        result = decide(step)
        premises = None
        if isinstance(step, Derived):
            premises = tuple(dict.fromkeys(places[id(premise)] for premise in step.proved.premises))
            places[id(step.proved)] = len(lines)
        lines.append(LedgerLine(step, result, perf_counter() - began, premises))
    return ProofResult(tuple(lines))


def decide(step: Step) -> Result:
    """Checks a step within its time; one that runs out of time, or stumbles, does not hold."""
    try:
        with time_limit(STEP_SECONDS):
            return step.check()
    except OutOfTime:
        advice = "split the step, or simplify its expressions first"
        return Result(False, "out of time", f"not decided within {STEP_SECONDS:g} s: {advice}")
    except Exception as error:
        return Result(False, "error", f"{type(error).__name__}: {' '.join(str(error).split())}")


# -- as JSON values, and back -----------------------------------------------------------------------------------


def write_proof(proof: ProofResult) -> list[Any]:
    """The ledger as JSON values."""
    return [
        [
            line.step.name,
            fact_of(line.step),
            asdict(line.result),
            line.seconds,
            line.premises,
        ]
        for line in proof.lines
    ]


def read_proof(record: list[Any]) -> ProofResult:
    """The ledger as it was; of its steps only names and cited facts are known."""
    return ProofResult(
        tuple(
            LedgerLine(
                Cites(name, fact) if fact else Step(name),
                Result(**result),
                seconds,
                None if premises is None else tuple(premises),
            )
            for name, fact, result, seconds, premises in record
        )
    )
