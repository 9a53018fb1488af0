"""Balls as decimals that people read: the digits that are known, and a radius that leaves nothing out."""

from __future__ import annotations

from typing import Any

from flint import fmpz


def decimal_enclosure(ball: Any, digits: int) -> dict[str, str]:
    """A finite ball as decimal strings {mid, radius}: the interval mid ± radius contains the ball.

    mid has at most `digits` digits, and no more than the ball supports: it is off by one unit of its last
    digit at most, or 0 where not even one digit is known. The radius is rounded up; it is 0 for a value that
    is printed exactly. Any exponent will do: all arithmetic is on integers.
    """
    middle, rad, exponent = ball.mid_rad_10exp(digits + 3)
    exponent = int(exponent)
    known = _digits(2 * rad - 1) if rad else 0  # 10^known is the first power of ten above twice the radius
    places = max(known, _digits(middle) - digits, 0)
    kept = _nearest(middle, places)
    if _digits(kept) > digits:  # 9.99 became 10.0
        places += 1
        kept = _nearest(middle, places)
    gap = rad + abs(middle - kept * fmpz(10) ** places)
    while gap == 0 and exponent + places < 0 and kept % 10 == 0 and kept != 0:
        kept, places = kept // 10, places + 1
    return {"mid": decimal_text(kept, exponent + places), "radius": _scientific(gap, exponent)}


def _digits(x: fmpz) -> int:
    """The number of decimal digits; none for 0."""
    return len(str(abs(x))) if x else 0


def _nearest(x: fmpz, places: int) -> fmpz:
    """x/10^places to the nearest integer."""
    unit = fmpz(10) ** places
    return (2 * x + unit) // (2 * unit)


def decimal_text(x: fmpz, exponent: int) -> str:
    """x 10^exponent with every digit of x: plain near 1, else scientific."""
    sign, text = "-" * (x < 0), str(abs(x))
    top = exponent + len(text) - 1
    if x == 0:
        return "0"
    if exponent > 0 or top < -5:
        return f"{sign}{text[0]}{'.' * (len(text) > 1)}{text[1:]}e{top:+d}"
    if exponent == 0:
        return sign + text
    text = text.rjust(1 - exponent, "0")
    return f"{sign}{text[:exponent]}.{text[exponent:]}"


def _scientific(x: fmpz, exponent: int) -> str:
    """x 10^exponent >= 0 with three digits, rounded up."""
    if x == 0:
        return "0"
    places = max(_digits(x) - 3, 0)
    head = -(-x // fmpz(10) ** places)
    text = str(head)  # 1000 where 999.5 was rounded up
    top = exponent + places + len(text) - 1
    text = text[:3].ljust(3, "0")
    return f"{text[0]}.{text[1:]}e{top:+03d}"
