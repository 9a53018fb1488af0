"""`python -m theorems` is the command `theorems`."""

from theorems.door import main

raise SystemExit(main())
