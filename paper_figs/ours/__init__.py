"""Figures of our own: how tight each bound is, errata, and what the papers did not draw."""
