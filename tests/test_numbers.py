"""Numbers that are known from elsewhere, each as precisely as it is written there, come out of `theorems value`.

The table (tests/data/numbers.csv) has a line for each claim and point: the claimed value or bound, and the exact value;
what is known of one of them only has no other.
"""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from theorems.door import main

with (Path(__file__).parent / "data" / "numbers.csv").open(newline="") as table:
    ROWS = list(csv.DictReader(table))

pytestmark = pytest.mark.usefixtures("one_other_process")


def rounds_to(found, written):
    """Is all of what is printed, with its radius, within half a unit of the last digit that is written?"""
    half = Fraction(1, 2 * 10 ** len(written.partition(".")[2]))
    return abs(Fraction(found["mid"]) - Fraction(written)) + Fraction(found["radius"]) <= half


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['claim']} at {row['at']}")
def test_a_number_that_is_known_comes_out(row, capsys):
    assert main(["value", row["claim"], "--at", row["at"], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    for part in ("value", "exact"):
        assert not row[part] or rounds_to(found[part], row[part]), (part, found[part])


def test_there_are_many():
    assert sum(bool(row[part]) for row in ROWS for part in ("value", "exact")) >= 90


def test_the_last_digit_counts():
    assert rounds_to({"mid": "258.0419", "radius": "1e-9"}, "258.04")
    assert not rounds_to({"mid": "258.0451", "radius": "1e-9"}, "258.04")
    assert not rounds_to({"mid": "258.0419", "radius": "0.01"}, "258.04")
