"""Nothing is proved."""
