"""The same processes in plain numpy, written from their prose alone."""
