"""Distribution of a product of independent chi-square ratios, by its Mellin transform."""

from __future__ import annotations

from functools import lru_cache
from itertools import count

from flint import acb, arb, ctx, fmpq

from simulators.exact.balls import Exact, Real, rational

BITS = 128
RELATIVE = 2.0**-56  # share of the rarer of the two probabilities that the errors of the method may be

Split = tuple[arb, arb]
"""Pr(product <= level), Pr(product > level)."""


def scale_laws(*, n: int, k: int, sigma0: Real = 1, x: Real) -> list[arb]:
    """Pr(Sigma_j <= x) in the Gaussian chain (replace, ddof = 1; n >= 2) from sigma0, at [j], j = 0..k: balls."""
    ratio = rational(x) / rational(sigma0)
    if ratio <= 0:
        return [arb(0)] * (k + 1)
    return [arb(ratio >= 1), *(below for below, _ in product_laws(n - 1, k, ratio**2))]


def product_laws(degrees: int, k: int, level: fmpq) -> list[Split]:
    """Balls around Pr(S_1...S_j <= level) and Pr(S_1...S_j > level) at [j - 1], j = 1..k; level > 0.

    See `product_law`. Numbers j that differ by less than a factor of 2 share one line of integration, and the
    precision that the rarer probability has for the largest of them.
    """
    ends = [1 << i for i in range(k.bit_length())]
    return [split for first in ends for split in _laws(degrees, first, min(2 * first - 1, k), level)]


def law_of_factors(n: int, k: int, x: fmpq) -> tuple[Exact, Exact]:
    """Pr(S_1 ... S_k <= x) and the opposite, S_j ~ chi-square(n-1)/(n-1), independent; balls for k >= 1."""
    if k == 0 or x <= 0:
        below = fmpq(x >= 1)
        return below, 1 - below
    return product_law(n - 1, k, x)


@lru_cache(maxsize=1024)
def product_law(degrees: int, k: int, level: fmpq) -> Split:
    """Balls around Pr(S_1...S_k <= level) and Pr(S_1...S_k > level), k >= 1, level > 0.

    S_i ~ chi-square(degrees)/degrees, independent: with a = degrees/2, E S^z = G(a+z)/(a^z G(a)), G the
    gamma function. The integral of F(z) = level^-z E(S)^z ^k/z, dz/(2 pi i), over the line Re z = c is the upper
    probability if c > 0 and minus the lower one if -a < c < 0. The line goes through the saddle
    point on the side that is the rarer.

    The integral is replaced by a sum with step h. For c > 0 (c < 0 is its mirror image) and p(t) the upper
    probability at level e^t, Poisson's summation formula gives

        h/(2 pi) sum_m F(c + i m h) = sum_r e^(c r d) p(r d), d = 2 pi/h, r over all integers:

    the wanted p(0) and errors of one sign, at most sum e^(-c r d) over r > 0 for those with r < 0, and for the
    others, by Markov's inequality with any larger c', at most E(S)^c' ^k level^-c' sum e^(-(c'-c) r d).

    The sum is cut at Im z = T: |G(x+iy)| = G(x) prod_j (1 + y^2/(x+j)^2)^(-1/2) gives, for y >= T,
    |G(x+iy)/G(x+iT)| <= (T/y)^E, E = sum_j T^2/(T^2+(x+j)^2) >= T atan(T/x). As this falls with y, what is cut
    is at most its integral: |z F(z)|/(pi k T atan(T/x)) at z = c + iT.
    """
    return _laws(degrees, k, k, level)[0]


@ctx.workprec(BITS)
def _laws(degrees: int, first: int, last: int, level: fmpq) -> list[Split]:
    """`product_law` for k = first..last, on the line of the last one."""
    a, log_level = arb(degrees) / 2, arb(level).log()
    c = _saddle(a, last, log_level)
    x = a + c

    def markov(k: int, power: arb) -> arb:
        """log of E(S)^power ^k level^-power."""
        return k * ((a + power).lgamma() - a.lgamma() - power * a.log()) - power * log_level

    width = 1 / (last * acb(x).polygamma(1).real + 1 / c**2).sqrt()
    log_tolerance = markov(last, c) + (RELATIVE * width / abs(c)).log()
    tolerance = log_tolerance.exp()
    further = 2 * c if c > 0 else max(2 * c, (c - a) / 2)
    worst = max(markov(first, further), markov(last, further))
    need = max(-log_tolerance / abs(c), (worst - log_tolerance) / abs(further - c)) + 1 / abs(c)
    distance = need.mid()
    step = 2 * arb.pi() / distance

    terms, factors, cuts = [], [], []  # F at the nodes, what one more factor S multiplies it by, bounds on what follows
    for m in count():
        z = acb(c, m * step)
        log_factor = (a + z).lgamma() - a.lgamma() - z * a.log()
        terms.append((first * log_factor - z * log_level).exp() / z)
        factors.append(log_factor.exp())
        cuts.append(abs(z) / (arb.pi() * z.imag * (z.imag / x).atan()) if m else arb("inf"))
        if abs(terms[m]) * cuts[m] < tolerance:
            break

    laws = []
    near = 1 / ((abs(c) * distance).exp() - 1)
    far = 1 / ((abs(further - c) * distance).exp() - 1)
    for k in range(first, last + 1):
        while len(terms) > 2 and abs(terms[-2]) * cuts[len(terms) - 2] < tolerance:
            terms.pop()
        rest = abs(terms[-1]) * cuts[len(terms) - 1] / k
        aliases = near + far * markov(k, further).exp()
        total = sum(terms, -terms[0] / 2).real * c.sgn() * step / arb.pi()
        rare = total + rest.union(-rest) - aliases.union(arb(0))
        laws.append((1 - rare, rare) if c > 0 else (rare, 1 - rare))
        terms = [term * factor for term, factor in zip(terms, factors, strict=False)]
    return laws


def _saddle(a: arb, k: int, log_level: arb) -> arb:
    """An exact number near the minimum over the real axis of |integrand|, on the side of the rarer event.

    Any point would do: the choice decides only how fast the integrand decays, and how large it is.
    """

    def derivative(z: arb) -> arb:
        return k * ((a + z).digamma() - a.log()) - log_level - 1 / z

    if log_level > k * (a.digamma() - a.log()):
        low, high = arb(0), arb(1)
        while derivative(high) < 0:
            high *= 2
    else:
        low, high = -a, arb(0)
    for _ in range(40):
        middle = ((low + high) / 2).mid()
        if derivative(middle) < 0:
            low = middle
        else:
            high = middle
    return ((low + high) / 2).mid()
