"""Edits of `benchmarks.planted` in the rules of kernel estimates: rows as in `benchmarks.planted_edits`."""

RULE, AGAIN = "proofs_check/rules/differences.py", "proofs_check/recheck/differences.py"
DIFFERENCES = ("tests/test_rules_differences.py",)
LOSSES, GROWTH = "proofs_check/rules/losses.py", ("tests/test_distance_growth.py",)
RECHECKED = ("tests/test_recheck_differences.py",)
CROSS_VALIDATED = ("tests/test_likeliest.py",)

KERNEL_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "real points lie anywhere",
        RULE,
        "isinstance(start, Normal) and start.mean == 0 and noise.mean == 0",
        "isinstance(start, Normal) and noise.mean == 0",
        DIFFERENCES,
    ),
    (
        "all estimates are of differences",
        RULE,
        "    if not isinstance(e, Variance | Likeliest) or e.args[0] != data:",
        "    if not isinstance(e, Variance | Likeliest | sp.Expr):",
        DIFFERENCES,
    ),
    (
        "batches are drawn from all points so far",
        RULE,
        "law.first == Choice(data) and process.step[data] == (drawn.what,)",
        "law.first == Choice(data)",
        DIFFERENCES,
    ),
    (
        "the root of a sum is more than the sum of roots",
        RULE,
        "    signs.sign(1 - q, context, False)\n",
        "",
        DIFFERENCES,
    ),
    (
        "one point has a variance",
        RULE,
        "    signs.sign(put_in(data.size - 2, values), context, False)\n",
        "",
        DIFFERENCES,
    ),
    (
        "what is left to chance is a point, not the centre",
        RULE,
        "rate * (real + u) / size)",
        "rate * (real + u))",
        DIFFERENCES,
    ),
    (
        "the second program moves no points",
        AGAIN,
        "MOVED = (ZERO, fmpq(3, 7), fmpq(-50))",
        "MOVED = (ZERO, ZERO)",
        RECHECKED,
    ),
    (
        "the second program knows less of the points than differences",
        AGAIN,
        "for i in range(many - 1) if (i + 1) % size]",
        "for i in range(many - 1) if (i + 2) % size]",
        RECHECKED,
    ),
    (
        "a point is likely by the estimate on itself",
        "theorems/language/literal.py",
        "        apart[:, i] = np.inf\n",
        "",
        CROSS_VALIDATED,
    ),
    (
        "every point moves by a multiple of its distance",
        LOSSES,
        "    if scale.free_symbols & {GENERATION, *_random(process)}:",
        "    if scale.free_symbols & {GENERATION}:",
        GROWTH,
    ),
    (
        "noise is standard, whatever its law",
        LOSSES,
        "isinstance(draw, Draw) and draw.law == STANDARD and",
        "isinstance(draw, Draw) and",
        GROWTH,
    ),
    (
        "degrees of freedom are Poisson of another mean",
        LOSSES,
        "sp.exp((ratio - 1) / (2 * scale**2))",
        "sp.exp((ratio - 1) / scale**2)",
        GROWTH,
    ),
)
