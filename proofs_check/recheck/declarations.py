"""Declared processes, and means of their observables in small cases, by the moments of what is drawn.

Here a data set is its points, one variable each, and a polynomial a mapping of monomials ((variable, exponent), ...)
to coefficients. A variable is (name, place, generation), the place of a number being -1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import comb, prod
from typing import Any

from flint import arb, fmpq, fmpz

from proofs_check.recheck.balls import NoValue, Number, masses, number, raised, whole
from proofs_check.recheck.decide import needs
from proofs_check.recheck.forms import ANY, Range
from proofs_check.recheck.terms import ONE, ZERO, Refused, Term, free, head, is_number, power, read, swap, walk

LARGEST = 2500
"""So many terms of a polynomial are followed."""
LAWS = ("Normal", "MeanChiSquare", "Binomial", "Poisson", "WishartDeterminant", "Finite", "Given", "Choice")
MADE_OF = ("Plus", "OfPast")
Polynomial = dict[tuple[Any, ...], Number]
ARGUMENT = "s"
"""The s of E e^(s X), where no parameter is called so."""


def ranged(value: Any) -> Range:
    """A range from its JSON value; raises Refused."""
    if value[0] in ("list", "unknown"):
        return tuple(value)
    kind, *parts = value
    low, high = (None if e in (["oo"], ["-oo"]) else read(e) for e in parts[:2])
    good = (
        kind in ("whole", "real") and all(type(out) is bool for out in parts[2:]) and parts[0] != ["oo"] != parts[1:2]
    )
    for e, out in zip((low, high), parts[2:], strict=True):
        good = good and (out if e is None else is_number(e) and (kind == "real" or (e.q == 1 and not out)))
    needs(good and parts[1] != ["-oo"], f"no range: {str(value)[:80]}")
    needs(
        low is None or high is None or low < high or (low == high and not any(parts[2:])), "an empty range says nothing"
    )
    return (kind, low, high, *parts[2:])


class Declaration:
    """A process as the certificate declares it."""

    def __init__(self, name: str, value: Mapping[str, Any]) -> None:
        self.name, self.first = name, whole(read(value["first"]))
        self.parameters = {s: ranged(r) for s, r in value["parameters"].items()}
        self.parameters.setdefault(ARGUMENT, ANY)
        self.states = {s: (kind, read(start), read(step)) for s, kind, start, step in value["states"]}
        self.draws, self.looked_at = (
            [(s, k, read(law)) for s, k, law in value[part]] for part in ("draws", "looked at")
        )
        self.before = {read(what): read(given) for what, given in value["before"]}
        self.reduces, self.fact = value.get("reduces"), str(value.get("fact", ""))
        self.same = [(read(a), read(b)) for a, b in value.get("same", ())]
        rows = [(s, kind) for s, (kind, _, _) in self.states.items()] + [(s, kind) for s, kind, _ in self.drawn]
        self.sizes = {s: read(kind[1]) for s, kind in rows if kind[0] == "points"}
        self.lies = {s: ranged(kind) for s, kind in rows if kind[0] == "real"}
        self.random = frozenset(s for s, _ in rows)
        laws = [law for *_, law in self.drawn] + [self.states[s][1] for s in self.sizes.keys() & self.states.keys()]
        for law in laws:
            laws += law[1:] if head(law) in MADE_OF else ()
        good = all(kind[0] in ("one", "points", "real") for _, kind in rows) and all(
            head(law) in LAWS + MADE_OF for law in laws
        )
        needs(good, f"{name}: nothing else is a state, a draw or a law")
        written = [t for _, *pair in self.states.values() for t in pair] + laws + list(self.sizes.values())
        known = self.random | self.parameters.keys() | {"t"}
        needs(all(free(t) <= known for t in written), f"{name}: a symbol is no parameter, state or draw")

    @property
    def drawn(self) -> list[tuple[str, Any, Term]]:
        return [*self.draws, *self.looked_at]

    @cached_property
    def used(self) -> frozenset[str]:
        parts = [t for _, start, step in self.states.values() for t in (start, step)]
        return frozenset(s for t in (*parts, *(law for *_, law in self.drawn), *self.sizes.values()) for s in free(t))

    def names(self, what: Term) -> tuple[str, ...]:
        """The parameters that the mean of an observable depends on."""
        return tuple(s for s in self.parameters if s in self.used | free(what))

    def chain(self) -> tuple[str, Term, Term, str, Term]:
        """State, start, step, draw and law of a chain of one number, which may start anywhere; raises Refused."""
        needs(len(self.states) == len(self.draws) == 1 and self.first == 0, f"{self.name} is no chain with one draw")
        ((state, (_, start, step)),), ((draw, _, law),) = self.states.items(), self.draws
        used = free(step) | free(law)
        good = not self.sizes and not self.looked_at and isinstance(start, str) and not used & {start, "t"}
        needs(good, f"{self.name} does not start anywhere, or its law changes")
        return state, start, step, draw, law


class Run:
    """A process at exact values of its parameters."""

    def __init__(self, process: Declaration, at: Mapping[str, Any]) -> None:
        self.p, self.at = process, dict(at)

    def expected(self, what: Term, k: int) -> Number:
        """E of an observable at generation k; raises NoValue where it is not found in this way."""
        p = self.p
        if head(what) == "HalfSquare":
            return self.expected(power(what[1], 2), k) - self.expected(what[1], k) ** 2
        if head(what) == "Increment":
            return self.growth(what[1])
        if k == p.first - 1 and p.before:
            laws = [(t, ["one"], g) for t, g in p.before.items() if head(g) in ("Normal", "Finite")]
            there = swap(what, {t: g for t, g in p.before.items() if head(g) not in ("Normal", "Finite")})
            return constant(self.over(self.read(there, k), laws, k))
        if not p.first <= k <= p.first + 3:
            raise NoValue("no small case")
        if any(head(t) == "if" for t in walk(what)):
            return self.enumerated(what, k)
        found = self.observed(what, k)
        for g in range(k - 1, p.first - 1, -1):
            found = self.before_step(found, g)
        starts = {(s, -1, p.first): self.read(p.states[s][1], p.first) for s in p.lies}
        data = [(s, kind, start) for s, (kind, start, _) in p.states.items() if s in p.sizes]
        return constant(self.over(self.put(found, starts), data, p.first))

    def before_step(self, found: Polynomial, g: int) -> Polynomial:
        """E[polynomial at generation g + 1 | generation g]."""
        moved = {(s, -1, g + 1): self.read(self.p.states[s][2], g) for s in self.p.lies}
        return self.over(self.put(found, moved), self.p.draws, g)

    def observed(self, what: Term, g: int) -> Polynomial:
        """The conditional mean, given the state, of what is observed at generation g."""
        return self.over(self.read(what, g), self.p.looked_at, g)

    def enumerated(self, what: Term, k: int) -> Number:
        """Over all that a chain may draw."""
        try:
            state, start, step, draw, law = self.p.chain()
        except Refused as error:
            raise NoValue(str(error)) from None
        found: dict[Number, Number] = {number(start, self.at): ONE}
        for _ in range(k):
            then: dict[Number, Number] = {}
            for x, mass in found.items():
                for c, m in masses(law[0], [number(a, {**self.at, state: x}) for a in law[1:]]):
                    y = number(step, {**self.at, state: x, draw: c})
                    then[y] = then.get(y, ZERO) + mass * m
            found = {y: m for y, m in then.items() if m != 0}
        return sum((m * number(what, {**self.at, state: x}) for x, m in found.items()), ZERO)

    def growth(self, what: Term) -> Number:
        """E of how much the logarithm of a monomial grows in a generation, of draws that are chi-squares."""
        if head(what) != "log":
            raise NoValue("no logarithm")
        g = self.p.first
        moved = {(s, -1, g + 1): self.read(self.p.states[s][2], g) for s in self.p.lies}
        after, now = self.put(self.read(what[1], g + 1), moved), self.read(what[1], g)
        if len(after) != 1 or len(now) != 1:
            raise NoValue("no monomial")
        ((m, c),) = multiply(after, self.power(now, fmpq(-1))).items()
        laws, total = {s: law for s, _, law in self.p.draws}, arb(c).log()
        for (s, *_), e in m:
            if head(laws.get(s)) != "MeanChiSquare":
                raise NoValue("another law")
            half = arb(number(laws[s][1], self.at) / 2)
            total += e * (half.digamma() - half.log())
        return total

    # -- polynomials ------------------------------------------------------------------------------------------

    def points(self, data: str, g: int) -> list[tuple[Any, ...]]:
        """The variables that the points of a data set at generation g are."""
        size = whole(number(self.p.sizes[data], {**self.at, "t": fmpq(g)}))
        if size > 12:
            raise NoValue("no small case")
        if data not in self.p.states or g == self.p.first:
            return [(data, i, g) for i in range(size)]
        joined = [v for part in self.p.states[data][2][1:] for v in self.points(part, g - 1)]
        needs(len(joined) == size, f"{len(joined)} points are joined to {size}")
        return joined

    def read(self, t: Term, g: int, points: Mapping[str, Any] | None = None) -> Polynomial:
        """An expression of states and draws at generation g; `points`: the point that a data set stands for."""
        points = points or {}
        if isinstance(t, str) and t in self.p.random:
            if t in self.p.sizes and t not in points:
                raise NoValue(f"{t} is many points")
            return {((points.get(t, (t, -1, g)), ONE),): ONE}
        if not free(t) & self.p.random:
            return {(): number(t, {**self.at, "t": fmpq(g)})}
        kind, *parts = t
        if kind in ("+", "*"):
            return (add if kind == "+" else multiply)(*(self.read(p, g, points) for p in parts))
        if kind == "^":
            return self.power(self.read(parts[0], g, points), number(parts[1], self.at))
        if kind == "exp":
            return self.exponential(self.read(parts[0], g, points))
        if kind == "Past":
            return add(*(self.read(parts[0], s, points) for s in range(self.p.first, g + 1)))
        if kind not in ("Mean", "Variance", "PowerSum"):
            raise NoValue(f"{kind} is no polynomial")
        (data,) = free(parts[0]) & self.p.sizes.keys()
        places = self.points(data, g)
        size = fmpq(len(places))

        def total(of: Term) -> Polynomial:
            return add(*(self.read(of, g, {**points, data: v}) for v in places))

        if kind == "Mean":
            return multiply(total(parts[0]), {(): 1 / size})
        if kind == "PowerSum":
            return total(("^", data, parts[1]))
        sum_ = total(data)
        squares = add(total(power(data, 2)), multiply(sum_, sum_, {(): -1 / size}))
        return multiply(squares, {(): 1 / (size - number(parts[1], self.at))})

    def exponential(self, p: Polynomial) -> Polynomial:
        """e^p for a sum of multiples of variables: (name, place, generation, "e") is e to the power of a variable."""
        found: Polynomial = {(): ONE}
        for m, c in p.items():
            if m and (len(m) > 1 or m[0][1] != 1 or len(m[0][0]) > 3 or not is_number(c)):
                raise NoValue("no multiple of a variable")
            found = multiply(found, {((((*m[0][0], "e"), c),) if m else ()): ONE if m else arb(c).exp()})
        return found

    def power(self, p: Polynomial, e: Number) -> Polynomial:
        if is_number(e) and e.q == 1 and e >= 0:
            return multiply({(): ONE}, *[p] * int(e))
        signed = any(self.p.lies.get(s, ANY)[1] != 0 for m in p for (s, *_), _ in m if s in self.p.states)
        if len(p) != 1 or not is_number(e) or (signed and e.q != 1):
            raise NoValue("no power of a sum, or of what may be negative")
        ((m, c),) = p.items()
        return {tuple((v, x * e) for v, x in m): raised(c, e)}

    def put(self, p: Polynomial, values: Mapping[Any, Polynomial]) -> Polynomial:
        """Polynomials in the place of variables."""
        parts = (
            multiply(
                {tuple(x for x in m if x[0] not in values): c}, *(self.power(values[v], e) for v, e in m if v in values)
            )
            for m, c in p.items()
        )
        return add(*parts)

    def over(self, p: Polynomial, draws: Sequence[Any], g: int) -> Polynomial:
        """E of a polynomial over draws at generation g, the last one first; all else is given."""
        for s, _, law in reversed(draws):
            known: dict[Any, Polynomial] = {}
            terms = []
            for m, c in p.items():
                inside = [(v, e) for v, e in m if (v[0], v[2]) == (s, g)]
                if len({v[:3] for v, _ in inside}) < len(inside):
                    raise NoValue("a variable and an exponential of it")
                for v, e in inside:
                    if (v, e) not in known:
                        known[v, e] = self.transform(law, e, g) if v[3:] else self.moment(law, e, g, v[1])
                terms.append(multiply({tuple(x for x in m if x not in inside): c}, *(known[x] for x in inside)))
            p = add(*terms)
        return p

    def transform(self, law: Term, s: Number, g: int) -> Polynomial:
        """E e^(s X), as a polynomial in exponentials of the state at generation g."""
        kind, *parts = law
        if kind == "Choice":
            places = self.points(parts[0], g)
            return add(*({(((*v, "e"), s),): fmpq(1, len(places))} for v in places))
        if kind == "Plus":
            return multiply(*(self.transform(part, s, g) for part in parts))
        if kind not in ("Normal", "Finite"):
            raise NoValue(f"E e^(s X) of {kind}")
        values = [number(p, {**self.at, "t": fmpq(g)}) for p in parts]
        if kind == "Normal":
            return {(): arb(s * values[0] + s * s * values[1] / 2).exp()}
        half = len(values) // 2
        return {(): sum((values[half + i] * arb(s * values[i]).exp() for i in range(half)), ZERO)}

    def moment(self, law: Term, e: Number, g: int, place: int = -1) -> Polynomial:
        """E X^e, as a polynomial in the state at generation g."""
        kind, *parts = law
        if kind == "MeanChiSquare":
            half = number(parts[0], {**self.at, "t": fmpq(g)}) / 2
            needs(half + e > 0, "a mean need not be finite")
            if e.q == 1:
                return {(): prod((half + i for i in range(int(e))), start=ONE) / half ** int(e)}
            return {(): (arb(half) + e).gamma() / (arb(half).gamma() * arb(half) ** e)}
        j = whole(e)
        if kind == "Given":
            return {(): self.at[parts[0]][place] ** j}
        if kind == "Choice":
            places = self.points(parts[0], g)
            return add(*({((v, e),) if j else (): fmpq(1, len(places))} for v in places))
        if kind == "Plus":
            a, b = ([self.moment(part, fmpq(i), g) for i in range(j + 1)] for part in parts)
            return add(*(multiply({(): fmpq(comb(j, i))}, a[i], b[j - i]) for i in range(j + 1)))
        if kind == "OfPast":
            past = range(self.p.first, g + 1)
            return multiply(add(*(self.moment(parts[0], e, s) for s in past)), {(): fmpq(1, len(past))})
        if kind == "WishartDeterminant":
            degrees, d = (whole(number(p, self.at)) for p in parts)
            return {(): prod((fmpq(degrees - i + 2 * s) for i in range(d) for s in range(j)), start=ONE)}
        if kind == "Finite":
            values = [number(p, self.at) for p in parts]
            half = len(values) // 2
            return {(): sum((values[half + i] * values[i] ** j for i in range(half)), ZERO)}
        mean, *rest = (self.read(p, g) for p in parts)
        if kind == "Normal":
            ways = [comb(j, 2 * i) * prod(range(1, 2 * i, 2)) for i in range(j // 2 + 1)]
            return add(*(multiply({(): fmpq(w)}, *[mean] * (j - 2 * i), *rest * i) for i, w in enumerate(ways)))
        stirling = [int(fmpz.stirling_s2(j, i)) for i in range(j + 1)]
        if kind == "Poisson":
            return add(*(multiply({(): fmpq(w)}, *[mean] * i) for i, w in enumerate(stirling)))
        if kind == "Binomial":
            falling = [multiply({(): ONE}, *(add(mean, {(): fmpq(-s)}) for s in range(i))) for i in range(j + 1)]
            return add(*(multiply({(): fmpq(w)}, falling[i], *rest * i) for i, w in enumerate(stirling)))
        raise NoValue(f"moments of {kind}")


def constant(p: Polynomial) -> Number:
    if p.keys() - {()}:
        raise NoValue("something random is left")
    return p.get((), ZERO)


def add(*terms: Polynomial) -> Polynomial:
    return collected((m, c) for term in terms for m, c in term.items())


def collected(terms: Iterable[tuple[Any, Number]]) -> Polynomial:
    total: Polynomial = {}
    for m, c in terms:
        total[m] = total[m] + c if m in total else c
    return {m: c for m, c in total.items() if not (is_number(c) and c == 0)}


def multiply(first: Polynomial, *others: Polynomial) -> Polynomial:
    for other in others:
        if len(first) * len(other) > 40 * LARGEST:
            raise NoValue("too many terms")
        pairs = ((times_(m, n), c * b) for m, c in first.items() for n, b in other.items())
        first = collected(pairs)
    return first


def times_(m: tuple[Any, ...], n: tuple[Any, ...]) -> tuple[Any, ...]:
    powers = dict(m)
    for v, e in n:
        powers[v] = powers.get(v, ZERO) + e
    return tuple(sorted((v, e) for v, e in powers.items() if e != 0))
