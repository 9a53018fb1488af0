"""What is said to people: results on standard output, all else on stderr; lines fit a terminal where there is one.

Loads nothing: it also says what is wrong with a command line.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TextIO

FIRST, LATER = 2.0, 15.0
"""Seconds until it is said what is being done, and until that is said again, where there is no terminal."""

Tell = Callable[[float, str], None]


def say(line: str) -> None:
    """A line to the user that is not a result: on stderr. Nothing stops because it cannot be said."""
    try:
        print(f"theorems: {line}", file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Nothing more is written there: what is left would fail again when the process ends."""
    with suppress(OSError, ValueError):  # a stream that has no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def columns(stream: TextIO) -> int | None:
    """Columns of the terminal that a stream goes to; None where it goes elsewhere, and lines are not wrapped."""
    return max(shutil.get_terminal_size().columns, 20) if stream.isatty() else None


def put(line: str = "", stream: TextIO | None = None) -> None:
    """A line of a result (default: on standard output): wrapped on a terminal, below its own indentation."""
    stream = stream or sys.stdout
    if wide := columns(stream):
        indent = " " * (len(line) - len(line.lstrip()))
        lines = textwrap.wrap(
            line.lstrip(),
            wide,
            initial_indent=indent,
            subsequent_indent=f"{indent}    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        line = "\n".join(lines)
    print(line, file=stream, flush=True)


@contextmanager
def progress(total: float) -> Iterator[Tell]:
    """Takes how much is done, and what is being done now, and shows it on stderr.

    On a terminal a bar, gone when all is done; elsewhere a line after FIRST seconds and one every LATER seconds.
    """
    from theorems.language.text import shortened

    if sys.stderr.isatty():
        with _bar(total) as show:
            yield show
        return
    now: list[str] = []
    over = Event()

    def tell(done: float, what: str) -> None:
        now[:] = [f"{int(done)} of {total:g} done: {shortened(what)}"]

    def repeat() -> None:
        pause = FIRST
        while not over.wait(pause):
            if now:
                pause = LATER
                say(*now)

    Thread(target=repeat, daemon=True).start()
    try:
        yield tell
    finally:
        over.set()


@contextmanager
def _bar(total: float) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from theorems.language.text import shortened

    columns = (
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False),
    )  # fmt: skip
    console = Console(stderr=True)
    # what is printed meanwhile appears above the bar: on this terminal only if it was meant for one
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, what: bar.update(task, completed=done, description=shortened(what))
