"""`python -m theorems` is the command `theorems`."""

from harness.cli import main

raise SystemExit(main())
