"""The contract of the tables: a build that breaks it writes an error, names it in the last line, and fails."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from referat.cli.main import main
from referat.pipeline import build as building
from referat.schema.registry import TABLES
from referat.tables.contract import ContractCheck, broken_promises
from referat.tables.frames import arrow, frame

MINUTES = "REFERAT Havneudvalget d. 03-05-2021\n\nPunkt 1: Ny bro\n\nBeslutning\n\nGodkendt.\n"


def _faults(**rows: list[dict[str, object]]) -> list[str]:
    """Return the breaches of the contract in tables with these rows."""
    checks = {table.name: ContractCheck(table.name) for table in TABLES}
    for name, check in checks.items():
        check.add(arrow(name, frame(name, rows.get(name, []))))
    return broken_promises(checks)


CASE = {"municipality": "Strandby", "case_number": "21/77", "meetings": 1, "items": 1, "bodies": 1, "standing": False}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([CASE, CASE], "cases: rows share the key municipality, case_number"),
        ([CASE | {"case_number": None}], "cases.case_number: cells are missing"),
        ([CASE | {"title": ""}], "cases.title: cells are empty instead of missing"),
        (
            [CASE | {"last_decision_type": "perhaps"}],
            "cases.last_decision_type: cells hold other values than the allowed ones",
        ),
    ],
)
def test_a_broken_promise_is_named(rows: list[dict[str, object]], fault: str) -> None:
    assert fault in _faults(cases=rows)


def test_a_reference_to_no_row_is_named() -> None:
    route = {"item_id": "m:1", "document_id": "a.txt", "position": 1, "body": "Byrådet"}
    assert "announced_route.item_id: cells point at no row of items" in _faults(announced_route=[route])


def test_tables_without_rows_break_nothing() -> None:
    assert _faults() == []


@pytest.mark.parametrize("options", [[], ["--public"]])
def test_a_build_that_breaks_the_contract_fails_and_says_what_it_breaks(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = "items: rows share the key item_id"
    monkeypatch.setattr(building, "broken_promises", lambda checks: [fault])
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "havn.txt").write_text(MINUTES, encoding="utf-8")
    assert main(["build", str(tmp_path / "raw"), "-o", str(tmp_path / "out"), *options]) == 1
    problems = pd.read_parquet(tmp_path / "out" / "problems.parquet")
    assert problems.loc[problems["code"] == "contract_broken", "severity"].tolist() == ["error"]
    assert fault in capsys.readouterr().out.splitlines()[-1]
