"""Certificates of derivations: what `prove` writes, and `recheck`, which loads neither sympy nor the rules."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.basics.terminal import put, say

if TYPE_CHECKING:
    from harness.judge.case import Case
    from harness.judge.proof import ProofResult

LONGEST = 10**8
"""Characters of a certificate: that of all proofs has less than a hundredth of them."""


def derivations(cases: Sequence[Case]) -> list[Case]:
    """Those of the cases that are proved; raises BadInput where one is by steps, or none is proved."""
    from harness.basics.errors import BadInput

    proved = [case for case in cases if case.proof is not None]
    steps = [case.id for case in proved if not case.derives]
    if steps:
        one = len(steps) == 1
        text = f"{', '.join(steps)} {'is' if one else 'are'} proved by steps, which nothing ties to the claim"
        raise BadInput(f"--certificate is of derivations: {text}; name the claims that are derived")
    if not proved:
        raise BadInput(f"--certificate is of derivations: {', '.join(case.id for case in cases[:5])} has no proof")
    return proved


def written(proofs: Sequence[tuple[Case, ProofResult]]) -> str:
    """The certificate of derivations, as JSON."""
    import json

    from proofs_check.certificate import Writer, concluded
    from proofs_check.ledger import Derived
    from proofs_check.rules.claims import statements

    claims = {}
    for case, proof in proofs:
        ledger = [line.step.proved for line in proof.lines if isinstance(line.step, Derived)]
        goals = statements(case.theorem, case.claim.unfolded())
        claims[case.id] = concluded(goals, ledger, case.claim.expected == "refuted")
    return json.dumps(Writer().certificate(claims)) + "\n"


def recheck(arguments: Namespace) -> int:
    """One line for each claim of a certificate; exit code 0 if all of it follows."""
    from proofs_check.recheck.judge import Unreadable, judge

    try:
        with open(arguments.file, encoding="utf-8") as file:
            text = file.read(LONGEST + 1)
        if len(text) > LONGEST:
            raise Unreadable(f"it is longer than {LONGEST:,} characters")
        verdicts = judge(text)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        say(f"'{' '.join(arguments.file[:100].split())}' cannot be judged: {why}")
        return 2
    for verdict in verdicts:
        put(str(verdict))
    return 0 if all(verdict.refused is None for verdict in verdicts) else 1
