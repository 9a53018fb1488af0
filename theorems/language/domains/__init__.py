"""Domains of parameters, one kind a file: numbers, sequences, shares, spectra, choices."""
