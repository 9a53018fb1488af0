"""Edits of `benchmarks.planted` in n-gram models, fitted mixtures, texts, and sums over a corpus."""

NGRAMS, MIXTURES = "simulators/ngrams.py", "simulators/mixture_fitting.py"
TEXTS, ALIKE = "paper_figs/texts.py", "theorems/language/readers/alike.py"
OF_NGRAMS, OF_MIXTURES = ("tests/test_ngrams.py",), ("tests/test_mixture_fitting.py",)
OF_TEXTS, OF_SUMS = ("tests/test_texts.py",), ("tests/test_number_systems_sums.py",)

EXPERIMENT_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # -- n-gram models ---------------------------------------------------------------------------------------
    ("a context of one word less", NGRAMS, "windows(now, n - 1)", "windows(now, max(n - 2, 0))", OF_NGRAMS),
    (
        "a context has one word that follows",
        NGRAMS,
        "after = places[first + int(g.random() * (starts[context[at] + 1] - first))]",
        "after = places[first]",
        OF_NGRAMS,
    ),
    ("the last place begins no line", NGRAMS, "at = int(g.random() * n)", "at = int(g.random() * (n - 1))", OF_NGRAMS),
    (
        "a line goes on from where it began",
        NGRAMS,
        "at = after + 1 if after + 1 < n else 0",
        "at = at + 1 if at + 1 < n else 0",
        OF_NGRAMS,
    ),
    ("windows reach too far", NGRAMS, "ahead = min(have, length - have)", "ahead = have", OF_NGRAMS),
    ("n-grams that are new are counted", NGRAMS, "windows(now, n, known)[0]", "windows(now, n)[0]", OF_NGRAMS),
    ("pairs are told apart by their hash", NGRAMS, "keys[place] != FREE and keys[place] != key", "False", OF_NGRAMS),
    # -- fitted mixtures -------------------------------------------------------------------------------------
    ("a point counts for the other component", MIXTURES, "(1.0 if one >= two else less)", "(less if one >= two else 1)",
     OF_MIXTURES),
    ("k-means waits for the last point", MIXTURES, "way <= STILL * spread", "False", OF_MIXTURES),
    ("centres that are still decide no more", MIXTURES, "if settled or changed", "if changed", OF_MIXTURES),
    ("points that are left over are left out", MIXTURES, "for start in range(0, n, LANES)",
     "for start in range(0, n - LANES + 1, LANES)", OF_MIXTURES),
    ("a density without its determinant", MIXTURES, "- 0.5 * math.log(determinant)", "", OF_MIXTURES),
    ("nothing is added to a variance", MIXTURES, "law[row, 3] = max(sums[row, 3] / count - x * x, 0.0) + REGULAR",
     "law[row, 3] = max(sums[row, 3] / count - x * x, 0.0)", OF_MIXTURES),
    ("coordinates are not correlated", MIXTURES, "sums[row, 5] / count - x * y", "0.0 * x * y", OF_MIXTURES),
    ("a fit never stands still", MIXTURES, "abs(likelihood - before) < tolerance", "False", OF_MIXTURES),
    ("a component that is gone stays", MIXTURES, "law[1, 0] = 0.0", "law[1, 0] = 0.5", OF_MIXTURES),
    ("points are drawn without correlation", MIXTURES, "law[row, 2] + lean * u +", "law[row, 2] +", OF_MIXTURES),
    ("means are those of the moved points", MIXTURES, "    law[:, 1] += x\n", "", OF_MIXTURES),
    ("a distance without the mixed terms", MIXTURES, "[1.0, 1.0, -1.0, -1.0]", "[1.0, 1.0, 1.0, 1.0]", OF_MIXTURES),
    ("the variance within components alone", MIXTURES, "((mean - weight @ mean) ** 2).sum(axis=1)", "0.0", OF_MIXTURES),
    # -- texts -----------------------------------------------------------------------------------------------
    ("capitals make other words", TEXTS, "content.lower()", "content", OF_TEXTS),
    ("one word is a text", TEXTS, "found.words.size < 2", "found.words.size < 1", OF_TEXTS),
    ("a text is told by its length", TEXTS, '"\\n".join(words).encode()', "str(len(words)).encode()", OF_TEXTS),
    (
        "the key of a figure is of no text",
        "paper_figs/store.py",
        "*filter(None, [figure.read()])",
        "*()",
        OF_TEXTS,
    ),
    (
        "another text is as good",
        TEXTS,
        "if found.digest != digest:",
        "if False:",
        OF_TEXTS,
    ),
    # -- sums over a corpus ----------------------------------------------------------------------------------
    ("the place of an entry does not matter", ALIKE, "index in rest.free_symbols", "False", OF_SUMS),
    ("the next entry is this one", ALIKE, "entries[0].indices != (index,)", "False", OF_SUMS),
    ("a part of a list is all of it", ALIKE, "places != range(len(entries))", "False", OF_SUMS),
    (
        "equal entries are added once",
        "theorems/language/readers/interpreter.py",
        "self.number(Fraction(times[i])) * term if times else term",
        "term",
        OF_SUMS,
    ),
)  # fmt: skip
