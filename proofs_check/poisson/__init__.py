"""Why the theorems on Poisson data are true."""
