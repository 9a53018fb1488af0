"""`theorems value` as a command: limits of time, interrupts, default points, grids, and input out of bounds."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from fractions import Fraction
from time import monotonic, sleep

import forked
import pytest
import sympy as sp
from each import of_each

from harness.basics.errors import BadInput
from harness.basics.time_limit import OutOfTime
from harness.cli.value import points_asked, within_limit
from harness.judge.case import Case
from harness.run.killable import OtherProcess
from theorems.door import main
from theorems.language import Law
from theorems.language.registry import theorems

pytestmark = pytest.mark.usefixtures("one_other_process")
CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems().values() for c in t.claims]
ENDLESS = "g-iterate/extinction", "k=1000000000000"
"""The iteration of the exact room never ends here; the theory value takes a second, on a busy machine several."""


def run(capsys, *arguments):
    try:
        code = main(["value", *arguments])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def started(*arguments):
    """The command in a process and a process group of its own, as a terminal has it."""
    command = [sys.executable, "-m", "theorems", "value", *arguments]
    return forked.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def ended(group):
    """Is nothing left of a process group, within half a minute?"""
    deadline = monotonic() + 30
    while monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        sleep(0.05)
    return False


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


# -- limits -----------------------------------------------------------------------------------------------------


class SlowAfterTheory(OtherProcess):
    """Its time is up after the theory value, however fast this machine is."""

    def yields(self, generator, *arguments, seconds, waiting):
        yield next(generator(*arguments))
        raise OutOfTime


@pytest.fixture
def the_exact_room_is_slow(monkeypatch):
    monkeypatch.setattr("harness.cli.value.OtherProcess", SlowAfterTheory)


def test_at_the_limit_the_theory_value_stands_and_what_is_slow_is_named(capsys, the_exact_room_is_slow):
    code, out, _ = run(capsys, ENDLESS[0], "--at", ENDLESS[1], "--seconds", "9")
    assert code == 0
    lines = out.splitlines()
    assert lines[1].split()[:2] == ["equals", "0.999999999998000"]
    assert "exact     none" in lines[2]
    for word in ("poisson_lineage.extinct", "9 s", "--seconds"):
        assert word in out


def test_a_theory_value_that_takes_too_long_is_exit_code_1_and_says_what_to_do(capsys):
    slow = "kde-accumulate-growth/depth-law", "--at", "n=1,k=100000,x=1"
    code, out, _ = run(capsys, *slow, "--seconds", "2", "--json")
    record = json.loads(out)
    assert code == 1
    assert record["value"] is record["exact"] is record["ratio"] is None
    for word in ("theory value", "2 s", "--seconds", "--digits"):
        assert word in record["note"]


def test_the_limit_that_is_given_is_the_limit_of_the_computation():
    """Asked of whoever computes, so that nothing depends on how fast this machine is."""
    asked_for = []

    class Instead(OtherProcess):
        def yields(self, generator, *arguments, seconds, waiting):
            asked_for.append(seconds)
            yield from generator(*arguments)

    theorem = theorems()["g-iterate"]
    record = {}
    for part in within_limit(Case(theorem, theorem.claim("lower")), {"k": sp.Integer(3000)}, 15, 1000.0, Instead()):
        record |= part
    assert record["exact"] is not None
    assert 500 < asked_for[0] <= 1000


def test_a_slow_row_of_a_grid_does_not_take_the_others_with_it(capsys, the_exact_room_is_slow):
    code, out, _ = run(capsys, ENDLESS[0], "--grid", "k=1,1000000000000,2", "--seconds", "9", "--csv")
    found = rows(out)
    assert code == 0
    assert [row["k"] for row in found] == ["1", "1000000000000", "2"]
    assert [bool(row["exact"]) for row in found] == [True, False, True]
    assert all(row["value"] for row in found)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_theory_comes_first_then_word_of_the_wait_and_an_interrupt_ends_it_with_130():
    with started(ENDLESS[0], "--at", ENDLESS[1]) as process:
        assert ENDLESS[1] in process.stdout.readline()
        assert "0.999999999998" in process.stdout.readline()
        said = next(line for line in process.stderr if "exact value" in line)  # a busy machine waits for theory, too
        assert "of at most 60 s" in said
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=40) == 130
        assert process.stderr.read().splitlines()[-1] == "theorems: interrupted"
        assert ended(process.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_rows_are_written_as_they_come():
    with started(ENDLESS[0], "--grid", "k=1,1000000000000", "--csv") as process:
        assert process.stdout.readline().startswith("k,value,")
        assert process.stdout.readline().startswith("1,0.367879441171442,")
        process.kill()


def test_the_limit_is_in_seconds_and_positive(capsys):
    for seconds in ("0", "-1", "nan", "inf", "1e7"):
        code, out, err = run(capsys, *ENDLESS[:1], "--seconds", seconds)
        assert code == 2
        assert out == ""
        assert "--seconds" in err
        assert len(err.splitlines()) == 1


# -- default points ---------------------------------------------------------------------------------------------


@of_each("theorem, claim", CLAIMS)
def test_without_a_point_it_is_the_first_that_the_claim_declares(capsys, theorem, claim):
    (point,) = points_asked(Case(theorem, claim), None, [])
    said = capsys.readouterr().err
    assert f"{theorem.id}/{claim.name}" in said
    for name, x in point.items():
        assert f"{name}={x}" in said
    if claim.points:
        assert "first declared" in said
        assert theorem.parameters.point(claim.points[0]).items() <= point.items()
    else:
        assert "smallest" in said
        for name, x in point.items():
            parameter = theorem.parameters[name]
            values = parameter.values(point)
            assert x == parameter.default or x in (min(values), values[0]) or str(claim.when) != "True"


def test_a_default_point_has_a_value(capsys):
    for claim in ("g-iterate/lower", "gaussian-collapse/law", "bernoulli-absorption/fixation"):
        code, out, _ = run(capsys, claim)
        assert code == 0
        assert claim in out


# -- grids ------------------------------------------------------------------------------------------------------


def test_a_grid_as_csv_has_a_row_for_every_point_with_its_numbers(capsys):
    claim = "bernoulli-absorption/forgotten-lower-sharp"
    code, out, _ = run(capsys, claim, "--at", "k=2", "--grid", "n=2:6:2,p0=0.1,1/3", "--csv")
    found = rows(out)
    assert code == 0
    assert list(found[0]) == ["n", "p0", "k", "value", "value_radius", "exact", "exact_radius", "ratio", "note"]
    wanted = [(n, p) for n in "246" for p in ("0.1", "1/3")]
    assert [(row["n"], row["p0"], row["k"]) for row in found] == [(*pair, "2") for pair in wanted]
    for row in found:
        _, out, _ = run(capsys, claim, "--at", f"n={row['n']},p0={row['p0']},k=2", "--json")
        record = json.loads(out)
        assert (row["value"], row["value_radius"]) == (record["value"]["mid"], record["value"]["radius"])
        assert (row["exact"], row["exact_radius"]) == (record["exact"]["mid"], record["exact"]["radius"])
        assert row["ratio"] == record["ratio"]["mid"]
        assert row["note"] == ""
        assert Fraction(row["value"]) < Fraction(row["exact"])
        assert abs(Fraction(row["value"]) / Fraction(row["exact"]) - Fraction(row["ratio"])) < Fraction(1, 10**10)


@pytest.mark.parametrize(
    ("grid", "name", "values"),
    [
        ("n=10:100:10", "n", [str(n) for n in range(10, 101, 10)]),
        ("n=10:14:3", "n", ["10", "13"]),
        ("n=3:5", "n", ["3", "4", "5"]),
        ("n=7,3:4,10:20:10", "n", ["7", "3", "4", "10", "20"]),
        ("p0=0.1:0.3:0.1", "p0", ["0.1", "0.2", "0.3"]),
        ("p0=0:1/3:1/6", "p0", ["0", "1/6", "1/3"]),
    ],
)
def test_ranges_are_exact_and_contain_both_ends(capsys, grid, name, values):
    code, out, _ = run(capsys, "bernoulli-absorption/share", "--grid", grid, "--csv")
    assert code == 0
    assert [row[name] for row in rows(out)] == values


def test_the_points_of_a_grid_are_counted_over_all_parameters():
    theorem = theorems()["bernoulli-absorption"]
    with pytest.raises(BadInput, match="100,000 points"):
        points_asked(Case(theorem, theorem.claim("share")), None, ["n=1:400", "k=1:400"])


def test_the_argument_of_a_law_may_run(capsys):
    code, out, _ = run(capsys, "kde-replace-growth/annealed-law", "--grid", "x=-1:1:1/2", "--csv")
    found = rows(out)
    assert code == 0
    assert [row["x"] for row in found] == ["-1", "-0.5", "0", "0.5", "1"]
    values = [float(row["value"]) for row in found]
    assert values == sorted(values)
    assert values[2] == 0.5


def test_points_where_nothing_is_claimed_are_left_out_and_counted(capsys):
    code, out, err = run(
        capsys, "bernoulli-absorption/survival-upper", "--at", "p0=1/5,k=3", "--grid", "n=1:3", "--csv"
    )
    assert code == 0
    assert [row["n"] for row in rows(out)] == ["2", "3"]
    assert "1 of 3 points are left out" in err
    assert "n >= 2" in err


@pytest.mark.parametrize(
    ("claim", "options", "message"),
    [
        ("bernoulli-absorption/share", ("--grid", "n=0:4"), "n must be an integer >= 1: got 0"),
        ("bernoulli-absorption/share", ("--grid", "p0=0.5:1:0.5"), "p0 must be a real number in [0, 1): got 1"),
        ("bernoulli-absorption/share", ("--grid", "n=1:2:1/2"), "n must be an integer >= 1: got 3/2"),
        ("bernoulli-absorption/share", ("--grid", "n=1:9:0"), "step of n must be a real number > 0: got 0"),
        ("bernoulli-absorption/share", ("--grid", "n=9:1"), "n=9:1 is empty"),
        ("bernoulli-absorption/share", ("--grid", "n=1:2:3:4"), "start:stop:step"),
        ("bernoulli-absorption/share", ("--grid", "n="), "start:stop:step"),
        ("bernoulli-absorption/share", ("--grid", "5"), "start:stop:step"),
        ("bernoulli-absorption/share", ("--grid", "n=1,q=2"), "there is no parameter 'q'"),
        ("bernoulli-absorption/share", ("--grid", "n=1", "--grid", "n=2"), "n is given twice"),
        ("bernoulli-absorption/share", ("--at", "n=2", "--grid", "n=3"), "n is given twice"),
        ("bernoulli-absorption/share", ("--grid", "n=1:1e9"), "100,000 points"),
        ("bernoulli-absorption/fixation", ("--grid", "k=1:3"), "does not depend on k"),
        ("bernoulli-absorption/survival-upper", ("--grid", "n=1"), "is claimed for n >= 2"),
        ("bernoulli-absorption/share", ("--csv", "--json"), "one of --csv and --json"),
        ("gaussian-collapse/law", ("--at", "n=2,k=1,x=1,x=2"), "x is given twice"),
        ("gaussian-collapse/law", ("--at", "n=2,k=1,x=1e7"), "x must be a real number in (-1000000, 1000000)"),
        ("bernoulli-absorption/share", ("--digits", "1000000000000"), "--digits must be an integer from 1 to 10000"),
    ],
)
def test_bad_input_is_refused_before_anything_is_computed(capsys, claim, options, message):
    code, out, err = run(capsys, claim, *options)
    assert code == 2
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1


# -- bounds on what is typed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["1e999999999999", "1e-100000000", "1E1001", "1e+9_999_999", "9" * 1001, "1/" + "3" * 999]
)
@of_each("theorem, claim", CLAIMS[::7])
def test_numbers_that_nobody_can_mean_are_refused_with_the_bound(capsys, theorem, claim, text):
    for parameter in theorem.parameters:
        entry = getattr(parameter, "entry", parameter)  # of a list
        if parameter.kind in ("choice", "every"):
            continue  # its values are names
        written = text if entry is parameter else f"[{text}]"
        code, _, err = run(capsys, f"{theorem.id}/{claim.name}", "--at", f"{parameter.name}={written}")
        assert code == 2
        assert f"{parameter.name} must be {entry.domain}" in err
        assert "at most 1,000" in err
        assert len(err) < 400


def test_the_largest_numbers_that_may_be_typed_are_read():
    parameter = theorems()["bernoulli-absorption"].parameters["n"]
    assert parameter.parse("1e1000") == sp.Integer(10) ** 1000
    assert parameter.parse("9" * 1000) == sp.Integer(10) ** 1000 - 1


LONG = "7" * 10**7


@pytest.mark.parametrize(
    "arguments",
    [
        (LONG,),
        (f"g-iterate/{LONG}",),
        ("g-iterate/lower", "--at", f"k={LONG}"),
        ("g-iterate/lower", "--at", f"k=-{LONG}"),
        ("g-iterate/lower", "--at", f"{LONG}=1"),
        ("g-iterate/lower", "--at", LONG),
        ("g-iterate/lower", "--at", f"k=x{LONG}"),
        ("g-iterate/lower", "--grid", f"k={LONG}"),
        ("g-iterate/lower", "--grid", f"k=1:2:{LONG}"),
        ("g-iterate/lower", "--grid", f"k=1:2:3:{LONG}"),
        ("g-iterate/lower", "--grid", f"{LONG}=1"),
        ("g-iterate/lower", "--grid", LONG),
        ("gaussian-collapse/law", "--at", f"n=2,k=1,x={LONG}"),
    ],
    ids=lambda arguments: " ".join(a[:12] for a in arguments),
)
def test_ten_million_characters_are_not_repeated(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert len(err) < 1000


def test_every_law_needs_its_argument_once(capsys):
    for theorem in theorems().values():
        for claim in theorem.claims:
            at = "x=1,x=1" if isinstance(claim, Law) else "x=1"
            code, out, err = run(capsys, f"{theorem.id}/{claim.name}", "--at", at)
            assert code == 2
            assert out == ""
            assert ("x is given twice" if isinstance(claim, Law) else "no parameter 'x'") in err
