"""Learning machines, trained again and again on what they make: the papers' experiments (extra `neural`).

A room of its own, outside of the proof system: no claim is raced here, nothing that is proved, computed or judged reads
it, and it reads nothing of the other simulators but their streams of random bits. Numbers are those of single floats,
and depend on the kind of machine, but never on the number of threads or processes.
"""
