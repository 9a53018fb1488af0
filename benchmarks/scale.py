"""Scale-out: `verify` and `figures` on a dask cluster of one worker and of two, of one thread each.

Where other work shares the machine the clock says little. So each run is also accounted for by processor time: what
the scheduler's side and each worker used. On as many free cores as there are processes, a run takes at least what the
busiest of them used; one worker's time over that of the busier of two is what a second worker is worth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import claims, engineering, table

HERE = Path(__file__).parent.parent

RUNS = {
    "`verify --fresh`": ["verify", "--fresh", "--entropy", "1"],
    "`figures`, the Gaussian ones of Kazdan et al.": [
        "figures", "kazdan-1-gaussian-mean", "kazdan-1-gaussian-trace", "kazdan-1-gaussian-determinant",
        "--entropy", "1", "--out", "OUT",
    ],
}  # fmt: skip


def report() -> str:
    """The table as Markdown; raises ModuleNotFoundError without distributed."""
    rows = []
    for name, command in RUNS.items():
        used = {workers: measured(command, workers) for workers in (1, 2)}
        ratio = used[1][1] / used[2][1]
        for workers, (clock, busiest, asking) in used.items():
            worth = f"{ratio:.2f}" if workers == 2 else ""
            times = map(engineering, (clock, busiest, asking))
            rows.append([name, str(workers), *times, worth])
    headings = ["run", "workers", "by the clock", "busiest worker", "process that asks", "worth of two workers"]
    return f"## Scale-out\n\nOf {claims()} claims; processor time, but for the clock.\n\n" + table(headings, rows)


def measured(command: list[str], workers: int) -> tuple[float, float, float]:
    """Seconds by the clock, and of processor time: of the busiest worker, and of the process that asks."""
    from distributed import Client, LocalCluster

    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None, "silence_logs": "CRITICAL"}
    with (
        tempfile.TemporaryDirectory() as place,
        LocalCluster(n_workers=workers, **options) as cluster,
        Client(cluster) as client,
    ):
        client.run(_import)  # a worker that stays has what it needs
        before = client.run(time.process_time)
        asked = [part.replace("OUT", place) for part in command]
        environment = os.environ | {"XDG_STATE_HOME": place, "THEOREMS_STORE": place, "PYTHONPATH": str(HERE)}
        began, children = time.perf_counter(), os.times().children_user
        line = [sys.executable, "-m", "theorems", *asked, "--executor", f"dask:{cluster.scheduler_address}"]
        subprocess.run(line, env=environment, check=True, capture_output=True)
        clock, asking = time.perf_counter() - began, os.times().children_user - children
        after = client.run(time.process_time)
    return clock, max(after[worker] - before[worker] for worker in before), asking


def _import() -> None:
    from harness.judge.selection import chosen
    from paper_figs.figure import figures

    for case in chosen(()):
        _ = case.observed and case.observed.simulator
    figures()


if __name__ == "__main__":
    print(report())
