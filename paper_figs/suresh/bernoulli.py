"""Bernoulli model, all bounds: the starts and sizes of Figures 3 and 9."""

from __future__ import annotations

from typing import Any

SIZES = {"panels": ["n=10000,p0=1/1000", "n=100,p0=1/100"], "generations": 50, "points": 10, "paths": 5000}

PARAMETERS: dict[str, dict[str, Any]] = {
    "tiny": {"panels": ["n=30,p0=1/10", "n=20,p0=1/20"], "generations": 6, "points": 3, "paths": 400},
    "quick": SIZES,
    "paper": SIZES,
}
