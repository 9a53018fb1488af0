"""Derivations of the theorems on workflows."""
