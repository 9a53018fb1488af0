"""The conditional mean of an observable one generation further."""

from __future__ import annotations

from flint import fmpq

from proofs_check.recheck.balls import NoValue
from proofs_check.recheck.forms import normal
from proofs_check.recheck.polynomials import Polynomial
from proofs_check.recheck.runs import Run
from proofs_check.recheck.terms import Term, free, put


def following(run: Run, what: Term, g: int) -> Polynomial:
    """E[what at generation g + 1 | generation g]: where parts are no polynomials, of the whole, the step put in."""
    try:
        return run.before_step(run.observed(what, g + 1), g)
    except NoValue:
        steps = {s: step for s, (_, _, step) in run.p.states.items() if s in run.p.lies}
        there = normal(put(what, {**steps, "t": fmpq(g + 1)}))
        if free(what) & (run.p.random - steps.keys()):
            raise
        return run.over(run.read(there, g), run.p.draws, g)
