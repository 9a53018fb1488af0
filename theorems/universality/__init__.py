"""Theorems beyond one model: limits of many points, and models that are learnt machines made linear."""
