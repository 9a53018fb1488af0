"""The uniform law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from theorems.language.laws import Law


@dataclass(frozen=True)
class Uniform(Law):
    """Anywhere between two ends, with the same density everywhere."""

    low: Any
    high: Any

    @property
    def ends(self) -> tuple[Any, ...]:
        return self.low, self.high

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(*(self.low**i * self.high ** (j - i) for i in range(j + 1))) / (j + 1)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        low, high = values
        return low + (high - low) * rng.random(shape)
