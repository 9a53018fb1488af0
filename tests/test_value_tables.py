"""Tables that were made by other programs, of exact rationals, balls and sums, come out of `theorems value`."""

import json
from decimal import Decimal

import pytest
from flint import arb, fmpq

from theorems.door import main

SIZES = (2, 5, 10, 32, 100, 316, 1000)
LIMITS = {  # of the mean variance as k grows, of real variance 1, for these numbers of points a batch
    "gaussian-accumulate-limit": ".3581878 .7019980 .8434359 .9493827 .9836316 .9948026 .9983559",
    "gaussian-accumulate-unbiased": ".6666667 .8694906 .9351407 .9798110 .9935471 .9979587 .9993550",
    "gaussian-subsample": ".1645541 .5346665 .7389910 .9116090 .9709971 .9907474 .9970687",
    "gaussian-bootstrap": ".1501733 .5045512 .7154916 .9018265 .9675858 .9896379 .9967150",
}
SPREADS = ".5210863 .4458006 .2730695 .0971484 .0323127 .0103521 .0032840"
"""Limits of the variance of the variance, where data accumulate."""
RATIOS = {  # of the error of model k to that of model 1, for many points
    "workflow-order/subsample": {2: "1.75", 5: "2.3908", 10: "2.6493", 20: "2.7885", 50: "2.8754", 100: "2.9050"},
    "workflow-order/subsample-limit": {1: "2.934802"},
    "workflow-order/bootstrap-limit": {1: "3.289868"},
    "workflow-order/bootstrap-later-limit": {2: "3.039868"},
    "workflow-exponential-families/known-variance-limit": {1: "1.644934"},
    "workflow-exponential-families/known-variance-accumulate": {7: "1.511797"},
}
RISES = {10: ".466", 100: ".764", 1000: ".962"}
"""By how much the loss of kernel estimates rises from the first fit on at least, where data accumulate."""


def values(capsys, claim, grid, part="value"):
    """What a claim says at the points of a grid, or the exact value there."""
    assert main(["value", claim, "--grid", grid, "--json", "--seconds", "600"]) == 0
    rows = map(json.loads, capsys.readouterr().out.splitlines())
    return [arb(row[part]["mid"], row[part]["radius"]) for row in rows]


def agree(found, printed, more=0):
    """Are numbers what is printed, to the last digit, or nearer than that and `more`?"""
    for number, text in zip(found, printed, strict=True):
        digits = -Decimal(text).as_tuple().exponent
        assert abs(number - fmpq(int(text.replace(".", "")), 10**digits)) <= arb(10) ** -digits / 2 + more, text
    return True


@pytest.mark.parametrize("theorem", LIMITS)
def test_limits_of_the_variance(capsys, theorem):
    grid = f"n={','.join(map(str, SIZES))},k=1"
    kept = values(capsys, f"{theorem}/variance-limit", grid)
    assert agree(kept, LIMITS[theorem].split())
    if theorem != "gaussian-accumulate-unbiased":
        lost = values(capsys, f"{theorem}/mean-error-limit", grid)
        assert all((a + b - 1).contains(0) for a, b in zip(kept, lost, strict=True))


def test_limits_of_the_variance_of_the_variance(capsys):
    """From the mean square at k = 6000, which is within 2/(n k)^2 of its limit (`square-settles`)."""
    grid, k = f"n={','.join(map(str, SIZES))},k=", 6000
    squares = values(capsys, "gaussian-accumulate-limit/variance-square", f"{grid}{k}")
    means = values(capsys, "gaussian-accumulate-limit/variance-limit", f"{grid}1")
    found = [a - b**2 for a, b in zip(squares, means, strict=True)]
    assert agree(found, SPREADS.split(), 2 / arb(2 * k) ** 2)


@pytest.mark.parametrize("claim", RATIOS)
def test_ratios_of_many_points(capsys, claim):
    at = RATIOS[claim]
    points = f"k={','.join(map(str, at))}" + ("" if claim.startswith("workflow-order") else ",n=1")
    assert agree(values(capsys, claim, points), at.values())


def test_what_shrinking_kernels_add_to_the_variance(capsys):
    for claim, printed in (
        ("constants", ("2.3200590542", "2.7900182931", "3.2666029038")),
        ("constants-next", ("2.1055472780",)),
    ):
        points = f"d={','.join(str(d + 1) for d in range(len(printed)))}"
        found = values(capsys, f"kde-shrinking-bandwidth/{claim}", points, "exact")
        assert agree(found, printed)


def test_how_the_loss_of_kernel_estimates_rises(capsys):
    first, *later = values(capsys, "kde-accumulate-kernels/density-bound", f"n=2,h=1,k=1,{','.join(map(str, RISES))}")
    assert agree([(first / density).log() for density in later], RISES.values())
    (annealed,) = values(capsys, "kde-replace-loss/annealed-lower", "n=3,h=3/5,k=60")
    assert agree([annealed], ["2.5"])


def test_what_fresh_and_fixed_real_points_leave(capsys):
    """Of many points: 2r/(2r + 1) of the variance; (3 - 2p)/(2 - p) times the error of the real points alone."""
    n = 10**9
    kept = values(capsys, "gaussian-fresh-share/variance-limit", f"n={n},r=1,2,5,k=1")
    assert all(abs(x - fmpq(2 * r, 2 * r + 1)) < fmpq(1, 10**8) for x, r in zip(kept, (1, 2, 5), strict=True))
    for share in (fmpq(1, 10), fmpq(1, 2)):
        (error,) = values(capsys, "workflow-fixed-real-set/fixed-limit", f"n={n},r={int(share * n)},k=1")
        assert abs(error * int(share * n) - (3 - 2 * share) / (2 - share)) < fmpq(1, 10**7)
