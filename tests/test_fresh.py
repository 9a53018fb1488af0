"""Entropy: fresh in every run that is given none, used whole where it is given, in every command and in pytest.

All tests of this file together reject correct code with probability below 1e-9 per run, by the bounds that they state.
"""

import functools
import json
import random
import re
import sys
from itertools import combinations

import forked
import numpy as np
import pytest

from harness.judge.observed import Observed
from harness.judge.race import draw_block
from paper_figs import style
from simulators.engine import fresh_entropy, stream
from theorems.door import main


def word(entropy, name):
    return int(stream(entropy, name, 0).bit_generator.random_raw())


def test_all_bits_of_the_entropy_matter_to_draws(entropy):
    # 133 words of 64 bits, two of which are equal by chance with probability below 1e-15; so are two blocks of draws
    others = [entropy ^ 1 << bit for bit in range(128)]
    others += [entropy % 2**bits + (1 << bits) for bits in (16, 32, 64, 128)]
    assert len({word(other, "bits") for other in (entropy, *others)}) == 133
    arguments = {"n": 5, "k": 3}
    scale = Observed("gaussian.scale")
    draws = {draw_block(scale, arguments, other, "bits", 0).tobytes() for other in (entropy, *others)}
    assert len(draws) == 133


def test_fresh_entropy_has_128_bits_each_of_which_varies():
    # 64 numbers: a fair bit is the same in all of them with probability 2^-63, one of 128 with 2^-56
    numbers = [fresh_entropy() for _ in range(64)]
    assert all(0 <= number < 2**128 for number in numbers)
    assert functools.reduce(int.__or__, numbers) == 2**128 - 1
    assert functools.reduce(int.__and__, numbers) == 0


def verify(tmp_path, entropy=None):
    options = [] if entropy is None else ["--entropy", str(entropy)]
    file = tmp_path / "records.json"
    assert main(["verify", "g-iterate", *options, "--json", str(file)]) == 0
    raced = [record for record in json.loads(file.read_text()) if record["draws"]]
    assert raced
    return {record["entropy"] for record in raced}, [(r["draws"], r["estimate"]) for r in raced]


def pytest_run(tmp_path, entropy=None):
    options = [] if entropy is None else ["--theorems-entropy", str(entropy)]
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['harness.testing.session']\n")
    test = tmp_path / "test_draws.py"
    test.write_text(
        "from simulators.engine import stream\n\ndef test_it(theorems_run):\n    entropy = theorems_run.entropy\n"
        "    print('drawn', entropy, stream(entropy, 'a', 0).bit_generator.random_raw())\n"
    )
    command = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", str(test), *options]
    found = forked.run(command, cwd=tmp_path).stdout
    return set(re.findall(r"drawn (\d+)", found)), re.findall(r"drawn \d+ (\d+)", found)


def figures_run(tmp_path, entropy=None):
    options = [] if entropy is None else ["--entropy", str(entropy)]
    out = tmp_path / f"out{random.getrandbits(64)}"
    with pytest.MonkeyPatch.context() as patch:  # of the numbers no picture is drawn
        patch.setattr(style, "pictures", lambda *given: dict.fromkeys(given[-1], b""))
        assert main(["figures", "ours-g-iterate", "--out", str(out), "--format", "svg", *options]) == 0
    sidecar = json.loads((out / "ours-g-iterate.json").read_text())
    return {sidecar["entropy"]}, sidecar["csv"]


DOORS = [verify, pytest_run, figures_run]


@pytest.mark.parametrize("door", DOORS)
def test_two_runs_without_an_entropy_are_fresh(door, tmp_path):
    # Two fresh numbers are equal with probability 2^-128, and one of six is below 2^90 with 3e-11. Draws of two whole
    # runs coincide with far less than 1e-12: each run draws thousands of paths.
    (one, first), (two, second) = door(tmp_path), door(tmp_path)
    assert len(one) == len(two) == 1
    assert one != two
    assert first != second
    assert min(map(int, one | two)) >= 2**90


@pytest.mark.parametrize("door", DOORS)
def test_a_run_with_an_entropy_uses_all_of_it(door, tmp_path, entropy):
    found = [door(tmp_path, e) for e in (entropy, entropy, entropy ^ 1 << 100, entropy ^ 1 << 17)]
    assert [e for e, _ in found] == [{str(e)} for e in (entropy, entropy, entropy ^ 1 << 100, entropy ^ 1 << 17)]
    assert found[0][1] == found[1][1]
    assert all(one[1] != two[1] for one, two in combinations(found[1:], 2))


class FirstStream(BaseException):
    """Raised with the entropy of the first stream that a command makes."""


@pytest.fixture
def stop_at_the_first_stream(monkeypatch):
    def stop(entropy=None, **_):
        raise FirstStream(entropy)

    monkeypatch.setattr(np.random, "SeedSequence", stop)


@pytest.mark.parametrize("arguments", [["check", "poisson-extinction"], ["verify", "poisson-extinction"]])
def test_the_first_stream_of_a_command_has_fresh_entropy(arguments, stop_at_the_first_stream, capsys):
    # two of four numbers of 128 bits are equal, or one is below 2^90, with probability below 1e-10
    found = []
    for _ in range(2):
        with pytest.raises(FirstStream) as stopped:
            main(arguments)
        found += stopped.value.args
    assert found[0] != found[1]
    assert min(found) >= 2**90
