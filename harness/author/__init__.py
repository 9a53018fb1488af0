"""What helps an author of a theorem: its files, and everything that can be wrong with them."""
