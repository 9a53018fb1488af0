"""Derivations of the theorems on limits of many points, and on models that are learnt machines made linear."""
