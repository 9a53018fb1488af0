"""A limit on the time of a step interrupts it, and leaves no trace."""

import signal
import threading
import time

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


def test_in_another_thread_there_is_no_limit():
    done = []

    def work():
        with time_limit.time_limit(0.01):
            time.sleep(0.05)
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
