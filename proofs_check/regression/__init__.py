"""Proofs of the theorems on linear regression."""
