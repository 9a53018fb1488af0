"""The gallery: one static page beside the pictures, with every figure that lies in the folder."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from harness.basics.outputs import write_whole
from paper_figs import pages
from paper_figs.figure import Figure
from paper_figs.style import FORMATS

STYLE = """
:root { color-scheme: light dark; --ground: #fbfbfa; --card: #fff; --ink: #1c1c1c; --faint: #5f5f5f; --rule: #dcdcd8;
  --link: #00598c; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16171a; --card: #202226; --ink: #ececea; --faint: #a6a6a2; --rule: #3a3c41; --link: #8cc7f0; }
}
body { margin: 0 auto; max-width: 84rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: .3rem 0; }
h2 { font-size: 1.05rem; line-height: 1.3; margin: .8rem 0 .3rem; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav, .facts, .files { color: var(--faint); font-size: .85rem; }
nav a, .files a { margin-right: .8em; display: inline-block; padding: .15rem 0; }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); }
article { min-width: 0; background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .8rem; }
img { display: block; width: 100%; height: auto; max-height: 34rem; object-fit: contain; background: #fff;
  border-radius: .3rem; }
.caption { font-size: .92rem; }
code { font-size: .92em; }
sub, sup { line-height: 0; font-size: .75em; }"""

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Figures: theorems on model collapse</title>
<style>
$style
</style>
</head>
<body>
<h1>Figures</h1>
<p>Theory is drawn as lines, the exact truth as the solid black line, simulations as points; the bar at a point is
a confidence interval of 95% that holds at any number of draws. Every curve is read from the expressions that
<code>theorems verify</code> checks.</p>
<nav>$contents</nav>
<main>
$articles
</main>
</body>
</html>
""")

ARTICLE = Template("""<article id="$name">
$picture
<h2>$title</h2>
<p class="caption">$caption</p>
<p class="facts">$theorems$facts.</p>
<p class="files">$files</p>
</article>""")


def write(figures: Iterable[Figure], out: Path) -> Path:
    """Write `index.html` over the figures whose numbers and pictures are in the folder, with their scripts."""
    shown = [(figure, sidecar) for figure in figures if (sidecar := _sidecar(figure, out)) is not None]
    (out / "scripts").mkdir(exist_ok=True)
    for figure, _ in shown:
        write_whole(out / "scripts" / f"{figure.name}.py", Path(inspect.getfile(figure.data)).read_bytes())
    for figure, sidecar in shown:
        if figure.comparisons:
            pages.write(figure, sidecar, out, STYLE, markup(figure.caption), list(_pictures(figure, out).values()))
    page = PAGE.substitute(
        style=STYLE,
        contents="".join(f'<a href="#{figure.name}">{escape(figure.name)}</a>' for figure, _ in shown),
        articles="\n".join(_article(figure, sidecar, out) for figure, sidecar in shown),
    )
    write_whole(out / "index.html", page)
    return out / "index.html"


def _sidecar(figure: Figure, out: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads((out / f"{figure.name}.json").read_text()))
    except (OSError, ValueError):
        return None


def _pictures(figure: Figure, out: Path) -> dict[str, str]:
    """The pictures that are there, by format."""
    return {suffix: f"{figure.name}.{suffix}" for suffix in FORMATS if (out / f"{figure.name}.{suffix}").exists()}


def _article(figure: Figure, sidecar: dict[str, Any], out: Path) -> str:
    pictures = _pictures(figure, out)
    thumbnail = next((pictures[suffix] for suffix in ("svg", "png") if suffix in pictures), None)
    files = {
        **({"what is said and seen": pages.name(figure)} if figure.comparisons else {}),
        **{suffix.upper(): name for suffix, name in pictures.items()},
        "numbers (CSV)": f"{figure.name}.csv",
        "sidecar (JSON)": f"{figure.name}.json",
        "script": f"scripts/{figure.name}.py",
    }
    return ARTICLE.substitute(
        name=figure.name,
        picture=f'<a href="{thumbnail}"><img src="{thumbnail}" alt="{escape(figure.title)}" loading="lazy"></a>'
        if thumbnail
        else "",
        title=markup(figure.title),
        caption=markup(figure.caption),
        theorems=f"Theorems: {', '.join(f'<code>{name}</code>' for name in figure.theorems)}. " * bool(figure.theorems),
        facts=f"Effort {escape(sidecar['effort'])}, entropy <code>{escape(sidecar['entropy'])}</code>"
        + f". Sizes: {escape(figure.origin())}" * bool(figure.published)
        + f". Simulated, outside of the proof system: {_verdicts(sidecar)}" * bool(figure.comparisons),
        files="".join(f'<a href="{name}">{label}</a>' for label, name in files.items()),
    )


def _verdicts(sidecar: dict[str, Any]) -> str:
    told = sidecar.get("comparisons", ())
    return escape(", ".join(f"{one['name']} {one['verdict']} ({one['true']} of {one['seeds']} seeds)" for one in told))


def markup(text: str) -> str:
    """A caption's `P_k`, `g_{k+1}`, `p0` and `e^{−x}` with true indices and exponents."""
    text = re.sub(r"\b([A-Za-zα-ωΑ-Ω])_(?:\{([^{}]*)\}|([A-Za-z0-9]+))", r"\1<sub>\2\3</sub>", escape(text))
    text = re.sub(r"\b([pλσμ])0(?![A-Za-z0-9])", r"\1<sub>0</sub>", text)
    return re.sub(r"\^(?:\{([^{}]*)\}|([A-Za-z0-9]+))", r"<sup>\1\2</sup>", text)
