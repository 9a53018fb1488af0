"""The mean of P(1-P) closes under one generation."""

from proofs_check.means import by_moments


def diversity(claim):
    return by_moments(claim)
