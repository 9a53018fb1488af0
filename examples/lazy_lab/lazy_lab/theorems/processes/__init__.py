"""Processes of recursive training: one file per model."""
