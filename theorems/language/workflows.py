"""Workflows as data: which points each model is fitted to, how large the batches are, and how real.

Batch 1 is real. Model t, t >= 1, is fitted to points of batches 1..t, chosen without looking at their values; what is
not real in batch t + 1 is drawn from model t. A workflow is written

    replace | accumulate | subsample | bootstrap | window(5) | last half | synthetic only

and, after it, `+ fresh(1/10)`: this share of each later batch is real, too; after replace, `+ fixed(1/10)`: this share
of the n points that a model is fitted to are the same real ones every time (model 1 has only these);
`, sizes n*t^2`: the size of batch t, rounded up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import sympy as sp

from theorems.language.domains.ends import End
from theorems.language.domains.entries import DomainError
from theorems.language.text import shortened

SELECTIONS = ("replace", "accumulate", "subsample", "bootstrap", "window(w)", "last half", "synthetic only")
"""From which points: the last batch; all; n of all, without or with replacement; the last w batches; batches
t/2 + 1..t (rounded down); all but the real ones (of which only model 1 knows)."""

WRITTEN = re.compile(
    r"(?P<selection>[a-z ]+?)(\((?P<width>\d{1,9})\))?"
    r"(?P<more>(\+(fresh|fixed)\([^()+,]*\))*)(,sizes(?P<sizes>.+))?"
)
EXAMPLES = "replace, accumulate, window(5), subsample, replace + fresh(1/10), accumulate, sizes n*t^2"
LARGEST = 10**12


class Round(NamedTuple):
    """Batch t has `size` points, `real` of them real; then model t is fitted.

    It sees the batches from `oldest` on (counted from 1), and batch 1, too, if it `keeps` it; of their points it takes
    all, or `taken` of them, with replacement or without.
    """

    size: int
    real: int
    oldest: int
    keeps: bool
    taken: int | None
    replacement: bool


@dataclass(frozen=True)
class Workflow:
    """selection: one of SELECTIONS, of which a window has its width. fresh, fixed: shares. sizes: in n and t."""

    selection: str
    width: int | None = None
    fresh: Fraction = Fraction(0)
    fixed: Fraction = Fraction(0)
    sizes: str = "n"

    @classmethod
    def parse(cls, text: str) -> Workflow:
        """The workflow that is written; raises DomainError."""
        found = WRITTEN.fullmatch(re.sub(r"\s*([+(),])\s*", r"\1", " ".join(text.split())))
        selection = found["selection"].strip() if found else ""
        if found and found["width"] is not None:
            selection = f"{selection}(w)" if int(found["width"]) else ""
        if not found or selection not in SELECTIONS:
            names = ", ".join(SELECTIONS)
            raise DomainError(f"a workflow is one of {names} (w >= 1), as in {EXAMPLES}: got '{shortened(text)}'")
        more = re.findall(r"\+(\w+)\(([^()]*)\)", found["more"])
        if len(dict(more)) < len(more):
            raise DomainError(f"fresh and fixed are given once each: got '{shortened(text)}'")
        shares = {name: _share(name, value) for name, value in more}
        sizes = (found["sizes"] or "n").replace(" ", "")
        if "fixed" in shares and (selection != "replace" or sizes != "n"):
            raise DomainError(f"fixed is a share of n points where the last batch is replaced: got '{shortened(text)}'")
        unknown = End(sizes.replace("^", "**")).names - {"n", "t"}
        if unknown:
            raise DomainError(f"sizes are an expression in n and t: got '{shortened(sizes)}'")
        return cls(
            selection.removesuffix("(w)"), int(found["width"]) if found["width"] else None, **shares, sizes=sizes
        )

    def __str__(self) -> str:
        width = "" if self.width is None else f"({self.width})"
        more = "".join(f" + {name}({getattr(self, name)})" for name in ("fresh", "fixed") if getattr(self, name))
        return f"{self.selection}{width}{more}" + ("" if self.sizes == "n" else f", sizes {self.sizes}")

    @property
    def process(self) -> str:
        """What declared processes of this workflow are called, after the name of the model."""
        width = "" if self.width is None else str(self.width)
        more = [name for name in ("fresh", "fixed") if getattr(self, name)]
        if self.sizes != "n":
            grown = re.fullmatch(r"n\*t(?:\^(\d))?", self.sizes)
            more.append(f"power{grown[1] or 1}" if grown else "sizes")
        return "_".join([f"{self.selection}{width}".replace(" ", "_"), *more])

    def rounds(self, n: int, k: int) -> Iterator[Round]:
        """Rounds 1..k with n points a batch, where no other sizes are given; raises DomainError."""
        size_of = End(self.sizes.replace("^", "**"))
        for t in range(1, k + 1):
            size = size_of.at({"n": sp.Integer(n), "t": sp.Integer(t)})
            size = _whole(f"the size {self.sizes} of batch {t}", sp.ceiling(size))
            if self.fixed:
                kept = _whole(f"the fixed share {self.fixed} of {size} points", self.fixed * size)
                size = kept if t == 1 else size - kept
            real = size if t == 1 else 0
            if self.fresh and t > 1:
                real = _whole(f"the fresh share {self.fresh} of {size} points", self.fresh * size)
            yield Round(size, real, self._oldest(t), bool(self.fixed), *self._taken(n))

    def _oldest(self, t: int) -> int:
        if self.selection == "replace":
            return t
        if self.width is not None:
            return max(1, t - self.width + 1)
        return {"last half": t // 2 + 1, "synthetic only": min(t, 2)}.get(self.selection, 1)

    def _taken(self, n: int) -> tuple[int | None, bool]:
        return (n if self.selection in ("subsample", "bootstrap") else None), self.selection == "bootstrap"


def _share(name: str, text: str) -> Fraction:
    try:
        share = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 < share < 1:
        raise DomainError(f"{name} is a share in (0, 1), such as {name}(1/10): got '{shortened(text)}'")
    return share


def _whole(what: str, value: object) -> int:
    """A number of points; raises DomainError."""
    number = Fraction(str(value)) if re.fullmatch(r"-?\d+(/\d+)?", str(value)) else Fraction(-1)
    if number.denominator != 1 or not 1 <= number <= LARGEST:
        raise DomainError(f"{what} must be a whole number >= 1, at most {LARGEST:.0e}: it is {shortened(str(value))}")
    return int(number)
