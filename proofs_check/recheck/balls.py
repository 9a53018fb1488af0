"""Values of terms at points: exact where they are rational, else balls of Arb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import comb, prod
from random import Random
from typing import Any

from flint import arb, ctx, fmpq

from proofs_check.recheck.pooled import BITS, root_mean
from proofs_check.recheck.shrinkage import moment as of_shrinkage
from proofs_check.recheck.terms import ONE, ZERO, Term, is_number, text

Number = Any
"""An exact number or a ball."""
Mean = Callable[[Term, Mapping[str, Any]], Number]
"""The value of a mean, at values of the symbols; raises NoValue."""


class NoValue(ValueError):
    """There is no finite value at the point, or none that is known here."""


def unknown(t: Term, _: Mapping[str, Any]) -> Number:
    raise NoValue(f"{text(t)} is not known")


def number(t: Term, at: Mapping[str, Any] | None = None, mean: Mean = unknown) -> Number:
    """The value of a term where symbols have these values; raises NoValue."""
    old, ctx.prec = ctx.prec, BITS
    try:
        found = _value(t, at or {}, mean)
    except (ArithmeticError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise NoValue(f"{text(t)} has no value: {error!r}") from None
    finally:
        ctx.prec = old
    if not (is_number(found) or found.is_finite()):
        raise NoValue(f"{text(t)} has no value")
    return found


def _value(t: Term, at: Mapping[str, Any], mean: Mean) -> Number:
    if not isinstance(t, tuple):
        return at[t] if isinstance(t, str) else t
    kind = t[0]
    if kind in ("+", "*"):
        total = _value(t[1], at, mean)
        for part in t[2:]:
            x = _value(part, at, mean)
            total = total + x if kind == "+" else total * x
        return total
    if kind in FUNCTIONS:
        return FUNCTIONS[kind](*[_value(part, at, mean) for part in t[1:]])
    parts = t[1:]
    if kind in ("sum", "product"):
        total, there = fmpq(kind == "product"), dict(at)
        for i in range(whole(_value(parts[1], at, mean)), whole(_value(parts[2], at, mean)) + 1):
            there[parts[0]] = fmpq(i)
            x = _value(parts[3], there, mean)
            total = total + x if kind == "sum" else total * x
        return total
    if kind == "mean":
        return mean(t, at)
    if kind == "if":
        return _value(parts[1] if holds(parts[0], at, mean) else parts[2], at, mean)
    if kind == "entry":
        if (place := whole(_value(parts[1], at, mean))) < 0:
            raise NoValue(f"{text(t)} is no entry")
        return at[parts[0]][place]
    if kind == "Length":
        return fmpq(len(at[parts[0]]))
    if kind == "average":
        law, x, body = parts
        chances = masses(law[0], [_value(a, at, mean) for a in law[1:]])
        return sum((m * _value(body, {**at, x: c}, mean) for c, m in chances if m != 0), ZERO)
    raise NoValue(f"{text(t)} is not known")


def masses(law: str, arguments: list[Number]) -> list[tuple[Number, Number]]:
    """What may be drawn, each with its probability."""
    if law != "Binomial" or not (is_number(arguments[0]) and arguments[0] <= 40):
        raise NoValue(f"all that {law} may be is too much")
    n, p = whole(arguments[0]), arguments[1]
    return [(fmpq(c), comb(n, c) * raised(p, fmpq(c)) * raised(1 - p, fmpq(n - c))) for c in range(n + 1)]


def whole(x: Number) -> int:
    if not is_number(x) or x.q != 1 or abs(found := int(x)) > 10**5:
        raise NoValue(f"{x} is no whole number, or a large one")
    return found


def raised(a: Number, b: Number) -> Number:
    if is_number(b) and b.q == 1 and abs(times := int(b)) < 10**4:
        return a**times if is_number(a) and a.height_bits() * abs(times) < 10**5 else arb(a) ** times
    if is_number(a) and (a == 1 or (a == 0 and b > 0)):
        return a
    return arb(a) ** arb(b)


def _polygamma(order: Number, x: Number) -> Any:
    if order == 0:
        return arb(x).digamma()
    return (-1) ** (whole(order) + 1) * arb(order + 1).gamma() * arb(order + 1).zeta(arb(x))


def _iterated(k: Number, step: Callable[[Any], Any], start: Number = ONE) -> Number:
    found = start
    for _ in range(1, whole(k)):
        found = step(arb(found))
    return found if k >= 1 else arb("nan")


@cache
def _g_iterates(bits: int) -> list[Number]:
    """g iterated 0, 1, ... times, of so many bits, as far as they were needed."""
    return [arb("nan"), ONE]


def _g_iterate(k: Number) -> Number:
    found = _g_iterates(ctx.prec)
    while len(found) <= whole(k):
        found.append(-(-arb(found[-1])).expm1())
    return found[max(whole(k), 0)]


def _exponent(n: Number, k: Number, ratio: Number) -> Any:
    """The root >= 0 of psi(a + alpha/2) - ln a = 2 ln(ratio)/k, a = (n-1)/2, or 0: psi increases."""
    a, low, high = arb((n - 1) / 2), ZERO, ONE

    def excess(alpha: fmpq) -> Any:
        return (a + alpha / 2).digamma() - a.log() - 2 * arb(ratio).log() / k

    while not excess(high) > 0:
        low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if excess(middle) > 0 else (middle, high)
    return ZERO if excess(ZERO) >= 0 else arb(low).union(arb(high))


def _said(by: Number, what: str, t: Number, low: int, high: int) -> Number:
    """A whole number that the workflow `by` says of generation t."""
    return fmpq(Random(f"{by} {what} {t}").randint(low, high))


@cache
def _accumulated_square(n: int) -> Number:
    """The product of all 1 - x, x = (4t - 3)/(n^2 t^4): of 300 of them, then by -x - x^2 <= ln(1 - x) <= -x."""
    if n < 2:
        return arb("nan")
    first, last = arb(1), 300
    for t in range(1, last + 1):
        first *= 1 - arb(4 * t - 3) / (n * n * t**4)
    rest = (4 * arb(3).zeta(arb(last + 1)) - 3 * arb(4).zeta(arb(last + 1))) / (n * n)
    squares = 16 / (arb(n) ** 4 * 5 * arb(last) ** 5)
    return first * (-rest - arb(0).union(squares)).exp()


@cache
def _renewals(w: int) -> list[fmpq]:
    """The probabilities that one of the sums of uniform numbers of 1..w is 0, 1, ..., as far as they were needed."""
    return [ONE]


def _renewal(w: int, m: int) -> fmpq:
    """The probability that one of the sums is m: by the last of the numbers."""
    if w < 1 or not 0 <= m <= 2000:
        raise NoValue(f"renewals are followed to 2000: {m}")
    found = _renewals(w)
    while len(found) <= m:
        found.append(sum(found[-w:], ZERO) / w)
    return found[m]


@cache
def _cycles(k: int) -> list[fmpq]:
    """The probabilities that a permutation of k has 0, 1, ..., k cycles: element m opens one with probability 1/m."""
    row = [ONE]
    for m in range(1, k + 1):
        row = [fmpq(m - 1, m) * a + b / m for a, b in zip([*row, ZERO], [ZERO, *row], strict=True)]
    return row


@cache
def _bandwidths(a: Number, m: int, bits: int) -> Any:
    """The sum of (s + m)^-a/(s + 1), s >= 1: its first terms, and 1/(s + 1) as a series in 1/(s + m) beyond."""
    a, q = arb(a), m - 1
    if not (a > 0 and 0 <= m <= 1000):
        raise NoValue("the series is not summed")
    first, many = 16 * (10 + abs(q)), bits // 4 + 1  # |q|/u is at most 1/16
    total, u = sum((arb(s + m) ** -a / (s + 1) for s in range(1, first)), arb(0)), arb(first + m)
    for j in range(many):
        total += q**j * (a + 1 + j).zeta(u)
    rest = (a + 1 + many).zeta(u) * abs(q) ** many / (1 - abs(q) / u)
    return total + arb(0, rest.upper())


FUNCTIONS: dict[str, Callable[..., Number]] = {
    "Made": lambda by, n, t: ZERO if t == 0 else _said(by, "made", t, 0, 2),
    "Real": lambda by, n, t: _said(by, "real", t, int(t == 0), 2 if t == 0 else 1),
    "Taken": lambda by, n, t: _said(by, "taken", t, 1, 3),
    "^": raised,
    "pi": lambda: arb.pi(),
    "EulerGamma": lambda: arb.const_euler(),
    "e": lambda: arb(1).exp(),
    "exp": lambda x: ONE if is_number(x) and x == 0 else arb(x).exp(),
    "log": lambda x: ZERO if is_number(x) and x == 1 else arb(x).log(),
    "gamma": lambda x: arb(x).gamma(),
    "loggamma": lambda x: arb(x).lgamma(),
    "factorial": lambda x: arb(x + 1).gamma(),
    "harmonic": lambda x: arb(x + 1).digamma() + arb.const_euler(),
    "polygamma": _polygamma,
    "sinh": lambda x: arb(x).sinh(),
    "cosh": lambda x: arb(x).cosh(),
    "tanh": lambda x: arb(x).tanh(),
    "sin": lambda x: arb(x).sin(),
    "cos": lambda x: arb(x).cos(),
    "abs": abs,
    "binomial": lambda n, j: prod(((n - i) / (i + 1) for i in range(whole(j))), start=ONE),
    "max": lambda x, *others: max(x, *others) if all(map(is_number, (x, *others))) else _largest(x, *others),
    "GIterate": _g_iterate,
    "DecayIterate": lambda x, k: _iterated(k + 1, lambda g: -(-g).expm1(), x),
    "OccupancyIterate": lambda n, k: ONE if n == 1 else _iterated(k, lambda g: 1 - arb(1 - 1 / n) ** (n * g)),
    "OptimalExponent": _exponent,
    "SqrtFactorMean": lambda n, t: root_mean(whole(n), whole(t)),
    "ShrinkageMoment": of_shrinkage,
    "AccumulatedSquare": lambda n: _accumulated_square(whole(n)),
    "Renewal": lambda w, m: _renewal(whole(w), whole(m)),
    "BandwidthSum": lambda a, m: _bandwidths(a, whole(m), ctx.prec),
    "Polylogarithm": lambda a, n: _polylogarithm(arb(a), whole(n)),
    "CycleProbability": lambda k, j: _cycles(whole(k))[whole(j)] if 0 <= j <= k else ZERO,
}


def _polylogarithm(a: Any, n: int) -> Any:
    """The sum of z^i i^-a, i >= 1, z = 1 - 1/n, a >= 0: its first terms, and less than z^m n for those from m on."""
    if not (2 <= n <= 1000 and a >= 0):
        raise NoValue("the series is not summed")
    z, power, total = arb(1 - fmpq(1, n)), arb(1), arb(0)
    many = BITS * n
    for i in range(1, many):
        power *= z
        total += power * arb(i) ** -a
    return total + arb(0, (power * z * n).upper())


def _largest(first: Number, *others: Number) -> Any:
    found = arb(first)
    for x in others:
        found = found.max(arb(x))
    return found


def holds(c: Term, at: Mapping[str, Any], mean: Mean = unknown) -> bool:
    """Does a condition hold at a point? Raises NoValue where balls do not tell."""
    if c[0] in ("true", "not"):
        return c[0] == "true" or not holds(c[1], at, mean)
    a, b = (_value(p, at, mean) for p in c[1:])
    if not (is_number(a) and is_number(b)) and not (a < b or a > b):
        raise NoValue(f"{text(c)} is not decided")
    return bool({"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b}[c[0]])


# -- points of a context ------------------------------------------------------------------------------------------


def points(context: Any, about: object, count: int = 16, small: bool = False) -> list[dict[str, Any]]:
    """Points of the context, its smallest values first; `small`: whole numbers are small if that does."""
    chance = Random(f"{about}|{context.ranges}")
    found: list[dict[str, Any]] = []
    for tried in range(500 * count):
        if found and tried >= 20 * count:
            break
        near = tried < (10 * count if small else count // 2)
        first = small and tried < 4  # of few points, each has its part of every symbol that is not at its low end
        bits = [((tried & i % 3 + 1).bit_count() if first else tried >> i) & 1 for i, _ in enumerate(context.ranges)]
        far = [bits[i] if near else chance.randint(1, 6) for i, _ in enumerate(context.ranges)]
        at: dict[str, Any] = {
            s: _inside(r, f, chance) for f, (s, r) in zip(far, context.ranges, strict=True) if r[0] in ("real", "whole")
        }
        for f, (s, r) in zip(far, context.ranges, strict=True):
            if r[0] == "spectrum":
                at[s] = sorted((fmpq(chance.randint(1, 50), 7) for _ in range(min(f, 2) + 1)), reverse=True)
            if r[0] == "schedule":
                many = 2 * max((whole(x) for x in at.values() if is_number(x) and x.q == 1), default=0) + 4
                times = 1 if small and near else chance.choice((1, 1, 2, 64))
                at[s] = [times * (r[1] + chance.randint(0, 2**f)) for _ in range(many)]
            if r[0] == "every":
                at[s] = fmpq(chance.randint(0, 10**6))
            if r[0] == "shares":
                parts = [fmpq(chance.randint(1, 50)) for _ in range(max(int(r[3]), min(f, 2) + 1))]
                at[s] = [x / sum(parts, fmpq(0)) for x in parts]
            if r[0] == "list":
                at[s] = [_inside(r[3], chance.randint(0, 3), chance) for _ in range(whole(at[r[2]]))]
        if at not in found and all(_met(c, at) for c in context.given):
            found.append(at)
        if len(found) == count:
            break
    return found


def _met(c: Term, at: Mapping[str, Any]) -> bool:
    try:
        return holds(c, at)
    except NoValue:
        return False


def _inside(r: Any, far: int, chance: Random) -> fmpq:
    """A value of a range: its low end if far is 0, a whole number next to it if far is 1, else maybe far inside."""
    kind, low, high, low_out, _ = r
    if far == 0 and low is not None and not low_out:
        return low
    if kind == "whole":
        least = int(low if low is not None else -(2**far))
        most = least + 2 ** (far + 1) - 1 if far > 1 else least + 1
        most = most if high is None else min(int(high), most)
        return fmpq(most if far == 1 else chance.randint(least, most))
    share = fmpq(chance.randint(1, 96), 97)
    if low is not None and high is not None:
        return low + (high - low) * share
    size = share * fmpq(2) ** (far - 2)
    return low + size if low is not None else high - size if high is not None else size * chance.choice((-1, 1))
