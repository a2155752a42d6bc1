"""Small invented minutes and their expected rows: a pair of files in `tests/minutes` for each surprise.

`<case>.toml` states the rule and the cells that matter, a missing cell as `""`. The table `problems` is always
compared, as codes. The minutes are next to it, a file or a folder of the same name. In the tables of an item's
contents, `item` means the item's id without its meeting's.
"""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from referat import load
from referat.tables.frames import Tables, check

CASES = sorted((Path(__file__).parent / "minutes").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_minutes_give_their_rows(case: Path, request: pytest.FixtureRequest) -> None:
    expected = tomllib.loads(case.read_text(encoding="utf-8"))
    if "not_yet" in expected:
        request.applymarker(pytest.mark.xfail(strict=True, reason=expected.pop("not_yet")))
    tables = load(_minutes(case))
    assert check(tables) == []
    problems = [row["code"] for row in _cells(tables, "problems")]
    assert sorted(problems) == sorted(expected.pop("problems", [])), expected.pop("rule")
    for table, rows in expected.items():
        if table != "rule":
            assert _rows_of(tables, table, rows) == rows, expected["rule"]


def _minutes(case: Path) -> Path:
    return next(path for path in case.parent.glob(f"{case.stem}.*") if path != case and not path.name.endswith("~"))


def _rows_of(tables: Tables, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the table's rows with the cells that the expected ones name."""
    got = list(_cells(tables, table))
    if len(got) != len(rows):
        named = [name for row in rows[:1] for name in row]
        return [{name: row.get(name) for name in named} if named else row for row in got]
    return [{name: row[name] for name in wanted} for row, wanted in zip(got, rows, strict=True)]


def _cells(tables: Tables, table: str) -> list[dict[str, Any]]:
    rows = tables[table].to_dict("records")
    return [{name: _plain(cell) for name, cell in row.items()} | _item(row) for row in rows]


def _item(row: dict[str, Any]) -> dict[str, Any]:
    return {"item": row["item_id"].split(":")[1]} if "item_id" in row else {}


def _plain(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.strftime("%Y-%m-%d")
    return "" if pd.isna(cell) else cell
