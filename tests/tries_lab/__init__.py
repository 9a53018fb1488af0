"""Claims that are true, and not what their kind says: each is confirmed by what evidence there is, and refused."""
