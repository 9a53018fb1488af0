"""What is known of a theorem, as JSON values: its record, proofs, values, errata. A task for any process.

Proofs that are kept are taken as they are; those that are not are made now, and kept. All else that was checked is told
as it is kept, or said not to be checked: a site runs no race.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from harness.basics.terminal import say
from harness.cli.known import exact_evidence, how, known
from harness.cli.records import record
from harness.judge import tightness
from harness.judge.case import Case
from harness.judge.errata import erratum, improved
from harness.judge.proof import read_proof
from harness.judge.report import ledger_record
from harness.judge.selection import cases
from harness.judge.verdict import anew
from harness.run.dependencies import RACES
from harness.run.store import Store
from paper_figs.site.tight import along, beside
from theorems.language import Surely
from theorems.language.registry import find

Facts = dict[str, Any]

MOST_POINTS = 6
"""Points of a claim at which its value is shown beside the exact one."""


def rows(case: Case) -> list[Facts]:
    """Value and exact value at each point of the page of values."""
    from paper_figs.site.values import points, row  # which asks for what is found here

    return [] if isinstance(case.claim, Surely) else [row(case, point) for point in points(case)]


def facts(name: str, kept: Store | None = None) -> Facts:
    """What is known of a theorem: `record`, and of its claims by name `ledger`, `known`, `tight`, `values`, `rows`,
    `along`, `races`, `when` (each kind of evidence was found); of published ones `erratum` and `improved`.

    kept: the evidence that is kept; None in another process, which has its own view of that.
    """
    kept = kept or _store()
    theorem = find(name)
    kinds = ("ledger", "known", "tight", "values", "rows", "along", "races", "when", "erratum", "improved")
    found: Facts = {kind: {} for kind in kinds}
    for case in cases(theorem):
        told = _of(case, kept)
        for kind, what in told.items():
            found[kind][case.claim.name] = what
    return {"record": record(theorem, True, kept), **found}  # after the proofs: it says that they are checked


@cache
def _store() -> Store:
    """One for all theorems of another process, which reads each source once."""
    return Store(say)


def _of(case: Case, kept: Store) -> dict[str, Any]:
    made = kept.valid("proof", case)
    if made is None:
        proof = anew("proof", case, kept)
    else:
        proof = None if made[1] is None else read_proof(made[1])
    exact = exact_evidence(case, kept)
    raced = kept.valid(RACES, case)
    told: dict[str, Any] = {
        "ledger": ledger_record(case, proof),
        "known": known(case, kept),
        "tight": tightness.told(case, beside) if exact is None else exact,
        "values": _values(case),
        "rows": rows(case),
        "along": along(case),
        "races": None if raced is None else raced[1],
        "when": {kind: day for kind in ("proof", "exact") if (day := _when(kind, case, kept))},
    }
    if case.claim.expected == "refuted":
        correction = case.having(case.theorem.claim(case.claim.corrected_by or ""))
        told["erratum"] = erratum(case, how(case, kept), how(correction, kept))
    elif case.claim.published and case.claim.sharper:
        told["improved"] = improved(case)
    return told


def _when(kind: str, case: Case, kept: Store) -> str | None:
    """The day on which evidence was found that is kept; None where none is."""
    path = kept.path(kind, case)
    try:
        return None if path is None else f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d}"
    except OSError:
        return None


def _values(case: Case) -> list[dict[str, str]]:
    """Theory beside the exact value, at the points of the claim and where its tightness is told."""
    points = [case.point(text) for text in case.claim.points]
    typical = tightness.typical(case)
    if typical is not None and typical not in points:
        points.append(dict(typical))
    found = (beside(case, point) for point in points[:MOST_POINTS])
    return [values for values in found if values is not None]
