"""Linear regression on generated labels: least squares refitted to what it predicted."""
