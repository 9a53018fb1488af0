"""Short stories from a probabilistic grammar whose entropy is known exactly: the least loss that a model can have.

A story has a beginning, a middle and an end, each a sentence drawn from a few; the names and things in them are drawn,
too, the frequent ones first in each list, as 1/rank (so that some are rare), and are the same throughout the story. No
two sets of choices tell the same story: the entropy of a story is that of its choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import fsum, log

import numpy as np
from numpy.typing import NDArray

SENTENCES: tuple[tuple[tuple[float, str], ...], ...] = (
    (
        (1 / 2, "once upon a time {name} went to the {place} ."),
        (1 / 3, "one day {name} and a {animal} were at the {place} ."),
        (1 / 6, "there was a {animal} called {name} who lived near the {place} ."),
    ),
    (
        (1 / 2, "{name} saw a {colour} {thing} there ."),
        (1 / 3, "the {animal} had lost a {thing} in the {place} ."),
        (1 / 6, "a big {animal} wanted the {colour} {thing} of {name} ."),
    ),
    (
        (1 / 2, "{name} took the {thing} home and was {mood} ."),
        (1 / 4, "the {animal} was {mood} and they played with the {thing} ."),
        (1 / 4, "what a {colour} {thing} said {name} and was {mood} ."),
    ),
)
"""Of the beginning, the middle and the end: probability, and words; a word in braces is drawn, once for a story."""

WORDS: dict[str, tuple[str, ...]] = {
    "name": ("tom", "anna", "ben", "lily", "max", "sue", "tim", "mia"),
    "place": ("park", "lake", "garden", "forest", "shop", "school", "hill", "tower"),
    "animal": ("dog", "cat", "bird", "fox", "frog", "bear"),
    "thing": ("ball", "box", "hat", "kite", "book", "cake", "key", "shell"),
    "colour": ("red", "blue", "green", "white", "golden", "purple"),
    "mood": ("happy", "tired", "proud", "sad", "surprised", "brave"),
}
"""What stands for a word in braces: the word of rank r with a probability proportional to 1/r."""

END = 0
"""The token after a story, and on the places behind it."""

VOCABULARY: tuple[str, ...] = (
    "<end>",
    *sorted(
        {word for part in SENTENCES for _, text in part for word in text.split() if word[0] != "{"}
        | {word for words in WORDS.values() for word in words}
    ),
)
"""The words by token."""

TOKEN = {word: token for token, word in enumerate(VOCABULARY)}


@cache
def _plots() -> tuple[tuple[float, tuple[str, ...]], ...]:
    """Every choice of three sentences: its probability and its words."""
    found = []
    for choice in product(*SENTENCES):
        probability = float(np.prod([p for p, _ in choice]))
        found.append((probability, tuple(word for _, text in choice for word in text.split())))
    return tuple(found)


@cache
def _shares(kind: str) -> NDArray[np.float64]:
    weights = 1 / np.arange(1, len(WORDS[kind]) + 1)
    return weights / weights.sum()


PROMPT = ("name", "place", "thing")
"""What a prompt tells of a story, in this order; every story has all three."""

LENGTH = max(len(words) for _, words in _plots()) + 1
"""Tokens of a story, its end included, at most; shorter ones are filled with END."""


def tell(rng: np.random.Generator, count: int, told: bool = False) -> NDArray[np.int32]:
    """So many stories, drawn independently, each behind its prompt: tokens [count, len(PROMPT) + LENGTH].

    told: does the prompt tell its three words? Else it is empty: END in all places.
    """
    plots = _plots()
    chosen = rng.choice(len(plots), count, p=[p for p, _ in plots])
    drawn = {kind: rng.choice(len(words), count, p=_shares(kind)) for kind, words in WORDS.items()}
    stories = np.full((count, LENGTH), END, np.int32)
    for number, (_, words) in enumerate(plots):
        rows = np.flatnonzero(chosen == number)
        for place, word in enumerate(words):
            kind = word.strip("{}")
            tokens = [TOKEN[one] for one in WORDS[kind]] if word[0] == "{" else [TOKEN[word]]
            stories[rows, place] = np.array(tokens)[drawn[kind][rows] if word[0] == "{" else 0]
    prompts = np.full((count, len(PROMPT)), END, np.int32)
    if told:
        prompts[:] = np.stack([np.array([TOKEN[w] for w in WORDS[kind]])[drawn[kind]] for kind in PROMPT], 1)
    return np.concatenate([prompts, stories], 1)


def entropy(given: Sequence[str] = ()) -> float:
    """Nats of a story: no model has a smaller mean loss on stories. given: kinds of words that a prompt has told."""
    total = [-p * log(p) for p, _ in _plots()]
    for probability, words in _plots():
        for kind in {word.strip("{}") for word in words if word[0] == "{"} - set(given):
            total += [-probability * float(q) * log(q) for q in _shares(kind)]
    return fsum(total)


def log_probability(stories: NDArray[np.int32]) -> NDArray[np.float64]:
    """The logarithm of the probability of each story [rows, LENGTH], prompt left out; -inf if it is none."""
    result = np.full(len(stories), -np.inf)
    for probability, words in _plots():
        told = np.full(len(stories), log(probability))
        first: dict[str, int] = {}
        for place in range(LENGTH):
            word = words[place] if place < len(words) else VOCABULARY[END]
            here = stories[:, place]
            if word[0] != "{":
                told[here != TOKEN[word]] = -np.inf
            elif word in first:
                told[here != stories[:, first[word]]] = -np.inf
            else:
                first[word] = place
                table = np.full(len(VOCABULARY), -np.inf)
                kind = word.strip("{}")
                table[[TOKEN[one] for one in WORDS[kind]]] = np.log(_shares(kind))
                told += table[here]
        result = np.maximum(result, told)  # at most one plot tells it
    return result


def text(story: NDArray[np.int32]) -> str:
    """The words of a story [LENGTH], up to its end."""
    return " ".join(VOCABULARY[token] for token in story).partition(f" {VOCABULARY[END]}")[0]
