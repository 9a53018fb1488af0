"""Why the theorems on Bernoulli data are true."""
