"""The command that looks after evidence that is kept: where it is, how much of it is valid, whether it is true."""

from __future__ import annotations

import json
from argparse import Namespace
from random import SystemRandom
from typing import Any

from harness.basics.terminal import progress, put, say
from harness.judge.case import Case
from harness.judge.selection import chosen
from harness.judge.verdict import DETERMINISTIC, anew
from harness.run.dependencies import RACES
from harness.run.store import Store, every


def store_(arguments: Namespace) -> int:
    """Where, how large and how valid the store is; prunes it, or finds a sample anew: exit code 1 if it differs."""
    with Store(say) as kept:
        cases = chosen(())
        pieces = [(kind, case) for kind, case in every(cases) if kept.valid(kind, case) is not None]
        if arguments.verify is not None:
            return _compare(kept, SystemRandom().sample(pieces, min(arguments.verify, len(pieces))))
        pieces += [(RACES, case) for case in cases if kept.valid(RACES, case) is not None]
        valid = {kept.path(kind, case) for kind, case in pieces}
        others = [path for path in kept.entries() if path not in valid]
        if arguments.prune:
            removed = kept.remove([*others, *kept.left()])
            put(f"{removed} files removed: evidence on what has changed, and what was set aside or left behind")
            others = []
        size = sum(path.stat().st_size for path in kept.entries())
        put(f"{kept.folder or 'no folder'}: {len(valid) + len(others)} pieces of evidence, {size / 1e6:.1f} MB")
        for kind in (*DETERMINISTIC, RACES):
            put(f"{sum(other == kind for other, _ in pieces):6} valid now: {kind}")
        if others:
            put(f"{len(others):6} on what has changed since (theorems store --prune removes them)")
    return 0


def _compare(kept: Store, pieces: list[tuple[str, Case]]) -> int:
    """Finds evidence anew beside what is kept of it."""
    good = True
    with progress(len(pieces)) as tell:
        for done, (kind, case) in enumerate(pieces):
            tell(done, case.id)
            known = kept.valid(kind, case)
            found = anew(kind, case)
            now = None if found is None else json.loads(json.dumps(DETERMINISTIC[kind].write(found)))
            if known is not None and _words(kind, known[1]) != _words(kind, now):
                good = False
                place = kept.set_aside(kind, case)
                put(f"{case.id}, {kind}: what is kept is not what is found now; set aside as {place}")
    put(f"{len(pieces)} pieces of evidence were found anew" + (", and are as they were kept" if good else ""))
    if not good:
        say("kept evidence differs from what is found: this is an error of the suite, not of yours: please report it")
    return 0 if good else 1


def _words(kind: str, evidence: Any) -> Any:
    """Evidence as JSON values, without what is another in every run: the seconds that a step took."""
    if kind != "proof" or evidence is None:
        return evidence
    return [[name, fact, result, premises] for name, fact, result, _, premises in evidence]
