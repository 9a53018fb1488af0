"""The processes, as mathematics: one file per model."""
