"""Theorems about finite Markov chains."""
