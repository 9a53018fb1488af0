"""How a claim is judged: questions, races, exact checks, proofs, obligations, verdicts."""
