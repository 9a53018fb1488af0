"""What records say: the rows of the list, and the command show."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from harness.basics.outputs import print_whole
from harness.basics.terminal import put, say
from harness.cli.answers import NOT_CHECKED
from harness.cli.known import exact_words, is_derived, proof_words
from harness.judge.case import Case
from harness.judge.selection import cases
from harness.run.store import Store
from theorems.language import Theorem
from theorems.language.registry import find, theorems, unreadable


def checks(theorem: Theorem, kept: Store) -> dict[str, int]:
    """How many claims have a proof, a derived one, an exact check, as runs found them; races; what is not known."""
    known = [[kept.valid(kind, case) for kind in ("proof", "exact")] for case in cases(theorem)]
    return {
        "proof": sum(proof is not None and proof[1] is not None for proof, _ in known),
        "derived": sum(proof is not None and is_derived(proof[1]) for proof, _ in known),
        "exact": sum(exact is not None and exact[1] is not None for _, exact in known),
        "simulation": sum(bool(claim.points) for claim in theorem.claims),
        "unknown": sum(None in both for both in known),
    }


def status(theorem: Theorem, found: dict[str, int]) -> str:
    """The strongest kind of check that every claim of the theorem has passed when it was last run."""
    total = len(theorem.claims)
    for kind, name in (("derived", "proved"), ("exact", "exact")):
        if found[kind] == total:
            return name
    if found["unknown"]:
        return NOT_CHECKED if not found["proof"] + found["exact"] else "partly checked"
    return "partly proved" if found["proof"] else "simulated" if found["simulation"] == total else "stated"


def rows(kept: Store) -> tuple[list[dict[str, Any]], bool]:
    """The rows of the list; and may they be kept: is every theorem whole?"""
    found = [_row(theorem, kept) for theorem in theorems().values()]
    whole = all(row["checks"] for row in found)
    for problem in unreadable():
        state = "unfinished" if problem.unfinished else "unreadable"
        empty: dict[str, Any] = {"title": "", "claims": 0, "unraced": {}, "underived": {}, "checks": {}}
        found.append({"id": problem.id, "source": str(problem), "status": state, **empty})
    return found, whole


def _json(found: Any) -> int:
    print_whole(json.dumps(found, indent=2) + "\n")
    return 0


def _row(theorem: Theorem, kept: Store) -> dict[str, Any]:
    from harness.author.todo import todo

    row = {"id": theorem.id, "title": theorem.title, "source": str(theorem.source), "claims": len(theorem.claims)}
    for reason in ("unraced", "underived"):
        row[reason] = {claim.name: why for claim in theorem.claims if (why := getattr(claim, reason))}
    found = {} if todo(theorem.id) else checks(theorem, kept)
    return row | {"status": status(theorem, found) if found else "unfinished", "checks": found}


def show(arguments: Namespace) -> int:
    """Everything the record says, and what was checked when it was last run: nothing is run now."""
    from harness.judge.errata import note_lines

    theorem = find(arguments.id)
    with Store(say) as kept:
        told = record(theorem, arguments.latex, kept)
    if arguments.json:
        return _json(told)
    lines = [f"{theorem.id}: {theorem.title}", str(theorem.source), "", theorem.statement, "", "Conventions"]
    lines += [f"  - {line}" for line in (*theorem.conventions, theorem.notation)]
    for name, declared in told["processes"].items():
        lines += ["", f"Process {name}", *(f"  {line}" for line in declared)]
    lines += ["", "Parameters"]
    for parameter in told["parameters"]:
        default = "" if parameter["default"] is None else f" (default {parameter['default']})"
        lines.append(f"  {parameter['name']}: {parameter['meaning']}; {parameter['domain']}{default}")
    if told["symbols"]:
        lines += ["", "Symbols", *(f"  - {line}" for line in told["symbols"])]
    lines += ["", "Claims", *(line for claim in told["claims"] for line in _claim_lines(theorem, claim))]
    if told["notes"]:
        lines += ["", "Notes", *(f"  {line}" for said in told["notes"] for line in note_lines(said))]
    for line in lines:
        put(line)
    return 0


def record(theorem: Theorem, as_latex: bool, kept: Store) -> dict[str, Any]:
    """A theorem as JSON values."""
    from harness.judge.errata import note
    from theorems.language.sentences import meanings

    return {
        "id": theorem.id,
        "title": theorem.title,
        "source": str(theorem.source),
        "statement": theorem.statement,
        "conventions": list(theorem.conventions),
        "notation": theorem.notation,
        "processes": _declarations(theorem, as_latex),
        "parameters": [
            {
                "name": p.name,
                "meaning": p.meaning,
                "domain": p.domain,
                "default": None if p.default is None else str(p.default),
            }
            for p in theorem.parameters
        ],
        "symbols": meanings(theorem),
        "claims": [_claim_record(case, as_latex, kept) for case in cases(theorem)],
        "notes": [note(theorem, said) for said in theorem.notes],
    }


def _declarations(theorem: Theorem, as_latex: bool) -> dict[str, list[str]]:
    """The declared processes that the claims are about, line by line."""
    from theorems.language.writing import counting, declaration
    from theorems.processes import declared

    found = (declared(claim.observable) for claim in theorem.claims if claim.observable)
    processes = {process.name: process for process, _ in filter(None, found)}
    return {name: [*declaration(p, as_latex).lines, counting(p)] for name, p in processes.items()}


def _claim_record(case: Case, as_latex: bool, kept: Store) -> dict[str, Any]:
    from harness.judge.obligations import refusal
    from theorems.language.notation import latex

    claim = case.claim
    return {
        "name": claim.name,
        "kind": claim.kind,
        "published": claim.published,
        "source": None if claim.source is None else str(claim.source),
        "sentence": case.sentence,
        "remark": claim.remark,
        "expressions": {part: str(expression) for part, expression in claim.parts.items()},
        **({"latex": {part: latex(expression) for part, expression in claim.parts.items()}} if as_latex else {}),
        "claimed_for": None if str(claim.when) == "True" else str(claim.when),
        "expected": claim.expected,
        "erratum": claim.erratum,
        "counterexample": claim.counterexample,
        "corrected_by": claim.corrected_by,
        "sharper": claim.sharper,
        "proof": proof_words(case, kept),
        "underived": claim.underived,
        "refused": None if kept.valid("obligations", case) else refusal(case),
        "exact_check": exact_words(case, kept),
        "races": list(claim.points),
        "unraced": claim.unraced or (None if claim.observable else "it is about expressions"),
    }


def _claim_lines(theorem: Theorem, claim: dict[str, Any]) -> Iterator[str]:
    """A claim's record for people."""
    origin = f"published: {claim['source']}" if claim["published"] else "ours"
    yield f"  {claim['name']} [{claim['kind']}; {origin}]"
    yield f"      {claim['sentence']}"
    yield from (f"      {part}: ${expression}$" for part, expression in claim.get("latex", {}).items())
    if claim["claimed_for"]:
        yield f"      claimed for {claim['claimed_for']}"
    if claim["refused"]:
        yield f"      refused: {claim['refused']}"
    if claim["expected"] == "refuted":
        yield f"      REFUTED ({claim['erratum']}): {claim['counterexample']}"
        yield f"      corrected by {claim['corrected_by']}"
    if claim["sharper"]:
        yield f"      improved by {claim['sharper']}"
    proof = claim["proof"] or "none"
    proof += f"; no derivation: {claim['underived']}" if claim["underived"] else ""
    exact = claim["exact_check"] or "none"
    races = f"{len(claim['races'])}" + (f" ({claim['unraced']})" if claim["unraced"] else "")
    yield f"      proof: {proof}; exact check: {exact}; races: {races}"
    if NOT_CHECKED in (claim["proof"], claim["exact_check"]):
        yield f"      theorems verify {theorem.id}/{claim['name']} checks it"
