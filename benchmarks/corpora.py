"""The demo's minutes in the formats that are read: as text, as the portal's JSON, and as PDF."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from referat.demo import SEED, corpus
from referat.demo.meeting_plan import HeldMeeting
from referat.demo.rendering import portal_json, text

sys.path.append(str(Path(__file__).parents[1] / "tests"))

import paper


def write(folder: Path, meetings: int, form: str) -> None:
    """Write so many meetings into a folder, a file each."""
    ending, contents = FORMS[form]
    folder.mkdir(parents=True, exist_ok=True)
    for meeting in corpus(meetings, SEED):
        (folder / f"{meeting.id}.{ending}").write_bytes(contents(meeting))


FORMS: dict[str, tuple[str, Callable[[HeldMeeting], bytes]]] = {
    "text": ("txt", lambda meeting: text(meeting).encode()),
    "json": ("json", lambda meeting: portal_json(meeting).encode()),
    "pdf": ("pdf", lambda meeting: bytes(paper.typeset(text(meeting)))),
}
