"""Processes that no declaration can carry, once more in plain numpy, written from the prose and nothing else.

Declared processes, nearly all of ours among them, are simulated literally from their declaration. A twin
draws its samples one by one, stores what the process says is stored, and fits with numpy's own mean and standard
deviation. It is slow, and meant to be read at a glance; its only use is to agree with the compiled room in law. Its
functions take `(rng, paths, *, parameters)` and return one value per independent path.
"""
