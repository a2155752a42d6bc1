"""The agenda portal of most Danish municipalities: its addresses, and the shapes of its answers."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import regex as re

from referat.fetch.client import Client
from referat.fetch.errors import FetchError, PassingError, WrongUse
from referat.fetch.exchange import Answer
from referat.vocabulary import fold

FRONT_PAGE = "/"
API = "/api/agenda/"
LISTING = API + "udvalgsliste"
MINUTES = API + "dagsorden/{id}"
PDF = "/vis/pdf/dagsorden/{id}/?redirectDirectlyToPdf=false"
PDF_BEHIND_PAGE = "/pdf/GetDagsorden/{id}"
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
T = TypeVar("T")


class ShapeError(FetchError):
    """An answer came whole, but it is not what the portal answers."""


@dataclass(frozen=True, order=True)
class Meeting:
    """A meeting in the portal's list; `name` is what the portal calls its document (`Referat`, `Dagsorden`)."""

    date: date
    body: str
    id: str
    name: str
    is_finished: bool

    @property
    def has_minutes(self) -> bool:
        """Tell whether there are minutes: some portals name them `Referat`, others mark the agenda as finished."""
        return self.is_finished or "referat" in fold(self.name)


def enter(client: Client) -> None:
    """Visit the front page, which gives the anonymous cookie that all other addresses may ask for."""
    client.get(FRONT_PAGE, lambda answer: None)


def meetings(client: Client) -> tuple[list[Meeting], list[str]]:
    """Return the meetings of all bodies, each once, oldest first, and a line for each entry that cannot be read."""
    problems: list[str] = []
    found: dict[str, Meeting] = {}
    for body in _bodies(client.get(LISTING, _json)):
        for meeting in _meetings_of(body, problems):
            found.setdefault(meeting.id.casefold(), meeting)
    return sorted(found.values()), problems


def minutes(client: Client, meeting: Meeting) -> bytes:
    """Return a meeting with all its items as JSON, in the bytes that the portal sent."""

    def read(answer: Answer) -> bytes:
        check_minutes(_json(answer))
        return answer.body

    return client.get(MINUTES.format(id=meeting.id), read)


def pdf(client: Client, meeting: Meeting) -> bytes:
    """Return the whole minutes as PDF; if the address answers with a page to view them in, what stands behind it."""
    body = client.get(PDF.format(id=meeting.id), lambda answer: answer.body if _is_page(answer) else _pdf(answer))
    return body if is_whole_pdf(body) else client.get(PDF_BEHIND_PAGE.format(id=meeting.id), _pdf)


def of_bodies(listed: list[Meeting], name: str) -> list[Meeting]:
    """Return the meetings of the body of that name, whatever its case; failing that, of those whose name contains it.

    Raises
    ------
    WrongUse
        There is no such body; the message names those that exist.
    """
    wanted = _folded(name)
    exact = [meeting for meeting in listed if _folded(meeting.body) == wanted]
    chosen = exact or [meeting for meeting in listed if wanted in _folded(meeting.body)]
    if not chosen:
        names = sorted({meeting.body for meeting in listed})
        raise WrongUse(f"no body is called {name!r}; the portal has: {'; '.join(names) or 'none'}")
    return chosen


def check_minutes(data: Any) -> None:
    """Raise a `ShapeError` unless this is a meeting: a body with a name, a date, and a list of items."""
    _part(_part(data, "Udvalg", dict), "Navn", str)
    _date(_part(data, "Moede", dict))
    if not all(isinstance(item, dict) for item in _part(data, "Dagsordenpunkter", list)):
        raise ShapeError("an entry of 'Dagsordenpunkter' is no item")


def is_whole_minutes(body: bytes) -> bool:
    """Tell whether these bytes are a meeting as JSON, from the first brace to the last."""
    try:
        check_minutes(json.loads(body))
    except (ValueError, RecursionError, ShapeError):
        return False
    return True


def is_whole_pdf(body: bytes) -> bool:
    """Tell whether these bytes are a PDF with its end."""
    return body.startswith(b"%PDF-") and b"%%EOF" in body[-1024:]


def _bodies(listing: Any) -> Iterator[Any]:
    """Return the bodies of all groups; a group is most often a term of office."""
    for group in _part(listing, "Udvalg", dict).values():
        yield from group if isinstance(group, list) else [group]


def _meetings_of(body: Any, problems: list[str]) -> Iterator[Meeting]:
    try:
        name = _plain(_part(body, "Navn", str))
        entries = _part(body, "Moeder", (list, type(None))) or []
    except ShapeError as error:
        problems.append(f"a body in the list: {error}")
        return
    for entry in entries:
        try:
            yield _meeting(name, entry)
        except ShapeError as error:
            problems.append(f"a meeting of {name} in the list: {error}")


def _meeting(body: str, entry: Any) -> Meeting:
    key = str(_part(entry, "Id", (str, int)))
    if not _ID.fullmatch(key):
        raise ShapeError(f"{key[:100]!r} is no Id")
    return Meeting(_date(entry), body, key, _plain(str(entry.get("Navn") or "")), entry.get("Afsluttet") is True)


def _date(entry: dict[str, Any]) -> date:
    """Return the day of a meeting; the portal writes it in Danish time, also where the field is called UTC."""
    text = str(entry.get("Dato") or entry.get("MeetingBeginUtc"))
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise ShapeError(f"{text[:100]!r} is no date") from error


def _part(data: Any, key: str, kind: type[T] | tuple[type[T], ...]) -> T:
    value = data.get(key, ...) if isinstance(data, dict) else ...
    if not isinstance(value, kind):
        raise ShapeError(f"{key!r} is missing or not of the usual kind")
    return value


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except RecursionError as error:
        raise ShapeError("the JSON is nested too deep") from error
    except ValueError as error:
        if not _is_page(answer):
            raise PassingError("the answer is no whole JSON") from error
    if answer.path.startswith(API):
        raise ShapeError("the answer is a web page, not JSON")
    raise PassingError(
        f"the portal sends us back to {answer.path[:100]}: the anonymous cookie that its front page gives is missing "
        "or not accepted"
    )


def _pdf(answer: Answer) -> bytes:
    if is_whole_pdf(answer.body):
        return answer.body
    if answer.body.startswith(b"%PDF-"):
        raise PassingError("the PDF broke off before its end")
    raise ShapeError("the answer is no PDF")


def _is_page(answer: Answer) -> bool:
    return answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _plain(text: str) -> str:
    """Return a name of the portal as it may be shown: nothing in it may steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:200]


def _folded(name: str) -> str:
    return fold(unicodedata.normalize("NFC", name))
