"""Means of observables of declared processes in small cases, by the moments of what is drawn.

Here a data set is its points, one variable each: (name, place, generation), the place of a number being -1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations, product
from math import comb, factorial, prod
from random import Random
from typing import Any

from flint import arb, fmpq, fmpz

from proofs_check.recheck.balls import NoValue, Number, masses, number, raised, whole
from proofs_check.recheck.decide import needs
from proofs_check.recheck.declarations import Declaration, each
from proofs_check.recheck.forms import ANY
from proofs_check.recheck.least_squares import expected as of_least_squares
from proofs_check.recheck.least_squares import mean_chi_square
from proofs_check.recheck.polynomials import Polynomial, add, constant, exponent, exponential, multiply
from proofs_check.recheck.pooled import moment as moment_of_pooled
from proofs_check.recheck.pooled import root_mean
from proofs_check.recheck.shrinkage import moment as of_shrinkage
from proofs_check.recheck.terms import ONE, ZERO, Refused, Term, free, head, is_number, power, swap, walk

LAWS_BEFORE = ("Normal", "Finite", "Mixture")
"""Of draws that are looked at one generation before the first."""


class Run:
    """A process at exact values of its parameters, with no more points than `most` in a data set."""

    def __init__(self, process: Declaration, at: Mapping[str, Any], most: int = 12) -> None:
        self.p, self.at, self.most = process, dict(at), most

    def expected(self, what: Term, k: int) -> Number:
        """E of an observable at generation k; raises NoValue where it is not found in this way."""
        p = self.p
        if head(what) == "HalfSquare":
            return self.expected(power(what[1], 2), k) - self.expected(what[1], k) ** 2
        if head(what) == "Increment":
            return self.growth(what[1])
        if k == p.first - 1 and p.before:
            laws = [(t, ["one"], g) for t, g in p.before.items() if head(g) in LAWS_BEFORE]
            there = swap(what, {t: g for t, g in p.before.items() if head(g) not in LAWS_BEFORE})
            return constant(self.over(self.read(there, k), laws, k))
        if p.refit:
            return of_least_squares(p, self.at, what, k)
        if not p.first <= k <= p.first + 3:
            raise NoValue("no small case")
        if p.alphabet:
            return self.counted(what, k)
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

    def counted(self, what: Term, k: int) -> Number:
        """Over all counts of all symbols of a multinomial alphabet."""
        ((state, (_, start, step)),), ((draw, _, law),) = self.p.states.items(), self.p.draws
        shares = self.at[self.p.alphabet]
        if self.p.looked_at or start != self.p.alphabet or law[0] != "Multinomial" or law[2] != state:
            raise NoValue("no counts of an alphabet")
        size = whole(number(law[1], self.at))
        if comb(size + len(shares) - 1, size) * k > 200:
            raise NoValue("no small case")
        found: dict[tuple[Number, ...], Number] = {tuple(shares): ONE}
        for _ in range(k):
            then: dict[tuple[Number, ...], Number] = {}
            for now, mass in found.items():
                for counts in product(range(size + 1), repeat=len(now)):
                    if sum(counts) == size:
                        ways = factorial(size) // prod(map(factorial, counts))
                        m = mass * ways * prod((x**c for x, c in zip(now, counts, strict=True)), start=ONE)
                        there = ({**self.at, state: x, draw: fmpq(c)} for x, c in zip(now, counts, strict=True))
                        moved = tuple(number(step, at) for at in there)
                        then[moved] = then.get(moved, ZERO) + m
            found = then
        return sum((m * self.seen(what, state, now) for now, m in found.items()), ZERO)

    def seen(self, what: Term, state: str, now: tuple[Number, ...]) -> Number:
        """The value of an observable where the symbols have these states."""
        sums = {t: f"sum {i}" for i, t in enumerate(dict.fromkeys(t for t in walk(what) if head(t) == "OverSymbols"))}
        added = {name: sum((number(t[1], {**self.at, state: x}) for x in now), ZERO) for t, name in sums.items()}
        return number(swap(what, sums), self.at | added)

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
        if size > self.most:
            raise NoValue("no small case")
        if data in self.p.selected:
            of, by = self.p.selected[data]
            return Random(f"{self.at[by]} selects {g}").choices(self.points(of, g), k=size)
        if data not in self.p.states or g == self.p.first:
            return [(data, i, g) for i in range(size)]
        joined = [v for part in self.p.states[data][2][1:] for v in self.points(part, g - 1)]
        needs(len(joined) == size, f"{len(joined)} points are joined to {size}")
        return joined

    def read(self, t: Term, g: int, points: Mapping[str, Any] | None = None, c: Any = None) -> Polynomial:
        """An expression of states and draws at generation g; `points`: the point that a data set stands for.

        c: the direction in which vectors are seen. The place of their entries is (the place of the point, c).
        """
        points = points or {}
        if isinstance(t, str) and t in self.p.random:
            if t in self.p.sizes and (t not in points or (c is None) == bool(self.p.spectrum)):
                raise NoValue(f"{t} is many points, or many numbers")
            name, place, then = points.get(t, (t, -1, g))
            return {(((name, place if c is None else (place, c), then), 1),): ONE}
        if head(t) in ("Trace", "SquaredNorm", "SquaredFrobenius", "Determinant", "OverDirections"):
            return self.total(t[0], t[1], g)
        if not free(t) & self.p.random:
            return {(): number(t, {**self.at, "t": fmpq(g)})}
        kind, *parts = t
        if kind in ("+", "*"):
            return (add if kind == "+" else multiply)(*(self.read(p, g, points, c) for p in parts))
        if kind == "^":
            return self.power(self.read(parts[0], g, points, c), number(parts[1], self.at))
        if kind == "exp":
            return exponential(self.read(parts[0], g, points, c))
        if kind == "Past":
            return add(*(self.read(parts[0], s, points, c) for s in range(self.p.first, g + 1)))
        if kind == "Recent":
            width = whole(number(parts[1], self.at))
            return add(*(self.read(parts[0], s, points, c) for s in range(max(self.p.first, g + 1 - width), g + 1)))
        if kind not in ("Mean", "Variance", "PowerSum", "ExponentialSum"):
            raise NoValue(f"{kind} is no polynomial")
        if kind == "Variance":
            return self.covariance(t, g, c, c)
        (data,) = free(parts[0]) & self.p.sizes.keys()
        places = self.points(data, g)
        of = {"Mean": parts[0], "PowerSum": ("^", *parts), "ExponentialSum": ("exp", ("*", *parts))}[kind]
        total = add(*(self.read(of, g, {**points, data: v}, c) for v in places))
        return multiply(total, {(): fmpq(1, len(places) if kind == "Mean" else 1)})

    def covariance(self, t: Term, g: int, *both: Any) -> Polynomial:
        """The entry, for two directions, of a sample covariance or of the real one, which is diagonal."""
        if t == self.p.spectrum:
            return {(): self.at[t][both[0]] if both[0] == both[1] else ZERO}
        if head(t) == "*":
            *scales, matrix = sorted(t[1:], key=lambda f: head(f) == "Variance")
            return multiply(self.covariance(matrix, g, *both), *({(): number(c, self.at)} for c in scales))
        if head(t) != "Variance" or t[1] not in self.p.sizes:
            raise NoValue("no sample covariance")
        places = self.points(t[1], g)
        rows = [[self.read(t[1], g, {t[1]: v}, c) for v in places] for c in both]
        squares = add(*map(multiply, *rows), multiply(*(add(*row) for row in rows), {(): fmpq(-1, len(places))}))
        return multiply(squares, {(): 1 / (len(places) - number(t[2], self.at))})

    def total(self, kind: str, of: Term, g: int) -> Polynomial:
        """A number that is seen of a vector or of a matrix."""
        d = len(self.at.get(self.p.spectrum, ()))
        if d == 0 or (kind == "Determinant" and d > 2):
            raise NoValue("no small case")
        if kind in ("SquaredNorm", "OverDirections"):
            return add(*(self.read(power(of, 2) if kind == "SquaredNorm" else of, g, None, c) for c in range(d)))
        entry = {(a, b): self.covariance(of, g, a, b) for a in range(d) for b in range(a + 1)}
        if kind == "Trace" or (kind == "Determinant" and d == 1):
            return add(*(entry[c, c] for c in range(d)))
        if kind == "SquaredFrobenius":
            return add(*(multiply(e, e, {(): fmpq(1 if a == b else 2)}) for (a, b), e in entry.items()))
        return add(multiply(entry[0, 0], entry[1, 1]), multiply(entry[1, 0], entry[1, 0], {(): -ONE}))

    def power(self, p: Polynomial, e: Number) -> Polynomial:
        if is_number(e) and e.q == 1 and e >= 0:
            return multiply({(): ONE}, *[p] * int(e))
        signed = any(self.p.lies.get(s, ANY)[1] != 0 for m in p for (s, *_), _ in m if s in self.p.states)
        if len(p) != 1 or not is_number(e) or (signed and e.q != 1):
            raise NoValue("no power of a sum, or of what may be negative")
        ((m, c),) = p.items()
        return {tuple((v, exponent(x * e)) for v, x in m): raised(c, e)}

    def put(self, p: Polynomial, values: Mapping[Any, Polynomial]) -> Polynomial:
        """Polynomials in the place of variables."""
        parts = (
            multiply(
                {tuple(x for x in m if x[0][:3] not in values): c},
                *(
                    exponential(multiply(values[v[:3]], {(): fmpq(e)})) if v[3:] else self.power(values[v], fmpq(e))
                    for v, e in m
                    if v[:3] in values
                ),
            )
            for m, c in p.items()
        )
        return add(*parts)

    def over(self, p: Polynomial, draws: Sequence[Any], g: int) -> Polynomial:
        """E of a polynomial over draws at generation g, the last one first; all else is given."""
        for s, _, law in reversed(draws):
            drawn, known, terms = each(s), dict[Any, Polynomial](), [Polynomial()]
            for m, c in p.items():
                own = [x for x in m if x[0][0] in drawn and x[0][2] == g]
                if not own:
                    terms[0][m] = c
                    continue
                inside = [(v, fmpq(e)) for v, e in own]
                if len({v[:3] for v, _ in inside}) < len(inside):
                    raise NoValue("a variable and an exponential of it")
                if isinstance(s, tuple):
                    if any(v[3:] for v, _ in inside):
                        raise NoValue("an exponential of counts")
                    means = [self.counts(law, {s.index(v[0]): e for v, e in inside}, g)]
                elif law[0] == "Subset":
                    means = [self.subset(law[1], inside, g)]
                elif self.p.spectrum:
                    seen: dict[int, tuple[int, ...]] = {}
                    for (_, (i, direction), _), e in inside:
                        seen[i] = seen.get(i, ()) + (direction,) * whole(e)
                    means = [self.joint(law, point, g, known) for point in seen.values()]
                else:
                    for v, e in (x for x in inside if x not in known):
                        known[v, e] = self.transform(law, e, g) if v[3:] else self.moment(law, e, g, v[1])
                    means = [known[x] for x in inside]
                terms.append(multiply({tuple(x for x in m if x not in own): c}, *means))
            p = add(*terms)
        return p

    def joint(self, law: Term, seen: tuple[int, ...], g: int, known: dict[Any, Polynomial]) -> Polynomial:
        """E of the product of a normal vector's entries in these directions (Stein)."""
        if head(law) != "Normal":
            raise NoValue("no normal vector")
        if seen and seen not in known:
            a, *others = seen
            left = [(b, tuple(others[:i] + others[i + 1 :])) for i, b in enumerate(others)]
            known[seen] = add(
                multiply(self.read(law[1], g, None, a), self.joint(law, tuple(others), g, known)),
                *(multiply(self.covariance(law[2], g, a, b), self.joint(law, rest, g, known)) for b, rest in left),
            )
        return known[seen] if seen else {(): ONE}

    def subset(self, data: str, inside: Sequence[Any], g: int) -> Polynomial:
        """E of a product of powers (exponentials) of points, or entries, chosen without replacement: over all ways."""
        marked = [(v[1] if self.p.spectrum else (v[1], None), v[3:], e if v[3:] else fmpq(whole(e))) for v, e in inside]
        entries = [(*place, m, exponent(e)) for place, m, e in marked]
        chosen = list(dict.fromkeys(i for i, *_ in entries))
        ways = list(permutations(self.points(data, g), len(chosen)))
        needs(ways, f"{data} has fewer points than are chosen")
        points = [dict(zip(chosen, way, strict=True)) for way in ways]
        seen = [[(at[j], c, m, e) for j, c, m, e in entries] for at in points]
        terms = ([{(((s, i if c is None else (i, c), t, *m), e),): ONE} for (s, i, t), c, m, e in at] for at in seen)
        return add(*(multiply({(): fmpq(1, len(ways))}, *term) for term in terms))

    def counts(self, law: Term, powers: Mapping[int, Number], g: int) -> Polynomial:
        """E of a product of powers of multinomial counts: x^e in falling powers, whose means are known."""
        _, size, *shares = law
        n = number(size, {**self.at, "t": fmpq(g)})
        of_order: dict[int, Polynomial] = {0: {(): ONE}}
        for place, e in powers.items():
            share, j, then = self.read(shares[place], g), whole(e), dict[int, Polynomial]()
            for used, p in of_order.items():
                for i in range(j + 1):
                    term = multiply(p, {(): fmpq(int(fmpz.stirling_s2(j, i)))}, *[share] * i)
                    then[used + i] = add(then.get(used + i, {}), term)
            of_order = then
        falling = {used: prod((n - i for i in range(used)), start=ONE) for used in of_order}
        return add(*(multiply(p, {(): falling[used]}) for used, p in of_order.items()))

    def transform(self, law: Term, s: Number, g: int) -> Polynomial:
        """E e^(s X), as a polynomial in exponentials of the state at generation g."""
        kind, *parts = law
        if kind == "Choice":
            places = self.points(parts[0], g)
            return add(*({(((*v, "e"), exponent(s)),): fmpq(1, len(places))} for v in places))
        if kind == "Plus":
            return multiply(*(self.transform(part, s, g) for part in parts))
        if kind == "LogWishartDeterminant":
            return self.moment(("WishartDeterminant", *parts), s, g)
        if kind == "Mixture":
            return self.mixed(parts, lambda part: self.transform(part, s, g), g)
        if kind == "Normal":
            mean, variance = (multiply(self.read(p, g), {(): c}) for p, c in zip(parts, (s, s * s / 2), strict=True))
            return exponential(add(mean, variance))
        if kind != "Finite":
            raise NoValue(f"E e^(s X) of {kind}")
        values = [number(p, {**self.at, "t": fmpq(g)}) for p in parts]
        half = len(values) // 2
        return {(): sum((values[half + i] * arb(s * values[i]).exp() for i in range(half)), ZERO)}

    def mixed(self, parts: Sequence[Term], of: Callable[[Term], Polynomial], g: int) -> Polynomial:
        """The sum over the laws of a mixture, as many as weights, of weight times mean."""
        half = len(parts) // 2
        return add(*(multiply(self.read(w, g), of(law)) for w, law in zip(parts[:half], parts[half:], strict=True)))

    def moment(self, law: Term, e: Number, g: int, place: int = -1) -> Polynomial:
        """E X^e, as a polynomial in the state at generation g."""
        kind, *parts = law
        if kind == "MeanChiSquare":
            return {(): mean_chi_square(number(parts[0], {**self.at, "t": fmpq(g)}) / 2, e)}
        if kind == "PoolFactor" and 2 * e == 1:
            return {(): root_mean(*(whole(number(p, {**self.at, "t": fmpq(g)})) for p in parts))}
        j = whole(e)
        if kind == "Given":
            return {(): self.at[parts[0]][place] ** j}
        if kind == "Choice":
            places = self.points(parts[0], g)
            return add(*({((v, j),) if j else (): fmpq(1, len(places))} for v in places))
        if kind == "Plus":
            a, b = ([self.moment(part, fmpq(i), g) for i in range(j + 1)] for part in parts)
            return add(*(multiply({(): fmpq(comb(j, i))}, a[i], b[j - i]) for i in range(j + 1)))
        if kind == "Mixture":
            return self.mixed(parts, lambda part: self.moment(part, e, g, place), g)
        if kind == "OfPast":
            past = range(self.p.first, g + 1)
            return multiply(add(*(self.moment(parts[0], e, s) for s in past)), {(): fmpq(1, len(past))})
        if j < 0 and kind != "Finite":
            raise NoValue(f"E 1/X of {kind}")
        if kind in ("PoolFactor", "Shrinkage"):
            n, t = (number(p, {**self.at, "t": fmpq(g)}) for p in parts)
            return {(): moment_of_pooled(n, t, j) if kind == "PoolFactor" else of_shrinkage(n, t, fmpq(j))}
        if kind == "WishartDeterminant":
            degrees, d = (whole(number(p, self.at)) for p in parts)
            return {(): prod((fmpq(degrees - i + 2 * s) for i in range(d) for s in range(j)), start=ONE)}
        if kind == "LogWishartDeterminant" and j in (1, 2):
            degrees, d = (whole(number(p, self.at)) for p in parts)
            needs(degrees >= d, "a singular matrix has no logarithm")
            halves = [arb(fmpq(degrees - i, 2)) for i in range(d)]
            first = sum((half.digamma() + arb(2).log() for half in halves), arb(0))
            return {(): first if j == 1 else first**2 + sum((arb(2).zeta(half) for half in halves), arb(0))}
        if kind == "ShiftedDeterminant" and j == 1:  # minors of order m: m! e_m(weights), by Cauchy and Binet
            a, b, c, degrees, d = (number(p, {**self.at, "t": fmpq(g)}) for p in parts)
            e = [ONE] + [ZERO] * whole(d)
            for w in [b] * whole(degrees) + [c]:
                e = [x + w * y for x, y in zip(e, [ZERO, *e], strict=False)]
            chosen = (prod((d - i for i in range(m)), start=ONE) for m in range(len(e)))
            return {(): sum((raised(a, d - m) * n * e[m] for m, n in enumerate(chosen)), ZERO)}
        if kind == "Finite":
            values = [number(p, self.at) for p in parts]
            half = len(values) // 2
            return {(): sum((values[half + i] * values[i] ** j for i in range(half)), ZERO)}
        if kind == "Gamma":
            shape = number(parts[0], {**self.at, "t": fmpq(g)})
            of_mean_one = prod(((shape + i) / shape for i in range(j)), start=ONE)
            return multiply({(): of_mean_one}, *[self.read(parts[1], g)] * j)
        mean, *rest = (self.read(p, g) for p in parts)
        if kind == "Normal":
            ways = [comb(j, 2 * i) * prod(range(1, 2 * i, 2)) for i in range(j // 2 + 1)]
            return add(*(multiply({(): fmpq(w)}, *[mean] * (j - 2 * i), *rest * i) for i, w in enumerate(ways)))
        if kind == "Uniform":  # (b^(j+1) - a^(j+1))/((j+1) (b - a)), divided out
            return add(*(multiply({(): fmpq(1, j + 1)}, *[mean] * i, *rest * (j - i)) for i in range(j + 1)))
        stirling = [int(fmpz.stirling_s2(j, i)) for i in range(j + 1)]
        if kind == "Poisson":
            return add(*(multiply({(): fmpq(w)}, *[mean] * i) for i, w in enumerate(stirling)))
        if kind == "Binomial":
            falling = [multiply({(): ONE}, *(add(mean, {(): fmpq(-s)}) for s in range(i))) for i in range(j + 1)]
            return add(*(multiply({(): fmpq(w)}, falling[i], *rest * i) for i, w in enumerate(stirling)))
        raise NoValue(f"moments of {kind}")
