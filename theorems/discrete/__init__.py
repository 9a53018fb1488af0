"""Alphabets: the shares of all symbols among n draws per generation."""
