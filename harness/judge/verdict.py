"""Everything about a set of claims: proof, exact check, races, and the verdict that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from functools import partial
from time import perf_counter
from typing import Any, Protocol, TypeVar

from harness.judge import exact
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.error_lines import describe
from harness.judge.obligations import refusal
from harness.judge.proof import ProofResult, prove, read_proof, write_proof
from harness.judge.question import Question, RaceResult, Slip
from harness.judge.questions import build, prepare
from harness.judge.race import race
from harness.judge.selection import find_case
from theorems.language import point_text
from theorems.language.claims import Outcome

T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """One question as it was raced, with the nearest mutant that the data exclude: (slip, its value)."""

    question: Question
    result: RaceResult
    nearest: Slip | None


@dataclass
class ClaimReport:
    """All evidence on one claim. A proof of a refuted claim is a proof of its negation."""

    case: Case
    entropy: int
    proof: ProofResult | None = None
    exact: exact.ExactResult | None = None
    runs: list[Run] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    """Kind of evidence (exact, simulation) -> why it could not be had."""
    refused: str | None = None
    """The obligation of its kind that the claim does not meet: then no evidence counts."""
    seconds: float = 0.0
    kept: list[str] = field(default_factory=list)
    """The kinds of deterministic evidence that an earlier run had found."""

    @property
    def evidence(self) -> dict[str, Outcome | None]:
        """What each kind of evidence says; None where there is none of that kind."""
        expected = self.case.claim.expected
        pieces: dict[str, list[Outcome]] = {
            "proof": [] if self.proof is None else [expected if self.proof.ok else "undecided"],
            "exact": [] if self.exact is None else [self.exact.outcome],
            "simulation": [run.result.outcome for run in self.runs],
        }
        for kind in self.faults:
            pieces[kind].append("undecided")
        return {kind: worst(outcomes, expected) if outcomes else None for kind, outcomes in pieces.items()}

    def attempt(self, kind: str, find: Callable[[], T]) -> T | None:
        """The evidence; None, and a fault in the report, where a file of the theorem fails."""
        try:
            return find()
        except Exception as error:
            fault = describe(error)
            if fault is None:
                raise
            self.faults.setdefault(kind, fault)
            return None

    @property
    def outcome(self) -> Outcome:
        """The worst that any evidence says; `stated` without any evidence."""
        if self.refused is not None:
            return "undecided"
        found = [e for e in self.evidence.values() if e is not None]
        return worst(found, self.case.claim.expected) if found else "stated"

    @property
    def as_expected(self) -> bool:
        return self.outcome == self.case.claim.expected

    @property
    def draws(self) -> int:
        return sum(run.result.draws for run in self.runs)

    def records(self) -> list[dict[str, Any]]:
        """One JSON record per question; one without a point where nothing is raced."""
        common = {
            "theorem": self.case.theorem.id,
            "claim": self.case.claim.name,
            "kind": self.case.claim.kind,
            "published": self.case.claim.published,
            "expected": self.case.claim.expected,
            "evidence": self.evidence,
            "refused": self.refused,
            "entropy": str(self.entropy),
        }
        empty = {"point": None, "draws": 0, "estimate": None, "interval": None, "log_odds": None}
        if not self.runs:
            rest = {**empty, "outcome": self.outcome, "nearest_mutant": None, "seconds": round(self.seconds, 3)}
            return [common | rest]
        return [
            common
            | {
                "point": point_text(run.question.point),
                "outcome": run.result.outcome,
                "draws": run.result.draws,
                "estimate": run.result.estimate,
                "interval": list(run.result.interval),
                "log_odds": _finite(run.result.log_odds),
                "nearest_mutant": None if run.nearest is None else {"slip": run.nearest[0], "value": run.nearest[1]},
                "seconds": round(run.result.seconds, 3),
            }
            for run in self.runs
        ]


def worst(outcomes: Iterable[Outcome], expected: Outcome) -> Outcome:
    """What differs from what is expected, a verdict before none; what is expected where nothing differs."""
    others = [outcome for outcome in outcomes if outcome != expected]
    return min(others, key=lambda outcome: outcome == "undecided", default=expected)


def _finite(x: float) -> float | str:
    return x if abs(x) < 1e300 else str(x)


@dataclass(frozen=True)
class Deterministic:
    """A kind of evidence without chance: how it is found, written as JSON values and read, and whether it is good."""

    find: Callable[[Case], Any]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    good: Callable[[Case, Any], bool]


DETERMINISTIC = {
    "obligations": Deterministic(lambda case: refusal(case), str, str, lambda case, refused: refused is None),
    "proof": Deterministic(lambda case: prove(case), write_proof, read_proof, lambda case, proof: proof.ok),
    "exact": Deterministic(
        lambda case: exact.check(case),
        asdict,
        exact.read_exact,
        lambda case, found: found.outcome == case.claim.expected,
    ),
    "questions": Deterministic(lambda case: prepare(case), dict, dict, lambda case, found: True),
}
"""By name. Where there is none of a kind, what is found is None. (Functions are looked up late: tests replace them.)"""


class Kept(Protocol):
    """Deterministic evidence that is kept, as [seconds, JSON values]: harness.run.store."""

    def find(self, kind: str, case: Case) -> list[Any] | None: ...

    def keep(self, kind: str, case: Case, seconds: float, evidence: Any) -> None: ...


def anew(kind: str, case: Case, kept: Kept | None = None) -> Any:
    """Evidence of a deterministic kind, None where there is none; what is good is kept from now on."""
    what, began = DETERMINISTIC[kind], perf_counter()
    found = what.find(case)
    keep(kind, case, [round(perf_counter() - began, 3), None if found is None else what.write(found)], kept)
    return found


def keep(kind: str, case: Case, part: Sequence[Any], kept: Kept | None) -> None:
    """Keeps evidence of a deterministic kind, given as [seconds, JSON values], if it is good."""
    what, (seconds, written) = DETERMINISTIC[kind], part
    if kept is not None and (written is None or what.good(case, what.read(written))):
        kept.keep(kind, case, seconds, written)


def examine(
    case: Case,
    resolution: Fraction,
    entropy: int,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
    finished: MutableMapping[str, Any] | None = None,
    kept: Kept | None = None,
) -> ClaimReport:
    """Proof, exact check and races of one claim; `progress` receives the fraction of the current race.

    finished: parts of this very run by name; they are not done again, and what is done is added.
    kept: deterministic evidence of earlier runs; what is there is not found again, and what is found is added.
    """
    report = ClaimReport(case, entropy)
    parts = {} if finished is None else finished
    began = perf_counter()
    limits = budget()

    def part(name: str, find: Callable[[], T | None], write: Callable[[T], Any], read: Callable[[Any], T]) -> T | None:
        if name in parts:
            seconds, record = parts[name]
            report.seconds += seconds
            return None if record is None else read(record)
        start = perf_counter()
        found = find()
        parts[name] = [round(perf_counter() - start, 3), None if found is None else write(found)]
        return found

    def evidence(kind: str) -> Any:
        what, name = DETERMINISTIC[kind], part_name(kind, case)
        known = None if kept is None or name in parts else kept.find(kind, case)
        if known is None:
            return part(name, partial(anew, kind, case, kept), what.write, what.read)
        report.kept.append(kind)
        return None if known[1] is None else what.read(known[1])

    def run_race(point: str) -> None:
        question = build(case, point, resolution, prepared)

        def run() -> Run:
            result = race(question, limits, entropy, executor, progress)
            return Run(question, result, question.nearest(result))

        raced = part(f"race {question.id}", run, _write_run, partial(_read_run, question))
        if raced is not None:
            report.runs.append(raced)

    report.refused = report.attempt("simulation", lambda: evidence("obligations"))
    if report.refused is not None:
        return report
    report.proof = evidence("proof")
    report.exact = report.attempt("exact", lambda: evidence("exact"))
    prepared = None
    with suppress(Exception):  # a question that cannot be asked says so when it is
        prepared = evidence("questions")
    for point in case.claim.points:
        report.attempt("simulation", partial(run_race, point))
    report.seconds += perf_counter() - began
    return report


# -- results as JSON values, and back -------------------------------------------------------------------------


def part_name(kind: str, case: Case) -> str:
    """The name of the part of a run that is evidence of a deterministic kind on a claim."""
    return f"{kind} {case.id}"


def parts_of(claim: str, resolution: Fraction, entropy: int, known: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a run that are about `theorem/claim`, but for the known ones: a task for any process.

    A pure function of its arguments and the sources. What cannot be had is no part: whoever misses it is told why.
    """
    parts = dict(known)
    examine(find_case(claim), resolution, entropy, finished=parts)
    return {name: part for name, part in parts.items() if name not in known}


def known_parts(case: Case, finished: Mapping[str, Any], kept: Kept | None) -> dict[str, Any]:
    """What an interrupted run, or an earlier one, has found of the parts that are about a claim."""
    found = {name: part for name, part in finished.items() if name.startswith(f"race {case.id}[")}
    for kind in DETERMINISTIC:
        name = part_name(kind, case)
        part = finished[name] if name in finished else None if kept is None else kept.find(kind, case)
        if part is not None:
            found[name] = part
    return found


def number_of_parts(case: Case) -> int:
    """How many parts of a run are about a claim, if nothing fails."""
    return len(DETERMINISTIC) + len(case.claim.points)


def _write_run(run: Run) -> list[Any]:
    return [asdict(run.result), run.nearest]


def _read_run(question: Question, record: list[Any]) -> Run:
    result, nearest = record
    low, high = result["interval"]
    return Run(question, RaceResult(**{**result, "interval": (low, high)}), None if nearest is None else tuple(nearest))
