"""Read the body and the item's number from the address of a page that holds one item."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

import regex as re

_ITEM_PAGE = re.compile(
    r"/dagsordener-og-referater/(?P<body>[^/]+)/[^/]+/(?:referat|dagsorden)/punkt-(?P<number>\d{1,3})(?:[/?#]|$)"
)
"""An address such as `/dagsordener-og-referater/Elme Bro Lokaludvalg/møde-06032019/referat/punkt-4`."""


@dataclass(frozen=True, slots=True)
class PageAddress:
    """The body and the number of the item in the address of a page; None where it has none."""

    body: str | None = None
    number: str | None = None


def page_address(url: str | None) -> PageAddress:
    """Return the body and the number in an address; a body in lower case is a short form, not a name."""
    match = _ITEM_PAGE.search(unquote(url)) if url else None
    if match is None:
        return PageAddress()
    body = " ".join(match["body"].replace("+", " ").split())
    return PageAddress(body if body[:1].isupper() else None, match["number"])
