"""Cases in pairs of files: `<case>.toml` states a rule and its rows, next to it are minutes, a file or a folder.

All cases of a folder are loaded at once, each as the minutes of a municipality of its own: municipalities share no
meeting, person or matter, and one load of many files takes a fraction of the time of many loads.
"""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from referat import load
from referat.tables.frames import Tables, check

HERE = Path(__file__).parent


def cases(folder: str) -> list[Path]:
    """Return the TOML files of the cases in a folder of `tests`."""
    return sorted((HERE / folder).glob("*.toml"))


def minutes_of(case: Path) -> Path:
    """Return the minutes of a case, a file or a folder."""
    return next(path for path in case.parent.glob(f"{case.stem}.*") if path != case and not path.name.endswith("~"))


@cache
def _all_tables(folder: Path) -> Tables:
    """Return the tables of all cases of a folder, after checking their contract."""
    with TemporaryDirectory() as raw:
        for case in folder.glob("*.toml"):
            minutes, target = minutes_of(case), Path(raw, case.stem)
            if minutes.is_dir():
                shutil.copytree(minutes, target)
            else:
                target.mkdir()
                shutil.copy(minutes, target)
            (target / "_corpus.toml").write_text(f'municipality = "{case.stem}"\n', encoding="utf-8")
        tables = load(raw)
    assert check(tables) == []
    return tables


def table_of(case: Path, table: str) -> pd.DataFrame:
    """Return the rows of a case in a table; ids are those of the case alone."""
    every = _all_tables(case.parent)[table]
    key = next((name for name in ("source", "municipality", "meeting_id") if name in every), "item_id")
    rows = every[every[key].fillna("").str.split("/").str[0] == case.stem].reset_index(drop=True)
    texts = rows.select_dtypes("str")
    return rows.assign(**{name: texts[name].str.removeprefix(f"{case.stem}/") for name in texts})


def rows_of(case: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table with plain cells, a missing one as `""`; `item` is the item's id in its meeting."""
    return [
        {name: _plain(cell) for name, cell in row.items()}
        | ({"item": row["item_id"].split(":")[1]} if "item_id" in row else {})
        for row in table_of(case, table).to_dict("records")
    ]


def _plain(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.strftime("%Y-%m-%d")
    return "" if pd.isna(cell) else cell
