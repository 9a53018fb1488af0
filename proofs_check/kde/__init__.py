"""Proofs of the theorems on kernel density estimation."""
