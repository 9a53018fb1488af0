"""Proofs about finite Markov chains."""
