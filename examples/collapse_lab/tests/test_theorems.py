"""The theorems of this package, tested as the suite tests its own."""

from harness.testing.suite import *  # noqa: F403
