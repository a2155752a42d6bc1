"""Parse the title of an agenda item: closed or open, standing item or matter, and a key for recurring titles."""

from __future__ import annotations

from functools import cache, lru_cache

import regex as re

from referat.facts.dates import mentions
from referat.vocabulary import any_of, contains_any, fold, load, trigger_words


@cache
def _closing_words() -> tuple[str, ...]:
    """Return words of which a title that marks its item as closed contains one."""
    words = load("titles")["closed"]
    return trigger_words([*words["words"], *words["sentences"], *(f"({letter})" for letter in words["letters"])])


@cache
def _mark() -> str:
    """Return the pattern of a closed mark: "lukket", "lukket punkt", "ikke-offentlig", "for lukkede døre"."""
    words = load("titles")["closed"]
    return rf"(?:(?:{any_of(words['words'])})(?:\s(?:{any_of(words['nouns'])}))?|{any_of(words['sentences'])})"


@cache
def _closed() -> re.Pattern[str]:
    mark, letters = _mark(), any_of(load("titles")["closed"]["letters"])
    return re.compile(
        rf"{mark}[.:]?"
        rf"|{mark}\s*[:–-]\s*(?P<after>.+)"
        rf"|(?P<before>.+?)(?<!\s)(?:\s[–-]\s|[,.]\s+){mark}"
        rf"|(?P<before>.+?)(?<!\s)\s*\((?:{letters})\)"
        rf"|(?P<before>.*?)(?<!\s)\s*[(\[]{mark}[)\]](?:\s*[:–-])?\s*(?P<after>.*)",
        re.IGNORECASE,
    )


def is_closed(title: str) -> bool:
    """Return whether the title marks an item as closed: "Lukket", "Lukket: Salg", "Salg (Lukket) - udsat"."""
    return _closed_mark(title) is not None


def _closed_mark(title: str) -> re.Match[str] | None:
    return _closed().fullmatch(title.strip(" *_.")) if contains_any(title, _closing_words()) else None


@cache
def _doubtful() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(load('titles')['closed']['doubtful'])})\b", re.IGNORECASE)


def may_be_closed(title: str) -> bool:
    """Return whether a title contains a word used in closed marks, as a mark or not: "Lukket vej ved stationen".

    A public build redacts such an item; only `is_closed` decides that it is closed. "Lukkedage" is no such word.
    """
    return contains_any(title, _closing_words()) and _doubtful().search(title) is not None


@cache
def _open_ends() -> tuple[str, ...]:
    """Return the endings of titles that have such a mark."""
    return (*load("titles")["open"]["marks"], ")")


@cache
def _open() -> re.Pattern[str]:
    words = load("titles")["open"]
    marks, before = any_of(words["marks"]), any_of([*words["marks"], *words["before"]])
    return re.compile(
        rf"(?<!\s)\s*(?:[–-]\s*(?:{marks})|\(\s*(?:{marks})?\s*\))$"
        rf"|^(?:(?:{marks})\s*[:–-]|(?:{before})\s*:|\((?:{before})\)\s*[:–-]?)\s+(?=\p{{L}})",
        re.IGNORECASE,
    )


def without_open_mark(title: str) -> str:
    """Return the title without an open mark: "Budget - Åbent", "Åben: Budget" and "Budget ( )" give "Budget"."""
    folded = title.casefold()
    return _open().sub("", title) if folded.endswith(_open_ends()) or folded.startswith(_OPEN) else title


def without_label(title: str) -> str:
    """Return the title without a label before it: "Emne: Budget" gives "Budget"."""
    return _label().sub("", title) if ":" in title else title


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(load('titles')['labels']['words'])})\s*:\s+(?=\S)", re.IGNORECASE)


def without_lead_in(title: str) -> str:
    """Return the title without words that introduce a list below it: "Økonomi, herunder:" gives "Økonomi"."""
    return _LEADS_IN.sub("", title) if title.endswith(":") else title


_LEADS_IN = re.compile(r",?\s+(?:herunder|bl\.a\.|blandt andet|f\.eks\.)\s*:$")
_OPEN = ("åben", "(", "offentlig")
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?\b")
_ORDINAL = re.compile(r"\b\d{1,2}\.\s+(?=\p{L})")
_MARKS = re.compile(r"[^\p{L}\p{N}]+")


@cache
def _months() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{any_of([n for names in load('dates')['months'].values() for n in names if len(n) > 3])}|maj)\b"
    )


@cache
def _issues() -> re.Pattern[str]:
    return re.compile(rf"\b({any_of(load('titles')['key']['issues'])})(?:\s+nr\.?)?\s+\d+\b(?!\.\d)")


# Called twice per title and for the body's name: in real minutes seven of eight calls are repeated.
@lru_cache(maxsize=1024)
def title_key(title: str) -> str | None:
    """Return the recurring part of a title: case-folded, without closed mark, dates, months, years and issue numbers.

    None is returned if nothing is left, as for an item titled only "Lukket".
    """
    closed = _closed_mark(title)
    text = " ".join(filter(None, closed.group("before", "after"))) if closed else title
    for mention in reversed(list(mentions(text))):
        if mention.year is not None or not text[mention.start : mention.end].replace(".", "").isdigit():
            text = text[: mention.start] + " " + text[mention.end :]
    text = _months().sub(" ", _YEARS.sub(" ", fold(text)))
    text = _issues().sub(r"\1", _ORDINAL.sub(" ", text))
    return _MARKS.sub(" ", text).strip() or None


@cache
def _standing_titles() -> frozenset[str]:
    return frozenset(key for title in load("titles")["standing"]["titles"] if (key := title_key(title)))


def _without(key: str, body: str) -> str:
    """Return the key without the name of a body, in the genitive too."""
    words = f" {key} ".replace(f" {body}s ", " ").replace(f" {body} ", " ")
    return words.strip()


def is_standing(title: str, body: str = "") -> bool:
    """Return whether the title names a standing item; the body's name and dates are ignored."""
    key = title_key(title)
    if key is None:
        return False
    words = load("titles")["standing"]
    body_words = title_key(body) or ""
    bare = _without(key, body_words) if body_words else key
    if key in _standing_titles() or bare in _standing_titles():
        return True
    if bare.startswith(tuple(words["openings"])) or any(word in key for word in words["words"]):
        return True
    return " og " in bare and all(part in _standing_titles() for part in bare.split(" og "))
