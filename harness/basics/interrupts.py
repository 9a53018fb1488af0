"""A run that is told to stop (Ctrl-C, SIGTERM) stops at once, whatever it is doing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import FrameType
from typing import NoReturn

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
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    threading.Thread(target=_watch, args=(reader, writer), daemon=True).start()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Once: another signal would break off what the first one ends, a lock that is given back, say."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    raise Terminated if number == signal.SIGTERM else KeyboardInterrupt


def _watch(reader: socket.socket, writer: socket.socket) -> None:
    """writer: kept open as long as this thread waits."""
    while (number := reader.recv(1)[0]) not in (signal.SIGINT, signal.SIGTERM):
        pass
    time.sleep(GRACE)
    end(TERMINATED if number == signal.SIGTERM else INTERRUPTED)


def end(code: int) -> NoReturn:
    """Ends this process and those that it has started; no thread is waited for."""
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(code)


@contextmanager
def not_for_children() -> Iterator[None]:
    """Processes are started meanwhile: they do not hear Ctrl-C, which a terminal sends to all, and are started whole.

    What comes meanwhile comes afterwards.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    came: list[int] = []
    _start_the_tracker()  # it unblocks the signal when it starts
    handlers = {n: signal.signal(n, lambda number, _: came.append(number)) for n in (signal.SIGINT, signal.SIGTERM)}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def _start_the_tracker() -> None:
    """What removes shared things that are left behind: that a run which is ended leaves some is nothing to warn of."""
    said = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore"
    try:
        resource_tracker.ensure_running()
    finally:
        del os.environ["PYTHONWARNINGS"]
        if said is not None:
            os.environ["PYTHONWARNINGS"] = said
