"""Small invented minutes of other layouts, and the rows they must give: a pair of files in `tests/layouts` for each.

`<case>.toml` says the rule and the rows, cell by cell as far as they matter; `item` stands for the item's id without
its meeting's.
"""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from referat import load
from referat.layout import layout, names
from referat.tables import check

CASES = sorted((Path(__file__).parent / "layouts").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_minutes_of_other_layouts_give_their_rows(case: Path) -> None:
    expected = tomllib.loads(case.read_text(encoding="utf-8"))
    tables = load(case.with_suffix(".txt"))
    assert check(tables) == []
    for table, rows in expected.items():
        if table != "rule":
            got = [_told(row) for row in tables[table].to_dict("records")]
            asked = [*rows, *({} for _ in got[len(rows) :])]
            assert [{name: row[name] for name in want} for row, want in zip(got, asked, strict=False)] == rows, (
                expected["rule"]
            )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    item = {"item": row["item_id"].split(":")[1]} if "item_id" in row else {}
    return {name: _plain(cell) for name, cell in row.items()} | item


def _plain(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.strftime("%Y-%m-%d")
    return "" if pd.isna(cell) else cell


@pytest.mark.parametrize("name", names())
def test_every_layout_is_described_by_its_file(name: str) -> None:
    found = layout(name)
    assert found.name == name
    assert found.summary
    assert {rule.kind for rules in found.rules.values() for rule in rules} >= {"item", "date", "attendees"}


@pytest.mark.parametrize("name", names())
def test_every_layout_has_minutes_that_follow_it(name: str) -> None:
    told = [tomllib.loads(case.read_text(encoding="utf-8")) for case in CASES]
    assert name == "portal" or name in {row.get("layout") for case in told for row in case.get("meetings", [])}
