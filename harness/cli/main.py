"""The command line `theorems`. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import atexit
import errno
import importlib
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from harness.basics.interrupts import INTERRUPTED, TERMINATED, Terminated, end, stop_at_once
from harness.cli.grammar import COMMANDS, parser

Command = Callable[[Namespace], int]
"""What a command does with its arguments; returns its exit code."""

FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF, errno.EPIPE)
"""What the operating system says of a standard output that cannot be written."""


def main(arguments: Sequence[str] | None, others: Mapping[str, Command]) -> int:
    """Run a command; returns its exit code, one of grammar.EXIT_CODES; what is wrong is one line on stderr.

    arguments: None are those of this process, which is then one command, and ends at once when it is told to.
    others: the commands of rooms above the harness.
    """
    if arguments is None:
        _open_streams()
        stop_at_once()
    from harness.basics.terminal import give_up, say

    try:
        code = _run(arguments, others)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt as stop:
        terminated = isinstance(stop, Terminated)
        say("terminated" if terminated else "interrupted")
        code = TERMINATED if terminated else INTERRUPTED
        if arguments is None:  # as Python ends, but that it would first wait for all threads
            atexit._run_exitfuncs()
            end(code)
        return code
    except OSError as error:
        if error.filename is not None or error.errno not in FULL:  # all our files say Unwritable
            return _wrong(error)
        give_up(sys.stdout)
        if not isinstance(error, BrokenPipeError):  # else whoever read it has enough
            say(f"standard output cannot be written: {error.strerror}")
        return 2
    except Exception as error:
        return _wrong(error)


def _run(arguments: Sequence[str] | None, others: Mapping[str, Command]) -> int:
    try:
        parsed = parser().parse_args(arguments)
    except SystemExit as stop:  # help, or the version, is printed
        return int(stop.code or 0)
    if parsed.command in others:
        return others[parsed.command](parsed)
    module, _, function = COMMANDS[parsed.command].rpartition(".")
    return getattr(importlib.import_module(f"harness.{module}"), function)(parsed)


def _wrong(error: Exception) -> int:
    """Says what is wrong: in one line if it is the user's input or file, else with the place in our code."""
    from harness.basics.errors import INPUT_ERRORS
    from harness.basics.terminal import say

    if isinstance(error, INPUT_ERRORS):
        say(str(error))
        return 2
    from harness.judge.error_lines import describe

    fault = describe(error)
    if fault is None:
        traceback.print_exception(error)
    say(fault or "this is an error of the suite, not of yours: please report it")
    return 2


def _open_streams() -> None:
    """Standard streams that were closed get a place: else the next file that is opened would be one of them.

    What is said on stderr is lost then; a result that would be lost is an error.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_RDWR)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115 (open as long as the process)
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
