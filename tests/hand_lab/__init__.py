"""Theorems of this package, judged by the suite of theorems on model collapse."""
