"""The rooms of a process: what they are called with, and do they run everywhere that the domain allows."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import sympy as sp

from harness import exact, rooms
from harness.evidence import BadObservable, block_sums, check_draws, interval
from harness.faults import describe
from harness.findings import Finding, label, place_of
from harness.questions import applies, unraceable
from harness.todo import unfilled
from harness.witnesses import dissent
from simulators.engine import parameters_of, stream
from theorems.language import Claim, Law, Point, Theorem, X, point_text
from theorems.language.parameters import Parameter

PROBES = 512
"""Paths that are drawn at each corner of the domain and each point of the grid."""

CORNERS = 32


def used(claim: Claim) -> set[str]:
    """Names of the parameters that a claim, or its simulator if there is one, depends on."""
    try:
        return rooms.parameters(claim)[0]
    except rooms.MissingRoom:
        return {s.name for e in (*claim.parts.values(), claim.when) for s in e.free_symbols}


def corners(theorem: Theorem, claim: Claim) -> list[dict[str, sp.Rational]]:
    """The corners of the domain where the claim applies (ends of the ranges, or the grid's values next to them), and
    a point that is none: real parameters between values of the grid.
    """
    items = [p for p in theorem.parameters if p.name in used(claim)]
    every = [dict(zip((p.name for p in items), values, strict=True)) for values in product(*(_ends(p) for p in items))]
    every = [*every[:: max(1, -(-len(every) // CORNERS))], {p.name: _generic(p) for p in items}]
    return [point for point in every if applies(claim, point)]


def _generic(parameter: Parameter) -> sp.Rational:
    """A value that nobody has in mind: between two of the grid, where the parameter is real."""
    first, second = (parameter.grid * 2)[:2]
    return first if parameter.kind == "integer" else (4 * first + 3 * second) / 7


def _ends(parameter: Parameter) -> list[sp.Rational]:
    grid = sorted(parameter.grid)
    low = grid[0] if parameter.low_open else parameter.low
    if parameter.high is None:
        high = grid[len(grid) // 2]
    else:
        high = grid[-1] if parameter.high_open else parameter.high
    return list(dict.fromkeys((low, high)))


def signatures(theorem: Theorem, claim: Claim) -> Iterator[Finding]:
    """The three rooms take the same parameters, and they are those of the theorem."""
    if claim.observable is None:
        return
    about = label(theorem, claim)
    function = rooms.simulator(claim.observable)
    takes = set(parameters_of(function))
    rivals: dict[str, Callable[..., Any] | None] = {
        "simulators/reference": rooms.twin(claim.observable),
        "simulators/exact": rooms.oracle(claim.observable),
    }
    for room, other in rivals.items():
        if other is None:
            continue
        names = set(parameters_of(other)) - {X.name}
        if names - takes or (room == "simulators/reference" and takes - names):
            yield Finding(
                "signature",
                f"{room} takes other parameters than the simulator",
                place_of(other),
                about,
                (f"simulator: {', '.join(sorted(takes))}", f"{room}: {', '.join(sorted(names))}"),
                "the same keyword parameters in every room",
            )
    unknown = {name for name, needed in parameters_of(function).items() if needed} - set(theorem.parameters.names)
    if unknown:
        yield Finding(
            "signature",
            f"the simulator needs {', '.join(sorted(unknown))}, which the theorem does not declare",
            place_of(function),
            about,
            expected="keyword parameters named as those of the theorem",
        )
    support = getattr(function, "support", None)
    if support and claim.points and (why := unraceable(claim, support)):
        yield Finding("support", why, place_of(function), about)
    if _stock_poisson(function):
        yield Finding(
            "poisson",
            "the kernel draws numba's own Poisson variates, which are 0 too often at rates from 10 on",
            place_of(function),
            about,
            advice="from simulators.variates import poisson; poisson(g.bit_generator, rate)",
        )
    if rivals["simulators/reference"] is None:
        process, _, name = claim.observable.partition(".")
        yield Finding(
            "no-twin",
            f"there is no independent twin of {claim.observable}",
            place_of(function),
            about,
            expected=f"simulators/reference/{process}.py with {name}, in plain numpy, written from the prose alone",
            advice="a second person, or a second day",
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


def probe(theorem: Theorem, claim: Claim, entropy: int) -> Iterator[Finding]:
    """All rooms run at the corners of the domain and on the grid, within the declared range, and agree roughly.

    Rooms with holes are left out.
    """
    if claim.observable is None:
        return
    support, oracle = rooms.support_of(claim.observable), rooms.oracle(claim.observable)
    routes = {"simulator": rooms.simulator(claim.observable), "twin": rooms.twin(claim.observable)}
    oracle = None if unfilled(oracle) else oracle
    routes = {name: None if unfilled(function) else function for name, function in routes.items()}
    for point in (*corners(theorem, claim), *exact.grid(theorem, claim)):
        arguments, truth = rooms.for_simulator(claim.observable, point), None
        if oracle is not None and not isinstance(claim, Law):
            try:
                truth = rooms.exact_value(claim.observable, point)
            except Exception as error:
                yield _probe_fault(theorem, claim, point, "exact room", oracle, error)
                return
        for name, function in routes.items():
            if function is None:
                continue
            try:
                rng = stream(entropy, f"probe {name} {claim.observable}[{point_text(point)}]", 0)
                values = function(rng, PROBES, **arguments)
                check_draws(support, values, claim.observable)
            except Exception as error:
                yield _probe_fault(theorem, claim, point, name, function, error)
                return
            if truth is not None and support.kind in ("event", "bounded"):
                low, high = interval(support, 0.0, block_sums(support, values), 1e-9)
                if truth > high or truth < low:
                    yield dissent(theorem, claim, [point], entropy) or Finding(
                        "corner",
                        f"the {name} and the exact value differ at {point_text(point)}, which the domain allows",
                        place_of(function),
                        label(theorem, claim),
                        (f"exact {truth.str(8)}, {name} between {low:.5g} and {high:.5g} ({PROBES} draws)",),
                        "the same mean everywhere on the declared domain",
                        "narrow the domain of the parameters, or mend the room that is wrong there",
                    )
                    return


def _probe_fault(
    theorem: Theorem, claim: Claim, point: Point, name: str, function: Callable[..., Any], error: Exception
) -> Finding:
    fault = describe(error)
    if fault is None:
        raise error
    found = re.match(r"(\S+:\d+): (.*)", fault)
    where, fault = found.groups() if found else (place_of(function), fault)
    rule, what = "run", f"the {name} of {claim.observable} does not run at {point_text(point)}"
    advice = "mend this line, or narrow the domain of a parameter, which allows this point"
    if isinstance(error, BadObservable):
        rule, what = "range", f"the {name} of {claim.observable} leaves what is declared at {point_text(point)}"
        advice = "declare a wider range (event, bounded, real, steps or law), or mend the process"
    elif type(error).__module__.startswith("numba."):
        rule, what = "compile", f"the kernel of {claim.observable} does not compile"
        advice = "a kernel is loops over numbers and arrays, with what numba knows of numpy and of its Generator"
    return Finding(rule, what, where, label(theorem, claim), (fault,), advice=advice)
