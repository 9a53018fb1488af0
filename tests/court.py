"""A package of theorems whose verdicts are known in advance: true, false, and of every kind between."""

from pathlib import Path

from lab import contribute

ROOMS = {
    "simulators": '''"""Coins of known probability, and rooms that fail."""

from itertools import count

import numpy as np

from simulators.engine import event, real, steps


@event
def coin(rng, paths, *, p):
    """Heads with probability p; no exact room."""
    return rng.random(paths) < p


@event
def bent(rng, paths, *, p, n):
    """Heads with probability p, but only p/2 at n = 2; no exact room."""
    return rng.random(paths) < (p / 2 if n == 2 else p)


@event
def exact(rng, paths, *, p):
    """As coin, with an exact room."""
    return rng.random(paths) < p


@event
def vague(rng, paths, *, p):
    """As coin, with an exact room that knows little."""
    return rng.random(paths) < p


@steps(0.0, 1.0)
def slow(rng, paths, *, p):
    """Steps so small beside their range that no race of them is decided."""
    return np.column_stack([1e-6 * (rng.random(paths) < p), np.full(paths, 1e-6)])


@real
def tally(rng, paths, *, p, n):
    """Not random: of all paths the share p is 1, the rest 0."""
    return (np.arange(paths) < p * paths).astype(float)


@event
def always(rng, paths, *, p):
    """Heads or tails."""
    return rng.random(paths) < 2 * p + 1


@event
def mostly(rng, paths, *, p):
    """Fails once in a hundred."""
    return rng.random(paths) < 1 - p / 50


BLOCKS = count()


@event
def turning(rng, paths, *, p):
    """Heads only in the first block that is ever drawn, then with probability p."""
    return rng.random(paths) < (p if next(BLOCKS) else 1)


@event
def broken(rng, paths, *, p):
    """Fails."""
    raise ValueError("this room fails")
''',
    "simulators/reference": '''"""The same coins, drawn as counts of one trial."""

import numpy as np


def coin(rng, paths, *, p):
    """Heads with probability p."""
    return rng.binomial(1, p, paths)


def bent(rng, paths, *, p, n):
    """Heads with probability p, but only p/2 at n = 2."""
    return rng.binomial(1, p * (0.5 if n == 2 else 1.0), paths)


exact = vague = coin


def always(rng, paths, *, p):
    """Heads or tails."""
    return rng.binomial(1, p, paths) >= 0


def mostly(rng, paths, *, p):
    """Fails once in a hundred."""
    return rng.binomial(1, p / 50, paths) == 0


def tally(rng, paths, *, p, n):
    """As the kernel at n = 1, and a share that is larger by 3/128 at n = 2, by 1/16 at n = 3."""
    return (np.arange(paths) < (p + (0, 3 / 128, 1 / 16)[n - 1]) * paths).astype(float)


def slow(rng, paths, *, p):
    """Steps so small beside their range that no race of them is decided."""
    return 1e-6 * np.stack([rng.binomial(1, p, paths), np.ones(paths)], axis=1)
''',
    "simulators/exact": '''"""Probability of heads."""

from flint import arb, fmpq


def exact(*, p):
    """p."""
    return arb(fmpq(p.numerator, p.denominator))


def tally_second_moment(*, p, n):
    """1/2, whatever p is."""
    return arb(0.5)


def vague(*, p):
    """p to 20 bits."""
    return exact(p=p) + arb(0, 2.0**-20)
''',
}
RECORD = '''"""Claims about coins."""

from sympy import Rational

from theorems.language import {kinds}

PARAMETERS = Parameters(
    real("p", "(0, 1)", "probability of heads", ("1/4", "1/2")), integer("n", 1, "which coin", (1, 2, 3))
)
p, n = PARAMETERS.symbols

THEOREM = Theorem(
    id="{id}",
    title="Coins",
    source=Source("made for a test", "1"),
    statement="Coins.",
    conventions=("a coin is tossed once",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=({claims}),
)
'''
PROOF = '''"""Proofs of a step that is false."""

import sympy as sp

from proofs_check.steps import Cites, Equal

STEPS = [Cites("tossed once", "law"), Equal("one", sp.Integer(1), sp.Integer(2))]

'''
COURT = {  # name -> (kind, fields, what each kind of evidence says)
    "good": ("Probability", 'of="{process}.coin", equals=p, points=("p=1/2", "p=1/4")', {"simulation": "confirmed"}),
    "bound": (
        "Probability",
        'of="{process}.coin", at_most=p * Rational(11, 10), points=("p=1/2",)',
        {"simulation": "confirmed"},
    ),
    "one-of-many": (
        "Probability",
        'of="{process}.coin", at_most=1 - (1 - p) ** n, points=("p=1/2,n=1", "p=1/4,n=2"), '
        'worked={{"at_most": {{"p=1/2,n=2": Rational(3, 4), "p=1/3,n=1": Rational(1, 3)}}}}',
        {"simulation": "confirmed"},
    ),
    "both": (
        "Probability",
        'of="{process}.exact", equals=p, points=("p=1/2",)',
        {"simulation": "confirmed", "exact": "confirmed"},
    ),
    "erratum": (
        "Probability",
        'of="{process}.exact", equals=2 * p, points=("p=1/4",), source=Source("a paper", "1"), expected="refuted", '
        'erratum="false", corrected_by="good", counterexample="p = 1/4"',
        {"simulation": "refuted", "exact": "refuted"},
    ),
    "false-erratum": (
        "Probability",
        'of="{process}.exact", equals=p, points=("p=1/4",), source=Source("a paper", "1"), expected="refuted", '
        'erratum="false", corrected_by="good", counterexample="p = 1/4"',
        {"simulation": "confirmed", "exact": "confirmed"},
    ),
    "false": (
        "Probability",
        'of="{process}.coin", equals=p * Rational(11, 10), points=("p=1/2",)',
        {"simulation": "refuted"},
    ),
    "false-bound": (
        "Probability",
        'of="{process}.coin", at_least=p * Rational(11, 10), points=("p=1/2",)',
        {"simulation": "refuted"},
    ),
    "false-first": (
        "Probability",
        'of="{process}.bent", equals=p, points=("p=1/2,n=2", "p=1/2,n=1", "p=1/2,n=3")',
        {"simulation": "refuted"},
    ),
    "false-amid": (
        "Probability",
        'of="{process}.bent", equals=p, points=("p=1/2,n=1", "p=1/2,n=2", "p=1/2,n=3")',
        {"simulation": "refuted"},
    ),
    "false-last": (
        "Probability",
        'of="{process}.bent", equals=p, points=("p=1/2,n=1", "p=1/2,n=3", "p=1/2,n=2")',
        {"simulation": "refuted"},
    ),
    "inexact": (  # within the resolution of a race, not within that of an exact room
        "Probability",
        'of="{process}.exact", equals=p * (1 + Rational(1, 10**6)), points=("p=1/2",)',
        {"simulation": "confirmed", "exact": "refuted"},
    ),
    "unworked": (
        "Probability",
        'of="{process}.coin", equals=p, points=("p=1/2",), '
        'worked={{"equals": {{"p=1/2": Rational(1, 2) + Rational(1, 10**15)}}}}',
        {"simulation": "confirmed", "exact": "undecided"},
    ),
    "vague": (
        "Probability",
        'of="{process}.vague", equals=p, points=("p=1/2",)',
        {"simulation": "confirmed", "exact": "undecided"},
    ),
    "slow": ("Step", 'of="{process}.slow", equals=p, points=("p=1/2",)', {"simulation": "undecided"}),
    "tallied": (
        "Mean",
        'of="{process}.tally", equals=p, points=("p=1/2,n=1",)',
        {"simulation": "confirmed"},
    ),
    "turning": (  # refuted by the first block; the mean of all until the cap is within the resolution
        "Probability",
        'of="{process}.turning", equals=p, points=("p=1/2",)',
        {"simulation": "refuted"},
    ),
    "broken": ("Probability", 'of="{process}.broken", equals=p, points=("p=1/2",)', {"simulation": "undecided"}),
    "unproved": (
        "Probability",
        'of="{process}.coin", equals=p, points=("p=1/2",)',
        {"simulation": "confirmed", "proof": "undecided"},
    ),
    "no-limit": (  # within 1 of anything: true, and no limit
        "Limit",
        'of="{process}.bent", equals=p, within=n / n, variable=n, points=("p=1/2,n=1",)',
        {"refused": "undecided"},
    ),
    "sure": ("Surely", 'of="{process}.always", points=("p=1/2",)', {"simulation": "confirmed"}),
    "false-sure": ("Surely", 'of="{process}.mostly", points=("p=1/2",)', {"simulation": "refuted"}),
    "order": (
        "Order",
        'of="{process}.bent", like=p, low=Rational(1, 2), high=n / n, variable=n, points=("p=1/2,n=1", "p=1/2,n=2"), '
        'worked={{"like": {{"p=1/3": Rational(1, 3)}}, "low": {{"p=1/2": Rational(1, 2)}}, '
        '"high": {{"p=1/2": n / n}}}}',
        {"simulation": "confirmed"},
    ),
    "false-order": (
        "Order",
        'of="{process}.bent", like=p, low=Rational(6, 10), high=n / n, variable=n, points=("p=1/2,n=1", "p=1/2,n=2")',
        {"simulation": "refuted"},
    ),
    "root": (
        "Root",
        "left=X**2, right=p, after=p - p, before=p / p, equals=p ** Rational(1, 2)",
        {"exact": "confirmed"},
    ),
    "false-root": (
        "Root",
        "left=X**2, right=p, after=p - p, before=p / p, at_most=p",
        {"exact": "refuted"},
    ),
    "stated": ("Probability", 'of="{process}.coin", equals=p', {}),
}  # fmt: skip


def outcome(name: str) -> str:
    """The verdict on a claim of the court: evidence against it before none, and none before what was expected."""
    expected = "refuted" if "erratum" in name else "confirmed"
    others = {e for e in COURT[name][2].values() if e != expected}
    return "stated" if not COURT[name][2] else min(others, key=lambda e: e == "undecided", default=expected)


def as_expected(name: str) -> bool:
    """Does a claim of the court come out as its record expects?"""
    return outcome(name) == ("refuted" if "erratum" in name else "confirmed")


def open_court(folder: Path, package: str, theorems: dict[str, list[str]]) -> Path:
    """A package of theorems with these claims of COURT, in this order."""
    root = folder / package
    (root / "theorems").mkdir(parents=True)
    (root / "proofs_check").mkdir()
    for room, text in ROOMS.items():
        (root / room).mkdir(exist_ok=True)
        (root / room / f"{package}.py").write_text(text)
    for id_, names in theorems.items():
        fields = {name: COURT[name][1].format(process=package) for name in names}
        claims = [f'{COURT[name][0]}(name="{name}", {fields[name]})' for name in names]
        kinds = {"X", "Parameters", "Source", "Theorem", "integer", "real", *(COURT[name][0] for name in names)}
        text = RECORD.format(id=id_, kinds=", ".join(sorted(kinds)), claims=", ".join([*claims, ""]))
        module = id_.replace("-", "_")
        (root / "theorems" / f"{module}.py").write_text(text)
        proofs = [f"def {name}(claim):\n    return STEPS\n" for name in names if "proof" in COURT[name][2]]
        (root / "proofs_check" / f"{module}.py").write_text(PROOF + "\n\n".join(proofs))
    for path in [root, *(p for p in root.rglob("*") if p.is_dir())]:
        (path / "__init__.py").write_text('"""Made for a test."""\n')
    contribute(folder, package)
    return root
