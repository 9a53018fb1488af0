"""The processes without randomness: `exact.P.f(**parameters)` is the expectation of `simulators.P.f`.

Every value is computed from the process itself (transition matrices, moment recursions, iterated
generating functions, moments of chi-square) and never from the closed form of a theorem. It is a
rational `fmpq`, or an `arb`: a ball that contains the true value. For an event the expectation is its
probability; for a law the extra keyword x asks for the distribution function at x; for an unbounded
observable f, `f_second_moment` gives E f² or, where its docstring says so, an upper bound on it.

All generations at once: `backward.extinction`, `alphabet.unique`, `mellin.scale_laws`, `workflows.fits`.
"""
