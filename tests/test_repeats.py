"""Invented minutes of unknown layout, and their expected rows: a pair of files in `tests/repeats` for each rule.

`<case>.toml` states the rule and the cells that matter, as for the layouts.
"""

import tomllib
from pathlib import Path

import pytest
from case_files import cases, rows_of

from referat import load
from referat.pipeline.line_listing import listed_lines
from referat.records import document_reader
from referat.records.document_reader import parse_text
from referat.structure.generic_reader import GenericReader
from referat.structure.normalized_lines import normalize_lines
from referat.structure.text_lines import Text, split

CASES = cases("repeats")
KNOWN = sorted((Path(__file__).parent / "layouts").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_minutes_of_no_known_layout_give_their_rows(case: Path) -> None:
    expected = tomllib.loads(case.read_text(encoding="utf-8"))
    for table in ("meetings", "items", "decisions"):
        rows, wanted = rows_of(case, table), expected[table]
        assert len(rows) == len(wanted), expected["rule"]
        assert [{name: row[name] for name in want} for row, want in zip(rows, wanted, strict=True)] == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_tree_owns_every_line_of_a_text_of_no_known_layout(case: Path) -> None:
    text = case.with_suffix(".txt").read_text(encoding="utf-8")
    assert parse_text(text).text() == text


@pytest.mark.parametrize("case", KNOWN, ids=lambda path: path.stem)
def test_a_layout_that_explains_every_line_is_not_left_for_what_repeats(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    assert parse_text(text).layout != "generic"


def test_the_generic_reader_replaces_a_layout_only_where_it_explains_more() -> None:
    for case in (*KNOWN, *(case.with_suffix(".txt") for case in CASES)):
        text = case.read_text(encoding="utf-8")
        lines, document = Text.of(*split(text)), parse_text(text)
        reader = GenericReader(normalize_lines(lines))
        generic = reader.tree()
        if generic is not None and document.layout != "generic":
            assert reader.unexplained(document) <= reader.unexplained(generic), case.stem


def test_minutes_of_the_portal_are_read_without_the_generic_reader(
    monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    monkeypatch.setattr(document_reader, "GenericReader", None)  # calling it would be a TypeError
    for path in sorted((shared / "minutes/greve-text").glob("*.txt")):
        assert parse_text(path.read_text(encoding="utf-8")).layout == "portal", path.name


def test_the_listing_says_why_a_line_was_taken_for_an_item() -> None:
    listing = "\n".join(listed_lines(CASES[0].parent / "titles-above-decisions.txt"))
    assert "taken for an item by a title above `Sagsfremstilling`" in listing


def test_an_item_with_text_and_no_decision_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    text = (CASES[0].parent / "titles-above-decisions.txt").read_text(encoding="utf-8")
    path.write_text(text.rsplit("Beslutning i", 1)[0], encoding="utf-8")
    problems = load(path).problems
    assert list(problems[problems["code"] == "item_without_decision"]["severity"]) == ["warning"]


def test_minutes_without_any_decision_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        "Referat fra mødet i Byrådet den 3. maj 2021\n\n1. Ny bro\n\nSagsfremstilling\n\nBroen er gammel.\n",
        encoding="utf-8",
    )
    problems = load(path).problems
    assert list(problems[problems["code"] == "minutes_without_decisions"]["severity"]) == ["error"]
