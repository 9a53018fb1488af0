"""What every wing stands on: errors, limits of time, outputs, the terminal."""
