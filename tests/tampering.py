"""Single edits of certificates: a number, an operator, a symbol, an end of a range, a premise, a rule, a witness."""

import copy

PROSE = ("by", "schema", "fact", "claim")
"""What is printed, and not judged."""
SAME_PARTS = (
    ("+", "*", "max"),
    ("^", "<", "<=", "=", "!="),
    ("exp", "log", "gamma", "loggamma", "abs", "GIterate", "harmonic", "sinh"),
    ("sum", "product"),
    ("Mean", "Past", "Increment", "Steps", "HalfSquare", "Poisson", "Choice", "MeanChiSquare"),
    ("Normal", "Uniform", "Binomial", "Gamma", "Variance", "PowerSum", "Plus"),
    ("oo", "-oo"),
    ("whole", "real"),
)
"""Heads with as many parts, one of which may stand in the place of another."""


def leaves(value, path=()):
    """(path, leaf) of all that can be edited."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in PROSE:
                yield from leaves(part, (*path, key))
    else:
        yield path, value


def at(certificate, path):
    for key in path:
        certificate = certificate[key]
    return certificate


def edits(certificate, rng, number):
    """So many (path, what it was, what it is, the edited certificate), drawn at random."""
    everything = list(leaves(certificate))
    symbols = sorted({name for node in certificate["nodes"] for name in node["for"]})
    rules = sorted({node["rule"] for node in certificate["nodes"]} | {"sign", "identity", "combine"})
    while number:
        edited = copy.deepcopy(certificate)
        kind = rng.integers(12)
        if kind < 2:
            path, old, new = (_without, _swapped)[kind](edited, everything[rng.integers(len(everything))][0])
        else:
            path, old = everything[rng.integers(len(everything))]
            new = _other(path, old, rng, symbols, rules)
            at(edited, path[:-1])[path[-1]] = new
        if edited != certificate:
            number -= 1
            yield path, old, new, edited


def _swapped(edited, path):
    """Two neighbours in a list change places: premises, arguments, statements, ends of a range."""
    cut = next((i for i in range(len(path), 0, -1) if isinstance(at(edited, path[: i - 1]), list)), None)
    if cut is not None and path[cut - 1] + 1 < len(place := at(edited, path[: cut - 1])):
        i = path[cut - 1]
        place[i], place[i + 1] = place[i + 1], place[i]
        return path[:cut], place[i + 1], place[i]
    return path, None, None


def _without(edited, path):
    """A statement, a premise, a goal or another entry is taken out."""
    cut = next((i for i in range(len(path), 0, -1) if isinstance(at(edited, path[: i - 1]), list)), len(path))
    place = at(edited, path[: cut - 1])
    return path[:cut], place.pop(path[cut - 1]), None


def _other(path, old, rng, symbols, rules):
    def pick(options):
        options = [o for o in options if o != old or type(o) is not type(old)]
        return options[rng.integers(len(options))] if options else f"{old}'"

    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return int(pick([old - 1, old + 1, -old, 2 * old, old + 2]))
    if path[-1] == "rule":
        return pick(rules)
    if path[-1] == "op":
        return pick(("=", "<=", "<"))
    group = next((group for group in SAME_PARTS if old in group), None)
    if path[-1] == 0 and group is not None:
        return pick(group)
    return pick(symbols)
