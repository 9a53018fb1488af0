"""Builds the site with Sphinx, from generated texts, in a folder of its own: it takes its place when it is whole."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.basics.errors import BadInput
from harness.basics.outputs import Unwritable, folder
from theorems.language.text import shortened

MARK = "site-of-theorems.json"
"""The file by which a folder is known to be a site, which may be replaced."""

FORMAT = "site of theorems, version 1"

SELDOM = (20_000, 20, 20)
"""How many new objects there are between two looks for garbage; and looks, before older ones are looked at."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""Colours of a terminal in what Sphinx says."""

STATIC = Path(__file__).parent / "static"

CONFIGURATION: Mapping[str, Any] = {
    "project": "Theorems on model collapse",
    "author": "the authors of model-collapse-theorems",
    "extensions": ["myst_parser", "paper_figs.site.mathml"],
    "source_suffix": {".md": "markdown"},
    "html_theme": "pydata_sphinx_theme",
    "html_math_renderer": "mathml",
    "html_title": "Theorems on model collapse",
    "html_static_path": [str(STATIC)],
    "html_css_files": ["site.css"],
    "html_js_files": ["site.js"],
    "html_context": {"default_mode": "auto"},
    "html_copy_source": False,
    "html_show_search_summary": False,  # a browser reads no other page for that from a disk
    "html_show_sourcelink": False,
    "html_use_index": False,
    "html_show_sphinx": False,
    "html_show_copyright": False,
    "html_theme_options": {
        "navbar_end": ["theme-switcher"],
        "search_bar_text": "A word, a theorem or a claim",
        "show_prev_next": False,
        "show_nav_level": 0,
        "navigation_depth": 2,
        "secondary_sidebar_items": ["page-toc"],
        "footer_start": [],
        "footer_end": [],
    },
    "html_sidebars": {"**": []},
    "myst_enable_extensions": ["dollarmath", "colon_fence", "attrs_inline"],
    "myst_heading_anchors": 3,
    "myst_update_mathjax": False,
    "smartquotes": False,
    "nitpicky": True,
}


class BuildFailed(BadInput):
    """Sphinx has something to say against a page; the message has its first lines."""


def replaceable(out: Path) -> None:
    """Raises BadInput if the folder is there, and is no site (nothing of others is removed), or cannot be made."""
    try:
        folder("--out", str(Path(os.path.realpath(out)).parent))
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise BadInput(f"--out: {shortened(out)} is no folder")
        if out.is_dir() and any(out.iterdir()) and not _is_site(out):
            raise BadInput(f"--out: {shortened(out)} is not empty, and no site: name another folder, or remove it")
    except (OSError, ValueError) as error:
        raise Unwritable(f"--out: {shortened(out)}", error) from None


def _is_site(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / MARK).read_text())["format"] == FORMAT)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def build(
    pages: Mapping[str, str | Path],
    out: Path,
    told: Mapping[str, Any],
    tell: Callable[[float, str], None],
) -> int:
    """Writes the site of some pages; returns how many there are.

    pages: as the kinds of pages give them. told: what the mark of the folder says of the site. tell
    receives the number of pages that are read or written. Raises BuildFailed, and Unwritable; then the folder is as it
    was.
    """
    target = Path(os.path.realpath(out))
    work = target.with_name(f".theorems.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        made = _write_sources(work / "source", pages)
        _sphinx(work, made, tell)
        mark = {"format": FORMAT, "built": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", **told}
        (work / "html" / MARK).write_text(json.dumps(mark, indent=1) + "\n")
        _swap(work, target)
    except OSError as error:
        raise Unwritable(f"--out: {shortened(out)}", error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return made


def _write_sources(folder: Path, pages: Mapping[str, str | Path]) -> int:
    """Pages and the files that they show; how many pages there are."""
    for name, what in pages.items():
        place = folder / (name if isinstance(what, Path) else f"{name}.md")
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(what, Path):
            shutil.copyfile(what, place)
        else:
            place.write_text(what, encoding="utf-8")
    return sum(isinstance(what, str) for what in pages.values())


def _swap(work: Path, target: Path) -> None:
    """The new site takes the place of the old one, which comes back if it cannot."""
    old = work / "old"
    there = target.exists()
    if there:
        target.rename(old)
    try:
        (work / "html").rename(target)
    except BaseException:
        if there:
            old.rename(target)
        raise


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Garbage is looked for a few times, not at every page: pages are trees of many small parts."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _sphinx(work: Path, pages: int, tell: Callable[[float, str], None]) -> None:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    done = 0
    warnings = io.StringIO()

    def one_more(what: str) -> None:
        nonlocal done
        done += 1
        tell(min(done / 2, pages), what)

    source = work / "source"
    with patch_docutils(str(source)), docutils_namespace(), _seldom_collected():
        app = Sphinx(
            source, None, work / "html", work / "doctrees", "html", dict(CONFIGURATION),
            status=None, warning=warnings, freshenv=True, warningiserror=False,
        )  # fmt: skip
        app.connect("source-read", lambda app, name, text: one_more(f"reading {name}"))
        app.connect("html-page-context", lambda app, name, *_: one_more(f"writing {name}"))
        app.build(force_all=True)
    said = [line for line in COLOUR.sub("", warnings.getvalue()).splitlines() if line.strip()]
    if said:
        shown = "\n".join(line.replace(f"{source}{os.sep}", "") for line in said[:10])
        raise BuildFailed(
            f"the pages have {len(said)} faults: this is an error of the suite, please report it:\n{shown}"
        )


__all__ = ["BuildFailed", "build", "replaceable"]
