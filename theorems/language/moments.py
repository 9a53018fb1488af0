"""Moments of a declared process, derived: conditional means, the closed set of monomials, exact values.

A polynomial is a mapping from monomials to coefficients. A monomial is a product of powers of random quantities:
states, draws, power sums of data. Coefficients are rational functions of parameters, of the generation, and of
irrational factors such as the mean of a root, each of which counts as one more variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import prod
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed, PolynomialError

from theorems.language import recent
from theorems.language.data import GENERATION, Data, ExponentialSum, Past, PowerSum, Recent, in_power_sums, unfolded
from theorems.language.laws import Given, Law, falling
from theorems.language.monomials import ONE, Monomial, NotClosed, Polynomial, monomial, orders, partitions, times, whole
from theorems.language.processes import Counts, Drawing, Join, Process, Selected, Subset
from theorems.language.transforms import of_law

MOST_MONOMIALS = 400
MOST_IRRATIONAL = 24
"""So many different irrational factors, such as sqrt(n) or the mean of a root, may stand in coefficients."""


class Crowded(ValueError):
    """There are more irrational factors than the field of coefficients has generators for."""


@cache
def _generators() -> tuple[sp.Symbol, ...]:
    return sp.symbols(f"irrational0:{MOST_IRRATIONAL}", cls=sp.Dummy)  # type: ignore[no-any-return]


@dataclass
class Algebra:
    """Polynomials in the random quantities of a process, with coefficients in a field."""

    process: Process
    spare: int = MOST_IRRATIONAL
    """How many generators stand for irrational factors: with few, arithmetic is much faster."""
    provided: list[Any] = field(default_factory=list)
    """Conditions under which the moments that were used are finite."""
    irrational: dict[sp.Expr, sp.Symbol] = field(default_factory=dict)
    """Factors of coefficients that are no rational functions, and the generators that stand for them."""

    @cached_property
    def random(self) -> frozenset[sp.Symbol]:
        """The symbols that vary from run to run."""
        drawn: set[sp.Symbol] = set()
        for draw in (*self.process.draws, *self.process.looked_at):
            drawn |= set(draw.what) if isinstance(draw, Counts) else {draw.what}
        return frozenset({*self.process.states, *drawn})

    # -- coefficients -----------------------------------------------------------------------------------------

    @cached_property
    def domain(self) -> Any:
        """The field of rational functions in what is not random and in spare generators: over ZZ, as QQ is slower."""
        symbols: set[sp.Expr] = {GENERATION}
        for expression in self.process.expressions:
            sums = unfolded(expression).atoms(sp.Sum, sp.Indexed)
            symbols |= sums | {s for s in expression.free_symbols if not isinstance(s, sp.IndexedBase)}
        return sp.ZZ.frac_field(*sorted(symbols - self.random, key=str), *_generators()[: self.spare])

    def coefficient(self, expression: Any) -> Any:
        """An expression that is not random as an element of the domain; raises Crowded."""
        expression = unfolded(sp.sympify(expression))
        try:
            return self.domain.from_sympy(expression)
        except (CoercionFailed, PolynomialError, ValueError):
            pass
        if expression.is_Add:
            return sum(map(self.coefficient, expression.args), self.domain.zero)
        if expression.is_Mul:
            return prod(map(self.coefficient, expression.args), start=self.domain.one)
        if expression.is_Pow and expression.exp.is_Integer:
            return self.coefficient(expression.base) ** int(expression.exp)
        if expression not in self.irrational:
            if len(self.irrational) == self.spare:
                raise Crowded(f"the means have more than {self.spare} irrational factors, such as {expression}")
            self.irrational[expression] = _generators()[len(self.irrational)]
        return self.domain.from_sympy(self.irrational[expression])

    def written(self, coefficient: Any) -> sp.Expr:
        """An element of the domain as an expression."""
        factors = {symbol: factor for factor, symbol in self.irrational.items()}
        return self.domain.to_sympy(coefficient).xreplace(factors)

    # -- arithmetic -------------------------------------------------------------------------------------------

    def constant(self, expression: Any) -> Polynomial:
        value = self.coefficient(expression)
        return {ONE: value} if value else {}

    def add(self, *terms: Polynomial) -> Polynomial:
        total: Polynomial = {}
        for term in terms:
            for m, c in term.items():
                total[m] = total[m] + c if m in total else c
        return {m: c for m, c in total.items() if c}

    def multiply(self, a: Polynomial, b: Polynomial) -> Polynomial:
        total: Polynomial = {}
        for m, c in a.items():
            for m2, c2 in b.items():
                product = times(m, m2)
                total[product] = total[product] + c * c2 if product in total else c * c2
        return {m: c for m, c in total.items() if c}

    def power(self, a: Polynomial, exponent: sp.Expr) -> Polynomial:
        """a**exponent; only a single term can be raised to a power that is no whole number >= 0."""
        if whole(exponent):
            result = self.constant(1)
            for _ in range(int(exponent)):
                result = self.multiply(result, a)
            return result
        if len(a) != 1 or exponent.has(GENERATION):
            raise NotClosed(f"({self.text(a)})**({exponent}) is not a polynomial, the same in every generation")
        ((m, c),) = a.items()
        if not all(x.is_nonnegative for x, _ in m):  # (x^2)^(1/2) is not x
            raise NotClosed(f"({self.text(a)})**({exponent}) needs {self.expression(m)} to be positive")
        coefficient = sp.powdenest(self.written(c) ** exponent)  # not by force: (a^2)^(1/2) is not a
        return {monomial({x: e * exponent for x, e in m}): self.coefficient(coefficient)}

    def read(self, expression: Any) -> Polynomial:
        """An expression as a polynomial; raises NotClosed where it is none."""
        expression = in_power_sums(sp.sympify(expression))
        if isinstance(expression, PowerSum):
            data, j = expression.args
            if not whole(j):
                raise NotClosed(f"{expression} is not a sum of whole powers")
            return {monomial({expression: 1}): self.domain.one} if j != 0 else self.constant(data.size)
        if isinstance(expression, ExponentialSum):
            data, s = expression.args
            return {monomial({expression: 1}): self.domain.one} if s != 0 else self.constant(data.size)
        if isinstance(expression, Recent):
            return recent.read(self, expression)
        if isinstance(expression, Past):
            return self.add(*(self._past(m, c) for m, c in self.read(expression.args[0]).items()))
        if expression in self.random:
            return {monomial({expression: 1}): self.domain.one}
        if not (expression.free_symbols & self.random):
            return self.constant(expression)
        if expression.is_Add:
            return self.add(*map(self.read, expression.args))
        if expression.is_Mul:
            result = self.constant(1)
            for factor in expression.args:
                result = self.multiply(result, self.read(factor))
            return result
        if isinstance(expression, sp.exp):
            return self._exponential(expression.args[0])
        if expression.is_Pow and not (expression.exp.free_symbols & self.random):
            return self.power(self.read(expression.base), expression.exp)
        raise NotClosed(f"{expression} is not a polynomial in {', '.join(map(str, self.process.states))}")

    def _exponential(self, argument: sp.Expr) -> Polynomial:
        """e^(c x + ...), x numbers that are random, c not: a product of random quantities e^(c x)."""
        result = self.constant(1)
        for term in sp.Add.make_args(sp.expand(argument)):
            drawn = term.free_symbols & self.random
            if not drawn:
                result = self.multiply(result, self.constant(sp.exp(term)))
                continue
            x = drawn.pop()
            if drawn or isinstance(x, Data) or (term / x).has(x, GENERATION):
                raise NotClosed(f"e^({term}) is no exponential of a multiple of one number")
            result = self.multiply(result, {monomial({sp.exp(term): 1}): self.domain.one})
        return result

    def _past(self, m: Monomial, c: Any) -> Polynomial:
        if self.process.first != 0 or self.written(c).has(GENERATION):
            raise NotClosed(f"the sum over the past of {self.text({m: c})} needs the generations 0..t and no t in it")
        if any(isinstance(x, sp.exp | ExponentialSum) for x, _ in m):
            raise NotClosed(f"the sum over the past of {self.text({m: c})} is not worked out")
        terms = self.coefficient(GENERATION + 1)
        return {ONE: c * terms} if m == ONE else {monomial({Past(self.expression(m)): 1}): c}

    def expression(self, m: Monomial) -> sp.Expr:
        return sp.Mul(*(x**e for x, e in m))

    def text(self, a: Polynomial) -> str:
        return str(sp.Add(*(self.written(c) * self.expression(m) for m, c in a.items())))

    # -- expectation ------------------------------------------------------------------------------------------

    def integrate(
        self, a: Polynomial, what: frozenset[sp.Symbol], mean: Callable[[Monomial], Polynomial]
    ) -> Polynomial:
        """Replaces the part of every monomial that is about `what` by its mean."""
        terms, known = [], {}
        for m, c in a.items():
            inside = tuple((x, e) for x, e in m if x.free_symbols & what)
            if inside and inside not in known:
                known[inside] = mean(inside)
            rest = {tuple(pair for pair in m if pair not in inside): c}
            terms.append(self.multiply(rest, known[inside]) if inside else rest)
        return self.add(*terms)

    def points(self, size: sp.Expr, law: Law) -> Callable[[Monomial], Polynomial]:
        """Mean of a monomial in the power sums of `size` independent points, or in their exponential sums."""
        moments: dict[Any, Polynomial] = {}

        def moment(j: Any) -> Polynomial:
            key = type(j), j  # an order is equal to the same number as an argument
            if key not in moments:
                moments[key] = self.read(law.moment(j) if isinstance(j, int) else of_law(law, j))
            return moments[key]

        def mean(m: Monomial) -> Polynomial:
            terms = []
            for blocks, ways in partitions(orders(m)):
                term = self.constant(ways * falling(size, len(blocks)))
                for j in blocks:
                    term = self.multiply(term, moment(j))
                terms.append(term)
            return self.add(*terms)

        return mean

    def given(self, size: sp.Expr, law: Given) -> Callable[[Monomial], Polynomial]:
        """A monomial in the power sums of points that are given."""

        def value(m: Monomial) -> Polynomial:
            result = self.constant(1)
            for x, e in m:
                if not isinstance(x, PowerSum):
                    raise NotClosed(f"{x} of given points is not worked out")
                result = self.multiply(result, self.power(self.constant(law.power_sum(x.args[1], size)), e))
            return result

        return value

    def subset(self, size: sp.Expr, of: Data) -> Callable[[Monomial], Polynomial]:
        """Mean of a monomial in the power sums, or exponential sums, of points chosen without replacement."""

        def mean(m: Monomial) -> Polynomial:
            terms, kind = [], m[0][0].func
            for blocks, ways in partitions(orders(m)):
                share = sp.Mul(*((size - i) / (of.size - i) for i in range(len(blocks))))
                terms.append(self.multiply(self.constant(ways * share), self._distinct(blocks, of, kind)))
            return self.add(*terms)

        return mean

    def _distinct(self, orders: tuple[Any, ...], data: Data, kind: Any) -> Polynomial:
        """The sum of x^a y^b ..., or of e^(a x) e^(b y) ..., over tuples of distinct points, in sums of that kind."""
        parts = partitions(orders, signed=True)
        return self.add(*(self.read(ways * sp.Mul(*(kind(data, j) for j in blocks))) for blocks, ways in parts))

    def joined(self, parts: tuple[Data, ...]) -> Callable[[Monomial], Polynomial]:
        """A monomial in the power sums of joined data, in those of its parts."""

        def mean(m: Monomial) -> Polynomial:
            result = self.constant(1)
            for x, e in m:
                result = self.multiply(
                    result, self.power(self.read(sp.Add(*(x.func(part, x.args[1]) for part in parts))), e)
                )
            return result

        return mean

    def number(self, what: sp.Symbol, law: Law) -> Callable[[Monomial], Polynomial]:
        """Mean of a power of one draw, or of an exponential of it."""

        def mean(m: Monomial) -> Polynomial:
            if all(isinstance(x, sp.exp) for x, _ in m):
                return self.read(of_law(law, sp.Add(*(e * x.args[0] / what for x, e in m))))
            ((x, e), *others) = m
            if x != what or others:
                raise NotClosed(f"{self.expression(m)} is no power of {what}, and no exponential of it")
            if whole(e):
                return self.read(law.moment(int(e)))
            moment, finite = law.power_moment(e)
            self.provided.append(finite)
            return self.read(moment)

        return mean

    def counts(self, draw: Counts) -> Callable[[Monomial], Polynomial]:
        """Mean of a monomial in multinomial counts, by their factorial moments."""
        from sympy.functions.combinatorial.numbers import stirling

        shares = dict(zip(draw.what, draw.probabilities, strict=True))

        def mean(m: Monomial) -> Polynomial:
            if not all(x in shares and whole(e) for x, e in m):
                raise NotClosed(f"{self.expression(m)} is not a polynomial in {', '.join(map(str, draw.what))}")
            total: dict[int, Polynomial] = {0: self.constant(1)}
            for x, e in m:
                then: dict[int, list[Polynomial]] = {}
                for used, part in total.items():
                    for i in range(int(e) + 1):
                        ways = stirling(int(e), i)
                        if ways:
                            factor = self.multiply(self.constant(ways), self.power(self.read(shares[x]), sp.Integer(i)))
                            then.setdefault(used + i, []).append(self.multiply(part, factor))
                total = {used: self.add(*parts) for used, parts in then.items()}
            return self.add(
                *(self.multiply(self.constant(falling(draw.size, used)), part) for used, part in total.items())
            )

        return mean

    def conditional_mean(self, a: Polynomial) -> Polynomial:
        """E[polynomial at t + 1 | state at t]: its coefficients are those of generation t + 1, too."""
        shift = {GENERATION: GENERATION + 1}
        later = {m: self.written(c).subs(shift) for m, c in a.items()}
        try:
            return self.add(*(self.multiply(self.constant(c), self.next_mean(m)) for m, c in later.items()))
        except NotClosed:  # parts may be no polynomials although the whole is one
            if not all(isinstance(x, sp.Symbol) for m in a for x, _ in m):
                raise
            whole = sp.Add(*(c * self.expression(m) for m, c in later.items()))
            moved = {state: then for state, then in self.process.step.items() if not isinstance(state, Data)}
            return self.without(self.read(sp.expand(whole.xreplace(moved))), self.process.draws)

    def next_mean(self, m: Monomial) -> Polynomial:
        """E[monomial at t + 1 | state at t]."""
        result = self.constant(1)
        for x, e in m:
            if x in self.process.step and not isinstance(x, Data):
                result = self.multiply(result, self.read(self.process.step[x] ** e))
            else:
                result = self.multiply(result, self.power(self._moved(x), e))
        return self.without(result, self.process.draws)

    def without(self, a: Polynomial, draws: Sequence[Drawing]) -> Polynomial:
        """E[polynomial | what was there before the draws]."""
        for draw in reversed(draws):
            what = frozenset(draw.what) if isinstance(draw, Counts) else frozenset({draw.what})
            a = self.integrate(a, what, self._means(draw))
        return a

    @cached_property
    def _means(self) -> Callable[[Drawing], Callable[[Monomial], Polynomial]]:
        """`_mean_over`, every mean worked out once."""
        return cache(lambda draw: cache(self._mean_over(draw)))

    def _mean_over(self, draw: Drawing) -> Callable[[Monomial], Polynomial]:
        if isinstance(draw, Counts):
            return self.counts(draw)
        if isinstance(draw, Subset):
            return self.subset(draw.what.size, draw.of)
        if isinstance(draw, Join):
            return self.joined(draw.of)
        if isinstance(draw, Selected):
            raise NotClosed(f"which points of {draw.of} are in {draw.what} is not said: every {draw.by} may select")
        return (
            self.points(draw.what.size, draw.law) if isinstance(draw.what, Data) else self.number(draw.what, draw.law)
        )

    def _moved(self, x: sp.Expr) -> Polynomial:
        step = self.process.step
        if isinstance(x, PowerSum | ExponentialSum):
            data, j = x.args
            return self.add(*(self.read(x.func(part, j)) for part in step[data]))
        if isinstance(x, sp.exp):
            return self.read(x.xreplace({s: then for s, then in step.items() if not isinstance(s, Data)}))
        if isinstance(x, Past):
            then = self.constant(1)
            for y, e in x.args[0].as_powers_dict().items():
                then = self.multiply(then, self.power(self._moved(y), e))
            return self.add(self.read(x), then)
        return recent.moved(self, x) if isinstance(x, Recent | recent.Leaving) else self.read(step[x])

    def start_mean(self, a: Polynomial) -> Any:
        """E of a polynomial at the start, a coefficient."""
        at = {GENERATION: self.process.first}
        terms = []
        for m, c in a.items():
            term = self.constant(self.written(c).subs(at))
            for x, e in m:
                term = self.multiply(term, self.power(self._begun(x), e))
            terms.append(term)
        result = self.add(*terms)
        for state, given in self.process.start.items():
            if isinstance(state, Data):
                size = state.size.subs(at)
                mean = self.given(size, given) if isinstance(given, Given) else self.points(size, given)
                result = self.integrate(result, frozenset({state}), mean)
        if result.keys() - {ONE}:
            raise NotClosed(f"{self.text(result)} is not seen at the start")
        return result.get(ONE, self.domain.zero)

    def _begun(self, x: sp.Expr) -> Polynomial:
        if isinstance(x, PowerSum | ExponentialSum):
            return self.read(x)
        if isinstance(x, sp.exp):
            return self.read(x.xreplace({s: g for s, g in self.process.start.items() if not isinstance(g, Law)}))
        if isinstance(x, Past):
            return self.read(x.args[0].subs(self.process.start))
        return recent.begun(self, x) if isinstance(x, Recent) else self.read(self.process.start[x])
