"""Texts that figures read: a file of the user, or else what every installation has.

Words are as in the program of Suresh et al.: of the text in lower case, the longest runs of letters, digits and
underscores. A file is named by the option --text, and travels to other processes in the environment.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness.basics.errors import BadInput
from theorems.language.domains.constructors import MOST_BYTES
from theorems.language.text import shortened

PLACE = "THEOREMS_TEXT"
"""Environment variable: the file that is read in place of the default."""

DOCUMENTATION = "documentation that ships with Python"

UNIT = 10**12
"""Frequencies of English words are given in these units, as whole numbers: the rarest is 1.02e-8."""


class Text(NamedTuple):
    """What it is called in a table, its words as numbers 0, 1, ... in the order of their first places, its digest."""

    name: str
    words: NDArray[np.int64]
    digest: str

    @property
    def counts(self) -> str:
        """How often each of its words is in it, as the parameter p of a theorem: `counts(7,3,1x12)`."""
        return written(np.bincount(self.words).tolist())


def written(counts: Iterable[int]) -> str:
    """Counts as the parameter p of a theorem, the largest first: `counts(7,3,1x12)`."""
    runs = ((count, len(list(run))) for count, run in groupby(sorted(counts, reverse=True)))
    return f"counts({','.join(f'{count}x{times}' if times > 1 else str(count) for count, times in runs)})"


def choose(path: str) -> None:
    """Lets figures read this file, in this process and those that it starts; raises BadInput where it is no text."""
    place = os.path.abspath(path)
    _of_file(place)
    os.environ[PLACE] = place


def chosen() -> bool:
    """Has the user named a file?"""
    return bool(os.environ.get(PLACE))


def text() -> Text:
    """The user's text, or the documentation that ships with Python; raises BadInput where the file is no text."""
    return _of_file(os.environ[PLACE]) if chosen() else _documentation()


def asked(digest: str) -> Text:
    """The text of that digest; raises ValueError where another one is read, as it may be in another process."""
    found = text()
    if found.digest != digest:
        raise ValueError("another text is read here")
    return found


def digest() -> str:
    """What tells one text from another: of the words and their order, whatever the file is called."""
    return text().digest


def english(most: int | None = None) -> list[int]:
    """How often each English word occurs in 10^12 words, the most frequent ones first, and so many of them if that is
    given; raises BadInput.

    They are those of the package wordfreq: 321,180 words, which are 98.7% of all that is written.
    """
    try:
        from wordfreq import get_frequency_dict
    except ModuleNotFoundError:
        raise BadInput("frequencies of words need wordfreq: pip install 'model-collapse-theorems[figures]'") from None
    found = sorted(get_frequency_dict("en", "best").values(), reverse=True)[:most]
    return [round(UNIT * frequency) for frequency in found]


@cache
def _documentation() -> Text:
    from pydoc_data.topics import topics

    return _read("\n".join(topics[name] for name in sorted(topics)), DOCUMENTATION)


@cache
def _of_file(path: str) -> Text:
    shown = f"--text: '{shortened(path)}'"
    try:
        file = Path(path)
        if not file.is_file():
            raise BadInput(f"{shown} is no file")
        if file.stat().st_size > MOST_BYTES:
            raise BadInput(f"{shown} has more than {MOST_BYTES:,} bytes")
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{shown} is not text in UTF-8") from None
    except (OSError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it has no such name"
        raise BadInput(f"{shown} cannot be read: {why}") from None
    if not content.strip():
        raise BadInput(f"{shown} is empty")
    found = _read(content, shortened(file.name))
    if found.words.size < 2:
        raise BadInput(f"{shown} has {found.words.size or 'no'} word{'s' * (not found.words.size)}: two are needed")
    return found


def _read(content: str, name: str) -> Text:
    words = re.findall(r"\w+", content.lower())
    place = {word: number for number, word in enumerate(Counter(words))}
    numbers = np.array([place[word] for word in words], dtype=np.int64)
    return Text(name, numbers, hashlib.sha256("\n".join(words).encode()).hexdigest())
