"""Where blocks are drawn: on the threads of this process, or on the workers of a dask cluster.

What travels to a cluster is a function by its name and a few numbers: never a kernel, a generator or an
expression. A block is a pure function of them, so the cluster draws again what a lost worker had, and the
numbers are the same wherever they come from. A worker with other sources or versions might draw other
numbers, and is refused.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain
from platform import node
from typing import Any

from harness.basics.errors import BadInput
from harness.basics.terminal import say
from harness.run.fingerprint import differences, fingerprint
from theorems.language.text import shortened

CONNECT_SECONDS = 10

TASKS = 4
"""Tasks per thread of the cluster that a batch of blocks is divided into."""


class OtherWorker(RuntimeError):
    """A worker of the cluster is not made of what we are made of; the message says in what they differ."""


def open_executor(place: str | None, workers: int | None) -> AbstractContextManager[Executor]:
    """Threads (all cores if `workers` is None), or the cluster at `dask:ADDRESS`; raises BadInput."""
    if workers is not None and workers < 1:
        raise BadInput(f"--workers must be an integer >= 1: got {workers}")
    if place is None:
        return _threads(workers or os.cpu_count() or 1)
    kind, _, address = place.partition(":")
    if kind != "dask" or not address:
        raise BadInput(f"--executor must be dask:ADDRESS, such as dask:tcp://127.0.0.1:8786: got '{shortened(place)}'")
    if workers is not None:
        raise BadInput("--workers is the number of threads on this machine: leave it out with --executor")
    return _cluster(address)


@contextmanager
def _threads(workers: int) -> Iterator[Executor]:
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # a block that nobody wants any more is not waited for


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
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
        except (CancelledError, CommClosedError, KilledWorker) as error:
            raise BadInput(f"--executor: the cluster at {address} was lost ({type(error).__name__})") from None


class Cluster(Executor):
    """The workers of a dask cluster, as an executor whose only method is `map`; it sends few large tasks."""

    def __init__(self, client: Any) -> None:
        self._client, self._workers = client, client.get_executor(pure=False)

    def map(self, task: Callable[..., Any], *items: Iterable[Any], **named: Any) -> Iterator[Any]:  # type: ignore[override]
        """Results in the order of the items, whichever worker has them first."""
        rows = list(zip(*items, strict=False))
        size = max(1, len(rows) // (TASKS * (sum(self._client.nthreads().values()) or 1)))
        parts = [rows[start : start + size] for start in range(0, len(rows), size)]
        return chain.from_iterable(self._workers.map(partial(run_part, fingerprint(), task), parts, **named))


def run_part(expected: dict[str, str], task: Callable[..., Any], rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Runs tasks on a worker, if that is made of what we are made of; raises OtherWorker."""
    if fingerprint() != expected:
        raise OtherWorker(f"the worker on {node()} has other {differences(expected, fingerprint())}")
    return [task(*row) for row in rows]
