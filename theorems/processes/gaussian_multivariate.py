"""The Gaussian model in d dimensions, in the parts that numbers can say: one direction, and the determinant.

Declarations know numbers and data sets of numbers, no vectors. The projection of the model on an eigenvector of the
real covariance, of eigenvalue lam, is a Gaussian model in one dimension: so is that on any fixed vector u, with
u'Sigma_0 u in the place of lam. The determinant is a product of independent factors (Bartlett). The joint law stays
written by hand.
"""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import Normal, WishartDeterminant
from theorems.language.processes import Draw, Process

SIZE = integer("n", 2, "points per generation", (2, 3, 10, 100))
DDOF = integer("ddof", "[0, 1]", "the covariance has the divisor n - ddof", (0, 1))
PARAMETERS = Parameters(SIZE, DDOF, real("lam", "(0, oo)", "variance of the real law in the direction", (1, "1/4")))
n, ddof, lam = PARAMETERS.symbols
OF_ALL = Parameters(
    SIZE,
    DDOF,
    integer("d", 1, "dimensions", (1, 2, 5)),
    real("det0", "(0, oo)", "determinant of the real covariance", (1, "1/4")),
)
d, det0 = OF_ALL.symbols[2:]
M, V, D = sp.Symbol("M", real=True), sp.Symbol("V", positive=True), sp.Symbol("D", nonnegative=True)
W = sp.Symbol("W", nonnegative=True)
ZERO, ONE = sp.Integer(0), sp.Integer(1)
z = Data("z", n)

DIRECTION = Process(
    "gaussian_direction",
    PARAMETERS,
    start={M: ZERO, V: lam},
    draws=(Draw(z, Normal(ZERO, ONE)),),
    step={M: M + sp.sqrt(V) * Mean(z), V: V * Variance(z, ddof)},
    observables={"mean_error": M**2, "variance": V, "variance_square": V**2},
)
DETERMINANT = Process(
    "gaussian_determinant",
    OF_ALL,
    start={D: det0},
    draws=(Draw(W, WishartDeterminant(n - 1, d)),),
    step={D: D * W / (n - ddof) ** d},
    observables={"determinant": D},
)
PROCESSES = (DIRECTION, DETERMINANT)
