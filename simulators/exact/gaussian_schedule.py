"""Gaussian fits with sizes by generation: the mean cosine of a draw after one generation, by integration."""

from __future__ import annotations

from flint import acb, arb, ctx, fmpq

from simulators.exact.balls import Real, rational

BITS = 128
FAR = 12
"""The square root of S is integrated up to here."""


def draw_cosine(*, n: tuple[int, ...], k: int, sigma0: Real = 1) -> arb:
    """E cos X for k = 0 or 1: given S = chi-square/(n-1), X is normal with variance sigma0^2 (1/n + S).

    The root x of S has the density 2 a^a x^(n-2) e^(-a x^2)/Gamma(a), a = (n-1)/2; Pr(S > s) <= (s e^(1-s))^a, s > 1.
    """
    if k not in (0, 1):
        raise ValueError(f"need k = 0 or 1: got {k}")
    variance = rational(sigma0) ** 2
    if k == 0:
        return (-arb(variance) / 2).exp()
    size = int(n[0])
    with ctx.workprec(BITS):
        a, half = arb(fmpq(size - 1, 2)), arb(variance) / 2
        scale = 2 * (a * a.log() - a - a.lgamma()).exp()

        def density(x: acb, _: bool) -> acb:
            """Over the scale, and times e^(-half x^2); x e^((1-x^2)/2) is at most 1."""
            tilted = ((1 - x * x) / 2).exp()
            return (x * tilted) ** (size - 2) * tilted * (-acb(half) * x * x).exp()

        inside = acb.integral(density, 0, FAR).real
        beyond = ((arb(FAR**2).log() + 1 - FAR**2) * a).exp()
        return (scale * inside + beyond.union(arb(0))) * (-half / size).exp()
