"""Small invented minutes and their expected rows: a pair of files in `tests/minutes` for each surprise.

`<case>.toml` states the rule and the cells that matter, a missing cell as `""`. The table `problems` is always
compared, as codes. The minutes are next to it, a file or a folder of the same name. In the tables of an item's
contents, `item` means the item's id without its meeting's.
"""

import tomllib
from pathlib import Path

import pytest
from case_files import cases, rows_of


@pytest.mark.parametrize("case", cases("minutes"), ids=lambda path: path.stem)
def test_minutes_give_their_rows(case: Path, request: pytest.FixtureRequest) -> None:
    expected = tomllib.loads(case.read_text(encoding="utf-8"))
    if "not_yet" in expected:
        request.applymarker(pytest.mark.xfail(strict=True, reason=expected.pop("not_yet")))
    rule = expected.pop("rule")
    codes = [row["code"] for row in rows_of(case, "problems")]
    assert sorted(codes) == sorted(expected.pop("problems", [])), rule
    for table, wanted in expected.items():
        rows = rows_of(case, table)
        assert len(rows) == len(wanted), rule
        assert [{name: row[name] for name in want} for row, want in zip(rows, wanted, strict=True)] == wanted, rule
