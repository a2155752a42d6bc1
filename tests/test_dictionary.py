"""The generated pages of tables, problems and commands are up to date."""

from pathlib import Path

import pytest

from referat.cli import command_reference
from referat.schema import data_dictionary
from referat.schema.registry import BY_NAME, TABLES, Table

PAGE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def test_the_page_is_what_the_registry_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_dictionary.dictionary_page(), "say `make data-dictionary`"


def test_the_page_of_problems_is_what_the_code_gives() -> None:
    assert data_dictionary.PROBLEMS_PAGE.read_text(encoding="utf-8") == data_dictionary.problems_page(), (
        "say `make data-dictionary`"
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_a_row_with_its_meaning_and_allowed_values(table: Table) -> None:
    section = data_dictionary.dictionary_page().split(f"\n## {table.name}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert len(rows) == len(table.columns)
    for row, column in zip(rows, table.columns, strict=True):
        assert row.startswith(f"| `{column.name}` | {column.type} |")
        assert column.meaning in row.replace("\\|", "|")
        assert all(f"`{value}`" in row for value in column.allowed)


def test_a_cell_never_breaks_its_table() -> None:
    lines = [line for line in data_dictionary.dictionary_page().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {4, 5}


def test_keys_and_references_name_columns_that_exist() -> None:
    for table in TABLES:
        assert set(table.key) | {column for column, _ in table.references} <= set(table.column_names), table.name
        assert all(BY_NAME[other].key == (column,) for column, other in table.references), table.name


def test_the_page_of_commands_is_what_the_commands_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORT_LANGUAGE", raising=False)
    assert command_reference.PAGE.read_text(encoding="utf-8") == command_reference.commands_page(), (
        "say `make data-dictionary`"
    )


def test_every_argument_of_a_command_says_what_it_does() -> None:
    assert "| . |" not in command_reference.commands_page()
