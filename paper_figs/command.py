"""The command `theorems figures`."""

from __future__ import annotations

import importlib.util
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from harness.basics.errors import INPUT_ERRORS, BadInput
from harness.basics.outputs import Unwritable, folder
from harness.basics.terminal import progress, put, say
from harness.judge.error_lines import describe
from harness.run.executors import Workers, open_executor
from harness.run.journal import Asked, Journal, open_journal
from harness.run.tasks import as_found
from paper_figs import gallery, store
from paper_figs.comparisons import in_a_line
from paper_figs.figure import Figure, scan
from paper_figs.simulations import Call, attempt, remember
from paper_figs.style import FORMATS
from theorems.language.text import nearest, shortened


def figures(arguments: Namespace) -> int:
    """Compute and draw what is missing or out of date, and write the gallery; exit code 1 if a figure cannot be made.

    A faulty figure stops no other.
    """
    found, unreadable = scan()
    every = dict(sorted(found.items()))
    families = sorted({figure.family for figure in every.values()})
    if arguments.family not in (None, *families):
        choice = f"did you mean {nearest(arguments.family, families)}?"
        raise BadInput(f"--family: there is no family '{shortened(arguments.family)}': {choice}")
    asked = [*arguments.names, *(n for n in every if every[n].family == arguments.family and n not in arguments.names)]
    chosen = [figure for name, figure in every.items() if not asked or name in asked]
    unknown = [name for name in arguments.names if name not in every]
    faulty = bool(unreadable) and not asked
    if faulty or unknown:
        for module, error in unreadable.items():
            print(f"{module}: {_fault(error) or f'{type(error).__name__}: {error}'}", file=sys.stderr)
    if unknown:
        raise BadInput(f"there is no figure '{shortened(unknown[0])}': did you mean {nearest(unknown[0], every)}?")
    if arguments.format is not None:
        _formats(arguments.format)
    if arguments.out is not None and not (arguments.list and arguments.out):
        folder("--out", arguments.out)
    if arguments.list:
        width = max(map(len, every))
        for figure in chosen:
            put(f"{figure.name:{width}}  {figure.title}")
            put(f"{'':{width}}  {', '.join(figure.theorems)}")
        return int(faulty)
    need_matplotlib()
    if asked:
        _need(chosen)
    with (
        open_executor(arguments.executor, arguments.workers) as workers,
        open_journal(_asked(arguments, asked), None, arguments.resume, say) as journal,
    ):
        wanted = [f for f in every.values() if f.name in journal.ids or not (journal.ids or f.missing())]
        _need([figure for figure in wanted if figure.missing()])
        if not journal.ids:
            _left_out([figure for figure in every.values() if figure.missing()])
        made = _make_all(wanted, every, journal, workers)
    return int(faulty or not made)


def _need(figures: Sequence[Figure]) -> None:
    """Raises BadInput if an extra of figures that were asked for is missing."""
    for figure in figures:
        if figure.missing():
            raise BadInput(f"{figure.name} needs {_install(figure.extra)}")


def _left_out(figures: Sequence[Figure]) -> None:
    """Says which figures of all are not made, for want of an extra."""
    for extra in dict.fromkeys(figure.extra for figure in figures):
        names = ", ".join(figure.name for figure in figures if figure.extra == extra)
        say(f"left out: {names}: these need {_install(extra)}")


def _install(extra: str) -> str:
    return f"the extra {extra}: pip install 'model-collapse-theorems[{extra}]'"


def _asked(arguments: Namespace, names: Sequence[str]) -> Asked:
    """What a run is: an interrupted one is resumed as it was."""
    given = None if arguments.out is None else str(Path(arguments.out).resolve())
    options = {
        "--out": (given, str(Path("figures").resolve())),
        "--format": (arguments.format, "svg,pdf"),
        "--entropy": (None if arguments.entropy is None else str(arguments.entropy), ""),
    }
    return Asked(names, arguments.effort, arguments.entropy, "figures", options)


def _make_all(chosen: Sequence[Figure], every: Mapping[str, Figure], journal: Journal, workers: Workers) -> bool:
    """The chosen figures, and the gallery over all that lie in the folder; False if a figure cannot be made."""
    out, formats = folder("--out", journal.options["--out"]), _formats(journal.options["--format"])
    kept = not journal.options["--entropy"]
    began = perf_counter()
    made = done = 0
    with progress(len(chosen)) as tell:
        for figure in _as_they_can(chosen, out, journal, workers, kept):

            def share(fraction: float, done: int = done, name: str = figure.name) -> None:
                tell(done + min(max(fraction, 0.0), 0.99), name)

            share(0.0)
            one = None
            try:
                one = store.make(figure, out, journal.effort, journal.entropy, formats, share, any_entropy=kept)
                journal[figure.name] = one.sidecar["csv"]
                line = _summary(one)
                made += 1
            except Unwritable:  # nor would the others
                raise
            except Exception as error:
                fault = _fault(error)
                if fault is None:
                    raise
                line = fault
            print(f"{figure.name}: {line}", file=sys.stderr)
            for told in one.sidecar.get("comparisons", ()) if one else ():
                put(f"  {in_a_line(told)}", sys.stderr)
            done += 1
        tell(len(chosen), "gallery")
        page = gallery.write(every.values(), out)
    print(f"{made} figure{'s' * (made != 1)} in {perf_counter() - began:.0f} s: open {page}")
    return made == len(chosen)


def _as_they_can(
    chosen: Sequence[Figure], out: Path, journal: Journal, workers: Workers, kept: bool
) -> Iterator[Figure]:
    """The figures, each as soon as other processes have found all that it is made of; then those that nobody helps."""
    asked: dict[str, list[Call]] = {}
    for figure in chosen:
        with suppress(Exception):  # whoever makes it says what is wrong
            asked[figure.name] = store.calls(figure, out, journal.effort, journal.entropy, kept)
    calls = list(dict.fromkeys(call for some in asked.values() for call in some))
    waiting = {name: set(some) for name, some in asked.items()}
    left = list(chosen)
    for number, found in as_found(workers, attempt, calls):
        if found is not None:
            remember(calls[number], found)
        for figure in list(left):
            needs = waiting.get(figure.name, set())
            if calls[number] in needs:
                needs.remove(calls[number])
                if not needs:
                    left.remove(figure)
                    yield figure
    yield from left


def _summary(made: store.Made) -> str:
    numbers = f"computed in {made.sidecar['seconds']:.1f} s" if made.computed else "numbers kept"
    pictures = f"drawn in {made.drawing_seconds:.1f} s" if made.drawn else "pictures kept"
    return f"{numbers}, {pictures}"


def _fault(error: Exception) -> str | None:
    """What is wrong with a figure, in one line; None if no author of a figure is to blame."""
    return str(error) if isinstance(error, INPUT_ERRORS) else describe(error)


def _formats(text: str) -> list[str]:
    formats = [part.strip() for part in text.split(",")]
    for name in formats:
        if name not in FORMATS:
            choice = f"choose from {', '.join(FORMATS)}, joined by commas"
            raise BadInput(f"--format: there is no format '{shortened(name)}': {choice}")
        if formats.count(name) > 1:
            raise BadInput(f"--format: {name} is given twice")
    return formats


def need_matplotlib() -> None:
    for package in ("matplotlib", "sklearn"):
        if importlib.util.find_spec(package) is None:
            raise BadInput("figures need matplotlib and scikit-learn: pip install 'model-collapse-theorems[figures]'")
