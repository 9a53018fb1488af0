"""Gaussian data: mean and variance fitted to n draws per generation."""
