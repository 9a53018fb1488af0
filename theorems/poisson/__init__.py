"""Poisson data: the number of copies of one symbol when the corpus size is random."""
