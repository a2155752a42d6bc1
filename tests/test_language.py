"""Languages: all have the same phrases, with their own words, numbers and dates."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
import regex as re

from referat.language import ENGLISH, LANGUAGES, Language, UnknownLanguageError, phrases

ROOT = Path(__file__).parents[1]
KINDS = ("referat/**/*.py", "notebooks/*.ipynb", "referat/report/**/*.j2", "referat/report/**/*.js")
CODE = [path for kind in KINDS for path in ROOT.glob(kind)]


def _forms(phrase: str | list[str]) -> list[str]:
    return [phrase] if isinstance(phrase, str) else phrase


def _places(phrase: str | list[str]) -> set[str]:
    parsed = (part for form in _forms(phrase) for part in string.Formatter().parse(form))
    return {place for _, place, _, _ in parsed if place is not None}


def _code() -> str:
    return "\n".join(path.read_text(encoding="utf-8").replace('\\"', '"') for path in CODE)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_keys_with_the_same_places(code: str) -> None:
    english, other = phrases("en"), phrases(code)
    assert other.keys() == english.keys()
    for key, phrase in english.items():
        assert _places(other[key]) == _places(phrase), key
        assert type(other[key]) is type(phrase), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_phrase_is_empty_or_ends_in_a_blank(code: str) -> None:
    for key, phrase in phrases(code).items():
        assert all(form and form == form.rstrip() for form in _forms(phrase)), key


def test_no_phrase_of_more_than_two_words_is_left_in_english() -> None:
    same = [key for key, phrase in phrases("da").items() if phrase == phrases("en")[key]]
    assert not [key for key in same if not key.startswith("form.") and len(_forms(phrases("en")[key])[0].split()) > 2]


def test_every_phrase_asked_for_is_there_and_every_one_there_is_asked_for() -> None:
    code = _code()
    asked = set(re.findall(r"""\bsay\(\s*["']([a-z_]+\.[^"']+)["']""", code))
    assert not {key for key in asked if key not in phrases("en")}
    begun = tuple(set(re.findall(r"""\bsay\(\s*f["']([a-z_]+\.[a-z_]*)\{""", code)))
    looked_up = ("form.", "names.", "columns.", *begun)
    left = {key for key in phrases("en") if not key.startswith(looked_up)}
    left = {key for key in left if f'"{key}"' not in code and f"'{key}'" not in code}
    assert not {key for key in left if not _is_in_pages(key, code)}


def _is_in_pages(key: str, code: str) -> bool:
    """Tell whether a script or template of the pages uses a word of the section `ui`, which they get as `words`."""
    section, _, word = key.partition(".")
    return section == "ui" and (f"words.{word}" in code or word.startswith(("filter_", "page_")))


def test_every_caption_of_a_table_and_every_noun_is_used() -> None:
    code = _code()
    words = [key.split(".", 1) for key in phrases("en") if key.startswith(("tables.", "nouns."))]
    spelled = {word: (f'"{word}"', f"'{word}'", f'"{section}.{word}"') for section, word in words}
    assert not [word for word, ways in spelled.items() if not any(way in code for way in ways)]


@pytest.mark.parametrize(
    ("shown", "english", "dansk"),
    [
        (lambda language: language.number(1234.5, 1), "1,234.5", "1.234,5"),
        (lambda language: language.number(2000), "2,000", "2.000"),
        (lambda language: language.percent(0.0449), "4.5%", "4,5\u00a0%"),
        (lambda language: language.percent(0.125), "12%", "12\u00a0%"),
        (lambda language: language.percent(0.99996), "over 99.99%", "over 99,99\u00a0%"),
        (lambda language: language.day(date(2021, 5, 3)), "3 May 2021", "3. maj 2021"),
        (lambda language: language.short_day(date(2021, 5, 3)), "2021-05-03", "03-05-2021"),
        (lambda language: language.quarter(date(2021, 12, 1)), "2021 Q4", "4. kvartal 2021"),
        (lambda language: language.some(1, "meeting"), "1 meeting", "1 møde"),
        (lambda language: language.some(0, "meeting"), "no meetings", "ingen møder"),
        (lambda language: language.listed(["a", "b", "c"]), "a, b and c", "a, b og c"),
        (lambda language: language.name("approved"), "approved", "godkendt"),
        (lambda language: language.name("Havneudvalget"), "Havneudvalget", "Havneudvalget"),
        (lambda language: language.column("met_since"), "meetings since", "møder siden"),
    ],
)
def test_numbers_dates_and_names_take_the_form_of_the_language(shown, english: str, dansk: str) -> None:
    assert shown(ENGLISH) == english
    assert shown(Language("da")) == dansk


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownLanguageError, match=r"no language is called 'fr'; there are en, da"):
        Language("fr")


def test_braces_in_text_of_minutes_are_no_places() -> None:
    assert ENGLISH.say("figures.of", hit="{x}", n=1) == "{x} of 1"


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.4, 0.31, 0.5), ["40%", "31%", "50%"]),
        ((0.134, 0.128, 0.139), ["13.4%", "12.8%", "13.9%"]),
        ((0.1334, 0.1327, 0.134), ["13.34%", "13.27%", "13.40%"]),
        ((1.0, 0.99999, 0.999995), ["100%", "over 99.99%", "over 99.99%"]),
        ((0.5, 0.5), ["50%", "50%"]),
    ],
)
def test_different_shares_have_enough_decimals_to_differ(shares: tuple[float, ...], words: list[str]) -> None:
    assert ENGLISH.percents(*shares) == words
