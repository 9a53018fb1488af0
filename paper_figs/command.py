"""The command `theorems figures`."""

from __future__ import annotations

import importlib.util
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from time import perf_counter

from harness.basics.errors import INPUT_ERRORS, BadInput
from harness.basics.outputs import Unwritable, folder
from harness.basics.terminal import progress, put, say
from harness.judge.error_lines import describe
from harness.run.executors import Workers, open_executor
from harness.run.journal import Asked, Journal, open_journal
from harness.run.tasks import as_found
from paper_figs import gallery, store, texts, unfinished
from paper_figs.comparisons import in_a_line
from paper_figs.figure import EXTRAS, Figure, scan
from paper_figs.simulations import Call, attempt, known, remember
from paper_figs.style import FORMATS
from paper_figs.unfinished import Unfinished
from theorems.language.text import nearest, shortened
from theorems.papers import PAPERS


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
    if arguments.text is not None:
        texts.choose(arguments.text)
    if arguments.out is not None and not (arguments.list and arguments.out):
        folder("--out", arguments.out)
    if arguments.list:
        width = max(map(len, every))
        for figure in chosen:
            put(f"{figure.name:{width}}  {figure.title}")
            put(f"{'':{width}}  {', '.join(figure.theorems)}")
        if not arguments.names:
            for line in _not_drawn(arguments.family):
                put(line)
        return int(faulty)
    need_matplotlib()
    if asked:
        _need(chosen)
    entropy = _entropy(arguments, [figure for figure in chosen if not figure.missing()])
    with (
        open_executor(arguments.executor, arguments.workers) as workers,
        open_journal(_asked(arguments, asked, entropy), None, arguments.resume, say) as journal,
    ):
        if journal.options["--text"]:
            texts.choose(journal.options["--text"])
        wanted = [f for f in every.values() if f.name in journal.ids or not (journal.ids or f.missing())]
        _need([figure for figure in wanted if figure.missing()])
        if not journal.ids:
            _left_out([figure for figure in every.values() if figure.missing()])
        made = _make_all(wanted, every, journal, workers)
    return int(faulty or not made)


def _not_drawn(family: str | None) -> Iterator[str]:
    """What of the papers' figures and experiments no figure shows, and why; of one paper, if the family is one."""
    for paper in PAPERS.values():
        for said in paper.statements if family in (None, paper.name) else ():
            shown = said.kind in ("figure", "experiment") or said.number.startswith("Figure")
            if shown and not said.figures:
                yield f"not drawn: {paper.name}, {said.number} ({said.says}): {said.why}"


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


def _asked(arguments: Namespace, names: Sequence[str], entropy: int | None) -> Asked:
    """What a run is: an interrupted one is resumed as it was."""
    given = None if arguments.out is None else str(Path(arguments.out).resolve())
    options = {
        "--out": (given, str(Path("figures").resolve())),
        "--format": (arguments.format, "svg,pdf"),
        "--text": (None if arguments.text is None else os.path.abspath(arguments.text), ""),
        "--entropy": (None if arguments.entropy is None else str(arguments.entropy), ""),
    }
    return Asked(names, arguments.effort, entropy, "figures", options)


def _entropy(arguments: Namespace, figures: Sequence[Figure]) -> int | None:
    """The entropy that is given; else that of an interrupted run whose results these figures need."""
    if arguments.entropy is not None or arguments.resume:
        return arguments.entropy  # type: ignore[no-any-return]
    found = unfinished.entropy(figures, Path(arguments.out or "figures"), arguments.effort or "quick")
    if found is not None:
        say(f"goes on with what an interrupted run has found, and with its entropy {found}")
    return found


def _make_all(chosen: Sequence[Figure], every: Mapping[str, Figure], journal: Journal, workers: Workers) -> bool:
    """The chosen figures, and the gallery over all that lie in the folder; False if a figure cannot be made."""
    out, formats = folder("--out", journal.options["--out"]), _formats(journal.options["--format"])
    kept = not journal.options["--entropy"]
    began = perf_counter()
    made = done = 0
    asked = _calls(chosen, out, journal, kept)
    left = Unfinished(asked, chosen, journal.effort, journal.entropy)
    with progress(len(chosen)) as tell:

        def simulated(what: str) -> None:
            tell(done, what)

        for figure in _as_they_can(chosen, asked, left.files, workers, simulated):

            def share(fraction: float, done: int = done, name: str = figure.name) -> None:
                tell(done + min(max(fraction, 0.0), 0.99), name)

            share(0.0)
            one = None
            try:
                one = store.make(figure, out, journal.effort, journal.entropy, formats, share, any_entropy=kept)
                journal[figure.name] = one.sidecar["csv"]
                line = _summary(one)
                made += 1
                left.made(figure.name)
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


def _calls(chosen: Sequence[Figure], out: Path, journal: Journal, kept: bool) -> dict[str, list[Call]]:
    """What each figure is made of that is still to be found."""
    asked: dict[str, list[Call]] = {}
    for figure in chosen:
        with suppress(Exception):  # whoever makes it says what is wrong
            asked[figure.name] = store.calls(figure, out, journal.effort, journal.entropy, kept)
    return asked


def _as_they_can(
    chosen: Sequence[Figure],
    asked: Mapping[str, Sequence[Call]],
    files: Mapping[Call, Path],
    workers: Workers,
    tell: Callable[[str], None],
) -> Iterator[Figure]:
    """The figures, each as soon as other processes have found all that it is made of; then those that nobody helps."""
    calls = [call for call in dict.fromkeys(chain(*asked.values())) if known(call) is None]
    waiting = {name: {call for call in some if known(call) is None} for name, some in asked.items()}
    long = any(figure.extra != "figures" for figure in chosen)
    rows = [(*call, str(files[call]) if workers.here else "") for call in calls]
    ready = [figure for figure in chosen if asked.get(figure.name) and not waiting[figure.name]]
    yield from ready
    left = [figure for figure in chosen if figure not in ready]
    for done, (number, found) in enumerate(as_found(workers, attempt, rows, long), 1):
        tell(f"{done} of {len(calls)} simulations")
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
    for package in EXTRAS["figures"]:
        if importlib.util.find_spec(package) is None:
            raise BadInput("figures need matplotlib and scikit-learn: pip install 'model-collapse-theorems[figures]'")
