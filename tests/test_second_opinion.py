"""z3 decides a second time what the rules decide by coefficients: it agrees where they are right, else it objects."""

import re
import subprocess
import sys
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from proofs_check import second_opinion
from proofs_check.rules import signs
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Disagreement, NotProved, interval, over
from proofs_check.second_opinion import decided, overheard
from theorems.door import main

x, y = sp.symbols("x y", real=True)
CLAIM = "g-iterate/lower"
little = sp.Rational(1, 10**12)


@pytest.fixture(scope="module")
def z3():
    return pytest.importorskip("z3")


def asked(above, ranges, strict=False, below=1):
    """Does z3 say that above/below is >= 0 (> 0)?"""
    box = tuple((symbol, interval(text)) for symbol, text in ranges.items())
    return decided((sp.sympify(above), sp.sympify(below), box, strict))


HOLDS = {
    "at a closed end": (x, {x: "[0, 1]"}, False),
    "strictly, where the end is left out": (x, {x: "(0, 1]"}, True),
    "up to the upper end": (1 - x, {x: "(-oo, 1]"}, False),
    "a square": ((x - y) ** 2, {x: "(-oo, oo)", y: "(-oo, oo)"}, False),
    "below a curve": (1 - x * y, {x: "[0, 1]", y: "[0, 1]"}, False),
    "over a denominator": (1 + x, {x: "[0, oo)"}, True, 2 + x),
    "both negative": (-1 - x, {x: "[0, oo)"}, True, -2 - x),
    "a pole that is left out": (1, {x: "(0, oo)"}, True, x),
}
FAILS = {
    "at the lower end": (x - little, {x: "[0, 1]"}, False),
    "strictly, at the end": (x, {x: "[0, 1]"}, True),
    "at the upper end alone": (1 - x, {x: "[0, 1]"}, True),
    "beyond the upper end": (1 - x, {x: "[0, oo)"}, False),
    "little in the middle": ((x - sp.Rational(1, 3)) ** 2 - little, {x: "[0, 1]"}, False),
    "strictly, at one point": ((x - y) ** 2, {x: "[0, 1]", y: "[0, 1]"}, True),
    "in a corner": (1 - x * y, {x: "[0, 1]", y: "[0, 1]"}, True),
    "a pole at the end": (1, {x: "[0, oo)"}, False, x),
    "a pole in the middle": ((x - 1) ** 2, {x: "[0, 2]"}, False, (x - 1) ** 2),
    "the denominator alone": (1 + x, {x: "[0, oo)"}, False, -1 - x),
}


@pytest.mark.parametrize("case", HOLDS)
def test_it_agrees(z3, case):
    assert asked(*HOLDS[case])


@pytest.mark.parametrize("case", FAILS)
def test_it_objects(z3, case):
    with pytest.raises(Disagreement, match="z3: "):
        asked(*FAILS[case])


RATIONALS = st.fractions(-10, 10, max_denominator=50)


@given(b=RATIONALS, c=RATIONALS, strict=st.booleans())
def test_a_parabola_is_nonnegative_where_its_discriminant_is_not_positive(z3, b, c, strict):
    """x^2 - 2bx + c >= 0 for all x, exactly where b^2 <= c; > 0 where b^2 < c."""
    parabola = x**2 - 2 * sp.Rational(b) * x + sp.Rational(c)
    if Fraction(b) ** 2 < c or (Fraction(b) ** 2 == c and not strict):
        assert asked(parabola, {x: "(-oo, oo)"}, strict)
    else:
        with pytest.raises(Disagreement):
            asked(parabola, {x: "(-oo, oo)"}, strict)


def test_what_is_hard_is_unknown_and_no_error(z3, monkeypatch):
    monkeypatch.setattr(second_opinion, "MOST_STEPS", 1)
    assert not asked((x**2 * y - x + 1) ** 2 + y**2, {x: "(-oo, oo)", y: "(-oo, oo)"})


def test_what_the_rules_decide_is_heard_and_what_they_refuse_is_not(z3):
    box = over({x: "[0, 1]", y: "(0, oo)"})
    with overheard() as heard:
        by_sign(x, "<", 1 + x + y, box)
        with pytest.raises(NotProved):
            by_sign(1 + x, "<=", y, box)
    assert heard
    assert all(map(decided, heard))
    with overheard() as nothing:
        pass
    by_sign(x, "<", 2 + x + y, box)
    assert not nothing


def test_a_wrong_decision_of_the_rules_is_an_error_of_the_suite(z3, monkeypatch, capsys):
    """Here they take for positive what is negative in a gap so small that no point of theirs falls into it."""
    monkeypatch.setattr(signs, "_polynomial", lambda *given: True)
    wrong = iter([(x - sp.Rational(1, 3)) ** 2 - little, (x - sp.Rational(1, 7)) ** 2 - little])

    def prove(case):
        by_sign(0, "<=", next(wrong), over({x: "[0, 1]"}))

    monkeypatch.setattr("harness.judge.proof.prove", prove)
    assert main(["prove", CLAIM]) == 0
    assert main(["prove", CLAIM, "--z3"]) == 2
    said = capsys.readouterr().err
    assert "Disagreement" in said
    assert "an error of the suite" in said


def test_prove_says_how_many_were_decided_again(z3):
    command = [sys.executable, "-m", "theorems", "prove", CLAIM, "--depth", "0", "--z3"]  # nothing is known before
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    count, held, unknown = map(int, re.search(r"by z3: (\d+) inequalities, (\d+) hold, (\d+) unknown", out).groups())
    assert count == held + unknown > 0


def test_without_z3_the_option_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("harness.cli.verify.find_spec", lambda name: None)
    assert main(["prove", CLAIM, "--z3"]) == 2
    assert "model-collapse-theorems[recheck]" in capsys.readouterr().err


def test_z3_is_loaded_for_nothing_else():
    run = "import sys; from theorems.door import main; main(['prove', 'g-iterate/lower']); print('z3' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "False"
