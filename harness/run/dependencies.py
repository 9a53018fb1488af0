"""What deterministic evidence depends on: modules, found by reading their sources, and versions. Nothing is run.

Imports are followed wherever they stand, also in functions. What the suite looks up by a name (the proof of a theorem,
the rooms of a process, its reductions) is followed here: FOLLOWED lists the modules that do so. Any other module that
imports by a computed name depends on the whole of its package.
"""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import re
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from harness.run import fingerprint
from theorems import rooms
from theorems.language import Theorem
from theorems.language.registry import in_room, module_of, packages, record_in
from theorems.processes import declarations

JUDGES = {kind: f"{rooms.HARNESS}.judge.{kind}" for kind in ("obligations", "proof", "exact", "questions")}
"""Each kind of deterministic evidence, and the module that finds it."""

RACES = "races"
"""What the races of a claim gave when they were last run. It is told, and never taken for a verdict: races run anew."""

FOUND_BY = {**JUDGES, RACES: f"{rooms.HARNESS}.judge.race"}
"""Each kind that is kept, and the module that finds it."""

ROOMS = (rooms.SIMULATORS, rooms.ORACLES)
"""Rooms of its process that obligations and an exact check look at; the declaration is found by its own name."""

FOLLOWED = {
    "theorems.language.registry",
    rooms.DECLARATIONS,
    *(f"{rooms.PROOFS}.{name}" for name in ("lemmas.means", "rules.claims", "rules.probability")),
    *(f"{rooms.HARNESS}.judge.{name}" for name in ("absorbing", "case", "observed")),
}
"""Modules that look others up by a name that a theorem has, or that a text of a proof is."""

LOOKS_UP = {
    *("importlib", "importlib:import_module", "runpy", "runpy:run_module", "runpy:run_path"),
    *(rooms.DECLARATIONS, ":".join(rooms.DECLARATIONS.rsplit(".", 1))),
    *(f"{rooms.DECLARATIONS}:{name}" for name in ("declared", "declaring", "declarations", "processes", "routes")),
}
"""What a module imports that looks others up; it may also call one of CALLS."""

CALLS = {"__import__", "exec"}

NAMED = re.compile(r"\w+(\.\w+)?")
"""A text that may name a process, or an observable of it."""

Reader = Callable[[Path], bytes]


class Sources:
    """The sources that can be imported, each read once, from the disk or by another reader.

    scans: what was found in a source, by its digest: sources that are known need no parsing.
    """

    def __init__(self, read: Reader = Path.read_bytes, scans: dict[str, Any] | None = None) -> None:
        self._read, self.scans = read, {} if scans is None else scans
        self._files: dict[Path, str] = {}
        self._paths: dict[str, Path | None] = {}
        self._data: dict[str, dict[str, Path]] = {}
        self._imports: dict[str, tuple[str, ...]] = {}
        self._whole: dict[str, set[str]] = {}
        self._listed: dict[str, dict[str, bool]] = {}

    def read_by(self, read: Reader) -> Sources:
        """The same places, read by another reader."""
        other = Sources(read, self.scans)
        other._paths, other._data, other._whole = self._paths, self._data, self._whole
        other._listed = self._listed
        return other

    def digest(self, path: Path) -> str:
        """Of the bytes of a file; empty for a folder, which is a package without a source."""
        if path not in self._files:
            self._files[path] = "" if path.is_dir() else hashlib.sha256(self._read(path)).hexdigest()
        return self._files[path]

    def path(self, module: str) -> Path | None:
        """The source of a module, or the folder of a package without one; None if there is none, or it is installed."""
        if module not in self._paths:
            self._paths[module] = self._find(module)
        return self._paths[module]

    def _find(self, module: str) -> Path | None:
        top, *rest = module.split(".")
        spec = _source(top)
        if spec is None:
            return None
        folders = spec.submodule_search_locations or ()
        if not rest:
            return Path(spec.origin or next(iter(folders))) if spec.origin or folders else None
        *packages, name = rest
        for folder in folders:
            place = os.path.join(folder, *packages)
            here = self._in(place)
            is_package = here.get(name) and name != "__pycache__"
            if is_package and self._in(os.path.join(place, name)).get("__init__.py") is False:
                return Path(place, name, "__init__.py")
            if here.get(f"{name}.py") is False:
                return Path(place, f"{name}.py")
            if is_package:
                return Path(place, name)
        return None

    def _in(self, folder: str) -> dict[str, bool]:
        """The names in a folder, and is each that of a folder? Empty where there is none."""
        if folder not in self._listed:
            try:
                with os.scandir(folder) as entries:
                    found = {entry.name: entry.is_dir() for entry in entries if entry.is_dir() or entry.is_file()}
                self._listed[folder] = found
            except OSError:
                self._listed[folder] = {}
        return self._listed[folder]

    def scan(self, module: str) -> dict[str, Any]:
        """What a source imports, the names that are written in it, and whether it looks modules up."""
        path = self.path(module)
        if path is None or path.suffix != ".py":
            return {"imports": [], "texts": [], "looks": False}
        digest = self.digest(path)
        if digest not in self.scans:
            self.scans[digest] = scan(self._read(path))
        return self.scans[digest]

    def imports(self, module: str) -> tuple[str, ...]:
        """Modules that a module imports, with the packages that they are in; installed ones by their first names."""
        if module not in self._imports:
            self._imports[module] = tuple(dict.fromkeys(self._resolved(module)))
        return self._imports[module]

    def _resolved(self, module: str) -> Iterator[str]:
        path = self.path(module)
        is_package = path is not None and (path.name == "__init__.py" or path.is_dir())
        for text in self.scan(module)["imports"]:
            base, _, name = text.partition(":")
            level = len(base) - len(base.lstrip("."))
            if level:
                package = module.split(".")[: len(module.split(".")) - level + is_package]
                base = ".".join([*package, *filter(None, [base[level:]])])
            yield from _with_packages(base)
            if name and self.path(f"{base}.{name}") is not None:
                yield f"{base}.{name}"

    def tops(self) -> set[str]:
        """The first names of all modules whose sources have been asked for."""
        return {name.partition(".")[0] for name, path in self._paths.items() if path is not None}

    def forget_others(self) -> None:
        """Keeps what was found in those sources only that have been asked for."""
        known = self.scans.keys() - self._files.values()
        for digest in known:
            del self.scans[digest]

    def behind(self, roots: Iterable[str]) -> set[str]:
        """Modules of ours, of contributed packages and others that are no installed distribution, all that importing
        the roots may run; and the first names of installed ones.
        """
        found: set[str] = set()
        waiting = [name for root in roots for name in _with_packages(root)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                if self.path(name) is not None:
                    waiting += self.imports(name)
        return found

    def whole(self, top: str) -> set[str]:
        """Every module of a package."""
        if top not in self._whole:
            folder = self._folder(top)
            paths = () if folder is None else folder.rglob("*.py")
            parts = [path.relative_to(folder).with_suffix("").parts for path in paths]  # type: ignore[arg-type]
            found = {".".join([top, *(p for p in part if p != "__init__")]) for part in parts}
            self._whole[top] = {top} if folder is None else found
        return self._whole[top]

    def data(self, top: str) -> dict[str, Path]:
        """The files of a package that are no sources of Python: a record may read them."""
        if top not in self._data:
            folder = self._folder(top)
            files = () if folder is None else _data(folder)
            self._data[top] = {f"{top}/{p.relative_to(folder).as_posix()}": p for p in files}  # type: ignore[arg-type]
        return self._data[top]

    def _folder(self, top: str) -> Path | None:
        """Where the modules of a package lie; None for a module by itself, or what has no source."""
        place = self.path(top)
        folder = place.parent if place is not None and place.name == "__init__.py" else place
        return folder if folder is not None and folder.is_dir() else None


@cache
def scan(source: bytes) -> dict[str, Any]:
    """What is imported in a source (`package:name` for a name of it, dots for a relative one), texts, calls by name.

    Not to be written to: a process parses a text once.
    """
    imports: list[str] = []
    texts: set[str] = set()
    looks = False
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            waiting += node.orelse  # the rest is never run
            continue
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imports += [f"{'.' * node.level}{node.module or ''}:{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.fullmatch(node.value):
            texts.add(node.value)
        looks |= isinstance(node, ast.Name) and node.id in CALLS
        waiting += ast.iter_child_nodes(node)
    return {"imports": sorted(set(imports)), "texts": sorted(texts), "looks": looks or bool(LOOKS_UP & {*imports})}


def _data(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        shown = (name for name in names if not name.startswith(".") and not name.endswith(("~", ".py")))
        yield from (path for name in shown if (path := Path(place, name)).is_file())


@cache
def _with_packages(module: str) -> tuple[str, ...]:
    """A module after the packages that it is in: importing it runs them all."""
    parts = module.split(".")
    return tuple(".".join(parts[: i + 1]) for i in range(len(parts)))


@cache
def _source(top: str) -> ModuleSpec | None:
    """Where a package lies whose sources count: ours, contributed ones, and all that no installed distribution has."""
    if top in sys.stdlib_module_names:
        return None
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or top in (*rooms.PACKAGES, *(prefix.partition(".")[0] for prefix in packages())):
        return spec
    place = spec.origin or next(iter(spec.submodule_search_locations or ()), "")
    installed = (Path(sysconfig.get_path(name)) for name in ("purelib", "platlib"))
    return None if any(Path(place).is_relative_to(folder) for folder in installed) else spec


# -- evidence -------------------------------------------------------------------------------------------------


def modules_behind(kind: str, theorem: Theorem, sources: Sources) -> set[str]:
    """All modules that a kind of evidence on the claims of a theorem may run, and first names of installed ones."""
    record = module_of(theorem.id)
    assert record is not None, theorem.id
    declared = {name: module for name, (_, module) in declarations().items()}
    names = _processes(theorem)
    of_processes = (f"{p}{room}.{name}" for p in packages() for room in ROOMS for name in names)
    looked_for = [in_room(record, rooms.PROOFS)] if kind == "proof" else of_processes
    roots = {FOUND_BY[kind], record}
    roots |= {name for module in looked_for for name in _with_packages(module) if sources.path(name) is not None}
    while True:
        found = sources.behind(roots)
        names |= {name for module in found if (other := record_in(module)) for name in _processes(other)}
        for module in found:
            seen = sources.scan(module)
            if module not in FOLLOWED and seen["looks"]:
                names |= declared.keys()
                roots |= sources.whole(module.partition(".")[0])
            if kind == "proof":  # which may ask for a process by its name
                names |= declared.keys() & {text.partition(".")[0] for text in seen["texts"]}
        wanted = {declared[name] for name in names if name in declared}
        given = {name for name, module in declared.items() if kind == "proof" and module in found | wanted}
        wanted |= {  # the reductions of what is named, and of what a proof may have imported
            module
            for process, module in declarations().values()
            if process.reduces and process.reduces[0].name in names | given
        }
        if wanted <= found and roots <= found:
            return found
        roots |= wanted


def _processes(theorem: Theorem) -> set[str]:
    return {claim.observable.partition(".")[0] for claim in theorem.claims if claim.observable}


def behind(kind: str, theorem: Theorem, sources: Sources) -> tuple[dict[str, Path], dict[str, str]]:
    """All that a kind of evidence on the claims of a theorem depends on: sources and data by name, and versions."""
    found = modules_behind(kind, theorem, sources)
    paths = {name: path for name in found if (path := sources.path(name)) is not None}
    for top in {name.partition(".")[0] for name, path in paths.items() if path.name != "__init__.py"}:
        paths |= sources.data(top)
    installed = {name for name in found - paths.keys() if "." not in name} - sys.stdlib_module_names
    return paths, versions(frozenset(installed))


BENEATH = (*fingerprint.PACKAGES, "gmpy2")
"""Distributions beneath those that are imported; gmpy2 is what sympy and mpmath compute with, where it is."""

DISTRIBUTIONS = {"flint": "python-flint", "z3": "z3-solver"}
"""Modules, and the distributions that they are of, where the names differ."""


@cache
def versions(installed: frozenset[str]) -> dict[str, str]:
    """Of Python, and of the distributions of modules; also whether assertions are checked."""
    names = {*BENEATH, *(DISTRIBUTIONS.get(name, name) for name in installed)}
    found = {f"version of {name}": _version(name) for name in sorted(names)}
    machine = f"{platform.system()} {platform.machine()}"
    return found | {"python": sys.version, "machine": machine, "optimised": str(sys.flags.optimize)}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        if find_spec(name) is None:  # to read what each distribution has takes longer than all else here
            return "absent"
        return ", ".join(f"{other} {version(other)}" for other in _distributions().get(name, ())) or "absent"


@cache
def _distributions() -> dict[str, list[str]]:
    return {name: list(others) for name, others in packages_distributions().items()}
