"""What is claimed: one file per theorem."""
