"""Why it is true: one file per theorem; each proof is a derivation by `rules` whose last line is the claim."""
