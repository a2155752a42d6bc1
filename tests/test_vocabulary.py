"""The vocabularies and layouts: no entry twice, each heading wins its own section, every pattern compiles."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex as re

from referat.schema.decision_types import LABELS
from referat.schema.registry import SECTIONS
from referat.structure.layout_rules import GENERIC, layout, layout_names
from referat.structure.line_classifier import scan
from referat.structure.section_headings import corrected_heading, heading_key, headings
from referat.vocabulary import fold, load

PACKAGE = Path(__file__).parents[1] / "referat"
VOCABULARIES = sorted(path.stem for path in (PACKAGE / "vocabulary").glob("*.toml"))


def lists(data: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield every list of words of a vocabulary with its place."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from lists(value, f"{path}.{name}")
    elif isinstance(data, list) and all(isinstance(entry, str) for entry in data):
        yield path, data
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from lists(value, f"{path}[{index}]")


LISTS = [(name + place, words) for name in VOCABULARIES for place, words in lists(load(name))]


def test_no_word_is_in_a_list_twice() -> None:
    for place, words in LISTS:
        assert [word for word, n in Counter(map(fold, words)).items() if n > 1] == [], place


def test_no_word_is_empty() -> None:
    assert [place for place, words in LISTS if not all(word.strip() for word in words)] == []


def test_no_heading_opens_two_sections() -> None:
    opened = Counter(heading_key(word) for words in load("headings")["sections"].values() for word in words)
    assert [word for word, n in opened.items() if n > 1] == []


def test_every_section_is_one_of_the_registrys() -> None:
    assert set(load("headings")["sections"]) <= set(SECTIONS)


HEADINGS = [(word, section) for section, words in load("headings")["sections"].items() for word in words]


@pytest.mark.parametrize("form", ["{}", "{}:", "**{}**", "  {}  "])
def test_each_heading_wins_its_own_section(form: str) -> None:
    for word, section in HEADINGS:
        for text in (word, word.upper()):
            marks = list(scan([form.format(text)], layout("portal")))
            assert [(mark.section, mark.corrected_to) for mark in marks] == [(section, None)], text


def test_a_heading_with_a_letter_lost_is_repaired_to_its_own_section_or_to_none() -> None:
    for word, section in HEADINGS:
        for place in range(1, len(word)):
            slip = word[:place] + word[place + 1 :]
            repaired = corrected_heading(slip)
            assert repaired is None or headings()[repaired] == section, slip


def test_every_layout_is_a_file_and_every_file_a_layout() -> None:
    files = (path.stem for path in (PACKAGE / "structure" / "layouts").glob("*.toml"))
    assert sorted([*layout_names(), GENERIC]) == sorted(name for name in files if not name.startswith("_"))


def test_the_commonest_layout_is_tried_first() -> None:
    assert layout_names()[0] == "portal"


def test_every_vocabulary_says_at_its_head_what_it_is() -> None:
    for path in sorted(PACKAGE.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# ") and tomllib.loads(text), path.name


def test_every_pattern_gives_a_label_of_the_codebook() -> None:
    for pattern in load("decision_types")["patterns"]:
        assert pattern["label"] in LABELS, pattern["name"]
        assert any(
            pattern.get(form) for form in ("lemmas", "active", "passive", "participle", "infinitive", "opening")
        ), pattern["name"]


def test_every_pattern_has_a_name_of_its_own() -> None:
    assert [
        name for name, n in Counter(pattern["name"] for pattern in load("decision_types")["patterns"]).items() if n > 1
    ] == []


def test_months_and_weekdays_are_complete() -> None:
    words = load("dates")
    assert sorted(map(int, words["months"])) == list(range(1, 13))
    assert sorted(map(int, words["weekdays"])) == list(range(7))


def test_a_vocabulary_holds_words_and_no_text() -> None:
    for place, words in LISTS:
        plain = [word for word in words if "{" not in word and "\\" not in word]
        assert [word for word in plain if len(re.findall(r"\p{L}+", word)) > 12] == [], place
