"""The README's tables: of speed, taken from results.md, and of the papers, as `theorems paper --markdown` prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from benchmarks.measure import table
from harness.basics.outputs import write_whole
from theorems.door import main

RESULTS = Path(__file__).with_name("results.md")
README = Path(__file__).parent.parent / "README.md"
OTHERS = {"numpy, vectorised": "numpy", "C, same algorithm": "same algorithm in C"}
BLOCK = re.compile(r"(<!-- benchmarks -->\n).*?(<!-- end -->)", re.DOTALL)
PAPERS = re.compile(r"(<!-- papers -->\n).*?(<!-- end of papers -->)", re.DOTALL)


def tables(text: str) -> Iterator[list[dict[str, str]]]:
    """The tables of a Markdown text: a dict for each row."""
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        heading, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
        yield [dict(zip(heading, row, strict=True)) for row in rows]


def summary(results: str) -> str:
    """A row for each process: our time, and how many times faster than others it is."""
    timings: dict[str, dict[str, dict[str, str]]] = {}
    for row in next(tables(results)):
        timings.setdefault(row["process"], {})[row["variant"]] = row
    rows = []
    for process, variants in timings.items():
        ours = variants["ours, 1 thread"]
        rows.append(
            [
                process,
                ours["per path-generation"],
                ours["against the papers' loop"],
                *(f"{1 / float(variants[name]['against ours']):.2g}" for name in OTHERS if name in variants),
                variants["ours, 2 threads"]["against ours"],
            ]
        )
    known = [label for name, label in OTHERS.items() if name in variants]
    return table(["process", "a generation of a path", "papers' loop", *known, "two threads"], rows)


def rewritten(readme: str, results: str) -> str:
    """The README with the table of these results."""
    return BLOCK.sub(lambda match: match[1] + summary(results) + match[2], readme)


def papers() -> str:
    """The table of the papers."""
    with redirect_stdout(StringIO()) as printed:
        main(["paper", "--markdown"])
    return printed.getvalue()


def with_papers(readme: str, printed: str) -> str:
    """The README with this table of the papers."""
    return PAPERS.sub(lambda match: match[1] + printed + match[2], readme)


def write() -> None:
    """Brings the README up to date."""
    write_whole(README, with_papers(rewritten(README.read_text(), RESULTS.read_text()), papers()))


if __name__ == "__main__":
    write()
