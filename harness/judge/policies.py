"""What a workflow does to a model: exact error and diversity in every generation, and the theorems that speak of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from harness.basics.errors import BadInput
from harness.judge.case import Case
from harness.judge.selection import cases
from simulators.exact.balls import rational
from simulators.exact.workflows import Fit, Spread, family, fits, resampling, unbiased
from theorems.language import Diverges, DomainError, Limit, Mean
from theorems.language.readers import Ball, ball
from theorems.language.registry import theorems
from theorems.language.workflows import Workflow

BITS = 200


@dataclass(frozen=True, eq=False)
class Model:
    """What is fitted.

    law: in words. spread: the variance of a draw, the real one being 1. process: with what the names of its
    declared processes begin. error, variance: which of their observables are the squared error of the mean and this
    variance (none where it is known, and stays). replaced: the declared processes, beside `PROCESS_replace`, in
    which every model is fitted to draws from the last one. at: values of its parameters, and what a real point then
    varies by.
    """

    name: str
    law: str
    spread: Spread
    process: str
    error: tuple[str, ...] = ("error",)
    variance: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    at: Mapping[str, Fraction] = field(default_factory=dict)
    real: Fraction = Fraction(1)


FITTED = ("mean_error", "centre_square"), ("variance", "scale_square")
"""Error and variance of normal laws, whether points or moments are the state."""
ONE, HALF = Fraction(1), Fraction(1, 2)
MODELS = {
    model.name: model
    for model in (
        Model(
            "gaussian",
            "a normal law, its variance with the divisor n",
            resampling(),
            "gaussian",
            *FITTED,
            replaced=("gaussian_mle",),
        ),
        Model(
            "gaussian_unbiased",
            "a normal law, its variance with the divisor n - 1",
            unbiased,
            "gaussian_unbiased",
            *FITTED,
            replaced=("gaussian",),
        ),
        Model("known_variance", "a normal law of known variance", family(0), "known_variance"),
        Model("poisson", "a Poisson law of mean 1", family(0), "poisson", at={"lambda0": ONE}),
        Model(
            "exponential", "an exponential law", family(1), "gamma", variance=("variance",), at={"a": ONE, "mu0": ONE}
        ),
        Model(
            "bernoulli",
            "the share of one of two symbols, in truth a half",
            family(-1),
            "binomial",
            variance=("variance",),
            at={"m": ONE, "p0": HALF},
            real=HALF**2,
        ),
    )
}
KNOWN = MODELS["known_variance"]
"""Its errors are those of every model, to first order in 1/n."""


@dataclass(frozen=True)
class Policy:
    """A workflow with n points a batch, run to model k."""

    workflow: Workflow
    n: int
    k: int

    def fits(self, model: Model) -> list[Fit]:
        """Models 1..k, of real points of variance 1; raises DomainError, or BadInput where it cannot be done."""
        try:
            return list(fits(self.workflow.rounds(self.n, self.k), model.spread))
        except DomainError:
            raise
        except ValueError as error:
            raise BadInput(f"{self.workflow}: {error}") from None

    @property
    def real_points(self) -> int:
        """Real points that have come by round k."""
        return sum(size.real for size in self.workflow.rounds(self.n, self.k))

    @property
    def fresh(self) -> bool:
        """Do real points go on coming?"""
        return self.workflow.fresh > 0


# -- theorems ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What theorems say of a quantity: the claims of its value at k and of its limits, and these (None: it grows)."""

    cases: tuple[Case, ...]
    limits: tuple[Ball | None, ...]


def said(policy: Policy, model: Model, observables: tuple[str, ...], value: fmpq) -> Said:
    """What theorems say of one of these observables, whose value is this.

    Raises ArithmeticError where a claim has another value: then one of the two is wrong.
    """
    unit = arb(rational(model.real))
    found: list[Case] = []
    limits: list[Ball | None] = []
    for case in _about(_processes(policy.workflow, model), observables):
        claim, at = case.claim, _point(policy, model, case)
        if at is None:
            continue
        if isinstance(claim, Limit | Diverges):
            limits.append(ball(claim.equals, at, BITS) / unit if isinstance(claim, Limit) else None)
        elif isinstance(claim, Mean) and claim.equals is not None and claim.within is None:
            claimed = ball(claim.equals, at, BITS) / unit
            if not claimed.overlaps(arb(value)):
                raise ArithmeticError(f"{case.id} says {claimed.str(10)}, the recursion {arb(value).str(10)}")
        else:
            continue
        found.append(case)
    return Said(tuple(found), tuple(limits))


def of_many_points(policy: Policy) -> tuple[Case, Ball] | None:
    """The limit of the error, in units of that of n real points, as first n and then k grow, and who says so."""
    for case in _about((f"many_points_{policy.workflow.process}",), KNOWN.error):
        at = _point(policy, KNOWN, case)
        if isinstance(case.claim, Limit) and at is not None:
            return case, ball(case.claim.equals, at, BITS)
    return None


def whatever_the_workflow(model: Model) -> list[Case]:
    """Claims about error and variance of this model under all workflows that do not look at values."""
    return list(_about((f"{model.process}_value_blind",), (*model.error, *model.variance, "conserved")))


def _about(processes: Collection[str], observables: Collection[str]) -> Iterator[Case]:
    """The claims, but refuted ones, about these observables of these processes."""
    wanted = {f"{process}.{what}" for process in processes for what in observables}
    for case in (case for theorem in theorems().values() for case in cases(theorem)):
        if case.claim.observable in wanted and case.claim.expected != "refuted":
            yield case


def errata(policy: Policy, model: Model, cited: Collection[Case]) -> dict[tuple[str, str], str]:
    """What is wrong in print about this: (claim or theorem, kind of erratum) -> what is found.

    Refuted claims about the process, or of the theorems that are cited; notes that rest on what is cited.
    """
    processes, names = _processes(policy.workflow, model), {case.id for case in cited}
    found: dict[tuple[str, str], str] = {}
    for theorem in theorems().values():
        here = any(name.startswith(f"{theorem.id}/") for name in names)
        for case in cases(theorem):
            claim = case.claim
            if claim.erratum and (here or (claim.observable or "").partition(".")[0] in processes):
                found[case.id, claim.erratum] = claim.counterexample or ""
        for note in theorem.notes:
            if names & {f"{theorem.id}/{claim}" for claim in note.evidence}:
                found[f"{note.source}", note.kind] = note.found
    return found


def _processes(workflow: Workflow, model: Model) -> tuple[str, ...]:
    """The declared processes of a workflow."""
    replaced = model.replaced if workflow.process == "replace" else ()
    return (f"{model.process}_{workflow.process}", *replaced)


def _point(policy: Policy, model: Model, case: Case) -> dict[str, Any] | None:
    """The parameters of a claim for this policy and model; None where it does not apply."""
    workflow, n = policy.workflow, policy.n
    known = {"n": n, "k": policy.k, "sigma0": 1, "r": (workflow.fresh or workflow.fixed) * n, **model.at}
    at: dict[str, Any] = {}
    for parameter in case.theorem.parameters:
        if parameter.name in case.used:
            if parameter.name not in known:
                return None
            try:
                at[parameter.name] = parameter.parse(str(known[parameter.name]), at)
            except DomainError:
                return None
    return at if case.applies(at) else None


# -- the smallest that will do ----------------------------------------------------------------------------------

TENTHS = 60
"""The largest growth that is tried: sizes n t^6."""
PLAIN = {"window": "replace", "fresh": "a workflow without fresh points", "growth": "batches of n points"}
"""What is looked for is looked for beside this."""


@dataclass(frozen=True)
class Found:
    """The least that keeps a target, what it reaches; the next smaller one (if any), and how that misses it."""

    policy: Policy
    reached: fmpq
    below: Policy | None
    missed: fmpq


def solve(policy: Policy, kind: str, model: Model, target: Fraction, tell: Callable[[str], None]) -> Found:
    """The smallest fresh share, window, or growth of the batches that keeps a target at model k.

    kind: fresh, window, growth. target: at most 1, the diversity that is kept at least; above 1, the largest error in
    units of that of n real points. By bisection: more is taken to do no worse. That the next smaller one misses it
    is computed. Raises BadInput where none keeps it.
    """
    tried = _candidates(policy, kind)

    def reached(i: int) -> fmpq:
        tell(str(tried[i].workflow))
        last = tried[i].fits(model if target <= 1 else KNOWN)[-1]
        return last.variance if target <= 1 else last.error * policy.n

    def keeps(x: fmpq) -> bool:
        return bool(x >= wanted if target <= 1 else x <= wanted)

    wanted = rational(target)
    low, high = -1, len(tried) - 1
    missed, best = fmpq(0), reached(high)
    if not keeps(best):
        raise BadInput(f"{tried[high].workflow}, the most that is tried, has {float(arb(best)):.4g}: no {kind} will do")
    while high - low > 1:
        middle = (low + high) // 2
        value = reached(middle)
        if keeps(value):
            high, best = middle, value
        else:
            low, missed = middle, value
    return Found(tried[high], best, tried[low] if low >= 0 else None, missed)


def _candidates(policy: Policy, kind: str) -> list[Policy]:
    """From the least to the most; raises BadInput where the workflow says already what is looked for."""
    workflow, n = policy.workflow, policy.n
    if kind == "window":
        tried = [replace(workflow, selection="window", width=width) for width in range(1, policy.k + 1)]
        free = workflow.selection == "replace" and not workflow.fixed
    elif kind == "fresh":
        tried = [replace(workflow, fresh=Fraction(points, n)) for points in range(n)]
        free = not workflow.fresh
    else:
        powers = (Fraction(tenths, 10) for tenths in range(1, TENTHS + 1))
        grown = (f"n*t^{power}" if power.denominator == 1 else f"n*t^({power})" for power in powers)
        tried = [workflow, *(replace(workflow, sizes=sizes) for sizes in grown)]
        free = workflow.sizes == "n" and not workflow.fixed
    if not free:
        raise BadInput(f"--solve {kind}: {workflow} says already what is looked for: begin with {PLAIN[kind]}")
    return [Policy(each, n, policy.k) for each in tried]
