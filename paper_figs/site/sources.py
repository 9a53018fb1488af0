"""The texts of all pages."""

from __future__ import annotations

from collections.abc import Callable

from paper_figs.site import errata, front, guide, notation, papers, questions, theorem, values, workflows
from paper_figs.site.material import Material, Pages

KINDS: tuple[Callable[[Material], Pages], ...] = (
    front.pages,
    theorem.pages,
    papers.pages,
    errata.pages,
    workflows.pages,
    values.pages,
    questions.pages,
    notation.pages,
    guide.pages,
)
"""What writes each kind of page. A page that no table of contents names is an error of the build."""


def sources(material: Material) -> Pages:
    """Path of each page -> its text in Markdown; raises ValueError where two kinds write the same page."""
    found: Pages = {}
    for kind in KINDS:
        for path, text in kind(material).items():
            if path in found:
                raise ValueError(f"two kinds of pages write {path}")
            found[path] = text
    return found
