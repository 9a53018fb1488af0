"""The command line `theorems`."""
