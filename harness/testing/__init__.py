"""The tests of pytest that every theorem passes, ours and those of other packages."""
