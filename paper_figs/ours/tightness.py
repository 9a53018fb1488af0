"""Ours: how tight every bound of the registry is, against the exact value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.judge.case import Case
from harness.judge.observed import room
from harness.judge.selection import chosen
from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import pick, printed
from paper_figs.tables import columns
from paper_figs.transforms import gap_of_balls, progress
from theorems import rooms
from theorems.language import DomainError, point_text
from theorems.language.readers import ball

NAME = "ours-tightness"
TIGHT, LOOSE = 1e-6, 30.0
"""Relative gaps beyond are drawn at the edges."""

SIGNS = {  # regular expression in an observable's description: its print
    " != ": r" $\\neq$ ",
    " <= ": r" $\\leq$ ",
    r"\^2": "²",
    r"\beps\b": r"$\\varepsilon$",
    r"(Sigma|Lambda)_k": r"$\\\1_k$",
    r"\b([A-Z])_(\w)": r"$\1_\2$",
}

COLUMNS = (
    "theorem",
    "claim",
    "published",
    "quantity",
    "fixed",
    "more",
    "along",
    "x",
    "bound",
    "exact",
    "gap",
    "says",
)


def claimed() -> Iterator[Case]:
    """Every bound that is claimed."""
    for case in chosen(()):
        if getattr(case.claim, "relation", "equals") != "equals" and case.claim.expected == "confirmed":
            yield case


def bounds() -> Iterator[Case]:
    """Those whose exact value is known."""
    return (case for case in claimed() if case.has_oracle)


def processes() -> tuple[str, ...]:
    """The modules of the processes that bounds are about: where no exact value is known, there may be one later."""
    names = {case.observed.process for case in claimed() if case.observed is not None}
    found = (room(kind, name) for kind in (rooms.SIMULATORS, rooms.ORACLES) for name in sorted(names))
    return tuple(module.__name__ for module in found if module)


def quantity(case: Case) -> str:
    """What is bounded: the gist of the observable's first line, or the claim's own expression."""
    if case.observed is None:
        return f"${printed(case.claim.quantity)}$"  # type: ignore[attr-defined]
    words = (case.observed.simulator.__doc__ or case.observed.name).splitlines()[0].strip().rstrip(".")
    gist = words.rpartition(": ")[2]
    for plain, sign in SIGNS.items():
        gist = re.sub(plain, sign, gist)
    return f"{'Pr' if _event(case) else 'E'}[{gist[0].lower() if gist.startswith('The ') else gist[0]}{gist[1:]}]"


def _event(case: Case) -> bool:
    return case.observed is not None and case.observed.support().kind == "event"


def places(case: Case, values: list[int]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Points of a claim along one parameter (the generations where there are any), the others held fixed.

    They are held at the first declared point of the first bound on the same quantity, so that bounds compare, or at
    their defaults; parameters that only this claim has, at its own; and where that lies outside the domain, in the
    middle of the grid. Yields the parameter, the two fixed parts and the point; nothing of a claim without a whole
    parameter.
    """
    parameters = case.theorem.parameters
    whole = [p.name for p in parameters if p.name in case.used and p.whole]
    if not whole:
        return
    along = "k" if "k" in case.used else whole[0]
    first = next(c for c in bounds() if c.theorem.id == case.theorem.id and quantity(c) == quantity(case))
    given: dict[str, Any] = {}
    held: dict[str, Any] = {}
    for text in (*case.claim.points[:1], *first.claim.points[:1]):
        given |= case.given(text)
    for p in parameters.with_named(case.used):
        x = given.get(p.name) if p.default is None else p.default
        inside = x is not None and p.contains(x, held)
        held[p.name] = x if inside else p.values(held)[len(p.values(held)) // 2]
    held = {name: held[name] for name in parameters.names if name in case.used and name != along}
    fixed = point_text({name: value for name, value in held.items() if name in first.used and name != "sigma0"})
    more = point_text({name: value for name, value in held.items() if name not in first.used})
    for value in values:
        try:
            point = {**held, along: parameters[along].parse(str(value), held)}
        except DomainError:
            continue
        if parameters.contains(point) and case.applies(point):
            yield along, fixed, more, point


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Bound and exact value of every claim along its parameter; no row where no exact value can be had."""
    rows = []
    every = list(bounds())
    for case in progress(tell, every):
        claim = case.claim
        for along, fixed, more, point in places(case, parameters["values"]):
            try:
                bound, truth = ball(claim.value, point), case.truth(point)
            except (ArithmeticError, ValueError):
                continue
            says = not _event(case) or bool(0 < bound < 1)
            origin = (
                case.theorem.id,
                claim.name,
                claim.published,
                quantity(case),
                fixed,
                more,
                along,
                int(point[along]),
            )
            gap = gap_of_balls(bound, truth)
            numbers = (float(bound.mid()), float(truth.mid()), float(gap.mid()) if gap > 1e-20 else 0.0)
            rows.append(dict(zip(COLUMNS, (*origin, *numbers, says), strict=True)))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One row for each bound, below its quantity; a marker for each value of the parameter, growing with it."""
    rows: list[tuple[str, dict[str, Any] | None]] = []
    for theorem, what in dict.fromkeys(zip(table["theorem"], table["quantity"], strict=True)):
        inside = pick(table, theorem=theorem, quantity=what)
        rows.append((f"{what}, {style.title(inside['fixed'][0])}".rstrip(", "), None))
        for name in dict.fromkeys(inside["claim"]):
            one = pick(inside, claim=name)
            more = one["more"][0]
            rows.append((f"{name} ({more})" if isinstance(more, str) and more else name, one))
    figure, axes = style.canvas()
    heights = style.stacked(axes, [label if bound is None else None for label, bound in rows])
    found = [(y, label, bound) for y, (label, bound) in zip(heights, rows, strict=True) if bound is not None]
    for y, _, bound in found:
        _row(axes, y, bound, parameters["values"])
    named = [(y, label, _meaning(bound)) for y, label, bound in found]
    style.decades(axes, TIGHT / 2, 2 * LOOSE, "x")
    axes.set_yticks([y for y, *_ in named], [label for _, label, _ in named], fontsize=6)
    for tick, (_, _, meaning) in zip(axes.get_yticklabels(), named, strict=True):
        tick.set_color(style.COLOUR[meaning])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(r"relative gap $|\mathrm{bound} / \mathrm{exact} - 1|$", loc="right")  # names leave little room
    axes.spines["left"].set_visible(False)
    _explain(axes, parameters["values"])
    style.legend(figure, axes, columns=3)
    return figure


def _meaning(found: Mapping[str, Any]) -> str:
    return "published" if found["published"][0] == "True" else "sharp"


def _row(axes: Any, y: float, found: Mapping[str, Any], values: list[int]) -> None:
    colour = style.COLOUR[_meaning(found)]
    shown = [min(max(gap, TIGHT), LOOSE) for gap in found["gap"]]
    axes.plot(shown, [y] * len(shown), color=colour, linewidth=0.7)
    for x, gap, value, says in zip(shown, found["gap"], found["x"], found["says"], strict=True):
        edge = "<" if gap < TIGHT else ">" if gap > LOOSE else "o"
        face = colour if says == "True" else "white"
        look = {
            "color": colour,
            "markerfacecolor": face,
            "markersize": style.marker_size(value, values),
            "markeredgewidth": 0.7,
        }
        axes.plot(x, y, edge, **look)


def _explain(axes: Any, values: list[int]) -> None:
    """Legend entries that no row has of itself."""
    for meaning, label in (("published", "published"), ("sharp", "ours")):
        axes.plot([], [], "o-", color=style.COLOUR[meaning], linewidth=0.7, markersize=3, label=label)
    axes.plot([], [], "o", color="#444444", markerfacecolor="white", markersize=3.5, label="says nothing")
    axes.plot([], [], "<", color="#444444", markersize=3.5, label="exact, or nearly")
    for value in (values[0], values[-1]):
        axes.plot([], [], "o", color="#444444", markersize=style.marker_size(value, values), label=f"at {value}")


QUICK = {"values": [1, 3, 10, 30, 100]}

FIGURE = Figure(
    name=NAME,
    title="How tight every bound is",
    caption=(
        "Relative gap between every bound of the registry and the exact value, at 1, 3, 10, 30 and 100 generations "
        "(samples, where there are no generations; larger markers: more); the other parameters are fixed as given "
        "beside the quantity. The further to the left, the tighter; triangles at the left edge are gaps below 1e-6, "
        "most of them equalities; those at the right edge, gaps above 30, or an exact value of zero. Hollow: a bound "
        "on a probability that is not between 0 and 1, and so says nothing."
    ),
    theorems=tuple(dict.fromkeys(case.theorem.id for case in bounds())),
    parameters={"tiny": {"values": [1, 3]}, "quick": QUICK, "paper": {"values": [1, 2, 3, 5, 10, 20, 30, 50, 100]}},
    depends=processes(),
    data=data,
    draw=draw,
)
