"""Start-up: what a command takes before anything happens, in a fresh process, warm disk: processor time."""

from __future__ import annotations

import resource
import subprocess
import sys

from benchmarks.measure import Variant, compare, engineering, table

COMMANDS = {
    "python, nothing": ["-c", "pass"],
    "import numpy": ["-c", "import numpy"],
    "import sympy": ["-c", "import sympy"],
    "import numba": ["-c", "import numba"],
    "import scipy.stats": ["-c", "import scipy.stats"],
    "theorems --help": ["-m", "theorems", "--help"],
    "theorems list": ["-m", "theorems", "list"],
    "theorems value, one bound": [
        "-m",
        "theorems",
        "value",
        "bernoulli-absorption/forgotten-upper",
        "--at",
        "n=10,p0=1/5,k=5",
    ],
    "theorems verify g-iterate": ["-m", "theorems", "verify", "g-iterate"],
}


def spent() -> float:
    """Processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report() -> str:
    """The table as Markdown."""

    def call(words: list[str]) -> object:
        return subprocess.run([sys.executable, *words], check=True, capture_output=True)

    variants = {name: Variant(lambda w=words: call(w), 1, spent) for name, words in COMMANDS.items()}
    timings = compare(variants, repeats=5)
    rows = [[name, engineering(t.median), " .. ".join(map(engineering, t.spread))] for name, t in timings.items()]
    return "## Start-up\n\nProcessor time.\n\n" + table(["command", "median", "quartiles"], rows)


if __name__ == "__main__":
    print(report())
