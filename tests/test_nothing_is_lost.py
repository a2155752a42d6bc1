"""Nothing is lost: the tree gives every text back, damaged or not, and rows have the right lines.

The number of damaged documents is a profile of `conftest.py`: 50 per test in `make test`, 25,000 for a release.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from random import Random

import pytest
import regex as re
from damage import DAMAGES, Damage
from hypothesis import given, settings
from hypothesis import strategies as st

from referat import load
from referat.corpus.corpus_index import assemble
from referat.formats.source_files import Source
from referat.records.document_reader import parse_text, read_document
from referat.records.meeting_reader import meeting_rows
from referat.records.rows import Rows
from referat.structure.document_tree import Document
from referat.structure.web_links import without_page_links
from referat.tables.batches import single_batch
from referat.tables.frames import Tables, check

HERE = Path(__file__).parent
A_FEW = settings(max_examples=max(5, settings().max_examples // 12))
"""Settings of properties that take ten times as long as reading a document."""

_NO_WORD = re.compile(r"[\W_]+")
_MARK = re.compile(r"\s(?:Lukket|Åbent?|Fortroligt?)\s*$")
"""An access mark, which is next to the first row of a title, not in it."""


# --- Properties of every text ---


def assert_kept(text: str, name: str = "x.txt") -> list[Rows]:
    """Check that the tree of a text owns every line once and in order, and that its rows have the right lines."""
    document = parse_text(text)
    assert document.text() == text
    lines = text.split(document.separator)
    at = 1
    for leaf in document.root.leaves():
        assert leaf.first == at
        at += len(leaf.lines)
    assert at == len(lines) + 1
    return assert_placed(document, text, lines, name)


def assert_placed(document: Document, text: str, lines: list[str], name: str) -> list[Rows]:
    source = Source(name, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), "text", text)
    result = list(meeting_rows(document, source))
    for part in result:
        places = {row["item_id"]: (row["line_start"], row["line_end"]) for row in part.tables["items"]}
        for row in (row for table in QUOTING for row in part.tables[table]):
            assert_quoted(row, lines, *places.get(row.get("item_id"), (None, None)))
    return result


QUOTING = (
    "meetings",
    "items",
    "sections",
    "recommendations",
    "decisions",
    "outcomes",
    "votes",
    "item_attendance",
    "attachments",
    "references",
    "problems",
)
"""Tables whose rows have lines, or are somewhere in their item."""


def assert_quoted(row: dict[str, object], lines: list[str], first: int | None, last: int | None) -> None:
    """Check that the quotations of a row are between its lines, or in its item if it has none."""
    start = row.get("line_start", first)
    end = row.get("line_end", start if "line_start" in row else last)
    if start is None:
        return
    assert isinstance(start, int) and isinstance(end, int)
    assert 1 <= start <= end <= len(lines)
    there = words("".join(lines[start - 1 : end]))
    unlinked = words("".join(without_page_links(lines)[start - 1 : end]))
    unmarked = words("".join(_MARK.sub("", line) for line in lines[start - 1 : end]))
    quoted = [row.get(cell) for cell in ("title", "heading", "text", "evidence")] if "code" not in row else []
    quoted += str(row.get("name") or "").split()  # a party can be between a person's names
    for quotation in filter(None, quoted):
        assert any(words(str(quotation)) in quotable for quotable in (there, unmarked, unlinked)), (
            f"{quotation} is not at lines {start} to {end}"
        )


def words(text: str) -> str:
    return _NO_WORD.sub("", text)


# --- The texts ---


@cache
def documents() -> dict[Path, str]:
    """Return the invented minutes of the tests, and the real ones that are not long, if they are present."""
    folders = [HERE / "minutes", HERE.parents[1] / "shared" / "minutes"]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.txt"))]
    return {path: path.read_text(encoding="utf-8") for path in paths if path.stat().st_size < 60_000}


def damage(text: str, damages: list[Damage], seed: int) -> str:
    chance = Random(seed)
    for each in damages:
        text = each(text, chance)
    return text


WHOLE = st.sampled_from(list(documents().values()))
DAMAGED = st.builds(
    damage,
    WHOLE | st.builds("{}\n{}".format, WHOLE, WHOLE),
    st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=4),
    st.integers(0, 2**32 - 1),
)
"""Documents, and pairs of documents in one file, damaged up to four times."""

LINES = (
    "REFERAT Direktionen d. 06-03-2023",
    "REFERAT Haveudvalget d. 31-02-2023",
    "Referat Chefforum d. 01-02-2023",
    "Mødedato Mandag d. 6. marts 2023 kl. 09:00",
    "Mødested",
    "Gule Sal",
    "Mødedeltagere Bodil Ravn, Tage",
    "Kvist (sekretær), Ejnar Skov",
    "Fraværende: Ejnar Skov",
    "Indholdsfortegnelse",
    "Plan for havnen.....3",
    "Lukket.....",
    "3",
    "Punkt 1: Plan for havnen",
    "Punkt 2: Lukket",
    "Punkt 3:",
    "Punkt 12: Anbefales.",
    "Plan for havnen",
    "23/1",
    "21-014448",
    "Bilag",
    "Baggrund",
    "Indstilling",
    "Det indstilles, at direktionen:",
    "1. godkender planen",
    "- drøfter tiden",
    "Beslutning",
    "Beslutning Direktionen den 06-03-2023",
    "Beslutning Direktionen den 01-02-2023",
    "Godkendt.",
    "Udskudt til den 30/1. Afbud: Tage Kvist",
    "Sagens forløb",
    "03-10-2022 Byggeudvalget",
    "Økonomi",
    "?konomi",
    "Tidsplan",
    "",
    " ",
    "\x0c",
    "\r",
    "**Beslutning**",
    "# Baggrund",
)
PIECED = st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=40).map("\n".join)
"""Documents made of minutes' lines in any order, and of arbitrary text."""


# --- The tests ---


def test_minutes_as_they_are_lose_nothing() -> None:
    for path, text in documents().items():
        try:
            assert_kept(text)
        except AssertionError as error:
            raise AssertionError(f"{path.name}: {error}") from error


FOUND = {
    "a title above a number that opens no item": "Punkt 3:\nGule Sal\nPunkt 3:\nPunkt 1: Plan for havnen",
    "a mark between the rows of a title": "Punkt 1: 3: Lukket\r\nLukket.....5\r\npUNKT 1: ",
    "a label of a second header above an item": (
        "DAGSORDEN Direktionen d. 03-07-2023\n\nMødedato Mandag d. 3. juli 2023\n\n"
        "Punkt 1: Plan for havnen\n\n23/1\n\n\nMødedato Tirsdag d. 7. marts 2023\n\n"
        "Information Ekstraordinært møde\n\nPunkt 1: Plan for haven\n\n23/2\n"
    ),
    "a decision on the line of its heading, whose first letter is lost": "Punkt 1: Plan\n\n?eslutning: Den er god.",
}
"""What the long run once lost a line of, cut down."""


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_what_was_once_lost_is_kept(text: str) -> None:
    assert_kept(text)


@given(DAMAGED)
def test_damaged_minutes_lose_nothing(text: str) -> None:
    assert_kept(text)


NEIGHBOUR = """REFERAT Fyrudvalget d. 03-05-2021

Mødedato Mandag d. 3. maj 2021 kl. 16:00

Mødedeltagere Bodil Ravn, Tage Kvist

Punkt 1: Fyrets lampe

21/1

Baggrund

Lampen er gammel, og ingen kan få glas til den mere.

Beslutning Fyrudvalget den 03-05-2021

Godkendt. Afbud: Tage Kvist.
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of a file by itself."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "fyret.txt").write_text(NEIGHBOUR, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    "damage",
    [pytest.param(damage, marks=[pytest.mark.heavy] if rank % 4 else []) for rank, damage in enumerate(DAMAGES)],
    ids=lambda damage: damage.__name__,
)
def test_no_damage_costs_a_neighbouring_file_its_rows(damage: Damage, alone: Tables, tmp_path: Path) -> None:
    """Check that each damaged file is reported, and that an intact one gives its rows."""
    among = tmp_path / "among"
    among.mkdir()
    (among / "fyret.txt").write_text(NEIGHBOUR, encoding="utf-8")
    for number, text in enumerate(list(documents().values())[::8]):
        damaged = damage(text, Random(number)).encode("utf-8", "replace")
        (among / f"{number}.txt").write_bytes(damaged or b" ")
    result = load(among)
    assert check(result) == []
    sources = {*result.documents["source"], *result.problems["source"]}
    assert {path.name for path in among.iterdir()} <= sources
    for table in ("meetings", "attendance", "items", "sections", "decisions", "item_attendance"):
        key = "item_id" if "item_id" in result[table] else "meeting_id"
        ours = result[table][result[table][key].str.startswith("fyrudvalget-")].reset_index(drop=True)
        assert len(ours) and ours.equals(alone[table]), table


@given(PIECED)
def test_lines_in_any_order_lose_nothing(text: str) -> None:
    assert_kept(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_loses_nothing(text: str) -> None:
    assert_kept(text)


@A_FEW
@given(st.lists(DAMAGED | PIECED, min_size=1, max_size=6))
def test_damaged_minutes_keep_the_promises_of_the_tables(texts: list[str]) -> None:
    parts = [rows for number, text in enumerate(texts) for rows in assert_kept(text, f"{number}.txt")]
    assert check(assemble(single_batch(parts))) == []


@given(
    st.binary(max_size=400)
    | st.builds(lambda text, at, more: text.encode()[:at] + more, DAMAGED, st.integers(0, 3000), st.binary(max_size=8))
)
def test_any_bytes_give_rows_or_a_problem(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    parts = list(read_document(path, path.parent))
    assert any(part.tables["meetings"] or part.tables["problems"] for part in parts)


def test_the_demo_corpus_loses_nothing(demo_minutes: Path) -> None:
    for path in sorted(demo_minutes.glob("*.txt")):
        assert_kept(path.read_text(encoding="utf-8"))


FILLERS = ["a", " ", ".", "*", "**", "?", "1", "-", "ø ", "Bilag ", "x, ", "1. ", "(", "Punkt 1: ", "22/1 "]


@pytest.mark.heavy
@pytest.mark.parametrize(
    "at", ["{}", "Punkt 1: {}", "Beslutning Direktionen {}", "Mødedeltagere {}", "Indstilling\n{}", "Beslutning\n{}"]
)
def test_a_line_as_long_as_a_book_is_read(at: str) -> None:
    for filler in FILLERS:
        line = at.format((filler * 60_000)[:60_000])
        assert_kept(f"REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nPunkt 1: Plan\n23/1\n{line}\n")


def test_a_line_of_a_megabyte_is_read() -> None:
    assert_kept(
        "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nPunkt 1: Plan\n23/1\n" + "Godkendt. " * 100_000
    )
