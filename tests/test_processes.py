"""Declared processes: what is derived from them agrees with their literal simulation, with oracles, and with itself."""

from dataclasses import replace
from importlib import import_module
from math import log
from random import Random

import numpy as np
import pytest
import sympy as sp
from each import of_each

from harness.author.twin_comparison import disparity
from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from simulators.engine import Support, stream
from theorems.language import DomainError
from theorems.language.chains import NotFinite, mean
from theorems.language.data import Data, Mean, Variance
from theorems.language.domains.entries import as_rational, numbers_in
from theorems.language.laws import NoMoment, Normal
from theorems.language.literal import simulate
from theorems.language.moments import NotClosed
from theorems.language.processes import Draw, Selected
from theorems.language.readers import NotExact
from theorems.language.recursion import recursion
from theorems.processes import processes
from theorems.processes.gaussian_accumulated import BATCH, FACTORS, F, R, t

EVENT, REAL = Support("event"), Support("real", -np.inf, np.inf)
ALPHA = 1e-12
"""A comparison refutes equal laws, and misses a difference of GAP, with this probability at most (Ville)."""

GAP = 0.1
BLOCK = 4096
PROCESSES = processes()
WIDE = ("variance_square", "trace_square", "frobenius_square", "mean_error_square", "error_and_trace", "excess")
"""Their squares are of degree 8; of a difference between two runs the mean is small beside the spread."""
OBSERVED = [
    pytest.param(p, name, id=f"{p.name}.{name}")
    for p in PROCESSES.values()
    if not any(isinstance(d, Selected) for d in p.draws)  # of which nothing is derived: test_rules_selections
    for name in p.observables
    if isinstance(p.observables[name], sp.Basic)
    if name not in WIDE
]


ROOTS = ("scale", "scale_law", "scale_power", "log_scale", "risk")
EVENTS = ("above", "collapsed")
RESTING = ("near", "risk_below", "total_below", "total_above")
DRAWS = ("draw", "draw_cosine")
VECTORS = tuple(name for name, process in PROCESSES.items() if process.spectrum is not None)
ALPHABETS = tuple(name for name, process in PROCESSES.items() if process.alphabet is not None)
UNKNOWN = {
    "gaussian": (*ROOTS, *EVENTS, *RESTING, *DRAWS, "centre", "centre_distance", "centre_power", "scale_total"),
    "gaussian_signed": ("centre_distance",),
    "gaussian_logarithm": ("centre_square", "scale_square"),
    "gaussian_mle": (*ROOTS, *EVENTS, *DRAWS),
    "gaussian_growing": ("risk",),
    "moment_projection": DRAWS,
    "mean_estimate": ("absolute_error",),
    "scale_estimate": ("scale", "inverse_power"),
    **dict.fromkeys(("gaussian_sufficient", "gaussian_mle_sufficient"), ("log_scale", *EVENTS, *DRAWS, "centre_power")),
    "gaussian_schedule": (*ROOTS, *EVENTS, *DRAWS, "draw_fourth"),
    "gaussian_schedule_sufficient": ("log_scale", *EVENTS, *DRAWS, "draw_fourth"),
    "gaussian_noisy_mean": ("risk",),
    "gaussian_accumulate": ("scale", "risk"),
    "gaussian_accumulate_factors": ("floored",),
    "known_variance_window": ("error", "weighted"),
    "bernoulli": ("laplace",),
    "poisson": ("survival", "lifetime"),
    "poisson_lineage": ("extinct",),
    **{name: tuple(PROCESSES[name].observables) for name in VECTORS},  # raced in test_simulators and test_vectors
    **{name: tuple(PROCESSES[name].observables) for name in ALPHABETS},  # raced in test_simulators and test_alphabets
    "linear_vae_means": ("image_square", "latent_square", "lost"),
    "mixture_pair": ("gap",),
    "ridge_share": ("square",),
    "universality_discard": ("draw",),
    "mixture": ("second_moment", "total", "noise_root", "noisy"),
    "mixture_approximate": ("variance", "scale", "scale_power", "above", "collapsed", "bounded"),
    "mixture_sample": ("within_size", "below_centre", "rising", "beyond_circle"),
    **dict.fromkeys(
        (name for name in PROCESSES if name.startswith("kde_") and name != "kde_depth_accumulate"),
        (
            "draw",
            "density",
            "loss",
            "low_loss",
            "loss_per_generation",
            "draw_cosine",
            "difference_cosine",
            "density_at_draw",
            "loss_transform",
            "relative_density",
        ),
    ),
    **dict.fromkeys(("regression_replace", "regression_fixed_design", "regression_accumulate"), ("error",)),
}
"""Means that no engine says from the declaration, or that are 0, or whose squares are too large for so few draws; a
reduction, or a law, says some of them."""

BY_HAND = {"gaussian_accumulate_determinant": "gaussian_multivariate_accumulate"}
"""Where bounds on mean squares are written that nothing derives, in the exact room of another process."""


def largest(point, otherwise):
    """The most samples of a generation."""
    return max(numbers_in(point.get("n", otherwise)))


MOST_POINTS = 10
"""Larger samples are drawn as others are, only more slowly."""


def points(process):
    """The grid of the parameters."""
    return process.parameters.grid(set(process.parameters.names))


def plain(point):
    """The values as plain numpy takes them."""
    return {n: tuple(map(float, v)) if isinstance(v, tuple) else float(v) for n, v in point.items()}


def value(process, expression, k, point):
    """The exact mean, by moments or by the finite chain; None where neither can say it."""
    try:
        return recursion(process, expression).value(k, point)
    except (NotClosed, NoMoment):
        pass
    try:
        return mean(process, expression, k, point) if largest(point, 9) <= 3 else None
    except (NotFinite, NotExact):
        return None


def mean_square(process, name, k, point):
    """The exact mean square, or a bound on it that is written by hand; None where there is neither."""
    known = value(process, process.observables[name] ** 2, k, point)
    written = BY_HAND.get(process.name)
    if known is not None or written is None:
        return known
    lam = (point["det0"], *[sp.Integer(1)] * (int(point["d"]) - 1))
    function = getattr(import_module(f"simulators.exact.{written}"), f"{name}_second_moment")
    return function(k=k, n=as_rational(point["n"]), lam=as_rational(lam))


def verdict(process, expression, k, point, claimed, second, rng):
    """Races the literal simulation's mean against the claimed value: equal, or off by GAP."""
    support = EVENT if isinstance(expression, sp.Piecewise) else REAL
    total, claimed, second = 0.0, float(claimed), float(second) * (1 + 1e-12)
    gap = GAP * abs(claimed)
    for _ in range(600):
        draws = simulate(process, rng, BLOCK, k, plain(point), expression)
        total = total + block_sums(support, draws)
        ends = [Side(claimed, s, claimed + s * gap) for s in (1, -1)]
        if max(log_evidence(support, second, total, end) for end in ends) >= log(2 / ALPHA):
            return "differs"
        rivals = [(claimed + s * gap, -s) for s in (1, -1)]
        beyond = [Side(rival, s, claimed) for rival, s in rivals if support is REAL or rival < 1]
        if min(log_evidence(support, second, total, end) for end in beyond) >= log(1 / ALPHA):
            return "equal"
    return "undecided"


@of_each("process, name", OBSERVED)
def test_what_is_derived_is_what_happens(process, name, entropy):
    """Literal draws have the derived mean, at a point of the grid that is drawn anew in every run: what goes wrong on a
    share s of the points is seen with probability s.
    """
    expression = process.observables[name]
    few = [p for p in points(process) if largest(p, 1) <= MOST_POINTS]
    Random(f"{entropy} {process.name}.{name}").shuffle(few)
    for number, point in enumerate(few):
        k = process.first + 2
        claimed = value(process, expression, k, point)
        second = mean_square(process, name, k, point)
        if claimed is None or second is None or float(claimed) == 0 or float(second) > 40 * float(claimed) ** 2:
            continue
        rng = stream(entropy, f"literal {process.name}.{name}", number)
        assert verdict(process, expression, k, point, claimed, second, rng) == "equal", (point, k, claimed)
        return
    assert name in UNKNOWN.get(process.name, ())


@pytest.mark.parametrize("slip", ["ddof", "one point less", "the last batch only"])
def test_a_slip_in_the_declaration_is_seen(slip, entropy):
    """The literal simulation of another process does not have the derived mean."""
    right, other = {
        "ddof": (PROCESSES["gaussian_replace"], refitted_with(ddof=1)),
        "one point less": (PROCESSES["gaussian_replace"], refitted_with(fewer=1)),
        "the last batch only": (PROCESSES["gaussian_accumulate"], PROCESSES["gaussian_replace"]),
    }[slip]
    point = {"n": sp.Integer(4), "sigma0": sp.Integer(1)}
    claimed, second = (value(right, right.observables["variance"] ** i, 4, point) for i in (1, 2))
    rng = stream(entropy, f"slip {slip}", 0)
    assert verdict(other, other.observables["variance"], 4, point, claimed, 4 * second, rng) == "differs"


def refitted_with(ddof=0, fewer=0):
    """The Gaussian model refitted to its last batch, with another divisor or fewer points."""
    n, sigma0 = PROCESSES["gaussian_replace"].parameters.symbols
    seen, batch = Data("seen", n), Data("batch", n)
    law = Normal(Mean(seen), Variance(seen, ddof) * (n - fewer) / n)
    return replace(
        PROCESSES["gaussian_replace"],
        start={seen: Normal(sp.Integer(0), sigma0**2)},
        draws=(Draw(batch, law),),
        step={seen: (batch,)},
        looked_at=(),
        observables={"variance": Variance(seen, ddof)},
    )


def test_a_rare_value_below_an_atom_has_a_cell_of_its_own(entropy):
    """Events of probability 0.95 and 0.9 are told apart, two of probability 0.95 are not."""
    rngs = [stream(entropy, "atoms", block) for block in range(3)]
    one, same, other = (
        (rng.random(16 * BLOCK) < p).astype(float) for rng, p in zip(rngs, (0.95, 0.95, 0.9), strict=True)
    )
    assert disparity(one, same) < log(1 / ALPHA) < disparity(one, other)


def test_shares_may_be_floats_that_sum_to_one_but_for_rounding_and_no_others(entropy):
    process, rng = PROCESSES["multinomial3"], stream(entropy, "float shares", 0)
    observed = process.observables["diversity"]
    assert simulate(process, rng, 5, 2, {"n": 3, "p": (1 / 3, 1 / 3, 1 / 3)}, observed).shape == (5,)
    assert simulate(process, rng, 5, 2, {"n": 3, "p": (0.1, 0.2, 0.7)}, observed).shape == (5,)
    for wrong in ((0.3, 0.3, 0.3), (0.5, 0.5, 1e-12), (0.5, 0.6, -0.1)):
        with pytest.raises(DomainError, match="shares that sum to 1"):
            simulate(process, rng, 5, 2, {"n": 3, "p": wrong}, observed)


def test_what_a_batch_leaves_is_its_floor_and_what_is_above_it():
    """The factor and its excess are declared apart: `floored` is about the one, and is read as about the other."""
    points = sp.symbols("x:3")
    centre = sp.Add(*points) / 3
    scatter = sp.Add(*((x - centre) ** 2 for x in points)) / 3
    sample = {Mean(BATCH): centre, Variance(BATCH, 0): scatter, Mean((BATCH - Mean(BATCH)) ** 2): scatter}
    factor, above = (FACTORS.step[s].xreplace(sample) for s in (F, R))
    assert not (factor.atoms(Mean, Variance) | above.atoms(Mean, Variance))
    assert sp.expand(sp.cancel(factor - t / (t + 1) - above)) == 0
    assert FACTORS.letters[R].subs(t, t + 1) == F - t / (t + 1)
