"""Edits of `benchmarks.planted` in report cards and errata: verdicts, places, tightness, what is kept of them."""

PAPER = ("tests/test_cli_paper.py",)
ERRATA = ("tests/test_cli_errata.py",)
CARD = "harness/judge/card.py"
TIGHT = "harness/judge/tightness.py"
STATEMENT = "theorems/papers/statement.py"

CARD_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("what is off by one is to be qualified", CARD, 'FALSE = ("false", "off by one")', 'FALSE = ("false",)', PAPER),
    ("a sharpened claim is only true", CARD, '"sharpened" if claim.sharper else "true"', '"true"', PAPER),
    ("a line has the best of its verdicts", CARD, "for name in VERDICTS if name in found", "for name in found", PAPER),
    (
        "a claim without a line is not missed",
        CARD,
        "for case in claims.get(None, [])]",
        "for case in claims.get(-1, [])]",
        PAPER,
    ),
    (
        "what has claims is not yet there",
        CARD,
        "    if claimed or line.by:\n",
        "    if line.by:\n",
        PAPER,
    ),
    ("claims in the order of the registry", CARD, "order.get(_number(case), len(order))", "0", PAPER),
    (
        "kept tightness is not looked at",
        CARD,
        "tightness.told(case) if found is None else found",
        "tightness.told(case)",
        PAPER,
    ),
    ("the exact value over the claimed one", TIGHT, "(ratio := value / exact)", "(ratio := exact / value)", PAPER),
    ("tightness at the first point", TIGHT, 'int(point.get("k", 0))', "0", PAPER),
    ("a bound of one says something", TIGHT, "value >= 1 if relation", "value >= 2 if relation", PAPER),
    (
        "a refuted claim is tight",
        TIGHT,
        'if case.claim.expected == "refuted":\n            return',
        "if False:\n            return",
        PAPER,
    ),
    ("Lemma 5 is Lemma 50", STATEMENT, "(?!\\w|\\.\\d)", "", PAPER),
    ("a listed number goes where it is named first", STATEMENT, "[i].lists(number)", "[i].names(number)", PAPER),
    ("a line needs no answer", STATEMENT, "if not (self.why or", "if False and not (self.why or", PAPER),
    (
        "refuted is proved",
        "harness/cli/known.py",
        'REFUTED.get(word, word) if case.claim.expected == "refuted" else word',
        "word",
        PAPER,
    ),
    ("a card is made anew every time", "harness/cli/answers.py", "if known is not None:", "if False:", PAPER),
    (
        "errata of all kinds together",
        "harness/cli/errata.py",
        'kinds.index(record["kind"]) if "kind" in record else 0',
        "0",
        ERRATA,
    ),
    (
        "the correction is said to be checked as the erratum was",
        "harness/cli/errata.py",
        "how(case, kept), how(correction, kept)",
        "how(case, kept), how(case, kept)",
        ERRATA,
    ),
    (
        "a counterexample without numbers",
        "harness/judge/errata.py",
        "for point in grid(case)",
        "for point in case.points",
        ERRATA,
    ),
    (
        "a note of a theorem is of none",
        "harness/judge/errata.py",
        ' | {"theorem": theorem.id}',
        "",
        ("tests/test_cli_terminal.py", "-k", "errata"),
    ),
)
