"""How tight every bound of the registry is, against the exact value: charts of parts of it that fit a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from harness.judge.case import Case
from harness.judge.observed import room
from harness.judge.selection import chosen
from paper_figs import style
from paper_figs.figure import Figure, Found, Table, Tell
from paper_figs.numbers import pick
from paper_figs.tables import columns
from paper_figs.transforms import gap_of_balls, progress
from theorems import rooms
from theorems.language import DomainError, point_text
from theorems.language.readers import ball
from theorems.language.registry import modules

TIGHT, LOOSE = 1e-6, 30.0
"""Relative gaps beyond are drawn at the edges."""

PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "bernoulli": ("two symbols", ("bernoulli",)),
    "alphabets": ("alphabets and Poisson counts", ("discrete", "poisson", "markov")),
    "collapse": ("Gaussians, the scale that collapses", ()),
    "kept": ("Gaussians, data that are kept", ()),
    "gaussian": ("Gaussians, risk, noise and growing samples", ("gaussian",)),
    "kde": ("kernel density estimates", ("kde",)),
    "regression": ("regression, mixtures, universality", ("regression", "mixture", "universality")),
    "real-data": ("workflows with real data", ()),
    "workflows": ("workflows", ()),
}
"""Of each chart what it is of, and the families of its theorems."""

OWN = {
    "gaussian": {
        "collapse": "collapse",
        **dict.fromkeys(("accumulate", "subsample", "bootstrap", "pool", "share"), "kept"),
    },
    "workflows": dict.fromkeys(("real", "one-shot"), "real-data"),
}
"""Words of a family's theorems that are in a chart of their own."""


def part_of(theorem: str) -> str:
    """The chart of a theorem."""
    family = modules()[theorem].rpartition(".")[0].rpartition(".")[2]
    words = (part for word, part in OWN.get(family, {}).items() if word in theorem)
    families = (part for part, (_, families) in PARTS.items() if family in families)
    return next(words, next(families, "workflows"))


COLUMNS = (
    "theorem",
    "claim",
    "published",
    "quantity",
    "words",
    "fixed",
    "more",
    "along",
    "x",
    "bound",
    "exact",
    "gap",
    "says",
)


@cache
def claimed(part: str) -> tuple[Case, ...]:
    """Every bound that is claimed by the theorems of a part."""
    return tuple(
        case
        for case in chosen(())
        if getattr(case.claim, "relation", "equals") != "equals" and case.claim.expected == "confirmed"
        if part_of(case.theorem.id) == part
    )


def bounds(part: str) -> Iterator[Case]:
    """Those whose exact value is known."""
    return (case for case in claimed(part) if case.has_oracle)


def processes(part: str) -> Iterator[str]:
    """The modules of the processes that bounds are about: where no exact value is known, there may be one later."""
    names = {case.observed.process for case in claimed(part) if case.observed is not None}
    found = (room(kind, name) for kind in (rooms.SIMULATORS, rooms.ORACLES) for name in sorted(names))
    return (module.__name__ for module in found if module)


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
    same = (c for c in bounds(part_of(case.theorem.id)) if c.theorem.id == case.theorem.id)
    first = next(c for c in same if c.quantity == case.quantity)
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


def table(part: str, parameters: Mapping[str, Any], tell: Tell) -> Table:
    """Bound and exact value of every claim along its parameter; no row where no exact value can be had."""
    rows = []
    every = list(bounds(part))
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
                case.quantity,
                f"mean of {case.claim.observable}",
                fixed,
                more,
                along,
                int(point[along]),
            )
            gap = gap_of_balls(bound, truth)
            numbers = (float(bound.mid()), float(truth.mid()), float(gap.mid()) if gap > 1e-20 else 0.0)
            rows.append(dict(zip(COLUMNS, (*origin, *numbers, says), strict=True)))
    return columns(rows)


def picture(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each theorem: a row for each bound, below its quantity; markers grow with the parameter."""
    rows: list[tuple[str, dict[str, Any] | None]] = []
    names: set[int] = set()
    for theorem in dict.fromkeys(table["theorem"]):
        names.add(len(rows))
        rows.append((theorem, None))
        for what in dict.fromkeys(pick(table, theorem=theorem)["quantity"]):
            inside = pick(table, theorem=theorem, quantity=what)
            fixed = inside["fixed"][0] if isinstance(inside["fixed"][0], str) else ""
            rows.append((f"{style.formula(what, inside['words'][0])}, {style.title(fixed)}".rstrip(", "), None))
            for name in dict.fromkeys(inside["claim"]):
                one = pick(inside, claim=name)
                more = one["more"][0]
                rows.append((f"{name} ({more})" if isinstance(more, str) and more else name, one))
    figure, axes = style.canvas()
    heights = style.stacked(axes, [label if bound is None else None for label, bound in rows], names)
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


def figure(
    part: str,
    data: Callable[[Mapping[str, Any], int, Tell], Table],
    draw: Callable[[Table, Mapping[str, Any]], Any],
) -> Figure:
    """The chart of one part."""
    of, _ = PARTS[part]
    return Figure(
        name=f"ours-tightness-{part}",
        title=f"How tight every bound is: {of}",
        caption=(
            f"Relative gap between every bound on {of} that the registry has and the exact value, a panel for each "
            "theorem, at 1, 3, 10, 30 and 100 generations (samples, where there are no generations; larger markers: "
            "more); above the bounds on a quantity stand its formula and the other parameters, which are held fixed. "
            "The further to the left, the tighter; triangles at the left edge are gaps below 1e-6, most of them "
            "equalities; those at the right edge, gaps above 30, or an exact value of zero. Hollow: a bound on a "
            "probability that is not between 0 and 1, and so says nothing."
        ),
        theorems=Found(lambda: (case.theorem.id for case in bounds(part))),
        parameters={"tiny": {"values": [1, 3]}, "quick": QUICK, "paper": {"values": [1, 2, 3, 5, 10, 20, 30, 50, 100]}},
        depends=Found(lambda: processes(part)),
        data=data,
        draw=draw,
    )
