"""Derivations as a certificate: a JSON value that a program without sympy and without the rules can judge.

Terms are nested lists: [head, part, ...]; whole numbers are themselves, fractions ["/", p, q], symbols their names.
Two symbols of one name that sympy tells apart get names of their own. A mean is ["mean", process, observable,
generation, parameter, value, ...]; its observable is in the symbols of the process's declaration, which comes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from proofs_check.rules.claims import proves
from proofs_check.rules.means import ARGUMENT, Average, Expectation, domain_of, domains_of, parameters_of
from proofs_check.rules.statements import Context, Lists, NotProved, Proved, Range, Relation, Tends
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.domains.choices import Every
from theorems.language.domains.numbers import Number
from theorems.language.domains.parameter import Parameter
from theorems.language.domains.sequences import Schedule
from theorems.language.domains.sequences import Sequence as Numbers
from theorems.language.domains.shares import Simplex
from theorems.language.domains.spectra import Spectrum
from theorems.language.labelled import ExcessError
from theorems.language.laws import Law, Mixture
from theorems.language.processes import (
    Counts,
    Draw,
    Drawing,
    Finally,
    Join,
    Process,
    Selected,
    Subset,
    Time,
    observed,
)

FORMAT = "derivations of model collapse, 1"

Term = int | str | list[Any]

HEADS = {
    sp.Add: "+",
    sp.Mul: "*",
    sp.Pow: "^",
    sp.Abs: "abs",
    sp.Max: "max",
    sp.Min: "min",
    sp.Eq: "=",
    sp.Ne: "!=",
    sp.Sum: "sum",
    sp.Product: "product",
}
"""Heads of terms that are not called as sympy calls them."""


@dataclass(frozen=True)
class Conclusion:
    """What a claim says, or (if it is refuted) what contradicts it, and what was proved of it."""

    goals: Sequence[Relation]
    proofs: Sequence[Proved]
    refuted: bool = False


class Writer:
    """Writes expressions as terms, and keeps the names of symbols and the processes that they are about."""

    def __init__(self) -> None:
        kept = (GENERATION, ARGUMENT.symbol)
        self.names: dict[str, dict[Any, str]] = {str(s.name): {s: str(s.name)} for s in kept}
        self.processes: dict[str, Process] = {}
        self.observables: set[tuple[Process, Any]] = set()

    def name(self, symbol: Any) -> str:
        if isinstance(symbol, Data):
            return str(symbol.name)
        same = self.names.setdefault(symbol.name, {})
        if isinstance(symbol, sp.Dummy):
            return same.setdefault(symbol, f"{symbol.name}'{len(same) + 1}")
        return same.setdefault(symbol, f"{symbol.name}'{len(same) + 1}" if same else str(symbol.name))

    def term(self, e: Any) -> Term:
        if isinstance(e, Law):
            return self.law(e)
        if not isinstance(e, sp.Basic):
            if isinstance(e, Finally):
                return ["Finally", self.term(e.of), self.term(e.until)]
            if isinstance(e, Time):
                return ["Time", self.term(e.until)]
            return [type(e).__name__, self.term(e.of)] if hasattr(e, "of") else self.term(sp.sympify(e))
        if isinstance(e, sp.Rational):
            return int(e.p) if e.q == 1 else ["/", int(e.p), int(e.q)]
        if isinstance(e, sp.Symbol | sp.IndexedBase):
            return self.name(e)
        if e in (sp.oo, -sp.oo):
            return ["oo"] if e == sp.oo else ["-oo"]
        if isinstance(e, Expectation):
            return self.mean(e)
        if isinstance(e, Average):
            ((x,), body), law = e.args[0].args, e.law(*e.args[1:])
            return ["average", self.term(law), self.term(x), self.term(body)]
        if isinstance(e, sp.Piecewise):
            return self._branches(e.args)
        if isinstance(e, sp.Sum | sp.Product):
            found = self.term(e.function)
            for index, low, high in e.limits:
                found = [HEADS[type(e)], *map(self.term, (index, low, high)), found]
            return found
        if isinstance(e, sp.Indexed):
            return ["entry", self.term(e.base), *map(self.term, e.indices)]
        if isinstance(e, Relational) and not isinstance(e, sp.Eq | sp.Ne):
            sign = "<" if isinstance(e, sp.Gt | sp.Lt) else "<="
            return [sign, self.term(e.lts), self.term(e.gts)]
        head = next((head for kind, head in HEADS.items() if isinstance(e, kind)), str(e.func.__name__))
        return [{"HeldGamma": "gamma", "Exp1": "e", "Pi": "pi"}.get(head, head), *map(self.term, e.args)]

    def _branches(self, branches: Sequence[Any]) -> Term:
        (value, condition), *others = branches
        if condition == sp.true:
            return self.term(value)
        return ["if", self.term(condition), self.term(value), self._branches(others)]

    def mean(self, e: Expectation) -> Term:
        self._declare(e.process)
        self.observables.add((e.process, e.what))
        k, *values = e.args
        parts = zip(parameters_of(e.process, e.what), values, strict=True)
        pairs = [part for p, x in parts for part in (self.term(p.symbol), self.term(x))]
        return ["mean", e.process.name, self.term(e.what), self.term(k), *pairs]

    def law(self, law: Law) -> Term:
        if isinstance(law, Mixture):
            return ["Mixture", *map(self.term, (*law.weights, *law.laws))]
        parts = vars(law).values()
        return [
            type(law).__name__,
            *(self.term(p) for part in parts for p in (part if isinstance(part, tuple) else [part])),
        ]

    # -- statements -------------------------------------------------------------------------------------------

    def range(self, r: Range | Lists, whole: bool, among: Iterable[sp.Symbol] = ()) -> list[Any]:
        """among: the symbols, one of which a list may have as many entries as."""
        named = {str(s.name): self.name(s) for s in among}
        if isinstance(r, Lists) and isinstance(r.parameter, Schedule):
            entry = domain_of(r.parameter.entry)
            assert isinstance(entry, Range)
            return ["schedule", self.term(entry.low)]
        if isinstance(r, Lists):
            if isinstance(r.parameter, Every):
                return ["every"]
            if isinstance(r.parameter, Simplex):
                return ["shares", r.parameter.domain, r.parameter.entry.low_open, r.parameter.fewest]
            if isinstance(r.parameter, Spectrum):
                return ["spectrum", r.parameter.domain, *sorted(named.get(u, u) for u in r.parameter.uses)]
            assert isinstance(r.parameter, Numbers)
            entries = self.range(domain_of(r.parameter.entry), r.parameter.whole)
            return ["list", r.parameter.domain, *sorted(named.get(u, u) for u in r.parameter.uses), entries]
        kind = "whole" if whole else "real"
        return [kind, self.term(r.low), self.term(r.high), bool(r.low_open), bool(r.high_open)]

    def context(self, context: Context) -> dict[str, Any]:
        ranges = {self.name(s): self.range(r, bool(s.is_integer), context.symbols) for s, r in context.ranges}
        return {"for": ranges, "given": sorted(map(self.term, context.given), key=str)}

    def statement(self, s: Relation | Tends) -> dict[str, Any]:
        parts = ("left", "right") if isinstance(s, Relation) else ("expression", "symbol", "to", "limit")
        found = {part: self.term(getattr(s, part)) for part in parts}
        return found | ({"op": s.op} if isinstance(s, Relation) else {}) | self.context(s.context)

    def witness(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return [[self.term(key), self.term(x)] for key, x in value.items()]
        if hasattr(value, "quantities"):
            return {
                "quantities": list(map(self.term, value.quantities)),
                "step": [[[j, self.term(c)] for j, c in row.items()] for row in value.step],
                "start": list(map(self.term, value.start)),
            }
        return list(map(self.term, value)) if isinstance(value, tuple) else self.term(value)

    # -- declarations -----------------------------------------------------------------------------------------

    def _declare(self, process: Process) -> None:
        if self.processes.setdefault(process.name, process) is not process:
            raise NotProved(f"two processes are called {process.name}")
        if process.reduces:
            self._declare(process.reduces[0])

    def declaration(self, process: Process) -> dict[str, Any]:
        named = frozenset[str]().union(*(p.uses for p in process.parameters if isinstance(p, Number)))
        numbers = domains_of([p for p in process.parameters if isinstance(p, Number) or p.name in named])
        found: dict[str, Any] = {
            "first": process.first,
            "parameters": {self.name(p.symbol): self.domain(p, numbers, process) for p in process.parameters},
            "given": sorted(map(self.term, numbers.given), key=str),
            "ends": {
                self.name(p.symbol): [self.name(process.parameters[name].symbol) for name in sorted(p.uses)]
                for p in process.parameters
                if isinstance(p, Number) and p.uses
            },
            "states": [
                [self.term(s), self.kind(s), self.term(process.start[s]), self.following(process.step[s])]
                for s in process.states
            ],
            "draws": [self.drawing(d) for d in process.draws],
            "looked at": [self.drawing(d) for d in self._looked_at(process)],
            "before": [[self.term(what), self.term(given)] for what, given in process.before.items()],
        }
        if process.reduces:
            literal, fact = process.reduces
            both = [(literal.observables[n], o) for n, o in process.observables.items() if n in literal.observables]
            pairs = [[self.term(a), self.term(b)] for a, b in both if self._is_seen(literal, a)]
            own = {self.name(s): self.term(e) for s, e in process.values.items()}
            found |= {"reduces": literal.name, "fact": fact, "same": pairs, "values": own}
        return found

    def _looked_at(self, process: Process) -> list[Drawing]:
        """What is drawn to be looked at of which a mean is written, and what that is drawn from."""
        seen = {s for p, what in self.observables if p is process for s in observed(what).free_symbols}
        found: list[Drawing] = []
        for d in reversed(process.looked_at):
            if seen & set(d.what if isinstance(d, Counts) else (d.what,)):
                found.insert(0, d)
                seen |= drawn_from(d)
        return found

    def _is_seen(self, process: Process, what: Any) -> bool:
        """Is a mean of it written, or is it a polynomial in the states, which is compared easily?"""
        numbers = {*process.states, *what.atoms(Mean, Variance)} if isinstance(what, sp.Basic) else set()
        polynomial = bool(numbers) and not what.has(sp.Piecewise) and what.is_polynomial(*numbers)
        return polynomial or isinstance(what, ExcessError) or (process, what) in self.observables

    def symbols(self) -> dict[str, Any]:
        """What each symbol may be, whatever a statement says of it."""
        found: dict[str, Any] = {}
        for symbol, name in (pair for same in self.names.values() for pair in same.items()):
            if isinstance(symbol, sp.Symbol):
                low = 1 if symbol.is_positive and symbol.is_integer else 0 if symbol.is_nonnegative else None
                out = bool(symbol.is_positive and not symbol.is_integer) or low is None
                kind = "whole" if symbol.is_integer else "real"
                found[name] = [kind, ["-oo"] if low is None else low, ["oo"], out, True]
        return found

    def domain(self, p: Parameter, numbers: Context, process: Process) -> list[Any]:
        try:
            r = numbers.of[p.symbol] if isinstance(p, Number) else domain_of(p)
            return self.range(r, bool(p.symbol.is_integer), process.parameters.symbols)
        except NotProved:
            return ["unknown"]

    def kind(self, state: Any) -> list[Any]:
        if isinstance(state, Data):
            return ["points", self.term(state.size)]
        if state.is_nonnegative:
            return ["real", 0, ["oo"], bool(state.is_positive), True]
        return ["real", ["-oo"], ["oo"], True, True]

    def following(self, step: Any) -> Term:
        return ["join", *map(self.term, step)] if isinstance(step, tuple) else self.term(step)

    def drawing(self, d: Drawing) -> list[Any]:
        if isinstance(d, Draw):
            return [self.term(d.what), self.kind(d.what) if isinstance(d.what, Data) else ["one"], self.law(d.law)]
        if isinstance(d, Counts) and len(d.what) == 1:
            return [self.term(d.what[0]), ["one"], ["Multinomial", self.term(d.size), self.term(d.probabilities[0])]]
        if isinstance(d, Counts):
            return [[*map(self.term, d.what)], ["one"], ["Counts", *map(self.term, (d.size, *d.probabilities))]]
        if isinstance(d, Selected):
            return [self.term(d.what), self.kind(d.what), ["Selected", self.term(d.of), self.term(d.by)]]
        of = [d.of] if isinstance(d, Subset) else d.of
        assert isinstance(d, Subset | Join)
        return [self.term(d.what), self.kind(d.what), [type(d).__name__, *map(self.term, of)]]

    # -- derivations ------------------------------------------------------------------------------------------

    def certificate(self, claims: Mapping[str, Conclusion]) -> dict[str, Any]:
        """Of claims by name: every statement once, after its premises, and the declarations of their processes."""
        places: dict[int, int] = {}
        nodes: list[dict[str, Any]] = []

        def visit(proved: Proved) -> int:
            if id(proved) not in places:
                premises = [visit(p) for p in proved.premises]
                node = {"rule": proved.rule, "premises": premises, **self.statement(proved.statement)}
                witness = {name: self.witness(value) for name, value in proved.witness.items()}
                nodes.append(node | {"witness": witness, "by": proved.by, "schema": proved.schema})
                places[id(proved)] = len(nodes) - 1
            return places[id(proved)]

        written = [
            {
                "claim": name,
                "refuted": claim.refuted,
                "goals": list(map(self.statement, claim.goals)),
                "proved": [visit(p) for p in claim.proofs],
            }
            for name, claim in claims.items()
        ]
        declarations: dict[str, Any] = {}
        while missing := [p for name, p in self.processes.items() if name not in declarations]:
            declarations |= {process.name: self.declaration(process) for process in missing}
        parts = {"symbols": self.symbols(), "processes": declarations, "nodes": nodes, "claims": written}
        return {"format": FORMAT, **parts}


def drawn_from(d: Drawing) -> set[Any]:
    """The symbols that a draw depends on."""
    if isinstance(d, Counts):
        return {s for e in (d.size, *d.probabilities) for s in sp.sympify(e).free_symbols}
    if isinstance(d, Draw):
        return {s for e in d.law.arguments for s in sp.sympify(e).free_symbols}
    return {*d.of} if isinstance(d, Join) else {d.of}


def concluded(goals: Sequence[Relation], ledger: Sequence[Proved], refuted: bool) -> Conclusion:
    """Of the statements of a derivation, each after its premises, those that are its conclusions."""
    if refuted:
        return Conclusion(goals, ledger[-1:], True)
    return Conclusion(goals, [next(p for p in reversed(ledger) if _says(p, goal)) for goal in goals])


def _says(proved: Proved, goal: Relation) -> bool:
    try:
        proves(proved, goal)
    except NotProved:
        return False
    return True
