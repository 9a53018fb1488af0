"""A run and its machines: journal, executors, other processes."""
