"""Start-up: what a user waits for before anything happens, each command in a fresh process, warm disk."""

from __future__ import annotations

import subprocess
import sys
import time

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


def report() -> str:
    """The table as Markdown."""

    def call(words: list[str]) -> object:
        return subprocess.run([sys.executable, *words], check=True, capture_output=True)

    variants = {name: Variant(lambda w=words: call(w), 1, time.perf_counter) for name, words in COMMANDS.items()}
    timings = compare(variants, repeats=5)
    rows = [[name, engineering(t.median), " .. ".join(map(engineering, t.spread))] for name, t in timings.items()]
    return "## Start-up\n\n" + table(["command", "median", "quartiles"], rows)


if __name__ == "__main__":
    print(report())
