"""Kinds of minutes of many publishers: invented pieces in `tests/kinds`, with what they say marked in them.

No layout was written for them. A piece shows one way to number, head or furnish minutes; `marked_minutes` says how what
they say is marked.
"""

from pathlib import Path

import marked_minutes
import pandas as pd
import pytest
import regex as re
from marked_minutes import Minutes, plain

from referat import load
from referat.formats.source_files import read
from referat.records.document_reader import parse_text

PIECES = sorted((Path(__file__).parent / "kinds").iterdir())
PRESENT = ("present", "substitute")
HEADING = "Beslutning"


def _load(piece: Path, folder: Path) -> tuple[Minutes, pd.DataFrame]:
    minutes = marked_minutes.read(piece.read_text(encoding="utf-8"))
    (folder / piece.name).write_text(minutes.text, encoding="utf-8")
    return minutes, load(folder)


@pytest.mark.parametrize("piece", PIECES, ids=lambda path: path.stem)
def test_minutes_of_a_kind_give_what_they_say(piece: Path, tmp_path: Path) -> None:
    minutes, tables = _load(piece, tmp_path)
    meeting = tables.meetings.fillna("").iloc[0]
    assert len(tables.meetings) == 1
    assert str(meeting["date"])[:10] == minutes.date
    assert not minutes.body or meeting["body"].casefold() == minutes.body.casefold()
    assert not minutes.time or meeting["start_time"] == minutes.time
    items = tables.items[["number", "title", "case_number", "closed"]].astype(object)
    items = items.where(items.notna(), None).to_numpy().tolist()
    asked = [[item.number, item.title or None, item.case_number or None, item.closed] for item in minutes.items]
    assert items == asked
    _assert_decisions(minutes, tables)
    if minutes.present or minutes.absent:
        is_here = tables.attendance["status"].isin(PRESENT)
        assert list(tables.attendance["name"][is_here]) == minutes.present
        assert list(tables.attendance["name"][~is_here]) == minutes.absent


def _assert_decisions(minutes: Minutes, tables: pd.DataFrame) -> None:
    of_items = [tables.decisions[tables.decisions["item_id"] == item_id] for item_id in tables.items["item_id"]]
    for item, rows in zip(minutes.items, of_items, strict=True):
        decisions = [
            (plain(text), bool(earlier)) for text, earlier in zip(rows["text"], rows["is_earlier"], strict=True)
        ]
        assert decisions == [(decision.text, decision.is_earlier) for decision in item.decisions]
        for kind, decision in zip(rows["decision_type"], item.decisions, strict=True):
            assert kind in decision.types, decision.text


@pytest.mark.parametrize("piece", PIECES, ids=lambda path: path.stem)
def test_the_tree_owns_every_line_of_a_kind(piece: Path, tmp_path: Path) -> None:
    minutes = marked_minutes.read(piece.read_text(encoding="utf-8"))
    path = tmp_path / piece.name
    path.write_text(minutes.text, encoding="utf-8")
    text = read(path, tmp_path).text
    assert parse_text(text).text() == text


HEADED = [path for path in PIECES if f"\n{HEADING}" in path.read_text(encoding="utf-8")]
LOST = ("item_without_decision", "minutes_without_decisions", "not_minutes")


@pytest.mark.parametrize("piece", HEADED, ids=lambda path: path.stem)
def test_an_item_with_text_whose_decision_was_lost_is_a_warning(piece: Path, tmp_path: Path) -> None:
    text = marked_minutes.read(piece.read_text(encoding="utf-8")).text
    (tmp_path / piece.name).write_text(text[: text.rindex(f"\n{HEADING}") + 1], encoding="utf-8")
    tables = load(tmp_path)
    last = tables.items[~tables.items["standing"] & ~tables.items["closed"]].tail(1)["item_id"]
    has_text, decided = last.isin(tables.sections["item_id"]), last.isin(tables.decisions["item_id"])
    assert not (has_text & ~decided).any() or tables.problems["code"].isin(LOST).any()


@pytest.mark.parametrize("piece", HEADED, ids=lambda path: path.stem)
def test_minutes_whose_decisions_were_all_lost_are_an_error(piece: Path, tmp_path: Path) -> None:
    marked = piece.read_text(encoding="utf-8")
    without = re.sub(rf"(?ms)^#*\s*{HEADING}.*?\[\[/[de]\]\]", "", marked)
    (tmp_path / piece.name).write_text(marked_minutes.read(without).text, encoding="utf-8")
    tables = load(tmp_path)
    undecided = tables.decisions.empty and not tables.sections.empty
    errors = set(tables.problems["code"][tables.problems["severity"] == "error"])
    assert not undecided or errors & {"minutes_without_decisions", "not_minutes"}
