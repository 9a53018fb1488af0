"""Certificates played again by the rules themselves: what they derive is true, whatever a certificate says of it."""

from dataclasses import replace

import sympy as sp
from called_rules import RULES

from proofs_check.rules import (
    algebra,
    probability,
    sequences,
)
from proofs_check.rules.means import average, domain_of, mean_of
from proofs_check.rules.statements import Context, Lists, NotProved, Range, Relation, Tends
from theorems.language import Parameters, determinants, functions, laws
from theorems.language.data import Data, Mean, Past, PowerSum, Recent, Variance
from theorems.language.domains.choices import Every
from theorems.language.domains.entries import Length
from theorems.language.processes import Draw, Finally, HalfSquare, Increment, Process, Selected, Steps, Time
from theorems.language.selections import Made, Real, Taken
from theorems.language.vectors import Determinant, OverDirections, SquaredFrobenius, SquaredNorm, Trace
from theorems.processes import processes

CALLED = {
    **{name: getattr(sp, name) for name in ("exp", "log", "gamma", "loggamma", "harmonic", "factorial", "polygamma")},
    **{name: getattr(sp, name) for name in ("sinh", "cosh", "sin", "cos")},
    **{"+": sp.Add, "*": sp.Mul, "^": sp.Pow, "abs": sp.Abs, "max": sp.Max, "=": sp.Eq, "!=": sp.Ne},
    **{"<": sp.Lt, "<=": sp.Le, "sum": sp.Sum, "product": sp.Product},
    **{"oo": lambda: sp.oo, "-oo": lambda: -sp.oo, "pi": lambda: sp.pi, "e": lambda: sp.E},
    **{f.__name__: f for f in (Mean, Past, PowerSum, Recent, Variance, Finally, HalfSquare, Increment, Steps, Time)},
    **{f.__name__: f for f in (Made, Real, Taken)},
    **{f.__name__: f for f in (Determinant, Length, OverDirections, SquaredFrobenius, SquaredNorm, Trace, sp.binomial)},
    **{name: getattr(functions, name) for name in ("GIterate", "OccupancyIterate", "OptimalExponent")},
}

KEPT = []
"""Edited processes, which no other may be taken for."""
LAWS = {n: law for module in (laws, determinants) for n, law in vars(module).items() if isinstance(law, type)}


class Replay:
    """names: the symbol of each name. Raises NotProved, or whatever else goes wrong, where a rule refuses."""

    def __init__(self, certificate, names):
        self.nodes, self.claims = certificate["nodes"], certificate["claims"]
        self.names = dict(names)
        self.found = {}
        self.processes = {}
        for name, declared in certificate["processes"].items():
            self.processes[name] = self.process(processes()[name], declared)
        self.edited = {name for name, p in self.processes.items() if p is not processes()[name]}

    def everything(self, monkeypatch):
        """Derives every claim; that a process is one which is declared is not asked of one that is edited."""
        known = processes() | self.processes
        monkeypatch.setattr(probability, "processes", lambda: known)
        for claim in self.claims:
            for goal, place in zip(claim["goals"], claim["proved"], strict=True):
                wanted, proved = self.relation(goal), self.prove(place)
                if proved.assuming:
                    raise NotProved("a hypothesis is left")
                r = proved.relation
                if (r.left, r.op, r.right) != (wanted.left, wanted.op, wanted.right):
                    algebra.combine(wanted.left, wanted.op, wanted.right, proved, context=wanted.context)
                algebra._covered({}, r.context, wanted.context, ())

    # -- terms ------------------------------------------------------------------------------------------------

    def term(self, t, names=None):
        names = self.names if names is None else names
        if isinstance(t, str):
            return names[t]
        if isinstance(t, int):
            return sp.Integer(t)
        head, *parts = t
        if head == "/":
            return sp.Rational(*parts)
        if head == "mean":
            process = self.processes[parts[0]]
            what = self.term(parts[1], self.inside(process))
            values = dict(
                zip((str(names[s]) for s in parts[3::2]), (self.term(x, names) for x in parts[4::2]), strict=True)
            )
            of = probability.parameters_of(process, what)
            if values.keys() != {p.name for p in of}:
                raise NotProved("other parameters")
            return mean_of(process, what)(self.term(parts[2], names), *(values[p.name] for p in of))
        if head == "average":
            return average(self.law(parts[0], names), names[parts[1]], self.term(parts[2], names))
        if head in ("sum", "product"):
            index, low, high, body = (self.term(p, names) for p in parts)
            return CALLED[head](body, (index, low, high))
        if head == "if":
            condition, a, b = (self.term(p, names) for p in parts)
            return sp.Piecewise((a, condition), (b, True))
        if head == "entry":
            return names[parts[0]][self.term(parts[1], names)]
        return CALLED[head](*(self.term(p, names) for p in parts))

    def law(self, t, names):
        head, *parts = t
        if head == "Finite":
            half = len(parts) // 2
            values = [self.term(p, names) for p in parts]
            return laws.Finite(tuple(values[:half]), tuple(values[half:]))
        return LAWS[head](*(self.given(p, names) for p in parts))

    def inside(self, process):
        """The names in observables of a process."""
        own = [*process.states, *(d.what for d in (*process.draws, *process.looked_at))]
        return self.names | {s.name: s for s in own if isinstance(s, Data)}

    def process(self, process, declared):
        """The process as the certificate declares it: the known one where that is the same, or says less."""
        parameters = Parameters(*(self.parameter(p, declared["parameters"]) for p in process.parameters))
        data = {
            row[0]: row[1][1]
            for row in (*declared["states"], *declared["draws"], *declared["looked at"])
            if row[1][0] == "points"
        }
        names = dict(self.names)
        for name, size in data.items():
            names[name] = Data(name, self.term(size))
        rest = {
            "start": {names[s]: self.given(start, names) for s, _, start, _ in declared["states"]},
            "step": {names[s]: self.following(step, names) for s, _, _, step in declared["states"]},
            "draws": tuple(self.drawing(names[s], law, names) for s, _, law in declared["draws"]),
            "looked_at": tuple(self.drawing(names[s], law, names) for s, _, law in declared["looked at"]),
            "before": {self.term(what, names): self.given(x, names) for what, x in declared["before"]},
            "first": declared["first"],
        }
        if all(d in process.looked_at for d in rest["looked_at"]):  # the others are not written
            rest["looked_at"] = tuple(process.looked_at)
        as_before = {part: getattr(process, part) for part in rest}
        as_before |= {part: tuple(as_before[part]) for part in ("looked_at", "draws")}
        if rest == as_before and parameters.items == process.parameters.items:
            return process
        KEPT.append(Process(process.name, parameters, **rest, spectrum=process.spectrum))
        return KEPT[-1]

    def drawing(self, what, law, names):
        if law[0] == "Selected":
            return Selected(what, *(names[s] for s in law[1:]))
        return Draw(what, self.law(law, names))

    def given(self, t, names):
        return self.law(t, names) if isinstance(t, list) and t[0] in LAWS else self.term(t, names)

    def following(self, t, names):
        return tuple(names[s] for s in t[1:]) if isinstance(t, list) and t[0] == "join" else self.term(t, names)

    def parameter(self, p, declared):
        """With a smaller domain, where the certificate says so; a larger one says less of what is claimed."""
        name = next(s for s in declared if self.names[s] == p.symbol)
        told = declared[name]
        if told[0] in ("list", "spectrum", "every"):
            if isinstance(p, Every) != (told[0] == "every") or told[1:2] not in ([], [p.domain]):
                raise NotProved("another domain")
            return p
        here, there = domain_of(p), self.range(told)
        if here.within(there):
            return p
        low_open = there.low_open if there.low > here.low else here.low_open
        high_open = there.high_open if there.high < here.high else here.high_open
        low, high = max(here.low, there.low), min(here.high, there.high)
        grid = [e for e, out in ((low, low_open), (high, high_open)) if not out]
        ends = {"low": low, "high": None if high == sp.oo else high, "low_open": low_open, "high_open": high_open}
        return replace(p, **ends, grid=tuple(grid), default=None, sign=p.sign)

    # -- statements -------------------------------------------------------------------------------------------

    def range(self, told):
        low, high = (self.term(e) for e in told[1:3])
        return Range(low, high, *told[3:])

    def context(self, node):
        ranges = {}
        for name, told in node["for"].items():
            if told[0] in ("list", "spectrum", "every"):
                ranges[self.names[name]] = next(
                    Lists(p)
                    for d in self.processes.values()
                    for p in d.parameters
                    if p.symbol == self.names[name] and told[1:2] in ([], [p.domain])
                )
            else:
                symbol = self.names[name]
                if bool(symbol.is_integer) != (told[0] == "whole"):
                    raise NotProved(f"{name} is of another kind")
                ranges[symbol] = self.range(told)
        return Context(tuple(ranges.items()), frozenset(map(self.term, node["given"])))

    def relation(self, node):
        return Relation(self.term(node["left"]), node["op"], self.term(node["right"]), self.context(node))

    def prove(self, place):
        if place not in self.found:
            node = self.nodes[place]
            if any(p >= place for p in node["premises"]):
                raise NotProved("it rests on a later one")
            self.found[place] = self.says(self.ruled(node), node)
        return self.found[place]

    def says(self, proved, node):
        """What was proved as the statement that the certificate has, if it follows."""
        if "expression" in node:
            t = proved.tends
            there = [self.term(node[part]) for part in ("expression", "symbol", "to", "limit")]
            if Tends(*there, self.context(node)) != t:
                raise NotProved("another limit")
            return proved
        r = self.relation(node)
        return proved if r == proved.relation else algebra.combine(r.left, r.op, r.right, proved, context=r.context)

    def ruled(self, node):
        """What the rule of a statement proves from its premises."""
        rule, w = node["rule"], node["witness"]
        if rule == "induction":
            return self.induction(node)
        if rule == "hypothesis":
            raise NotProved("a hypothesis of no induction")
        premises = [self.prove(p) for p in node["premises"]]
        if "expression" in node:
            parts = [self.term(node[part]) for part in ("expression", "symbol", "to", "limit")]
            if rule == "tends":
                return sequences.tends(*parts, self.context(node))
            if rule == "same limit":
                return sequences.same_limit(*premises)
            known = dict(zip((self.names[s] for s in w["symbols"]), premises, strict=True))
            return sequences.limit_of(self.term(w["function"]), known, self.context(node))
        r = self.relation(node)
        symbol = self.names[w["symbol"]] if "symbol" in w else None
        return RULES[rule](self, r, premises, w, symbol)

    def induction(self, node):
        base, step = node["premises"]
        fixed = node["witness"]["fixed"]

        def following(hypothesis, now):
            old, names = dict(self.found), dict(self.names)
            inside = {p for p in self.below(step) if self.rests_on(p, fixed)}
            self.found = {p: x for p, x in self.found.items() if p not in inside}
            self.names[fixed] = now
            for p in inside:
                if self.nodes[p]["rule"] == "hypothesis":
                    self.found[p] = self.says(hypothesis, self.nodes[p])
            try:
                return self.prove(step)
            finally:
                self.found, self.names = old, names

        return algebra.induction(
            self.relation(node), self.names[node["witness"]["symbol"]], self.prove(base), following
        )

    def below(self, place):
        found = {place}
        for p in self.nodes[place]["premises"]:
            found |= self.below(p)
        return found

    def rests_on(self, place, fixed):
        node = self.nodes[place]
        return fixed in node["for"] or any(self.rests_on(p, fixed) for p in node["premises"])
