"""The budget of errors: how often a run may refute a true claim, and a question confirm a false one."""

from __future__ import annotations

from dataclasses import dataclass

from theorems.language.registry import theorems

ALPHA_RUN = 1e-9
"""Probability that a run refutes any true claim: shared equally by all questions of the run."""

BETA = 1e-4
"""Probability that a question confirms a claim which is off by the resolution or more."""


@dataclass(frozen=True)
class Limits:
    """Error rates of one question: alpha to refute a true claim, beta to confirm a false one."""

    alpha: float
    beta: float = BETA

    @classmethod
    def shared(cls, questions: int) -> Limits:
        """The budget of a run divided over its questions."""
        return cls(ALPHA_RUN / max(questions, 1))


def budget() -> Limits:
    """The error rates of each question: the false-alarm budget is shared by all questions of the registry.

    Of the registry, not of the theorems asked for, so that a part of a run can be replayed with its limits.
    """
    return Limits.shared(sum(len(claim.points) for theorem in theorems().values() for claim in theorem.claims))
