"""How many symbols of an alphabet are left, on average."""

import sympy as sp

from theorems.bernoulli.absorption import PARAMETERS as OF_ONE_SYMBOL
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.discrete.given_shares import i, over_symbols, unlike
from theorems.language import Inequality, Limit, Mean, Note, Parameters, Source, Theorem, integer
from theorems.language.functions import GIterate
from theorems.language.papers import SURESH
from theorems.processes.discrete import MULTINOMIAL, SHARES

PARAMETERS = Parameters(
    MULTINOMIAL.parameters["n"],
    SHARES,
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 50)),
)
n, p, k = PARAMETERS.symbols


def lost(name: str) -> sp.Expr:
    """The bound `bernoulli-absorption/name` on the probability that symbol i is forgotten."""
    size, given, generations = OF_ONE_SYMBOL.symbols
    return ABSORPTION.claim(name).value.xreplace({size: n, given: p[i], generations: k})


published = over_symbols(1 - sp.exp(-n * p[i] * GIterate(k)))

half = 2 - 2 * sp.exp(sp.exp(-1) - 1)
alone = 2 - sp.exp(-sp.Rational(1, 3)) - sp.exp(-sp.Rational(2, 3))
"""Worked values of the published lower bound: two symbols and two draws twice; one draw."""

THEOREM = Theorem(
    id="discrete-distinct-symbols",
    title="How many symbols are left",
    source=Source(SURESH, "Corollary 1"),
    statement=(
        r"Let $P_0 = p$ be the shares of an alphabet, and let $P_{j+1}$ be the frequencies of n draws from $P_j$. "
        "Symbols are lost, and none comes back; bounds tell how many are left on average, until one is."
    ),
    conventions=(
        "p is given: of a corpus, the counts of its symbols over their sum; n p[i] need not be an integer",
        "symbols that are in generation k, not in generation 0, are counted",
    ),
    notation="The paper writes uniq_k for the number of symbols in generation k, and p_i for our p[i].",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="lower-published",
            of="multinomial.distinct",
            at_least=published,
            points=("n=1000,p=zipf(40,1,0),k=3", "n=50,p=uniform(40),k=5"),
            worked={
                "at_least": {
                    "n=4,p=[1/4,3/4],k=1": 2 - sp.exp(-1) - sp.exp(-3),
                    "n=2,p=[1/2,1/2],k=2": 2 - 2 * sp.exp(sp.exp(-1) - 1),
                }
            },
            source=Source(SURESH, "Corollary 1 (its lower bound)"),
            sharper="lower",
        ),
        Mean(
            name="lower",
            remark="one symbol is always left",
            of="multinomial.distinct",
            at_least=sp.Max(1, published),
            points=("n=1000,p=zipf(40,1,0),k=3", "n=5,p=[7/10,1/5,1/10],k=40"),
            worked={
                "at_least": {
                    "n=4,p=[1/4,3/4],k=2": 2 - sp.exp(sp.exp(-1) - 1) - sp.exp(3 * (sp.exp(-1) - 1)),
                    "n=2,p=[1/2,1/2],k=2": sp.Integer(1),
                }
            },
        ),
        Mean(
            name="upper-published",
            of="multinomial.distinct",
            at_most=over_symbols(1 - sp.Max(0, lost("forgotten-lower"))),
            points=("n=1000,p=zipf(40,1,0),k=3", "n=50,p=uniform(40),k=1"),
            worked={
                "at_most": {
                    "n=2,p=[1/10,9/10],k=1": 2 - sp.Rational(16, 25) * sp.exp(-sp.Rational(1, 5)),
                    "n=2,p=[1/2,1/2],k=1": sp.Integer(2),
                    "n=2,p=[1/20,19/20],k=2": 2 - sp.Rational(137, 200) * sp.exp((sp.exp(-1) - 1) / 10),
                }
            },
            source=Source(SURESH, "Corollary 1 (its upper bound)"),
            sharper="upper-sharp",
        ),
        Mean(
            name="upper-sharp",
            of="multinomial.distinct",
            at_most=over_symbols(1 - lost("forgotten-lower-sharp")),
            points=("n=1000,p=zipf(40,1,0),k=3", "n=10,p=[7/10,1/5,1/10],k=5"),
            worked={
                "at_most": {
                    "n=3,p=[1/2,1/2],k=1": sp.Rational(15, 8),
                    "n=2,p=[1/3,1/3,1/3],k=2": 3 - 3 * sp.Rational(2, 3) ** (3 - 2 * sp.exp(-1)),
                }
            },
            sharper="upper-occupancy",
        ),
        Mean(
            name="upper-occupancy",
            remark="an equality after one generation",
            of="multinomial.distinct",
            at_most=over_symbols(1 - lost("forgotten-lower-occupancy")),
            points=("n=20,p=uniform(30),k=1", "n=10,p=[7/10,1/5,1/10],k=3"),
            worked={
                "at_most": {
                    "n=3,p=[1/2,1/2],k=1": sp.Rational(7, 4),
                    "n=2,p=[1/2,1/2],k=2": 2 - 1 / sp.sqrt(2),
                }
            },
        ),
        Limit(
            name="limit",
            remark="one symbol alone is left in the end",
            of="multinomial.distinct",
            equals=sp.Integer(1),
            within=n**2 / (n - 1) * unlike * (1 - 1 / n) ** k,
            variable=k,
            when=n >= 2,
            points=("n=3,p=[7/10,1/5,1/10],k=8", "n=2,p=uniform(4),k=6"),
            worked={
                "within": {"n=2,p=[1/3,2/3],k=2": sp.Rational(4, 9), "n=3,p=[1/2,1/4,1/4],k=1": sp.Rational(15, 8)}
            },
        ),
        Limit(
            name="limit-sharp",
            remark="for two samples and two symbols an equality",
            of="multinomial.distinct",
            equals=sp.Integer(1),
            within=n * unlike * (1 - 1 / n) ** k,
            variable=k,
            points=("n=3,p=[7/10,1/5,1/10],k=8", "n=2,p=[1/2,1/2],k=6"),
            worked={"within": {"n=2,p=[1/3,2/3],k=2": sp.Rational(2, 9), "n=3,p=[1/2,1/4,1/4],k=1": sp.Rational(5, 4)}},
        ),
        Inequality(
            name="lower-useful",
            remark="then the published bound would say something; late it says less than that one symbol is left",
            quantity=published,
            at_least=sp.Integer(1),
            source=Source(SURESH, "Corollary 1 (that its lower bound says something)"),
            worked={
                "quantity": {
                    "n=2,p=[1/2,1/2],k=2": half,
                    "n=1,p=[1/3,2/3],k=1": alone,
                },
                "at_least": {"k=1": sp.Integer(1)},
            },
            expected="refuted",
            erratum="vacuous",
            corrected_by="lower-late",
            counterexample=(
                "n = 2, p = (1/2, 1/2), k = 2: the bound is 2 - 2 exp(exp(-1) - 1) = 0.937, but one symbol is always "
                "left. For n = 12, p = (1/2, 1/4, 1/6, 1/12), k = 100 it is 0.225. Whatever p, it is below 2 n/(k + 1)."
            ),
        ),
        Inequality(
            name="lower-late",
            remark="so that the published lower bound says nothing of late generations",
            quantity=published,
            at_most=2 * n / (k + 1),
            worked={
                "quantity": {
                    "n=2,p=[1/2,1/2],k=2": half,
                    "n=1,p=[1/3,2/3],k=1": alone,
                },
                "at_most": {"n=3,k=2": sp.Integer(2), "n=5,k=4": sp.Integer(2)},
            },
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(SURESH, "Figure 7 (Zipf laws)"),
            printed="shares proportional to (i + a)^(-b)",
            found=(
                "The notebook draws them proportional to (i + b)^(-a), which is our zipf(m,a,b). At a = 2, b = 5 and "
                "1000 symbols the first has the share 0.725 by the text, 0.154 by the notebook, whose curves are shown."
            ),
            program=(
                "print(*(round(share(1) / sum(map(share, range(1, 1001))), 3) "
                "for share in (lambda i: (i + 2) ** -5, lambda i: (i + 5) ** -2)))"
            ),
            prints="0.725 0.154",
        ),
        Note(
            kind="code",
            source=Source(SURESH, "Figure 6 (its program for n-grams)"),
            printed="every generation has as many tokens as the text",
            found=(
                "By reading ngram_sim.py: it writes lines until they have that many tokens, and counts those of the "
                "first sentence of each line only: tokenize ends in [0]. So what it writes, and trains on, is longer. "
                "Of a line of two sentences of 4 words it counts 4, split as it splits where it has no nltk data."
            ),
            program=(
                'import re; line = "This is one sentence. This is another one."; '
                'first = re.split(r"(?<=[^A-Z].[.?]) +(?=[A-Z])", line)[0]; '
                "print(len(first.split()), len(line.split()))"
            ),
            prints="4 8",
        ),
    ),
)
