"""How many symbols are left in a corpus whose length is random, on average."""

import sympy as sp

from theorems.discrete.distinct_symbols import published
from theorems.language import Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SURESH
from theorems.processes.poisson import CORPUS

PARAMETERS = Parameters(*CORPUS.parameters, integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 50)))
n, p, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="discrete-distinct-symbols-poisson",
    title="How many symbols are left under Poisson sampling",
    source=Source(SURESH, "Corollary 2"),
    statement=(
        r"Every symbol of an alphabet is counted by itself: $\Lambda_0 = p_i$ and $n\Lambda_{j+1} \mid \Lambda_j \sim "
        r"\mathrm{Poisson}(n\Lambda_j)$, so that a corpus has n symbols on average, and not exactly. How many symbols "
        "are left on average is exact; in the end none is, unlike under multinomial sampling, where one stays."
    ),
    conventions=(
        "p is given: of a corpus, the counts of its symbols over their sum; n p[i] need not be an integer",
        "symbols that are in generation k, not in generation 0, are counted",
    ),
    notation="The paper writes uniq_k for the number of symbols in generation k, and p_i for our p[i].",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="distinct",
            of="poisson_corpus.distinct",
            equals=published,
            points=("n=2,p=[1/2,1/4,1/4],k=1", "n=10,p=[7/10,1/5,1/10],k=3", "n=1000,p=zipf(40,1,0),k=8"),
            source=Source(SURESH, "Corollary 2"),
        ),
        Limit(
            name="limit",
            remark="the whole corpus dies out",
            of="poisson_corpus.distinct",
            equals=sp.Integer(0),
            within=2 * n / (k + 1),
            variable=k,
            points=("n=1,p=[1/2,1/2],k=9", "n=2,p=uniform(4),k=20"),
            worked={"within": {"n=3,k=2": sp.Integer(2), "n=5,k=4": sp.Integer(2)}},
        ),
    ),
)
