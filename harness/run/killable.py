"""A computation under a limit of time, in a process of its own: it can be killed wherever it is, even in C."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from time import monotonic
from types import TracebackType
from typing import Any

from harness.basics.interrupts import not_for_children
from harness.basics.time_limit import OutOfTime
from harness.judge.error_lines import describe
from theorems.door import COLLECTED

PATIENCE = 2.0
"""Seconds until something is said; then after twice as many, and so on."""

SPARE = 10
"""Seconds after the limit at which a process ends itself, should its parent be gone."""


class Failed(Exception):
    """The computation raised an error, or its process died; the message is one line."""


class OtherProcess:
    """A process that computes one thing after another. It starts when it is needed, and again after a limit."""

    def __init__(self) -> None:
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> OtherProcess:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def yields(
        self, generator: Callable[..., Iterator[Any]], *arguments: Any, seconds: float, waiting: Callable[[float], None]
    ) -> Iterator[Any]:
        """What generator(*arguments) yields there, as it comes; waiting(elapsed) is called now and then.

        Raises OutOfTime when all of it takes longer than the limit, and Failed.
        """
        self._start()
        began, said = monotonic(), PATIENCE
        try:
            self._pipe.send((generator, arguments, seconds))
            while True:
                passed = monotonic() - began
                if self._pipe.poll(max(0.0, min(seconds, said) - passed)):
                    kind, content = self._pipe.recv()
                    if kind == "end":
                        return
                    if kind == "failed":
                        raise Failed(content)
                    yield content
                elif monotonic() - began >= seconds:
                    raise OutOfTime
                elif monotonic() - began >= said:
                    waiting(monotonic() - began)
                    said *= 2
        except (EOFError, ConnectionError):
            self._process.join()
            raise Failed(f"its process died ({_cause(self._process.exitcode)})") from None
        except Failed:
            raise
        except BaseException:  # a limit, an interrupt, or nobody listens any more: what it does is of no use
            self.stop()
            raise

    def _start(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with not_for_children():
            process.start()
        self._process = process
        theirs.close()
        try:
            self._pipe.recv()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Kill the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None


def _cause(code: int | None) -> str:
    """Why a process died, from its exit code."""
    if code is not None and code < 0:
        return f"{signal.Signals(-code).name}: the numbers may not fit into memory"
    return f"exit code {code}"


def _serve(pipe: Connection) -> None:
    """The other process: generators come in, what they yield goes out, until nobody is there."""
    gc.set_threshold(*COLLECTED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # C libraries complain there before they abort
    pipe.send("ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            generator, arguments, seconds = pipe.recv()
            if hasattr(signal, "setitimer"):  # no handler: the alarm ends the process even in C
                signal.setitimer(signal.ITIMER_REAL, seconds + SPARE)
            try:
                for content in generator(*arguments):
                    pipe.send(("next", content))
                pipe.send(("end", None))
            except (EOFError, BrokenPipeError):
                raise
            except Exception as error:
                pipe.send(("failed", describe(error) or f"{type(error).__name__}: {error}"))
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory() -> None:
    """At most half of the machine's memory, where the system can hold a process to it."""
    try:
        import resource

        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
        resource.setrlimit(resource.RLIMIT_AS, (half, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError, AttributeError):
        return
