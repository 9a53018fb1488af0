"""Figures of Kazdan et al., Collapse or thrive? Perils and promises of synthetic data."""
