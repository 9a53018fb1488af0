"""A computation in a process of its own: what it yields, its limit, and what is left of it."""

import os
from types import SimpleNamespace

import pytest

from harness.basics.time_limit import OutOfTime
from harness.run import killable
from harness.run.killable import Failed, OtherProcess


def counting(n):
    yield from range(n)


def in_c():
    """One instruction of the interpreter, of some days."""
    yield "begun"
    yield sum(range(10**15))


def dying():
    yield "begun"
    os.abort()


def faulty():
    yield "begun"
    raise ArithmeticError("nothing there")


def process_of():
    yield os.getpid()


@pytest.fixture
def other():
    with OtherProcess() as process:
        yield process


def asked(other, generator, *arguments, seconds=60.0):
    return list(other.yields(generator, *arguments, seconds=seconds, waiting=lambda elapsed: None))


def test_another_process_yields_what_is_computed_and_serves_again(other):
    (first,) = asked(other, process_of)
    assert asked(other, counting, 3) == [0, 1, 2]
    assert asked(other, process_of) == [first]
    assert first != os.getpid()


def test_a_limit_stops_even_what_never_comes_back_from_c(other):
    (number,) = asked(other, process_of)
    parts = other.yields(in_c, seconds=0.3, waiting=lambda elapsed: None)
    assert next(parts) == "begun"
    with pytest.raises(OutOfTime):
        next(parts)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert asked(other, counting, 2) == [0, 1]


@pytest.mark.parametrize(("generator", "message"), [(dying, "SIGABRT"), (faulty, "nothing there")])
def test_what_goes_wrong_in_another_process_is_told_and_the_next_is_served(other, generator, message):
    parts = other.yields(generator, seconds=60, waiting=lambda elapsed: None)
    assert next(parts) == "begun"
    with pytest.raises(Failed, match=message):
        next(parts)
    assert asked(other, counting, 2) == [0, 1]


def test_another_process_that_is_left_in_the_middle_is_stopped(other):
    (number,) = asked(other, process_of)
    parts = other.yields(in_c, seconds=60, waiting=lambda elapsed: None)
    next(parts)
    parts.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_waiting_is_told_at_two_seconds_and_then_ever_more_rarely(other, monkeypatch):
    """On a clock that goes on only while the other process is waited for: nobody else's work takes time."""
    asked(other, counting, 1)
    now, told, pipe = [0.0], [], other._pipe

    def poll(seconds):
        assert seconds > 0  # else the limit is over
        now[0] += seconds
        return False

    monkeypatch.setattr(killable, "monotonic", lambda: now[0])
    other._pipe = SimpleNamespace(send=pipe.send, poll=poll, close=pipe.close)
    with pytest.raises(OutOfTime):
        list(other.yields(in_c, seconds=7, waiting=told.append))
    assert told == [2, 4]  # the next would be after the limit
    assert now == [7]
