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
from referat.structure.layout_rules import layout, names
from referat.structure.line_classifier import scan
from referat.structure.section_headings import corrected_heading, heading_key, headings
from referat.vocabulary import fold, load

PACKAGE = Path(__file__).parents[1] / "referat"
VOCABULARIES = sorted(path.stem for path in (PACKAGE / "words").glob("*.toml"))


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


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_word_stands_twice_in_a_list(name: str) -> None:
    twice = {
        path: [word for word, n in Counter(map(fold, words)).items() if n > 1] for path, words in lists(load(name))
    }
    assert {path: words for path, words in twice.items() if words} == {}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_word_is_empty_or_has_blanks_at_its_ends(name: str) -> None:
    for path, words in lists(load(name)):
        assert all(word.strip() for word in words), path


def test_no_heading_opens_two_sections() -> None:
    opened = Counter(heading_key(word) for words in load("headings")["sections"].values() for word in words)
    assert [word for word, n in opened.items() if n > 1] == []


@pytest.mark.parametrize("section", load("headings")["sections"])
def test_every_section_is_one_of_the_registrys(section: str) -> None:
    assert section in SECTIONS


HEADINGS = [(word, section) for section, words in load("headings")["sections"].items() for word in words]


@pytest.mark.parametrize(("word", "section"), HEADINGS)
@pytest.mark.parametrize("form", ["{}", "{}:", "**{}**", "  {}  "])
def test_each_heading_wins_its_own_section(word: str, section: str, form: str) -> None:
    for text in (word, word.upper()):
        marks = list(scan([form.format(text)], layout("portal")))
        assert [mark.section for mark in marks] == [section]
        assert [mark.repaired for mark in marks] == [None]


@pytest.mark.parametrize(("word", "section"), HEADINGS)
def test_a_heading_with_a_letter_lost_is_repaired_to_its_own_section_or_to_none(word: str, section: str) -> None:
    for place in range(1, len(word)):
        repaired = corrected_heading(word[:place] + word[place + 1 :])
        assert repaired is None or headings()[repaired] == section


@pytest.mark.parametrize("name", names())
def test_every_layout_compiles_and_says_what_it_is(name: str) -> None:
    found = layout(name)
    assert found.name == name and found.summary
    assert all(rule.pattern.pattern for rules in found.rules.values() for rule in rules)


def test_every_layout_is_a_file_and_every_file_a_layout() -> None:
    assert sorted(names()) == sorted(path.stem for path in (PACKAGE / "structure" / "layouts").glob("*.toml"))


def test_the_commonest_layout_is_tried_first() -> None:
    assert names()[0] == "portal"


@pytest.mark.parametrize("path", sorted((PACKAGE).rglob("*.toml")), ids=lambda path: path.stem)
def test_every_vocabulary_says_at_its_head_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert tomllib.loads(text)


@pytest.mark.parametrize("act", load("decision_types")["acts"], ids=lambda act: act["name"])
def test_every_act_gives_a_label_of_the_codebook(act: dict[str, Any]) -> None:
    assert act["label"] in LABELS
    assert any(act.get(form) for form in ("active", "passive", "participle", "infinitive", "opening"))


def test_every_act_has_a_name_of_its_own() -> None:
    assert [name for name, n in Counter(act["name"] for act in load("decision_types")["acts"]).items() if n > 1] == []


def test_months_and_weekdays_are_complete() -> None:
    words = load("dates")
    assert sorted(map(int, words["months"])) == list(range(1, 13))
    assert sorted(map(int, words["weekdays"])) == list(range(7))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_holds_words_and_no_text(name: str) -> None:
    for path, words in lists(load(name)):
        assert all(len(re.findall(r"\p{L}+", word)) <= 12 for word in words if "{" not in word and "\\" not in word), (
            path
        )
