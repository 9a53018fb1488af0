"""Corollary 1 of Suresh et al.: what figures of the number of symbols left share."""

from __future__ import annotations

ID = "discrete-distinct-symbols"
CLAIMS = {  # series: the claim
    "published lower": f"{ID}/lower-published",
    "published upper": f"{ID}/upper-published",
    "sharp upper": f"{ID}/upper-sharp",
}
LOOKS = {  # series: what it is, and its label (once for a pair of bounds)
    "exact": ("exact", "exact"),
    "published lower": ("published", "published (Corollary 1)"),
    "published upper": ("published", None),
    "sharp upper": ("sharp", r"ours: $\sum_i 1-(1-p_i)^{ng_k+1}$"),
}
EXCESS = "excess"
"""The series of how far numbers are above the exact one, by its share."""
