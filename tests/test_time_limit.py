"""A limit on the time of a step interrupts it, and leaves no trace."""

import signal
import threading
import time
from contextlib import suppress

import pytest

from harness.basics import time_limit


def test_the_time_limit_interrupts_even_what_swallows_exceptions():
    def stubborn():
        while True:
            try:
                time.sleep(60)
            except Exception:
                continue

    began = time.monotonic()
    with pytest.raises(time_limit.OutOfTime), time_limit.time_limit(0.05):
        stubborn()
    assert time.monotonic() - began < 30


def test_the_time_limit_keeps_an_alarm_that_was_set():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(True))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with time_limit.time_limit(60):
            pass
        assert signal.getsignal(signal.SIGALRM) is not before
        deadline = time.monotonic() + 30
        while not rung and time.monotonic() < deadline:
            time.sleep(0.01)
        assert rung
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_a_thread(work):
    """What work() returns in a thread of its own."""
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join(60)
    return found


def test_in_another_thread_the_limit_holds_too_and_even_what_swallows_exceptions_ends():
    """Proofs that a worker of a cluster checks are checked in such a thread."""

    def work():
        try:
            with time_limit.time_limit(0.05):
                while not stop.is_set():
                    try:
                        sum(range(1000))
                    except Exception:
                        continue
        except time_limit.OutOfTime:
            return "out of time"

    stop = threading.Event()
    try:
        assert in_a_thread(work) == ["out of time"]
    finally:
        stop.set()


def test_in_another_thread_nothing_is_raised_after_the_block(monkeypatch):
    """Its time is up, and it ends while whoever watches it is about to say so."""
    real = time_limit._raise_in

    def slowly(thread, error):
        time.sleep(0.1 if error else 0)
        real(thread, error)

    def work():
        with suppress(time_limit.OutOfTime), time_limit.time_limit(0.01):
            time.sleep(0.05)
        try:
            for _ in range(30):
                time.sleep(0.01)
        except time_limit.OutOfTime:
            return "raised outside"
        return "over"

    monkeypatch.setattr(time_limit, "_raise_in", slowly)
    assert in_a_thread(work) == ["over"]
