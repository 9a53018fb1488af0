"""Edits of `benchmarks.planted` in what an author meets, and in sizes of blocks."""

SIZES = ("tests/test_block_sizes.py",)
ADDING = ("tests/test_adding.py", "tests/test_lints.py")
TRIES = ("tests/test_refused_tries.py", "-k", "refused_in")
OBLIGATIONS, SCAFFOLD = "harness/judge/obligations.py", "harness/author/scaffold.py"

KINDS = ("Related, distance", "Probability, event", "Limit, limit", "Diverges, diverges", "AlmostSure, almost_sure",
         "Summable, summable", "Rate, rate", "Law, law", "Surely, event", "Order, order")  # fmt: skip

AUTHOR_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    *((f"a kind without its obligation: {rule}", OBLIGATIONS, f"    ({rule}),\n", "", TRIES) for rule in KINDS),
    (
        "a sum is finite where a negative power of it is",
        OBLIGATIONS,
        "power.is_number and power.is_positive",
        "power.is_number and power.is_nonzero",
        ("tests/test_summable.py",),
    ),
    (
        "a race draws blocks of the usual size",
        "harness/judge/draws.py",
        "stream(entropy, name, block), observed.block_paths",
        "stream(entropy, name, block), 4096",
        SIZES,
    ),
    (
        "blocks of the usual size are planned",
        "harness/judge/question.py",
        "        block = self.observed.block_paths\n",
        "        block = 4096\n",
        SIZES,
    ),
    (
        "the cap counts blocks of the usual size",
        "harness/judge/question.py",
        "// self.observed.block_paths",
        "// 4096",
        SIZES,
    ),
    (
        "what rounding leaves of a difference is a law of its own",
        "harness/author/twin_comparison.py",
        "np.maximum(ROUNDING * np.max(np.abs(both)), cancelled)",
        "ROUNDING * np.max(np.abs(both)) + 0 * cancelled",
        ("tests/test_check.py",),
    ),
    (
        "small differences of large numbers are rounding",
        "harness/author/twin_comparison.py",
        "CANCELLED * np.minimum(np.abs(quantiles), np.ptp(both))",
        "CANCELLED * np.abs(quantiles)",
        ("tests/test_check.py",),
    ),
    (
        "twins are compared in blocks of the usual size",
        "harness/author/twin_comparison.py",
        "function(rng, observed.block_paths, **",
        "function(rng, 4096, **",
        SIZES,
    ),
    (
        "one stream for blocks of two sizes",
        "harness/author/whole_domain.py",
        'f"probe {paths} {name} ',
        'f"probe {name} ',
        SIZES,
    ),
    (
        "a declaration that is faulty stops all others",
        "theorems/processes/__init__.py",
        "            except Exception as error:\n                problems",
        "            except KeyError as error:\n                problems",
        ADDING,
    ),
    (
        "a fault is shown where it is imported",
        "theorems/language/registry.py",
        "for frame in reversed(frames) if path",
        "for frame in frames if path",
        ADDING,
    ),
    (
        "the first generation is 0",
        SCAFFOLD,
        "_generations(names, panel, process.first)",
        "_generations(names, panel, 0)",
        ADDING,
    ),
    ("k is given to the process", SCAFFOLD, "    kinds.pop(GENERATION, None)\n", "", ADDING),
    (
        "a proof is asked of the author",
        "harness/author/skeletons.py",
        "    return by_moments(goal)\n",
        '    raise NotImplementedError("fill: steps")\n',
        ADDING,
    ),
    (
        "holes of a declaration are not listed",
        "theorems/rooms.py",
        "(DECLARATIONS, SIMULATORS, ",
        "(SIMULATORS, ",
        ADDING,
    ),
)
