"""Processes without a declaration."""
