"""Numbers first: a figure's table is computed once, kept as CSV with a JSON sidecar, and drawn from there.

The sidecar bears a key of everything that the numbers depend on, and a digest of the CSV: a table whose
sidecar has another key, or none, or whose digest is wrong, is computed again. It also bears a seal of every
picture: a digest of all that the picture depends on and of the picture itself. One whose seal is not right is
drawn again. Files are written whole or not at all, the sidecar last, so that a run which was cut short resumes
at the figure it was at.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from time import perf_counter
from typing import Any

from harness.basics.outputs import write_whole
from harness.run import fingerprint
from harness.run.fingerprint import installed
from paper_figs import style, tables
from paper_figs.comparisons import compared
from paper_figs.figure import Figure, Table, Tell, figures
from paper_figs.simulations import Call, known
from theorems import rooms
from theorems.language.registry import find, modules, packages

DRAWING = ("style", "figure", "drawing")
"""Names of the modules of paper_figs, and of its packages, that no number depends on."""

PACKAGES = (*fingerprint.PACKAGES, *fingerprint.LEARNING["figures"])
DRAWING_PACKAGES = ("matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "numpy", "pillow", "pyparsing")
"""What pictures depend on: kiwisolver lays out, pyparsing reads formulas, fonttools and pillow write files."""


@dataclass(frozen=True)
class Made:
    """A figure as it lies in its folder.

    computed: was the data step run now (or its table found in the store)? drawn: formats that were drawn now.
    """

    figure: Figure
    sidecar: dict[str, Any]
    computed: bool
    drawn: list[str]
    drawing_seconds: float


def make(
    figure: Figure, out: Path, effort: str, entropy: int, formats: Sequence[str], tell: Tell, any_entropy: bool = False
) -> Made:
    """The figure's CSV, sidecar and pictures in the folder `out`.

    entropy: of numbers that are computed now. any_entropy: are stored numbers of another one as good?
    """
    current = key(figure, effort)
    sidecar = _stored(figure, out, current, None if any_entropy else entropy)
    computed = sidecar is None
    if sidecar is None:
        sidecar = _compute(figure, out, effort, current, entropy, tell)
        for suffix in style.FORMATS:  # pictures of other numbers
            (out / f"{figure.name}.{suffix}").unlink(missing_ok=True)
    began = perf_counter()
    _compare(figure, out, sidecar)
    drawn = _draw(figure, out, sidecar, formats)
    return Made(figure, sidecar, computed, drawn, perf_counter() - began)


def calls(figure: Figure, out: Path, effort: str, entropy: int, any_entropy: bool = False) -> list[Call]:
    """What the figure asks `simulated` for, if its numbers are to be computed; raises what `key` raises."""
    if _stored(figure, out, key(figure, effort), None if any_entropy else entropy) is not None:
        return []
    return _calls(figure, effort, entropy)


def _calls(figure: Figure, effort: str, entropy: int) -> list[Call]:
    if figure.simulations is None:
        return [Call(numbers, (figure.name, effort, entropy, figure.read()))]
    return list(figure.simulations(figure.parameters[effort], entropy))


def numbers(name: str, effort: str, entropy: int, read: str) -> str:
    """The table of a figure, as CSV: its whole data step; raises ValueError where that reads something else here."""
    figure = figures()[name]
    if figure.read() != read:
        raise ValueError(f"{name} reads another text here")
    return tables.to_csv(figure.data(figure.parameters[effort], entropy, lambda _: None))


def _compare(figure: Figure, out: Path, sidecar: dict[str, Any]) -> None:
    """What the stored table of an experiment shows of what is said, told in the sidecar as well."""
    told = compared(figure, read(figure, out)) if figure.comparisons else []
    if told != sidecar.get("comparisons", []):
        sidecar["comparisons"] = told
        _write_sidecar(out, sidecar)


def read(figure: Figure, out: Path) -> Table:
    """The stored table."""
    return tables.from_csv((out / f"{figure.name}.csv").read_text())


def _draw(figure: Figure, out: Path, sidecar: dict[str, Any], formats: Sequence[str]) -> list[str]:
    """Draw the stored table in those of the formats whose picture has no right seal; returns which."""
    current, seals = drawing_key(figure, sidecar), sidecar["pictures"]
    paths = {suffix: out / f"{figure.name}.{suffix}" for suffix in formats}
    stale = [
        suffix for suffix, path in paths.items()
        if not path.exists() or seals.get(suffix) != _seal(current, path.read_bytes())
    ]  # fmt: skip
    if stale:
        table = read(figure, out)
        for suffix, picture in style.pictures(figure, table, sidecar["parameters"], stale).items():
            write_whole(paths[suffix], picture)
            seals[suffix] = _seal(current, picture)
        _write_sidecar(out, sidecar)
    return stale


def _stored(figure: Figure, out: Path, current: str, entropy: int | None) -> dict[str, Any] | None:
    """The sidecar of a table that is whole and up to date; None if it must be computed."""
    try:
        sidecar = json.loads((out / f"{figure.name}.json").read_text())
        sidecar["pictures"] = dict(sidecar["pictures"])
        content = (out / f"{figure.name}.csv").read_bytes()
        whole = sidecar["key"] == current and sidecar["csv"] == hashlib.sha256(content).hexdigest()
        return sidecar if whole and entropy in (None, int(sidecar["entropy"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _compute(figure: Figure, out: Path, effort: str, current: str, entropy: int, tell: Tell) -> dict[str, Any]:
    parameters = figure.parameters[effort]
    began = perf_counter()
    found = [one for call in _calls(figure, effort, entropy) if (one := known(call)) is not None]
    whole = figure.simulations is None and found
    content = found[0][1] if whole else tables.to_csv(figure.data(parameters, entropy, tell))
    sidecar = {
        "figure": figure.name,
        "title": figure.title,
        "theorems": list(figure.theorems),
        "parameters": json.loads(json.dumps(parameters)),
        "effort": effort,
        "entropy": str(entropy),
        "versions": versions(figure.extra),
        "seconds": round(perf_counter() - began + sum(seconds for seconds, _ in found), 3),
        "key": current,
        "csv": hashlib.sha256(content.encode()).hexdigest(),
        "pictures": {},
    }
    write_whole(out / f"{figure.name}.csv", content)
    _write_sidecar(out, sidecar)
    return sidecar


def _write_sidecar(out: Path, sidecar: Mapping[str, Any]) -> None:
    write_whole(out / f"{sidecar['figure']}.json", json.dumps(sidecar, indent=1) + "\n")


# -- the keys -------------------------------------------------------------------------------------------------


def key(figure: Figure, effort: str) -> str:
    """Digest of all that the numbers depend on: parameters, effort, versions, and the sources behind them.

    Entropy is no part of it: numbers of any entropy are as good, and a given one is compared by itself. Raises what
    `find` raises if one of the theorems is unknown or unfinished.
    """
    own = figure.data.__module__
    roots = [own, tables.__name__, *figure.depends, *(modules()[find(name).id] for name in figure.theorems)]
    sources = {name: _meaning(name, figure.draw.__name__ if name == own else "") for name in closure(roots)}
    return _digest(figure.parameters[effort], effort, versions(figure.extra), sources, *filter(None, [figure.read()]))


def call_key(figure: Figure, effort: str, call: Call) -> str:
    """Digest of all that the value of a call depends on: function, arguments, versions, and the sources behind them."""
    function = call.function
    if function is numbers:  # the whole data step
        return _digest("numbers", key(figure, effort), repr(call.given))
    roots = [function.__module__, *figure.depends, *(modules()[find(name).id] for name in figure.theorems)]
    sources = {name: _meaning(name) for name in closure(roots)}
    return _digest(function.__module__, function.__qualname__, repr(call.given), versions(figure.extra), sources)


def drawing_key(figure: Figure, sidecar: Mapping[str, Any]) -> str:
    """Digest of all that the pictures of a stored table depend on: the table, the drawing sources, and versions."""
    roots = [figure.draw.__module__, tables.__name__, style.__name__]
    sources = {name: _meaning(name) for name in closure(roots, drawing=True)}
    packages = {name: installed(name) for name in DRAWING_PACKAGES}
    return _digest(sidecar["csv"], sidecar["parameters"], packages, sources, style.SHEET.read_text())


def _digest(*facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _seal(current: str, picture: bytes) -> str:
    return hashlib.sha256(current.encode() + picture).hexdigest()


def closure(roots: Sequence[str], drawing: bool = False) -> list[str]:
    """These modules and every one of ours that importing them runs; those that only draw if `drawing`."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        draws = name.startswith(f"{rooms.FIGURES}.") and name.rpartition(".")[2] in DRAWING
        if name not in found and (drawing or not draws):
            found.add(name)
            package = name.rpartition(".")[0]
            waiting += [*_imports(name), *([package] if package else [])]
    return sorted(found)


def _spec(module: str) -> ModuleSpec:
    spec = importlib.util.find_spec(module)
    if spec is None:
        raise ModuleNotFoundError(f"there is no module {module}", name=module)
    return spec


@cache
def _tree(module: str) -> ast.Module:
    spec = _spec(module)
    return ast.parse(Path(spec.origin).read_text() if spec.origin else "")  # a folder may have no __init__.py


@cache
def _imports(module: str) -> tuple[str, ...]:
    """What a module imports of our rooms and of contributed packages."""
    ours = (*(f"{room}." for room in rooms.PACKAGES), *filter(None, packages()))

    def names() -> Iterator[str]:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = importlib.util.resolve_name("." * node.level + (node.module or ""), _spec(module).parent)
                yield base
                if f"{base}.".startswith(ours):
                    yield from (f"{base}.{alias.name}" for alias in node.names if _is_module(base, alias.name))

    return tuple(name for name in names() if f"{name}.".startswith(ours))


def _is_module(package: str, name: str) -> bool:
    places = map(Path, _spec(package).submodule_search_locations or ())
    return any((place / f"{name}.py").exists() or (place / name).is_dir() for place in places)


@cache
def _meaning(module: str, draw: str = "") -> str:
    """Digest of a source without its comments and layout; if `draw` is named, also without that function and FIGURE."""
    body = [
        node
        for node in _tree(module).body
        if not (draw and isinstance(node, ast.FunctionDef) and node.name == draw)
        and not (draw and isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FIGURE")
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    return hashlib.sha256(ast.unparse(ast.Module(body, [])).encode()).hexdigest()


@cache
def versions(extra: str = "figures") -> dict[str, str]:
    """Versions of Python and of the packages that numbers come from, and the kind of machine."""
    machine = f"{platform.system()} {platform.machine()}"
    more = fingerprint.LEARNING[extra] if extra != "figures" else ()
    packages = {name: installed(name) for name in (*PACKAGES, *more)}
    computing = fingerprint.platform_of_jax() if extra == "neural" else {}
    return {"python": platform.python_version(), "machine": machine, **packages, **computing}
