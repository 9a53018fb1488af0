"""What it looks like: one script per figure, numbers first, drawing second."""
