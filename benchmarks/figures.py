"""What the figures cost: processor seconds of each at quick effort, in one process, in the order of the gallery.

Simulations that figures share are run, and counted, by the first. With a folder as its argument the tables and pictures
are kept there.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time

from benchmarks.measure import table
from harness.basics.outputs import write_whole
from paper_figs import style
from paper_figs.figure import figures
from paper_figs.tables import from_csv, to_csv
from simulators.engine import fresh_entropy

EFFORT = "quick"
MOST = 15
"""Figures that are named, the costliest ones."""


def report(folder: Path | None = None) -> str:
    """The table as Markdown, of every figure whose extra is installed."""
    if folder is None:
        with tempfile.TemporaryDirectory() as place:
            return report(Path(place))
    entropy, families = fresh_entropy(), Counter[str]()
    computed: dict[str, float] = {}
    drawn: dict[str, float] = {}
    for name, figure in sorted(figures().items()):
        if figure.missing():
            continue
        began = process_time()
        content = to_csv(figure.data(figure.parameters[EFFORT], entropy, lambda _: None))
        computed[name] = process_time() - began
        pictures = style.pictures(figure, from_csv(content), figure.parameters[EFFORT], list(style.FORMATS))
        for suffix, picture in pictures.items():
            write_whole(folder / f"{name}.{suffix}", picture)
        drawn[name] = process_time() - began - computed[name]
        families[figure.family] += 1
        write_whole(folder / f"{name}.csv", content)
        print(f"{name}: {computed[name]:.1f} s, drawn in {drawn[name]:.1f} s", file=sys.stderr, flush=True)
    costly = sorted(drawn, key=lambda name: -computed[name] - drawn[name])
    rows = [[name, f"{computed[name]:.1f} s", f"{drawn[name]:.1f} s"] for name in costly[:MOST]]
    rest = costly[MOST:]
    sums = (sum(of[name] for name in rest) for of in (computed, drawn))
    rows.append([f"{len(rest)} others", *(f"{seconds:.1f} s" for seconds in sums)])
    rows.append([f"all {len(drawn)}", *(f"{sum(of.values()):.1f} s" for of in (computed, drawn))])
    said = ", ".join(f"{number} {family}" for family, number in sorted(families.items()))
    shown = table(["figure", "numbers", "pictures (SVG, PDF, PNG)"], rows)
    return f"## Figures\n\nProcessor time of every figure at quick effort, in one process: {said}.\n\n{shown}"


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if sys.argv[1:] else None))
