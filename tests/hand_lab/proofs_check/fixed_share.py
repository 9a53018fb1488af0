"""One generation shrinks the mean square error by the factor r and adds (1 - |p|^2)/n."""

import sympy as sp

from hand_lab.theorems.fixed_share import alpha, d, k, memory, n, p0, spread
from proofs_check.derivations import CONDITIONING, expectation
from proofs_check.steps import Cites, Equal, Induction, Step
from theorems.language import Mean


def error(claim: Mean) -> list[Step]:
    """Induction on k, with v = E delta^2 and delta = P_k - p for one symbol of share p."""
    p, delta, v = sp.symbols("p delta v", real=True)
    mix, other = alpha * p + (1 - alpha) * (p + delta), (1 - p0) / (d - 1)
    following = expectation((mix - p) ** 2 + mix * (1 - mix) / n, {delta: (1, 0, v)})
    return [
        Cites("Given P_k, P_{k+1} has mean mix and variance mix (1-mix)/n", "margins of a multinomial law"),
        CONDITIONING,
        Equal("E mix = p, as E delta = 0 from the start on", mix.subs(delta, 0), p),
        Equal("so v turns into r v + p(1-p)/n", following, memory * v + p * (1 - p) / n),
        Equal("the sum of p(1-p) is 1 - |p|^2", p0 * (1 - p0) + (d - 1) * other * (1 - other), spread),
        Induction(
            "E |P_k - p|^2 is the value for all k >= 0",
            Equal("P_0 = p", claim.value.subs(k, 0), sp.Integer(0)),
            Equal("from k to k+1", claim.value.subs(k, k + 1), memory * claim.value + spread / n),
        ),
    ]
