"""Case numbers: `22/581`, `09/10043`, `21-014482`, `19-029828K`, `EMN-2025-003383`, `710-2014-193`."""

from __future__ import annotations

import regex as re

_FORMS = r"""
    (?P<slashed>\d\d/\d{1,6})
  | (?P<dashed>\d\d-\d{5,6}\p{Lu}?)
  | (?P<lettered>\p{Lu}{2,5}-(?:19|20)\d\d-\d{3,8})
  | (?P<unit>\d{2,4}-(?:19|20)\d\d-\d{1,7})
"""
_FIRST_YEAR = 70
"""Two digits from here on are of the last century: municipalities in their present shape date from 1970."""

_LONG_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=-)")
_SHORT_YEAR = re.compile(r"\d\d(?=[/-])")

_ALONE = re.compile(rf"(?:Sags?(?:nr|nummer|id)?\.?:?\s*)?(?P<number>{_FORMS})\.?", re.VERBOSE | re.IGNORECASE)
_WITHIN = re.compile(
    rf"""(?:\b(?:sag|sagen|sagsnr|sagsnummer|j\.nr|acadre|sagsid)\b\.?:?\s*(?:nr\.?\s*)?)
         (?P<number>{_FORMS})(?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)


def case_number(line: str) -> str | None:
    """Return the case number that a line consists of, as written, or nothing."""
    found = _ALONE.fullmatch(line.strip())
    return found["number"] if found else None


def mentioned(text: str) -> list[tuple[int, str]]:
    """Return position and number of each case a running text names as one ("sag 13/39680")."""
    return [(found.start("number"), found["number"]) for found in _WITHIN.finditer(text)]


def case_year(number: str) -> int | None:
    """Return the four-digit year a case number carries, or nothing: `22/581` is of 2022, `98/12` of 1998."""
    written = _LONG_YEAR.search(number)
    if written:
        return int(written[0])
    short = _SHORT_YEAR.match(number)
    if not short:
        return None
    century = 1900 if int(short[0]) >= _FIRST_YEAR else 2000
    return century + int(short[0])
