"""Frequencies of symbols refitted to samples from them."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.domains.shares import shares as alphabet
from theorems.language.laws import Binomial
from theorems.language.processes import Counts, Draw, Finally, OverSymbols, Process, Steps, Time, event

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 10, 100)),
    real("p0", "[0, 1]", "the given share of the symbol", (0, "1/100", "1/5", 1)),
)
n, p0 = PARAMETERS.symbols
WEIGHTS = Parameters(
    *PARAMETERS,
    real("alpha", "[0, 1]", "weight of the newest frequencies", (0, "1/2", 1)),
    real("gamma", "[0, 1 - alpha]", "weight of the real share", (0, "1/4", 1)),
)
alpha, gamma = WEIGHTS.symbols[2:]
P, c = sp.Symbol("P", nonnegative=True), sp.Symbol("c", nonnegative=True)
END = sp.Eq(P * (1 - P), 0)
"""Nothing changes any more."""

z = sp.Symbol("z", positive=True)
BERNOULLI = Process(
    "bernoulli",
    Parameters(*PARAMETERS, real("z", "(0, oo)", "argument of a Laplace transform of counts", ("1/10", 1, 5))),
    start={P: p0},
    draws=(Draw(c, Binomial(n, P)),),
    step={P: c / n},
    observables={
        "share": P,
        "count": n * P,
        "diversity": P * (1 - P),
        "diversity_step": Steps(P * (1 - P)),
        "forgotten": event(sp.Eq(P, 0)),
        "survived": event(sp.Ne(P, 0)),
        "alone": event(sp.Eq(P, 1)),
        "laplace": sp.exp(-z * n * P),
        "absorbed": event(END),
        "interior": event(sp.Ne(P * (1 - P), 0)),
        "fixation": Finally(event(sp.Eq(P, 1)), until=END),
        "forgetting_time": Time(until=END),
    },
)
GENERATIONAL_MIXTURE = Process(
    "generational_mixture",
    WEIGHTS,
    start={P: p0},
    draws=(Draw(c, Binomial(n, P)),),
    step={P: alpha * c / n + (1 - alpha - gamma) * P + gamma * p0},
    observables={"error": (P - p0) ** 2},
)

SURPRISE = sp.Piecewise((0, sp.Eq(P, 0)), (-P * sp.log(P), True))
"""What a symbol contributes to the entropy, in nats."""

SHARES = alphabet(
    "p", "the given shares of the symbols", ("uniform(1)", "[1/2,1/2]", "[7/10,1/5,1/10]", "zipf(40,1,0)")
)
MULTINOMIAL = Process(
    "multinomial",
    Parameters(PARAMETERS["n"], SHARES),
    start={P: SHARES.symbol},
    draws=(Counts(c, n, P),),
    step={P: c / n},
    observables={
        "distinct": OverSymbols(event(sp.Ne(P, 0))),
        "diversity": OverSymbols(P * (1 - P)),
        "alive": event(sp.Ne(OverSymbols(P * (1 - P)), 0)),
        "entropy": OverSymbols(SURPRISE),
        "collapse_time": Time(until=sp.Eq(OverSymbols(P * (1 - P)), 0)),
    },
    letters={P: sp.Symbol("P_i"), c: sp.Symbol("c_i")},
    alphabet=SHARES.symbol,
)


def multinomial(symbols: int) -> Process:
    """An alphabet of that many symbols."""
    shares = sp.symbols(f"P1:{symbols + 1}", nonnegative=True)
    counts = sp.symbols(f"c1:{symbols + 1}", nonnegative=True)
    one = ",".join(["1", *["0"] * (symbols - 1)])
    diversity = 1 - sp.Add(*(share**2 for share in shares))
    given = alphabet("p", "the given shares", (f"uniform({symbols})", f"[{one}]"), length=symbols, zero=True)
    return Process(
        f"multinomial{symbols}",
        Parameters(PARAMETERS["n"], given),
        start={share: given.symbol[i] for i, share in enumerate(shares)},
        draws=(Counts(counts, n, shares),),
        step={share: count / n for share, count in zip(shares, counts, strict=True)},
        observables={
            "diversity": diversity,
            "collapse_time": Time(until=sp.Eq(diversity, 0)),
            "distinct": sp.Add(*(event(sp.Ne(share, 0)) for share in shares)),
        },
    )


PROCESSES = (BERNOULLI, GENERATIONAL_MIXTURE, MULTINOMIAL, multinomial(3))
