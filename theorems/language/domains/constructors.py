"""What makes a long list out of a few words: each takes the text between its parentheses.

A list remembers how it was made, in words that determine its numbers. A corpus is therefore remembered by its counts,
never by the name of its file.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import groupby
from math import lcm
from pathlib import Path
from typing import Any

import sympy as sp

from theorems.language.domains.entries import DomainError, Entries, fraction
from theorems.language.domains.numbers import Number, integer, real
from theorems.language.text import shortened

MOST = 1_000_000
"""Entries of a list."""

MOST_BYTES = 200_000_000
"""Of a corpus."""

EXACT_BITS = 10**7
"""Zipf shares are exact fractions where all of them together have at most about so many bits."""

UNIT = 128
"""Bits to which other Zipf shares are rounded, relative to the first."""

MANY = integer("m", f"[1, {MOST}]", "how many", (1, MOST))


def _arguments(name: str, text: str, *wanted: Number) -> list[Any]:
    """The arguments of a constructor, each in its domain; raises DomainError."""
    given = text.split(",")
    shape = f"{name}({','.join(w.name for w in wanted)})"
    if len(given) != len(wanted):
        raise DomainError(f"it is written {shape}: got '{shortened(f'{name}({text})')}'")
    try:
        return [fraction(w.parse(x)) for w, x in zip(wanted, given, strict=True)]
    except DomainError as error:
        raise DomainError(f"in {shape}, {error}") from None


def constant(text: str) -> Entries:
    """`constant(100,20)`: 100, twenty times."""
    value = Number(name="x", kind="real", meaning="", grid=(sp.Integer(1),), low=sp.Integer(-(10**2000)), low_open=True)
    x, m = _arguments("constant", text, value, MANY)
    return Entries([x] * int(m), f"constant({x},{m})")


def power(text: str) -> Entries:
    """`power(100,2,20)`: the sizes 100 (i + 1)^2, i = 0..19; a size that is no whole number is rounded up."""
    size, exponent = integer("n", f"[1, {MOST}]", "first size", (1, MOST)), real("s", "[0, 10]", "exponent", (0, 10))
    n, s, m = _arguments("power", text, size, exponent, MANY)
    return Entries([_at_least(n, s, i) for i in range(1, int(m) + 1)], f"power({n},{s},{m})")


def _at_least(n: Fraction, s: Fraction, i: int) -> int:
    """n i^s, rounded up: x^q >= n^q i^p for s = p/q."""
    power = int(n) ** s.denominator * i**s.numerator
    root = int(sp.integer_nthroot(power, s.denominator)[0])
    return root + (root**s.denominator < power)


def uniform(text: str) -> Entries:
    """`uniform(10)`: ten equal shares."""
    (m,) = _arguments("uniform", text, MANY)
    return Entries([1 / m] * int(m), f"uniform({m})")


def zipf(text: str) -> Entries:
    """`zipf(m,a,b)`: shares proportional to (i + b)^(-a), i = 1..m.

    Exact fractions where a is whole and the fractions are not too long (EXACT_BITS together). Else no list of
    fractions has these proportions, or none that can be written: then (1 + b)^a (i + b)^(-a) is rounded to the
    nearest multiple of 2^-128, and the shares are proportional to that. They sum to 1 exactly, and they, not the
    irrational ones, are what is claimed about, computed with and simulated.
    """
    exponent = real("a", "[0, 100]", "exponent", (0, 100))
    m, a, b = _arguments("zipf", text, MANY, exponent, real("b", "(-1, 1000000]", "shift", (0, 1_000_000)))
    bases = [i * b.denominator + b.numerator for i in range(1, int(m) + 1)]
    weights = _exact_weights(bases, a) or _rounded_weights(bases, a)
    if not weights[-1]:
        raise DomainError(f"in zipf(m,a,b), the last share is below 2^-{UNIT} times the first: lower m or a")
    return Entries(_shares(weights), f"zipf({m},{a},{b})")


def _exact_weights(bases: list[int], a: Fraction) -> list[int] | None:
    if a.denominator != 1:
        return None
    common, most = 1, EXACT_BITS // len(bases)
    for base in bases if a else ():
        common = lcm(common, base)
        if common.bit_length() * a.numerator > most:
            return None
    return [(common // base if a else 1) ** a.numerator for base in bases]


def _rounded_weights(bases: list[int], a: Fraction) -> list[int]:
    """(first/base)^a in units of 2^-128, to the nearest: the same numbers on every machine."""
    from flint import arb, ctx, fmpq, fmpz

    exponent = (a.numerator, a.denominator)

    def weight(base: int) -> int:
        precision = 2 * UNIT
        while True:
            with ctx.workprec(precision):
                x = arb(fmpq(bases[0], base)) ** arb(fmpq(*exponent)) * arb(fmpz(1) << UNIT) + arb(0.5)
                if precision > 100 * UNIT:  # half way between two units: up
                    x += arb(0.5)
                found = x.floor().unique_fmpz()
            if found is not None:
                return int(found)
            precision *= 2

    return [weight(base) for base in bases]


def _shares(weights: list[int]) -> list[Fraction]:
    total = sum(weights)
    return [Fraction(w, total) for w in weights]


def counts(text: str) -> Entries:
    """`counts(7,3,1x12)`: shares proportional to the counts 7, 3 and twelve times 1."""
    found: list[int] = []
    for part in text.split(","):
        read = re.fullmatch(r"\s*(\d{1,100})(?:x(\d{1,9}))?\s*", part, re.ASCII)
        if read is None:
            raise DomainError(f"it is written counts(7,3,1x12), for 7, 3 and twelve times 1: got '{shortened(part)}'")
        found += [int(read[1])] * min(int(read[2] or 1), MOST + 1)
        if len(found) > MOST:
            raise DomainError(f"it has at most {MOST:,} counts")
    return _from_counts(found, "the counts")


def counts_of(path: str) -> Entries:
    """`counts:FILE`: of a text in UTF-8, how often each of its words occurs, the most frequent first (words are what
    blanks separate); of a file of numbers alone, these numbers, which must be whole.
    """
    shown = shortened(path)
    try:
        file = Path(path)
        if not file.is_file():
            raise DomainError(f"there is no file '{shown}' to count the words of")
        if file.stat().st_size > MOST_BYTES:
            raise DomainError(f"the corpus '{shown}' has more than {MOST_BYTES:,} bytes")
        words = file.read_text(encoding="utf-8").split()
    except UnicodeDecodeError:
        raise DomainError(f"the corpus '{shown}' is not text in UTF-8") from None
    except (OSError, ValueError) as error:
        if isinstance(error, DomainError):
            raise
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it has no such name"
        raise DomainError(f"the corpus '{shown}' cannot be read: {why}") from None
    if not words:
        raise DomainError(f"the corpus '{shown}' is empty")
    if all(re.fullmatch(r"[+-]?[\d.]+(e[+-]?\d+)?", word, re.IGNORECASE | re.ASCII) for word in words):
        if odd := next((word for word in words if not re.fullmatch(r"\d{1,100}", word, re.ASCII)), None):
            raise DomainError(f"the counts in '{shown}' must be whole numbers >= 0: got '{shortened(odd)}'")
        found = [int(word) for word in words]
    else:
        found = sorted(Counter(words).values(), reverse=True)
    if len(found) > MOST:
        raise DomainError(f"the corpus '{shown}' has more than {MOST:,} symbols")
    return _from_counts(found, f"the corpus '{shown}'")


def _from_counts(found: list[int], what: str) -> Entries:
    if not any(found):
        raise DomainError(f"{what} must not all be 0")
    runs = [(count, sum(1 for _ in run)) for count, run in groupby(found)]
    written = ",".join(f"{count}x{times}" if times > 1 else str(count) for count, times in runs)
    return Entries(_shares(found), f"counts({written})")
