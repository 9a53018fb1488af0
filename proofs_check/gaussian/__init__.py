"""Proofs of the theorems on Gaussian fitting."""
