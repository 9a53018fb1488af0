"""The processes without randomness: `exact.P.f(**parameters)` is the expectation of `simulators.P.f`.

What a declared process does not give by itself: laws and probabilities (moments are derived, and so is the extinction
of branching processes). Every value is computed from the process (transition matrices, Mellin transforms) and never
from the closed form of a theorem. It is a rational `fmpq`, or an `arb`: a ball that contains the true value. For an
event the expectation is its probability; for a law the extra keyword x asks for the distribution function at x; for an
unbounded observable f that is not declared, `f_second_moment` gives an upper bound on E f².

All generations at once: `backward.extinction`, `alphabet.unique`, `mellin.scale_laws`, `workflows.fits`.
"""
