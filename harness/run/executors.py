"""Where work is done: on the threads and processes of this machine, or on the workers of a dask cluster.

Blocks of draws go to threads, as compiled code holds no lock; tasks (proofs, exact checks, whole claims and figures) to
processes, as computer algebra does. What travels is a function by its name and a few values as JSON has them: never a
kernel, a generator or an expression. All are pure functions of these, so a cluster does again what a lost worker had,
and the numbers are the same wherever they come from. A worker with other sources or versions might find other numbers,
and is refused.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain
from platform import node
from typing import Any

from harness.basics.errors import BadInput
from harness.basics.interrupts import not_for_children
from harness.basics.terminal import say
from harness.run.fingerprint import differences, made_of
from theorems.door import COLLECTED
from theorems.language.text import shortened

CONNECT_SECONDS = 10

TASKS = 4
"""Tasks per thread that many blocks, or claims, are divided into, so that none waits long for another."""


class OtherWorker(RuntimeError):
    """A worker of the cluster is not made of what we are made of; the message says in what they differ."""


class Workers(Executor):
    """`map` draws blocks, `submit` does tasks. Fewer tasks than `many` are done sooner where they are asked for."""

    many: int
    here: bool = True
    """Are they done on this machine?"""

    @property
    @abstractmethod
    def at_once(self) -> int:
        """So many tasks are done at the same time."""

    @abstractmethod
    def submit(self, task: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """A task for another process."""


def open_executor(place: str | None, workers: int | None) -> AbstractContextManager[Workers]:
    """This machine (all cores if `workers` is None), or the cluster at `dask:ADDRESS`; raises BadInput."""
    if workers is not None and workers < 1:
        raise BadInput(f"--workers must be an integer >= 1: got {workers}")
    if place is None:
        return _here(workers or os.cpu_count() or 1)
    kind, _, address = place.partition(":")
    if kind != "dask" or not address:
        raise BadInput(f"--executor must be dask:ADDRESS, such as dask:tcp://127.0.0.1:8786: got '{shortened(place)}'")
    if workers is not None:
        raise BadInput("--workers is the number of threads on this machine: leave it out with --executor")
    return _cluster(address)


# -- this machine ---------------------------------------------------------------------------------------------


MANY = 16
"""Fewer tasks than this are done before other processes have started."""


@contextmanager
def _here(workers: int) -> Iterator[Workers]:
    here = Here(workers)
    try:
        yield here
    finally:
        here.shutdown(wait=False, cancel_futures=True)  # what nobody wants any more is not waited for


class Here(Workers):
    """Threads of this process, and as many other processes, which start with the first task."""

    def __init__(self, workers: int) -> None:
        self.many = MANY if workers > 1 else 2**62
        self._threads = ThreadPoolExecutor(workers)
        self._processes: ProcessPoolExecutor | None = None
        self._workers = workers
        self._children: list[Any] = []

    @property
    def at_once(self) -> int:
        """As many as there are processes."""
        return self._workers

    def map(self, task: Callable[..., Any], *items: Iterable[Any], **named: Any) -> Iterator[Any]:  # type: ignore[override]
        """Results in the order of the items."""
        return self._threads.map(task, *items, **named)

    def submit(self, task: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        others = {child.pid for child in multiprocessing.active_children()}
        with not_for_children():
            if self._processes is None:
                context = multiprocessing.get_context("spawn")
                self._processes = ProcessPoolExecutor(self._workers, context, initializer=_end_with_the_parent)
            future = self._processes.submit(task, *given, **named)  # starts a process as long as there are too few
        self._children += [child for child in multiprocessing.active_children() if child.pid not in others]
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """What the processes are doing is stopped."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        if self._processes is not None:
            for child in self._children:
                child.kill()
            self._processes.shutdown(wait=True, cancel_futures=True)  # its thread and our exit would close one pipe


def _end_with_the_parent() -> None:
    """This process leaves interrupts to its parent, and ends when that is gone, whatever it is doing. It collects
    garbage as rarely.
    """
    gc.set_threshold(*COLLECTED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


# -- a cluster ------------------------------------------------------------------------------------------------


@contextmanager
def _cluster(address: str) -> Iterator[Workers]:
    try:
        from distributed import Client
        from distributed.comm import CommClosedError, resolve_address
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError:
        raise BadInput("--executor needs distributed: pip install 'model-collapse-theorems[dask]'") from None
    try:
        resolve_address(address)  # a client that is given a bad one lingers
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise BadInput(f"--executor: no dask scheduler answers at {shortened(address)}: {shortened(reason)}") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what it would report is raised as well
    with client:
        if not client.nthreads():
            say(f"there is no worker at {address} yet: waiting for one")
        try:
            yield Cluster(client)
        except OtherWorker as error:
            raise BadInput(f"--executor: {error}") from None
        except (ModuleNotFoundError, RuntimeError) as error:
            if getattr(error, "name", None) != "harness" and "deserialization" not in str(error):
                raise
            raise BadInput(f"--executor: install this package for scheduler and workers at {address}, too") from None
        except (CancelledError, CommClosedError):
            raise BadInput(f"--executor: the scheduler at {address} is gone") from None
        except KilledWorker:
            raise BadInput(f"--executor: one worker after the other at {address} died of one task") from None


class Cluster(Workers):
    """The workers of a dask cluster; blocks are sent as few large parts."""

    many = 2
    here = False

    def __init__(self, client: Any) -> None:
        self._client, self._workers = client, client.get_executor(pure=False)

    @property
    def at_once(self) -> int:
        """As many as the workers that are there have threads."""
        return sum(self._client.nthreads().values()) or 1

    def map(self, task: Callable[..., Any], *items: Iterable[Any], **named: Any) -> Iterator[Any]:  # type: ignore[override]
        """Results in the order of the items, whichever worker has them first."""
        rows = list(zip(*items, strict=False))
        size = max(1, len(rows) // (TASKS * self.at_once))
        parts = [rows[start : start + size] for start in range(0, len(rows), size)]
        return chain.from_iterable(self._workers.map(partial(run_part, made_of(), task), parts, **named))

    def submit(self, task: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        return self._workers.submit(run_alone, made_of(), partial(task, *given, **named))  # type: ignore[no-any-return]


def run_part(expected: dict[str, str], task: Callable[..., Any], rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Draws blocks on a worker, if that is made of what we are made of; raises OtherWorker."""
    _must_be_ours(expected)
    return [task(*row) for row in rows]


_one_at_a_time = threading.Lock()
"""Precision is a property of a process: two threads that compute in balls would change it under each other."""


def run_alone(expected: dict[str, str], task: Callable[[], Any]) -> Any:
    """Does a task on a worker, if that is made of what we are made of; raises OtherWorker."""
    _must_be_ours(expected)
    with _one_at_a_time:
        return task()


def _must_be_ours(expected: dict[str, str]) -> None:
    if made_of() != expected:
        raise OtherWorker(f"the worker on {node()} has other {differences(expected, made_of())}")
