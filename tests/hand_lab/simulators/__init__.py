"""What is simulated: one file per process."""
