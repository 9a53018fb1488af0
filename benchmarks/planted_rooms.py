"""Edits of `benchmarks.planted` in the simulators and the exact rooms."""

TABLES = ("tests/test_variates.py::test_every_row_of_an_alias_table_has_its_law",)
BITS = ("tests/test_variates.py",)
BRANCHES = ("tests/test_branches.py",)
STEPS_START = ("tests/test_simulators.py::test_the_steps_of_the_diversity_start_with_the_given_share",)
JOINT = ("tests/test_joint_laws.py",)
POOL = ("tests/test_figures_shumailov.py",)
KAZDAN = ("tests/test_figures_kazdan.py",)
ENGINES = ("tests/test_exact_engines.py",)
ENCLOSURES = ("tests/test_enclosures.py",)
MERGED = ("tests/test_simulators.py", "-k", "draws_confirm and gaussian_accumulate")
KDE = ("tests/test_simulators.py", "-k", "draws_confirm and kde_accumulate")
LAWS = ("tests/test_simulators.py", "-k", "draws_confirm and kde")
ROOMS = ("tests/test_exact_rooms.py",)
EXACT = ("tests/test_exact_laws.py",)
STREAMS = ("tests/test_streams.py",)

ALIAS, COUNTS, GAUSSIAN = "simulators/alias.py", "simulators/counts.py", "simulators/gaussian.py"
ACCUMULATE, MANY = "simulators/gaussian_accumulate.py", "simulators/gaussian_multivariate.py"
KDE_POOL, KDE_LAST, VARIATES = "simulators/kde_accumulate.py", "simulators/kde_replace.py", "simulators/variates.py"
BACKWARD, WINDOW = "simulators/exact/backward.py", "simulators/exact/window.py"
CHAINS, MELLIN = "simulators/exact/chains.py", "simulators/exact/mellin.py"

ROOM_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # -- alias tables and counts -----------------------------------------------------------------------------
    ("rows end at 6 standard deviations", ALIAS, "DEVIATIONS = 10.0", "DEVIATIONS = 6.0", TABLES),
    ("a full column keeps nothing", ALIAS, "if share[c] < 1.0:", "if share[c] <= 1.0:", TABLES),
    ("an alias gives back what it took", ALIAS, "-= 1.0 - share[less]", "-= share[less]", TABLES),
    ("a start between counts is rounded", COUNTS, "start / unit == mean and ", "", BRANCHES),
    (
        "one generation more from a share that is no count",
        COUNTS,
        "range(0 if row >= 0 else 1, k)",
        "range(0, k)",
        BRANCHES,
    ),
    ("lanes change places when one is absorbed", COUNTS, "                path[left] = path[i]\n", "", BRANCHES),
    (
        "no path after lanes that are all absorbed",
        COUNTS,
        "            if live == 0:\n                break",
        "            if live == 0:\n                return",
        BRANCHES,
    ),
    (
        "steps start from the rounded share",
        "simulators/bernoulli.py",
        "out[i, 0, 1] = p0",
        "out[i, 0, 1] = round(n * p0) / n",
        STEPS_START,
    ),
    (
        "the largest intensity is refused",
        "simulators/poisson.py",
        "n * lambda0 <= MAX_RATE",
        "n * lambda0 < MAX_RATE",
        BRANCHES,
    ),
    # -- variates --------------------------------------------------------------------------------------------
    ("a candidate is rounded towards zero", VARIATES, "count = math.floor(", "count = int(", BITS),
    (
        "digits of the squeeze change places",
        VARIATES,
        "0.9277 - 3.6224",
        "0.9277 - 3.2624",
        ("tests/test_variates.py", "-k", "any_rate"),
    ),
    ("a gamma variate accepts too much", VARIATES, "0.0331 *", "0.00331 *", BITS),
    (
        "the first and last index are rarer",
        VARIATES,
        "int(uniform(source) * size)",
        "int(uniform(source) * (size - 1) + 0.5)",
        BITS,
    ),
    # -- Gaussian kernels ------------------------------------------------------------------------------------
    (
        "the last block of factors is whole",
        GAUSSIAN,
        "range(start, min(start + BLOCK, k))",
        "range(start, start + BLOCK)",
        BRANCHES,
    ),
    (
        "the mean wanders by the scale after the draw",
        GAUSSIAN,
        "subtotal += variance\n                variance *= chi_square(source, n - 1, constants) * unit\n",
        "variance *= chi_square(source, n - 1, constants) * unit\n                subtotal += variance\n",
        JOINT,
    ),
    (
        "blocks after the first forget the scale in the mean",
        GAUSSIAN,
        "math.exp(log_variance) * subtotal",
        "subtotal",
        JOINT,
    ),
    (
        "drawn samples have ddof 0",
        GAUSSIAN,
        "((sample - mean) ** 2).sum() / (n - 1))\n        log_ratio",
        "((sample - mean) ** 2).sum() / n)\n        log_ratio",
        JOINT,
    ),
    (
        "a batch is merged with a wrong weight",
        ACCUMULATE,
        "shift * shift * t / (t + 1)) / (t + 1)",
        "shift * shift * t / (t + 2)) / (t + 1)",
        MERGED,
    ),
    (
        "the pool forgets its oldest batch",
        ACCUMULATE,
        "pool = points[: n * (t + 1)]",
        "pool = points[n * (t > 1) : n * (t + 1)]",
        JOINT,
    ),
    ("a shuffle takes any place", MANY, "other = j + index(source, n * t - j)", "other = index(source, n * t)", KAZDAN),
    (
        "a run starts from the order of the last one",
        MANY,
        "    for run in range(runs):\n        order = np.arange(n * k)\n",
        "    order = np.arange(n * k)\n    for run in range(runs):\n",
        KAZDAN,
    ),
    (
        "a pool counts the new mean in full",
        MANY,
        "add_row(gram[i], (1.0 - share) * z[i], z, i)",
        "add_row(gram[i], z[i], z, i)",
        KAZDAN,
    ),
    (
        "rows that are left over are left out",
        "simulators/triangles.py",
        "for j in range(fours, count):",
        "for j in range(count, count):",
        BRANCHES,
    ),
    (
        "Cholesky whatever is left",
        "simulators/triangles.py",
        "if not factorize(factor) > LEFT:",
        "if factorize(factor) > 2:",
        BRANCHES,
    ),
    ("below a triangle is what was there", "simulators/triangles.py", "factor[i, :i] = 0.0", "pass", BRANCHES),
    (
        "chi-square of the first row in all rows",
        "simulators/triangles.py",
        "gamma_constants(0.5 * (freedom - i))",
        "gamma_constants(0.5 * freedom)",
        KAZDAN,
    ),
    (
        "the newest model is never drawn from",
        "simulators/gaussian_pool.py",
        "index(source, t + 1) - 1",
        "index(source, max(t, 1)) - 1",
        POOL,
    ),
    # -- kernel estimates ------------------------------------------------------------------------------------
    (
        "points of a batch descend from one another",
        KDE_POOL,
        "parent = index(source, n * t)",
        "parent = index(source, j)",
        KDE,
    ),
    (
        "a batch is overwritten while it is drawn from",
        KDE_LAST,
        "following[j] = batch[index(source, n)]",
        "batch[j] = following[j] = batch[index(source, n)]",
        LAWS,
    ),
    # -- streams and machine code ----------------------------------------------------------------------------
    ("a stream's key has 32 bits of its name", "simulators/engine.py", "range(0, 16, 4))", "range(0, 4, 4))", STREAMS),
    (
        "names that differ by case share a stream",
        "simulators/engine.py",
        "name.encode()",
        "name.lower().encode()",
        STREAMS,
    ),
    # -- exact rooms: floats with a certified error ----------------------------------------------------------
    ("fewer roundings a generation than there are", BACKWARD, "slack = 6 * UNIT", "slack = 1 * UNIT", ENGINES),
    (
        "starts beyond a window are not looked at",
        BACKWARD,
        "(value + excess)[-1, last] if most > last else 0.0",
        "0.0",
        ENGINES,
    ),
    (
        "mass above a row is rounded down",
        BACKWARD,
        "above * (1.0 + (up + down + 4) * 2.0 * UNIT)",
        "above * (1.0 - (up + down + 4) * 2.0 * UNIT)",
        ENGINES,
    ),
    (
        "the rounding of the excess is not paid for",
        BACKWARD,
        " * (1.0 + (size[r] + 10) * 2.0 * UNIT)\n        if",
        "\n        if",
        ENGINES,
    ),
    (
        "the low word of a product is dropped",
        BACKWARD,
        "rest = error + _fma(a_low, b, a * b_low)",
        "rest = error + a_low * b",
        ENGINES,
    ),
    ("only the last generation rounds", WINDOW, "roundings += worst", "roundings = worst", ENCLOSURES),
    (
        "states that are given up cost nothing",
        WINDOW,
        "        lost += float(law[law <= DROP].sum())\n",
        "",
        ENCLOSURES,
    ),
    ("the left tail of a row is forgotten", WINDOW, " + weights[0] * left / (1 - left)", "", ENCLOSURES),
    (
        "rows are kept from another chain",
        WINDOW,
        "int]] = {}\n",
        "int]] = _row.__dict__.setdefault('known', {})\n",
        ENCLOSURES,
    ),
    ("a window counts no rounding of the sum", WINDOW, "(roundings + n + 3) * UNIT", "3 * UNIT", ENCLOSURES),
    ("rounded towards the inside", "simulators/exact/alphabet.py", "slack = 4 * UNIT", "slack = -4 * UNIT", ENGINES),
    ("one minus a ball has no rounding", "simulators/exact/alphabet.py", "slack = 4 * UNIT", "slack = 0.0", ROOMS),
    # -- exact rooms: laws -----------------------------------------------------------------------------------
    ("a sum is cut without a word", MELLIN, "rest = abs(terms[-1]) * cuts[len(terms) - 1] / k", "rest = arb(0)", EXACT),
    ("aliases on one side only", MELLIN, "aliases = near + far * markov(k, further).exp()", "aliases = near", EXACT),
    (
        "aliases are added",
        MELLIN,
        "rest.union(-rest) - aliases.union(arb(0))",
        "rest.union(-rest) + aliases.union(arb(0))",
        EXACT,
    ),
    ("the start lies above itself", MELLIN, "[arb(ratio >= 1),", "[arb(ratio > 1),", EXACT),
    ("at generation 0 nothing is lost", CHAINS, "return fmpq(p0 == 0)", "return fmpq(0)", ENGINES),
    ("balls of the caller's precision", CHAINS, "@ctx.workprec(BITS)\ndef _ball_law", "def _ball_law", ROOMS),
    (
        "a parameter is rounded to a float",
        "simulators/exact/balls.py",
        "fmpq(*Fraction(x).as",
        "fmpq(*Fraction(float(x)).as",
        ENCLOSURES,
    ),
    (
        "a state that is reached twice counts once",
        "simulators/exact/finite.py",
        "after.get(target, fmpq(0)) + weight",
        "weight",
        ("tests/test_exact_laws.py", "tests/test_enclosures.py"),
    ),
    (
        "a subsample has replacement",
        "simulators/exact/workflows.py",
        "elif replacement:",
        "elif True:",
        ("tests/test_workflows.py",),
    ),
)
