"""Experiments with language models: what they share."""
