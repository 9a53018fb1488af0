"""What it costs: scripts that print tables. `python -m benchmarks` runs them all and writes results.md."""
