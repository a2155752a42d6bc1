"""Write records as scripts, the only kind of data that a page opened from a disk can load."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

_RECORDS_A_SCRIPT = 40
"""Records per script; a script of matters has some 100 kB and loads in a few milliseconds."""

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that end or change a string in single quotes in a script."""


def shard_of(record_id: str, shards: int) -> int:
    """Return the number of the script that holds a record; `pages.js` computes the same number."""
    place = 0
    for letter in record_id:
        place = (place * 31 + ord(letter)) % 4294967296
    return place % shards


def shard_count(records: int) -> int:
    """Return the number of scripts for a number of records."""
    return max(1, records // _RECORDS_A_SCRIPT)


def shard_scripts(kind: str, records: Iterable[tuple[str, Any]], shards: int) -> dict[str, bytes]:
    """Return the scripts of records by name, `matters-0.js`, `matters-1.js`, ..."""
    groups: dict[int, dict[str, Any]] = defaultdict(dict)
    for record_id, record in records:
        groups[shard_of(record_id, shards)][record_id] = record
    return {f"{kind}-{shard}.js": script(groups[shard]) for shard in range(shards)}


def script(data: Any) -> bytes:
    """Return a script that passes data to the page; browsers parse JSON in a string faster than a literal."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter, escape in _ESCAPES.items():  # several times faster than `str.translate`
        text = text.replace(letter, escape)
    return f"receive(JSON.parse('{text}'));\n".encode(errors="replace")
