"""The edits of `benchmarks.planted`: (kind, file, text, text in its place, test files that are about it)."""

STREAMS = ("tests/test_streams.py",)
FRESH = ("tests/test_fresh.py",)
INDEPENDENCE = ("tests/test_independence.py", "tests/test_blocks.py", "tests/test_streams.py")
JUDGE = ("tests/test_judge.py", "tests/test_judge_races.py", "tests/test_guarantees.py")
PYTEST = ("tests/test_judge_pytest.py",)
RECORDS = ("tests/test_records.py",)
VALUE = ("tests/test_value.py", "tests/test_value_command.py")
ENCLOSURES = ("tests/test_enclosures.py", "tests/test_enclosures_gaussian.py")
BRANCHES = ("tests/test_branches.py",)
KEYS = ("tests/test_keys.py",)
FIGURES = ("tests/test_figures_published.py",)
PROCESSES = ("tests/test_processes_exact.py", "tests/test_processes.py")

EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # -- streams ---------------------------------------------------------------------------------------------
    (
        "kernel and twin from one stream",
        "harness/author/twin_comparison.py",
        'stream(entropy, f"{route} {observed}[',
        'stream(entropy, f"both {observed}[',
        STREAMS,
    ),
    (
        "the theorem's id in the key of a question's stream",
        "harness/judge/race.py",
        "question.keep, entropy, question.paths)",
        "question.keep, entropy, question.case.theorem.id)",
        STREAMS,
    ),
    (
        "entropy modulo 65536",
        "simulators/engine.py",
        "np.random.SeedSequence(entropy,",
        "np.random.SeedSequence(entropy % 65536,",
        STREAMS,
    ),
    (
        "blocks repeat after 64",
        "simulators/engine.py",
        "spawn_key=(*key, block)",
        "spawn_key=(*key, block % 64)",
        STREAMS,
    ),
    (
        "fresh entropy is a constant",
        "simulators/engine.py",
        "return secrets.randbits(128)",
        "return 2**127 + 1",
        FRESH,
    ),
    (
        "neighbouring paths depend on each other",
        "simulators/gaussian.py",
        "0.5 * np.square(pairs[:paths] - pairs[paths:])",
        "0.5 * np.square(pairs - np.roll(pairs, 1))[:paths]",
        INDEPENDENCE,
    ),
    # -- the judge -------------------------------------------------------------------------------------------
    (
        "exit code 0 if any claim is as expected",
        "harness/cli/verify.py",
        "return all(r.as_expected for r in reports)",
        "return any(r.as_expected for r in reports)",
        JUDGE,
    ),
    (
        "exit code 0 although a theorem cannot be read",
        "harness/cli/verify.py",
        "return all(r.as_expected for r in reports) and not unread",
        "return all(r.as_expected for r in reports)",
        JUDGE,
    ),
    (
        "the suite accepts undecided",
        "harness/testing/suite.py",
        "    assert report.as_expected, ",
        "    assert report.as_expected or report.outcome == 'undecided', ",
        PYTEST,
    ),
    (
        "only the last race of a claim counts",
        "harness/judge/verdict.py",
        "[run.result.outcome for run in self.runs]",
        "[run.result.outcome for run in self.runs[-1:]]",
        JUDGE,
    ),
    (
        "effort of pytest ignored",
        "harness/testing/session.py",
        "return EFFORTS[self.effort]",
        'return EFFORTS["quick"]',
        (*PYTEST, "tests/test_guarantees.py"),
    ),
    (
        "paper has the resolution of quick",
        "harness/judge/questions.py",
        '"paper": Fraction(1, 100)',
        '"paper": Fraction(3, 100)',
        JUDGE,
    ),
    (
        "pytest's entropy is 1",
        "theorems/door/pytest_plugin.py",
        "in told else secrets.randbits(128)",
        "in told else 1",
        (*STREAMS, *PYTEST),
    ),
    ("formula and oracle agree in 2 bits", "harness/judge/exact.py", "AGREE_BITS = 30", "AGREE_BITS = 2", JUDGE),
    ("a race is capped at 4 times the plan", "harness/judge/question.py", "CAP = 16", "CAP = 4", JUDGE),
    (
        "a race that has refuted goes on",
        "harness/judge/race.py",
        'if decision[0] != "undecided":',
        'if decision[0] == "confirmed":',
        (*JUDGE, "tests/test_evidence_races.py"),
    ),
    (
        "limit of the mutant matrix from beta",
        "harness/author/mutant_table.py",
        "is not None else 1) / limits.alpha)",
        "is not None else 1) / limits.beta)",
        JUDGE,
    ),
    (
        "budget divided by claims",
        "harness/judge/budget.py",
        "sum(len(claim.points) for theorem",
        "sum(bool(claim.points) for theorem",
        JUDGE,
    ),
    # -- records ---------------------------------------------------------------------------------------------
    (
        "when of variance-leading widened",
        "theorems/gaussian/risk.py",
        "when=10 * k <= n",
        "when=4 * k <= n",
        RECORDS,
    ),
    (
        "points of a claim removed",
        "theorems/bernoulli/absorption.py",
        'points=("n=10,p0=1/5,k=5", "n=100,p0=1/100,k=50", "n=50,p0=1/20,k=10"),',
        "",
        RECORDS,
    ),
    # -- numbers ---------------------------------------------------------------------------------------------
    (
        "ratio upside down",
        "harness/judge/values.py",
        "else theory / truth",
        "else truth / theory",
        VALUE,
    ),
    ("the ball's own radius left out", "harness/basics/decimals.py", "gap = rad + abs(", "gap = 0 * rad + abs(", VALUE),
    (
        "mass outside of the window ignored",
        "simulators/exact/window.py",
        "arb(total) + arb(cap) * arb(lost)",
        "arb(total) + arb(cap) * arb(0)",
        ENCLOSURES,
    ),
    ("fingerprints ignore what is in the files", "harness/run/fingerprint.py", " + path.read_bytes() + ", " + ", KEYS),
    (
        "fingerprints ignore mpmath and python-flint",
        "harness/run/fingerprint.py",
        ', "mpmath", "python-flint")',
        ")",
        KEYS,
    ),
    (
        "last row of the alias table never used",
        "simulators/counts.py",
        "                if c < words.shape[0]:",
        "                if c < words.shape[0] - (n > 256):",
        BRANCHES,
    ),
    ("underflow guard 16 -> 400", "simulators/gaussian.py", "BLOCK = 16", "BLOCK = 400", BRANCHES),
    (
        "panel of Suresh Fig. 5",
        "paper_figs/suresh/gaussian_tail.py",
        '"panel": "n=10,eps=1/10"',
        '"panel": "n=10,eps=1/5"',
        FIGURES,
    ),
    # -- processes -------------------------------------------------------------------------------------------
    (
        "partitions unsigned",
        "theorems/language/monomials.py",
        "(-1) ** (len(block) - 1)",
        "(1) ** (len(block) - 1)",
        PROCESSES,
    ),
    (
        "an infinite moment has a value",
        "theorems/language/moments.py",
        "            self.provided.append(finite)\n",
        "",
        PROCESSES,
    ),
    (
        "a root of a square is the number",
        "theorems/language/moments.py",
        "if not all(x.is_nonnegative for x, _ in m):",
        "if False:",
        PROCESSES,
    ),
    (
        "coefficients of the generation before",
        "theorems/language/moments.py",
        "shift = {GENERATION: GENERATION + 1}",
        "shift = {GENERATION: GENERATION}",
        PROCESSES,
    ),
    (
        "subset drawn with replacement",
        "theorems/language/literal.py",
        "chosen = places[:, :",
        "chosen = places[:, :1] + 0 * places[:, :",
        PROCESSES,
    ),
    (
        "sizes of joined data are not compared",
        "theorems/language/processes.py",
        "if more != 0 and sp.simplify(more) != 0:",
        "if False:",
        PROCESSES,
    ),
    (
        "a chain forgets how often a state is reached",
        "theorems/language/chains.py",
        "after[then] = after.get(then, Fraction(0)) + mass * share",
        "after[then] = mass * share",
        PROCESSES,
    ),
    (
        "past generations but the present one",
        "theorems/language/laws.py",
        "Past(sp.expand(self.law.moment(j))) / (GENERATION + 1)",
        "Past(sp.expand(self.law.moment(j))) / GENERATION",
        PROCESSES,
    ),
)
