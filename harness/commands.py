"""The commands behind `theorems`. Each returns its exit code; bad input raises BadInput."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from harness.errors import BadInput
from harness.selection import chosen, find_claim
from theorems.language import Claim, Identity, Law, Theorem, point_text
from theorems.language.registry import find, modules, theorems, unreadable

if TYPE_CHECKING:
    from rich.progress import Progress


# -- list, show, errata ---------------------------------------------------------------------------------------


def checks(theorem: Theorem) -> dict[str, int]:
    """How many claims of the theorem have a proof, an exact check and a simulation."""
    from harness.rooms import has_oracle, proof

    module = modules()[theorem.id]
    return {
        "proof": sum(proof(module, c) is not None for c in theorem.claims),
        "exact": sum(has_oracle(c) for c in theorem.claims),
        "simulation": sum(bool(c.points) for c in theorem.claims),
    }


def status(theorem: Theorem, found: dict[str, int]) -> str:
    """The strongest kind of check that every claim of the theorem has; `verify` runs them all."""
    total = len(theorem.claims)
    for kind, name in (("proof", "proved"), ("exact", "exact"), ("simulation", "simulated")):
        if found[kind] == total:
            return name
    return "partly proved" if found["proof"] else "stated"


def list_(arguments: Namespace) -> int:
    """Id, title, source, status, number of claims; also of theorems that are unfinished or cannot be read."""
    rows = [_row(theorem) for theorem in theorems().values()]
    for problem in unreadable():
        state = "unfinished" if problem.unfinished else "unreadable"
        rows.append({"id": problem.id, "title": "", "source": str(problem), "status": state, "claims": 0, "checks": {}})
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return 0
    width = max(len(r["id"]) for r in rows)
    for r in rows:
        print(f"{r['id']:{width}}  {r['status']:13}  {r['claims']:2} claims  {r['title']}")
        print(f"{'':{width}}  {r['source']}")
    return 0


def _row(theorem: Theorem) -> dict[str, Any]:
    from harness.todo import todo

    row = {"id": theorem.id, "title": theorem.title, "source": str(theorem.source), "claims": len(theorem.claims)}
    left = todo(theorem.id)
    try:
        found = {} if left else checks(theorem)
    except Exception as error:
        from harness.faults import describe

        fault = describe(error)
        if fault is None:
            raise
        return row | {"status": "unreadable", "checks": {}, "source": fault}
    return row | {"status": "unfinished" if left else status(theorem, found), "checks": found}


def show(arguments: Namespace) -> int:
    """Everything the record says, and which checks there are."""
    from harness.rooms import has_oracle, proof
    from harness.verify import prove

    theorem = find(arguments.id)
    print(f"{theorem.id}: {theorem.title}\n{theorem.source}\n\n{theorem.statement}\n\nConventions")
    for line in (*theorem.conventions, theorem.notation):
        print(f"  - {line}")
    print("\nParameters")
    for parameter in theorem.parameters:
        default = "" if parameter.default is None else f" (default {parameter.default})"
        print(f"  {parameter.name}: {parameter.meaning}; {parameter.domain}{default}")
    print("\nClaims")
    cited: dict[str, None] = {}
    for claim in theorem.claims:
        _show_claim(claim, arguments.latex)
        proved = prove(theorem, claim) if proof(modules()[theorem.id], claim) else None
        verdict = "none" if proved is None else "checked" if proved.ok else "FAILS"
        oracle = "yes" if has_oracle(claim) else "no"
        print(f"      proof: {verdict}; exact check: {oracle}; races: {len(claim.points)}")
        cited |= dict.fromkeys(proved.cited if proved else [])
    if cited:
        print("\nThe proofs rest on")
        for fact in cited:
            print(f"  - {fact}")
    return 0


def _show_claim(claim: Claim, as_latex: bool) -> None:
    from theorems.language.readers import latex

    origin = f"published: {claim.number}" if claim.published else "ours"
    print(f"  {claim.name} [{claim.kind}; {origin}]\n      {claim.statement}")
    if as_latex:
        for part, expression in claim.parts.items():
            print(f"      {part}: ${latex(expression)}$")
    if str(claim.when) != "True":
        print(f"      claimed for {claim.when}")
    if claim.expected == "refuted":
        print(f"      REFUTED: {claim.counterexample}\n      corrected by {claim.corrected_by}")
    if claim.sharper:
        print(f"      improved by {claim.sharper}")


def errata(arguments: Namespace) -> int:
    """Published claims that are refuted."""
    from harness.report import erratum

    found = [(t, c) for t in theorems().values() for c in t.claims if c.expected == "refuted"]
    for theorem, claim in found:
        print("\n".join(erratum(theorem, claim)))
    print(f"{len(found)} published claim{'s' if len(found) != 1 else ''} refuted")
    return 0


# -- value ----------------------------------------------------------------------------------------------------


def value(arguments: Namespace) -> int:
    """The theory value at a point as a rigorous enclosure, and the exact value where there is an oracle."""
    from harness.report import decimal_enclosure
    from theorems.language.readers import ball

    theorem, claim = find_claim(arguments.claim)
    if arguments.digits < 1:
        raise BadInput(f"--digits must be an integer >= 1: got {arguments.digits}")
    bits = int(arguments.digits * 3.33) + 16
    point, argument = _point(theorem, claim, arguments.at)
    if isinstance(claim, Law):
        theory, truth = _law_values(claim, point, argument, bits)
    else:
        theory = ball(claim.value, point, bits)
        truth = _truth(claim, point, bits)
    record: dict[str, Any] = {
        "theorem": theorem.id,
        "claim": claim.name,
        "at": point_text(point) + (f",x={argument}" if argument is not None else ""),
        "value": decimal_enclosure(theory, arguments.digits),
        "exact": None if truth is None else decimal_enclosure(truth, arguments.digits),
        "ratio": None if truth is None or truth.contains(0) else (theory / truth).mid().str(12, radius=False),
    }
    if arguments.json:
        print(json.dumps(record))
        return 0
    relation = getattr(claim, "relation", "equals").replace("_", " ")
    print(f"{theorem.id}/{claim.name} at {record['at']}")
    print(f"  {relation:9} {record['value']['mid']} +/- {record['value']['radius']}")
    if record["exact"] is None:
        print("  exact     no exact value is known here")
    else:
        print(f"  exact     {record['exact']['mid']} +/- {record['exact']['radius']}")
        print(f"  ratio     {record['ratio'] or '-'}")
    return 0


def _point(theorem: Theorem, claim: Claim, text: str) -> tuple[dict[str, Any], Any]:
    """The point with defaults, and the argument x of a law; raises DomainError or BadInput."""
    from harness.questions import applies
    from theorems.language import real

    argument = None
    parts = text.split(",")
    if isinstance(claim, Law):
        given = [p for p in parts if p.strip().startswith("x=")]
        if not given:
            raise BadInput(
                f"{theorem.id}/{claim.name} is a law: give the argument x of its distribution function, as x=1/2"
            )
        x = real("x", "(-1000000, 1000000)", "argument", (1,))
        argument = x.parse(given[0].partition("=")[2])
        parts = [p for p in parts if p not in given]
    used, needed = _names(claim)
    point = theorem.parameters.complete(theorem.parameters.point(",".join(parts)), needed)
    if all(s.name in point for s in claim.when.free_symbols) and not applies(claim, point):
        raise BadInput(f"{theorem.id}/{claim.name} is claimed for {claim.when}: got {point_text(point)}")
    return {name: point[name] for name in theorem.parameters.names if name in point and name in used}, argument


def _names(claim: Claim) -> tuple[set[str], set[str]]:
    """Parameters that a claim can use, and those that its value needs (a limit needs no generation)."""
    used = {s.name for e in claim.parts.values() for s in e.free_symbols} - {"x"}
    used |= {s.name for s in claim.when.free_symbols}
    needed = {s.name for s in claim.value.free_symbols} - {"x"} if not isinstance(claim, Law) or claim.cdf else set()
    if claim.observable is not None:
        from harness.rooms import parameters

        used |= parameters(claim)[0]
        if isinstance(claim, Law) and claim.cdf is None:
            needed = parameters(claim)[1]
    return used, needed


def _truth(claim: Claim, point: dict[str, Any], bits: int) -> Any:
    """The exact value, or None: no oracle, or a limit asked for without its generation."""
    from harness.exact import true_value
    from theorems.language.readers import ball

    if isinstance(claim, Identity):
        return ball(claim.quantity, point, bits)
    if claim.observable is not None:
        from harness.rooms import parameters

        if parameters(claim)[1] - set(point):
            return None
    return true_value(claim, point)


def _law_values(claim: Law, point: dict[str, Any], x: Any, bits: int) -> tuple[Any, Any]:
    from fractions import Fraction

    from harness.rooms import exact_value
    from theorems.language.claims import X
    from theorems.language.readers import ball

    truth = exact_value(claim.of, point, x=Fraction(int(x.p), int(x.q)))
    theory = truth if claim.cdf is None else ball(claim.cdf, {**point, X.name: x}, bits)
    if theory is None:
        raise BadInput(f"{claim.name} has neither a closed distribution function nor an oracle")
    return theory, truth


# -- prove, plan ----------------------------------------------------------------------------------------


def prove_(arguments: Namespace) -> int:
    """The ledger of every proof."""
    from harness.report import ledger
    from harness.verify import prove

    good = True
    for theorem, claim in chosen(arguments.ids):
        proof = prove(theorem, claim)
        good &= proof is None or proof.ok
        print("\n".join(ledger(theorem, claim, proof)), flush=True)
    return 0 if good else 1


def plan(arguments: Namespace) -> int:
    """Expected draws and seconds per question, from one timed block each; no race is run."""
    from math import log

    from harness.questions import EFFORTS
    from harness.race import BETA, draw_block
    from harness.verify import ask
    from simulators.engine import BLOCK_PATHS

    total_draws, total_seconds = 0, 0.0
    for theorem, claim in chosen(arguments.ids):
        for question in ask(theorem, claim, EFFORTS[arguments.effort]):
            draw_block(question.observable, question.arguments, 0, question.id, 0)  # compiles
            began = perf_counter()
            draw_block(question.observable, question.arguments, 0, question.id, 1)
            draws = question.planned_draws(log(1 / BETA))
            seconds = (perf_counter() - began) * draws / BLOCK_PATHS
            total_draws, total_seconds = total_draws + draws, total_seconds + seconds
            print(f"{draws:12,} draws {seconds:8.2f} s  {question.id}", flush=True)
    print(f"{total_draws:12,} draws {total_seconds:8.2f} s  in all, on one core")
    return 0


def say(line: str) -> None:
    """A line to the user that is not a result: on stderr."""
    print(f"theorems: {line}", file=sys.stderr)


def progress_bar() -> Progress:
    """Bar, count, time and what is being done, on stderr; gone when it is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=Console(stderr=True), transient=True)
