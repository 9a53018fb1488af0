"""Tables: what is claimed, what is wrong in print, and what a run found; plain dicts, ready for pandas."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harness.basics.errors import BadInput
from harness.cli.grammar import MOST_WORKERS
from harness.judge.card import VERDICTS, verdict
from harness.judge.case import Case
from harness.judge.questions import EFFORTS
from harness.judge.selection import chosen
from theorems.api.given import name_of, number, quoted, word
from theorems.api.shown import table
from theorems.language.text import nearest, shortened

FEW = 3
"""Rows that are named where a table is shown on one line."""


class Table(list[dict[str, Any]]):
    """Rows, each a dict with the same names. columns: those that a notebook shows; of: what rows are, one and many."""

    def __init__(self, rows: Sequence[dict[str, Any]], of: tuple[str, str], columns: Sequence[str], kind: str) -> None:
        super().__init__(rows)
        self.of, self.columns, self._kind = of, tuple(columns), kind

    def __repr__(self) -> str:
        many = f"{len(self):,} {self.of[len(self) != 1]}"
        if len(self) <= FEW:
            named = (f"{self._name(row)} {row[self._kind] or ''}".strip() for row in self)
            return f"{many}: {'; '.join(named)}" if self else many
        counts = Counter(str(row[self._kind]) for row in self)
        return f"{many}: {', '.join(f'{times} {what}' for what, times in counts.most_common())}"

    @staticmethod
    def _name(row: Mapping[str, Any]) -> str:
        return str(row.get("id") or "/".join(filter(None, (row.get("theorem"), row.get("claim")))))

    def _repr_html_(self) -> str:
        return table(self, self.columns)


class Records(Table):
    """What a run found, a row for each question, as `theorems verify --json` writes them.

    as_expected: did all come out as expected? entropy: repeats the run.
    """

    as_expected: bool
    entropy: int


def store(fresh: bool = False) -> Any:
    """The evidence that is kept. What there is to say about it is a warning."""
    from harness.run.store import Store, fresh_here

    return Store(lambda line: warnings.warn(line, stacklevel=2), fresh=fresh or fresh_here())


# -- claims -----------------------------------------------------------------------------------------------------

COLUMNS = ("id", "kind", "status", "verdict", "paper", "number", "sentence")
YES_OR_NO = ("published", "refuted")


def claims(
    ids: Sequence[str], paper: str | None, place: str | None, wanted: Mapping[str, Any], search: str | None
) -> Table:
    """See `theorems.api.claims`."""
    title = None if paper is None else _title(paper)
    for name in YES_OR_NO:
        if not (wanted[name] is None or isinstance(wanted[name], bool)):
            raise BadInput(f"{name} must be True, False or None: got {shortened(quoted(wanted[name]))}")
    every = chosen([name_of("a claim is named theorem or theorem/claim", name) for name in ids])
    _must_be_known(wanted)
    words = None if search is None else name_of("search is for words", search).lower()
    asked = {name: value for name, value in wanted.items() if value is not None}
    status = asked.pop("status", None)
    rows = []
    with store() as kept:
        for case in every:
            source = case.claim.source
            if title is not None and (source is None or source.paper != title):
                continue
            if place is not None and (source is None or str(place).lower() not in source.number.lower()):
                continue
            if any(_plain(case)[name] != value for name, value in asked.items()):
                continue
            row = _row(case, kept)
            if status not in (None, row["status"]):
                continue
            if words is None or any(words in str(row[name]).lower() for name in ("id", "title", "sentence")):
                rows.append(row)
    return Table(rows, ("claim", "claims"), COLUMNS, "verdict" if paper is not None else "status")


def _must_be_known(wanted: Mapping[str, Any]) -> None:
    """Raises BadInput for a kind, verdict or status that no claim can have."""
    from harness.cli.answers import NOT_CHECKED
    from harness.cli.known import REFUTED

    known = {
        "kind": {case.claim.kind for case in chosen(())} if wanted["kind"] is not None else (),
        "verdict": tuple(VERDICTS),
        "status": (*REFUTED, *REFUTED.values(), "stated", NOT_CHECKED),
    }
    for name, names in known.items():
        value = wanted[name]
        if value is not None and value not in names:
            near = nearest(str(value), dict.fromkeys(names))
            raise BadInput(f"there is no {name} {shortened(quoted(value))}: did you mean {near}?")


def _title(paper: Any) -> str:
    """The title of the paper of that name; raises BadInput."""
    from theorems.papers import PAPERS

    if paper not in PAPERS:
        near = nearest(str(paper), PAPERS)
        raise BadInput(f"there is no paper {shortened(quoted(paper))}: did you mean {near}?")
    return PAPERS[paper].title


def _plain(case: Case) -> dict[str, Any]:
    """What the record itself says."""
    claim = case.claim
    return {
        "kind": claim.kind,
        "published": claim.published,
        "refuted": claim.expected == "refuted",
        "verdict": verdict(claim) if claim.published else None,
    }


def _row(case: Case, kept: Any) -> dict[str, Any]:
    from harness.cli.known import known

    theorem, claim, source = case.theorem, case.claim, case.claim.source
    return {
        "id": case.id,
        "theorem": theorem.id,
        "claim": claim.name,
        "title": theorem.title,
        **_plain(case),
        "status": known(case, kept),
        "paper": None if source is None else source.paper,
        "number": None if source is None else source.number,
        "erratum": claim.erratum,
        "counterexample": claim.counterexample,
        "corrected_by": claim.corrected_by and f"{theorem.id}/{claim.corrected_by}",
        "sharper": claim.sharper and f"{theorem.id}/{claim.sharper}",
        "sentence": case.sentence,
        "remark": claim.remark,
        "when": None if str(claim.when) == "True" else str(claim.when),
        "observable": claim.observable,
        "parameters": [p.name for p in theorem.parameters],
        "points": list(claim.points),
    }


# -- errata -----------------------------------------------------------------------------------------------------

ERRATA = ("paper", "number", "what", "kind", "theorem", "claim", "printed", "found")


def errata(paper: str | None) -> Table:
    """See `theorems.api.errata`."""
    from harness.cli.errata import found

    title = None if paper is None else _title(paper)
    with store() as kept:
        every = found(kept, lambda done, total, what: None)
    rows = [_erratum(what, record) for what, records in every.items() for record in records]
    return Table([row for row in rows if title in (None, row["paper"])], ("erratum", "errata"), ERRATA, "what")


def _erratum(what: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """One row for all lists: refuted, improved, notes."""
    better = record.get("correction") or record.get("improvement") or {}
    theorem = record["theorem"]
    return {
        "what": what.removesuffix("s"),
        "paper": record["paper"],
        "number": record["number"],
        "kind": record.get("kind"),
        "theorem": theorem,
        "claim": record.get("claim"),
        "printed": record.get("sentence") or record.get("printed"),
        "found": record.get("counterexample") or record.get("found") or better.get("sentence"),
        "correction": f"{theorem}/{better['claim']}" if better else None,
        "corrected": better.get("sentence"),
        "points": record.get("points", []),
        "checked": record.get("checked"),
    }


# -- runs -------------------------------------------------------------------------------------------------------

RUN = ("theorem", "claim", "point", "outcome", "expected", "draws", "estimate", "interval", "seconds")


def verify(
    ids: Sequence[str],
    effort: str,
    entropy: int | None,
    fresh: bool,
    workers: int | None,
    progress: Callable[[float, int, str], None] | None,
) -> Records:
    """See `theorems.api.verify`."""
    from harness.cli.verify import examine_all
    from harness.run.executors import open_executor
    from simulators.engine import fresh_entropy

    cases = chosen([name_of("a claim is named theorem or theorem/claim", name) for name in ids])
    effort = word("effort", effort, tuple(EFFORTS))
    seed = fresh_entropy() if entropy is None else number("entropy", entropy, 0)
    if not isinstance(fresh, bool):
        raise BadInput(f"fresh must be True or False: got {shortened(quoted(fresh))}")
    threads = (os.cpu_count() or 1) if workers is None else number("workers", workers, 1, MOST_WORKERS)
    total = len(cases)

    def tell(done: float, what: str) -> None:
        if progress is not None:
            progress(done, total, what)

    with open_executor(None, threads) as executor, store(fresh) as kept:
        if workers is None:
            executor.many = 2**62  # no other processes: a script that is no module would be run by each of them
        reports = examine_all(cases, effort, seed, executor, {}, kept, tell)
    tell(total, "done")
    rows = [record for report in reports for record in report.records()]
    found = Records(rows, ("record", "records"), RUN, "outcome")
    found.as_expected, found.entropy = all(report.as_expected for report in reports), seed
    return found
