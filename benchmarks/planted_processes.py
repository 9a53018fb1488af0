"""Edits of `benchmarks.planted` in what follows from a declared process: rows as in `benchmarks.planted_edits`."""

LANGUAGE = "theorems/language"
EXPECTATION = ("tests/test_expectation.py",)
MEANS = ("tests/test_means.py",)
EXACT = ("tests/test_processes_exact.py",)
OBLIGATIONS = ("tests/test_obligations.py",)
DECLARED = ("tests/test_declared.py",)
SIMULATORS = ("tests/test_simulators.py", "-k", "certain or steps or domain or declared")

PROCESS_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "the variance of a variance forgets a moment",
        f"{LANGUAGE}/expectation.py",
        "- 4 * r[2] * r[0] + 3 * r[1] ** 2",
        "- 4 * r[2] * r[0] + r[1] ** 2",
        EXPECTATION,
    ),
    (
        "a variance is a second moment",
        f"{LANGUAGE}/expectation.py",
        "return square - mean**2",
        "return square",
        EXPECTATION,
    ),
    (
        "a walk's variance grows once",
        f"{LANGUAGE}/expectation.py",
        "found = found**2 + steps * (",
        "found = found**2 + (",
        EXPECTATION,
    ),
    (
        "growth may depend on the state",
        f"{LANGUAGE}/expectation.py",
        "if sp.Tuple(rest, *shares.values()).free_symbols - {*process.parameters.symbols}:",
        "if False:",
        EXPECTATION,
    ),
    (
        "a step factor that is none",
        f"{LANGUAGE}/expectation.py",
        "if row.keys() - {0}:",
        "if False:",
        EXPECTATION,
    ),
    (
        "far generations are one too few",
        f"{LANGUAGE}/recursion.py",
        "for bit in bin(k - self.first)[:1:-1]:",
        "for bit in bin(k - self.first - 1)[:1:-1]:",
        EXPECTATION,
    ),
    (
        "the generation before the first is the first",
        f"{LANGUAGE}/recursion.py",
        "return either(self.before, point)",
        "return either(self.start[0], point)",
        EXPECTATION,
    ),
    (
        "a compiled coefficient keeps its generation",
        f"{LANGUAGE}/recursion.py",
        "            at[GENERATION.name] = fmpq(t)\n",
        "",
        EXACT,
    ),
    (
        "irrational factors are one",
        f"{LANGUAGE}/moments.py",
        "self.irrational[expression] = _generators()[len(self.irrational)]",
        "self.irrational[expression] = _generators()[0]",
        ("tests/test_enclosures_gaussian.py",),
    ),
    (
        "a mean may be infinite",
        "proofs_check/rules/moments.py",
        '            _less(there.lts, "<", there.gts, inside, ())\n',
        "            pass\n",
        MEANS,
    ),
    (
        "the claimed value is not held against the recursion",
        "proofs_check/rules/moments.py",
        "identities.zero, left, _folded(late, left))",
        "identities.zero, sp.Integer(0), _folded(late, left))",
        MEANS,
    ),
    (
        "the start is not looked at",
        "proofs_check/rules/moments.py",
        "worked_out(forms[j].subs(k, begin)) - begun[j], start)",
        "sp.Integer(0), start)",
        MEANS,
    ),
    (
        "the model before the first fit is any",
        "proofs_check/rules/moments.py",
        "    difference, what = earlier - put_in(found.before, values), (",
        "    difference, what = earlier - earlier, (",
        MEANS,
    ),
    (
        "a step's factor is not compared",
        "proofs_check/rules/moments.py",
        "identities.zero, found - relation.right, context)",
        "identities.zero, sp.Integer(0), context)",
        MEANS,
    ),
    (
        "the recursion is not followed in numbers",
        "proofs_check/rules/moments.py",
        "if not (points.value(relation.right, point) - known).contains(0):",
        "if False:",
        MEANS,
    ),
    (
        "a rate of anything",
        "harness/judge/obligations.py",
        "if what is None or not isinstance(what[1], Increment) or not isinstance(what[1].of, sp.log):",
        "if what is None:",
        OBLIGATIONS,
    ),
    (
        "steps of anything",
        "harness/judge/obligations.py",
        "if what is not None and not isinstance(what[1], Steps):",
        "if False:",
        OBLIGATIONS,
    ),
    (
        "literal draws outside of the domain",
        f"{LANGUAGE}/literal.py",
        "return parameter.check(Entries(exact) if np.ndim(value) else exact[0], at=at)",
        "return Entries(exact) if np.ndim(value) else exact[0]",
        SIMULATORS,
    ),
    (
        "literal steps begin a generation late",
        f"{LANGUAGE}/literal.py",
        "    values = [run.look(observable.of)]\n    while run.t < k:",
        "    run.step()\n    values = [run.look(observable.of)]\n    while run.t < k:",
        SIMULATORS,
    ),
    (
        "both runs of a half square are one",
        f"{LANGUAGE}/literal.py",
        "(_at(run, observable.of, k) - _at(other, observable.of, k))",
        "(_at(run, observable.of, k) - _at(run, observable.of, k))",
        ("tests/test_theorems.py", "-k", "simulator_and_twin and risk_variance"),
    ),
    (
        "what is observed is not looked up",
        "theorems/processes/__init__.py",
        "(found[0], found[0].observables[what])",
        "(found[0], next(iter(found[0].observables.values())))",
        ("tests/test_simulators.py", "-k", "certain"),
    ),
)
