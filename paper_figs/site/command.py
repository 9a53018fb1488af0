"""The command `theorems site`."""

from __future__ import annotations

import importlib.util
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from harness.basics.errors import BadInput
from harness.basics.terminal import progress, put, say
from harness.cli.grammar import version
from harness.run.executors import open_executor
from harness.run.store import Store
from paper_figs.figure import figures
from paper_figs.site.build import build, replaceable
from paper_figs.site.material import gather
from paper_figs.site.sources import sources
from theorems.language.registry import find, theorems

EXTRA = ("sphinx", "pydata_sphinx_theme", "myst_parser", "latex2mathml")
"""What must be importable where the extra `site` is installed."""


def site(arguments: Namespace) -> int:
    """The site of all theorems, or of some, in a folder that it replaces as a whole."""
    if any(importlib.util.find_spec(package) is None for package in EXTRA):
        raise BadInput("the site needs Sphinx and its theme: pip install 'model-collapse-theorems[site]'")
    chosen = {name: find(name) for name in arguments.ids} or theorems()
    if not arguments.out:
        raise BadInput("--out must be a folder: got ''")
    out, drawn = Path(arguments.out), Path(arguments.figures)
    replaceable(out)
    began = perf_counter()
    with Store(say) as kept:
        with open_executor(arguments.executor, arguments.workers) as workers, progress(len(chosen)) as tell:
            material = gather(chosen, kept, figures(), drawn, not arguments.ids, workers, tell)
        texts = sources(material)
    with progress(sum(isinstance(text, str) for text in texts.values())) as tell:
        made = build(texts, out, {"version": version(), "theorems": len(chosen)}, tell)
    put(f"{made} pages in {perf_counter() - began:.0f} s: open {out / 'index.html'}")
    return 0
