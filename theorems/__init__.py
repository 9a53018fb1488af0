"""What is claimed: one file per theorem, each a frozen record of parameters, expressions and typed claims."""
