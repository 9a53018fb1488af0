"""Theorems for the tests of adding theorems: a limit, a bound with a real exponent, an identity, a law, a rate."""
