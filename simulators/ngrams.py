"""Texts written by n-gram models of the text before: how many of the first text's words, and n-grams, are left.

Suresh et al., arXiv 2412.17646, section 4.1 (Figure 6), replace workflow. A text of N words is closed to a ring, so
that every word has a next one. Its n-gram model knows how often each word comes after n - 1 given ones. A line begins
with n - 1 words from any place of the text and goes on with LINE words, each drawn as often as it comes after the n - 1
words before it; lines are written until there are N words, and the last one is cut. For n = 1 that is N draws from the
frequencies of the words, the multinomial model. Every place of the ring is as likely to be written as any other: on
average a word, or n-gram within a line, is as often in a text as in the one before.

Successive words are told apart exactly, not by a hash: windows of h and h' <= h words that overlap or touch make one of
up to h + h' words, whose number is that of the pair of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel

Words = NDArray[np.int64]

LINE = 50
"""Words that a line has besides those that it begins with, as in the authors' program."""
MOST_WORDS = 2**31 - 1
FREE = -1


class Pairs(NamedTuple):
    """The pairs of numbers that are known, by the place that hashing gives them, and the number of each."""

    keys: Words
    numbers: Words


@kernel
def _numbered(one: Words, ahead: int, keys: Words, numbers: Words, learn: bool) -> tuple[Words, int]:
    """Of every pair of the number at a place and that `ahead` of it on the ring: its number, and how many are known.

    Pairs that are not known are learnt, or else have the number FREE, as those have of which a part has it.
    """
    n, mask, known = one.size, keys.size - 1, 0
    found = np.empty(n, np.int64)
    for i in range(n):
        j = i + ahead
        second = one[j if j < n else j - n]
        if one[i] == FREE or second == FREE:
            found[i] = FREE
            continue
        key = (one[i] << 31) | second
        place = ((key ^ (key >> 29)) * 0x1E3779B97F4A7C15 >> 20) & mask
        while keys[place] != FREE and keys[place] != key:
            place = (place + 1) & mask
        if keys[place] == FREE:
            if not learn:
                found[i] = FREE
                continue
            keys[place] = key
            numbers[place] = known
            known += 1
        found[i] = numbers[place]
    return found, known


@kernel
def _written(g: np.random.Generator, text: Words, context: Words, size: int, line: int) -> Words:
    """A text of as many words: lines that begin with `size` words, and go on after the contexts, by their numbers."""
    n = text.size
    starts = np.zeros(n + 1, np.int64)
    for i in range(n):
        starts[context[i] + 1] += 1
    for i in range(n):
        starts[i + 1] += starts[i]
    places, filled = np.empty(n, np.int64), starts[:n].copy()
    for i in range(n):
        places[filled[context[i]]] = i
        filled[context[i]] += 1
    out, length = np.empty(n, np.int64), 0
    while length < n:
        at = int(g.random() * n)
        for i in range(min(size, n - length)):
            out[length] = text[(at + i) % n]
            length += 1
        for _ in range(min(line, n - length)):
            first = starts[context[at]]
            after = places[first + int(g.random() * (starts[context[at] + 1] - first))]
            out[length] = text[(after + size) % n]
            length += 1
            at = after + 1 if after + 1 < n else 0
    return out


@kernel
def _different(numbers: Words) -> int:
    """How many different numbers there are, FREE apart."""
    seen, count = np.zeros(numbers.size + 1, np.bool_), 0
    for x in numbers:
        if x != FREE and not seen[x]:
            seen[x] = True
            count += 1
    return count


def windows(text: Words, length: int, known: list[Pairs] | None = None) -> tuple[Words, list[Pairs]]:
    """A number for each `length` successive words, from every place of the ring, equal where the words are; the pairs
    that they are made of. Of the pairs of another text only its windows have a number, the others FREE.
    """
    numbers, have = text if length else np.zeros_like(text), 1
    steps: list[Pairs] = []
    while have < length:
        ahead = min(have, length - have)
        size = 1 << (2 * text.size).bit_length()
        free = Pairs(np.full(size, FREE), np.empty(size, np.int64)) if known is None else known[len(steps)]
        numbers, _ = _numbered(numbers, ahead % text.size, free.keys, free.numbers, known is None)
        steps.append(free)
        have += ahead
    return numbers, steps


def texts(
    rng: np.random.Generator, text: Sequence[int] | Words, *, n: int, generations: int, line: int = LINE
) -> list[tuple[int, int]]:
    """Of the given text, and of so many that follow it: how many different words are in it, and how many of the n-grams
    of the given one.

    text: its words, numbered 0, 1, ... without a gap. An n-gram is n successive words of the ring. Raises ValueError
    unless n, line and the number of words are at least 1, and generations >= 0.
    """
    now = np.asarray(text, dtype=np.int64)
    if n < 1 or line < 1 or generations < 0 or now.ndim != 1 or not 1 <= now.size <= MOST_WORDS:
        raise ValueError(f"need n >= 1, line >= 1, generations >= 0 and 1 to 2^31 - 1 words, got {n}, {line}, "
                         f"{generations} and {now.shape}")  # fmt: skip
    if now.min() != 0 or now.max() >= now.size:
        raise ValueError("need words numbered 0, 1, ... without a gap")
    grams, known = windows(now, n)
    found = [(_different(now), _different(grams))]
    for _ in range(generations):
        context, _ = windows(now, n - 1)
        now = _written(rng, now, context, n - 1, line)
        found.append((_different(now), _different(windows(now, n, known)[0])))
    return found
