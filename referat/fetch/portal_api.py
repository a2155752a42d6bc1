"""The agenda portal's API: its list of bodies and meetings, and the JSON or PDF of one meeting."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from referat.facts.portal_addresses import PAGES, is_portal_id
from referat.fetch.fetch_errors import BrokenAnswerError, FetchError, WrongUseError
from referat.fetch.http_session import Answer, PortalSession
from referat.vocabulary import fold

API = "/api/agenda/"
LISTING = API + "udvalgsliste"
T = TypeVar("T")


class ShapeError(FetchError):
    """Raised for a complete response with unexpected content."""


@dataclass(frozen=True)
class Body:
    """A body in the portal's list; its id is NA (None) where the list gives none."""

    id: str | None
    name: str


@dataclass(frozen=True)
class ListedMeeting:
    """A document in the portal's list of meetings.

    `name` is what the portal calls it (`Referat`, `Dagsorden`), `released` the `ReleasedDate` as written. A meeting of
    two bodies, or of two terms of one, is listed under each of them: the first gives the name.
    """

    id: str
    date: date
    bodies: tuple[Body, ...]
    name: str
    is_finished: bool
    is_supplementary: bool
    released: str | None

    @property
    def body(self) -> str:
        """Return the name of the (first) body."""
        return self.bodies[0].name

    @property
    def has_minutes(self) -> bool:
        """Return whether there are minutes: some portals name them `Referat`, others mark the agenda as finished."""
        return self.is_finished or "referat" in fold(self.name)

    @property
    def kind(self) -> str:
        """Return the kind of document, as in the table `documents`."""
        suffix = "minutes" if self.has_minutes else "agenda"
        if self.is_supplementary:
            return f"supplementary_{suffix}"
        return "closed_minutes" if suffix == "minutes" and "lukket" in fold(self.name) else suffix


def front_page(session: PortalSession) -> str:
    """Return the HTML of the front page, which sets the anonymous cookie for other requests."""
    return session.get("/", lambda answer: answer.body.decode(errors="replace"))


def list_meetings(session: PortalSession) -> tuple[list[ListedMeeting], list[str]]:
    """Return the meetings of all bodies, each once, oldest first, and a line for each unreadable entry."""
    problems: list[str] = []
    meetings: dict[str, ListedMeeting] = {}
    for body in _bodies(session.get(LISTING, _json)):
        for meeting in _meetings_of(body, problems):
            first = meetings.setdefault(meeting.id, meeting)
            if first is not meeting:
                meetings[meeting.id] = replace(first, bodies=first.bodies + meeting.bodies)
    return sorted(meetings.values(), key=lambda it: (it.date, it.body, it.id)), problems


def meeting_json(session: PortalSession, meeting: ListedMeeting) -> bytes:
    """Return a meeting with all its items as JSON, in the original bytes.

    Raises
    ------
    FetchError
        If the response is no meeting, or another meeting.
    """

    def parse(answer: Answer) -> bytes:
        data = _json(answer)
        check_meeting(data)
        _check_asked_for(data, meeting)
        return answer.body

    return session.get(PAGES["meeting_json"].format(meeting=meeting.id), parse)


def meeting_pdf(session: PortalSession, meeting: ListedMeeting) -> bytes:
    """Return the minutes as PDF; if the response is a page for viewing them, the PDF it links to."""
    address = PAGES["meeting_pdf"].format(meeting=meeting.id)
    body = session.get(address, lambda answer: answer.body if answer.is_page else _pdf(answer))
    if is_whole_pdf(body):
        return body
    return session.get(PAGES["meeting_pdf_behind_viewer"].format(meeting=meeting.id), _pdf)


def of_body(listed: list[ListedMeeting], name: str) -> list[ListedMeeting]:
    """Return the meetings of the body of that name, ignoring case; if none, of bodies whose names contain it.

    Raises
    ------
    WrongUseError
        If there is no such body; the message lists the existing ones.
    """
    wanted = _folded(name)
    exact = [it for it in listed if any(wanted == _folded(body.name) for body in it.bodies)]
    chosen = exact or [it for it in listed if any(wanted in _folded(body.name) for body in it.bodies)]
    if not chosen:
        names = sorted({body.name for it in listed for body in it.bodies})
        raise WrongUseError(f"no body is called {name!r}; the portal has: {'; '.join(names) or 'none'}")
    return chosen


def check_meeting(data: Any) -> None:
    """Raise a `ShapeError` unless the data are a meeting: a body with a name, a date, and a list of items."""
    _part(_part(data, "Udvalg", dict), "Navn", str)
    _date(_part(data, "Moede", dict))
    if not all(isinstance(item, dict) for item in _part(data, "Dagsordenpunkter", list)):
        raise ShapeError("an entry of 'Dagsordenpunkter' is no item")


def parsed_meeting(body: bytes) -> dict[str, Any] | None:
    """Return a meeting from the bytes of a file; None if they are incomplete."""
    try:
        data: dict[str, Any] = json.loads(body)
        check_meeting(data)
    except (ValueError, RecursionError, ShapeError):
        return None
    return data


def is_whole_pdf(body: bytes) -> bool:
    """Return whether the bytes are a complete PDF."""
    return body.startswith(b"%PDF-") and b"%%EOF" in body[-1024:]


def _check_asked_for(data: dict[str, Any], meeting: ListedMeeting) -> None:
    """Raise a `ShapeError` if the response is another meeting; missing ids are not compared."""
    key, body = data.get("Id"), data["Udvalg"]
    if isinstance(key, str) and is_portal_id(key) and key.casefold() != meeting.id:
        raise ShapeError(f"asked for meeting {meeting.id}, the portal answers with {key}; the answer is not kept")
    names = {_folded(listed.name) for listed in meeting.bodies}
    ids = {listed.id for listed in meeting.bodies if listed.id}
    if str(body.get("Id")).casefold() not in ids and _folded(_plain(body["Navn"])) not in names:
        raise ShapeError(
            f"asked for a meeting of {meeting.body}, the portal answers with one of {_plain(body['Navn'])}; "
            "the answer is not kept"
        )


def _bodies(listing: Any) -> Iterator[Any]:
    """Return the bodies of all groups; a group is usually a term of office."""
    for group in _part(listing, "Udvalg", dict).values():
        yield from group if isinstance(group, list) else [group]


def _meetings_of(entry: Any, problems: list[str]) -> Iterator[ListedMeeting]:
    try:
        name = _plain(_part(entry, "Navn", str))
        meetings = _part(entry, "Moeder", (list, type(None))) or []
    except ShapeError as error:
        problems.append(f"a body in the list: {error}")
        return
    body = Body(str(entry["Id"]).casefold() if is_portal_id(entry.get("Id")) else None, name)
    for meeting in meetings:
        try:
            yield _meeting(body, meeting)
        except ShapeError as error:
            problems.append(f"a meeting of {name} in the list: {error}")


def _meeting(body: Body, entry: Any) -> ListedMeeting:
    key = str(_part(entry, "Id", (str, int)))
    if not is_portal_id(key):
        raise ShapeError(f"{key[:100]!r} is no Id")
    name = _plain(str(entry.get("Navn") or ""))
    is_supplementary = entry.get("IsSupplementaryAgenda") is True or "tillæg" in fold(name)
    released = entry.get("ReleasedDate")
    return ListedMeeting(
        key.casefold(),
        _date(entry),
        (body,),
        name,
        is_finished=entry.get("Afsluttet") is True,
        is_supplementary=is_supplementary,
        released=_plain(released) if isinstance(released, str) else None,
    )


def _date(entry: dict[str, Any]) -> date:
    """Return the date of a meeting; the portal writes Danish time, even in a field called UTC."""
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
        if not answer.is_page:
            raise BrokenAnswerError("the answer is incomplete JSON") from error
    if answer.path.startswith(API):
        raise ShapeError("the answer is a web page, not JSON")
    raise BrokenAnswerError(
        f"the host sends us back to {answer.path[:100]}: the anonymous cookie that the portal's front page gives is "
        "missing or not accepted"
    )


def _pdf(answer: Answer) -> bytes:
    if is_whole_pdf(answer.body):
        return answer.body
    if answer.body.startswith(b"%PDF-"):
        raise BrokenAnswerError("the PDF broke off before its end")
    raise ShapeError("the answer is no PDF")


def _plain(text: str) -> str:
    """Return a name from the portal without control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:200]


def _folded(name: str) -> str:
    return fold(unicodedata.normalize("NFC", name))
