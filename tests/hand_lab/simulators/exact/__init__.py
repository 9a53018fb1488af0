"""The same processes without randomness."""
