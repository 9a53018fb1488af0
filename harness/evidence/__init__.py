"""Evidence from draws: test martingales, one engine a file."""
