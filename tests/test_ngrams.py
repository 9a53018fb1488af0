"""Texts of n-gram models: against the exact law of all small texts, dictionaries, and the multinomial model."""

from collections import Counter
from fractions import Fraction
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.evidence.cells import log_cells
from harness.evidence.means import interval
from harness.evidence.sums import block_sums
from simulators import ngrams
from simulators.engine import Support, stream
from simulators.exact.alphabet import unique

ALPHA = 1e-9
"""Probability that a test of this file rejects a kernel that is right."""

RUNS = 20_000


def lines(text, n, line, many, start=None, follow=Counter):
    """The law of a text of `many` words: text -> probability. start, follow: what a mistake has in their place."""
    size, ring = n - 1, text * (n + line + 1)
    begins = range(len(text)) if start is None else start
    after = {}
    for i in range(len(text)):
        after.setdefault(ring[i : i + size], Counter())[ring[i + size]] += 1
    law, whole = {(): Fraction(1)}, {}
    while law:
        (written, chance), *_ = law.items()
        del law[written]
        some = {written + ring[i : i + size]: Counter() for i in begins}
        for i in begins:
            some[written + ring[i : i + size]][written] += 1
        for begun, times in some.items():
            grown = {begun[:many]: chance * Fraction(sum(times.values()), len(begins))}
            for _ in range(line):
                further = {}
                for now, p in grown.items():
                    if len(now) == many:
                        further[now] = further.get(now, 0) + p
                        continue
                    words = follow(after[now[len(now) - size :]])
                    for word, count in words.items():
                        grown_by = (*now, word)
                        further[grown_by] = further.get(grown_by, 0) + p * Fraction(count, sum(words.values()))
                grown = further
            for now, p in grown.items():
                where = whole if len(now) == many else law
                where[now] = where.get(now, 0) + p
    assert sum(whole.values()) == 1
    return whole


def against(counts, law):
    """Evidence against the law of texts, of which the mean is at most 1 under it; in logarithms."""
    every = {**law, **dict.fromkeys(counts.keys() - law.keys(), Fraction(0))}
    seen = np.array([counts.get(text, 0) for text in every])
    return log_cells(seen, np.array([float(p) for p in every.values()]))


def drawn(text, n, line, rng):
    words = np.array(text)
    context, _ = ngrams.windows(words, n - 1)
    return Counter(tuple(ngrams._written(rng, words, context, n - 1, line).tolist()) for _ in range(RUNS))


TEXTS = [((0, 0, 1, 2), 2, 1), ((0, 1, 0, 2, 0), 2, 2), ((0, 1, 0, 1, 2), 3, 1), ((0, 0, 1), 1, 2), ((0, 1), 4, 1)]


@pytest.mark.parametrize(("text", "n", "line"), TEXTS)
def test_texts_have_the_exact_law(text, n, line, entropy):
    found = drawn(text, n, line, stream(entropy, f"texts {text} {n}", line))
    assert against(found, lines(text, n, line, len(text))) < log(len(TEXTS) / ALPHA)


MISTAKES = {
    "a context of one word less": lambda text: lines(text, 2, 2, len(text)),
    "each word that comes there as often": lambda text: lines(text, 3, 1, len(text), follow=lambda c: Counter([*c])),
    "never from the last place": lambda text: lines(text, 3, 1, len(text), start=range(len(text) - 1)),
    "lines that are one word longer": lambda text: lines(text, 3, 2, len(text)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_law_of_a_mistake_is_seen_to_be_another(mistake, entropy):
    text = (0, 1, 1, 0, 1, 1, 0, 1, 2)
    found = drawn(text, 3, 1, stream(entropy, f"mistake {mistake}", 0))
    assert against(found, lines(text, 3, 1, len(text))) < log(len(MISTAKES) / ALPHA)
    assert against(found, MISTAKES[mistake](text)) > log(len(MISTAKES) / ALPHA)


@pytest.mark.parametrize(("text", "n", "line"), TEXTS)
def test_on_average_a_word_is_as_often_in_the_next_text(text, n, line):
    law = lines(text, n, line, len(text))
    for word, times in Counter(text).items():
        assert sum(p * written.count(word) for written, p in law.items()) == times


@settings(max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.lists(st.integers(0, 3), min_size=1, max_size=12),
       st.integers(0, 9))  # fmt: skip
def test_windows_are_told_apart_as_their_words_are(text, other, length):
    def grams(words):
        return [tuple(words[(i + j) % len(words)] for j in range(length)) for i in range(len(words))]

    numbers, pairs = ngrams.windows(np.array(text), length)
    seen = dict(zip(grams(text), numbers.tolist(), strict=True))
    assert [seen[gram] for gram in grams(text)] == numbers.tolist()
    assert len(set(seen.values())) == len(seen)
    if length > 1:
        again, _ = ngrams.windows(np.array(other), length, pairs)
        assert again.tolist() == [seen.get(gram, ngrams.FREE) for gram in grams(other)]


def test_what_is_counted_is_what_is_left(entropy):
    text, n = np.array([0, 1, 2, 0, 1, 3, 4, 0, 5, 1, 2, 0]), 3
    found = ngrams.texts(stream(entropy, "counted", 0), text, n=n, generations=4, line=2)
    rng, now = stream(entropy, "counted", 0), text

    def grams(words):
        return {tuple(np.roll(words, -i)[:n].tolist()) for i in range(len(words))}

    for words, left in found:
        assert (words, left) == (len({*now.tolist()}), len(grams(now) & grams(text)))
        now = ngrams._written(rng, now, ngrams.windows(now, n - 1)[0], n - 1, 2)


def test_single_words_are_the_multinomial_model(entropy):
    text = np.repeat(np.arange(12), [6, 4, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1])
    exact = unique(n=len(text), k=4, counts=np.bincount(text).tolist())
    runs = np.array(
        [
            [words for words, _ in ngrams.texts(stream(entropy, "single", run), text, n=1, generations=4)]
            for run in range(3000)
        ]
    )
    support = Support("bounded", 1.0, 12.0)
    for k in range(1, 5):
        low, high = interval(support, 0.0, block_sums(support, runs[:, k].astype(float)), ALPHA / 4)
        assert low < float(exact[k].mid()) < high
        assert not low < float(exact[k - 1].mid()) < high


@pytest.mark.parametrize(
    ("text", "n", "line", "generations"),
    [([], 2, 1, 1), ([0, 1], 0, 1, 1), ([0, 1], 1, 0, 1), ([0, 1], 1, 1, -1), ([1, 2], 2, 1, 1), ([0, 5], 2, 1, 1)],
)
def test_what_is_no_text_is_refused(text, n, line, generations, entropy):
    with pytest.raises(ValueError, match="need"):
        ngrams.texts(stream(entropy, "refused", 0), text, n=n, generations=generations, line=line)
