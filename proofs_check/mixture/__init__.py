"""Proofs of the theorems on two symmetric normal components."""
