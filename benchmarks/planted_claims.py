"""Edits of `benchmarks.planted` in what claims owe, in their sentences and their sources."""

OWED = ("tests/test_obligations.py", "tests/test_growth.py")
READ = ("tests/test_sentences.py",)
RECORDS = ("tests/test_records.py",)

CLAIM_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "examine does not ask obligations",
        "harness/verify.py",
        "    if report.refused is not None:\n        return report\n",
        "",
        OWED,
    ),
    ("1/k is summable", "theorems/language/growth.py", "self._sign(t.p + 1) < 0", "self._sign(t.p + 1) <= 0", OWED),
    (
        "constants vanish",
        "theorems/language/growth.py",
        "return all(self._size(t) < 0 for t in self._near(e))",
        "return all(self._size(t) <= 0 for t in self._near(e))",
        OWED,
    ),
    (
        "divergence to minus infinity",
        "theorems/language/growth.py",
        "and self._size(top) > 0 and self.sign(top.c) == 1",
        "and self._size(top) > 0",
        OWED,
    ),
    (
        "a part that is not the largest leads",
        "theorems/language/growth.py",
        "all(self._is_smaller(t, top) for t in others)",
        "True",
        OWED,
    ),
    (
        "signs are looked at in one point",
        "harness/signs.py",
        "return seen.pop() if len(seen) == 1 else None",
        "return seen.pop()",
        OWED,
    ),
    (
        "what may end is monotone",
        "harness/absorbing.py",
        "    except (NoMoment, ValueError) as error:\n        return f",
        "    except (NoMoment, ValueError) as error:\n        return None and f",
        OWED,
    ),
    (
        "several roots are one",
        "theorems/language/roots.py",
        "if len(rising) == 2 or (depth == DEPTH and not sign):",
        "if False:",
        OWED,
    ),
    (
        "a cut at the root ends the search",
        "theorems/language/roots.py",
        "for place in PLACES:",
        "for place in PLACES[:1]:",
        OWED,
    ),
    (
        "a counterexample needs the limit of evidence",
        "harness/questions.py",
        "support, 1.0, None, float(resolution)",
        "support, 1 - float(resolution), None, float(resolution)",
        OWED,
    ),
    ("a cdf may fall", "harness/obligations.py", "            if b < a:", "            if False:", OWED),
    (
        "sentence without when",
        "theorems/language/sentences.py",
        'condition = f", where {',
        'condition = "" and f", where {',
        READ,
    ),
    (
        "sentence with one relation",
        "theorems/language/sentences.py",
        '"at_most": r"\\le", "at_least": r"\\ge"',
        '"at_most": r"\\le", "at_least": r"\\le"',
        READ,
    ),
    (
        "remainder is not printed",
        "theorems/language/sentences.py",
        '        said += f" up to ${latex(claim.within)}$"',
        '        said += ""',
        READ,
    ),
    (
        "remarks may have formulas",
        "theorems/language/record.py",
        "if formula := re.search(",
        "if formula := False and re.search(",
        READ,
    ),
    (
        "source of the theorem is shown",
        "harness/commands.py",
        "else str(claim.source)",
        "else str(theorem.source)",
        RECORDS,
    ),
    ("a remainder may be negative", "harness/obligations.py", "if value is not None and value < 0:", "if False:", OWED),
    (
        "exponents without brackets",
        "theorems/language/notation.py",
        'parts = [f"({self._print(e)})" if e.is_Add',
        'parts = [f"{self._print(e)}" if e.is_Add',
        READ,
    ),
)
