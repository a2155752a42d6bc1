"""Real minutes, field by field: `referat/analysis/accuracy.toml` has the counts, which must change with the reader.

The test fails if the reader gets worse or better; `python tests/test_real_minutes.py` writes the counts. Sizes of
tables and problems per code are in `ratchet.toml`.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import regex as re

from referat.pipeline.build import read
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, check, unread_sources

HERE = Path(__file__).parent
ACCURACY = HERE.parent / "referat" / "analysis" / "accuracy.toml"
RATCHET = HERE / "ratchet.toml"
AGAIN = "if it is better, say `python tests/test_real_minutes.py`"
MINUTES = HERE.parents[1] / "shared" / "minutes"
CORPORA = {"direktionen": "direktionen/*.txt", "greve": "greve/*.json", "greve-text": "greve-text/*.txt"}
BY_WEIGHT = [pytest.param(name, marks=[pytest.mark.heavy] if name == "greve" else []) for name in CORPORA]

pytestmark = pytest.mark.skipif(not MINUTES.is_dir(), reason="the folder with real minutes (../shared) is not here")

Field = tuple[str, object, object]
"""A field's name, what was read, what is true."""


@cache
def built(corpus: str) -> Tables:
    files = sorted(MINUTES.glob(CORPORA[corpus]))
    return read(MINUTES, files)


@cache
def truth(corpus: str) -> list[dict[str, Any]]:
    name = "direktionen/gold.json" if corpus == "direktionen" else "greve-truth.json"
    meetings: list[dict[str, Any]] = json.loads((MINUTES / name).read_text(encoding="utf-8"))
    read_ones = {(row["body"], row["date"], row["start_time"]) for row in rows(built(corpus), "meetings")}
    return [m for m in meetings if (m["body"], m["date"], m["start_time"]) in read_ones or corpus != "greve-text"]


@cache
def marks() -> dict[tuple[str, str, int], dict[str, str]]:
    """Return the decisions that people have labelled."""
    with (MINUTES / "decision-labels.csv").open(encoding="utf-8") as file:
        return {(row["body"], row["date"], int(row["number"])): row for row in csv.DictReader(file)}


# --- Tables as plain rows ---


def rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    return [{column: plain(cell) for column, cell in row.items()} for row in tables[name].to_dict("records")]


def plain(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.strftime("%Y-%m-%d")
    return None if pd.isna(cell) else cell


def by(key: str, result: Iterable[dict[str, Any]]) -> defaultdict[str, list[dict[str, Any]]]:
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in result:
        groups[row[key]].append(row)
    return groups


def squash(text: str | None) -> str:
    return re.sub(r"\W+", "", text or "").casefold()


# --- Comparisons ---


def fields_of_the_board() -> Iterator[Field]:
    tables = built("direktionen")
    attendance = by("meeting_id", rows(tables, "attendance"))
    items = {(row["meeting_id"], row["number"]): row for row in rows(tables, "items")}
    parts = {name: by("item_id", rows(tables, name)) for name in ("decisions", "attachments", "recommendations")}
    for want in truth("direktionen"):
        meeting = next(row for row in rows(tables, "meetings") if row["date"] == want["date"])
        people = attendance[meeting["meeting_id"]]
        yield "start_time", meeting["start_time"], want["start_time"]
        yield "location", meeting["location"], want["location"]
        yield "attendance_recorded", meeting["attendance_recorded"], bool(want["attendance"])
        for column, name in (("person", "person"), ("name", "as_written"), ("role", "role")):
            yield f"attendance {column}", [p[column] for p in people], [p[name] for p in want["attendance"]]
        numbers = [number for meeting_id, number in items if meeting_id == meeting["meeting_id"]]
        yield "numbers of items", numbers, [item["number"] for item in want["items"]]
        for item in want["items"]:
            row = items[meeting["meeting_id"], item["number"]]
            yield from fields_of_an_item(row, item, {name: result[row["item_id"]] for name, result in parts.items()})


def fields_of_an_item(
    row: dict[str, Any], want: dict[str, Any], parts: dict[str, list[dict[str, Any]]]
) -> Iterator[Field]:
    for column in ("title", "toc_title", "toc_page", "case_number", "closed"):
        yield column, row[column], want[column]
    yield "line_start", row["line_start"], want["line"]
    for name, result in parts.items():
        expected = want[name]
        yield f"{name} of an item", len(result), len(expected) if isinstance(expected, list) else expected
    if want["proposer"]:
        yield "proposer", {point["proposer"] for point in parts["recommendations"]}, {want["proposer"]}
    for decision, expected in zip(parts["decisions"], want["decisions"], strict=False):
        yield "decision type", decision["decision_type"], expected["decision_type"]
        yield "all decision types", set(decision["decision_types"].split("|")), set(expected["labels"])
        text = squash(decision["text"])
        first, last = squash(expected["first"]), squash(expected["last"])
        yield "decided_on", decision["decided_on"], expected["decided_on"]
        yield "extent of decisions", text.startswith(first) and text.endswith(last), True
        yield "last line of decisions", decision["line_end"], expected["line_last"]


def fields_of_committees(corpus: str) -> Iterator[Field]:
    tables = built(corpus)
    meetings = {(row["body"], row["date"], row["start_time"]): row for row in rows(tables, "meetings")}
    attendance = by("meeting_id", rows(tables, "attendance"))
    items = by("meeting_id", rows(tables, "items"))
    attachments = by("item_id", rows(tables, "attachments"))
    decisions = by("item_id", (row for row in rows(tables, "decisions") if not row["is_earlier"]))
    for want in truth(corpus):
        meeting = meetings[want["body"], want["date"], want["start_time"]]
        result = items[meeting["meeting_id"]]
        present = [p["name"] for p in attendance[meeting["meeting_id"]] if p["status"] == "present"]
        yield "location", squash(meeting["location"]), squash(want["location"])
        yield "present", sorted(map(squash, present)), sorted(map(squash, want["present"]))
        yield "numbers of items", [row["number"] for row in result], [item["number"] for item in want["items"]]
        for row, item in zip(result, want["items"], strict=False):
            titles = [squash(a["title"]) for a in attachments[row["item_id"]]]
            taken = [squash(d["text"]) for d in decisions[row["item_id"]]]
            yield "title", squash(row["title"]), squash(item["title"])
            yield "case_number", row["case_number"], item["case_number"]
            yield "closed", row["closed"], item["closed"]
            yield "attachments of an item", titles, [squash(title) for title in item["attachments"]]
            mark = marks().get((want["body"], want["date"], item["number"]))
            if mark is not None and len(taken) == 1:
                decision = decisions[row["item_id"]][0]
                yield "decision type", decision["decision_type"], mark["decision_type"]
                yield "all decision types", decision["decision_types"], mark["decision_types"]
            yield "decision", taken, [] if item["decision"] is None else [squash(item["decision"])]


FIELDS: dict[str, Callable[[], Iterator[Field]]] = {
    "direktionen": fields_of_the_board,
    "greve": lambda: fields_of_committees("greve"),
    "greve-text": lambda: fields_of_committees("greve-text"),
}


KINDS = {"direktionen": "direktionen", "greve": "committees_portal", "greve-text": "committees_text"}
"""What each corpus is called where the report tells how right the reader is."""


def accuracy(corpus: str) -> dict[str, list[int]]:
    """Return how often each field is right, and how often it was compared."""
    right: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    for name, got, want in FIELDS[corpus]():
        compared[name] += 1
        right[name] += got == want
    return {name: [right[name], compared[name]] for name in sorted(compared)}


def measured(corpus: str) -> dict[str, Any]:
    """Return the sizes of tables, and the problems per code."""
    problems = Counter(built(corpus).problems["code"])
    tables = {table.name: len(built(corpus)[table.name]) for table in TABLES if table.name in COUNTED}
    return {
        "rows": tables,
        "problems": dict(sorted(problems.items())),
    }


COUNTED = ("meetings", "items", "sections", "recommendations", "decisions", "attachments")
"""Tables whose size is held fast."""


# --- The tests ---


@pytest.mark.parametrize("corpus", BY_WEIGHT)
def test_the_reader_is_neither_worse_nor_better_than_was_written_down(corpus: str) -> None:
    assert accuracy(corpus) == tomllib.loads(ACCURACY.read_text(encoding="utf-8"))["written_on"][KINDS[corpus]], AGAIN


@pytest.mark.parametrize("corpus", BY_WEIGHT)
def test_as_many_rows_and_problems_are_found_as_were_written_down(corpus: str) -> None:
    assert measured(corpus) == tomllib.loads(RATCHET.read_text(encoding="utf-8"))[corpus], AGAIN


@pytest.mark.parametrize("corpus", BY_WEIGHT)
def test_the_tables_keep_the_registrys_promises(corpus: str) -> None:
    assert check(built(corpus)) == []
    assert unread_sources(built(corpus).problems) == 0


SAME = {
    "items": ("number", "title", "case_number", "closed"),
    "attachments": ("title",),
    "decisions": ("text", "decision_types", "decided_on"),
    "item_attendance": ("name", "status"),
    "recommendations": ("text", "proposer"),
}
"""Columns that must be equal for a meeting as JSON and as text; only for decisions of the meeting itself.

In the text one heading of an earlier decision is at the end of a line.
"""


@pytest.mark.heavy
@pytest.mark.parametrize("table", SAME)
def test_a_meeting_says_the_same_as_json_and_as_text(table: str) -> None:
    ids = set(built("greve-text").meetings["meeting_id"])
    assert len(ids) == 20
    assert _rows_by_meeting("greve-text", table, ids) == _rows_by_meeting("greve", table, ids)


def _rows_by_meeting(corpus: str, table: str, ids: set[str]) -> dict[str, list[tuple[Any, ...]]]:
    by_item: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows(built(corpus), table):
        if row["item_id"].split(":")[0] in ids and not row.get("is_earlier"):
            cells = (row[column] for column in SAME[table])
            by_item[row["item_id"]].append(tuple(squash(c) if isinstance(c, str) else c for c in cells))
    return by_item


BY_HAND = "# Everything below is written by tests/test_real_minutes.py.\n"


def accuracy_written() -> str:
    """Return the text of `accuracy.toml` as the reader is now; what is written by hand stays as it is."""
    by_hand = ACCURACY.read_text(encoding="utf-8").partition(BY_HAND)[0]
    lines = []
    for corpus in CORPORA:
        lines += ["", f"[written_on.{KINDS[corpus]}]"]
        lines += [f"{json.dumps(name)} = {json.dumps(counts)}" for name, counts in accuracy(corpus).items()]
    return by_hand + BY_HAND + "\n".join(lines) + "\n"


def ratchet_written() -> str:
    """Return the text of `ratchet.toml` as the reader is now."""
    lines = ["# How many rows and problems the real minutes give: see test_real_minutes.py."]
    for corpus in CORPORA:
        for table, values in measured(corpus).items():
            lines += ["", f"[{corpus}.{table}]"]
            lines += [f"{json.dumps(name)} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    ACCURACY.write_text(accuracy_written(), encoding="utf-8")
    RATCHET.write_text(ratchet_written(), encoding="utf-8")
