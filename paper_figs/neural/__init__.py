"""Experiments with learning machines (extra `neural`): what papers say of them, beside what is seen."""
