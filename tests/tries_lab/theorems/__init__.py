"""One file per kind."""
