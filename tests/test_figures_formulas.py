"""Lines that a figure makes of several numbers, against the formulas of its caption, typed here.

A double has 53 bits and no formula here loses 20 of them: what differs by 2^-30 of its size is another formula.
"""

from fractions import Fraction
from math import exp, log, pi, prod, sqrt

import pytest
from scipy.special import digamma, gammaln

from paper_figs.figure import figures
from simulators.engine import fresh_entropy

FIGURES = figures()


def g(k):
    """g_1 = 1, g_(k+1) = 1 - e^(-g_k)."""
    value = 1.0
    for _ in range(k - 1):
        value = 1 - exp(-value)
    return value


def clipped(n, p, k, lost):
    """One minus what is lost with the symbol and with all others; a bound below 0 says nothing."""
    return 1 - sum(max(0.0, lost(n, q, k)) for q in (p, 1 - p))


def normal(x, scale):
    return exp(-((x / scale) ** 2) / 2) / (scale * sqrt(2 * pi))


def spread(workflow, n, t):
    """E sigma_t^2, d = 1, ddof = 0; where subsets are drawn there is no short formula."""
    factors = {"replace": [1 - 1 / n] * t, "accumulate": [1 - 1 / (n * s * s) for s in range(1, t + 1)]}
    return prod(factors[workflow]) if workflow in factors else None


def pool(n, k):
    """E sigma_k^2 and E mu_k^2 if each of n draws is from one of all models before, ddof = 1."""
    square = prod(1 + 1 / (n * i) - 1 / (n * i * i) for i in range(2, k + 1))
    spreads = [prod(1 + 1 / (n * i) - 1 / (n * i * i) for i in range(2, j + 1)) for j in range(1, k + 1)]
    centre = sum(spreads[j - 1] / (n * (j + 1) ** 2) for j in range(1, k))
    return square, centre + square / n


DIVERSITY = {  # series: formula of n, p0, k
    "published lower": lambda n, p, k: clipped(n, p, k, lambda n, q, k: exp(-n * q * g(k))),
    "published upper": lambda n, p, k: clipped(
        n, p, k, lambda n, q, k: (1 - 3 * n * q * q - 3 * k * q) * exp(-n * q * g(k))
    ),
    "sharp upper": lambda n, p, k: clipped(n, p, k, lambda n, q, k: (1 - q) ** (n * g(k) + 1)),
    "Seddik lower": lambda n, p, k: 4 * p * (1 - p) * (1 - 1 / n) ** k,
    "Seddik upper": lambda n, p, k: 2 * n * p * (1 - p) * (1 - 1 / n) ** k,
}
PATHS = {
    "above": lambda n, k: sqrt(k / n),
    "below": lambda n, k: -sqrt(k / n),
    "typical": lambda n, k: exp(k * (digamma((n - 1) / 2) - log((n - 1) / 2)) / 2),
    "published": lambda n, k: exp(-k / (4 * n - 1)),
}
SURVIVAL = {
    "Theorem 2": lambda n, rate, k: 1 - exp(-n * rate * g(k)),
    "published lower": lambda n, rate, k: 1 - exp(-n * rate / k),
    "published upper": lambda n, rate, k: 1 - exp(-3 * n * rate / k),
}


def parts(panel):
    return [float(Fraction(part.partition("=")[2])) for part in panel.split(",")]


def of_panels(formulas):
    """Formulas of the panel's parameters and k, by series."""
    return lambda row: row["series"] in formulas and formulas[row["series"]](*parts(row["panel"]), int(row["k"]))


def density(row):
    square = spread(row["workflow"], row["n"], row["t"])
    if row["source"] == "simulation" or square is None:
        return False
    return normal(row["x"], square if row["source"] == "published" else sqrt(square))


def of_a_pool(row):
    square, error = pool(row["n"], row["k"])
    by = {"low": -2, "high": 2}
    if row["source"] == "run":
        return False
    return by[row["source"]] * sqrt(error) if row["quantity"] == "mean" else sqrt(square)


def root_factor(n):
    """E (chi-square(n - 1)/(n - 1))^1/2."""
    return exp(gammaln(n / 2) - gammaln((n - 1) / 2)) * sqrt(2 / (n - 1))


def errors(mean, risk):
    """Root mean squares: of the mean, and of the deviation, which is what the risk is above it."""
    return lambda quantity, n, k: sqrt(mean(n, k) if quantity == "mean" else risk(n, k) - mean(n, k))


OF_THE_LAST = {
    "exact": errors(
        lambda n, k: 1 - (1 - 1 / n) ** k, lambda n, k: 2 * (1 - (root_factor(n) * sqrt((n - 1) / n)) ** k)
    ),
    "unbiased": errors(lambda n, k: k / n, lambda n, k: k / n + 2 * (1 - root_factor(n) ** k)),
}
OF_ALL_DATA = errors(
    lambda n, k: 1 - spread("accumulate", n, k), lambda n, k: 2 * (1 - root_factor(n) * sqrt(1 - 1 / n))
)
"""The risk of one generation."""


def of_the_last(row):
    return row["source"] in OF_THE_LAST and OF_THE_LAST[row["source"]](row["quantity"], row["n"], row["k"])


def of_all_data(row):
    known = row["source"] == "exact" and (row["quantity"] == "mean" or row["k"] == 1)
    return known and OF_ALL_DATA(row["quantity"], row["n"], int(row["k"]))


ESTIMATION = {
    "root mean square": lambda n: 1 / sqrt(n),
    "absolute": lambda n: sqrt(2 / (pi * n)),
    "deviation": lambda n: sqrt((1 - 2 / pi) / n),
    "printed": lambda n: 1.89382984e-4 * sqrt(1e7 / n),
}


def squares(k):
    return sum(1 / i**2 for i in range(1, k + 1))


WORKFLOWS = {
    "aug": lambda k: squares(k),
    "sub": lambda k: 3 * squares(k) - 2,
    "sub-repl": lambda k: 2 * squares(k),
    "sub-repl later": lambda k: 2 * squares(k) - 1 / 4,
    "aug limit": lambda k: pi**2 / 6,
    "sub limit": lambda k: pi**2 / 2 - 2,
    "sub-repl limit": lambda k: pi**2 / 3,
    "sub-repl later limit": lambda k: pi**2 / 3 - 1 / 4,
}
MIXTURE = {  # n, mu0, eta, eps, k
    "published": lambda n, mu0, eta, eps, k: exp(-k / (4 * n)) / eps,
    "sharp": lambda n, mu0, eta, eps, k: exp(-k / (2 * n)) / eps,
}


def along(formulas, name):
    return lambda row: row["series"] in formulas and formulas[row["series"]](int(row[name]))


def ratio(of):
    """Exact lines of the mean and the trace, per coordinate: they do not depend on d."""

    def formula(row):
        square = spread(row["workflow"], row["n"], row["t"])
        return row["source"] == "exact" and square is not None and of(square)

    return formula


def typical(row):
    """The geometric mean of the determinant under replace, the d-th root of it."""
    n, d = row["n"], row["d"]
    if row["source"] != "typical" or row["workflow"] != "replace":
        return False
    return exp(row["t"] * sum(digamma((n - i) / 2) + log(2 / n) for i in range(1, d + 1)) / d)


FORMULAS = {
    "suresh-9-diversity": of_panels(DIVERSITY),
    "suresh-2a-gaussian-paths": of_panels(PATHS),
    "suresh-4-poisson": of_panels(SURVIVAL),
    "kazdan-gaussian-density": density,
    "kazdan-1-gaussian-mean": ratio(lambda square: 1 - square),
    "kazdan-1-gaussian-trace": ratio(lambda square: square),
    "kazdan-1-gaussian-determinant": typical,
    "shumailov-4-replace": of_the_last,
    "shumailov-5-pool-sample": of_a_pool,
    "shumailov-6-pool-fit": of_all_data,
    "shumailov-12-estimation": along(ESTIMATION, "n"),
    "arulandu-6a-workflows": along(WORKFLOWS, "k"),
    "suresh-13-mixture-collapse": of_panels(MIXTURE),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_line_is_the_formula_of_its_caption(name):
    table = FIGURES[name].data(FIGURES[name].parameters["tiny"], fresh_entropy(), lambda _: None)
    seen = 0
    for cells in zip(*table.values(), strict=True):
        row = dict(zip(table, cells, strict=True))
        truth = FORMULAS[name](row)
        if truth is not False:
            assert abs(row["value"] - truth) <= 2.0**-30 * abs(truth) + 2.0**-1000, row
            seen += 1
    assert seen > 3
