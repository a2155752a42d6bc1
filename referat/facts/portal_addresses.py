"""Addresses of the agenda portal's pages (FirstAgenda Publication), made from its host and the ids in its JSON.

The ids are `Id` of the list's meeting (the outermost `Id` of the response; `Moede.Id` is all zeros),
`Dagsordenpunkter[].Id` and `Bilag[].Id`. A `#fragment` after a meeting's address breaks the page, so none is added.
"""

from __future__ import annotations

from typing import Any

import regex as re

PAGES = {
    "meeting": "/vis?id={meeting}",
    "item": "/vis?id={meeting}&punktid={item}",
    "attachment": "/Vis/Pdf/bilag/{attachment}/?redirectDirectlyToPdf=false",
    "meeting_json": "/api/agenda/dagsorden/{meeting}",
    "meeting_pdf": "/vis/pdf/dagsorden/{meeting}/?redirectDirectlyToPdf=false",
    "meeting_pdf_behind_viewer": "/pdf/GetDagsorden/{meeting}",
}
"""Paths of the portal's pages, by content; all have been seen in use."""

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def is_portal_id(value: Any) -> bool:
    """Return whether a value is an id; the portal writes zeros where it has none."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None and bool(value.strip("0-"))


def portal_url(page: str, host: str | None, **ids: Any) -> str | None:
    """Return the address of a page; None if the host or one of the ids is unknown.

    Parameters
    ----------
    page
        A key of `PAGES`: `meeting`, `item`, `attachment` ...
    host
        The portal's host, such as `dagsordener.example.dk`; with the prefix `http://` if it does not use https.
    ids
        The ids that the page's path names: `meeting`, `item`, `attachment`.

    Raises
    ------
    KeyError
        If there is no such page, or an id in its path is missing.

    Examples
    --------
    >>> portal_url("item", "dagsordener.example.dk", meeting="7d0c", item="a1")
    'https://dagsordener.example.dk/vis?id=7d0c&punktid=a1'
    >>> portal_url("attachment", "dagsordener.example.dk", attachment=None) is None
    True
    """
    path = PAGES[page].format(**ids)
    if not host or not all(map(is_portal_id, ids.values())):
        return None
    return (host if "://" in host else f"https://{host}") + path
