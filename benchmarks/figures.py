"""What the figures cost: processor seconds of each, at both efforts, in one process, in the order of the gallery.

Simulations that figures share are run, and counted, by the first. At paper effort all figures together take long: of a
figure that consists of runs, a few are timed, and count as often as there are runs.

`python -m benchmarks.figures FOLDER` makes whole figures at that effort, too, but for learning machines. It keeps
tables, pictures and what was measured in that folder, and goes on with what is not there.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.measure import table
from harness.basics.outputs import write_whole
from paper_figs import style
from paper_figs.figure import Figure, figures
from paper_figs.simulations import simulated
from paper_figs.tables import from_csv, to_csv
from simulators.engine import fresh_entropy

RUNS = ("runs", "large runs", "seeds")
"""What figures call the number of their runs."""
FEW, MANY = 2, 50
"""Of that many runs or more, so few are timed, and twice as many; of fewer, one is."""
MOST = 15
"""Figures that are named, the costliest ones."""

Cost = Mapping[str, float]
"""Seconds: `numbers` and `pictures`, or `estimate` in place of both."""


def report(folder: Path | None = None) -> str:
    """The tables as Markdown, of every figure whose extra is installed."""
    if folder is None:
        with tempfile.TemporaryDirectory() as place:
            return _tables(Path(place), whole=False)
    return _tables(folder, whole=True)


def _tables(folder: Path, whole: bool) -> str:
    there = {name: figure for name, figure in sorted(figures().items()) if not figure.missing()}
    families = Counter(figure.family for figure in there.values())
    said = ", ".join(f"{number} {family}" for family, number in sorted(families.items()))
    return (
        f"## Figures\n\nProcessor time of every figure at quick effort, in one process: {said}.\n\n"
        + _table(measured(there, "quick", folder / "quick", whole=True))
        + "\nThe same at paper effort. Simulations that figures share are counted by the first of them. With ~, "
        "estimates: few runs, times the number of runs.\n\n" + _table(measured(there, "paper", folder / "paper", whole))
    )


def _table(costs: Mapping[str, Cost]) -> str:
    costly = sorted(costs, key=lambda name: -sum(costs[name].values()))
    rest = costly[MOST:]
    rows = [[name, *_cells([costs[name]])] for name in costly[:MOST]]
    rows.append([f"{len(rest)} others", *_cells([costs[name] for name in rest])])
    rows.append([f"all {len(costs)}", *_cells(list(costs.values()))])
    return table(["figure", "numbers", "pictures (SVG, PDF, PNG)"], rows)


def _cells(costs: Sequence[Cost]) -> list[str]:
    """Seconds of numbers, and of pictures where some were drawn."""
    numbers = sum(cost.get("numbers", cost.get("estimate", 0.0)) for cost in costs)
    pictures = [cost["pictures"] for cost in costs if "pictures" in cost]
    about = "~" * any("estimate" in cost for cost in costs)
    return [f"{about}{numbers:,.1f} s", f"{sum(pictures):,.1f} s" if pictures else ""]


def measured(there: Mapping[str, Figure], effort: str, folder: Path, whole: bool) -> dict[str, Cost]:
    """The cost of each figure: what the folder has, and what is measured now and put there."""
    kept = folder / "seconds.json"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Cost] = json.loads(kept.read_text()) if kept.exists() else {}
    entropy = fresh_entropy()
    for name, figure in there.items():
        if name not in found:
            runs = figure.parameters[effort].keys() & RUNS
            few = effort == "paper" and figure.simulations and runs and not (whole and figure.extra == "figures")
            found[name] = _estimated(figure, entropy) if few else _made(figure, effort, entropy, folder)
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
    runs = max(parameters.get(name, 0) for name in RUNS)
    _run(figure, figure.parameters["tiny"], entropy)  # compiles
    if runs < MANY:
        return {"estimate": round(_seconds(figure, 1, entropy) * runs, 2)}
    first, second = (_seconds(figure, few, entropy) for few in (FEW, 2 * FEW))  # what every run adds
    return {"estimate": round(first + max(second - first, 0.0) / FEW * (runs - FEW), 2)}


def _seconds(figure: Figure, few: int, entropy: int) -> float:
    """Of so many runs at paper effort."""
    parameters = figure.parameters["paper"]
    began = process_time()
    _run(figure, {**parameters, **{name: few for name in RUNS if name in parameters}}, entropy)
    return process_time() - began


def _run(figure: Figure, parameters: Mapping[str, Any], entropy: int) -> None:
    for call in figure.simulations(parameters, entropy) if figure.simulations else ():
        simulated(call.function, *call.given)


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if sys.argv[1:] else None))
