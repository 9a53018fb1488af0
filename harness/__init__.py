"""How it is judged: races, budget, mutants, exact checks, the command line and the tests of pytest."""
