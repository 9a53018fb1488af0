"""The papers whose statements are checked: what each states, in its own order, and what of this suite answers it.

A claim or a note belongs to the line that its source's number is listed in, or else to the place that it names. So a
line whose theorem is still to come turns into claims as soon as there are some with its number.
"""

from __future__ import annotations

from collections.abc import Mapping

from theorems.papers import arulandu, kazdan, shumailov, suresh
from theorems.papers.statement import Paper, Statement

__all__ = ["PAPERS", "STATEMENTS", "Paper", "Statement"]

PAPERS: Mapping[str, Paper] = {module.PAPER.name: module.PAPER for module in (shumailov, kazdan, suresh, arulandu)}
"""By the word that a paper is asked for by."""

STATEMENTS: Mapping[str, Mapping[str, str]] = {
    paper.title: {number: says for line in paper.statements for number, says in line.claims.items()}
    for paper in PAPERS.values()
}
"""Paper -> number of a statement, as the source of the one claim that states it has it -> what the paper says there."""
