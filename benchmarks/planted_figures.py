"""Edits of `benchmarks.planted` in figures, proofs, and the language that theorems are written in."""

POOL = ("tests/test_figures_shumailov.py",)
KAZDAN = ("tests/test_figures_kazdan.py",)
PUBLISHED = ("tests/test_figures_published.py",)
FIGURES = ("tests/test_figures.py",)
FORMULAS = ("tests/test_figures_formulas.py",)
COMMAND = ("tests/test_figures_command.py",)
SLIPS = ("tests/test_slips.py",)
FALSE = ("tests/test_steps.py",)
PROOFS = ("tests/test_theorems.py",)
PROCESSES = ("tests/test_processes_exact.py", "tests/test_processes.py")

INTERIOR, TRANSFORMS = "theorems/bernoulli/interior.py", "paper_figs/transforms.py"
WALKS, KERNELS = "simulators/gaussian.py", "simulators/kernel_density.py"
STORE = "paper_figs/store.py"
NUMBERS, STEPS, LANGUAGE = "paper_figs/numbers.py", "proofs_check/steps.py", "theorems/language"

FIGURE_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # -- figures ---------------------------------------------------------------------------------------------
    (
        "all blocks of a point are its first",
        NUMBERS,
        '[{point_text(point)}]", block)',
        '[{point_text(point)}]", 0)',
        ("tests/test_blocks.py",),
    ),
    (
        "ends of an exact value are rounded inwards",
        NUMBERS,
        "(nextafter(float(ball.lower()), -inf), nextafter(float(ball.upper()), inf))",
        "(nextafter(float(ball.lower()), inf), nextafter(float(ball.upper()), -inf))",
        FIGURES,
    ),
    ("ends of a complement change places", NUMBERS, "1 - high, 1 - low, 1 - 2", "1 - low, 1 - high, 1 - 2", FIGURES),
    (
        "the last generation is left out",
        NUMBERS,
        "sorted({round(x) for x in np.geomspace",
        "sorted({int(x) for x in np.geomspace",
        FIGURES,
    ),
    (
        "medians end one rank early",
        NUMBERS,
        "ordered[low - 1] if low",
        "ordered[low] if low",
        PUBLISHED,
    ),
    (
        "sizes share a stream",
        "paper_figs/kazdan/gaussian.py",
        "/{workflow}[d={d},n={n}]",
        "/{workflow}[d={d}]",
        ("tests/test_figures.py", "-k", "one_stream"),
    ),
    (
        "runs share a stream",
        "paper_figs/kazdan/kde.py",
        "stream(entropy, question, run)",
        "stream(entropy, question, 0)",
        ("tests/test_figures.py", "-k", "one_stream"),
    ),
    (
        "models are those of the generation before",
        "simulators/gaussian_multivariate.py",
        "places = np.asarray(models) - 1",
        "places = np.maximum(np.asarray(models) - 2, 0)",
        KAZDAN,
    ),
    ("a subsample is drawn with replacement", KERNELS, "n, replace=False)", "n)", KAZDAN),
    ("the exponential series is cut short", KERNELS, "p = C12 * r + C11", "p = 0.0 * r", KAZDAN),
    ("far kernels vanish together", KERNELS, "if not total > TINY:", "if False:", KAZDAN),
    ("only the first block of kernels counts", KERNELS, "total = np.logaddexp(total, part)", "total = part", KAZDAN),
    (
        "the mean of a stretch is not scaled",
        WALKS,
        "mean + scale * float(centre[0])",
        "mean + float(centre[0])",
        ("tests/test_figures.py", "-k", "stretches"),
    ),
    (
        "a run is that of the generation before",
        "paper_figs/shumailov/pool_fit.py",
        "run.means[0, :, 0]",
        "np.roll(run.means[0, :, 0], 1)",
        POOL,
    ),
    (
        "quantiles of 10%",
        "paper_figs/shumailov/replace.py",
        '{"low": 0.05, "high": 0.95}',
        '{"low": 0.1, "high": 0.9}',
        PUBLISHED,
    ),
    (
        "numbers of another effort are kept",
        "paper_figs/store.py",
        "return _digest(figure.parameters[effort], effort, versions()",
        "return _digest(versions()",
        ("tests/test_figures_command.py",),
    ),
    (
        "both losses are those of the symbol",
        INTERIOR,
        "return lost(name, p0) + lost(name, 1 - p0)",
        "return lost(name, p0) + lost(name, p0)",
        FORMULAS,
    ),
    (
        "a bound below nothing is added",
        INTERIOR,
        "return sp.Max(0, lost(name, p0)) + sp.Max(0, lost(name, 1 - p0))",
        "return lost(name, p0) + lost(name, 1 - p0)",
        FORMULAS,
    ),
    ("half of the bound of others", INTERIOR, "at_most=2 * n * heterozygosity", "at_most=n * heterozygosity", FORMULAS),
    ("a variance for a spread", TRANSFORMS, '"sqrt": sqrt,', '"sqrt": abs,', FORMULAS),
    (
        "a typical path is late by one",
        "paper_figs/suresh/gaussian_paths.py",
        'exact("gaussian.log_scale", n=n, k=k)',
        'exact("gaussian.log_scale", n=n, k=max(k - 1, 0))',
        FORMULAS,
    ),
    (
        "sides of the bounds on g_k change places",
        "paper_figs/suresh/poisson.py",
        'f"g-iterate/{side}")',
        "f\"g-iterate/{'upper' if side == 'lower' else 'lower'}\")",
        FORMULAS,
    ),
    (
        "a variance for a scale",
        "paper_figs/kazdan/gaussian_density.py",
        "(line, deviation(exact))",
        "(line, exact)",
        FORMULAS,
    ),
    (
        "degrees of freedom begin one late",
        "theorems/gaussian/replace_multivariate.py",
        "sp.polygamma(0, (n - 1 - i) / 2)",
        "sp.polygamma(0, (n - 2 - i) / 2)",
        FORMULAS,
    ),
    ("a band of variances", TRANSFORMS, "BAND * float(deviation(v))", "BAND * float(v)", FORMULAS),
    (
        "a figure computes a root of its own",
        "paper_figs/shumailov/pool_fit.py",
        "deviation(run.traces[0])",
        "run.traces[0] ** 0.5",
        ("tests/test_figures_compute_nothing.py",),
    ),
    (
        "a Wishart moment without its last part",
        "simulators/exact/wishart.py",
        "2 * (b**2 * p + c**2) * at.square_trace",
        "2 * (b**2 * p) * at.square_trace",
        KAZDAN,
    ),
    (
        "a determinant of Wishart's law has one degree less",
        "theorems/language/determinants.py",
        "self.degrees - i + 2 * step",
        "self.degrees - i - 1 + 2 * step",
        PROCESSES,
    ),
    ("pictures of other numbers stay", STORE, '.{suffix}").unlink(missing_ok=True)', '.{suffix}")', COMMAND),
    (
        "a damaged table is trusted",
        STORE,
        'sidecar["csv"] == hashlib.sha256(content).hexdigest()',
        'bool(sidecar["csv"])',
        COMMAND,
    ),
    ("a damaged picture is trusted", STORE, "current.encode() + picture", "current.encode()", COMMAND),
    # -- proofs ----------------------------------------------------------------------------------------------
    (
        "an identity that is not refuted holds",
        STEPS,
        'return Result(False, "symbolic identity", f"not reduced',
        'return Result(True, "symbolic identity", f"not reduced',
        PROOFS,
    ),
    (
        "an induction needs no step",
        STEPS,
        '(("base", self.base), ("step", self.step))',
        '(("base", self.base),)',
        PROOFS,
    ),
    ("a first derivative is not looked at", STEPS, "if not (start == 0", "if j != 1 and not (start == 0", FALSE),
    ("one term of the right sign is enough", STEPS, "all(map(evident, terms))", "any(map(evident, terms))", FALSE),
    (
        "strictness of derivatives is ignored",
        STEPS,
        "nonnegative and (not strict or",
        "nonnegative and (True or",
        FALSE,
    ),
    ("a box is decided by its middle", STEPS, "if value > 0:", "if value.mid() > 0:", FALSE),
    ("integers begin one late", STEPS, "range(self.low, self.high + 1)", "range(self.low + 1, self.high + 1)", FALSE),
    ("the sign below the fraction bar is ignored", STEPS, "sign == sign_below and below and", "True and", FALSE),
    (
        "strictness of coefficients is ignored",
        STEPS,
        "not strict or (sign * constant)",
        "True or (sign * constant)",
        FALSE,
    ),
    ("ranges begin one late", STEPS, "moved = low + shift if", "moved = low + 1 + shift if", FALSE),
    (
        "a limit may be off by less than a half",
        STEPS,
        "is_zero(found - self.limit))",
        "abs(found - self.limit) < sp.Rational(1, 2))",
        FALSE,
    ),
    # -- the language ----------------------------------------------------------------------------------------
    (
        "the last point is never chosen",
        f"{LANGUAGE}/laws.py",
        "rows = rng.integers(0, values[0].shape[1], shape)",
        "rows = rng.integers(0, max(values[0].shape[1] - 1, 1), shape)",
        PROCESSES,
    ),
    (
        "the present generation is never chosen",
        f"{LANGUAGE}/laws.py",
        "chosen = rng.integers(0, values[0].shape[1], shape)",
        "chosen = rng.integers(0, max(values[0].shape[1] - 1, 1), shape)",
        PROCESSES,
    ),
    (
        "the laws of a mixture share arguments",
        f"{LANGUAGE}/laws.py",
        "below + weight, last\n",
        "below + weight, first\n",
        ("tests/test_laws.py",),
    ),
    (
        "an infinite mean has a value at the start's successor",
        f"{LANGUAGE}/recursion.py",
        "min(k, self.first + 1)",
        "self.first if k < self.first + 2 else self.first + 1",
        PROCESSES,
    ),
    (
        "a recursion runs one generation less",
        f"{LANGUAGE}/recursion.py",
        "means = [f(**at) for f in start]\n        for t in range(self.first, k):",
        "means = [f(**at) for f in start]\n        for t in range(self.first + 1, k):",
        PROCESSES,
    ),
    (
        "coefficients are those of the first generation",
        f"{LANGUAGE}/recursion.py",
        "here = {**point, GENERATION.name: sp.Integer(t)}",
        "here = {**point, GENERATION.name: sp.Integer(self.first)}",
        PROCESSES,
    ),
    (
        "a closed form starts at another value",
        f"{LANGUAGE}/closed_form.py",
        "sp.factor(start - total.subs(K, first))",
        "sp.factor(start)",
        PROCESSES,
    ),
    (
        "ddof of a drawn variance is 0",
        f"{LANGUAGE}/literal.py",
        "np.var(x, axis=1, ddof=ddof, keepdims=True)",
        "np.var(x, axis=1, keepdims=True)",
        PROCESSES,
    ),
    (
        "steps of a chain are kept although they change",
        f"{LANGUAGE}/chains.py",
        "            known.clear()\n",
        "            pass\n",
        PROCESSES,
    ),
    (
        "slips of one point more only",
        f"{LANGUAGE}/domains/numbers.py",
        "(self.symbol + 1, self.symbol - 1) if",
        "(self.symbol + 1,) if",
        SLIPS,
    ),
    (
        "slips of half a percent",
        f"{LANGUAGE}/mutants.py",
        "(sp.Rational(21, 20), sp.Rational(19, 20)):",
        "(sp.Rational(201, 200), sp.Rational(199, 200)):",
        SLIPS,
    ),
    (
        "conditions are never dropped",
        f"{LANGUAGE}/mutants.py",
        "if relation != sp.true]",
        "if relation == sp.true]",
        SLIPS,
    ),
)
