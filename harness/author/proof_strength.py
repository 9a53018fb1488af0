"""Does a proof prove its claim, and not also something false? Every step must be able to fail."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import inf
from random import Random
from time import process_time

from harness.author.mutant_table import contradiction
from harness.basics.time_limit import OutOfTime, time_limit
from harness.judge.case import Case
from harness.judge.exact import grid
from harness.judge.proof import STEP_SECONDS, decide
from proofs_check.ledger import Derived
from proofs_check.steps import Cites, Step
from theorems import rooms
from theorems.language import Claim, Law, Theorem
from theorems.language.mutants import mutants, widened
from theorems.language.registry import in_room, modules


def toothless(steps: list[Step]) -> Iterator[tuple[Step, str]]:
    """Steps that cannot fail, or hold although perturbed: (step, why). What rules have derived is not asked."""
    for step in steps:
        if isinstance(step, Derived):
            continue
        perturbed = list(step.perturbed())
        if not perturbed and not isinstance(step, Cites):
            yield step, "it offers no false version of itself"
        for other in perturbed:
            if decide(other).ok:
                yield step, f"a false version of it passes: {other}"


def ungrounded(case: Case, steps: list[Step]) -> bool:
    """Does a proof about a random process say nothing on it? Algebra alone knows no process."""
    return case.observed is not None and not any(isinstance(step, Cites | Derived) for step in steps)


@dataclass(frozen=True)
class Neighbours:
    """What became of a proof when its claim had a slip, such as `equals: n -> n+1`.

    Of `total` slips so many were `tried`; `loose` are those of them that make the claim false, and for which the proof
    passes, too.
    """

    loose: tuple[str, ...]
    tried: int
    total: int

    def __str__(self) -> str:
        sample = f"a sample: {self.tried} of {self.total}" if self.tried < self.total else f"all {self.total}"
        return f"it passes for {len(self.loose) or 'no'} false neighbours ({sample} slips tried)"


def neighbours(case: Case, entropy: int, seconds: float, enough: float = inf) -> Neighbours | None:
    """Does the proof pass for slips that make the claim false? None without a proof, or for a refuted claim.

    All slips are tried, or, where a proof takes long, those that are done in so many seconds, in a random order; at
    most until `enough` of them pass. A derivation ends in the claim, whatever that is, and fails soon for what is
    false; whether a slip makes the claim false is then asked only of those for which it does not fail. It tries rules,
    which have tests of their own: a sixty-fourth part of the seconds will do. The suite tries others in every run:
    N of them miss what lets one slip in m pass with probability e^(-N/m).
    """
    claim, function = case.claim, case.proof
    if function is None or claim.expected == "refuted":
        return None  # the negation of a refuted claim holds for its neighbours, too
    began = process_time()
    if case.derives:
        seconds /= 64
    slips = list(mutants(claim, case.theorem.parameters.items))
    Random(entropy).shuffle(slips)
    every = [*(("when", slip, wider) for slip, wider in widened(claim)), *slips]
    places, original = cache(lambda: grid(case)), cache(lambda: function(claim))

    def is_false(part: str, mutant: Claim) -> bool:
        certainly = part == "equals" or (isinstance(claim, Law) and part != "when")
        return certainly or bool(contradiction(case.having(mutant), None if part == "when" else places()))

    def passes(_: str, mutant: Claim) -> bool:
        try:
            with time_limit(STEP_SECONDS):
                steps = function(mutant)
        except (Exception, OutOfTime):  # the proof cannot even be written down for it
            return False
        return bool(steps) and all(step in original() or decide(step).ok for step in reversed(steps))

    cheaper, other = (passes, is_false) if case.derives else (is_false, passes)
    loose: list[str] = []
    tried = 0
    for part, slip, mutant in every:
        if process_time() - began > seconds or len(loose) >= enough:
            break
        tried += 1
        if cheaper(part, mutant) and other(part, mutant):
            loose.append(f"{part}: {slip}")
    return Neighbours(tuple(loose), tried, len(every))


def strays(theorem: Theorem) -> Iterator[Callable[..., object]]:
    """Functions of the proof's file that take a claim and prove none of the theorem's."""
    name = in_room(modules()[theorem.id], rooms.PROOFS)
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        return
    names = {claim.name.replace("-", "_") for claim in theorem.claims}
    for stray, function in inspect.getmembers(module, inspect.isfunction):
        takes_claim = list(inspect.signature(function).parameters) == ["claim"]
        if function.__module__ == name and takes_claim and not stray.startswith("_") and stray not in names:
            yield function
