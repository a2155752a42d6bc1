"""Case numbers: `22/581`, `21-014482`, `19-029828K`, `EMN-2025-003383`, `710-2014-193`, `1-51-71-20-22`."""

from __future__ import annotations

from dataclasses import dataclass

import regex as re

from referat.facts.access_marks import split_mark
from referat.vocabulary import contains_any

_FORMS = r"""
    (?P<slashed>\d\d/\d{1,6})
  | (?P<dashed>\d\d-\d{5,7}\p{Lu}?)
  | (?P<lettered>(?:\p{Lu}{2,5}-|\p{Lu})(?:19|20)\d\d-\d{3,8})
  | (?P<subject>\d\d\.\d\d\.\d\d-?\p{Lu}\d\d-\d{1,6}(?:-\d\d)?)
  | (?P<long>(?:19|20)\d\d[-/](?:\d{5,8}|0\d{2,7}))
  | (?P<unit>\d{2,4}-(?:19|20)\d\d-\d{1,7})
  | (?P<region>\d-\d\d-\d\d-\d{1,5}-\d\d)
"""
_FIRST_YEAR = 70
"""Two-digit years from this one on are in the last century: today's municipalities date from 1970."""

_LONG_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=[-/])")
_LAST_YEAR = re.compile(r"(?<=-\p{Lu}\d\d-\d{1,6}-|^\d-\d\d-\d\d-\d{1,5}-)\d\d$")
_SHORT_YEAR = re.compile(r"\d\d(?=[/-])")

_ALONE = re.compile(
    rf"\(?(?:Sags?(?:[ -]?(?:nr|nummer|id))?\.?:?\s*)?(?P<number>{_FORMS})[.)]?", re.VERBOSE | re.IGNORECASE
)
_WITHIN = re.compile(
    rf"""(?:\b(?:sag|sagen|sagsnr|sagsnummer|j\.nr|acadre|sagsid)\b\.?:?\s*(?:nr\.?\s*)?)
         (?P<number>{_FORMS})(?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)


def case_number(line: str) -> str | None:
    """Return the case number that a line consists of, as written; the first of several; None for other lines."""
    numbers = case_numbers(line)
    return numbers[0] if numbers else None


def case_numbers(line: str) -> list[str]:
    """Return the case numbers that a line consists of, `23/95, 23/96`; empty if the line has other text."""
    alone = _ALONE.fullmatch(line.strip())
    if alone:
        return [alone["number"]]
    if len(line) > _LONGEST_LIST or not any(map(str.isdigit, line)):
        return []
    numbers = [_ALONE.fullmatch(part) for part in _BETWEEN.split(_BEFORE_LIST.sub("", line.strip()))]
    return [number["number"] for number in numbers if number] if all(numbers) else []


def split_case_number(title: str) -> tuple[str, str | None]:
    """Return a title without the case number in brackets at its end, and that number: "Cykelsti (2019-0301422)".

    Short numbers in brackets are years or parts of something else: "Budget (21/22)".
    """
    match = _AT_END.fullmatch(title) if title.endswith(")") else None
    return (match["title"], match["number"]) if match else (title, None)


_AT_END = re.compile(rf"(?P<title>.*\S)\s+\((?P<number>{_FORMS})(?<=\d{{4}}\p{{L}}?)\)", re.VERBOSE)

_LONGEST_LIST = 200
"""Most characters of a line of case numbers."""
_BEFORE_LIST = re.compile(r"^Sags?(?:[ -]?(?:nr|numre|nummer|id))?[.:]{0,2}\s+(?=\S*\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;&]\s*|\s+og\s+|\s+")


_LABEL = re.compile(
    r"""(?<![\p{L}\d])(?:
        (?P<case>Sags?[ ]?-?(?:nr|nummer|id)|Sag[ ]nr|Sag(?=:?\s+\d)|Acadre[ -]?(?:sag|nr)?)
      | (?P<journal>J(?:ournal)?[. ]{0,2}(?:nr|nummer)) | Dok(?:ument)?[. ]{0,2}(?:nr|nummer|id)?
      | Sagsbeh(?:andler)? | (?:Sags)?Init(?:ialer)?
      | KLE[ -]?(?:nr)? | Ansvarlig | Kompetence
    )(?!\p{L})[.:\s]*""",
    re.VERBOSE | re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:\p{Lu}{2,5}[ -]?)?\d[\d/.-]{2,}(?:\p{Lu}\d[\d/.-]*|\p{Lu})?")
_JOURNAL = re.compile(r"\d{1,6}[-/](?:19|20)?\d\d|\d\d[-/]\d{3,7}")
"""A file number with a year: "Journal nr.: 004512-2018"; a filing code ("J.nr. 01.03.06") has dots."""
_LONGEST_VALUE = 40
"""Most characters of the value of a labelled field."""
_BODY_BEHIND = re.compile(r"(?<=\d)\s+\p{Lu}[\p{L} ,&-]{2,60}(?:udvalget|byrådet|bestyrelsen)$", re.IGNORECASE)
"""The body that deals with a case, behind its number: "Sagsnr. 299835 Kulturudvalget"."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The content of a line of labelled fields: the case number and the access mark, where present."""

    number: str | None
    access: str | None


def labelled(line: str) -> Fields | None:
    """Parse a line of labelled fields: "Sagsnr.: 330-2020-164   Dok.nr.: 330-2020-200   Åbent"; None for prose.

    A number that ends in a hyphen continues on the next line.
    """
    line, access = split_mark(line)
    labels = list(_LABEL.finditer(line))
    if not labels or labels[0].start():
        return None
    ends = [label.start() for label in labels[1:]] + [len(line)]
    values = [
        _BODY_BEHIND.sub("", line[label.end() : end].strip(" \t,;")) for label, end in zip(labels, ends, strict=True)
    ]
    cases = [value for label, value in zip(labels, values, strict=True) if label["case"]]
    if len(labels) == 1 and labels[0]["journal"] and _JOURNAL.fullmatch(values[0]):
        cases = values
    numbers = [_LABELLED.fullmatch(value) for value in cases if value]
    if not all(numbers) or any(len(value) > _LONGEST_VALUE for value in values):
        return None
    return Fields(next((number[0].rstrip(".") for number in numbers if number), None), access)


_NAMED = ("sag", "j.nr", "acadre")
"""Words that precede a case number in running text. Without one of them or a digit sign, the slow search is skipped."""


def mentioned(text: str) -> list[tuple[int, str]]:
    """Return position and number of each case that running text mentions ("sag 13/39680")."""
    if not ("/" in text or "-" in text) or not contains_any(text, _NAMED):
        return []
    return [(match.start("number"), match["number"]) for match in _WITHIN.finditer(text)]


def case_year(number: str) -> int | None:
    """Return the four-digit year of a case number, or None: `22/581` is of 2022, `98/12` of 1998."""
    full = _LONG_YEAR.search(number)
    if full:
        return int(full[0])
    short = _SHORT_YEAR.match(number) or _LAST_YEAR.search(number)
    if not short:
        return None
    century = 1900 if int(short[0]) >= _FIRST_YEAR else 2000
    return century + int(short[0])
