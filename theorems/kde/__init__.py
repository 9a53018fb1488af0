"""Kernel density estimation: samples of a smoothed sample."""
