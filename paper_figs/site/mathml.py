"""Formulas as MathML, made when the site is built: a browser shows them with no script and no network."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from harness.basics.errors import BadInput

if TYPE_CHECKING:
    from sphinx.application import Sphinx

UPRIGHT = re.compile(r"\\(?:mathrm|operatorname)\{((?:[^{}\\]|\\ )+)\}")
"""Names of several letters, which are one word and not a product."""


@cache
def mathml(latex: str, block: bool = False) -> str:
    """A formula that the suite writes in LaTeX. Raises BadInput where a part of it has no MathML."""
    from latex2mathml.converter import convert

    text = UPRIGHT.sub(lambda name: rf"\text{{{name[1].replace(chr(92), '')}}}", latex)
    try:
        found = convert(text, display="block" if block else "inline")
    except Exception as error:
        raise BadInput(f"no MathML can be written for {latex!r}: {type(error).__name__}: {error}") from None
    if "\\" in found or "&#x0005C;" in found:
        raise BadInput(f"no MathML can be written for a part of {latex!r}")
    return found


def setup(app: Sphinx) -> None:
    """Sphinx shows formulas by this."""

    def inline(self: Any, node: Any) -> None:
        self.body.append(mathml(node.astext()))
        raise _skipped()

    def block(self: Any, node: Any) -> None:
        self.body.append(f'<div class="formula">{mathml(node.astext(), True)}</div>')
        raise _skipped()

    app.add_html_math_renderer("mathml", (inline, None), (block, None))  # type: ignore[arg-type]


def _skipped() -> Exception:
    from docutils.nodes import SkipNode

    return SkipNode()
