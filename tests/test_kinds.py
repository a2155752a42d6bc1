"""Kinds of minutes of many publishers: invented pieces in `tests/kinds`, with the truth marked in them.

No layout was written for them. A piece shows one way to number, head or furnish minutes; `marked_minutes` describes the
marks.
"""

from collections.abc import Mapping
from pathlib import Path

import marked_minutes
import pandas as pd
import pytest
import regex as re
from marked_minutes import Minutes, plain

from referat import load
from referat.formats.source_files import read
from referat.records.document_reader import parse_text
from referat.tables.frames import Tables

PIECES = sorted((Path(__file__).parent / "kinds").iterdir())
PRESENT = ("present", "substitute")
HEADING = "Beslutning"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of all pieces: one load of many files takes a tenth of the time of many loads."""
    texts = {piece.name: marked_minutes.read(piece.read_text(encoding="utf-8")).text for piece in PIECES}
    return _load(texts, tmp_path_factory.mktemp("kinds"))


def _load(texts: Mapping[str, str], folder: Path) -> Tables:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


def _of_source(tables: Tables, source: str) -> dict[str, pd.DataFrame]:
    """Return the rows that come from one source, by table."""
    meetings = tables.meetings[tables.meetings["source"] == source]
    items = tables.items[tables.items["meeting_id"].isin(meetings["meeting_id"])]
    return {
        "meetings": meetings,
        "items": items,
        "attendance": tables.attendance[tables.attendance["meeting_id"].isin(meetings["meeting_id"])],
        "sections": tables.sections[tables.sections["item_id"].isin(items["item_id"])],
        "decisions": tables.decisions[tables.decisions["item_id"].isin(items["item_id"])],
        "problems": tables.problems[tables.problems["source"] == source],
    }


@pytest.mark.parametrize("piece", PIECES, ids=lambda path: path.stem)
def test_minutes_of_a_kind_give_what_they_say(piece: Path, loaded: Tables) -> None:
    minutes, tables = marked_minutes.read(piece.read_text(encoding="utf-8")), _of_source(loaded, piece.name)
    assert len(tables["meetings"]) == 1
    meeting = tables["meetings"].fillna("").iloc[0]
    assert str(meeting["date"])[:10] == minutes.date
    assert not minutes.body or meeting["body"].casefold() == minutes.body.casefold()
    assert not minutes.time or meeting["start_time"] == minutes.time
    items = tables["items"][["number", "title", "case_number", "closed"]].astype(object)
    items = items.where(items.notna(), None).to_numpy().tolist()
    asked = [[item.number, item.title or None, item.case_number or None, item.closed] for item in minutes.items]
    assert items == asked
    _assert_decisions(minutes, tables)
    if minutes.present or minutes.absent:
        attendance = tables["attendance"]
        is_here = attendance["status"].isin(PRESENT)
        assert list(attendance["name"][is_here]) == minutes.present
        assert list(attendance["name"][~is_here]) == minutes.absent


def _assert_decisions(minutes: Minutes, tables: Mapping[str, pd.DataFrame]) -> None:
    decisions_of = dict(list(tables["decisions"].groupby("item_id")))
    of_items = [decisions_of.get(item_id, tables["decisions"].head(0)) for item_id in tables["items"]["item_id"]]
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


def test_an_item_with_text_whose_decision_was_lost_is_a_warning(tmp_path: Path) -> None:
    texts = {piece.name: marked_minutes.read(piece.read_text(encoding="utf-8")).text for piece in HEADED}
    cut = {name: text[: text.rindex(f"\n{HEADING}") + 1] for name, text in texts.items()}
    tables = _load(cut, tmp_path)
    assert [name for name in cut if _is_silent(_of_source(tables, name))] == []


def _is_silent(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Return whether the last item has text, but neither a decision nor a problem about it."""
    items = tables["items"]
    last = items[~items["standing"] & ~items["closed"]].tail(1)["item_id"]
    has_text, decided = last.isin(tables["sections"]["item_id"]), last.isin(tables["decisions"]["item_id"])
    return (has_text & ~decided).any() and not tables["problems"]["code"].isin(LOST).any()


def test_minutes_whose_decisions_were_all_lost_are_an_error(tmp_path: Path) -> None:
    marked = {piece.name: piece.read_text(encoding="utf-8") for piece in HEADED}
    without = {name: re.sub(rf"(?ms)^#*\s*{HEADING}.*?\[\[/[de]\]\]", "", text) for name, text in marked.items()}
    tables = _load({name: marked_minutes.read(text).text for name, text in without.items()}, tmp_path)
    undecided = [name for name in without if _is_undecided(_of_source(tables, name))]
    errors = tables.problems[tables.problems["code"].isin(["minutes_without_decisions", "not_minutes"])]
    assert undecided
    assert set(undecided) <= set(errors["source"][errors["severity"] == "error"])


def _is_undecided(tables: Mapping[str, pd.DataFrame]) -> bool:
    return tables["decisions"].empty and not tables["sections"].empty
