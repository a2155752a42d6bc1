"""Records as scripts that a page opened from a disk can load: it may load scripts there, and nothing else."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

_RECORDS_A_SCRIPT = 40
"""A script of matters then has some 100 kB, which opens in a few milliseconds."""

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What ends or changes a text between single quotes in a script."""


def shard_of(record_id: str, shards: int) -> int:
    """Return which of so many scripts holds a record; `pages.js` computes the same."""
    place = 0
    for letter in record_id:
        place = (place * 31 + ord(letter)) % 4294967296
    return place % shards


def shard_count(records: int) -> int:
    """Return how many scripts so many records are shared out to."""
    return max(1, records // _RECORDS_A_SCRIPT)


def shard_scripts(kind: str, records: Iterable[tuple[str, Any]], shards: int) -> dict[str, bytes]:
    """Return the scripts of records by name, `matters-0.js`, `matters-1.js`, ...: one for each shard."""
    groups: dict[int, dict[str, Any]] = defaultdict(dict)
    for record_id, record in records:
        groups[shard_of(record_id, shards)][record_id] = record
    return {f"{kind}-{shard}.js": script(groups[shard]) for shard in range(shards)}


def script(data: Any) -> bytes:
    """Return a script that hands data to the page; a browser parses JSON in a text sooner than a literal."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    literal = text.translate(_ESCAPES)
    return f"receive(JSON.parse('{literal}'));\n".encode(errors="replace")
