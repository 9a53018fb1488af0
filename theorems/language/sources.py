"""Where a statement is published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Where something is stated: paper (authors, title, arXiv id), number in it, version read."""

    paper: str
    number: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.paper}, {self.number}" + (f" ({self.version})" if self.version else "")
