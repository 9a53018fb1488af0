"""Means whose moments close, from the declared process or a reduction of it."""

from __future__ import annotations

from functools import cache

from proofs_check.rules import moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import linear, reduced
from proofs_check.rules.statements import NotProved, Proved, Relation
from theorems.language.processes import Steps
from theorems.processes import processes


@cache
def by_moments(goal: Relation) -> Proved:
    """E[observable](k) = value, or the factor of one step: of the process as declared, else of a reduction of it."""
    mean = goal.left
    if not isinstance(mean, Expectation) or goal.op != "=":
        raise NotProved(f"moments say what a mean is equal to: got {goal}")
    if isinstance(mean.what, Steps):
        return moments.one_step(mean, goal.right, goal.context)
    try:
        return moments.closed(mean, goal.right, goal.context)
    except NotProved as error:
        refused = str(error)
    names = {name for name, what in mean.process.observables.items() if what == mean.what}
    for process in processes().values():
        if process.reduces and process.reduces[0] is mean.process and names & process.observables.keys():
            same = reduced(mean, process, goal.context)
            found = moments.closed(same.relation.right, goal.right, goal.context)  # type: ignore[arg-type]
            return combine(mean, "=", goal.right, same, found, context=goal.context)
    raise NotProved(refused)


def by_conservation(goal: Relation, conserved: Proved, lost: Proved) -> Proved:
    """E f = value, from the mean of f + g and that of g."""
    context, whole, mean = goal.context, conserved.relation.left, goal.left
    other = lost.relation.left
    if not all(isinstance(e, Expectation) for e in (whole, mean, other)):
        raise NotProved(f"means of f, g and f + g are needed: got {goal}")
    parts = linear(whole, {mean.what: 1, other.what: 1}, context)  # type: ignore[arg-type, attr-defined, dict-item]
    return combine(mean, "=", goal.right, (parts, -1), conserved, (lost, -1), context=context)
