"""Mean errors of least squares that is fitted to labels it gave, in small cases.

Not by inverse Wishart matrices: a fit moves by a vector u with |u|^2 = noise times chi-square(d) Beta(m/2, (N - m)/2)
over chi-square(N - d + 1), all independent, where m of N independent rows are new (Hotelling; the matrix-valued beta
law). Where the rows are the same every time, every direction that they span is a mean of numbers that is refitted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Any

from flint import arb, fmpq

from proofs_check.recheck.balls import NoValue, Number, number
from proofs_check.recheck.decide import needs
from proofs_check.recheck.forms import Context
from proofs_check.recheck.terms import ONE, ZERO, Term, free, head, plus, power, put


def expected(p: Any, at: Mapping[str, Any], what: Term, k: int) -> Number:
    """E of an observable at generation k; raises NoValue where it is not found in this way, or is not finite."""
    ((data, (_, start, step)),), ((_, _, law), *others) = p.states.items(), p.draws
    if not p.first <= k <= p.first + 8:
        raise NoValue("no small case")
    if what == ONE:
        return ONE
    d, noise = fmpq(len(at[p.spectrum])), number(start[2], at)
    sizes = [number(p.sizes[data], {**at, "t": fmpq(g)}) for g in range(p.first, k + 1)]
    if others:
        if what != ("ExcessError", data, p.spectrum):
            raise NoValue("it is not known")
        (made,) = (number(p.sizes[s], at) for s, _, law in p.draws if law[1] != ZERO)
        kept, total = with_real(sizes[0], made, d), ZERO
        for _ in sizes:
            total = kept * total + noise * d * inverse(sizes[0] - d + 1)
        return total
    again, pooled = head(law) == "Relabelled", data in step[1:]
    fits = [sizes[0], *(b - a if pooled else b for a, b in pairwise(sizes))]
    if sizes[0] < d:
        raise NoValue("no fit")
    if what == ("TrainingError", data):
        if not pooled:
            return noise * (1 - d / sizes[-1])
        if again:
            return noise * (sum(fits, ZERO) - len(fits) * d + d * apart(len(fits))) / sizes[-1]
        explained = (d * of_beta(m / 2, (total - m) / 2) for m, total in zip(fits, sizes, strict=True))
        return noise * (sum(fits, ZERO) - sum(explained, ZERO)) / sizes[-1]
    error = ("ExcessError", data, p.spectrum)
    if what == error:
        moves = [d * inverse(sizes[0] - d + 1)]
        for new, total in zip(fits[1:], sizes[1:], strict=True):
            rows = new if again else total
            share = (new / total) ** 2 if again else of_beta(new / 2, (total - new) / 2)
            moves.append(d * share * inverse(rows - d + 1))
        return noise * sum(moves, ZERO)
    if what == ("^", error, fmpq(1, 2)) and again and not pooled:
        half, degrees = fmpq(1, 2), sizes[0] - d + 1
        whole = arb(noise * (k - p.first + 1) * d / degrees).sqrt()
        return whole * mean_chi_square(d / 2, half) * mean_chi_square(degrees / 2, -half)
    if what == power(error, 2) and k == p.first and sizes[0] > d + 3:  # by E (tr W^-1)^2 and E tr W^-2
        rows = sizes[0]
        below = (rows - d) * (rows - d - 1) * (rows - d - 3)
        return noise**2 * (d * (d * (rows - d - 2) + 2) + 2 * d * (rows - 1)) / below
    raise NoValue("it is not known")


def follows(
    p: Any, cases: Sequence[Mapping[str, Any]], quantities: Sequence[Term], rows: Sequence[Any], start: Sequence[Term]
) -> None:
    """Raises Refused unless means begin so, and move by these rows from one generation to the next, in small cases."""
    found = 0
    for at in cases:
        try:
            means = [[expected(p, at, q, g) for q in quantities] for g in range(p.first, p.first + 3)]
        except NoValue:
            continue
        found += 1
        needs(means[0] == [number(begun, at) for begun in start], "a start is not found")
        for g, (now, then) in enumerate(pairwise(means), p.first):
            there = {**at, "t": fmpq(g)}
            moved = [sum((number(c, there) * now[j] for j, c in row.items()), ZERO) for row in rows]
            needs(then == moved, "the recursion goes otherwise")
    needs(found, "no small case is known")


def mean_chi_square(half: fmpq, e: fmpq) -> Number:
    """E X^e, X chi-square over its degrees, twice `half`."""
    needs(half + e > 0, "a mean need not be finite")
    if e.q == 1:
        up, down = (prod((half + i for i in range(*ends)), start=ONE) for ends in ((int(e),), (int(e), 0)))
        return up / (down * half ** int(e))
    return (arb(half) + e).gamma() / (arb(half).gamma() * arb(half) ** e)


def rows_suffice(less: Callable[..., None], p: Any, what: Term, values: Mapping[str, Term], context: Context) -> None:
    """Raises Refused unless the fit to labelled rows that is seen has a value, or (its error) a finite mean.

    At first, and at every generation where rows are not joined to earlier ones. less: raises it unless a <= b.
    """
    needs(head(what) in ("ExcessError", "TrainingError"), "an error of a fit is needed")
    ((data, (_, _, step)),) = p.states.items()
    fewest, size = plus(("Length", p.spectrum), fmpq(2 if head(what) == "ExcessError" else 0)), p.sizes[data]
    less(fewest, "<=", put(size, values | p.begins), context)
    if data not in step[1:] and "t" in free(size):
        needs("t" not in context.of, "the generation of a process has the name of a symbol")
        less(fewest, "<=", put(size, values), context.but({"t": ("whole", fmpq(p.first), None, False, True)}))


def inverse(degrees: fmpq) -> fmpq:
    """E 1/chi-square."""
    if degrees <= 2:
        raise NoValue("it is not finite")
    return mean_chi_square(degrees / 2, -ONE) / degrees


def of_beta(a: fmpq, b: fmpq) -> fmpq:
    """E of Beta(a, b), which is 1 for b = 0."""
    return a / (a + b)


def with_real(n: fmpq, a: fmpq, d: fmpq) -> fmpq:
    """E tr(B'B)/d for B = G^-1 times the sum of xx' over a of n rows.

    With G = T'T, T'^-1 (that sum) T^-1 = Q'Q, Q the first a of n rows of d orthonormal columns, is independent of G,
    and E Q'QSQ'Q = E (Q'Q)_11^2 S + E (Q'Q)_12^2 (tr S I - S) for a symmetric S, here the inverse of TT'. E tr G tr
    G^-1 is (n d - 2) times E tr G^-1, as follows if G is stretched.
    """
    diagonal = a * (a + 2) / (n * (n + 2))
    beside = a / (n * (n + 2)) - a * (a - 1) / ((n - 1) * n * (n + 2))
    return diagonal + beside * ((n * d - 2) * inverse(n - d + 1) - 1)


def apart(many: int) -> fmpq:
    """E of the sum of (y_i - mean)^2, i <= many, where y_i is the mean of those before it and a standard normal e_i."""
    numbers: list[list[fmpq]] = []  # coefficients of e_1, e_2, ...
    for i in range(many):
        y = [sum((row[j] for row in numbers), ZERO) / max(i, 1) for j in range(many)]
        numbers.append([x + (j == i) for j, x in enumerate(y)])
    means = [sum((row[j] for row in numbers), ZERO) / many for j in range(many)]
    return sum(((x - mean) ** 2 for row in numbers for x, mean in zip(row, means, strict=True)), ZERO)
