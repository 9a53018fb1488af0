"""Declared processes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flint import fmpq

from proofs_check.recheck.balls import whole
from proofs_check.recheck.decide import needs, ranged
from proofs_check.recheck.forms import ANY, vanishes
from proofs_check.recheck.terms import (
    ONE,
    ZERO,
    Term,
    free,
    head,
    is_number,
    minus,
    plus,
    put,
    read,
)

DETERMINANTS = ("WishartDeterminant", "LogWishartDeterminant", "ShiftedDeterminant")
LABELLED = ("Labelled", "Relabelled")
"""Rows with labels, the first ones of a process real."""
COUNTS = ("Multinomial", "Counts")
"""Of one symbol, whichever; of several, each of which has its name."""
LAWS = (
    "Normal",
    "Uniform",
    "MeanChiSquare",
    "Gamma",
    "Binomial",
    "Occupied",
    "Poisson",
    "Finite",
    "Given",
    "Choice",
    "Subset",
    "PoolFactor",
    "Shrinkage",
    *COUNTS,
    *LABELLED,
    *DETERMINANTS,
)
MADE_OF = ("Plus", "OfPast", "Mixture")
BY_NAME = ("Made", "Real", "Taken", "NoiseShare")
"""Heads whose first part is the name of a workflow, or of an estimator."""
ARGUMENT = "s"
"""The s of E e^(s X), where no parameter is called so."""


def each(drawn: str | tuple[str, ...]) -> tuple[str, ...]:
    """Of counts of several symbols all names, else the one."""
    return drawn if isinstance(drawn, tuple) else (drawn,)


def made_of(law: Term) -> tuple[Term, ...]:
    """The laws that a law is made of; of a mixture, after its weights."""
    return law[1 + len(law) // 2 :] if head(law) == "Mixture" else law[1:]


def numbers(t: Term) -> frozenset[str]:
    """The symbols in a term that stand for more than a workflow that says a size."""
    if not isinstance(t, tuple):
        return frozenset({t} if isinstance(t, str) else ())
    return frozenset[str]().union(*map(numbers, t[2 if t[0] in BY_NAME else 1 :]))


class Declaration:
    """A process as the certificate declares it."""

    def __init__(self, name: str, value: Mapping[str, Any]) -> None:
        self.name, self.first = name, whole(read(value["first"]))
        needs(self.first >= 0, "a generation is counted from 0 on")
        self.parameters = {s: ranged(r) for s, r in value["parameters"].items()}
        self.parameters.setdefault(ARGUMENT, ANY)
        self.given = frozenset(map(read, value.get("given", ())))
        self.ends = value.get("ends")
        self.states = {s: (kind, read(start), read(step)) for s, kind, start, step in value["states"]}
        self.draws, self.looked_at = (
            [(tuple(s) if isinstance(s, list) else s, k, read(law)) for s, k, law in value[part]]
            for part in ("draws", "looked at")
        )
        self.before = {read(what): read(given) for what, given in value["before"]}
        self.reduces, self.fact = value.get("reduces"), str(value.get("fact", ""))
        self.same = [(read(a), read(b)) for a, b in value.get("same", ())]
        self.values = {s: read(x) for s, x in value.get("values", {}).items()}
        rows = [(s, kind) for s, (kind, _, _) in self.states.items()]
        rows += [(s, kind) for named, kind, _ in self.drawn for s in each(named)]
        self.sizes = {s: read(kind[1]) for s, kind in rows if kind[0] == "points"}
        self.selected = {s: law[1:] for s, _, law in self.drawn if head(law) == "Selected"}
        """Of points that are selected: from which data, and by which workflow."""
        self.lies = {s: ranged(kind) for s, kind in rows if kind[0] == "real"}
        self.random = frozenset(s for s, _ in rows)
        needs(not any(head(t) in (*LAWS, *MADE_OF) for t in self.before), "no law is given before the first generation")
        real = [start for _, start, _ in self.states.values() if head(start) in ("Normal", "Labelled")]
        self.spectrum: str = next((v for *_, v in real if self.parameters.get(v, ANY)[0] == "spectrum"), "")
        """Points that are vectors: the eigenvalues of the real covariance, one for each direction."""
        starts = [start for _, start, _ in self.states.values() if isinstance(start, str)]
        self.alphabet: str = next((s for s in starts if self.parameters.get(s, ANY)[0] == "shares"), "")
        """Where every symbol has states and draws of its own: the given shares of the symbols."""
        laws = [law for s, _, law in self.drawn if s not in self.selected] + [
            self.states[s][1] for s in self.sizes.keys() & self.states.keys()
        ]
        for law in laws:
            laws += made_of(law) if head(law) in MADE_OF else ()
        good = all(kind[0] in ("one", "points", "real") for _, kind in rows) and all(
            head(law) in LAWS + MADE_OF for law in laws
        )
        needs(good, f"{name}: nothing else is a state, a draw or a law")
        of_data = all(law[1] in self.sizes for law in laws if head(law) in ("Choice", "Subset", "Relabelled"))
        needs(of_data, f"{name}: points are chosen from data")
        counted = any(head(law) == "Multinomial" for law in laws)
        needs(not (counted and not self.alphabet) and not (self.alphabet and self.sizes), f"{name} is of no alphabet")
        several = [(s, law) for s, _, law in self.drawn if isinstance(s, tuple) or head(law) == "Counts"]
        good = all(isinstance(s, tuple) and head(law) == "Counts" and len(law) == 2 + len(s) for s, law in several)
        good = good and all(head(g) != "Counts" for g in self.before.values())
        needs(good and not (several and (self.alphabet or self.spectrum)), f"{name}: counts need names")
        again = [draw for draw in self.looked_at if draw in self.draws]
        """Drawn anew to be looked at, as for the next step."""
        needs(len({s for s, _ in rows}) + len(again) == len(rows), f"{name}: two things have one name")
        written = [t for _, *pair in self.states.values() for t in pair] + laws + list(self.sizes.values())
        known = self.random | self.parameters.keys() | {"t"}
        needs(all(free(t) <= known for t in written), f"{name}: a symbol is no parameter, state or draw")
        workflows = {s for s, r in self.parameters.items() if r[0] == "every"}
        needs(
            not any(numbers(t) & workflows for t in (*written, *self.before.values())),
            f"{name}: a workflow is no number",
        )
        moves = [step for *_, step in self.states.values()] + [law for *_, law in self.draws]
        for s, (of, by) in self.selected.items():
            good = of in self.sizes and self.parameters.get(by, ANY)[0] == "every" and head(self.sizes[s]) == "Taken"
            needs(good and self.sizes[s][1::2] == (by, "t"), f"{name}: {s} is selected by nothing")
        seen = {s for named, *_ in self.looked_at for s in each(named)} - {s for s, *_ in self.draws}
        needs(not any(free(t) & seen for t in moves), f"{name}: what is drawn only to be looked at moves nothing")
        self.refit = any(head(law) in LABELLED for law in laws)
        """Is it least squares, fitted to labels that it gave?"""
        good = self.refitted() if self.refit else not self.spectrum or self.fitted()
        needs(good, f"{name}: normal vectors, fitted by mean and covariance or by least squares, are needed")
        for s in self.sizes.keys() & self.states.keys():
            join, *parts = self.states[s][2]
            joined = join == "join" and all(part in self.sizes for part in parts)
            then = self.later(self.sizes[s])
            needs(
                joined and vanishes(minus(then, plus(*(self.sizes[part] for part in parts)))), f"{name}: {s} is no join"
            )

    def later(self, size: Term) -> Term:
        """A size at generation t + 1; of a sum over the generations before t, with one term more."""
        if head(size) == "+":
            return plus(*map(self.later, size[1:]))
        so_far = head(size) == "sum" and is_number(size[2]) and vanishes(minus(size[3], minus("t", ONE)))
        if so_far and self.first >= size[2] and "t" not in free(size[4]):
            return plus(size, put(size[4], {size[1]: "t"}))
        return put(size, {"t": plus("t", ONE)})

    def fitted(self) -> bool:
        """Are real points Normal(0, spectrum), all others chosen, or normal: of sample means, and c Variance(x, ddof)?

        The mean is 0, or a sum of sample means; c is a number, the same in all directions.
        """
        real = ("Normal", ZERO, self.spectrum)
        begun = all(start == real for _, start, _ in self.states.values())
        laws = [law for s, _, law in self.drawn if s not in self.selected and law != real and head(law) != "Subset"]
        if not all(head(law) == "Normal" for law in laws):
            return False
        given: dict[Term, Term] = {}
        for _, mean, covariance in laws:
            means = mean[1:] if head(mean) == "+" else () if mean == ZERO else (mean,)
            factors = covariance[1:] if head(covariance) == "*" else (covariance,)
            fits = [f for f in factors if head(f) == "Variance"]
            scales = {s for f in factors if f not in fits for s in free(f)}
            estimates = [(what, "Mean") for what in means] + [(what, "Variance") for what in fits]
            good = len(fits) == 1 and scales <= self.parameters.keys() - {self.spectrum}
            if not good or not all(head(what) == kind and what[1] in self.sizes for what, kind in estimates):
                return False
            given |= dict.fromkeys(means, ZERO) | dict.fromkeys(fits, self.spectrum)
        return begun and self.before in ({}, given)

    def refitted(self) -> bool:
        """Is it one set of rows, the first real, to which a batch with labels of its fit, and the same noise, comes?"""
        if len(self.states) != 1 or len(self.draws) not in (1, 2) or self.looked_at or not self.spectrum:
            return False
        ((data, (_, start, step)),) = self.states.items()
        if len(self.draws) == 2:
            laws = {s: law for s, _, law in self.draws}
            labels = sorted({ZERO: 0, ("Slope", data): 1}.get(law[1], 2) for law in laws.values() if len(law) == 4)
            fixed = not any("t" in free(size) for size in self.sizes.values())
            same = start[0] == "Labelled" and all((law[0], *law[2:]) == (start[0], *start[2:]) for law in laws.values())
            return (
                same and labels == [0, 1] and start[1] == ZERO and fixed and {*step[1:]} == {*laws} and len(step) == 3
            )
        ((batch, _, law),) = self.draws
        real, slope = ("Labelled", ZERO, start[2], self.spectrum), ("Slope", data)
        new, again = ("Labelled", slope, start[2], self.spectrum), ("Relabelled", data, slope, start[2])
        first = put(self.sizes[data], self.begins)
        same = law == new or (law == again and vanishes(minus(self.sizes[batch], first)))
        fits = start == real and same and step in (("join", batch), ("join", data, batch))
        return fits and not free(start[2]) & (self.random | {"t"})

    @property
    def begins(self) -> dict[str, Term]:
        """The first generation."""
        return {"t": fmpq(self.first)}

    def of_one_symbol(self, what: Term) -> bool:
        """Has an observable something that every symbol has, outside of sums over all of them?"""
        if not self.alphabet or head(what) == "OverSymbols":
            return False
        if isinstance(what, tuple):
            return any(self.of_one_symbol(part) for part in what[1:])
        return isinstance(what, str) and what in self.random | {self.alphabet}

    @property
    def drawn(self) -> list[tuple[Any, Any, Term]]:
        return [*self.draws, *self.looked_at]

    @cached_property
    def used(self) -> frozenset[str]:
        parts = [t for _, start, step in self.states.values() for t in (start, step)]
        return frozenset(s for t in (*parts, *(law for *_, law in self.drawn), *self.sizes.values()) for s in free(t))

    def uses(self, parameter: str) -> frozenset[str]:
        """The other parameters that say where one lies; where that is not told, all beside it in conditions."""
        if self.ends is not None:
            return frozenset(self.ends.get(parameter, ()))
        return frozenset[str]().union(*(free(c) for c in self.given if parameter in free(c)))

    def names(self, what: Term) -> tuple[str, ...]:
        """The parameters that the mean of an observable depends on."""
        return tuple(s for s in self.parameters if s in self.used | free(what))

    def chain(self) -> tuple[str, Term, Term, Any, Term]:
        """State, start, step, draw and law of a chain of one number, which may start anywhere; raises Refused."""
        needs(len(self.states) == len(self.draws) == 1 and self.first == 0, f"{self.name} is no chain with one draw")
        ((state, (_, start, step)),), ((draw, _, law),) = self.states.items(), self.draws
        used = free(step) | free(law)
        others = self.sizes or self.looked_at or self.before or self.alphabet or isinstance(draw, tuple)
        good = not others and isinstance(start, str) and not used & {start, "t"}
        needs(good, f"{self.name} does not start anywhere, or its law changes")
        return state, start, step, draw, law
