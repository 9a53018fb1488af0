"""Alphabets on the command line: long tails, texts, and shares that are none."""

import json
import re
from decimal import Decimal

import pytest

from theorems.door import main


def answer(capsys, claim, at):
    assert main(["value", claim, "--at", at, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_bounds_on_the_symbols_left_enclose_what_is_left_of_a_long_tail(capsys):
    at, found = "p=zipf(1000,2.7,1),n=1000,k=9", {}
    for name in ("lower-published", "upper-occupancy", "upper-sharp", "upper-published"):
        found[name] = answer(capsys, f"discrete-distinct-symbols/{name}", at)
    exact = found["upper-sharp"]["exact"]
    assert Decimal(exact["radius"]) < Decimal("1e-9")
    values = [Decimal(f["value"]["mid"]) for f in found.values()]
    assert values[0] < Decimal(exact["mid"]) < values[1] < values[2] < values[3] < 16


def test_shares_may_be_counted_in_a_text(capsys, tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("a rose is a rose is a rose")
    counted = answer(capsys, "discrete-distinct-symbols/upper-occupancy", f"n=8,k=1,p=counts:{corpus}")
    listed = answer(capsys, "discrete-distinct-symbols/upper-occupancy", "n=8,k=1,p=[3/8,3/8,1/4]")
    assert counted["at"] == "n=8,p=counts(3x2,2),k=1"
    assert counted["exact"]["mid"] == listed["exact"]["mid"]
    assert Decimal(counted["ratio"]["mid"]) == 1  # an equality after one generation


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("n=10,k=2,p=[1/2,1/3]", "p must be positive shares that sum to 1.* with the sum 5/6"),
        ("n=10,k=2,p=[1/2,0,1/2]", "p must be positive shares that sum to 1.* with the share 0"),
        ("n=10,k=2,p=[3/2,-1/2]", "with the share -1/2"),
        ("n=10,k=2,p=zipf(10,2)", r"it is written zipf\(m,a,b\)"),
        ("n=10,k=2,p=counts:{empty}", "the corpus .* is empty"),
        ("n=10,k=2,p=counts:{empty}.none", "there is no file"),
        ("n=0,k=2,p=uniform(2)", "n must be an integer >= 1: got 0"),
        ("n=10,k=0,p=uniform(2)", "k must be an integer >= 1: got 0"),
        ("n=10,k=2", "p is missing"),
    ],
)
def test_shares_that_are_none_are_one_clear_line(capsys, tmp_path, at, why):
    empty = tmp_path / "empty.txt"
    empty.write_text("  \n ")
    assert main(["value", "discrete-distinct-symbols/lower", "--at", at.format(empty=empty)]) == 2
    said = capsys.readouterr()
    (line,) = said.err.strip().splitlines()
    assert re.search(why, line), line
    assert said.out == ""
