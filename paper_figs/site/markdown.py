"""Pages are written in Markdown (MyST): words and formulas of the records, links that are checked, tables, folds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|&~^+.!:%=$-])")
"""What may mean something in Markdown."""


LETTERS = {
    "sigma": "σ", "Sigma": "Σ", "lambda": "λ", "Lambda": "Λ", "lam": "λ", "mu": "μ", "alpha": "α", "beta": "β",
    "gamma": "γ", "delta": "δ", "theta": "θ", "tau": "τ", "pi": "π", "eps": "ε", "kappa": "κ", "rho": "ρ",
    "eta": "η", "nu": "ν", "phi": "φ",
}  # fmt: skip
"""Letters as they are typed, and as they are printed."""

INDEX = re.compile(
    rf"(?<![A-Za-z0-9])(?:([A-Za-z]+)_\{{([^{{}}]*)\}}|([A-Za-z]|{'|'.join(LETTERS)})_([A-Za-z0-9]+))(?![A-Za-z0-9_])"
)
POWER = re.compile(r"\^(?:\{([^{}]*)\}|(-?[A-Za-z0-9]+|\([^()]*\)))")
GIVEN = re.compile(r"(?<![A-Za-z0-9])(p|x|sigma|lambda|mu)0(?![A-Za-z0-9])")
LETTER = re.compile(rf"(?<![A-Za-z0-9-])({'|'.join(LETTERS)})(?![A-Za-z])")
SIGNS = {" >= ": " ≥ ", " <= ": " ≤ ", " != ": " ≠ ", " -> ": " → ", " +- ": " ± "}
LOW, HIGH, END = "\ue000", "\ue001", "\ue002"
"""Stand where an index or an exponent begins and ends, until the text is written as Markdown."""


def plain(text: str) -> str:
    """A text on one line, its `P_k`, `sigma0`, `n^2` and `>=` as they are printed in books, and formulas in it."""
    words = " ".join(text.split())
    return _words(words) if words.count("$") % 2 else prose(words)


TYPED = (*LETTERS, "ddof", "np")
"""What looks like a word, and is none."""


def sentence(text: str) -> str:
    """A remark of a record as a sentence: with a capital, where it begins with a word, and a full stop."""
    word = re.match(r"[a-z]{2,}(?![a-z0-9_(])", text)
    begun = text if word is None or word[0] in TYPED else text[0].upper() + text[1:]
    return prose(begun if begun.endswith((".", "?", ":")) else f"{begun}.")


def prose(text: str) -> str:
    """A text whose formulas stand between dollar signs."""
    parts = text.split("$")
    return "".join(formula(part) if i % 2 else _words(part) for i, part in enumerate(parts))


def _words(text: str) -> str:
    """Words between two formulas: spaces at their ends count."""
    text = re.sub(r"\s+", " ", text)
    for typed, printed in SIGNS.items():
        text = text.replace(typed, printed)
    text = INDEX.sub(lambda m: f"{m[1] or m[3]}{LOW}{m[2] or m[4]}{END}", text)
    text = GIVEN.sub(rf"\1{LOW}0{END}", text)
    text = POWER.sub(lambda m: f"{HIGH}{m[1] or m[2]}{END}", text)
    text = LETTER.sub(lambda m: LETTERS[m[1]], text)
    return _marked(SPECIAL.sub(r"\\\1", text))


def _marked(text: str) -> str:
    """Indices and exponents as markup."""
    kinds = []

    def mark(found: re.Match[str]) -> str:
        if found[0] != END:
            kinds.append("sub" if found[0] == LOW else "sup")
            return f"<{kinds[-1]}>"
        return f"</{kinds.pop()}>"

    return re.sub(f"[{LOW}{HIGH}{END}]", mark, text)


def formula(latex: str) -> str:
    """A formula in a line; an upright stroke in it would end the cell of a table."""
    text = " ".join(latex.split()).replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return f"${text}$" if text else ""


def code(text: object) -> str:
    """What is typed or printed by a program."""
    words = " ".join(str(text).split())
    fence = "``" if "`" in words else "`"
    return f"{fence}{words}{fence}"


def label(*names: str) -> str:
    """The target of links to what follows: the name of a theorem, or a theorem and a claim."""
    return f"({'/'.join(names)})="


def link(words: str, *names: str) -> str:
    """A link to a label. The words may be those of `plain`: of marks in them only the text is left."""
    return f"{{ref}}`{_title(words)} <{'/'.join(names)}>`"


LOW_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
HIGH_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Where there is no markup."""


def _title(words: str) -> str:
    words = re.sub(r"<sub>(\d+)</sub>", lambda m: m[1].translate(LOW_DIGITS), words)
    words = re.sub(r"<sup>(\d+)</sup>", lambda m: m[1].translate(HIGH_DIGITS), words)
    words = re.sub(r"</su[bp]>", "", words).replace("<sub>", "_").replace("<sup>", "^")
    return re.sub(r"\\(\W)", r"\1", words).replace("<", "‹").replace(">", "›").replace("`", "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table whose cells are Markdown."""

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell or " " for cell in cells) + " |"

    return ["", line(head), "|" + " --- |" * len(head), *map(line, rows), ""]


def folded(summary: str, lines: Iterable[str], kind: str = "") -> list[str]:
    """What is shown when its summary (HTML) is clicked; the lines are Markdown."""
    named = f' class="{kind}"' if kind else ""
    return ["", f"<details{named}><summary>{summary}</summary>", "", *lines, "", "</details>", ""]


def html(text: str) -> list[str]:
    """Markup as it is."""
    return ["", "```{raw} html", text, "```", ""]


def division(kind: str, lines: Iterable[str]) -> list[str]:
    """Lines of Markdown in a `div` of a class."""
    return ["", f'<div class="{kind}">', "", *lines, "", "</div>", ""]


def page(lines: Iterable[str]) -> str:
    """The text of a page."""
    return "\n".join(lines).strip() + "\n"
