"""The command `theorems new`: the files of a theorem with holes to fill, here or in a package of one's own."""

from __future__ import annotations

import builtins
import json
import os
import re
import sys
import tomllib
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from string import Template
from typing import Any

from harness.author import skeletons
from harness.author.lints import KEBAB
from harness.author.todo import file_of
from harness.basics.errors import BadInput
from harness.basics.outputs import why, write_new
from harness.basics.terminal import put
from theorems import rooms
from theorems.language import point_text
from theorems.language.processes import AT_NO_GENERATION, Process, observed
from theorems.language.registry import GROUP, NO_FAMILIES, modules, packages, short_path, unreadable
from theorems.language.text import shortened
from theorems.processes import declarations

LONGEST = 60
"""Letters of a name: longer ones make no file name, and no line of a table."""

TAKEN = {
    **dict.fromkeys(dir(builtins), "a name of Python itself"),
    "x": "the argument of the distribution function of a law",
    **dict.fromkeys(("rng", "paths"), "an argument of every simulator"),
    **dict.fromkeys(("g", "out", "i", "np"), "a name in every kernel"),
    **dict.fromkeys(("hole", "integer", "real"), "a word of the language of theorems"),
    "sp": "the name of sympy in every process",
    "t": "the generation that a step starts from",
    "mean": "the claim that a new theorem begins with",
}
"""Names that no parameter can have, and what they are."""

GENERATION = "k"
"""The parameter that counts generations: the record's, not the process's."""

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
    texts = _texts(layout, arguments)
    for path in texts:
        if path.exists():
            raise BadInput(f"{shortened(short_path(path))} exists: nothing is written")
    write_new(texts)
    for path in texts:
        put(f"  {short_path(path)}")
    commands = [
        (f"theorems check {name}", "what is left to fill; then everything about it, while you write"),
        (
            f"theorems derive {layout.process} {arguments.observable or ''}".rstrip(),
            "what follows from the declaration",
        ),
    ]
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
    """What the files say of the parameters of a new process: declared, unpacked, taken and passed on."""
    parts = [part.strip().partition(":") for part in text.split(",")]
    names = [_identifier("parameter", name) for name, _, _ in parts]
    if len(set(names)) < len(names):
        raise BadInput(f"--parameters: a name is given twice: {shortened(text)}")
    if taken := [name for name in names if name in TAKEN]:
        raise BadInput(f"--parameters: {taken[0]} is {TAKEN[taken[0]]}: name the parameter otherwise")
    if wrong := [kind for _, colon, kind in parts if colon and kind not in ("int", "real")]:
        raise BadInput(f"--parameters: a parameter is NAME, NAME:int or NAME:real: got '{shortened(wrong[0])}'")
    kinds = {name: kind or _usual(name) for name, (_, _, kind) in zip(names, parts, strict=True)}
    kinds.pop(GENERATION, None)
    if not kinds:
        raise BadInput(f"--parameters: {GENERATION} counts the generations: name also what the process is given")
    declared = {
        name: skeletons.USUAL[name]
        if name in skeletons.USUAL and kind == _usual(name)
        else (skeletons.INTEGER if kind == "int" else skeletons.REAL) % name
        for name, kind in kinds.items()
    }
    whole = {name for name, kind in kinds.items() if kind == "int"}
    typed = {name: "int" if name in whole else "float" for name in kinds} | {GENERATION: "int"}
    panel = ",".join(f"{name}={5 if name in whole else '1/3'}" for name in kinds)
    return {
        "declarations": "\n".join(f"    {text}," for text in declared.values()),
        "given": _unpacked(kinds),
        "signature": ", ".join(f"{name}: {kind}" for name, kind in typed.items()),
        "call": ", ".join(f"float({name})" if kind == "float" else name for name, kind in typed.items()),
        **_generations(kinds, panel, 0),
    }


def _usual(name: str) -> str:
    """The kind of a parameter of which only the name is said."""
    return "int" if skeletons.USUAL.get(name, "").startswith("integer") else "real"


def _generations(names: Iterable[str], panel: str, first: int) -> dict[str, str]:
    """What the record says of the generation: declared after the parameters of the process, raced at the third."""
    grid = f"({first}, {first + 1}, {first + 5})"
    return {
        "generations": f', integer("{GENERATION}", {first}, "generations of sample-and-fit", {grid})',
        "names": _unpacked([*names, GENERATION]),
        "point": f"{panel},{GENERATION}={first + 2}",
        "panel": panel,
    }


def _unpacked(names: Iterable[str]) -> str:
    """The left side of an assignment to these names: `n, k`, or `n,` where there is one."""
    every = list(names)
    return ", ".join(every) + "," * (len(every) == 1)


def _imports(*more: str) -> str:
    """The imports of a record, in order; what is imported from one module is one line."""
    wanted: dict[str, set[str]] = {"theorems.language": {"Mean", "Parameters", "Source", "Theorem", "hole", "integer"}}
    for line in more:
        module, _, name = line.removeprefix("from ").partition(" import ")
        wanted.setdefault(module, set()).add(name)
    return "\n".join(f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(wanted.items()))


def _known(process: Process, module: str, observable: str | None) -> dict[str, str]:
    """What the record says of a declared process; raises BadInput where it has no such observable.

    Its parameters are those on which the process, or the observable, depends.
    """
    every = ", ".join(process.observables)
    if observable is not None and observable not in process.observables:
        file = short_path(file_of(module) or Path(module))
        raise BadInput(
            f"--observable: {process.name} has {every}: got '{shortened(observable)}'; a new one begins in {file}"
        )
    needed = process.needed(*([] if observable is None else [observed(process.observables[observable])]))
    names = [p.name for p in needed]
    point: dict[str, Any] = {}
    for parameter in needed:
        values = parameter.values(point)
        point[parameter.name] = values[len(values) // 2]
    panel = point_text(point)
    constant = next((name for name, value in vars(import_module(module)).items() if value is process), "")
    more = f"from {module} import {constant}" if constant else "from theorems.processes import processes"
    said = _generations(names, panel, process.first)
    if isinstance(process.observables.get(observable or ""), AT_NO_GENERATION):  # at no generation in particular
        said |= {"generations": "", "names": _unpacked(names), "point": panel}
    every_one = f"{constant or 'PROCESS'}.parameters"
    some = f"({every_one}[name] for name in {json.dumps(names)})"
    return said | {
        "imports": _imports(more),
        "parameters": skeletons.DECLARED if constant else f'PROCESS = processes()["%process"]\n{skeletons.DECLARED}',
        "constant": constant or "PROCESS",
        "taken": every_one if names == list(process.parameters.names) else some,
        "observable": f'"{process.name}.{observable}"' if observable else f'hole("{process.name}. and one of {every}")',
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


def _texts(layout: Layout, arguments: Namespace) -> dict[Path, str]:
    """The files to write: those of a new process, or none of a process that is there already."""
    prefix = f"{layout.package}." if layout.package else ""
    found = declarations().get(layout.process) if arguments.process else None
    kernel = _kernel(layout) if arguments.process and found is None else None
    if found and arguments.parameters is not None:
        raise BadInput(f"--parameters are those of a new process: {layout.process} has its own")
    values = {
        "id": arguments.id,
        "package": layout.package,
        "prefix": prefix,
        "process": layout.process,
        "value": _identifier("observable", "value" if arguments.observable is None else arguments.observable),
        "record": f"{prefix}{rooms.RECORDS}.{layout.theorem.replace('/', '.')}",
    }
    texts: dict[Path, str] = {}
    if found:
        values |= _known(*found, arguments.observable)
    else:
        values |= _parameters("n,p0" if arguments.parameters is None else arguments.parameters)
        values["observable"] = f'"{layout.process}.{values["value"]}"'
    if found is None and kernel is None:
        constant = layout.process.upper()
        values |= {"constant": constant, "taken": f"{constant}.parameters", "parameters": skeletons.DECLARED}
        values["imports"] = _imports(f"from {prefix}{rooms.DECLARATIONS}.{layout.process} import {constant}")
        texts[layout.path(rooms.DECLARATIONS, layout.process)] = skeletons.PROCESS
        texts[layout.path(rooms.SIMULATORS, layout.process)] = skeletons.SIMULATOR
    texts[layout.path(rooms.RECORDS, layout.theorem)] = skeletons.RECORD
    if kernel is None:
        texts[layout.path(rooms.PROOFS, layout.theorem)] = skeletons.PROOF
    else:  # written by hand, and so are its parameters, its exact means and proofs
        values |= {"parameters": skeletons.UNDECLARED, "imports": _imports("from theorems.language import real")}
        if arguments.observable is None:
            values["observable"] = f'hole("an observable of {short_path(kernel)}, as {layout.process}.NAME")'
    if arguments.figure:
        texts[layout.path(rooms.FIGURES, layout.theorem)] = skeletons.FIGURE
    texts |= _folders(layout, arguments)
    values = {name: Skeleton(text).substitute(values) for name, text in values.items()}
    return {path: Skeleton(text).substitute(values) for path, text in texts.items()}


def _kernel(layout: Layout) -> Path | None:
    """The file that simulates the process, here or in whichever package has it."""
    own = layout.path(rooms.SIMULATORS, layout.process)
    known = (file_of(f"{package}{rooms.SIMULATORS}.{layout.process}") for package in packages())
    return own if own.exists() else next(filter(None, known), None)


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
