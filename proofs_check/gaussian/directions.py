"""The Gaussian model in d dimensions, seen from one direction, and by its determinant."""

from __future__ import annotations

import sympy as sp

from proofs_check.derivations import standard_normal
from proofs_check.ledger import ledger_of
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.folds import unfolded
from proofs_check.rules.means import mean_of, parameters_of
from proofs_check.rules.probability import domain_of
from proofs_check.rules.statements import Relation, over
from proofs_check.steps import Cites, Equal, Step
from theorems.language.claims import Mean
from theorems.language.closed_form import K
from theorems.processes import declared
from theorems.processes.gaussian_multivariate import DETERMINANT

Sums = tuple[sp.Expr, sp.Expr]

dimensions, det0 = (DETERMINANT.parameters[name].symbol for name in ("d", "det0"))

PROJECTION = Cites(
    "For a fixed vector u, (u'mu, u'Sigma u) is the Gaussian model in one dimension, started at u'Sigma_0 u",
    "a linear image of a normal vector is normal; mean and covariance of projected points are those projected",
)
TRACE = Cites(
    "tr Sigma_k and |mu_k|^2 are the sums of u'Sigma_k u and (u'mu_k)^2 over the eigenvectors u of Sigma_0, where "
    "u'Sigma_0 u is an eigenvalue; their means are sums of means",
    "the trace does not depend on the orthonormal basis; linearity of the expectation",
)


def mean_is(of: str, value: sp.Expr) -> list[Step]:
    """The mean of a declared observable of numbers is `value` in every generation: the lines of its derivation."""
    found = declared(of)
    assert found is not None
    k = next(s for s in value.free_symbols if s.name == K.name)
    domain = over({k: "[0, oo)"} | {p.symbol: domain_of(p) for p in parameters_of(*found)})
    return ledger_of([by_moments(Relation(mean_of(*found)(*domain.symbols), "=", value, domain))])


def over_directions(of: str, value: sp.Expr, start: sp.Expr, total: sp.Expr, claim: Mean) -> list[Step]:
    """The sum over all directions of a mean that is `value` in one, where the variance starts at `start`.

    total: the sum of the starts. start is a symbol, or the square of one.
    """
    in_one = value.subs(dict.fromkeys(start.free_symbols, 1))
    return [
        PROJECTION,
        *mean_is(of, value),
        TRACE,
        Equal("In each direction the mean is proportional to the start", value, start * in_one),
        Equal("So the sum of the means is that from the sum of the starts", total * in_one, claim.value),
    ]


def trace_square(of: str, value: sp.Expr, start: sp.Expr, across: sp.Expr, sums: Sums, claim: Mean) -> list[Step]:
    """E (tr Sigma_k)^2 = ((T_0 + 2 Q_0) along + 2 (T_0 - Q_0) across)/3, with T = (tr Sigma)^2 and Q = tr Sigma^2.

    of, value: the squared variance in one direction, where it starts at the square of `start`, and its mean `along`.
    across: the factor of the mean determinant in two dimensions. sums: of the eigenvalues of Sigma_0, and of their
    squares. T + 2Q is a mean over directions, T - Q twice the sum of the principal minors of order 2.
    """
    total, squares = sums
    T, Q = sp.symbols("T Q", real=True)
    k = next(s for s in claim.value.free_symbols if s.name == K.name)
    along, claimed, across = (unfolded(e, k)[0] for e in (value, claim.value, across))
    factor = along.subs(dict.fromkeys(start.free_symbols, 1))
    return [
        PROJECTION,
        *mean_is(of, value),
        Equal("E (u'Sigma_k u)^2 is proportional to the square of its start", along, start**2 * factor),
        *standard_normal(2, 4),
        Cites(
            "For z ~ N(0, I) and a symmetric A, E (z'Az)^2 = 3 times the sum of the squared eigenvalues + the sum of "
            "products of two different ones; with u = z, E (T_k + 2Q_k) = (T_0 + 2Q_0) times that factor",
            "rotated coordinates of z are independent and standard normal; tower property",
        ),
        Equal("3Q + (T - Q) = T + 2Q", 3 * Q + (T - Q), T + 2 * Q),
        Cites(
            "The principal minor of Sigma_k in two coordinates is the determinant of the model projected on their "
            "plane, and starts at the product of two eigenvalues; the sum of all these minors is (T_k - Q_k)/2",
            "a projected normal vector is normal; the second elementary symmetric function of the eigenvalues is the "
            "sum of the principal minors of order 2",
        ),
        Equal("T = ((T + 2Q) + 2(T - Q))/3", ((T + 2 * Q) + 2 * (T - Q)) / 3, T),
        Equal(
            "So E T_k is the claimed value",
            ((total**2 + 2 * squares) * factor + 2 * (total**2 - squares) * across) / 3,
            claimed,
        ),
    ]
