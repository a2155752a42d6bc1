"""Patterns of names, parties, offices and labels, built once from the vocabulary of people."""

from __future__ import annotations

from functools import cache

import regex as re

from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, load

PARTY = re.compile(r"(?:\p{Lu}{1,3}|UP)-?\d?")
_INITIALS = r"\p{Lu}\.(?:-?\p{Lu}\.)*+"
_CAPITALISED = r"(?:\p{Lu}|\?(?=\p{L}))(?:[\p{L}\p{M}]|['’´?‑–—-](?=\p{L})|\s[–—-](?=\p{Lu}\p{Ll}))*+"
_CAN_BEGIN = r"[\p{Lu}?\[]|\p{Ll}{1,3}-"
_NAME_WORD = rf"(?:{_INITIALS}|{_CAPITALISED}|\p{{Ll}}{{1,3}}-\p{{Lu}}\p{{L}}++|\[\p{{L}}++\])"


@cache
def person_pattern() -> str:
    """Return the pattern of one name in running text, as a part of patterns for `compile_with_names`."""
    return _name_pattern("(?!(?&nobody))")


def compile_with_names(pattern: str) -> RegexWithTimeout:
    """Compile a pattern that contains `person_pattern`.

    The words that are no names are defined once, not repeated in each word of each name. This takes a third of the
    time.
    """
    words = load("people")
    nobody = rf"(?:{any_of(words['not_names'])})|\p{{L}}++(?<={any_of(words['not_name_endings'])})"
    return RegexWithTimeout(rf"(?(DEFINE)(?P<nobody>(?i:{nobody})(?![\p{{L}}-]))){pattern}")


@cache
def word_list(key: str) -> frozenset[str]:
    """Return the words of a list of the vocabulary of people."""
    return frozenset(load("people")[key])


@cache
def substitute_words() -> frozenset[str]:
    """Return the words for a substitute: "stedfortræder", "suppleant"."""
    return frozenset(load("people")["stand_ins"]["words"])


@cache
def list_labels() -> dict[str, str]:
    """Return the status that each label of a list gives the people after it: `excused` for "afbud"."""
    return {label: status for status, labels in load("people")["labels"].items() for label in labels}


@cache
def office_pattern() -> re.Pattern[str]:
    """Return the pattern of a title with a field of work, `Direktør for Teknik og Miljø`."""
    words = load("people")
    # The preposition is searched first, which rules out nearly every word before it is compared with titles. The
    # lookahead is no longer than a word: in a run of signs, every other position is a word boundary, and each would be
    # searched to the end.
    title = (
        r"\b(?=\S{1,60}+\s(?:for|i|af|ved)\s)"
        rf"(?i:(?:{any_of(words['roles'])})|\p{{L}}*(?:{any_of(words['role_endings'])}))"
    )
    return re.compile(
        rf"{title}\s(?:for|i|af|ved)\s[\p{{L}}-]++(?:,?\s(?:og|&)\s\p{{Lu}}[\p{{L}}-]++(?!\s\p{{Lu}}\p{{L}}*+(?:$|[,;.(])))?"
    )


@cache
def separator_pattern() -> RegexWithTimeout:
    """Return the pattern of a separator in a list; brackets, labels and titles with a field are not split."""
    short = any_of(load("people")["abbreviations"])
    label = rf"\b(?i:{any_of(list_labels())})\s?:"
    of_group = r"(?<![^\n])\p{Lu}\p{L}++\s(?:og|samt|&)\s\p{Ll}\p{L}++\s?:"  # "Medarbejdere og ledelse:"
    whole = rf"\([^()\n]*+\)|{label}|{of_group}|{office_pattern().pattern}"
    next_person = r"(?<=\))\s(?=\p{Lu}[\p{L}.-]++\s[\p{L}\s]{0,8}?\p{Lu})"
    full_stop = rf"\.\s(?=\p{{Lu}})(?<=[\p{{L}}\])][\p{{Ll}}\]).]\.\s)(?<!\b(?i:{short})\.\s)"
    signs = r"\s?[,;\n/]|\s(?:og|samt|&)\s|\s[-–—]\s|(?<=\p{Ll})-\s(?=afbud|fravær)"
    return RegexWithTimeout(rf"(?:{whole})(*SKIP)(*FAIL)|{signs}|{full_stop}|{next_person}|\s(?={label})")


@cache
def label_pattern() -> re.Pattern[str]:
    """Return the pattern of a label of a list, with a colon or directly before a name."""
    return re.compile(
        rf"({any_of(list_labels())})(?:\s?:(?!\d)|\s(?=(?-i:\p{{Lu}}))(?<!(?:stedfortræder|suppleant|deltagere?)\s))",
        re.IGNORECASE,
    )


@cache
def _name_pattern(guard: str = "") -> str:
    short = rf"(?i:{any_of(load('people')['abbreviations'])})\."
    # Words that cannot begin a name are skipped before they are compared with the many words of the guard. This halves
    # the time.
    word = rf"(?={_CAN_BEGIN}|{short}){guard}(?:{short}|{_NAME_WORD})(?![\p{{L}}-])"
    return rf"(?<![\p{{L}}-]){word}(?:\s{_particles()}{word})*+"


@cache
def _particles() -> str:
    return rf"(?:(?:{any_of(load('people')['particles'])})\s){{0,3}}+"


@cache
def list_name_pattern() -> re.Pattern[str]:
    """Return the pattern of one name in a list."""
    return re.compile(rf"(?<!\p{{L}}){_particles()}{_name_pattern()}")


@cache
def names_in_text_pattern() -> RegexWithTimeout:
    """Return the pattern of a list of names in running text."""
    person = person_pattern()
    labels = any_of([*list_labels(), *substitute_words()])
    beside = rf"(?:,?\s?\((?![^()]*(?i:{labels}))[^()\n]{{1,40}}\)|,\s{PARTY.pattern}(?=[,.;\s]|$))*+"
    between = r"(?:,?\s(?:og|samt|&)\s|,\s?|(?<=\))\s)"
    # Between two other names, a surname without its capital counts: `Anne Holm, Per birk og Ida Krogh`.
    lower = r"\p{Lu}\p{Ll}+\s(?!(?&nobody))\p{Ll}{3,}+(?=\s(?:og|samt|&)\s\p{Lu}|,\s\p{Lu}\p{Ll}+\s\p{Lu})"
    # The pattern of a further person is a call of the first one. This saves two thirds of the time to compile.
    return compile_with_names(
        rf"(?P<one>{person}(?:\s\(\p{{Lu}}{{1,2}}\)\s(?=\p{{Lu}}){person})?{beside})(?:{between}(?:{lower}|(?&one)))*+"
    )
