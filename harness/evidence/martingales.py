"""Test martingales: evidence that a mean lies on one side of a threshold, or that a law is not the claimed one.

Every function returns the logarithm of a process that starts at 1 and is a supermartingale (or below one)
whenever its null hypothesis holds. By Ville's inequality it exceeds 1/a with probability at most a, at any
stopping time. All of them are computed from block sums, so the order of draws within a block is irrelevant.

The engines:
* counts: mixture likelihood ratio for 0/1 data;
* bounded: bets 1 + y with y = lambda (x - threshold), through log(1+y) >= y - c(b) y^2 for y >= -b;
* conditional: the same bets with a predictable mean threshold * previous, along one dependent path;
* moment: real data with a certified bound on E X^2, through exp(y - y^2/6) <= 1 + y + y^2/3 (Delyon 2009);
* cells: Dirichlet mixture for the counts of a partition, against the claimed cell probabilities.
Each mean engine mixes one bet that is best for a designated target with a geometric grid of bets.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, log, log1p

import numpy as np
from scipy.special import betaincc, betaln, gammaln

from simulators.engine import Support

SUMS = 6
"""Sums kept per block: n, x, s, x^2, x s, s^2, where s is the predictable scale (1 for independent draws)."""

LOG2 = log(2.0)


class BadObservable(ValueError):
    """An observable returned a value outside its declared support, or one that is not a number."""


def block_sums(support: Support, values: np.ndarray, name: str = "the observable") -> np.ndarray:
    """The six sums of a block of draws; raises BadObservable outside the support or at nan."""
    check_draws(support, values, name)
    if support.kind == "steps":
        x, s = np.asarray(values[:, 0], dtype=float), np.asarray(values[:, 1], dtype=float)
    else:
        x = np.asarray(values, dtype=float)
        s = np.ones_like(x)
    return np.array([x.size, x.sum(), s.sum(), x @ x, x @ s, s @ s])


def cell_counts(support: Support, edges: np.ndarray, values: np.ndarray, name: str = "the observable") -> np.ndarray:
    """Counts of a block of draws in the cells (-oo, e_1], (e_1, e_2], ..., (e_m, oo), of shape (m + 1,); raises
    BadObservable outside the support or at nan.
    """
    check_draws(support, values, name)
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=edges.size + 1)


def check_draws(support: Support, values: np.ndarray, name: str) -> None:
    """Raises BadObservable unless the draws are finite numbers of the declared shape in the declared range."""
    rows = np.asarray(values, dtype=float)
    if rows.ndim != (2 if support.kind == "steps" else 1) or (support.kind == "steps" and rows.shape[1] != 2):
        shape = "rows (next, previous)" if support.kind == "steps" else "one value per path"
        raise BadObservable(f"{name} returned an array of shape {rows.shape}: it is to return {shape}")
    for bad, why in (
        (~np.isfinite(rows), "which is not a finite number"),
        ((rows != 0) & (rows != 1) & (support.kind == "event"), "but it is declared an event, which is 0 or 1"),
        ((rows < support.low) | (rows > support.high), f"outside its declared range [{support.low}, {support.high}]"),
    ):
        if np.any(bad):
            raise BadObservable(f"{name} returned {rows[bad][0]}, {why} ({np.sum(bad)} of {rows.size} draws)")


@dataclass(frozen=True)
class Side:
    """Evidence that the mean is above (`sign` = +1) or below (-1) the threshold, best if it equals target."""

    threshold: float
    sign: int
    target: float


def log_evidence(support: Support, second_moment: float, sums: np.ndarray, side: Side) -> float:
    """Log of the test martingale against `mean <= threshold` (sign +1) or `mean >= threshold` (sign -1).

    second_moment: a proved upper bound on E X^2, used by `real` observables only.
    """
    if sums[0] == 0:
        return 0.0
    if support.kind == "event":
        return _counts(sums, side)
    if support.kind in ("bounded", "steps"):
        return _bets(support, sums, side)
    return _moment(second_moment, sums, side)


def _counts(sums: np.ndarray, side: Side) -> float:
    total, ones = sums[0], sums[1]
    wins, losses = (ones, total - ones) if side.sign > 0 else (total - ones, ones)
    theta, target = (side.threshold, side.target) if side.sign > 0 else (1 - side.threshold, 1 - side.target)
    if theta >= 1:
        return -inf  # the mean of an event cannot be beyond 1
    if theta <= 0:
        return inf if wins else 0.0
    null = wins * log(theta) + losses * log1p(-theta)
    tail = betaincc(wins + 0.5, losses + 0.5, theta)
    prior = betaincc(0.5, 0.5, theta)
    mixture = betaln(wins + 0.5, losses + 0.5) - betaln(0.5, 0.5) - null
    mixture += log(tail) - log(prior) if tail > 0 and prior > 0 else -inf
    bet = -inf
    if theta < target < 1:
        bet = wins * log(target) + losses * log1p(-target) - null
    return float(np.logaddexp(mixture, bet) - LOG2)


def _deviation_sums(sums: np.ndarray, side: Side) -> tuple[float, float]:
    """Sum of d = sign (x - threshold s), and of d^2."""
    _, x, s, xx, xs, ss = sums
    t = side.threshold
    rounding = 1e-12 * (abs(x) + abs(t * s))  # of the sums: never to be taken for evidence
    return side.sign * (x - t * s) - rounding, max(xx - 2 * t * xs + t * t * ss, 0.0)


def _mix(best: np.ndarray, grid: np.ndarray) -> float:
    return float(np.logaddexp(np.logaddexp.reduce(best), np.logaddexp.reduce(grid) - log(grid.size)) - LOG2)


def _bets(support: Support, sums: np.ndarray, side: Side) -> float:
    t = side.threshold
    if support.kind == "steps":  # x and s both range over [low, high], thresholds are ratios >= 0
        loss = t * support.high - support.low if side.sign > 0 else support.high - t * support.low
    else:
        loss = t - support.low if side.sign > 0 else support.high - t
    if loss <= 0:
        return -inf if side.sign * (sums[1] - t * sums[2]) <= 0 else inf
    first, second = _deviation_sums(sums, side)
    stake = 0.9 * 0.5 ** np.arange(14)  # lambda * largest loss
    cost = (-stake - np.log1p(-stake)) / stake**2
    rates = stake / loss
    logs = rates * first - cost * rates**2 * second
    return float(np.logaddexp.reduce(logs) - log(logs.size))


def _moment(second_moment: float, sums: np.ndarray, side: Side) -> float:
    t = side.threshold
    variance = second_moment - t * t  # E (X - t)^2 at mean t; the bound below holds on the whole null
    gap = abs(side.target - t)
    best = gap / max(variance, gap * gap, 1e-300)
    largest = 1.5 / abs(t) if side.sign * t > 0 else inf
    rates = best * 2.0 ** np.arange(-3, 8)
    rates = rates[rates < largest]
    first, second = _deviation_sums(sums, side)

    def logs(rate: np.ndarray) -> np.ndarray:
        return rate * first - rate**2 * (second / 6 + sums[0] * variance / 3)

    if best >= largest:
        best = 0.99 * largest
    if rates.size == 0:
        return float(logs(np.array([best]))[0])
    return _mix(logs(np.array([best])), logs(rates))


def interval(support: Support, second_moment: float, sums: np.ndarray, error: float = 0.05) -> tuple[float, float]:
    """A time-uniform confidence interval for the mean: the thresholds that the martingales do not reject."""
    centre = sums[1] / sums[2]
    spread = max((sums[3] / sums[0] - (sums[1] / sums[0]) ** 2) / sums[0], 0.0) ** 0.5
    need = log(2 / error)
    ends = []

    def rejected(threshold: float, sign: int) -> bool:
        reach = 0.01 * max(second_moment - threshold**2, 1e-6 * second_moment) ** 0.5  # must not depend on the data
        return log_evidence(support, second_moment, sums, Side(threshold, sign, threshold + sign * reach)) >= need

    for sign in (1, -1):  # evidence for "above" excludes low thresholds
        inside, step = centre, max(spread, 1e-9 * max(abs(centre), 1e-12))
        if support.kind == "real":  # |E X| is at most the root of E X^2
            limit = -sign * second_moment**0.5
        else:
            limit = (support.low if sign > 0 else support.high) if support.kind != "steps" else sign * -inf
        outside = sign * max(sign * (centre - sign * step), sign * limit)
        while isfinite(outside) and outside != limit and not rejected(outside, sign):
            inside, step = outside, 2 * step
            outside = sign * max(sign * (centre - sign * step), sign * limit)
        for _ in range(30):
            middle = (inside + outside) / 2
            if rejected(middle, sign):
                outside = middle
            else:
                inside = middle
        ends.append(outside)
    return ends[0], ends[1]


def log_cells(counts: np.ndarray, probabilities: np.ndarray) -> float:
    """Evidence against the claimed cell probabilities: Dirichlet(1/2) mixture against upper bounds on them."""
    total, cells = counts.sum(), counts.size
    seen = counts > 0
    if np.any(probabilities[seen] <= 0):
        return inf
    mixture = gammaln(cells / 2) - gammaln(total + cells / 2) + np.sum(gammaln(counts + 0.5) - gammaln(0.5))
    return float(mixture - np.sum(counts[seen] * np.log(probabilities[seen])))


def log_ratio(counts: np.ndarray, numerator: np.ndarray, denominator: np.ndarray) -> float:
    """Evidence against the simple law `denominator`, in favour of `numerator` (cell probabilities)."""
    seen = counts > 0
    if np.any(denominator[seen] <= 0):
        return inf
    if np.any(numerator[seen] <= 0):
        return -inf
    return float(np.sum(counts[seen] * np.log(numerator[seen] / denominator[seen])))


def draws_needed(support: Support, second_moment: float, value: float, gap: float, log_limit: float) -> float:
    """Expected draws until the designated bet for a mean `value` against `value + gap` reaches the limit."""
    need = log_limit + LOG2
    if support.kind == "event":
        ways = [t for t in (value + gap, value - gap) if 0 < t < 1]
        return max((need / _divergence(value, t) for t in ways), default=1.0)
    if support.kind == "steps":
        return 2 * need / (gap / max(abs(value), 1e-300)) ** 2
    if support.kind == "bounded":
        variance = max((value - support.low) * (support.high - value), 0.0)
        return 2 * (need + 2) * max(variance, gap * gap) / gap**2
    return 2 * need * max(second_moment - value * value, gap * gap) / gap**2


def _divergence(p: float, q: float) -> float:
    terms = 0.0
    if p > 0:
        terms += p * log(p / q)
    if p < 1:
        terms += (1 - p) * log((1 - p) / (1 - q))
    return max(terms, 1e-300)
