"""Edits of `benchmarks.planted` in what decides signs, equality and limits: rows as in `benchmarks.planted_edits`."""

RULES = "proofs_check/rules"
LEAVES = ("tests/test_rules_refuse.py",)
STEPS = ("tests/test_rules_steps.py",)
QUOTIENTS = ("tests/test_rules_quotients.py",)
TWICE = ("tests/test_rules_twice.py",)
FORGETS = """@lambda decide, known={}: lambda e, context, *more: (
    known[e, *more] if (e, *more) in known else known.setdefault((e, *more), decide(e, context, *more))
)
"""
"""A memory that leaves out the context of what is decided."""

SIGN_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "any two expressions are equal",
        f"{RULES}/identities.py",
        "        zero(one - other, context)\n",
        "        pass\n",
        STEPS,
    ),
    (
        "a box is decided by its middle",
        f"{RULES}/signs.py",
        "{s: a.union(b) for s, (a, b) in",
        "{s: (a + b) / 2 for s, (a, b) in",
        LEAVES,
    ),
    (
        "the sign of a denominator does not matter",
        f"{RULES}/signs.py",
        "        side = next((s for s in (1, -1) if _polynomial(s * factor, context, True)), None)\n",
        "        side = 1\n",
        TWICE,
    ),
    (
        "strict is not strict",
        f"{RULES}/signs.py",
        "    return not strict or any(",
        "    return True or any(",
        TWICE,
    ),
    (
        "the closed end is forgotten",
        f"{RULES}/signs.py",
        "            if strict and not r.high_open and",
        "            if False and",
        TWICE,
    ),
    (
        "a range begins one later",
        f"{RULES}/signs.py",
        "            above = low + y",
        "            above = low + 1 + y",
        TWICE,
    ),
    (
        "a limit may be off by 1/2",
        f"{RULES}/sequences.py",
        "(finite and identities.is_zero(found - limit)):",
        "(finite and abs(found - limit) < sp.Rational(1, 2)):",
        TWICE,
    ),
    (
        "a limit is not followed",
        f"{RULES}/sequences.py",
        "    if not good:",
        "    if False:",
        TWICE,
    ),
    (
        "no second decision of an identity",
        f"{RULES}/identities.py",
        "        if not found.contains(0):",
        "        if False:",
        TWICE,
    ),
    (
        "no second decision of a sign",
        f"{RULES}/signs.py",
        "    second = seen_negative(expression, context, strict)\n",
        "    second = None\n",
        TWICE,
    ),
    (
        "a point without a value is passed over",
        f"{RULES}/signs.py",
        "    for side in (relation.left, relation.right):",
        "    for side in ():",
        LEAVES,
    ),
    (
        "an index shadows a parameter",
        f"{RULES}/points.py",
        "(*point, *expression.atoms(sp.Symbol))",
        "point",
        LEAVES,
    ),
    (
        "a sign known in one context is known in all",
        f"{RULES}/signs.py",
        "@cache\ndef shown(",
        FORGETS + "def shown(",
        TWICE,
    ),
    (
        "a sign decided in one context is decided in all",
        f"{RULES}/signs.py",
        "@cache\ndef sign(",
        FORGETS + "def sign(",
        TWICE,
    ),
    (
        "what has a value in one context has one in all",
        f"{RULES}/signs.py",
        "@cache\ndef defined(",
        FORGETS + "def defined(",
        TWICE,
    ),
    (
        "equal in one context is equal in all",
        f"{RULES}/identities.py",
        "@cache\ndef zero(",
        FORGETS + "def zero(",
        TWICE,
    ),
    (
        "a range that one symbol may have, any of its name may have",
        f"{RULES}/statements.py",
        "@cache\ndef _allowed(",
        FORGETS.replace("[e,", "[e.name, context,").replace("(e,", "(e.name, context,", 2) + "def _allowed(",
        TWICE,
    ),
    (
        "a negative factor makes every power negative",
        f"{RULES}/signs.py",
        "        numerator *= side**times\n",
        "        numerator *= side\n",
        QUOTIENTS,
    ),
    (
        "a range to one end is like one from it",
        f"{RULES}/signs.py",
        "            above = high - y",
        "            above = high + y",
        TWICE,
    ),
    (
        "a range of one value is one from it on",
        f"{RULES}/signs.py",
        "        if low == high:",
        "        if False:",
        QUOTIENTS,
    ),
    (
        "summands over one denominator without their own factors",
        f"{RULES}/quotients.py",
        "product(ring, common - below)",
        "product(ring, below)",
        QUOTIENTS,
    ),
    (
        "a leading coefficient is lost below",
        f"{RULES}/quotients.py",
        "ring(1 / above.LC**-power)",
        "ring(1)",
        QUOTIENTS,
    ),
    (
        "what is below a quotient is lost when that is below",
        f"{RULES}/quotients.py",
        " * product(ring, below) ** -power",
        "",
        QUOTIENTS,
    ),
)
