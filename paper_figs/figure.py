"""The record of a figure: a data step that makes a tidy table, and a drawing step that reads only that table."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from theorems import rooms
from theorems.language.registry import packages

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from paper_figs.simulations import Call

Table = Mapping[str, Sequence[Any]]
"""Columns of equal length: numbers or short strings; one row per plotted quantity and abscissa (tidy)."""

Rows = Mapping[str, Any]
"""Some rows of a table: its columns as arrays."""

Tell = Callable[[float], None]
"""Receives the fraction of a long data step that is done."""


CODE, TEXT, NOWHERE = "the authors' code", "its text", "nowhere"


@dataclass(frozen=True)
class Published:
    """The figure of a paper that a figure draws again.

    place: `Figure 3`. sizes: its parameters, by the names that the data step gives them; the data step's other
    parameters are chosen by us. told: where the sizes are found (the texts of the papers print hardly any).
    """

    paper: str
    place: str
    sizes: Mapping[str, Any]
    told: str = CODE

    def cited(self) -> str:
        """`Kazdan et al., arXiv:2410.16713, Figure 2`: first author, preprint (if it is one), place."""
        first, second, *_, last = self.paper.split(", ")
        author = re.sub(r"^([A-Z]\. )+", "", first) + " et al." * bool(re.match(r"[A-Z]\. ", second))
        return ", ".join([author, *([last] if last.startswith("arXiv:") else []), self.place])


EXTRAS = {"figures": ("matplotlib", "sklearn"), "neural": ("jax", "equinox", "optax")}
"""What must be importable where an extra of the package is installed."""


@dataclass(frozen=True)
class Comparison:
    """What a paper says of learning machines, as something that a run with one seed shows or does not show.

    name: under which `theorems.papers` has it, with what the paper says, in the line of the figure (`compared`).
    holds: given the rows of one seed, is it true there? says: in one sentence, where no paper says it and it is ours.
    """

    name: str
    holds: Callable[[Rows], bool]
    says: str = ""


class Found(Sequence[str]):
    """Names, each once, that are looked for when they are asked for: that takes a second, and most commands do not."""

    def __init__(self, find: Callable[[], Iterable[str]]) -> None:
        self._find = find

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._find()))

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, at: Any) -> Any:
        return self._names[at]


@dataclass(frozen=True)
class Figure:
    """One figure.

    name: kebab-case, the paper first (`suresh-3-survival`). caption: what is plotted, with which exact
    parameters, and what differs from the paper and why. theorems: ids whose expressions or processes are
    drawn. parameters: effort (`tiny`, `quick`, `paper`) -> JSON values that the data step reads. depends: the
    modules that the data step finds by name (processes, in their rooms); what its script imports is known.
    data(parameters, entropy, tell) and draw(table, parameters) are the two steps. published: the figure of a paper
    that it draws again, if it does; at effort `paper` it has its sizes. simulations(parameters, entropy): the calls
    that its data step asks `simulated` for, if these are what takes its time; else the whole step is done in one.
    extra: what its data step needs besides the extra `figures`. comparisons: of an experiment with learning machines,
    which is outside of the proof system; its table has a column `seed`, empty in rows that are about all of them.
    left_out: what of the paper's experiment it does not run.
    reads(): a digest of what the data step reads beside its parameters, such as a text of the user.
    """

    name: str
    title: str
    caption: str
    theorems: Sequence[str]
    parameters: Mapping[str, Mapping[str, Any]]
    depends: Sequence[str]
    data: Callable[[Mapping[str, Any], int, Tell], Table]
    draw: Callable[[Table, Mapping[str, Any]], Canvas]
    published: Published | None = None
    simulations: Callable[[Mapping[str, Any], int], Sequence[Call]] | None = None
    extra: str = "figures"
    comparisons: tuple[Comparison, ...] = ()
    left_out: str = ""
    reads: Callable[[], str] | None = None

    @property
    def family(self) -> str:
        """The folder that its script lies in, below the room of figures; of a contributed one, the package."""
        *folders, _ = self.data.__module__.split(".")
        return next((name for name in reversed(folders) if name != rooms.FIGURES), "")

    def missing(self) -> bool:
        """Is its extra not installed?"""
        return not all(map(importlib.util.find_spec, EXTRAS[self.extra]))

    def signature(self) -> str:
        """What a picture says of its source: the figure that it draws again, if it does, and its name."""
        after = f"After {self.published.cited()}. " if self.published else ""
        return f"{after}Theorems on model collapse, figure {self.name}"

    def read(self) -> str:
        """The digest of what the data step reads; empty if that is nothing."""
        return "" if self.reads is None else self.reads()

    def origin(self) -> str:
        """Where the sizes come from, in one sentence; empty if no paper has the figure."""
        if self.published is None:
            return ""
        author, *_, last = self.published.paper.split(", ")
        paper, sizes = last if last.startswith("arXiv:") else author, self.published.sizes
        chosen = [name for name in self.parameters["paper"] if name not in sizes]
        parts = [f"{', '.join(sizes)} as in {self.published.told}"] if sizes else []
        parts += [f"{', '.join(chosen)} chosen by us"] if chosen else []
        return f"{paper}, {self.published.place}: {'; '.join(parts)}"


def figures() -> dict[str, Figure]:
    """Every figure by name: a module of paper_figs.<paper> with a FIGURE in it is found by being there.

    So is one in the room paper_figs of a contributed package. A module that cannot be read is kept apart.
    """
    return scan()[0]


def scan() -> tuple[dict[str, Figure], dict[str, Exception]]:
    """The figures by name, and the modules (or rooms) that cannot be read, each with its error."""
    found: dict[str, Figure] = {}
    faults: dict[str, Exception] = {}
    for room in (f"{prefix}{rooms.FIGURES}" for prefix in packages()):
        try:
            names = list(_names(room))
        except Exception as error:
            faults[room] = error
            continue
        for name in names:
            try:
                figure = getattr(importlib.import_module(name), "FIGURE", None)
                if isinstance(figure, Figure) and figure.name in found:
                    raise ValueError(f"two figures have the name {figure.name}")
            except Exception as error:
                faults[name] = error
                continue
            if isinstance(figure, Figure):
                found[figure.name] = figure
    return found, faults


def _names(room: str) -> Iterator[str]:
    """The modules of a room, none of them imported; none if its package has no such room."""
    spec = importlib.util.find_spec(room)
    for info in pkgutil.iter_modules((spec and spec.submodule_search_locations) or (), f"{room}."):
        yield from _names(info.name) if info.ispkg else [info.name]
