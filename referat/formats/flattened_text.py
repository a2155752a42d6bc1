"""Restore line breaks in text that lost them, as text copied from a PDF often does: one line for each page.

Labels, headings and numbered titles in the middle of lines show where lines began. A text with lines is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex as re

from referat.formats.page_transcript import is_contents, transcript_lines
from referat.vocabulary import any_of, load

_FEWEST = 2
"""Number of section headings in the middle of lines that is no accident."""

_FULL = 60
"""Length from which a line continues on the next one."""

_LONG = 200
_FEWEST_GLUED = 4
"""So many capitals in the middle of words of a long line are no names of products."""

_GLUE = re.compile(r"(?<=\p{Ll}{2}|\d[.]|[.?!]|\d{4})(?=\p{Lu}\p{Ll}+\s)|(?<=\p{Ll})(?=\d{1,2}\.\s\p{Lu})")

_HEAD = 300
"""Number of characters at the start that can head the document."""

_ENOUGH = 8_000
"""Number of characters at the start, about four pages, that show whether a text has its lines."""

_MARKS = " \t#*_-•"
"""Characters before a heading at the beginning of its line: marks of its level, emphasis and bullets."""

_PAGE_NUMBER = re.compile(r"(?<=[.!?:)\p{L}])(?:[ \t]+\d{1,3}){1,2}(?=[ \t]+\d{1,3}\.\s+\p{Lu}|[ \t]*$)", re.MULTILINE)
"""Page numbers, before the title that begins the next page or at the end of a line."""

_DECIDED_BY = (
    r"\s+(?:(?:i|fra|af)\s)?\p{Lu}[\p{L}, -]{2,70}?,?\s+(?:den|d\.)"
    r"(?:\s*\d{1,2}[-./ ][\d\p{L}./ -]{2,14}?\d{4}|(?=\s+\p{Lu}|\s*:))(?:\s*:)?"
)
_BODY_LOST_DAY = r"\p{Lu}[\p{L}-]*(?:råd|udvalg|bestyrelse|kommission|direktion|nævn)\p{Ll}{0,2}\s(?:den|d\.)\s*:"
"""The heading of a decision whose day was lost: "Byrådet den :"."""

_AFTER_PROPOSAL = re.compile(r"(?<=\bindstille[rs]\b[^.\n]{5,300}\.)[ \t]+(?=\p{Lu})")
"""The blank behind a sentence with a proposal: what follows is no part of it."""

_TIME = re.compile(r"(?<=[Kk]l\.?\s\d{1,2}[.:]\d\d)[ \t]+(?=\p{Lu})")
_MUNICIPALITY = re.compile(r"(?<=\p{L} Kommune)[ \t]+(?=\p{Lu})")


def restore_lines(text: str) -> str:
    """Return a text with a line for each label, heading, case number and numbered title; unchanged if it has lines."""
    pages = transcript_lines(text)
    if pages is not None:
        return "".join(_broken_pages(pages))
    text = _unglued(text)
    return _broken(_joined(text)) if _is_flattened(text) else text


def _unglued(text: str) -> str:
    """Return a text with the line breaks that long lines lost without a blank: "dagsordenDagsordenen blev godkendt"."""
    if not any(map(_is_glued, text[:_ENOUGH].split("\n"))):
        return text
    for line in filter(_is_glued, text.split("\n")):
        text = text.replace(line, _GLUE.sub("\n", line), 1)
    return text


def _is_glued(line: str) -> bool:
    return len(line) > _LONG and len(_GLUE.findall(line)) >= _FEWEST_GLUED


def _broken(text: str) -> str:
    """Return a text with a break before all that begins a line."""
    patterns = _patterns()
    broken = _PAGE_NUMBER.sub("", text)
    broken = patterns["heading"].sub(r"\n\g<heading>\n", broken)
    for name in ("before", "number", "day"):
        broken = patterns[name].sub("\n", broken)
    broken = patterns["case"].sub(r"\g<0>\n", broken)
    head, rest = broken[:_HEAD], broken[_HEAD:]
    broken = _MUNICIPALITY.sub("\n", _TIME.sub("\n", patterns["document"].sub("\n", head))) + rest
    return "\n".join(line.strip() for line in broken.split("\n") if line.strip()) + "\n"


def _broken_pages(pages: Sequence[str]) -> Iterator[str]:
    """Yield the lines of pages: a word with a capital in mid-sentence began a line, for Danish nouns have none."""
    patterns = _in_pages()
    for page in pages:
        if is_contents(page):
            yield f"\n{page}\n"
            continue
        broken = patterns["heading"].sub(r"\n\g<heading>\n", page)
        broken = patterns["label"].sub(r"\n\g<label>\n", broken)
        broken = patterns["day"].sub("\n", patterns["line"].sub("\n", broken))
        broken = patterns["after"].sub(r"\g<0>\n", broken)
        apart = "\n" if page[0].isupper() or page[0].isdigit() else ""  # a sentence can go on on the next page
        yield apart + patterns["fields"].sub(" ", _broken(_AFTER_PROPOSAL.sub("\n", broken)))


@cache
def _in_pages() -> dict[str, re.Pattern[str]]:
    """Return the patterns of headings and labels without a colon, and of the blanks around other parts of lines."""
    words, ours = load("lines")["flattened"], load("lines")["transcript"]
    decides = rf"\p{{Lu}}\p{{L}}*(?:{any_of(ours['deciders'])})\s(?:{any_of(ours['verbs'])})\b"
    proposes = r"(?<!\b(?:\p{Lu}[\p{L}-]*|for|og)\s)(?:\p{Lu}[\p{L}-]+\s(?:(?:og|for)\s)?){1,4}indstiller\b"
    fields = any_of(ours["fields"])
    details = [*ours["details"], *map(str.upper, ours["details"])]
    beginnings = any_of([*ours["outcomes"], *details, *ours["access"]])
    return {
        "heading": re.compile(
            rf"(?<!\S)(?P<heading>{_BODY_LOST_DAY}|(?<=[\p{{Ll}}\d:]\s)(?:{any_of(words['headings'])})(?:{_DECIDED_BY})?)(?=\s+\p{{Lu}})"
        ),
        "label": re.compile(
            rf"(?<=^|[\p{{Ll}}\d)]\s)(?P<label>(?:{any_of(ours['numbered'])})(?=\s+\d)|(?:{any_of(words['labels'])})(?=\s+\p{{Lu}}))"
        ),
        "day": re.compile(rf"(?<=(?:{any_of(ours['jumbled'])}):)\s+(?=(?:Man|Tirs|Ons|Tors|Fre|Lør|Søn)dag\s)"),
        "line": re.compile(
            rf"(?<=[\p{{L}}\d.:])(?<!\d\.)[ \t]+(?=(?:{beginnings})(?!\p{{L}})|{proposes})"
            rf"|(?<!\b(?:{any_of(ours['subordinate'])}))[ \t]+(?={decides})"
        ),
        "fields": re.compile(rf"\n(?=(?:{fields}):)|(?<=(?:{fields}):)\n(?=\p{{Lu}}{{2,3}}\n)"),
        "after": re.compile(
            rf"(?:{any_of(ours['access'])}|(?:{any_of(words['cases'])})[ \t]*:?)(?=[ \t]+\p{{Lu}}\p{{Ll}})"
        ),
    }


def _is_flattened(text: str) -> bool:
    """Return whether more section headings are in the middle of lines than at the beginning."""
    patterns = _patterns()
    # Nearly all texts have lines. The words of headings behind a blank are found in a third of the time of headings.
    words = patterns["word"].finditer(text, 0, _ENOUGH)
    inside = sum(patterns["heading"].match(text, word.start()) is not None for word in words)
    if inside < _FEWEST:
        return False
    starts = [heading.start("heading") for heading in patterns["heading"].finditer(text)]
    before = [text[text.rfind("\n", 0, start) + 1 : start].strip(_MARKS) for start in starts]
    first = sum(not words or words.casefold() in load("lines")["glued"]["buttons"] for words in before)
    return len(starts) - first >= max(_FEWEST, first + 1)


def _joined(text: str) -> str:
    """Return the text with lines joined to the lines that they continue."""
    parts: list[str] = []
    for line in map(str.strip, text.split("\n")):
        above = parts[-1] if parts else ""
        goes_on = above.endswith((" kl.", ",")) or (len(above) >= _FULL and above[-1] not in ".!?:")
        if line and goes_on:
            parts[-1] = f"{above} {line}"
        else:
            parts.append(line)
    return "\n".join(parts)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of section headings, of case numbers, and of the blanks before the beginning of a line."""
    words = load("lines")["flattened"]
    heading = any_of(words["headings"])
    # Asked first, the initials halve the time of the search.
    initials = "".join(sorted({word[0] for word in words["headings"]}))
    text_follows = r"(?=\s*(?:[\p{Lu}\d§\"”»-]|$))"
    labels = rf"(?:{any_of(words['labels'])})\s*:|(?:{any_of(words['alone'])})(?!\w)"
    counted = any_of(words["before_numbers"])
    return {
        "word": re.compile(rf"(?=[{initials}])(?<=[^\S\n])(?:{heading})(?!\p{{Ll}})"),
        "heading": re.compile(
            rf"(?=[{initials}])(?<!\S)(?P<heading>(?:{heading})(?:{_DECIDED_BY}|\s*:)|(?<=(?:^|[.:!?)\d])\s*)(?:{heading})){text_follows}",
            re.MULTILINE,
        ),
        "before": re.compile(rf"(?<=\S)[ \t]+(?={labels})"),
        "number": re.compile(
            rf"(?<=\S)(?<!\b(?:{counted})\.?)[ \t]+"
            r"(?=(?:(?:Punkt|Pkt\.)[ \t]+\d{1,3}\b[:.]?|\d{1,3}\.)[ \t]+(?:\p{Lu}|at\s))"
        ),
        "case": re.compile(
            rf"(?:{any_of(words['cases'])})[ \t]*:?[ \t]*[\p{{L}}\d][\p{{L}}\d/.-]*\d[\p{{L}}\d/-]*(?=[ \t]+\S)"
        ),
        "document": re.compile(rf"(?<=\p{{Ll}})[ \t]+(?=(?:{any_of(words['documents'])})\s+\p{{Lu}})"),
        "day": re.compile(r"(?<=\p{L})[ \t]+(?=(?:Man|Tirs|Ons|Tors|Fre|Lør|Søn)dag,?[ \t]+(?:den|d\.)[ \t])"),
    }
