"""Why it is true: one file per theorem."""
