"""The LaTeX of observables: given here, or else printed from the declaration. Of steps: the next value | the last."""

import sympy as sp

from theorems.language.data import Data
from theorems.language.notation import latex
from theorems.language.processes import Process, Steps
from theorems.processes import declared

SYMBOLS = {
    "bernoulli.forgotten": "P_k = 0",
    "bernoulli.survived": r"P_k \ne 0",
    "bernoulli.diversity": "P_k(1-P_k)",
    "bernoulli.diversity_step": "P_{k+1}(1-P_{k+1})|P_k(1-P_k)",
    "bernoulli.share": "P_k",
    "bernoulli.fixation": r"\lim_k P_k = 1",
    "bernoulli.absorbed": r"P_k \in \{0, 1\}",
    "bernoulli.interior": "0 < P_k < 1",
    "gaussian.scale": r"\Sigma_k",
    "gaussian.scale_power": r"\Sigma_k^\alpha",
    "gaussian.scale_law": r"\Sigma_k/\sigma_0",
    "gaussian.above": r"\Sigma_k > \varepsilon",
    "gaussian.collapsed": r"\Sigma_k \le \varepsilon",
    "gaussian.drift": r"\ln(\Sigma_{k+1}/\Sigma_k)",
    "gaussian.centre_square": "(M_k-M_0)^2",
    "gaussian.risk": "R_k",
    "gaussian.risk_variance": r"\mathrm{Var}\,R_k",
    "gaussian_accumulate.variance": r"\sigma_k^2",
    "gaussian_accumulate.mean_error": r"(\mu_k-\mu_0)^2",
    "gaussian_accumulate.conserved": r"[(\mu_k-\mu_0)^2 + \sigma_k^2]",
    "gaussian_accumulate.variance_square": r"\sigma_k^4",
    "kde_accumulate.draw_square": "X_k^2",
    "kde_accumulate.draw": "X_k",
    "kde_depth_accumulate.depth": "D_k",
    "kde_accumulate.spread": "s_k^2",
    "kde_replace.draw_square": "X_k^2",
    "kde_replace.draw": "X_k",
    "kde_replace.spread": "s_k^2",
    "gaussian_pool.variance": "V_k",
    "gaussian_pool.pool_variance": "U_k",
    "poisson.survival": r"\Lambda_k \ne 0",
    "poisson.intensity": r"\Lambda_k",
    "poisson_lineage.extinct": "Z_k = 0",
}


def printed(observable: str) -> str | None:
    """The LaTeX of an observable at generation k, from its expression; None where that is none of numbers."""
    process, what = declared(observable) or (None, None)
    if process is None:
        return None
    if isinstance(what, Steps):
        after, before = (_at(process, what.of, index) for index in ("k+1", "k"))
        return after and f"{after}|{before}"
    return _at(process, what, "k") if isinstance(what, sp.Expr) else None


def _at(process: Process, expression: sp.Expr, index: str) -> str | None:
    """An expression of a state of numbers, which has its index; of an event the condition."""
    symbols = expression.free_symbols
    if not symbols <= {*process.states, *process.parameters.symbols} or any(isinstance(s, Data) for s in symbols):
        return None
    indexed = {s: sp.Symbol(_indexed(latex(s), index), **s.assumptions0) for s in process.states}
    if isinstance(expression, sp.Piecewise) and [value for value, _ in expression.args] == [1, 0]:
        return latex(expression.args[0][1].xreplace(indexed))
    return latex(expression.xreplace(indexed), factor=True)


def _indexed(letter: str, index: str) -> str:
    """A letter with one more index: P and P_1 are P_{k} and P_{1,k}."""
    base, _, own = letter.partition("_")
    return f"{base}_{{{','.join(filter(None, (own.strip('{}'), index)))}}}"
