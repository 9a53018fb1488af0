"""What is simulated: one file per process, compiled kernels that know no theory."""
