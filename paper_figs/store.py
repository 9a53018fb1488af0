"""Numbers first: a figure's table is computed once, kept as CSV with a JSON sidecar, and drawn from there.

The sidecar bears a key of everything that the numbers depend on, and a digest of the CSV: a table whose
sidecar has another key, or none, or whose digest is wrong, is computed again. Both files are written whole
or not at all, the sidecar last, so that a run which was cut short resumes at the figure it was at.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import importlib.util
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from time import perf_counter
from typing import Any

from harness.files import write_whole
from harness.verify import fresh_entropy
from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from theorems.language.registry import modules

ROOMS = ("theorems", "simulators", "proofs_check", "harness", "paper_figs")
DRAWING = ("style", "figure", "drawing")
"""Names of the modules of paper_figs, and of its packages, that no number depends on."""

PACKAGES = ("numpy", "scipy", "numba", "sympy", "mpmath", "python-flint", "scikit-learn")
FORMATS = ("svg", "pdf", "png")


@dataclass(frozen=True)
class Made:
    """A figure as it lies in its folder. computed: was the data step run now (or found in the store)?"""

    figure: Figure
    sidecar: dict[str, Any]
    computed: bool
    drawing_seconds: float


def make(
    figure: Figure, out: Path, effort: str, entropy: int | None, formats: Sequence[str], tell: Tell
) -> Made:  # fmt: skip
    """The figure's CSV, sidecar and pictures in the folder `out`.

    entropy: None accepts stored numbers of any entropy, and draws fresh entropy where there are none.
    """
    sidecar = stored(figure, out, effort, entropy)
    computed = sidecar is None
    if sidecar is None:
        sidecar = _compute(figure, out, effort, fresh_entropy() if entropy is None else entropy, tell)
        for suffix in FORMATS:  # pictures of other numbers
            (out / f"{figure.name}.{suffix}").unlink(missing_ok=True)
    began = perf_counter()
    draw(figure, out, sidecar["parameters"], formats)
    return Made(figure, sidecar, computed, perf_counter() - began)


def draw(figure: Figure, out: Path, parameters: Mapping[str, Any], formats: Sequence[str]) -> None:
    """Pictures of the stored table, in each of the formats."""
    table = from_csv((out / f"{figure.name}.csv").read_text())
    with style.sheet():
        canvas = figure.draw(table, parameters)
        for suffix in formats:
            picture = io.BytesIO()
            style.save(canvas, picture, suffix)
            write_whole(out / f"{figure.name}.{suffix}", picture.getvalue())


def stored(figure: Figure, out: Path, effort: str, entropy: int | None = None) -> dict[str, Any] | None:
    """The sidecar of a table that is whole and up to date; None if it must be computed."""
    try:
        sidecar = json.loads((out / f"{figure.name}.json").read_text())
        content = (out / f"{figure.name}.csv").read_bytes()
        current = sidecar["key"] == key(figure, effort) and sidecar["csv"] == hashlib.sha256(content).hexdigest()
        return sidecar if current and entropy in (None, int(sidecar["entropy"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _compute(figure: Figure, out: Path, effort: str, entropy: int, tell: Tell) -> dict[str, Any]:
    parameters = figure.parameters[effort]
    began = perf_counter()
    content = to_csv(figure.data(parameters, entropy, tell))
    sidecar = {
        "figure": figure.name,
        "title": figure.title,
        "theorems": list(figure.theorems),
        "parameters": json.loads(json.dumps(parameters)),
        "effort": effort,
        "entropy": str(entropy),
        "versions": versions(),
        "seconds": round(perf_counter() - began, 3),
        "key": key(figure, effort),
        "csv": hashlib.sha256(content.encode()).hexdigest(),
    }
    write_whole(out / f"{figure.name}.csv", content)
    write_whole(out / f"{figure.name}.json", json.dumps(sidecar, indent=1) + "\n")
    return sidecar


# -- the key --------------------------------------------------------------------------------------------------


def key(figure: Figure, effort: str) -> str:
    """Digest of all that the numbers depend on: parameters, effort, versions, and the sources behind them.

    Entropy is no part of it: numbers of any entropy are as good, and a given one is compared by itself.
    """
    own = figure.data.__module__
    roots = [own, *figure.depends, *(modules()[name] for name in figure.theorems)]
    sources = {name: _meaning(name, figure.draw.__name__ if name == own else "") for name in closure(roots)}
    facts = {"parameters": figure.parameters[effort], "effort": effort, "versions": versions(), "sources": sources}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def closure(roots: Sequence[str]) -> list[str]:
    """These modules of ours and every one that they import, directly or not, as far as numbers go."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        drawing = name.startswith("paper_figs.") and name.rpartition(".")[2] in DRAWING
        if name not in found and not drawing:
            found.add(name)
            waiting += _imports(name)
    return sorted(found)


def script(module: str) -> Path:
    """The source file of a module."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"there is no module {module}", name=module)
    return Path(spec.origin)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(script(module).read_text())


@cache
def _imports(module: str) -> tuple[str, ...]:
    def names() -> Iterator[str]:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                if node.module.split(".")[0] in ROOMS:
                    yield from (f"{node.module}.{a.name}" for a in node.names if _is_module(node.module, a.name))

    return tuple(name for name in names() if name.split(".")[0] in ROOMS)


def _is_module(package: str, name: str) -> bool:
    folder = script(package).parent
    return script(package).name == "__init__.py" and ((folder / f"{name}.py").exists() or (folder / name).is_dir())


def _meaning(module: str, drawing: str) -> str:
    """Digest of a source without its comments and layout; of a figure's script also without what is only drawn."""
    body = [
        node
        for node in _tree(module).body
        if not (drawing and isinstance(node, ast.FunctionDef) and node.name == drawing)
        and not (drawing and isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FIGURE")
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    return hashlib.sha256(ast.unparse(ast.Module(body, [])).encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of the packages that numbers come from."""
    return {"python": python_version(), **{name: _version(name) for name in PACKAGES}}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


# -- CSV ------------------------------------------------------------------------------------------------------


def to_csv(table: Table) -> str:
    """The table as CSV: numbers so that they are read back exactly, nan as an empty cell."""
    columns = {name: [_cell(x) for x in column] for name, column in table.items()}
    if len({len(column) for column in columns.values()}) > 1:
        raise ValueError(f"columns differ in length: { {name: len(column) for name, column in columns.items()} }")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def _cell(x: Any) -> str:
    plain = x.item() if hasattr(x, "item") else x
    return "" if plain is None or plain != plain else repr(plain) if isinstance(plain, float) else str(plain)


def from_csv(text: str) -> dict[str, list[Any]]:
    """The table of a CSV: a column of numbers as floats (empty cells as nan), any other as strings."""
    names, *rows = csv.reader(io.StringIO(text))
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return {name: _column(list(column)) for name, column in zip(names, columns, strict=True)}


def _column(cells: list[str]) -> list[Any]:
    try:
        return [float(cell) if cell else float("nan") for cell in cells]
    except ValueError:
        return list(cells)
