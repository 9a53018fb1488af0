"""A page for each experiment, beside the gallery: what is said, by whom, and what is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from harness.basics.outputs import write_whole
from paper_figs.figure import Figure

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$name</title>
<style>
$style
main { display: block; max-width: 50rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { border: 1px solid var(--rule); padding: .3rem .5rem; text-align: left; vertical-align: top; }
.wide { overflow-x: auto; }
</style>
</head>
<body>
<nav><a href="index.html#$name">all figures</a></nav>
<main>
<h1>$title</h1>
<p>An experiment with learning machines, simulated: it is outside of the proof system, and nothing that is proved or
computed rests on it. Whether a comparison is true is asked of every seed; seeds are independent and treated alike. If
the 95% interval of the probability that it is true, which holds at any number of seeds, lies above one half, the
comparison is confirmed; if below, refuted; else undecided.</p>
<a href="$picture"><img src="$picture" alt="$title"></a>
<h2>What is said, and what is seen</h2>
<div class="wide"><table>
<tr><th>comparison</th><th>who says so</th><th>true of</th><th>interval</th><th>verdict</th></tr>
$rows
</table></div>
<h2>Sizes</h2>
<p>Effort $effort, entropy <code>$entropy</code>, $seconds s of simulation. $sizes.</p>
<h2>How it is done, and what differs from the paper</h2>
<p>$caption</p>
<h2>What was not run</h2>
<p>$left_out</p>
<p>Again: <code>theorems figures $name --effort $effort --entropy $entropy</code></p>
</main>
</body>
</html>
""")


def name(figure: Figure) -> str:
    """The file of an experiment's page."""
    return f"{figure.name}.html"


def write(
    figure: Figure, sidecar: Mapping[str, Any], out: Path, style: str, caption: str, pictures: Sequence[str]
) -> None:
    """The page of an experiment whose numbers are in the folder. style, caption: as in the gallery, in HTML."""
    page = PAGE.substitute(
        name=figure.name,
        title=escape(figure.title),
        style=style,
        picture=next((one for one in pictures if one.endswith((".svg", ".png"))), ""),
        rows="\n".join(map(_row, sidecar.get("comparisons", ()))),
        effort=escape(sidecar["effort"]),
        entropy=escape(sidecar["entropy"]),
        seconds=sidecar.get("seconds", ""),
        sizes=escape(", ".join(f"{size} = {value}" for size, value in sidecar.get("parameters", {}).items())),
        caption=caption,
        left_out=escape(figure.left_out),
    )
    write_whole(out / name(figure), page)


def _row(told: Mapping[str, Any]) -> str:
    cells = (
        f"{escape(told['says'])} (<code>{escape(told['name'])}</code>)",
        escape(told["source"]),
        f"{told['true']} of {told['seeds']} seeds",
        f"{told['low']:.3f} to {told['high']:.3f}",
        told["verdict"],
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
