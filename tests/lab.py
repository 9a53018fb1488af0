"""Packages of theorems made for a test: copies of the example, or of one in which everything is written by hand."""

import functools
import importlib
import pkgutil
import shutil
import sys
from collections import defaultdict
from dataclasses import astuple
from pathlib import Path
from types import CodeType

import sympy as sp

import simulators
from harness.judge.case import Case
from harness.judge.observed import room
from harness.judge.questions import build
from simulators import kernels
from theorems.language import Law, Surely
from theorems.language.registry import theorems
from theorems.processes import declared

EXAMPLE = Path(__file__).parent.parent / "examples" / "collapse_lab"
DECLARED = EXAMPLE / "collapse_lab"
HAND = Path(__file__).parent / "hand_lab"
TRIES = Path(__file__).parent / "tries_lab"
MIXED = Path(__file__).parent / "mixed_lab"
DOMAINS = Path(__file__).parent / "domains_lab"


PROVED = {}
"""By the name of a claim, what its derivation has ended in when it was judged: `test_derivations` asks more of that."""


def contribute(folder: Path, package: str) -> None:
    """Make a package in the folder known to the suite, as pip does: by the metadata beside it."""
    metadata = folder / f"{package}-0.1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.1.0\n")
    (metadata / "entry_points.txt").write_text(f"[model_collapse.theorems]\n{package} = {package}\n")


def copy_of(source: Path, folder: Path, package: str, edits: dict[str, list[tuple[str, str]]] | None = None) -> Path:
    """A package under another name: file -> (old text, new text), each found exactly as it is."""
    root = folder / package
    shutil.copytree(source, root, ignore=shutil.ignore_patterns("__pycache__"))
    for path in root.rglob("*.py"):
        path.write_text(path.read_text().replace(source.name, package))
    for name, changes in (edits or {}).items():
        text = (root / name).read_text()
        for old, new in changes:
            assert old in text, f"{name} of {source.name} has no {old!r}"
            text = text.replace(old, new)
        (root / name).write_text(text)
    contribute(folder, package)
    return root


def forget(package: str) -> None:
    """Unload the modules of a package."""
    for name in [m for m in sys.modules if m == package or m.startswith(f"{package}.")]:
        del sys.modules[name]


_compiled = defaultdict(list)


def compiled_once(function, liberties=frozenset(), compiled=kernels.kernel):
    """`kernel`, but what another copy of a package has compiled is taken from it: the same instructions on the same
    lines, in which every global name is the very same thing.
    """
    code = function.__code__
    if function.__closure__ or function.__defaults__ or any(isinstance(x, CodeType) for x in code.co_consts):
        return compiled(function, liberties)
    names = {name: function.__globals__[name] for name in code.co_names if name in function.__globals__}
    others = _compiled[code, liberties]
    for known, kernel in others:
        if known.keys() == names.keys() and all(known[name] is names[name] for name in names):
            return kernel
    others.append((names, compiled(function, liberties)))
    return others[-1][1]


def observables() -> list[str]:
    """Every `process.observable` that has a kernel: those that a process declares, and those that are marked."""
    return [
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(simulators.__path__)
        for name, function in vars(importlib.import_module(f"simulators.{module.name}")).items()
        if hasattr(function, "support") or declared(f"{module.name}.{name}")
    ]


def every_question(resolution):
    """What the registry asks, at each point of each claim; the same objects for whoever wants them.

    But for what takes longest to find, and names no draws: in the place of a proved bound on E X^2 stands twice the
    square of what is claimed, and there are no slips. `test_questions_and_limits_do_not_depend_on_draws` compares.
    """
    return _questions(tuple(theorems()), resolution)


@functools.cache
def _questions(ids, resolution):
    cases = [Case(theorems()[name], claim) for name in ids for claim in theorems()[name].claims]
    return [question_at(case, text, resolution) for case in cases for text in case.claim.points]


def question_at(case, text, resolution):
    """One of these."""
    if isinstance(case.claim, Law):
        return build(case, text, resolution)
    point = case.point(text)
    support = case.observed.support(point)
    real = support.kind == "real" and not isinstance(case.claim, Surely)
    largest = max(abs(float(end)) for end in case.interval(point) if end is not None) if real else 0.0
    known = {"support": astuple(support), "second_moment": 2 * largest**2, "slips": ()}
    return build(case, text, resolution, {text: known})


def watch(monkeypatch, observable, seen):
    """seen(rng, paths) is called whenever paths are simulated for the observable."""
    process, _, name = observable.partition(".")
    module = room("simulators", process)
    found = getattr(module, name)
    simulate = getattr(found, "simulate", found)

    @functools.wraps(simulate)
    def watched(rng, paths, **arguments):
        seen(rng, paths)
        return simulate(rng, paths, **arguments)

    monkeypatch.setattr(*((module, name) if found is simulate else (found, "simulate")), watched)


def sure() -> set[str]:
    """Those of which nothing is left to chance: they happen surely, or are made of parameters alone."""
    surely = {c.of for t in theorems().values() for c in t.claims if isinstance(c, Surely)}
    constant = set()
    for observable in observables():
        process, what = declared(observable) or (None, None)
        if isinstance(what, sp.Expr) and not what.free_symbols & {*process.states, *process.drawn}:
            constant.add(observable)
    return surely | constant
