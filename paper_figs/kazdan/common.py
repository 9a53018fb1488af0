"""What the figures of the workflows share: their names."""

from __future__ import annotations

WORKFLOWS = ("replace", "accumulate", "accumulate-subsample")
