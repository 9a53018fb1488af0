"""Mistakes that a stranger makes with three theorems of their own: each is noticed, and the message points at it."""

import re

import pytest
from lab import MIXED

from theorems.door import main

SHARE, POWER, SUMS = "anchored_share", "power_mean", "harmonic_sums"
ROOMS = {
    "record": "theorems",
    "simulator": "simulators",
    "twin": "simulators/reference",
    "exact": "simulators/exact",
    "proof": "proofs_check",
}

# theorem, room, [(old, new)], what is said
PLANTED = {
    "the domain contains a point without a limit": (
        SHARE,
        "record",
        [('"[0, 1)", "weight of the last model", (0, "1/2", "9/10")', '"[0, 1]", "weight", (0, "1/2", 1)')],
        r"`within` must tend to 0 as k grows: got .*, rho=1,",
    ),
    "the domain goes beyond the theorem": (
        POWER,
        "record",
        [('"[1, oo)", "exponent"', '"(0, oo)", "exponent"')],
        r"the formula stands alone against exact, simulator, twin",
    ),
    "a point outside of the condition": (
        SHARE,
        "record",
        [("            points=", "            when=k <= 3,\n            points=")],
        r"the point rho=3/4,q=2/3,x0=0,k=12 is outside of what is claimed",
    ),
    "a condition that nothing satisfies": (
        SHARE,
        "record",
        [("            points=", "            when=k > 100,\n            points=")],
        r"the claim applies nowhere on the grid",
    ),
    "sharper names no claim": (
        POWER,
        "record",
        [("            points=", '            sharper="nothing",\n            points=')],
        r"refers to an unknown claim 'nothing'",
    ),
    "sharper names the claim itself": (
        POWER,
        "record",
        [("            points=", '            sharper="power",\n            points=')],
        r"power does not improve power",
    ),
    "a default outside of the domain": (
        SHARE,
        "record",
        [('(0, "1/3", 1)),', '(0, "1/3", 1), default=2),')],
        r"q must be a real number in \[0, 1\]: got 2",
    ),
    "a default of the record alone": (
        SHARE,
        "record",
        [('(0, "1/3", 1)),', '(0, "1/3", 1), default="1/3"),')],
        None,  # the rooms have none, and the record's is given to them: all agree
    ),
    "a default that only a room has": (
        POWER,
        "simulator",
        [("m: float, k: int) -> np", "m: float = 2.0, k: int = 1) -> np")],
        r"m is 2.0 by default in simulators, and in the record has no default",
    ),
    "k counts from the first update on": (
        SHARE,
        "record",
        [("within=rho**k", "within=rho**(k - 1)")],
        r"`within` at rho=1/2,q=1/4,x0=3/4,k=2 is 0.25\d*, but the worked value is 1/8",
    ),
    "a rate of half the exponent": (
        SHARE,
        "record",
        [("within=rho**k", "within=rho**(k / 2)")],
        r"the claim does not reproduce its worked value",
    ),
    "the limit is the start": (
        SHARE,
        "record",
        [("equals=q,", "equals=x0,"), ('"q=1/4": Rational(1, 4)', '"x0=1/4": Rational(1, 4)')],
        r"the formula stands alone against exact, simulator, twin",
    ),
    "a distance that tends to a half": (
        SHARE,
        "record",
        [("within=rho**k * Abs(x0 - q)", "within=Abs(x0 - q) * (1 + rho**k) / 2")],
        r"`within` must tend to 0 as k grows: got .*, rho=",
    ),
    "the variable cannot grow": (
        SHARE,
        "record",
        [("variable=k", "variable=q")],
        r"its variable must be a whole number that can grow: q is a real number in \[0, 1\]",
    ),
    "a minorant that is bounded": (
        SHARE,
        "record",
        [
            ("equals=q,", "at_least=q * (1 - rho**k),"),
            ("            within=rho**k * Abs(x0 - q),\n", ""),
            ("Limit", "Diverges"),
            ('"q=1/4": Rational(1, 4)', '"rho=1/2,q=1/4,k=1": Rational(1, 8)'),
            ('"equals":', '"at_least":'),
            (
                '"within": {"rho=1/2,q=1/4,x0=3/4,k=2": Rational(1, 8), "rho=1/3,q=3/4,x0=1/4,k=3": Rational(1, 54)},',
                "",
            ),
        ],
        r"`at_least` must tend to infinity as k grows: got .*, rho=",
    ),
    "two parameters of one name": (
        SHARE,
        "record",
        [('real("x0", "[0, 1]"', 'real("q", "[0, 1]"')],
        r"two parameters are named q: the parameters are rho, q, q, k",
    ),
    "an identity that holds on its grid": (
        SUMS,
        "record",
        [("* harmonic(k) - k", "* harmonic(k) - k + (k - 1) * (k - 2) * (k - 3) * (k - 10)")],
        r"formula against quantity",
    ),
    "a parameter ignored": (
        SHARE,
        "simulator",
        [("g.random() < q", "g.random() < 0.5")],
        r"the simulator stands alone",
    ),
    "the start ignored": (SHARE, "simulator", [("x = x0", "x = 0.5")], r"the simulator stands alone"),
    "generations ignored": (SHARE, "simulator", [("range(k)", "range(3)")], r"the simulator stands alone"),
    "a real parameter as an integer": (
        SHARE,
        "simulator",
        [("float(x0)", "float(int(x0))")],
        r"the simulator stands alone",
    ),
    "few paths have another law": (
        POWER,
        "simulator",
        [("float(m), k)", "float(m), k if paths > 1000 else 1)")],
        r"in blocks of 4096 paths they agree: what does the simulator do with the number of paths\?",
    ),
    "many paths have another law": (
        POWER,
        "simulator",
        [("float(m), k)", "float(m), 1 if paths > 1000 else k)")],
        r"the simulator stands alone",
    ),
    "all paths share a coin": (
        SHARE,
        "simulator",
        [
            (
                "    for i in range(out.size):\n        x = x0",
                "    u = g.random()\n    for i in range(out.size):\n        x = x0",
            ),
            ("g.random() < q", "u < q"),
        ],
        r"the simulator of anchored_share.share does not return one independent value per path",
    ),
    "numpy's global generator": (
        SHARE,
        "simulator",
        [("g.random() < q", "np.random.random() < q")],
        r"the simulator of anchored_share.share does not return one independent value per path",
    ),
    "the twin ignores a parameter": (SHARE, "twin", [("rho**k * x0", "0.5**k * x0")], r"the twin stands alone"),
    "the twin rounds a probability": (
        SHARE,
        "twin",
        [("binomial(1, q,", "binomial(1, round(q),")],
        r"the twin stands alone",
    ),
    "the twin shares its draws": (
        SHARE,
        "twin",
        [("(paths, k))", "(1, k)).repeat(paths, 0)")],
        r"the twin of anchored_share.share does not return one independent value per path",
    ),
    "the twin looks at the number of paths": (
        SHARE,
        "twin",
        [("    return np.clip(", "    x0 = x0 if paths > 1000 else q\n    return np.clip(")],
        r"in blocks of 4096 paths they agree: what does the twin do",
    ),
    "exact, but wrong off the grid": (
        SHARE,
        "exact",
        [("return mean", "return mean + (mean.q > 10**6) * fmpq(1, 10)")],
        r"the exact stands alone",
    ),
    "exact, but wrong at the largest k": (
        SHARE,
        "exact",
        [("return mean", "return mean + (k == 8) * (rational(q) > 0) * fmpq(1, 10)")],
        r"the exact stands alone",
    ),
    "exact, but a float": (
        SHARE,
        "exact",
        [("return mean", "return float(int(mean.p) / int(mean.q))")],
        r"formula and exact value differ by a rounding error at .*(\n.*)*a float says that it is exact",
    ),
    "exact, but without a radius": (
        POWER,
        "exact",
        [("arb(w) * arb(share) **", "arb(float(w.p) / float(w.q)) * arb(float(share.p) / float(share.q)) **")],
        r"formula and exact value differ by a rounding error at ",
    ),
    "exact, but to few digits": (
        POWER,
        "exact",
        [("@ctx.workprec(BITS)", "@ctx.workprec(20)")],
        r"the exact value at .* is not sharp enough to tell",
    ),
    "the exact room has the limit": (
        SHARE,
        "exact",
        [("    mean = rational(x0)\n", "    return rational(q)\n    mean = rational(x0)\n")],
        r"the exact stands alone",
    ),
    "a step about another symbol": (
        SHARE,
        "proof",
        [
            ("k, q, rho, x0\n", "k, q, x0\n"),
            ("\n\ndef share(", '\nrho = CONDITIONING and __import__("sympy").Symbol("r")\n\n\ndef share('),
        ],
        r"step 4 of 4 does not hold: the distance is",
    ),
    "the last step missing": (
        SHARE,
        "proof",
        [('        Equal("the distance is |rho^k (x0 - q)|", claim.within**2, (rho**k * (x0 - q)) ** 2),\n', "")],
        r"the proof does not depend on the claim",
    ),
    "the formula typed again": (
        POWER,
        "proof",
        [("claim.value, (x**m)", "p0**m, (x**m)")],
        r"the proof does not depend on the claim",
    ),
    "the claim is cited": (
        POWER,
        "proof",
        [('Equal("which is the claim", claim.value, (x**m).subs(x, p0))', 'Cites("which is the claim", "obvious")')],
        r"the proof does not depend on the claim",
    ),
    "a proof of another name": (
        POWER,
        "proof",
        [("def power(", "def powers(")],
        r"the function powers proves no claim of the theorem",
    ),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_noticed_and_pointed_at(lab, capsys, mistake):
    process, room, edits, said = PLANTED[mistake]
    file = f"{ROOMS[room]}/{process}.py"
    root = lab({file: edits}, source=MIXED)
    code = main(("check", process.replace("_", "-")))
    out = capsys.readouterr().out
    if said is None:
        assert code == 0, out
        return
    assert code == 1, out
    assert re.search(said, out), out
    assert re.search(rf"--> \S*{root.name}/{file}:\d+", out), out
