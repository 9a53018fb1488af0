"""A limit on the time that a computation may take."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

AGAIN = 1.0
"""Seconds after which what swallows an OutOfTime has another."""


class OutOfTime(BaseException):
    """The time is up. Not an Exception, so that no library on the way takes it for one of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises OutOfTime in the block when it takes longer, between two Python instructions, and again every second
    should something swallow it.
    """
    alarms = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    with _alarm(seconds) if alarms else _watched(seconds):
        yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """By the operating system, which interrupts even a call that waits. An alarm that someone else has set is kept."""
    armed = True

    def ring(number: int, frame: FrameType | None) -> None:
        if armed:
            raise OutOfTime

    previous = signal.signal(signal.SIGALRM, ring)
    began = monotonic()
    delay, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            armed = False
    finally:  # reached even if the alarm rings in the line above
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        if delay:
            signal.setitimer(signal.ITIMER_REAL, max(delay - (monotonic() - began), 1e-3), interval)


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """By a thread that watches this one, to which no alarm goes (a worker of a cluster computes in such a one)."""
    over, lock, watched = threading.Event(), threading.Lock(), threading.get_ident()

    def watch() -> None:
        pause = seconds
        while not over.wait(pause):
            with lock:
                if not over.is_set():
                    _raise_in(watched, OutOfTime)
            pause = AGAIN

    try:
        try:
            threading.Thread(target=watch, daemon=True).start()  # from now on it may raise
            yield
        finally:
            over.set()
    finally:
        with lock:  # nothing is raised from here on
            over.set()
        _raise_in(watched, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """What is to be raised in a thread when it next runs Python; None: nothing, whatever was to be."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
