"""Means of a declared process: what one generation does to them is derived, and the claimed value is what solves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from proofs_check.rules.folds import unfolded
from proofs_check.steps import Cites, Equal, Induction, Positive, Result, Step, claimed
from theorems.language.claims import Mean
from theorems.language.claims import Step as StepClaim
from theorems.language.closed_form import K, solutions
from theorems.language.data import GENERATION
from theorems.language.domains.numbers import Number
from theorems.language.expectation import NotDerived, step_factor
from theorems.language.laws import NoMoment
from theorems.language.moments import NotClosed
from theorems.language.processes import Process, Steps
from theorems.language.recursion import Recursion, recursion
from theorems.language.sums import worked_out
from theorems.processes import routes


@dataclass(frozen=True)
class OneGeneration(Step):
    """E[quantity at t + 1 | generation t] = the sum of coefficient times quantity, from the moments of the draws."""

    process: Process
    quantity: sp.Expr
    row: Mapping[sp.Expr, sp.Expr]

    def check(self) -> Result:
        found = recursion(self.process, self.quantity)
        row = {found.quantities[j]: c for j, c in found.step[0].items()}
        same = row.keys() == self.row.keys() and all(sp.simplify(row[q] - c) == 0 for q, c in self.row.items())
        return Result(same, "moments of the declared process", "" if same else f"it is {_sum(row)}")

    def perturbed(self) -> Iterator[Step]:
        for quantity, c in self.row.items():
            yield replace(self, row={**self.row, quantity: c * sp.Rational(21, 20)})
            yield replace(self, row={q: other for q, other in self.row.items() if q != quantity})


def by_moments(claim: Mean | StepClaim) -> list[Step]:
    """The proof of a claimed mean whose moments close, or of a claimed factor of one step.

    Raises NotDerived where they do not.
    """
    if isinstance(claim, StepClaim):
        return _one_step(claim)
    process, found = _derived(claim.of)
    steps: list[Step] = []
    if process.reduces:
        steps.append(Cites(f"{process.name} is {process.reduces[0].name}", process.reduces[1]))
    for quantity, row in zip(found.quantities, found.step, strict=True):
        if quantity != 1:
            steps.append(_one_generation(process, found, quantity, row))
    steps += _finite(claim, process, found)
    k = next((s for s in claim.value.free_symbols | claim.when.free_symbols if s.name == K.name), K)
    early = not (k - found.first).is_nonnegative
    if early and found.before is None:
        steps.append(claimed(claim, k >= found.first))
    elif early:
        earlier = worked_out(claim.value.subs(k, found.first - 1))
        steps.append(Equal("The model before the first fit is given", earlier, found.before))
    means = {j: form.xreplace({K: k}) for j, form in solutions(found).items()} | {0: claim.value}
    forms = {j: unfolded(_from(found.first, mean, k), k) for j, mean in means.items()}
    for j in sorted(forms, reverse=True):  # the claimed one last
        if found.quantities[j] == 1:
            continue
        following = sp.Add(*(c.subs(GENERATION, k) * forms[i][0] for i, c in found.step[j].items()))
        steps.append(
            Induction(
                f"For all k >= {found.first}: E {found.quantities[j]} = {means[j]}",
                Equal(f"At k = {found.first}", worked_out(means[j].subs(k, found.first)), found.start[j]),
                Equal("From k to k+1", forms[j][1], following),
            )
        )
    return steps


def _derived(of: str) -> tuple[Process, Recursion]:
    """Process and recursion of an observable, from its process or a reduction of it."""
    why = "it is not declared"
    for process, observable in routes(of):
        if isinstance(observable, sp.Basic):
            try:
                return process, recursion(process, observable)
            except (NotClosed, NoMoment) as error:
                why = str(error)
        else:
            why = "it is no expression of the state"
    raise NotDerived(f"the mean of {of} is not derived: {why}")


def _finite(claim: Mean, process: Process, found: Recursion) -> Iterator[Step]:
    """The conditions under which the means are finite hold on the domain of the process, or by what is claimed."""
    ranges: dict[sp.Symbol, Any] = {p.symbol: p.interval() for p in process.parameters if isinstance(p, Number)}
    for relation in sp.And.make_args(claim.when) if found.provided else ():
        if isinstance(relation, sp.Ge | sp.Gt | sp.Le | sp.Lt) and relation.gts in ranges and relation.lts.is_Rational:
            yield claimed(claim, relation)
            low, high = ranges[relation.gts]
            whole = relation.gts.is_integer and isinstance(relation, sp.Gt | sp.Lt)
            ranges[relation.gts] = max(low, sp.floor(relation.lts) + 1 if whole else relation.lts), high
    for condition in found.provided:
        excess = condition.gts - condition.lts
        over = {s: ranges[s] for s in excess.free_symbols}
        yield Positive(f"The means are finite, as {condition}", excess, over, strict=True)


def _one_step(claim: StepClaim) -> list[Step]:
    for process, observable in routes(claim.of):
        if isinstance(observable, Steps):
            found = recursion(process, observable.of)
            return [
                _one_generation(process, found, observable.of, found.step[0]),
                Equal("The factor is the claimed one", step_factor(process, observable), claim.value),
            ]
    raise NotDerived(f"{claim.of} is no pairs of an expression")


def _one_generation(process: Process, found: Recursion, quantity: sp.Expr, row: Mapping[int, sp.Expr]) -> Step:
    named = {found.quantities[j]: c for j, c in row.items()}
    return OneGeneration(f"E[{quantity} at t+1 | generation t] = {_sum(named)}", process, quantity, named)


def _sum(row: Mapping[sp.Expr, sp.Expr]) -> str:
    return " + ".join(f"({c}) {q}" if q != 1 else f"{c}" for q, c in row.items()) or "0"


def _from(first: int, expression: sp.Expr, k: sp.Symbol) -> sp.Expr:
    """Products and sums up to k + const as such up to k, the terms before first + 1 taken out: for k >= first.

    So written, equal ones look alike.
    """

    def moved(fold: sp.Expr) -> sp.Expr:
        (index, low, high), *rest = fold.limits
        shift = high - k
        if rest or not shift.is_Integer or not low.is_Integer:
            return fold
        term = fold.function.subs(index, index + shift)
        early = [worked_out(term.subs(index, i)) for i in range(int(low - shift), first + 1)]
        if not term.has(sp.Sum, sp.Product):
            term = sp.factor(sp.together(term))
        late = fold.func(term, (index, max(low - shift, first + 1), k))
        return sp.Mul(*early, late) if isinstance(fold, sp.Product) else sp.Add(*early, late)

    return expression.replace(lambda e: isinstance(e, sp.Product | sp.Sum), moved)
