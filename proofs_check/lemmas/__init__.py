"""What several proofs use, proved once. Nothing here is trusted: lemmas are made by the rules."""
