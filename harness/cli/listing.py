"""The command that lists the theorems: from the list as it was last made, where that is as good as a new one."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from harness.basics.terminal import put
from harness.cli.answers import Rows, answered
from harness.run import index

if TYPE_CHECKING:
    from harness.run.store import Store


def list_(arguments: Namespace) -> int:
    """Id, title, source, status, number of claims; also of theorems that are unfinished or cannot be read."""
    rows = answered(index.INDEX, _rows)
    if arguments.json:
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        sys.stdout.flush()
        return 0
    width = max(len(r["id"]) for r in rows)
    for r in rows:
        put(f"{r['id']:{width}}  {r['status']:13}  {r['claims']:2} claims  {r['title']}")
        put(f"{'':{width}}  {r['source']}")
        for name, why in r["underived"].items():
            put(f"{'':{width}}  {name} is not derived: {why}")
    return 0


def _rows(kept: Store) -> tuple[Rows, bool]:
    from harness.cli.records import rows

    return rows(kept)
