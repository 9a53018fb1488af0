"""Why it is true: one file per theorem, each proof a list of small steps that a machine checks."""
