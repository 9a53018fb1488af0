"""The same in plain numpy."""
