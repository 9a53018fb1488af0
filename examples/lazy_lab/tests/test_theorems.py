"""The theorems of this package, tested as the suite tests its own."""

from harness.suite import *  # noqa: F403
