"""Edits of expressions in arrays and of the library: see `benchmarks.planted`."""

ARRAYS = ("tests/test_arrays.py", "tests/test_many_values.py")
VALUES, LIBRARY = ("tests/test_api_values.py",), ("tests/test_api.py",)
NEAR, PAIRS = "theorems/language/readers/near.py", "theorems/language/readers/pairs.py"
READER, API = "theorems/language/readers/arrays.py", "theorems/api/"
DRAWN, NUMBERS = f"{API}drawn.py", f"{API}numbers.py"

LIBRARY_EDITS = (
    # -- bounds ----------------------------------------------------------------------------------------------
    ("a sum forgets what rounding took", NEAR, "+ other.rad + abs(rounding)", "+ other.rad", ARRAYS),
    ("a product forgets one factor's bound", NEAR, "abs(self.mid) * other.rad + ", "", ARRAYS),
    ("a quotient is as good as its divisor", NEAR, "(self._inverse_off() + UNIT)", "UNIT", ARRAYS),
    ("a power forgets its exponent", NEAR, "change = abs(exponent.mid) * off", "change = off", ARRAYS),
    ("an exponential is as good as its argument", NEAR, "(np.expm1(x.rad) + ELEMENTARY)", "ELEMENTARY", ARRAYS),
    ("an exponential that is lost is as good as 0", NEAR, "np.maximum(mid, SMALLEST)", "mid", ARRAYS),
    ("a product with what may be 0 is 0", NEAR, "lost(mid, self.some & other.some)", "lost(mid, mid != 0)", ARRAYS),
    ("decimals are never lost", READER, " + lost(self.numbers)", "", ARRAYS),
    ("the larger one is the smaller one", NEAR, "_extreme(np.greater_equal)", "_extreme(np.less)", ARRAYS),
    ("pairs forget their second parts", PAIRS, "(self.mid * other.low + self.low * other.mid)", "0 * rest", ARRAYS),
    ("the inverse of a pair is that of one part", PAIRS,
     "self.mid, 0.0, low=self.low)\n        found", "self.mid, 0.0)\n        found", ARRAYS),
    # -- sums, cases, points -----------------------------------------------------------------------------------
    ("a sum has a term less", READER, "here = (low <= i) & (i <= high)", "here = (low <= i) & (i < high)", ARRAYS),
    ("of two cases both apply", READER, "undecided = undecided & false", "undecided = undecided & ~true", ARRAYS),
    ("equal parameters stand for others", READER, "axis=1, return_index", "axis=0, return_index", ARRAYS),
    ("what is not accurate is good", READER, " & (rad <= accuracy * abs(mid))", "", ARRAYS),
    ("0.1 is a machine number", READER, "Fraction(repr(numbers[i].item()))", "Fraction(numbers[i].item())", ARRAYS),
    # -- the library -------------------------------------------------------------------------------------------
    ("points outside are values", f"{API}given.py", "self.good[place] = False", "pass", VALUES),
    ("nothing is refused in arrays", f"{API}given.py", "            check(place)\n", "            pass\n", VALUES),
    ("the truth is the theory", NUMBERS, "Number(truth, digits, quantity", "Number(theory, digits, quantity", VALUES),
    ("claims are made everywhere", NUMBERS, "points.refuse(case.claim.when, check, nan)", "pass", VALUES),
    ("draws of another stream", DRAWN, "paths_name(observed, arguments))", "observed.name)", LIBRARY),
    ("entropy is not what was drawn with", DRAWN, "draws.at = seed, name", "draws.at = seed + 1, name", LIBRARY),
    ("every proof holds", f"{API}proofs.py", "return bool(self.steps) and all", "return all", LIBRARY),
    ("claims of all papers", f"{API}told.py", "or source.paper != title", "", LIBRARY),
    ("what grows has no limit", f"{API}practice.py", 'float("inf") if limit == working.GROWS else ', "", LIBRARY),
)  # fmt: skip
