"""Distribution of a product of independent chi-square ratios, by its Mellin transform."""

from __future__ import annotations

from functools import lru_cache

from flint import acb, arb, ctx, fmpq

BITS = 128
RELATIVE = 2.0**-56  # share of the result that the cut tails may be


@lru_cache(maxsize=1024)
@ctx.workprec(BITS)
def product_law(degrees: int, k: int, level: fmpq) -> tuple[arb, arb]:
    """Balls around Pr(S_1...S_k <= level) and Pr(S_1...S_k > level), k >= 1, level > 0.

    S_i ~ chi-square(degrees)/degrees, independent: with a = degrees/2, E S^z = G(a+z)/(a^z G(a)), G the
    gamma function. The integral of (level^-z E(S)^z ^k)/z dz/(2 pi i) over the line Re z = c is the upper
    probability if c > 0 and minus the lower one if -a < c < 0. The line goes through the saddle
    point on the side that is the rarer; the part |Im z| <= T is integrated rigorously and what lies beyond
    is bounded: |G(x+iy)| = G(x) prod_j (1 + y^2/(x+j)^2)^(-1/2) gives, for y >= T,
    |G(x+iy)/G(x+iT)| <= (T/y)^E, E = sum_j T^2/(T^2+(x+j)^2) >= T atan(T/x), hence
    a tail of at most |integrand numerator at T|/(pi k T atan(T/x)).
    """
    a, log_level = arb(degrees) / 2, arb(level).log()
    c = _saddle(a, k, log_level)
    x = a + c
    peak = k * (x.lgamma() - a.lgamma() - c * a.log()) - c * log_level
    slope = k * a.log() + log_level

    def integrand(z: acb, _: bool) -> acb:
        if not (a + z.real) > 0:
            return acb("nan")
        return (k * ((a + z).lgamma() - x.lgamma()) - (z - c) * slope).exp() / z

    width = 1 / (k * acb(x).polygamma(1).real + 1 / c**2).sqrt()
    tolerance = RELATIVE * float(width / abs(c))
    end, tail = width, arb(1)
    while tail > tolerance:
        end = (end * fmpq(5, 4)).mid()
        fall = (k * (acb(x, end).lgamma().real - x.lgamma())).exp()
        tail = fall / (k * arb.pi() * end * (end / x).atan())
    line = acb.integral(integrand, acb(c), acb(c, end), rel_tol=RELATIVE, abs_tol=tolerance)
    rare = peak.exp() * (line.imag / arb.pi() + tail.union(-tail)) * c.sgn()
    return (1 - rare, rare) if c > 0 else (rare, 1 - rare)


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
