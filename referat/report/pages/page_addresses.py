"""Addresses of pages of matters, bodies and meetings, and of searches, within the report's folder."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import regex as re

_OWN_PAGE = re.compile(
    r"(?:matter|body|meeting|text|search|index|\w+(?:\.code)?)\.html(?:\?[\w%=&.~+-]*)?(?:#[\w%.~-]*)?"
)


def matter_url(matter_id: str, item_id: str | None = None) -> str:
    """Return the address of a matter's page, or of one item on it.

    >>> matter_url("by/direktionen-2022-08-22:3")
    'matter.html?id=by%2Fdirektionen-2022-08-22%3A3'
    """
    return f"matter.html?id={quote(matter_id, safe='')}" + (f"#{quote(item_id, safe='')}" if item_id else "")


def body_url(body_id: str) -> str:
    """Return the address of a body's page."""
    return f"body.html?id={quote(body_id, safe='')}"


def meeting_url(meeting_id: str) -> str:
    """Return the address of a meeting's page."""
    return f"meeting.html?id={quote(meeting_id, safe='')}"


def search_url(text: str = "", **filters: str) -> str:
    """Return the address of a search.

    `filters` are `municipality`, `body`, `year`, `type`, `closed` and `state`, with values as in the tables, `kind`
    (`counted`, `fixture`, `agenda`), `from` and `to` (days). A type may be a family: `family:adopted`.

    >>> search_url("havnen", year="2024", type="postponed")
    'search.html?q=havnen&year=2024&type=postponed'
    """
    asked = {"q": text, **filters}
    return "search.html?" + urlencode({key: value for key, value in asked.items() if value}, quote_via=quote)


def is_own_page(address: str) -> bool:
    """Return whether an address is a page of the report."""
    return _OWN_PAGE.fullmatch(address) is not None
