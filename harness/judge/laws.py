"""Questions on a law: do the draws fall into cells as often as claimed?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from math import inf, log
from typing import Any

import numpy as np
import sympy as sp

from harness.evidence.cells import log_cells, log_ratio
from harness.evidence.means import interval
from harness.evidence.sums import cell_counts
from harness.judge.budget import Limits
from harness.judge.case import Case
from harness.judge.observed import Uncertified
from harness.judge.question import Decision, Known, Question, RaceResult, Slip
from simulators.engine import Support
from theorems.language import Point, point_text
from theorems.language.text import shortened

LAW_CELLS = 8

Rivals = tuple[tuple[str, np.ndarray], ...]
"""Neighbouring laws, the nearest first: the parameter that differs, and the probabilities of the cells."""


@dataclass(frozen=True)
class LawQuestion(Question):
    """edges are the boundaries of the cells, of shape (m,); cells their claimed probabilities (rounded up), of shape
    (m + 1,). Of a block the counts in the cells are kept.
    """

    edges: np.ndarray
    cells: np.ndarray
    rivals: Rivals

    @property
    def known(self) -> Known:
        rivals = [[slip, other.tolist()] for slip, other in self.rivals]
        return super().known | {"edges": self.edges.tolist(), "cells": self.cells.tolist(), "rivals": rivals}

    def needed(self, log_limit: float) -> float:
        return max((log_limit / max(_relative_entropy(self.cells, q), 1e-9) for _, q in self.rivals), default=1.0)

    @property
    def keep(self) -> Callable[[np.ndarray], np.ndarray]:
        return partial(cell_counts, self.support, self.edges, name=self.observed.name)

    def judge(self, total: np.ndarray, limits: Limits) -> Decision:
        to_refute, to_confirm = log(1 / limits.alpha), log(1 / limits.beta)
        against = log_cells(total, self.cells)
        if against >= to_refute:
            return "refuted", against, to_refute
        odds = min((log_ratio(total, self.cells, q) for _, q in self.rivals), default=inf)
        return ("confirmed" if odds >= to_confirm else "undecided"), odds, to_confirm

    def estimate(self, total: np.ndarray) -> tuple[float, tuple[float, float]]:
        shares = total / total.sum()
        worst = int(np.argmax(np.abs(shares - self.cells) / np.sqrt(np.maximum(self.cells, 1e-12))))
        sums = np.array([total.sum(), total[worst], total.sum(), total[worst], total[worst], total.sum()])
        ends = interval(Support("event"), 0.0, sums, 0.05 / shares.size)  # for the worst of them all
        return float(shares[worst]), ends

    def draws(self, total: np.ndarray) -> int:
        return int(total.sum())

    def nearest(self, result: RaceResult) -> Slip | None:
        return (self.rivals[0][0], None) if self.rivals else None


def law_question(case: Case, point: dict[str, Any], support: Support, known: Known | None = None) -> LawQuestion:
    """The question on the law at a point; raises Uncertified."""
    if known is not None:
        found = tuple((slip, np.array(other)) for slip, other in known["rivals"])
        return LawQuestion(case, point, support, np.array(known["edges"]), np.array(known["cells"]), found)
    edges = _edges(case, point)
    cells = _cell_probabilities(case, point, edges)
    rivals = []
    for slip, near in _neighbours(case, point):
        other = _cell_probabilities(case, near, edges)
        if _relative_entropy(cells, other) > 1e-4:  # else the law does not depend on the parameter
            rivals.append((slip, other))
    if not rivals:
        raise Uncertified(f"{case.id} at {point_text(point)}: no neighbouring law differs from it")
    rivals.sort(key=lambda rival: _relative_entropy(cells, rival[1]))
    return LawQuestion(case, point, support, np.array([float(e) for e in edges]), cells, tuple(rivals))


def _relative_entropy(p: np.ndarray, q: np.ndarray) -> float:
    seen = p > 0
    return float(np.sum(p[seen] * np.log(p[seen] / q[seen]))) if np.all(q[seen] > 0) else inf


def _cell_probabilities(case: Case, point: Point, edges: list[sp.Rational]) -> np.ndarray:
    """Upper bounds on the probabilities of the cells (-oo, e_1], (e_1, e_2], ..., (e_m, oo)."""
    from flint import arb

    values = [arb(0), *(case.cdf(point, x) for x in edges), arb(1)]
    uppers = [float((b - a).upper()) for a, b in pairwise(values)]
    return np.maximum(uppers, 0.0)


def _neighbours(case: Case, point: Point) -> Iterator[tuple[str, dict[str, Any]]]:
    """Points one step away in one parameter, where the domain and the claim allow it."""
    parameters = case.theorem.parameters
    for name, value in point.items():
        for other in parameters[name].near(value, point):
            near = {**point, name: other}
            if parameters.contains(near) and case.applies(near):
                yield f"{name} -> {shortened(other)}", near


def _edges(case: Case, point: Point) -> list[sp.Rational]:
    """Dyadic rationals near the quantiles of the claimed law; 1, 2, 3, ... for a law on the integers."""

    @cache
    def at(x: sp.Rational) -> float:
        return float(case.cdf(point, x).mid())

    if case.on_integers:
        top = 1
        while at(sp.Integer(top)) < 0.999:
            top += 1
        return [sp.Integer(i) for i in range(1, top + 1)]
    edges: list[sp.Rational] = []
    for i in range(1, LAW_CELLS):
        low, high = _bracket(at, i / LAW_CELLS)
        middle = (low + high) / 2
        while abs(at(middle) - i / LAW_CELLS) > 0.2 / LAW_CELLS:
            low, high = (middle, high) if at(middle) < i / LAW_CELLS else (low, middle)
            middle = (low + high) / 2
        edges.append(middle)
    return edges


def _bracket(at: Callable[[sp.Rational], float], level: float) -> tuple[sp.Rational, sp.Rational]:
    size = sp.Integer(1)
    while at(size) < level:
        size *= 2
    if at(sp.Integer(0)) < level:
        return sp.Integer(0), size
    while at(-size) > level:
        size *= 2
    return -size, sp.Integer(0)
