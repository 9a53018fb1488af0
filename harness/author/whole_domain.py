"""The rooms of a process: what they are called with, and do they run everywhere that the domain allows."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice, takewhile
from math import inf, log
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import numpy as np
import sympy as sp

from harness.author import independence, twin_comparison
from harness.author.diagnostics import Finding, place_of
from harness.author.disagreement import dissent, strangers
from harness.author.todo import unfilled
from harness.evidence.means import excluded, interval
from harness.evidence.sums import BadObservable, block_sums, check_draws
from harness.judge import exact
from harness.judge.budget import ALPHA_RUN
from harness.judge.case import Case
from harness.judge.error_lines import describe
from harness.judge.observed import Observed, above
from harness.judge.questions import unraceable
from simulators.engine import parameters_of, stream
from theorems import rooms
from theorems.language import Law, Point, X, point_text
from theorems.language.domains.entries import numbers_in
from theorems.language.domains.numbers import Number
from theorems.language.domains.parameter import combined
from theorems.language.processes import AT_NO_GENERATION
from theorems.language.readers import Ball
from theorems.processes import unreadable

Routes = dict[str, Callable[..., Any]]

PROBES = 512
"""Paths that are drawn at each point; where a real parameter is off its grid it is a whole block."""

CORNERS = 32


def edges(case: Case) -> list[dict[str, sp.Rational]]:
    """Where mistakes like to hide: the corners of the domain (ends of the ranges, or the grid's values next to them)
    and points off the grid; those where the claim applies.
    """
    items = case.theorem.parameters.with_named(case.named)
    every = list(combined(items, lambda p, at: p.ends(at)))
    corners = [point for point in every[:: max(1, -(-len(every) // CORNERS))] if case.applies(point)]
    return corners + case.off_grid


def signatures(case: Case) -> Iterator[Finding]:
    """The three rooms take the same parameters, and they are those of the theorem."""
    theorem, observed, about = case.theorem, case.observed, case.id
    if observed is None:
        return
    function = observed.simulator
    takes = set(parameters_of(function))
    rivals: dict[str, Callable[..., Any] | None] = {
        rooms.folder(rooms.TWINS): observed.twin,
        rooms.folder(rooms.ORACLES): observed.oracle,
    }
    for room, other in rivals.items():
        if other is None:
            continue
        names = set(parameters_of(other)) - {X.name}
        if names - takes or (room == rooms.folder(rooms.TWINS) and takes - names):
            yield Finding(
                "signature",
                f"{room} takes other parameters than the simulator",
                place_of(other),
                about,
                (f"simulator: {', '.join(sorted(takes))}", f"{room}: {', '.join(sorted(names))}"),
                "the same keyword parameters in every room",
            )
    for room, other in ((rooms.SIMULATORS, function), *rivals.items()):
        for name, given in ({} if other is None else inspect.signature(other).parameters).items():
            if name not in theorem.parameters.names or not isinstance(given.default, int | float):
                continue
            default = theorem.parameters[name].default
            if default is None or Fraction(str(given.default)) != Fraction(str(default)):
                yield Finding(
                    "default",
                    f"{name} is {given.default} by default in {room}, and in the record {default or 'has no default'}",
                    place_of(other),  # type: ignore[arg-type]
                    about,
                    expected="one default, or none",
                    advice=f'real("{name}", ..., default={given.default:g}), or no default in the rooms',
                )
                return
    unknown = {name for name, needed in parameters_of(function).items() if needed} - set(theorem.parameters.names)
    if unknown:
        yield Finding(
            "signature",
            f"the simulator needs {', '.join(sorted(unknown))}, which the theorem does not declare",
            place_of(function),
            about,
            expected="keyword parameters named as those of the theorem",
        )
    known = hasattr(function, "support") or observed.declared
    raced = known and case.claim.points
    if raced and unraceable(case, observed.support()) and (why := unraceable(case, observed.support(case.points[0]))):
        yield Finding("support", why, place_of(function), about)
    if _stock_poisson(function):
        yield Finding(
            "poisson",
            "the kernel draws numba's own Poisson variates, which are 0 too often at rates from 10 on",
            place_of(function),
            about,
            advice="from simulators.variates import poisson; poisson(g.bit_generator, rate)",
        )
    process_of = observed.declared
    if process_of is not None and (odd := takes - {*process_of[0].parameters.names, "k"}):
        yield Finding(
            "signature",
            f"the simulator takes {', '.join(sorted(odd))}, of which the declared process knows nothing",
            place_of(function),
            about,
            expected="keyword parameters named as those of the process, and k",
        )
    if process_of is not None and "k" not in takes and not isinstance(process_of[1], AT_NO_GENERATION):
        yield Finding(
            "signature",
            "the simulator has no k, but what it observes is at generation k",
            place_of(function),
            about,
            expected="the generation k among the keyword parameters",
        )
    if observed.twin is None:
        process, _, name = observed.name.partition(".")
        yield Finding(
            "no-twin",
            f"nothing but its name says what {observed} is",
            place_of(function),
            about,
            tuple(str(p) for p in unreadable() if p.id == process),
            expected=f"a process {process} in theorems/processes that observes {name}: its literal draws are the twin",
            advice=f"or, where no declaration can carry it, simulators/reference/{process}.py with it",
        )


def _stock_poisson(function: Callable[..., Any]) -> bool:
    """Does a kernel in the function's file call the method poisson of one of its arguments?"""
    tree = ast.parse(Path(inspect.unwrap(function).__code__.co_filename).read_text())
    for f in tree.body:
        if isinstance(f, ast.FunctionDef) and "kernel" in map(ast.unparse, f.decorator_list):
            calls = {ast.unparse(node.func) for node in ast.walk(f) if isinstance(node, ast.Call)}
            if calls & {f"{argument.arg}.poisson" for argument in f.args.args}:
                return True
    return False


def probe(cases: Sequence[Case], entropy: int, seconds: float = inf) -> Iterator[Finding]:
    """The first place where a room does not run, leaves the declared range or disagrees with another.

    cases: claims of one theorem on one observable. All rooms run at the corners of the domain, off the grid and on it,
    wherever a claim applies; those with holes are left out. Draws are held against the exact value (without one against
    every claim), off the grid simulator and twin against each other. Rooms that agree are said to differ with
    probability 3e-9 at most.

    seconds: of the rest of the grid those points are tried, in a random order, for which so much processor time is
    enough.
    """
    observed = cases[0].observed
    if observed is not None:
        routes = twin_comparison.routes(observed)
        everything = chain(_paths(cases, observed, routes, entropy), _places(cases, observed, routes, entropy, seconds))
        yield from islice(everything, 1)


def _paths(cases: Sequence[Case], observed: Observed, routes: Routes, entropy: int) -> Iterator[Finding]:
    """Is each value a path of its own, at the declared point that costs least?"""
    declared = [(case, point) for case in cases for point in case.points]
    for case, point in sorted(declared, key=lambda of: sum(sum(numbers_in(v)) for v in of[1].values()))[:1]:
        for name, function in routes.items():
            try:
                _draw(name, function, observed, point, entropy, observed.block_paths)  # in its range?
                why = independence.fault(name, function, observed, point, entropy, ALPHA_RUN / 2)
            except Exception as error:
                yield _probe_fault(case, point, name, function, error)
                return
            if why:
                text = point_text(point)
                what = f"the {name} of {observed} does not return one independent value per path at {text}"
                advice = "each path from random numbers of its own, drawn from rng and from nothing else"
                yield Finding("paths", what, place_of(function), case.id, (why,), advice=advice)


def _places(
    cases: Sequence[Case], observed: Observed, routes: Routes, entropy: int, seconds: float
) -> Iterator[Finding]:
    """Do all rooms run, and agree, wherever they are tried?"""
    oracle = None if unfilled(observed.oracle) else observed.oracle
    places: dict[str, tuple[Point, dict[str, Case]]] = {}  # with the claims that apply there
    off: set[str] = set()
    corners: set[str] = set()
    for case in cases:
        real = [p for p in case.theorem.parameters if not p.whole]
        between = [p for p in case.off_grid if any(q.name in p and p[q.name] not in q.values(p) for q in real)]
        off.update(map(point_text, between))
        outer = edges(case)
        corners.update(map(point_text, outer))
        for place in (*outer, *exact.grid(case)):
            places.setdefault(point_text(place), (place, {}))[1][case.id] = case
    error = ALPHA_RUN / sum(len(applying) for _, applying in places.values()) / 2
    block = observed.block_paths
    first = [text for text in places if text in corners - off]  # the simplest first
    rest = _in_time([text for text in places if text not in corners], entropy, seconds)
    for text in chain(first, rest, [text for text in places if text in off]):
        point, applying = places[text]
        case, *others = applying.values()
        try:
            expected = [(c, _expected(c, observed, point, oracle)) for c in (case, *(() if oracle else others))]
            moment = _moment(case, observed, point)
        except Exception as fault:
            yield _probe_fault(case, point, "exact room", oracle or observed.square or observed.simulator, fault)
            continue
        draws = {}
        for name, function in routes.items():
            try:
                paths = block if text in off else min(PROBES, block)
                draws[name] = _draw(name, function, observed, point, entropy, paths)
            except Exception as fault:
                yield _probe_fault(case, point, name, function, fault)
                break
        for name, values in draws.items():
            for c, ends in expected:
                yield from _astray(c, observed, point, name, values, ends, moment, error, entropy)
        if len(draws) == 2 and text in off:
            odds = twin_comparison.disparity(*(twin_comparison.last(values, observed) for values in draws.values()))
            if odds >= log(1 / error):
                yield strangers(case, point, odds, block, entropy)


def _in_time(texts: list[str], entropy: int, seconds: float) -> Iterator[str]:
    """All of them, or in a random order those that are done in so many seconds."""
    if seconds < inf:
        Random(entropy).shuffle(texts)
    began = process_time()
    yield from takewhile(lambda _: process_time() - began < seconds, texts)


def _expected(case: Case, observed: Observed, point: Point, oracle: Callable[..., Any] | None) -> tuple[Ball, Ball]:
    """Where the mean is to lie: at the exact value, or, without one, where it is claimed to; of a law nowhere."""
    if isinstance(case.claim, Law):
        if oracle is not None:
            observed.exact(point, x=Fraction(1))
        return None, None
    if oracle is not None:
        truth = observed.exact(point)
        return truth, truth
    try:
        return case.interval(point) if case.claim.expected == "confirmed" else (None, None)
    except exact.NO_VALUE:  # a lint of the record says so
        return None, None


def _moment(case: Case, observed: Observed, point: Point) -> float:
    """The proved bound on E X^2; 0 where none is needed, or is written yet, or it is infinite."""
    if isinstance(case.claim, Law) or observed.support(point).kind != "real":
        return 0.0
    bound = None if observed.square is None or unfilled(observed.square) else observed.mean_square(point)
    return above(bound) if bound is not None and bound.is_finite() else 0.0


def _draw(
    name: str, function: Callable[..., Any], observed: Observed, point: Point, entropy: int, paths: int
) -> np.ndarray:
    rng = stream(entropy, f"probe {paths} {name} {observed}[{point_text(point)}]", 0)
    values = function(rng, paths, **observed.arguments(point))
    check_draws(observed.support(point), values, observed.name)
    return np.asarray(values)


def _astray(
    case: Case,
    observed: Observed,
    point: Point,
    name: str,
    values: np.ndarray,
    ends: tuple[Ball, Ball],
    moment: float,
    error: float,
    entropy: int,
) -> Iterator[Finding]:
    """Draws whose mean does not lie where it is expected; constants are left to the exact check: no rounding there."""
    support = observed.support(point)
    bounded = support.kind in ("event", "bounded")
    tame = bounded or (support.kind == "real" and moment and np.ptp(values) > 0)
    if ends == (None, None) or not tame:
        return
    sums = block_sums(support, values)
    low, high = ends
    below = low is not None and excluded(support, moment, sums, float(low.lower()), -1, error)
    above = high is not None and excluded(support, moment, sums, float(high.upper()), 1, error)
    if not (below or above):
        return
    low, high = interval(support, moment, sums, error)
    what, says = ("exact value", ends[0].str(8)) if case.has_oracle else ("claim", case.says(point))
    yield dissent(case, [point], entropy) or Finding(
        "corner",
        f"the {name} and the {what} differ at {point_text(point)}, which the domain allows",
        place_of(observed.simulator if name == "simulator" else observed.twin),  # type: ignore[arg-type]
        case.id,
        (f"{what} {says}, {name} between {low:.5g} and {high:.5g} ({len(values)} draws)",),
        "the same mean everywhere on the declared domain, for every number of paths",
        f"in blocks of {observed.block_paths} paths they agree: what does the {name} do with the number of paths?",
    )


def _probe_fault(case: Case, point: Point, name: str, function: Callable[..., Any], error: Exception) -> Finding:
    fault = describe(error)
    if fault is None:
        raise error
    found = re.match(r"(\S+:\d+): (.*)", fault)
    where, fault = found.groups() if found else (place_of(function), fault)
    rule, what = "run", f"the {name} of {case.observed} does not run at {point_text(point)}"
    advice = "mend this line, or narrow the domain of a parameter, which allows this point"
    whole = [
        p.name
        for p in case.theorem.parameters
        if isinstance(p, Number)
        and not p.whole
        and p.name in point
        and all(x.is_Integer for x in p.values(point))
        and not point[p.name].is_Integer
    ]
    if whole:
        advice += f'; if only whole numbers are meant, declare integer("{whole[0]}", ...)'
    if isinstance(error, BadObservable):
        rule, what = "range", f"the {name} of {case.observed} leaves what is declared at {point_text(point)}"
        advice = "declare a wider range (event, bounded, real, steps or law), or mend the process"
    elif type(error).__module__.startswith("numba."):
        rule, what = "compile", f"the kernel of {case.observed} does not compile"
        advice = "a kernel is loops over numbers and arrays, with what numba knows of numpy and of its Generator"
    return Finding(rule, what, where, case.id, (fault,), advice=advice)
