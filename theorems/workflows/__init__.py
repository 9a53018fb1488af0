"""Workflows: what a model is fitted to, and what it costs, whatever the model."""
