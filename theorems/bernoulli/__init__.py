"""Bernoulli data: the share of one symbol among n draws per generation."""
