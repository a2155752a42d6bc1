"""Rows to frames, and the promises of the registry."""

import pandas as pd
import pytest

from referat.schema.registry import TABLES
from referat.tables.frames import OtherVersionError, Tables, arrow, check, frame, in_memory


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_empty_table_has_the_columns_and_types_of_the_registry(table) -> None:  # type: ignore[no-untyped-def]
    empty = frame(table.name, [])
    assert list(empty.columns) == table.column_names
    kinds = {"text": "str", "int": "Int64", "bool": "bool", "date": "datetime64[us]"}
    assert [str(dtype) for dtype in empty.dtypes] == [kinds[column.type] for column in table.columns]


def tables(**rows: list[dict[str, object]]) -> Tables:
    return Tables({table.name: frame(table.name, rows.get(table.name, [])) for table in TABLES})


MEETING = {
    "meeting_id": "a-2023-03-06", "body": "A", "date": "2023-03-06", "kind": "minutes", "is_extraordinary": False,
    "attendance_recorded": False, "reader": "text", "source": "a.txt", "source_sha256": "0",
    "status": "held", "document_id": "a.txt", "used": True,
}  # fmt: skip
ITEM = {
    "item_id": "a-2023-03-06:1", "meeting_id": "a-2023-03-06", "document_id": "a.txt", "source": "a.txt",
    "position": 1, "number": 1, "closed": False, "standing": False, "minuted": True,
    "matter_id": "a-2023-03-06:1",
}  # fmt: skip
MATTER = {
    "matter_id": "a-2023-03-06:1", "kind": "substantive", "items": 1, "meetings": 1, "bodies": 1, "returns": 0,
    "closed": False,
}  # fmt: skip


def test_good_tables_break_no_promise() -> None:
    assert check(tables(meetings=[MEETING], documents=[MEETING], items=[ITEM], matters=[MATTER])) == []
    assert check(tables()) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ({"meetings": [MEETING, MEETING]}, "meetings: rows share the key"),
        ({"meetings": [MEETING | {"source": None}]}, "meetings.source: cells are missing"),
        ({"meetings": [MEETING | {"location": ""}]}, "meetings.location: cells are empty"),
        ({"meetings": [MEETING | {"kind": "party"}]}, "meetings.kind: cells hold other values"),
        ({"items": [ITEM]}, "items.meeting_id: cells point at no row of meetings"),
    ],
)
def test_a_broken_promise_is_named(rows: dict[str, list[dict[str, object]]], fault: str) -> None:
    assert any(result.startswith(fault) for result in check(tables(**rows)))


def test_a_column_too_many_is_named() -> None:
    broken = tables(meetings=[MEETING], documents=[MEETING])
    frames = {table.name: broken[table.name] for table in TABLES} | {"votes": pd.DataFrame({"x": [1]})}
    assert check(Tables(frames)) == ["votes: the columns are ['x']"]


def test_tables_have_their_names_as_attributes_and_say_their_size() -> None:
    result = tables(meetings=[MEETING], items=[ITEM])
    assert len(result.meetings) == 1 and set(dir(result)) >= {table.name for table in TABLES}
    assert repr(result) == "<referat tables: 1 meeting, 1 item, 0 decisions; 2023-03-06 to 2023-03-06>"
    with pytest.raises(AttributeError, match="there are meetings"):
        result.minutes  # noqa: B018


def test_tables_of_another_version_say_that_they_are_to_be_built_again():
    older = arrow("cases", frame("cases", [])).drop_columns(["case_number"])
    with pytest.raises(OtherVersionError, match=r"the table cases has no column case_number: .* build it again"):
        in_memory("cases", [older])
