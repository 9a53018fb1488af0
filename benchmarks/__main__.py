"""All tables, into results.md beside this file (written whole) and the README, and on the screen as they come."""

from __future__ import annotations

import importlib
import os
import platform
import sys

from benchmarks import readme
from harness.basics.outputs import write_whole

TABLES = (
    *(
        "kernels",
        "exponentials",
        "exact",
        "proofs",
        "derive",
        "verdicts",
        "startup",
        "library",
        "growth",
        "kept",
        "registry",
    ),
    *("scale", "figures", "suite"),
)


def machine() -> str:
    """What the numbers were measured on."""
    import numba
    import numpy
    import scipy

    versions = f"Python {platform.python_version()}, numpy {numpy.__version__}, numba {numba.__version__}"
    return f"{platform.machine()}, {os.cpu_count()} cores; {versions}, scipy {scipy.__version__}"


def main() -> int:
    """Run every script and write the results."""
    parts = [f"# Measurements\n\nOn {machine()}. Medians over shuffled repeats; ratios within a repeat.\n"]
    for name in TABLES:
        print(f"benchmarks.{name} ...", file=sys.stderr, flush=True)
        parts.append(importlib.import_module(f"benchmarks.{name}").report())
        print(parts[-1], flush=True)
    write_whole(readme.RESULTS, "\n".join(parts))
    readme.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
