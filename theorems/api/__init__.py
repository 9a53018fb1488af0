"""The library: what the commands answer, as Python objects, for notebooks and programs.

    from theorems import api

    api.value("gaussian-risk/variance", n=10, k=3)    # exactly, as a ball, as a machine number; beside the exact truth
    api.value("gaussian-collapse/mean", n=20, k=range(1, 200))  # many points: an array
    api.truth("bernoulli-absorption/forgotten-upper", n=10, p0="1/5", k=range(1, 50))  # what it is a bound on
    api.simulate("gaussian.risk", paths=100_000, n=10, k=3, sigma0=1)
    api.claims(paper="shumailov", number="(5)")       # what became of it
    api.prove("g-iterate/lower")
    api.verify("g-iterate")
    api.derive("gaussian_accumulate", "variance", at={"n": 10, "k": 20, "sigma0": 1})
    api.workflow("replace + fresh(1/100)", n=100, k=100)

**Parameters** are whole numbers, fractions, texts such as `"1/3"`, lists where a parameter is a list, and machine
numbers: 0.1 is read as the decimal that it is printed as, 1/10 (one of single precision as the double that it is:
np.float32(0.1) is 0.10000000149011612). Where a parameter is a number, a list or an array of such values stands for
many points; several are broadcast, as numpy does.

**Errors** are exceptions with the line that the command line has: `BadInput` and `DomainError` (both ValueErrors),
`UnknownId` (a LookupError), `UnreadableTheorem`; TimeoutError where a limit of time is reached. Nothing is printed on
standard output.

Nothing is imported before it is needed; every function refuses with an ImportError where a file of another package
stands in for one of this suite.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from theorems.api.drawn import Draws
    from theorems.api.numbers import Number, Value
    from theorems.api.practice import Declaration, Derived, Practice
    from theorems.api.proofs import Proof, Proofs
    from theorems.api.told import Records, Table

__all__ = [
    "BadInput",
    "DomainError",
    "UnknownId",
    "UnreadableTheorem",
    "claims",
    "derive",
    "errata",
    "prove",
    "simulate",
    "truth",
    "value",
    "verify",
    "workflow",
]

ERRORS = {
    "BadInput": "harness.basics.errors",
    "DomainError": "theorems.language",
    "UnknownId": "theorems.language.registry",
    "UnreadableTheorem": "theorems.language.registry",
}
"""What functions raise for what they are given, and where it is defined."""

Progress = Callable[[float, int, str], None]
"""Is called now and then with how much is done, of how much, and what is being done."""


def __getattr__(name: str) -> Any:
    """The errors, when they are asked for."""
    if name not in ERRORS:
        raise AttributeError(f"module 'theorems.api' has no attribute {name!r}")
    _ours()
    return getattr(importlib.import_module(ERRORS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


@cache
def _ours() -> None:
    """Raises ImportError where another package stands in for a room of ours."""
    from theorems.door import intrusion

    if line := intrusion():
        raise ImportError(f"theorems: {line}")


def _room(name: str) -> Any:
    """A module of the library, if all that it will import is our own."""
    _ours()
    return importlib.import_module(f"theorems.api.{name}")


# -- values -----------------------------------------------------------------------------------------------------


def value(
    claim: str, /, *, digits: int = 15, seconds: float = 60.0, outside: str = "raise", **parameters: Any
) -> Value | Any:
    """The value of a claim `theorem/claim`: what it says its quantity equals, or the bound on it.

    At one point: a `Value`, with the theory value, the exact truth where there is an oracle, and their ratio, each a
    `Number` (exact, ball, machine number) that is known to `digits` decimal digits wherever it can be. A law is asked
    at its argument x.

    At many points: an array of machine numbers of the theory values, in the shape that the parameters broadcast to.
    Each is off by no more than 1e-12 of itself (and its rounding), nan where there is none or where that is not known,
    inf where it is too large; below 2^-60 what is not told from 0 is 0. Digits that cancel do not spoil it: such points
    are computed in balls. outside: `raise` an error for the first point outside of the domain, or of what is claimed;
    or `nan` there.

    Raises the errors of the library, and TimeoutError where a theory value takes more than so many seconds; an exact
    truth that does is None, and a note says so.
    """
    return _room("numbers").value(claim, digits, seconds, outside, parameters)


def truth(
    claim: str, /, *, digits: int = 15, seconds: float = 60.0, outside: str = "raise", **parameters: Any
) -> Number | Any:
    """The exact value of the quantity that a claim `theorem/claim` is about, whatever the claim says of it.

    At one point a `Number`; raises BadInput where there is no exact value, and says why. At many points an array of
    machine numbers, nan where there is none or where it is not known to 1e-12 of itself: the exact room computes one
    after the other; raises TimeoutError if all together take more than so many seconds.
    """
    return _room("numbers").truth(claim, digits, seconds, outside, parameters)


def simulate(
    observable: str, /, paths: int, *, entropy: int | None = None, workers: int | None = None, **parameters: Any
) -> Draws:
    """So many independent draws of an observable `process.name`, such as `gaussian.risk`, by the compiled simulator.

    An array with a value for each path (of a `step` a row: next, previous), which knows its `entropy`. The same entropy
    gives the same numbers, whatever the number of workers (threads; default: all cores), and those that the races of
    `verify` draw. Default: fresh entropy of the operating system.
    """
    return _room("drawn").simulate(observable, paths, entropy, workers, parameters)  # type: ignore[no-any-return]


# -- evidence ---------------------------------------------------------------------------------------------------


def verify(
    *ids: str,
    effort: str = "quick",
    entropy: int | None = None,
    fresh: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Records:
    """Proof, exact check and races of theorems `id` and claims `id/claim` (default: all), as `theorems verify` does.

    The records of `theorems verify --json`: a dict per question. `as_expected` tells whether all came out as expected,
    `entropy` with which numbers. effort: `quick` or `paper`, the resolution of 3% or 1%. fresh: find proofs and exact
    evidence anew. workers: threads, and as many other processes if it is more than one: a script then needs
    `if __name__ == "__main__":`. Default: threads on all cores, and no other process.
    """
    return _room("told").verify(ids, effort, entropy, fresh, workers, progress)  # type: ignore[no-any-return]


def prove(name: str, /) -> Proof | Proofs:
    """The proof of a claim `theorem/claim`, checked now: its status and its tree. Of a theorem `id` all its proofs."""
    return _room("proofs").prove(name)  # type: ignore[no-any-return]


def claims(
    *ids: str,
    paper: str | None = None,
    number: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    verdict: str | None = None,
    published: bool | None = None,
    refuted: bool | None = None,
    search: str | None = None,
) -> Table:
    """What is claimed, a dict for each claim of these theorems (default: all), ready for `pandas.DataFrame`.

    Those of a `paper` (shumailov, kazdan, suresh, arulandu) and, there, with a `number` such as `(5)` in their place;
    of a `kind` (Mean, Limit, ...), a `status` (the strongest evidence that a run has found for it, such as `proved`),
    a `verdict` on what is published (true, sharpened, false, qualified); that are or are not `published`, or `refuted`;
    with the words `search` in id, title or sentence.
    """
    wanted = {"kind": kind, "status": status, "verdict": verdict, "published": published, "refuted": refuted}
    return _room("told").claims(ids, paper, number, wanted, search)  # type: ignore[no-any-return]


def errata(paper: str | None = None) -> Table:
    """What is wrong in print: published claims that are refuted (with counterexample and correction), notes, and claims
    that are true and improved here; a dict for each, of one paper or of all.
    """
    return _room("told").errata(paper)  # type: ignore[no-any-return]


# -- processes --------------------------------------------------------------------------------------------------


def derive(
    process: str, expression: str | None = None, *, at: str | Mapping[str, Any] | None = None
) -> Declaration | Derived:
    """The mean of an expression of a declared process, an observable or such as `M**2 + V`, from its declaration alone.

    Its recursion, its closed form if there is one, and its exact value `at` a point with a generation k, such as
    `{"n": 10, "k": 20}` or `"n=10,k=20"`. Without an expression the declaration.
    """
    return _room("practice").derive(process, expression, at)  # type: ignore[no-any-return]


def workflow(
    *practices: str,
    n: int = 100,
    k: int = 100,
    model: str = "gaussian",
    solve: str | None = None,
    target: Any = None,
) -> Practice:
    """What a way to train on generated data does to a model, or what several do, as `theorems workflow` tells.

    practices: such as `accumulate`, `window(5)`, `replace + fresh(1/10)`. n: points of a batch. k: models. model: what
    is fitted. solve: find the smallest `fresh` share, `window`, or `growth` of the batches that keeps the `target`.
    """
    return _room("practice").workflow(practices, n, k, model, solve, target)  # type: ignore[no-any-return]
