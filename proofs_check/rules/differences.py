"""The rule of points that move together: of kernel estimates what is left to chance given all differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import _applies
from proofs_check.rules.kernels import _kernel_sum
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import _admissible, _condition, _parts, _random, put_in
from proofs_check.rules.statements import INEQUALITY, Context, NotProved, Proved, Range, Relation, _proved, for_all
from theorems.language.data import GENERATION, Data, Likeliest, Past, Variance
from theorems.language.laws import Choice, Normal, Plus
from theorems.language.processes import Draw, Process

CENTRED = (
    "the centre of a normal sample is independent of its differences, so that given those, and whose copies points "
    "are, each point is normal; E e^(-b X^2) <= (1 + 2 b var X)^(-1/2); (sum y)^q <= sum y^q; Markov's inequality"
)
POSITIVE, NONNEGATIVE = (Range(sp.Integer(0), sp.oo, is_open, True) for is_open in (True, False))


def near_given_differences(
    whole: Expectation, names: Mapping[sp.Expr, sp.Symbol], below: Proved, context: Context, power: Any
) -> Proved:
    """Pr(ln(c S) + b >= 0) <= m, S the mean of e^(-a x^2) over N points x, b, c > 0 and a >= 0 of their differences.

    The points are a normal sample of mean 0 and variance r > 0 at first, then each a copy of one of the last points,
    whichever, plus a normal variable of a variance w > 0 that depends on differences between these only. b, c and a may
    depend on the sum of w so far, too. below: with q, the power, in (0, 1], and v = (r + u)/N, N^(1-q) (c e^b)^q
    (1 + 2 q a v)^(-1/2) <= m (or =) for every u >= 0, the sum of w without the last one, and all variances > 0 of the
    points; names: symbols for these and, in the place of Past(w), u. Schema: `CENTRED`.
    """
    process, what, k, values = _parts(whole)
    data, start, noise = _kernel_estimates(process)
    u, variances = names.get(Past(noise)), [e for e in names if e != Past(noise)]
    own = {*context.of, *values, *process.parameters.symbols, *_random(process), GENERATION}
    if u is None or len({*names.values()} - own) < len(names) or any(s.is_integer is not None for s in names.values()):
        raise NotProved(f"real symbols of their own are needed for {Past(noise)} and variances: got {names}")
    at_k, inside = values | {GENERATION: k}, context.but({**dict.fromkeys(names.values(), POSITIVE), u: NONNEGATIVE})
    _admissible(context, whole, valued=False)  # it has a value where no two points are one: almost surely
    signs.sign(k - process.first, context, False)
    size = put_in(data.size, values)
    signs.sign(size - 1, context, False)
    every = inside.but({GENERATION: Range(sp.Integer(process.first), sp.oo, False, True)})
    for e in variances:
        _positive(e, data, process, values, every)
    width = noise.xreplace({e: names[e] for e in variances})
    if width.free_symbols & _random(process):
        raise NotProved(f"the variance {noise} of {process.name} depends on more of {data} than differences")
    signs.sign(put_in(width, values), every, True)
    real = put_in(start, values)
    signs.sign(real, context, True)
    condition = _condition(what)
    if not isinstance(condition, INEQUALITY):
        raise NotProved(f"ln(c Mean(exp(-a x^2))) + b >= 0 is needed: got {what}")
    moved = (condition.gts - condition.lts).xreplace({**names, Past(noise): u + width})
    logs = [e for e in sp.Add.make_args(moved) if isinstance(e, sp.log) and e.has(data)]
    rest = moved - sp.Add(*logs)
    if len(logs) != 1 or rest.free_symbols & _random(process) or moved.has(Past):
        raise NotProved(f"ln(c Mean(exp(-a x^2))) + b >= 0, b of differences between points only, is needed: {what}")
    factor, _, rate = _kernel_sum(logs[0].args[0], process)
    q = sp.sympify(power)
    factor, rate, rest = (put_in(e, at_k) for e in (factor, rate, rest))
    signs.defined(rest, inside)
    for e, strict in ((factor, True), (rate, False)):
        signs.sign(e, inside, strict)
    signs.sign(q, context, True)
    signs.sign(1 - q, context, False)
    for s in names.values():
        for_all(s, below, conditions=True)
    known = _applies(below, inside)
    needed = size ** (1 - q) * (factor * sp.exp(rest)) ** q / sp.sqrt(1 + 2 * q * rate * (real + u) / size)
    if known.op == "<" or not identities.equal(known.left, needed, inside):
        raise NotProved(f"a bound on {needed} is needed: got {known}")
    relation = signs.valued(Relation(whole, "<=", known.right, context))
    return _proved("near given differences", relation, [below], schema=CENTRED, names=dict(names), power=q)


def _positive(e: sp.Expr, data: Data, process: Process, values: Mapping[sp.Symbol, sp.Expr], context: Context) -> None:
    """Raises NotProved unless it is known to depend on differences of the points only, and to be > 0 if none is 0."""
    if not isinstance(e, Variance | Likeliest) or e.args[0] != data:
        raise NotProved(f"{e} is no variance of {data}: it need not be > 0, nor depend on differences only")
    signs.sign(put_in(data.size - 2, values), context, False)
    for ddof in e.args[1:] if isinstance(e, Variance) else ():
        signs.sign(put_in(data.size - ddof, values), context, True)
    variances = e.args[1:] if isinstance(e, Likeliest) else ()
    inner = {part: sp.Dummy(positive=True) for v in variances for part in v.atoms(Variance, Likeliest)}
    for part in inner:
        _positive(part, data, process, values, context)
    for v in (v.xreplace(inner) for v in variances):
        if v.free_symbols & _random(process):
            raise NotProved(f"{e} depends on more of {data} than differences")
        signs.sign(put_in(v, values), context.but(dict.fromkeys(inner.values(), POSITIVE)), True)


def _kernel_estimates(process: Process) -> tuple[Data, sp.Expr, sp.Expr]:
    """The points of the last batch, the variance of the first ones, and that of what is added to a copy of a point.

    Raises NotProved unless these are all that there is.
    """
    states, draws = [*process.states], [*process.draws]
    data, drawn = states[0], draws[0] if draws else None
    law = drawn.law if isinstance(drawn, Draw) and isinstance(drawn.what, Data) else None
    if not isinstance(data, Data) or not isinstance(law, Plus) or not isinstance(law.second, Normal):
        raise NotProved(f"{process.name} does not draw points from a kernel estimate")
    assert isinstance(drawn, Draw)
    alone = len(states) == len(draws) == 1 and law.first == Choice(data) and process.step[data] == (drawn.what,)
    if not alone or process.spectrum is not None or process.alphabet is not None:
        raise NotProved(f"{process.name} does not draw each batch from a kernel estimate of the last one alone")
    if data.size.free_symbols & {*_random(process), GENERATION} or drawn.what.size != data.size:  # type: ignore[union-attr]
        raise NotProved(f"batches of one size are needed in {process.name}")
    start, noise = process.start[data], law.second
    centred = isinstance(start, Normal) and start.mean == 0 and noise.mean == 0
    if not centred or start.variance.free_symbols - {*process.parameters.symbols}:
        raise NotProved(f"a real law, and a kernel, that are normal with mean 0 are needed: {start}, {law}")
    return data, start.variance, noise.variance
