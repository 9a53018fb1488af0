"""Terms of certificates: exact numbers, symbols (their names), and tuples (head, part, ...)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flint import fmpq

Term = Any


class Refused(ValueError):
    """What a certificate says does not follow, or is not written as it must be."""


@dataclass(frozen=True)
class Of:
    """What a mean is of: an observable of a declared process, in its symbols, and the parameters that it depends on."""

    process: str
    what: Term
    names: tuple[str, ...]


ZERO, ONE = fmpq(0), fmpq(1)
SOME = -1
PARTS = {
    **dict.fromkeys(("pi", "e", "EulerGamma", "oo", "-oo", "true"), 0),
    **dict.fromkeys(("exp", "log", "gamma", "loggamma", "harmonic", "factorial", "sinh", "cosh", "sin", "cos"), 1),
    "AccumulatedSquare": 1,
    **dict.fromkeys(("tanh", "abs", "not", "GIterate", "Mean", "Past", "Increment", "Steps", "HalfSquare", "Time"), 1),
    **dict.fromkeys(("Choice", "Poisson", "MeanChiSquare", "OfPast", "Given", "Length", "Subset"), 1),
    **dict.fromkeys(("Trace", "SquaredNorm", "SquaredFrobenius", "Determinant"), 1),
    **dict.fromkeys(("OverDirections", "OverSymbols"), 1),
    **{"Slope": 1, "TrainingError": 1, "ExcessError": 2, "Labelled": 3, "Relabelled": 3},
    **dict.fromkeys(("^", "=", "!=", "<", "<=", "polygamma", "entry", "Finally"), 2),
    **dict.fromkeys(("BandwidthSum", "Polylogarithm", "CycleProbability", "DecayIterate", "Occupied"), 2),
    **dict.fromkeys(("OccupancyIterate", "SqrtFactorMean", "PoolFactor", "Variance", "PowerSum"), 2),
    **dict.fromkeys(("Recent", "Renewal", "Shrinkage", "ExponentialSum", "Binomial", "Gamma"), 2),
    **dict.fromkeys(("Normal", "Uniform", "Plus", "WishartDeterminant", "binomial", "Multinomial"), 2),
    **dict.fromkeys(("if", "OptimalExponent", "ShrinkageMoment", "average"), 3),
    **dict.fromkeys(("Made", "Real", "Taken"), 3),
    **{"Selected": 2, "NoiseShare": 2, "LogWishartDeterminant": 2, "ShiftedDeterminant": 5, "sum": 4, "product": 4},
    **dict.fromkeys(("+", "*", "max", "min", "join", "Finite", "Mixture", "Counts", "Likeliest"), SOME),
}
"""How many parts each head has."""
CONDITIONS = ("=", "!=", "<", "<=", "not", "true")
BINDERS = {"sum": 1, "product": 1, "average": 2}
"""Where a term has the symbol that it binds in its last part."""


def read(value: Any) -> Term:
    """A term from its JSON value; raises Refused."""
    if isinstance(value, str) and value:
        return value
    if type(value) is int:
        return fmpq(value)
    if isinstance(value, list) and value and isinstance(value[0], str):
        kind, *parts = value
        if kind == "/" and list(map(type, parts)) == [int, int] and parts[1] > 1:
            return fmpq(*parts)
        if kind == "mean" and len(parts) > 2 and len(parts) % 2:
            return (
                kind,
                Of(str(parts[0]), read(parts[1]), tuple(map(str, parts[3::2]))),
                *map(read, (parts[2], *parts[4::2])),
            )
        if PARTS.get(kind) == len(parts) or (PARTS.get(kind) == SOME and parts):
            term = (kind, *map(read, parts))
            fits = kind not in BINDERS or isinstance(term[BINDERS[kind]], str)
            if fits and (kind in ("if", "not", "Finally", "Time") or not any(head(p) in CONDITIONS for p in term[1:])):
                return term
    raise Refused(f"no term: {str(value)[:80]}")


def is_number(t: Term) -> bool:
    return isinstance(t, fmpq)


def head(t: Term) -> str:
    return t[0] if isinstance(t, tuple) else ""


def walk(t: Term) -> Iterator[Term]:
    """The term and all that it is made of."""
    yield t
    for part in t[1:] if isinstance(t, tuple) else ():
        yield from walk(part)


@cache
def free(t: Term) -> frozenset[str]:
    """Its free symbols."""
    if not isinstance(t, tuple):
        return frozenset({t} if isinstance(t, str) else ())
    if t[0] in BINDERS:
        outer = [p for i, p in enumerate(t[1:-1], 1) if i != BINDERS[t[0]]]
        return frozenset[str]().union(free(t[-1]) - {t[BINDERS[t[0]]]}, *map(free, outer))
    return frozenset[str]().union(*map(free, t[1:]))


def put(t: Term, values: Mapping[Any, Term]) -> Term:
    """The term with values in the place of symbols, all at once; raises Refused where an index would catch a symbol."""
    values = {s: x for s, x in values.items() if s in free(t)}
    if not values or isinstance(t, str):
        return values.get(t, t)
    if t[0] not in BINDERS:
        return (t[0], *(put(p, values) for p in t[1:]))
    index, place = t[BINDERS[t[0]]], BINDERS[t[0]]
    within = {s: x for s, x in values.items() if s != index}
    if any(index in free(x) for s, x in within.items() if s in free(t[-1])):
        raise Refused(f"{index} is an index of {text(t)}: what is put in would be caught")
    outer = (p if i == place else put(p, values) for i, p in enumerate(t[1:-1], 1))
    return (t[0], *outer, put(t[-1], within))


def swap(t: Term, values: Mapping[Term, Term], heads: frozenset[str] = frozenset()) -> Term:
    """The term with others in the place of some parts that are no numbers, but not below an index."""
    if not isinstance(t, tuple):
        return values.get(t, t) if isinstance(t, str) else t
    heads = heads or frozenset(map(head, values))  # to hash a term takes long: only those that may be among them are
    if t[0] in heads and t in values:
        return values[t]
    return (t[0], *(swap(p, values, heads) for p in t[1:])) if t[0] not in BINDERS else t


def plus(*terms: Term) -> Term:
    return ("+", ZERO, *terms)


def times(*terms: Term) -> Term:
    return ("*", ONE, *terms)


def power(base: Term, exponent: int) -> Term:
    return ("^", base, fmpq(exponent))


def minus(a: Term, b: Term) -> Term:
    return ("+", a, ("*", -ONE, b))


def over(a: Term, b: Term) -> Term:
    return ("*", a, ("^", b, -ONE))


def event(condition: Term) -> Term:
    return ("if", condition, ONE, ZERO)


def slope(t: Term, x: str, positive: list[Term], nonzero: list[Term]) -> Term:
    """The derivative; adds to what must be > 0, or not 0, for it to be one. Raises Refused where none is known."""
    if x not in free(t) or t == x:
        return ONE if t == x else ZERO
    kind, a, last = t[0], t[1], t[-1]
    if kind == "sum":
        of_terms: tuple[list[Term], list[Term]] = ([], [])
        each = slope(last, x, *of_terms)
        ends = {x, "oo", "-oo"} & {head(e) or e for end in t[2:4] for e in walk(end) if not is_number(e)}
        if ends or any(a in free(e) for e in (*of_terms[0], *of_terms[1])):
            raise Refused(f"a sum of smooth terms, from and to whole numbers, is needed: {text(t)}")
        positive += of_terms[0]
        nonzero += of_terms[1]
        return (*t[:-1], each)
    d = [slope(p, x, positive, nonzero) for p in t[1:]]
    if kind == "+":
        return plus(*d)
    if kind == "*":
        return plus(*(times(e, *t[1:i], *t[i + 1 :]) for i, e in enumerate(d, 1)))
    if kind == "^":
        if not is_number(last):
            positive.append(a)
            return times(t, plus(times(d[1], ("log", a)), times(last, over(d[0], a))))
        if last.q != 1 or last < 0:
            (nonzero if last.q == 1 else positive).append(a)
        return times(last, ("^", a, last - 1), d[0])
    outer = {
        "exp": t,
        "log": power(last, -1),
        "gamma": times(t, ("polygamma", ZERO, last)),
        "loggamma": ("polygamma", ZERO, last),
        "polygamma": ("polygamma", plus(a, ONE), last),
        "sinh": ("cosh", last),
        "cosh": ("sinh", last),
        "tanh": minus(ONE, power(t, 2)),
        "sin": ("cos", last),
        "cos": times(-ONE, ("sin", last)),
    }
    if kind not in outer or (kind == "polygamma" and x in free(a)):
        raise Refused(f"{kind} need not be smooth: {text(t)}")
    positive += [last] if kind in ("log", "gamma", "loggamma", "polygamma") else []
    return times(outer[kind], d[-1])


def text(t: Term) -> str:
    """For people, shortened."""

    def written(t: Term) -> str:
        if not isinstance(t, tuple):
            return f"{t.what} of {t.process}" if isinstance(t, Of) else str(t)
        parts = list(map(written, t[1:]))
        return f"({f' {t[0]} '.join(parts)})" if t[0] in "+*^<=!=" else f"{t[0]}({', '.join(parts)})"

    found = written(t)
    return found if len(found) < 120 else f"{found[:117]}..."
