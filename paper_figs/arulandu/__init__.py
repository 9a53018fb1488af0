"""Figures of Arulandu, Surveying model collapse."""
