"""A figure script holds no formula: its curves are claims, derived means and exact rooms, its points simulators.

So that a formula is written once, where it is proved, and a figure cannot draw another one. What a figure does with the
numbers that it is given (roots, bands, units, gaps) has a name in `paper_figs.transforms`.
"""

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).parent.parent / "paper_figs"
HELPERS = {
    "numbers.py",
    "transforms.py",
    "tables.py",
    "store.py",
    "figure.py",
    "simulations.py",
    "texts.py",
    "comparisons.py",
    "unfinished.py",
    "command.py",
    "gallery.py",
    "pages.py",
    "style.py",
}
"""They serve all figures: they read claims, run simulations, weigh draws, keep tables, lay out pages."""

DRAWING = {"drawing.py"}
"""They place what is in the table on the page."""

SITE = ROOM / "site"
"""Its pages show what others compute."""

SCRIPTS = [
    pytest.param(path, id=str(path.relative_to(ROOM)))
    for path in sorted(ROOM.rglob("*.py"))
    if path.name not in DRAWING and SITE not in path.parents and (path.parent != ROOM or path.name not in HELPERS)
]

MATHEMATICS = {"math", "cmath", "sympy", "mpmath", "flint", "fractions", "decimal", "operator", "functools.reduce"}
"""What a figure script imports nothing of; of scipy it may take a law by its name."""

LAWS = "scipy.stats"
OF_NUMPY = {"array", "linspace", "nan", "ones", "random", "ndarray", "Generator"}
"""They arrange numbers; those that compute are not for figures."""

COMPUTING = {"sum", "pow", "divmod", "abs", "eval", "exec", "prod", "dot", "cumsum", "cumprod", "evalf", "subs"}
LAYOUT = {"canvas", "decades", "panels", "by_size", "set"}
"""Functions whose arguments are sizes and limits on the page."""

COUNTING = {"range", "linspace"}
"""Functions that say at which places something is computed."""


def named(call):
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def text(node):
    """Is it a text, or a list that is written out?"""
    if isinstance(node, ast.BinOp):
        return text(node.left) or text(node.right)
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return constant or isinstance(node, ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple)


def plain(node):
    """Is it a number that is written out?"""
    if isinstance(node, ast.UnaryOp):
        return plain(node.operand)
    if isinstance(node, ast.BinOp):
        return plain(node.left) and plain(node.right)
    return isinstance(node, ast.Constant)


def formulas(tree):
    """Line and reason of everything in a script that computes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            origins = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for origin in origins:
                if origin.partition(".")[0] in MATHEMATICS or (origin.startswith("scipy") and origin != LAWS):
                    yield node.lineno, f"imports {origin}"
    yield from computed(tree)


def computed(node):
    """Line and reason of arithmetic below a node, but for what counts, indexes, compares, or is told to the layout."""
    if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and named(node) in LAYOUT | COUNTING):
        return
    if isinstance(node, ast.Subscript):
        yield from computed(node.value)
        return
    if computes(node):
        yield node.lineno, ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from computed(child)


def computes(node):
    """Is it arithmetic itself?"""
    if isinstance(node, ast.BinOp):
        return not (text(node) or plain(node) or isinstance(node.op, ast.BitOr))
    if isinstance(node, ast.AugAssign):
        return not (text(node.value) or isinstance(node.op, ast.BitOr))
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub) and not plain(node.operand)
    if isinstance(node, ast.Call):
        return named(node) in COMPUTING
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "np" and node.attr not in OF_NUMPY


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_figure_script_contains_no_formula(path):
    found = [f"line {line}: {what}" for line, what in formulas(ast.parse(path.read_text()))]
    assert not found, "\n".join(found)


PLANTED = (
    "from math import exp",
    "import sympy as sp",
    "from scipy.special import digamma",
    "value = 1 - sum(bounds)",
    "value = 4 * claimed(claim, at)",
    "value = -claimed(claim, at)",
    "value = claimed(claim, at) ** 0.5",
    "centre += share * spread",
    "values = np.exp(rates)",
    "values = np.cumsum(logs)",
    "curves.add(panel, series, source, k, k / n)",
    "values = [1 - 1 / n for n in sizes]",
    "normal = lambda x: np.exp(x)",
    "axes.plot(rows['k'], rows['k'] * rows['value'])",
    "place = rows[at][0] - mean",
    "value = float((bound.value / n).subs(point))",
    "total = factors.prod()",
    "@cache\ndef ratio(n, t):\n    return (n - 1) / t",
)


@pytest.mark.parametrize("line", PLANTED)
def test_a_formula_is_seen(line):
    assert list(formulas(ast.parse(line)))


HARMLESS = (
    "names = ['a'] + ['b']",
    "caption = SHARED + ('Plotted is the mean.')",
    "for k in range(1, last + 1): pass",
    "first = values[0, at - 1]",
    "figure, axes = style.canvas(2, height=0.9 + 1.6 * len(panels))",
    "style.decades(axes, min(rows['value']) / 2, 1.5)",
    "axes.set(ylim=(0, 1.1 * high))",
    "if n * d > LARGE: pass",
    "looks |= {'exact': '-'}",
    "def f(x: int | None) -> None: pass",
    "width = -1 / 2",
)


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_text_or_layout_is_none(line):
    assert not list(formulas(ast.parse(line)))
