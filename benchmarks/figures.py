"""What the figures cost: processor seconds of each, at both efforts, in one process, in the order of the gallery.

Simulations that figures share are run, and counted, by the first. Of an experiment one seed is timed at paper effort,
and counts as often as there are seeds.

`python -m benchmarks.figures FOLDER` keeps tables, pictures and what was measured in that folder, and goes on with what
is not there: at paper effort all figures together take long.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import process_time

from benchmarks.measure import table
from harness.basics.outputs import write_whole
from paper_figs import style
from paper_figs.figure import Figure, figures
from paper_figs.simulations import simulated
from paper_figs.tables import from_csv, to_csv
from simulators.engine import fresh_entropy

EFFORTS = ("quick", "paper")
SEEDS = {"seeds", "runs"}
"""What an experiment calls the number of its seeds."""
MOST = 15
"""Figures that are named, the costliest ones."""

Cost = Mapping[str, float]
"""Seconds: `numbers` and `pictures`, or `estimate` in place of both."""


def report(folder: Path | None = None) -> str:
    """The table as Markdown, of every figure whose extra is installed."""
    if folder is None:
        with tempfile.TemporaryDirectory() as place:
            return report(Path(place))
    there = {name: figure for name, figure in sorted(figures().items()) if not figure.missing()}
    quick, paper = (measured(there, effort, folder / effort) for effort in EFFORTS)
    families = Counter(figure.family for figure in there.values())
    said = ", ".join(f"{number} {family}" for family, number in sorted(families.items()))
    costly = sorted(there, key=lambda name: -_numbers(paper[name]))
    rows = [[name, *_cells([quick[name]], [paper[name]])] for name in costly[:MOST]]
    rest = costly[MOST:]
    rows.append([f"{len(rest)} others", *_cells([quick[n] for n in rest], [paper[n] for n in rest])])
    theory = [name for name in there if "estimate" not in paper[name]]
    rows.append([f"all {len(theory)} but experiments", *_cells([quick[n] for n in theory], [paper[n] for n in theory])])
    rows.append([f"all {len(there)}", *_cells(list(quick.values()), list(paper.values()))])
    shown = table(["figure", "numbers, quick", "numbers, paper", "pictures (SVG, PDF, PNG)"], rows)
    return (
        f"## Figures\n\nProcessor time of every figure, in one process: {said}. Simulations that figures share are "
        "counted by the first of them. With ~, estimates: one seed of an experiment, times the number of seeds."
        f"\n\n{shown}"
    )


def measured(there: Mapping[str, Figure], effort: str, folder: Path) -> dict[str, Cost]:
    """The cost of each figure: what the folder has, and what is measured now and put there."""
    kept = folder / "seconds.json"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Cost] = json.loads(kept.read_text()) if kept.exists() else {}
    entropy = fresh_entropy()
    for name, figure in there.items():
        if name not in found:
            estimated = effort == "paper" and SEEDS & figure.parameters[effort].keys() and figure.comparisons
            found[name] = _estimated(figure, entropy) if estimated else _made(figure, effort, entropy, folder)
            write_whole(kept, json.dumps(found, indent=1) + "\n")
            print(f"{effort}: {name}: {dict(found[name])}", file=sys.stderr, flush=True)
    return {name: found[name] for name in there}


def _made(figure: Figure, effort: str, entropy: int, folder: Path) -> Cost:
    began = process_time()
    content = to_csv(figure.data(figure.parameters[effort], entropy, lambda _: None))
    numbers = process_time() - began
    write_whole(folder / f"{figure.name}.csv", content)
    began = process_time()
    pictures = style.pictures(figure, from_csv(content), figure.parameters[effort], list(style.FORMATS))
    drawn = process_time() - began
    for suffix, picture in pictures.items():
        write_whole(folder / f"{figure.name}.{suffix}", picture)
    return {"numbers": round(numbers, 2), "pictures": round(drawn, 2)}


def _estimated(figure: Figure, entropy: int) -> Cost:
    parameters = figure.parameters["paper"]
    (seeds,) = SEEDS & parameters.keys()
    began = process_time()
    for call in figure.simulations({**parameters, seeds: 1}, entropy) if figure.simulations else ():
        simulated(call.function, *call.given)
    return {"estimate": round((process_time() - began) * parameters[seeds], 2)}


def _numbers(cost: Cost) -> float:
    return cost.get("numbers", cost.get("estimate", 0.0))


def _cells(quick: list[Cost], paper: list[Cost]) -> list[str]:
    """Seconds of numbers at both efforts, and of pictures at quick effort."""
    about = "~" * any("estimate" in cost for cost in paper)
    sums = sum(map(_numbers, quick)), sum(map(_numbers, paper)), sum(cost["pictures"] for cost in quick)
    return [f"{sums[0]:,.1f} s", f"{about}{sums[1]:,.1f} s", f"{sums[2]:,.1f} s"]


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if sys.argv[1:] else None))
