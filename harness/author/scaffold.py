"""The command `theorems new`: the files of a theorem with holes to fill, here or in a package of one's own."""

from __future__ import annotations

import builtins
import os
import re
import sys
import tomllib
from argparse import Namespace
from dataclasses import dataclass
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from string import Template

from harness.author import skeletons
from harness.author.lints import KEBAB
from harness.author.todo import file_of
from harness.basics.errors import BadInput
from harness.basics.outputs import why, write_new
from harness.basics.terminal import put
from theorems import rooms
from theorems.language.registry import GROUP, NO_FAMILIES, modules, packages, short_path, unreadable
from theorems.language.text import shortened

LONGEST = 60
"""Letters of a name: longer ones make no file name, and no line of a table."""

TAKEN = {
    **dict.fromkeys(dir(builtins), "a name of Python itself"),
    "x": "the argument of the distribution function of a law",
    **dict.fromkeys(("rng", "paths"), "an argument of every simulator"),
    **dict.fromkeys(("g", "out", "i", "np"), "a name in every kernel"),
    **dict.fromkeys(("hole", "integer", "real"), "a word of the language of theorems"),
    "mean": "the claim that a new theorem begins with",
}
"""Names that no parameter can have, and what they are."""

OURS = (*rooms.PACKAGES, "tests")


class Skeleton(Template):
    """Text with %names."""

    delimiter = "%"


@dataclass(frozen=True)
class Layout:
    """Where the files go: below root, in the package (empty: the suite itself), in the family's folder."""

    root: Path
    package: str
    family: str
    module: str
    process: str

    def path(self, room: str, name: str) -> Path:
        """A module of a room."""
        return self.root / self.package / rooms.folder(room) / f"{name}.py"

    @property
    def theorem(self) -> str:
        """The theorem's path within a room."""
        return f"{self.family}/{self.module}" if self.family else self.module


def new(arguments: Namespace) -> int:
    """Write the skeletons and print the next three commands."""
    name = arguments.id
    if not re.fullmatch(KEBAB, name) or len(name) > LONGEST:
        kind = f"a kebab-case noun of at most {LONGEST} letters"
        raise BadInput(f"an id is {kind}, such as bernoulli-absorption: got '{shortened(name)}'")
    known = {problem.id: problem.module for problem in unreadable()} | modules()
    if name in known:
        raise BadInput(f"there is a theorem {name} already: {known[name]}")
    layout = _foreign(arguments) if arguments.here else _native(arguments)
    texts = _texts(layout, arguments, _parameters(arguments.parameters))
    for path in texts:
        if path.exists():
            raise BadInput(f"{shortened(short_path(path))} exists: nothing is written")
    write_new(texts)
    for path in texts:
        put(f"  {short_path(path)}")
    commands = [(f"theorems check {name}", "what is left to fill; then everything about it, while you write")]
    if arguments.here:
        commands = [
            (f"pip install -e {arguments.here}", "once: the suite finds the package"),
            *commands,
            (f"pytest {arguments.here}", "as the suite tests its own"),
        ]
    else:
        commands += [
            (f"theorems verify {name}", "the verdict"),
            (f"pytest -k {name}", "the verdict and the slips, as all others"),
        ]
    put("next")
    width = max(len(command) for command, _ in commands)
    for command, what in commands:
        put(f"  {command:{width}}  # {what}")
    return 0


def _identifier(kind: str, text: str) -> str:
    word = text.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", word) or iskeyword(word) or len(word) > LONGEST:
        name = f"a name in lower case of at most {LONGEST} letters that Python can import"
        raise BadInput(f"the {kind} is to be {name}: got '{shortened(text)}'")
    return word


def _parameters(text: str) -> dict[str, str]:
    """What the skeletons say of the parameters: declared, unpacked, taken and passed on."""
    parts = [part.strip().partition(":") for part in text.split(",")]
    names = [_identifier("parameter", name) for name, _, _ in parts]
    if len(set(names)) < len(names):
        raise BadInput(f"--parameters: a name is given twice: {shortened(text)}")
    if taken := [name for name in names if name in TAKEN]:
        raise BadInput(f"--parameters: {taken[0]} is {TAKEN[taken[0]]}: name the parameter otherwise")
    if wrong := [kind for _, colon, kind in parts if colon and kind not in ("int", "real")]:
        raise BadInput(f"--parameters: a parameter is NAME, NAME:int or NAME:real: got '{shortened(wrong[0])}'")
    kinds = {name: kind or ("int" if name in skeletons.WHOLE else "real") for name, _, kind in parts}
    integer = skeletons.INTEGER
    whole = {name: skeletons.WHOLE.get(name, integer % name) for name, kind in kinds.items() if kind == "int"}
    along = next((name for name in names if name in skeletons.GENERATIONS), names[-1])
    point = [f"{name}={2 if name in skeletons.GENERATIONS else 5 if name in whole else '1/3'}" for name in names]
    return {
        "declarations": "\n".join(f"    {whole.get(name, skeletons.REAL % name)}," for name in names),
        "names": ", ".join(names),
        "signature": ", ".join(f"{name}: {'int' if name in whole else 'float'}" for name in names),
        "exactly": ", ".join(f"{name}: {'int' if name in whole else 'Real'}" for name in names),
        "call": ", ".join(name if name in whole else f"float({name})" for name in names),
        "point": ",".join(point),
        "panel": ",".join(part for part in point if not part.startswith(f"{along}=")),
        "along": along,
    }


def _process(arguments: Namespace) -> str:
    return _identifier("process", arguments.process or arguments.id)


def repository() -> Path:
    """Where the rooms of the suite are."""
    import theorems

    return Path(theorems.__path__[0]).parent


def _native(arguments: Namespace) -> Layout:
    """In this repository: the family is given, or the one that the id begins with."""
    root = repository()
    if not (root / "pyproject.toml").exists():
        raise BadInput("the suite is no source checkout: put the theorem into a package of yours with --here DIR")
    folders = (path.parent.name for path in (root / rooms.RECORDS).glob("*/__init__.py"))
    families = sorted(name for name in folders if name not in NO_FAMILIES)
    family = arguments.family
    if family is None:
        family = next((f for f in families if arguments.id.startswith(f.replace("_", "-") + "-")), None)
        if family is None:
            raise BadInput(f"give --family NAME: {', '.join(families)}, or a new one")
    family = _identifier("family", family)
    word = arguments.id.removeprefix(family.replace("_", "-") + "-")
    return Layout(root, "", family, _identifier("id", word), _process(arguments))


def _foreign(arguments: Namespace) -> Layout:
    """In the package that the folder's pyproject names to the suite, or a new one named as the folder."""
    root = Path(arguments.here)
    if not os.path.isdir(arguments.here):
        raise BadInput(f"there is no folder {shortened(root)}: make it first")
    project = root / "pyproject.toml"
    if project.exists():
        try:
            points = tomllib.loads(project.read_text()).get("project", {}).get("entry-points", {}).get(GROUP, {})
        except (OSError, ValueError) as error:
            raise BadInput(f"{project} cannot be read: {why(error)}") from None
        if not points:
            raise BadInput(f'{project} names no package: add [project.entry-points."{GROUP}"], then name = "package"')
        package = str(next(iter(points.values())))
    else:
        package = _identifier("folder", root.resolve().name)
        if package in OURS:
            raise BadInput(f"the suite itself has a package {package!r}: name the folder otherwise")
        if where := _elsewhere(package, root):
            raise BadInput(f"a package {package!r} would shadow that of {where}: name the folder otherwise")
    family = _identifier("family", arguments.family) if arguments.family else ""
    base = root / "src" if (root / "src" / package).is_dir() else root
    return Layout(base, package, family, _identifier("id", arguments.id), _process(arguments))


def _elsewhere(package: str, root: Path) -> str:
    """What has a package or module of that name already, outside of the folder; empty if nothing has."""
    if package in sys.stdlib_module_names:
        return "the standard library"
    spec = find_spec(package)
    places = [*((spec and spec.submodule_search_locations) or ()), *([spec.origin] if spec and spec.origin else [])]
    return next((short_path(Path(p)) for p in places if not Path(p).resolve().is_relative_to(root.resolve())), "")


def _texts(layout: Layout, arguments: Namespace, parameters: dict[str, str]) -> dict[Path, str]:
    """The files to write."""
    prefix = f"{layout.package}." if layout.package else ""
    own = layout.path(rooms.SIMULATORS, layout.process)
    found = [own] if arguments.process and own.exists() else []
    found += [f for f in (file_of(f"{p}{rooms.SIMULATORS}.{layout.process}") for p in packages()) if f]
    observable = f'"{layout.process}.{_identifier("observable", arguments.observable)}"'
    if found:
        observable = f'hole("an observable of {short_path(found[0])}, as {layout.process}.NAME")'
    values = {
        **parameters,
        "id": arguments.id,
        "package": layout.package,
        "prefix": prefix,
        "process": layout.process,
        "value": _identifier("observable", arguments.observable),
        "observable": observable,
        "symbols": "" if found else Skeleton(skeletons.SYMBOLS).substitute(observable=observable),
        "record": f"{prefix}{rooms.RECORDS}.{layout.theorem.replace('/', '.')}",
    }
    texts = {layout.path(rooms.RECORDS, layout.theorem): skeletons.RECORD}
    if not found:
        texts[layout.path(rooms.SIMULATORS, layout.process)] = skeletons.SIMULATOR
        texts[layout.path(rooms.TWINS, layout.process)] = skeletons.TWIN
        texts[layout.path(rooms.ORACLES, layout.process)] = skeletons.EXACT
    texts[layout.path(rooms.PROOFS, layout.theorem)] = skeletons.PROOF
    if arguments.figure:
        texts[layout.path(rooms.FIGURES, layout.theorem)] = skeletons.FIGURE
    texts |= _folders(layout, arguments)
    return {path: Skeleton(text).substitute(values) for path, text in texts.items()}


def _folders(layout: Layout, arguments: Namespace) -> dict[Path, str]:
    """What makes a package of the folders: only files that are not there yet."""
    texts = {}
    if layout.family:
        for room in (rooms.RECORDS, rooms.PROOFS, *([rooms.FIGURES] if arguments.figure else [])):
            texts[layout.path(f"{room}/{layout.family}", "__init__")] = f'"""Theorems on {layout.family}."""\n'
    if layout.package:
        figures = {rooms.FIGURES: "What it looks like."} if arguments.figure else {}
        for room, text in (skeletons.ROOMS | figures).items():
            texts[layout.path(room, "__init__")] = f'"""{text}"""\n'
        root = Path(arguments.here)
        if not (root / "pyproject.toml").exists():
            texts[root / "pyproject.toml"] = skeletons.PYPROJECT
            texts[root / "tests" / "test_theorems.py"] = skeletons.TEST
    return {path: text for path, text in texts.items() if not path.exists()}
