"""The sentence of a claim, printed from what is checked: quantity, relation, kind, `when` and the domain.

Formulas are LaTeX between dollar signs, in the suite's notation. What a record adds in words stands after the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

import sympy as sp

from theorems.language.claims import (
    AlmostSure,
    Claim,
    Diverges,
    Identity,
    Law,
    Limit,
    Mean,
    Order,
    Probability,
    Rate,
    Related,
    Root,
    Summable,
    Surely,
    X,
)
from theorems.language.claims import Step as StepClaim
from theorems.language.domains.ends import known, names
from theorems.language.domains.numbers import Number
from theorems.language.notation import latex
from theorems.language.record import Theorem

RELATION = {"equals": "=", "at_most": r"\le", "at_least": r"\ge"}

WHERE = {
    sp.harmonic: r"$H_k = 1 + 1/2 + \dots + 1/k$",
    sp.polygamma: r"$\psi$ is the logarithmic derivative of $\Gamma$",
}

OPPOSITES = {r"\ne": "=", "=": r"\ne", r"\le": ">", ">": r"\le", r"\in": r"\notin"}

CERTIFICATE = {
    "summable": "the probabilities that it does not happen have a finite sum",
    "monotone": "once it has happened it goes on happening",
}


def sentence(theorem: Theorem, claim: Claim, used: Set[str], symbols: Mapping[str, str]) -> str:
    """What the claim says. used: names of the parameters it depends on. symbols: LaTeX of observables, by name."""
    said = _said(theorem, claim, symbols)
    where = _domain(theorem, claim, used)
    return f"{said}{', ' if where else ''}{where}{f'; {claim.remark}' if claim.remark else ''}"


def quantity(claim: Related, symbols: Mapping[str, str]) -> str:
    """What a claim bounds, or says the value of, in LaTeX. symbols: LaTeX of observables, by name."""
    return _left(claim, symbols)


def meanings(theorem: Theorem) -> list[str]:
    """What the named functions in the sentences of a theorem mean."""
    functions = {type(f) for c in theorem.claims for e in c.parts.values() for f in e.atoms(sp.Function)}
    known = {f.where for f in functions if hasattr(f, "where")}
    return sorted(known | {WHERE[f] for f in functions if f in WHERE})


def _said(theorem: Theorem, claim: Claim, symbols: Mapping[str, str]) -> str:
    if isinstance(claim, Law):
        of = _symbol(claim.of, symbols)
        if claim.cdf is None:
            moments = theorem.claim(claim.mellin or "")
            assert isinstance(moments, Related)
            all_of_them = f"{_left(moments, symbols)} = {latex(moments.value)}"
            return f"${of}$ has the law that is determined by ${all_of_them}$"
        of, bar, condition = of.partition(r" \mid")
        return rf"$\Pr({of} \le {latex(X)}{bar}{condition}) = {latex(claim.cdf)}$ for every ${latex(X)}$"
    if isinstance(claim, Surely):
        return f"every draw satisfies ${_symbol(claim.of, symbols)}$"
    if isinstance(claim, Order):
        mean, like = _mean(claim.of, symbols), latex(claim.like, factor=True)
        low, high = (like if e == 1 else rf"{latex(e, factor=True)} \cdot {like}" for e in (claim.low, claim.high))
        return rf"${low} \le {mean} \le {high}$"
    assert isinstance(claim, Related)
    if isinstance(claim, Root):
        interval = f"({latex(claim.after)}, {latex(claim.before)})"
        within = "" if claim.within is None else f" up to ${latex(claim.within)}$"
        one = rf"the only ${latex(X)} \in {interval}$ with ${latex(claim.left)} = {latex(claim.right)}$"
        return f"{one} satisfies ${latex(X)} {RELATION[claim.relation]} {latex(claim.value)}${within}"
    left, sign, right = _left(claim, symbols), RELATION[claim.relation], latex(claim.value)
    if isinstance(claim, Limit):
        assert claim.within is not None
        along = latex(claim.variable)
        return rf"${left} \to {right}$ as ${along} \to \infty$, and is always within ${latex(claim.within)}$ of it"
    if isinstance(claim, Diverges):
        return rf"${left} {sign} {right} \to \infty$ as ${latex(claim.variable)} \to \infty$"
    if isinstance(claim, Summable):
        return (
            rf"${left} {sign} {right}$ for every ${latex(claim.variable)}$: almost surely, what is added up tends to 0"
        )
    if isinstance(claim, StepClaim):
        after, before = _symbol(claim.of, symbols).split("|")
        return rf"$E[{after} \mid \text{{past}}] {sign} {latex(claim.value, factor=True)}\,{before}$"
    said = f"${left} {sign} {right}$"
    if claim.within is not None:
        said += f" up to ${latex(claim.within)}$"
    if isinstance(claim, AlmostSure):
        event = _symbol(claim.of, symbols)
        happens = _opposite(event) if claim.relation == "at_most" else f"${event}$"
        said = f"almost surely {happens} at all large ${latex(claim.variable)}$: {said}, and {CERTIFICATE[claim.by]}"
    if isinstance(claim, Rate):
        said += ", the exponential rate of almost every path"
    return said


def _left(claim: Related, symbols: Mapping[str, str]) -> str:
    if isinstance(claim, Identity):
        return latex(claim.quantity)
    assert isinstance(claim, Mean)
    if isinstance(claim, Probability):
        return rf"\Pr({_symbol(claim.of, symbols)})"
    return _mean(claim.of, symbols)


def _mean(observable: str, symbols: Mapping[str, str]) -> str:
    symbol = _symbol(observable, symbols)
    if r"\mid" in symbol:
        return rf"E[{symbol}]"
    return symbol if symbol.startswith(r"\mathrm{Var}") else rf"E\,{symbol}"


def _symbol(observable: str, symbols: Mapping[str, str]) -> str:
    """The LaTeX of an observable; its name where it has none."""
    name = observable.partition(".")[2].replace("_", r"\ ")
    return symbols.get(observable) or rf"\mathrm{{{name}}}"


def _opposite(event: str) -> str:
    """The event that happens when this one does not, in words where its sign has no opposite."""
    for sign, other in OPPOSITES.items():
        if f" {sign} " in event:
            return f"${event.replace(f' {sign} ', f' {other} ')}$"
    return f"the opposite of ${event}$"


# -- for which parameters -------------------------------------------------------------------------------------------


def _domain(theorem: Theorem, claim: Claim, used: Set[str]) -> str:
    """For which values of its parameters the claim is made."""
    rest = []
    lows: dict[str, tuple[sp.Expr, bool]] = {}
    for relation in sp.ordered(sp.And.make_args(claim.when)):
        end = _end(theorem, relation)
        if end:
            name, low, strict = end
            lows[name] = max(lows.get(name, (low, strict)), (low, strict), key=lambda e: (float(e[0]), e[1]))
        elif relation != sp.true:
            rest.append(f"${latex(relation)}$")
    ranges: dict[str, list[str]] = {"integer": [], "real": [], "other": []}
    for p in theorem.parameters:
        if p.name in used and isinstance(p, Number):
            ranges[p.kind].append(_range(theorem, p, *lows.get(p.name, ())))
        elif p.name in used:
            ranges["other"].append(p.said)
    whole = "all integers " if len(ranges["integer"]) > 1 else "every integer "
    said = [whole + ", ".join(ranges["integer"])] if ranges["integer"] else []
    said += [" and ".join(filter(None, (", ".join(ranges["real"]), ", ".join(ranges["other"]))))]
    condition = f", where {' and '.join(rest)}" if rest else ""
    return f"for {' and '.join(filter(None, said))}{condition}" if any(said) else ""


def _end(theorem: Theorem, relation: sp.Basic) -> tuple[str, sp.Expr, bool] | None:
    """The parameter, and the new lower end of its domain, if that is what a condition says."""
    if not isinstance(relation, sp.Ge | sp.Gt | sp.Le | sp.Lt):
        return None
    parameter = next((p for p in theorem.parameters if p.symbol == relation.gts), None)
    is_end = isinstance(parameter, Number) and not names(parameter.low) and relation.lts.is_Rational
    return (parameter.name, relation.lts, isinstance(relation, sp.Gt | sp.Lt)) if parameter and is_end else None


def _range(theorem: Theorem, parameter: Number, low: sp.Expr | None = None, strict: bool | None = None) -> str:
    """The domain of one number, such as 0 <= p_0 < 1."""
    name = latex(parameter.symbol)
    symbols = {p.name: p.symbol for p in theorem.parameters}
    smallest, high = (None if end is None else known(end, symbols) for end in (parameter.low, parameter.high))
    if low is None or low < smallest:
        low, strict = smallest, parameter.low_open
    if high is None and low == -sp.oo:
        return f"real ${name}$"
    if high is None:
        sign = ">" if strict else r"\ge"
        return f"${name} {sign} {latex(low)}$"
    left, right = "<" if strict else r"\le", "<" if parameter.high_open else r"\le"
    return f"${latex(low)} {left} {name} {right} {latex(high)}$"
