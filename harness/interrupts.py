"""A run that is told to stop (Ctrl-C, SIGTERM) stops at once, whatever it is doing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType

GRACE = 0.7
"""Seconds in which a run that is told to stop can say what is finished; nothing is waited for after them."""

INTERRUPTED, TERMINATED = 130, 143
"""Exit codes, as a shell gives them: 128 and the number of the signal."""


class Terminated(KeyboardInterrupt):
    """The process was told to end by SIGTERM."""


def stop_at_once() -> None:
    """From now on both signals end this process: with a word from its journal, but not later than after GRACE.

    Python hears a signal only between two of its own instructions, and at its end waits for all threads. So the
    operating system's handler wakes a thread, which ends the process if that is still there: threads in compiled
    code, processes that prove, a cluster that does not answer.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGTERM, _terminate)
    Thread(target=_end, args=(reader, writer), daemon=True).start()


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _end(reader: socket.socket, writer: socket.socket) -> None:
    """writer: kept open as long as this thread waits."""
    while (number := reader.recv(1)[0]) not in (signal.SIGINT, signal.SIGTERM):
        pass
    time.sleep(GRACE)
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(TERMINATED if number == signal.SIGTERM else INTERRUPTED)


@contextmanager
def not_for_children() -> Iterator[None]:
    """Processes started meanwhile are not interrupted by Ctrl-C, which a terminal sends to all: their parent is."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
