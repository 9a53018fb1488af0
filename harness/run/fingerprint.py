"""What results depend on besides what is asked: the sources of the rooms, the machine, and versions."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from theorems import rooms
from theorems.language.registry import packages

ROOMS = tuple(room for room in rooms.PACKAGES if room != rooms.FIGURES)
"""Rooms that verdicts depend on."""
FIGURES = (rooms.FIGURES,)
PLUGINS = ("jax-cuda12-plugin", "jax-cuda13-plugin")
"""With these jax finds a GPU."""
LEARNING = {"figures": ("scikit-learn", "wordfreq"), "neural": ("jax", "jaxlib", *PLUGINS, "equinox", "optax")}
"""What figures and experiments have numbers from besides, by the extra that brings it."""
PACKAGES = ("numpy", "scipy", "numba", "llvmlite", "sympy", "mpmath", "python-flint")


@cache
def fingerprint() -> dict[str, str]:
    """Digest of the sources, kind of machine, versions of Python and of the packages that numbers come from."""
    return {
        "sources": sources(),
        "machine": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


@cache
def made_of() -> dict[str, str]:
    """The same with what figures depend on besides."""
    learning = {name: installed(name) for names in LEARNING.values() for name in names}
    return {**fingerprint(), "figures": sources(FIGURES), **learning, **platform_of_jax()}


def platform_of_jax() -> dict[str, str]:
    """What jax computes on. It is asked, and loaded, only where a plugin might find it more than processors."""
    if installed("jax") == "absent" or all(installed(plugin) == "absent" for plugin in PLUGINS):
        return {"jax computes on": "cpu"}
    from simulators.neural.machine import jax

    return {"jax computes on": jax.default_backend()}


def installed(package: str) -> str:
    """Its version, or `absent`."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def sources(ours: tuple[str, ...] = ROOMS) -> str:
    """Digest of every source file: of our rooms, and of the whole of each contributed package."""
    digest = hashlib.sha256()
    for package in (*ours, *(prefix.removesuffix(".") for prefix in packages() if prefix)):
        for folder in _folders(package):
            for path in sorted(folder.rglob("*.py")):
                digest.update(f"{package} {path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _folders(package: str) -> Iterator[Path]:
    """Where a package lies; nowhere if it is not installed."""
    try:
        spec = find_spec(package)
    except ModuleNotFoundError:
        return
    yield from map(Path, (spec and spec.submodule_search_locations) or ())


def differences(ours: dict[str, str], theirs: dict[str, str]) -> str:
    """In what two fingerprints differ, in words; empty if they are the same."""

    def entry(name: str) -> str:
        return name if name in ("sources", "figures") else f"{name} ({ours.get(name)} here, {theirs.get(name)} there)"

    return ", ".join(entry(name) for name in {**ours, **theirs} if ours.get(name) != theirs.get(name))
