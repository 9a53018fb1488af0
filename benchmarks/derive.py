"""What `theorems derive` finds, with symbols for n and k, against the published times of Polar where it does the same.

Polar (github.com/probing-lab/polar, with sympy 1.11) finds moments of loops of polynomials as closed forms in k. Steps
that depend on the generation, as those of accumulate, are outside of its class, and its loop had the number n = 10.
Its times were measured once, on one core of a machine of this kind, not in the run that measures ours.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from benchmarks.measure import engineering, table

MOMENTS: dict[tuple[str, str], float | None] = {
    ("gaussian_sufficient", "T**4"): 0.40,
    ("gaussian_sufficient", "M**2"): 0.68,
    ("gaussian_sufficient", "M**4"): 1.24,
    ("gaussian_sufficient", "M**2*T**2"): 0.90,
    ("gaussian_accumulate", "variance"): None,
    ("gaussian_accumulate", "variance_square"): None,
    ("bernoulli", "diversity"): None,
    ("kde_replace", "draw_square"): None,
    ("poisson", "L**2"): None,
    ("gaussian_multivariate_replace", "trace"): None,
}
"""Process and moment; Polar's seconds for y ~ Normal(0, s/10), g ~ Gamma(9/2, 2), m += y, s *= g/9, s being T**2."""

REPEATS = 5

RUN = """
import sys, time
from harness.cli.derive import parse
from theorems.language.closed_form import closed_form
from theorems.language.recursion import recursion
from theorems.processes import processes
process = processes()[sys.argv[1]]
began = time.process_time()
form = closed_form(recursion(process, parse(process, sys.argv[2])))
print(time.process_time() - began, form)
"""


def measured(process: str, moment: str) -> tuple[float, str]:
    """Processor time of one derivation, the median of processes that have done nothing else; and the closed form."""
    command = [sys.executable, "-c", RUN, process, moment]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(REPEATS)]
    return median(float(run.split()[0]) for run in runs), runs[0].strip().partition(" ")[2]


def report() -> str:
    """The table as Markdown."""
    rows, ours, theirs = [], 0.0, 0.0
    for (process, moment), polar in MOMENTS.items():
        seconds, form = measured(process, moment)
        if polar is not None:
            ours, theirs = ours + seconds, theirs + polar
        times = ["", ""] if polar is None else [engineering(polar), f"{polar / seconds:.1f}"]
        rows.append([process, f"E {moment}", f"`{form}`", engineering(seconds), *times])
    rows.append(["those that Polar does", "", "", engineering(ours), engineering(theirs), f"{theirs / ours:.1f}"])
    words = (
        "Processor time in a new process, what is imported before left out. Polar: published times, measured once on a"
        " machine of this kind, with n = 10; it does no steps that depend on t, and was not timed on the others."
    )
    headings = ["process", "moment", "closed form in n and k", "time", "Polar", "times as fast"]
    return f"## Moments of declared processes\n\n{words}\n\n" + table(headings, rows)


if __name__ == "__main__":
    print(report())
