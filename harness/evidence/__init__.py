"""Evidence from draws: test martingales."""
