"""What the tests cost: seconds of one worker by file, and for each claim."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.measure import claims, table

OF_CLAIMS = "test_theorems"
"""The file whose tests are repeated for every claim."""
MOST = 12
"""Files that are named, the slowest ones."""


def report() -> str:
    """The table as Markdown, of a run of all tests on all cores."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "junit.xml"
        subprocess.run([sys.executable, "-m", "pytest", "-q", f"--junitxml={found}"], check=False, stdout=sys.stderr)
        return tabulated(found)


def tabulated(found: Path) -> str:
    """The table of a run that has written its JUnit file."""
    suite = ElementTree.parse(found).getroot()[0]
    seconds: Counter[str] = Counter()
    for test in suite.iter("testcase"):
        seconds[test.attrib["classname"].rpartition(".")[2]] += float(test.attrib["time"])
    number = claims()
    each = seconds[OF_CLAIMS] / number
    most = seconds.most_common(MOST)
    rows = [*most, ("all others", seconds.total() - sum(spent for _, spent in most))]
    said = (
        f"{suite.attrib['tests']} tests in {float(suite.attrib['time']):.0f} s by the clock; "
        f"{OF_CLAIMS} takes {each:.2f} s of one worker for each of {number} claims.\n"
    )
    shown = table(["file", "of one worker"], [[name, f"{spent:.0f} s"] for name, spent in rows])
    return f"## Tests\n\n{said}\n{shown}"


if __name__ == "__main__":
    print(report())
