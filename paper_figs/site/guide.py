"""How verdicts work, how to add a theorem, how to declare a process: the documents of the repository as they are.

They are Markdown, and so are all pages of the site: MyST reads both, so nothing is converted and nothing is told twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from paper_figs.site.markdown import label, page
from paper_figs.site.material import Material, Pages
from theorems.door import HOME

FOLDER = "docs"

PICTURE = re.compile(r"!\[[^\]]*\]\(([^):]+)\)")


def pages(material: Material) -> Pages:
    """Each document that is there, with its pictures; what is installed without them says where they are."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((HOME / FOLDER).glob("*.md"))}
    found: Pages = {f"guide/{path.stem}": text for path, text in texts.items()}
    for path, text in texts.items():
        for name in PICTURE.findall(text):
            found[f"guide/{name}"] = Path(path.parent, name)
    return found | {"guide/index": page(_list([path.stem for path in texts]))}


def _list(names: list[str]) -> Iterator[str]:
    yield from (label("guide"), "# Guide", "")
    if not names:
        yield f"This site was made by an installed package; the guide lies in the folder `{FOLDER}` of the repository."
        return
    yield from (f"- {{doc}}`{name}`" for name in names)
    yield from ("", "```{toctree}", ":maxdepth: 1", ":hidden:", "", *names, "```")
