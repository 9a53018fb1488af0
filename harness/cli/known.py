"""What is known of a claim by the evidence that is kept, in words: nothing is proved, computed or raced now."""

from __future__ import annotations

from typing import Any

from harness.cli.answers import NOT_CHECKED
from harness.judge.case import Case
from harness.run.store import Store

REFUTED = {
    "proved": "refuted by proof",
    "proved in steps": "refuted by proof",
    "exact": "refuted exactly",
    "simulated": "refuted by simulation",
}


def is_derived(ledger: list[Any] | None) -> bool:
    """Is it the ledger of a derivation?"""
    from harness.judge.proof import read_proof

    return ledger is not None and read_proof(ledger).derived


def proof_words(case: Case, kept: Store) -> str | None:
    """The proof as it was checked, in words; None where there is none."""
    known = kept.valid("proof", case)
    if known is None or known[1] is None:
        return NOT_CHECKED if known is None else None
    how = "derived" if is_derived(known[1]) else f"{len(known[1])} steps"
    return f"of its negation, {how}" if case.claim.expected == "refuted" else how


def exact_words(case: Case, kept: Store) -> str | None:
    """The exact check as it was made, in words; None where there is none."""
    known = kept.valid("exact", case)
    if known is None or known[1] is None:
        return NOT_CHECKED if known is None else None
    return f"{known[1]['points']} points"


def exact_evidence(case: Case, kept: Store) -> dict[str, Any] | None:
    """What the exact check found; without tightness where there is none to make, and None where it is not known."""
    found = kept.valid("exact", case)
    return None if found is None else {"tightness": None, "sharper": None} | (found[1] or {})


def how(case: Case, kept: Store) -> str:
    """All that was done to check a claim, in words."""
    return (
        f"proof: {proof_words(case, kept) or 'none'}; exact check: {exact_words(case, kept) or 'none'}; "
        f"races: {len(case.claim.points)}"
    )


def known(case: Case, kept: Store) -> str:
    """The strongest kind of evidence that a claim has passed when it was last looked at, in a word."""
    proof, exact = (kept.valid(kind, case) for kind in ("proof", "exact"))
    if proof is not None and proof[1] is not None:
        word = "proved" if is_derived(proof[1]) else "proved in steps"
    elif exact is not None and exact[1] is not None:
        word = "exact"
    elif proof is None or exact is None:
        return NOT_CHECKED
    else:
        word = "simulated" if case.claim.points else "stated"
    return REFUTED.get(word, word) if case.claim.expected == "refuted" else word
