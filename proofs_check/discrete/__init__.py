"""Alphabets: sums over symbols of what is proved of one."""
