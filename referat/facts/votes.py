"""Votes that a decision states: how many, which party, which member, for, against or abstaining."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.name_patterns import compile_with_names, person_pattern
from referat.facts.regex_timeout import RegexWithTimeout
from referat.vocabulary import any_of, contains_any, fold, load, trigger_words

_PARTY = r"(?:UP|\p{Lu}{1,3})(?:-?\d)?"


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote or a group of votes: a count, a party, or a person, with the person's party where it is given."""

    option: str
    count: int | None
    party: str | None
    person: str | None
    text: str


def votes(text: str) -> list[Vote]:
    """Return the votes that the text states, one for each count, party and person, in the order of the text."""
    if not contains_any(text, _trigger_words()):
        return []
    return [vote for sentence in _sentences(text) for vote in _in_sentence(sentence)]


# --- Sentences ---

_QUOTED = re.compile(r"[\"”“„»][^\"”“„»«\n]*+(?:[\"”“„»«]|$)", re.MULTILINE)
_LONGEST = 2000  # characters of a sentence that a list of voters may still continue
_SENTENCE_END = re.compile(r"(?<=[\p{Ll}\d)]\.)\s+(?=[\p{Lu}(])")


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences without quotations and reasons; a label and the voters below it are one sentence."""
    sentence = ""
    for line in filter(None, map(str.strip, _QUOTED.sub(" ", text).splitlines())):
        voters = _without_aside(line).rstrip(" .,;")
        if len(sentence) < _LONGEST and _ends_in_voters(sentence) and _voters().fullmatch(voters):
            sentence += f" {voters}" if sentence.endswith(":") else f", {voters}"
            continue
        *before, last = _SENTENCE_END.split(line)
        yield from (_without_aside(part) for part in (sentence, *before))
        sentence = last
    yield _without_aside(sentence)


def _ends_in_voters(sentence: str) -> bool:
    """Return whether a sentence ends with a label, or in voters under one."""
    label = _label_to_come().match(sentence)
    return label is not None and (label.end() == len(sentence) or bool(_voters().fullmatch(sentence, label.end())))


def _without_aside(sentence: str) -> str:
    remark = _remark().search(sentence)
    return sentence[: remark.start()] if remark else sentence


# --- Votes in a sentence ---


def _in_sentence(sentence: str) -> list[Vote]:
    stated = [*_counts(sentence), *_by_label(sentence), *_by_verb(sentence), *_by_group(sentence)]
    return list(dict.fromkeys(vote for _, vote in sorted(stated, key=lambda pair: pair[0])))


def _counts(sentence: str) -> Iterator[tuple[int, Vote]]:
    """Yield the numbers of votes, `13 for og 8 imod`, `42 stemmer mod 4`, in a sentence that speaks of voting."""
    if not _voting().search(sentence):
        return
    for match in _against().finditer(sentence):
        yield match.start(), Vote("yes", _number(match["yes"]), None, None, match[0])
        yield match.start("no"), Vote("no", _number(match["no"]), None, None, match[0])
    for match in _counted().finditer(sentence):
        yield match.start(), Vote(_option(match), _number(match["number"]), None, None, match[0])


def _by_label(sentence: str) -> Iterator[tuple[int, Vote]]:
    """Yield the voters, or their number, after a label: `For stemte: (V) og (A)`, `Imod: 6 (Mona Birk (A), ...)`."""
    for match in _label().finditer(sentence) if contains_any(sentence, ("stemte", ":")) else ():
        if match["number"]:
            yield match.start(), Vote(_option(match), _number(match["number"]), None, None, match[0].strip(" ("))
        yield from _votes_of(match["voters"] or "", match.start("voters"), _option(match), match[0].strip())


def _by_verb(sentence: str) -> Iterator[tuple[int, Vote]]:
    """Yield the voters for whom a sentence states their vote: `(V) og (A) stemte imod`, `stemte (A) imod`."""
    for voters in _voters().finditer(sentence) if contains_any(sentence, _verbs()) else ():
        verb = _verb().match(sentence, voters.end())
        start = voters.start()
        if verb is None and (inverted := _VERB_BEFORE.search(sentence[max(0, start - 10) : start])):
            verb = _PARTICLE.match(sentence, voters.end())
            start -= len(inverted[0])
        if verb:
            text = sentence[start : verb.end()].strip()
            yield from _votes_of(voters[0], voters.start(), _option(verb), text, in_sentence=True)


def _by_group(sentence: str) -> Iterator[tuple[int, Vote]]:
    """Yield the members of a majority or minority: `Et flertal (A+V+C) godkender`, `5 medlemmer (A+V) anbefaler`."""
    for match in _group().finditer(sentence) if "(" in sentence and contains_any(sentence, _groups()) else ():
        denied = match["minority"] or _denied().match(sentence, match.end())
        option = "no" if denied else "yes"
        if match["number"]:
            yield match.start(), Vote(option, _number(match["number"]), None, None, match[0])
        yield from _votes_of(match["voters"], match.start("voters"), option, match[0])


def _votes_of(voters: str, start: int, option: str, text: str, in_sentence: bool = False) -> Iterator[tuple[int, Vote]]:
    """Yield a vote for each voter; a single capital at the start of a sentence can be any noun, and is no party."""
    for voter in _voter().finditer(voters):
        person = voter["person"]
        if in_sentence and person and " " not in person and not voter["of"]:
            continue
        together = voter["parties"]
        parties = map(str.strip, together.split("+")) if together else [voter["of"] or voter["party_name"]]
        for party in parties:
            yield start + voter.start(), Vote(option, None, party, person, text)


def _option(match: re.Match[str]) -> str:
    return next(option for option in ("yes", "no", "abstain") if match[option])


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(load("votes")["numbers"][fold(word)])


# --- Words and patterns, made once ---


def _options(key: str) -> str:
    """Return a pattern for the words under `key`; the name of the matching group gives the option."""
    return "|".join(rf"(?P<{option}>(?i:{any_of(words)}))" for option, words in load("votes")[key].items())


def _context(key: str) -> str:
    return any_of(load("votes")["context"][key])


@cache
def _trigger_words() -> tuple[str, ...]:
    """Return words of which a text that states votes contains one."""
    words = load("votes")
    return trigger_words([*words["context"]["voting"], *_verbs(), "imod:", "flertal", "medlemmer"])


@cache
def _voting() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{_context('voting')})|\b(?:undlod|undlader)\b")


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{_context('remarks')})\b")


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(rf"[\s\p{{Ll}}]{{0,20}}?\s(?:{any_of(load('votes')['groups']['denied'])})")


@cache
def _voter() -> RegexWithTimeout:
    """Return the pattern of one voter: parties by letter, a party by name, or a person with or without a party."""
    return compile_with_names(_one_voter())


def _one_voter() -> str:
    person = person_pattern()
    party = rf"(?!(?:{_context('no_parties')})\b){_PARTY}(?![\p{{L}}-])"
    by_letter = rf"(?<![\p{{L}}.])\(?(?P<parties>{party}(?:\s?\+\s?{party})*)\)?(?!\.\s?{person})(?:\s\([^()]*+\))?"
    by_name = rf"(?=\p{{Lu}})(?P<party_name>(?i:{any_of(load('people')['parties'])}))(?!\p{{L}})"
    of = rf"(?:,?\s?(?:fra\s)?\((?P<of>{_PARTY}|\p{{Lu}}[\p{{L}}\s]+)\))?"
    by_person = rf"(?<!\p{{L}})(?!(?:{_context('no_parties')})\b)(?P<person>{person}){of}"
    return rf"{by_letter}|{by_name}|{by_person}"


@cache
def _voters() -> RegexWithTimeout:
    return compile_with_names(_list_of_voters())


def _list_of_voters() -> str:
    # The further voters are a call of the first: two thirds of the time to compile.
    voter = rf"(?P<voter>{_unnamed(_one_voter())})"
    return rf"{voter}(?:(?:\s?[,;&/]\s?(?:og\s|samt\s)?|\s(?:og|samt)\s|(?<=\))\s)(?&voter))*+"


def _with_voters(pattern: str) -> RegexWithTimeout:
    """Return a pattern in which `(?&somebody)` matches a list of voters, compiled once for all occurrences."""
    return compile_with_names(rf"(?(DEFINE)(?P<somebody>{_list_of_voters()})){pattern}")


def _unnamed(pattern: str) -> str:
    """Return a pattern whose groups have no names."""
    return re.sub(r"\?P<\w+>", "?:", pattern)


@cache
def _numbers() -> str:
    return rf"(?:\d{{1,3}}|(?i:{any_of(load('votes')['numbers'])}))\b"


@cache
def _counted() -> re.Pattern[str]:
    unit = r"(?:(?:stemmer|medlemmer|stemte|stemt)\s)?"
    return re.compile(
        rf"(?<![\w.,-])(?P<number>{_numbers()})\s(?:\([^()]{{1,80}}\)\s)?{unit}(?:{_options('counted')})(?!\p{{L}}|(?<=mod)\s{_numbers()}\b)"
    )


@cache
def _against() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,-])(?P<yes>{_numbers()})(?:\sstemmer)?\si?mod\s(?P<no>{_numbers()})(?!\w|[.,-]\d)")


@cache
def _label() -> RegexWithTimeout:
    """Return the pattern of a label and the voters after it; `For så vidt angår` is not a label."""
    options = _options("labels")
    about = r"(?:\s(?!så\s)[^.:;()]{1,60}?)??"
    head = rf"(?:(?:{options}){about}\s(?:stemte\s?){{1,2}}:?|(?i:stemte)\s(?:{options})\s?:|(?:{options})\s?:)\s?"
    members = r"(?:\s(?:medlemmer|stemmer))?"
    voters = r"(?P<voters>(?&somebody))(?!\s(?:for|imod|mod)\b)"
    number = rf"(?P<number>{_numbers()}){members}(?:\s?\({voters})?"
    return _with_voters(rf"(?:^|(?<=[.;,)]\s))(?:{head})(?:{number}|{voters})")


@cache
def _label_to_come() -> re.Pattern[str]:
    """Return the pattern of a label at the head of a sentence, for voters to come."""
    options = _unnamed(_options("labels"))
    return re.compile(rf"(?i:stemte\s)?(?:{options})(?:\s[^.:;()]{{1,60}}?)??(?:\sstemte)?\s?:\s?")


_VERB_BEFORE = re.compile(r"\b(?i:stemte|stemmer)\s$")
_PARTICLE = re.compile(r"\s(?:(?P<yes>for)|(?P<no>i?mod)|(?P<abstain>hverken))\b")


@cache
def _verbs() -> tuple[str, ...]:
    return trigger_words(max(verb.split(), key=len) for verbs in load("votes")["verbs"].values() for verb in verbs)


@cache
def _verb() -> re.Pattern[str]:
    blank = rf"(?(DEFINE)(?P<blank>\s(?:(?:{_context('adverbs')})\s)?))"
    return re.compile(rf"{blank},?\s(?:har\s)?(?:{_options('verbs').replace(' ', '(?&blank)')})(?!\p{{L}})")


@cache
def _groups() -> tuple[str, ...]:
    groups = load("votes")["groups"]
    return trigger_words(["medlemmer", *groups["majority"], *groups["minority"]])


@cache
def _group() -> RegexWithTimeout:
    groups = load("votes")["groups"]
    majority, minority = any_of(groups["majority"]), any_of(groups["minority"])
    who = rf"(?i:{majority}|(?P<minority>{minority}))|(?P<number>{_numbers()})\smedlemmer"
    verbs = _unnamed(_options("verbs"))
    return _with_voters(rf"(?:{who})[^.:;()\d]{{0,40}}?\((?P<voters>(?&somebody))\)(?!\s(?:{verbs}))")
