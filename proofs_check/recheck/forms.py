"""Exact decisions: is a term 0, or of one sign, as a rational function of those of its parts that are none (atoms)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from flint import arb, fmpq, fmpq_mpoly_ctx
from flint.utils.flint_exceptions import DomainError

from proofs_check.recheck.balls import NoValue, number
from proofs_check.recheck.terms import (
    BINDERS,
    ONE,
    ZERO,
    Of,
    Refused,
    Term,
    free,
    head,
    is_number,
    minus,
    over,
    plus,
    power,
    put,
    swap,
    text,
    times,
)

LONGEST = 60
"""Sums of so many terms are written out, and so large powers expanded."""
Range = tuple[Any, ...]
"""("whole" or "real", low, high, low is left out, high is left out), None: infinite; ("list", domain, size,
range of an entry).

("spectrum", domain): lists of at least one number > 0, none larger than the one before. ("schedule", low): whole
numbers >= low that go on for ever. ("shares", domain, positive, fewest): lists of so many numbers >= 0 (> 0), or more,
that sum to 1. ("every",): all workflows that select points without a look at their values.
"""
LISTS = {"list", "spectrum", "schedule", "shares", "every"}
ANY, UP, ABOVE = (("real", low, None, out, True) for low, out in ((None, True), (ZERO, False), (ZERO, True)))


@dataclass(frozen=True)
class Context:
    """Ranges of symbols, and conditions."""

    ranges: tuple[tuple[str, Range], ...]
    given: frozenset[Term] = frozenset()

    @cached_property
    def of(self) -> dict[str, Range]:
        return dict(self.ranges)

    def but(self, change: Mapping[str, Range | None], *given: Term) -> Context:
        """With other ranges, None being without the symbol, and more conditions."""
        ranges = {s: r for s, r in (self.of | dict(change)).items() if r is not None}
        kept = {c for c in self.given if free(c) <= ranges.keys()}
        return Context(tuple(ranges.items()), frozenset(kept | set(given)))


def _arithmetic(t: Term) -> bool:
    """Is it made of its parts by + and *, or by a whole power?"""
    return head(t) in ("+", "*") or (head(t) == "^" and is_number(t[2]) and t[2].q == 1 and abs(t[2]) <= LONGEST)


def _atoms(t: Term, found: set[Term]) -> None:
    there = t if _arithmetic(t) or isinstance(t, str) else settled(t)
    if _arithmetic(there):
        for part in there[1:2] if there[0] == "^" else there[1:]:
            _atoms(part, found)
    elif not is_number(there):
        found.add(there)


@cache
def fraction(t: Term) -> tuple[tuple[Term, ...], Any, Any]:
    """Its atoms, and numerator and denominator as polynomials in them, without a common factor."""
    found: set[Term] = set()
    _atoms(t, found)
    atoms = tuple(sorted(found, key=repr))
    context = fmpq_mpoly_ctx.get([f"a{i}" for i in range(len(atoms))] or ["a"], "lex")
    gens, one = dict(zip(atoms, context.gens(), strict=False)), context.constant(1)

    def visit(t: Term) -> tuple[Any, Any]:
        t = t if _arithmetic(t) or isinstance(t, str) else settled(t)
        if not _arithmetic(t):
            return context.constant(t) if is_number(t) else gens[t], one
        n, d = visit(t[1])
        if t[0] == "^":
            if t[2] < 0 and n.is_zero():
                raise Refused(f"{text(t)} divides by 0")
            return (n ** int(t[2]), d ** int(t[2])) if t[2] >= 0 else (d ** -int(t[2]), n ** -int(t[2]))
        for m, e in map(visit, t[2:]):
            n, d = (n * e + m * d, d * e) if t[0] == "+" else (n * m, d * e)
            if not d.is_constant():
                common = n.gcd(d)
                n, d = n / common, d / common
        return n, d

    n, d = visit(t)
    roots = {i: a for i, a in enumerate(atoms) if head(a) == "^" and is_number(a[2]) and a[2].q > 1}
    if any(p.degrees()[i] >= a[2].q for i, a in roots.items() for p in (n, d)):
        return fraction(over(*(plus(*_unrooted(p, atoms, roots)) for p in (n, d))))
    common = n.gcd(d) * (d / n.gcd(d)).leading_coefficient()
    return atoms, n / common, d / common


def _unrooted(p: Any, atoms: tuple[Term, ...], roots: Mapping[int, Term]) -> Iterator[Term]:
    """The terms of a polynomial, (b^(r/q))^q being b^r: a root that is raised has a value, so b is not negative."""
    for exponents, c in p.terms():
        factors = [c]
        for i, e in enumerate(map(int, exponents[: len(atoms)])):
            times_, left = divmod(e, int(roots[i][2].q)) if i in roots else (0, e)
            factors += [power(roots[i][1], int(roots[i][2].p) * times_)] if times_ else []
            factors += [power(atoms[i], left)] if left else []
        yield times(*factors)


def written(p: Any, atoms: tuple[Term, ...]) -> Term:
    """A polynomial in atoms as a term."""
    terms = []
    for exponents, c in p.terms():
        factors = [a if e == 1 else power(a, int(e)) for a, e in zip(atoms, exponents, strict=False) if e]
        factors = [c, *factors] if c != 1 or not factors else factors
        terms.append(factors[0] if len(factors) == 1 else ("*", *factors))
    return terms[0] if len(terms) == 1 else ("+", *terms) if terms else ZERO


@cache
def normal(t: Term) -> Term:
    """As a fraction of polynomials in atoms; a condition with such a fraction on one side."""
    if not isinstance(t, tuple) or t == ("true",):
        return t
    if t[0] == "not":
        sign, *parts = normal(t[1])
        turned: Term = {"=": ("!=", *parts), "!=": ("=", *parts), "<": ("<=", *parts[::-1]), "<=": ("<", *parts[::-1])}
        return normal(turned[sign]) if sign in turned else ("true",) if sign == "not" else ("not", ("true",))
    atoms, n, d = fraction(minus(t[2], t[1]) if t[0] in ("=", "!=", "<", "<=") else t)
    if t[0] in ("=", "!=", "<", "<="):
        if n.is_zero() or not atoms:
            x = ZERO if n.is_zero() else n.leading_coefficient()
            return ("true",) if {"=": x == 0, "!=": x != 0, "<": x > 0, "<=": x >= 0}[t[0]] else ("not", ("true",))
        if t[0] in ("=", "!="):
            return (t[0], written(n / n.leading_coefficient(), atoms), ZERO)
        return (t[0], ZERO, normal(minus(t[2], t[1])))
    return written(n, atoms) if d.is_constant() else over(written(n, atoms), written(d, atoms))


VALUES: dict[Term, Term] = {
    **{(f, ZERO): ZERO for f in ("sinh", "tanh", "sin", "harmonic")},
    **{(f, ONE): ZERO for f in ("log", "loggamma")},
    **{(f, ZERO): ONE for f in ("exp", "cosh", "cos")},
    **{("gamma", fmpq(n)): times(*map(fmpq, range(1, n))) for n in range(1, 12)},
    **{("factorial", fmpq(n)): times(*map(fmpq, range(1, n + 1))) for n in range(12)},
    ("GIterate", ONE): ONE,
}


@cache
def settled(t: Term) -> Term:
    """What is no arithmetic, its parts in normal form, and worked out where its definition does it at once."""
    if not isinstance(t, tuple):
        return t
    if t[0] in BINDERS:
        index, fresh = t[BINDERS[t[0]]], "#"
        while fresh != index and fresh in repr(t[-1]):
            fresh += "#"
        body = normal(put(t[-1], {index: fresh}))
        if t[0] == "average":
            return ("average", (t[1][0], *map(normal, t[1][1:])), fresh, body)
        low, high = map(normal, t[2:4])
        if is_number(low) and is_number(high) and low.q == high.q == 1 and high - low < LONGEST:
            terms = (put(body, {fresh: fmpq(i)}) for i in range(int(low), int(high) + 1))
            return normal(plus(*terms) if t[0] == "sum" else times(*terms))
        return _apart(fresh, low, high, body) if t[0] == "sum" else (t[0], fresh, low, high, body)
    t = (t[0], *(replace(p, what=normal(p.what)) if isinstance(p, Of) else normal(p) for p in t[1:]))
    if t[0] == "if" and t[1] in (("true",), ("not", ("true",))):
        return t[2] if t[1] == ("true",) else t[3]
    if t[0] == "^" and (t[1] == 1 or t[2] == 0 or (t[1] == 0 and is_number(t[2]) and t[2] > 0)):
        return ONE if t[1] == 1 or t[2] == 0 else ZERO
    if t[0] == "^" and not is_number(t[2]) and fraction(t[2])[1].leading_coefficient() < 0:  # so that b^e b^-e is 1
        return normal(power(("^", t[1], normal(times(-ONE, t[2]))), -1))
    if t[0] == "OccupancyIterate" and t[2] == 1:
        return ONE
    if t[0] == "SqrtFactorMean" and t[2] == 1:
        logs = (("loggamma", times(plus(t[1], fmpq(i)), fmpq(1, 2))) for i in (0, -1))
        return normal(times(("exp", minus(*logs)), ("^", over(fmpq(2), t[1]), fmpq(1, 2))))
    if t[0] == "DecayIterate" and t[2] == 0:
        return t[1]
    if t[0] == "abs" and not is_number(t[1]) and fraction(t[1])[1].leading_coefficient() < 0:
        return ("abs", normal(times(-ONE, t[1])))
    return normal(VALUES[t]) if t in VALUES else normal(t) if _arithmetic(t) else t


def _apart(index: str, low: Term, high: Term, body: Term) -> Term:
    """A sum as one of sums of single products, what is free of the index in front of them."""
    atoms, n, d = fraction(body)
    below = written(d, atoms)
    if index in free(below):
        return ("sum", index, low, high, body)
    terms = []
    for exponents, c in n.terms():
        parts = [power(a, int(e)) for a, e in zip(atoms, exponents, strict=False) if e]
        inner = normal(times(*(p for p in parts if index in free(p))))
        if inner == body:
            return ("sum", index, low, high, body)
        terms.append(times(c, *(p for p in parts if index not in free(p)), ("sum", index, low, high, inner)))
    return normal(over(plus(*terms), below))


def vanishes(t: Term) -> bool:
    """Is it 0 as a rational function of its atoms?"""
    return bool(fraction(t)[1].is_zero())


@cache
def shown(t: Term, context: Context, strict: bool) -> bool:
    """Is it >= 0 (> 0) throughout? Its numerator and denominator have one sign, as they stand or factor by factor."""
    try:
        atoms, n, d = fraction(t)
        ranges = {f"atom {i}": range_of(a, context) for i, a in enumerate(atoms)}
    except Refused:
        return False
    below = _sign(d, ranges, True)
    return below != 0 and _sign(n * below, ranges, strict) == 1


def positive(t: Term, context: Context) -> bool:
    return shown(t, context, True)


def _sign(p: Any, ranges: Mapping[Term, Range], strict: bool) -> int:
    """1 where a polynomial is >= 0 (> 0), -1 where it is <= 0 (< 0), else 0."""
    atoms = tuple(ranges)
    for side in (1, -1):
        if _coefficients(written(p * side, atoms), ranges, strict):
            return side
    lead, factors = p.factor()
    if len(factors) == 1 and factors[0][1] == 1:
        return 0
    sign = 1 if lead > 0 else -1
    for f, e in factors:
        sides = [s for s in (1, -1) if _coefficients(written(f * s, atoms), ranges, strict)]
        sign *= 1 if e % 2 == 0 and (sides or not strict) else sides[0] if sides else 0
    return sign


def _coefficients(t: Term, ranges: Mapping[Term, Range], strict: bool) -> bool:
    """Is no coefficient < 0 once each atom lies in [0, oo)? From [a, b) it is moved by (a + b y)/(1 + y).

    b itself is a limit of such; if strict, it is looked at alone.
    """
    moved: dict[Term, Term] = {}
    inner = set()
    for i, a in enumerate(fraction(t)[0]):
        _, low, high, low_out, high_out = ranges[a]
        y = f"y{i}"
        if low is None and high is None:
            return False
        if low is not None and high is not None:
            if strict and not high_out and low != high and not _coefficients(swap(t, {a: high}), ranges, True):
                return False
            moved[a] = low if low == high else over(plus(low, times(high, y)), plus(ONE, y))
        else:
            moved[a] = plus(low, y) if low is not None else minus(high, y)
        inner |= {y} if (low_out if low is not None else high_out) else set()
    names, n, _ = fraction(swap(t, moved))
    if any(c < 0 for _, c in n.terms()):
        return False
    apart = (all(y in inner for y, e in zip(names, exponents, strict=False) if e) for exponents, _ in n.terms())
    return not strict or any(apart)


@cache
def range_of(a: Term, context: Context) -> Range:
    """Where an atom lies."""
    if isinstance(a, str):
        return ANY if context.of.get(a, ("list",))[0] in LISTS else context.of[a]
    kind, last = a[0], a[-1]
    if kind in ("entry", "Length") and (listed := context.of[a[1]])[0] in ("spectrum", "shares"):
        share = ("real", ZERO, ONE, bool(listed[2]), False) if listed[0] == "shares" else ABOVE
        return share if kind == "entry" else ("whole", ONE, None, False, True)
    if kind == "entry" and context.of[a[1]][0] == "list":
        return context.of[a[1]][3]  # type: ignore[no-any-return]
    if kind == "entry" and context.of[a[1]][0] == "schedule":
        return ("whole", context.of[a[1]][1], None, False, True)
    if kind in ("product", "sum"):
        inside = context.but({a[1]: indices(a)}, ("<=", a[1], a[3]))
        some = kind == "product" or shown(minus(a[3], a[2]), context, False)
        if some and shown(last, inside, True):
            return ABOVE
        if kind == "sum" and shown(last, inside, False):
            return UP
    if kind == "CycleProbability":
        few = normal(("<=", last, a[1])) in map(normal, context.given)
        return ABOVE if few and shown(minus(last, ONE), context, False) else UP
    if kind == "mean":
        return range_of_mean(a[1].what)
    if not free(a) and kind != "average":
        try:
            found = arb(number(a))
        except NoValue:
            return ANY
        return ("real", found.lower().fmpq(), found.upper().fmpq(), False, False)
    if kind == "exp":
        sign = next((s for s in (ONE, -ONE) if shown(times(s, last), context, False)), ZERO)
        out = positive(times(sign, last), context)
        return ABOVE if sign == 0 else ("real", ONE, None, out, True) if sign > 0 else ("real", ZERO, ONE, True, out)
    if kind == "^":
        return _range_of_power(a[1], last, context)
    if kind == "tanh":
        grows = shown(last, context, False)
        return ("real", ZERO if grows else -ONE, ONE, not grows, True)
    if kind in ("log", "harmonic", "cosh") and (kind == "cosh" or shown(minus(last, ONE), context, False)):
        over_one = ABOVE if positive(minus(last, ONE), context) else UP
        return over_one if kind == "log" else ("real", ONE, None, False, True)
    if kind in (
        "GIterate",
        "OccupancyIterate",
        "SqrtFactorMean",
        "BandwidthSum",
        "Polylogarithm",
        "ShrinkageMoment",
        "AccumulatedSquare",
    ) or (kind in ("gamma", "factorial") and shown(last, context, kind == "gamma")):
        return ABOVE
    if kind == "DecayIterate":
        return ABOVE if positive(a[1], context) else ANY
    if kind in ("abs", "OptimalExponent") or (kind == "sinh" and shown(last, context, False)):
        return UP
    return ("real", ZERO, ONE, False, False) if kind == "if" and set(a[2:]) == {ZERO, ONE} else ANY


def indices(fold: Term) -> Range:
    """Where the index of a sum or product lies: from its low end on, where that is a number."""
    low = fold[2] if is_number(fold[2]) else None
    return ("whole", low, None, low is None, True)


def range_of_mean(what: Term) -> Range:
    """Where the mean of an observable certainly lies."""
    event = head(what) == "if" and set(what[2:]) == {ZERO, ONE}
    return ("real", ZERO, ONE, False, False) if event else UP if _never_negative(what) else ANY


def _never_negative(what: Term) -> bool:
    """Is it a variance, a square, or a power of what is none negative?"""
    if head(what) == "^":
        return (is_number(what[2]) and what[2].q == 1 and int(what[2]) % 2 == 0) or _never_negative(what[1])
    if head(what) == "+":
        return _is_square(what)
    kinds = ("HalfSquare", "Variance", "Trace", "SquaredNorm", "SquaredFrobenius", "ExcessError", "TrainingError")
    return head(what) in kinds


def _is_square(total: Term) -> bool:
    """Is it the square of a polynomial in its parts, over such a square?"""
    try:
        return all(part.sqrt() is not None for part in fraction(total)[1:])
    except DomainError:
        return False


def _range_of_power(base: Term, exponent: Term, context: Context) -> Range:
    if is_number(exponent) and exponent.q == 1 and int(exponent) % 2 == 0 and exponent > 0:
        return UP
    if not shown(base, context, False):
        return ANY
    above, down, over_one = positive(base, context), times(-ONE, exponent), minus(base, ONE)
    for e, far, out in ((exponent, minus(ONE, base), above), (down, over_one, True)):
        if shown(e, context, False) and shown(far, context, False):
            return ("real", ZERO, ONE, out, positive(far, context) and positive(e, context))
    grows = shown(exponent, context, False)
    if grows and shown(over_one, context, False):
        return ("real", ONE, None, positive(over_one, context) and positive(exponent, context), True)
    return ABOVE if above else UP if grows else ANY


def factors(t: Term) -> list[Term]:
    """Of its numerator, the factors that are no numbers."""
    atoms, n, _ = fraction(t)
    return [written(f / f.leading_coefficient(), atoms) for f, _ in n.factor()[1]]


def is_whole(t: Term, context: Context) -> bool:
    """Is it a polynomial with whole coefficients in whole numbers?"""
    atoms, n, d = fraction(t)
    numbers = all(
        head(a) == "Length"
        or (head(a) == "entry" and context.of[a[1]][0] == "schedule")
        or (isinstance(a, str) and context.of.get(a, ANY)[0] == "whole")
        for a in atoms
    )
    return numbers and d.is_constant() and all(c.q == 1 for _, c in n.terms())
