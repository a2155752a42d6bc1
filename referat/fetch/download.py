"""Download documents in the portal's list that a folder lacks, or has in an earlier edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from referat.facts.portal_addresses import portal_url
from referat.fetch import portal_api
from referat.fetch.fetch_errors import FetchError, LeaveAloneError, WrongUseError
from referat.fetch.http_session import Limits, PortalSession
from referat.fetch.other_systems import describe_host
from referat.fetch.portal_api import ListedMeeting
from referat.fetch.portal_host import municipality_of, parse_host
from referat.fetch.portal_list import Edition, ListEntry, PortalList, files_below, read_list, save
from referat.language import Language
from referat.vocabulary import slug

Report = Callable[[str], None]


@dataclass
class FetchResult:
    """The result of a run: files written, and the name and reason of each skipped or failed document."""

    downloaded: list[Path] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def summary(self) -> str:
        """Return the counts with reasons for skipped documents, and a line for each failure."""
        reasons = Counter(why for _, why in self.skipped)
        why = "; ".join(f"{count} {reason}" for reason, count in reasons.items())
        skipped = f"{len(self.skipped)} skipped" + (f" ({why})" if why else "")
        numbers = f"{len(self.downloaded)} downloaded, {skipped}, {len(self.failed)} failed"
        return "\n".join([numbers, *(f"  {name}: {reason}" for name, reason in self.failed)])


def fetch(
    host: str,
    out: Path,
    *,
    body: str | None = None,
    since: date | None = None,
    until: date | None = None,
    pdf: bool = False,
    agendas: bool = False,
    pause: float = 1.0,
    limits: Limits | None = None,
    report: Report = tqdm.write,
) -> FetchResult:
    """Download the minutes that `out` lacks, as the portal's JSON and, with `pdf`, also as PDF.

    The portal's list is kept in `_portal.json`. A document is requested again if its release date or its date changed,
    or if an agenda became minutes; if the content differs, it is saved as a further edition.

    Parameters
    ----------
    host
        Name of the portal's host, such as `dagsordener.example.dk`.
    out
        Folder for the files of this portal; created if necessary.
    body
        Only this body, ignoring case; if there is none of that name, all bodies whose names contain it.
    since, until
        Only meetings in this period, both days included.
    pdf
        Also download the minutes as PDF.
    agendas
        Also download agendas of meetings without minutes.
    pause
        Seconds between two requests.
    limits
        Limits of time and size per response.
    report
        A function that is called with one line for each file and each problem.

    Raises
    ------
    WrongUseError
        If the host, the body, the period or the folder is invalid.
    FetchError
        If the list of meetings cannot be downloaded; later failures are in the result.
    """
    if since and until and since > until:
        raise WrongUseError(f"the period ends ({until}) before it begins ({since})")
    session = PortalSession(parse_host(host), pause, limits)
    portal_list = _list_in(out, session.host.address)
    page = _front_page(session, report)
    listed, problems = _list_meetings(session, page)
    chosen = listed if body is None else portal_api.of_body(listed, body)
    chosen = [meeting for meeting in chosen if (since or date.min) <= meeting.date <= (until or date.max)]
    meetings = Language("en").counted(len(listed), "meeting")
    report(f"{session.host.url}: {meetings} listed, {len(chosen)} of them asked for")
    portal_list.municipality = municipality_of(session.host.name, page) or portal_list.municipality
    portal_list.update(_entry(meeting, session.host.url) for meeting in listed)
    out.mkdir(parents=True, exist_ok=True)
    download = _Download(session, out, report, portal_list)
    for problem in problems:
        download.fail("the list of meetings", problem)
    try:
        return download.all_of(chosen, lambda it: agendas or it.has_minutes or _is_late_addition(it, listed), pdf)
    finally:
        portal_list.save(out)


def _list_in(out: Path, host: str) -> PortalList:
    try:
        portal_list = read_list(out) or PortalList(host)
    except ValueError as error:
        raise FetchError(f"{out / '_portal.json'} is damaged ({error}); delete it and fetch again") from error
    if portal_list.host != host:
        raise WrongUseError(f"{out} holds what was fetched from {portal_list.host}; name another folder")
    return portal_list


def _front_page(session: PortalSession, report: Report) -> str:
    """Request the front page; a portal without a cookie can still respond to other requests."""
    try:
        return portal_api.front_page(session)
    except LeaveAloneError:
        raise
    except FetchError as error:
        report(f"the front page gave no cookie: {error}")
        return ""


def _list_meetings(session: PortalSession, page: str) -> tuple[list[ListedMeeting], list[str]]:
    try:
        return portal_api.list_meetings(session)
    except LeaveAloneError:
        raise
    except FetchError as error:
        advice = describe_host(session.host.name, page)
        raise FetchError(f"no list of meetings came from {session.host.url}: {error}\n{advice}") from error


def _entry(meeting: ListedMeeting, host: str) -> ListEntry:
    body = meeting.bodies[0]
    url = portal_url("meeting", host, meeting=meeting.id)
    day = meeting.date.isoformat()
    return ListEntry(meeting.id, body.name, body.id, day, meeting.name, meeting.kind, meeting.released, url)


def _is_late_addition(meeting: ListedMeeting, listed: Iterable[ListedMeeting]) -> bool:
    """Return whether this is the supplementary agenda of a meeting with minutes, which cover its items."""
    return meeting.is_supplementary and any(
        other.has_minutes and (other.body, other.date) == (meeting.body, meeting.date) for other in listed
    )


class _Download:
    """Downloads the chosen meetings and records the results."""

    def __init__(self, session: PortalSession, out: Path, report: Report, portal_list: PortalList) -> None:
        self.session, self.out, self.report, self.list = session, out, report, portal_list
        self.files = files_below(out)
        self.result = FetchResult()

    def all_of(self, chosen: list[ListedMeeting], is_wanted: Callable[[ListedMeeting], bool], pdf: bool) -> FetchResult:
        wanted = []
        for meeting in chosen:
            if is_wanted(meeting):
                self._entry(meeting).wanted = True
                wanted.append(meeting)
            else:
                self._skip(_file_name(meeting), "without minutes yet")
        for number, meeting in enumerate(tqdm(wanted, unit="meeting", disable=None), 1):
            try:
                self._json(meeting)
                if pdf:
                    self._pdf(meeting)
            except LeaveAloneError as error:
                self.fail(self._latest_name(meeting), str(error))
                for rest in wanted[number:]:
                    self._skip(self._latest_name(rest), "not asked for any more")
                break
        return self.result

    def fail(self, name: str, why: str) -> None:
        self.result.failed.append((name, why))
        self.report(f"failed {name}: {why}")

    def _skip(self, name: str, why: str) -> None:
        self.result.skipped.append((name, why))
        self.report(f"skipped {name}: {why}")

    def _entry(self, meeting: ListedMeeting) -> ListEntry:
        return self.list.entries[meeting.id]

    def _latest_name(self, meeting: ListedMeeting) -> str:
        latest = self._entry(meeting).latest
        return latest.file if latest else _file_name(meeting)

    def _json(self, meeting: ListedMeeting) -> None:
        entry = self._entry(meeting)
        self._adopt(entry, _file_name(meeting))
        latest, content = entry.latest, self._content(entry.latest)
        if latest and content and _is_current(latest, meeting):
            self._skip(latest.file, "already here")
            return
        whole = entry.editions if content else entry.editions[:-1]  # a missing or damaged file is fetched again
        name = _file_name(meeting, len(whole) + 1)
        body = self._asked(name, portal_api.meeting_json, meeting)
        if body is None:
            return
        if latest and content == portal_api.parsed_meeting(body):
            entry.editions[-1] = _edition(entry, latest.file, latest.edition)
            self._skip(latest.file, "unchanged")
            return
        self._save(name, body)
        entry.editions = [*whole, _edition(entry, name, len(whole) + 1)]

    def _asked(
        self, name: str, ask: Callable[[PortalSession, ListedMeeting], bytes], meeting: ListedMeeting
    ) -> bytes | None:
        """Return the response; None, with a recorded failure, if it cannot be used."""
        try:
            return ask(self.session, meeting)
        except LeaveAloneError:
            raise
        except FetchError as error:
            self.fail(name, str(error))
            return None

    def _pdf(self, meeting: ListedMeeting) -> None:
        latest = self._entry(meeting).latest
        if latest is None:
            return
        name = f"{latest.file.removesuffix('.json')}.pdf"
        if name in self.files and portal_api.is_whole_pdf(self.files[name].read_bytes()):
            self._skip(name, "already here")
            return
        body = self._asked(name, portal_api.meeting_pdf, meeting)
        if body is not None:
            self._save(name, body)

    def _adopt(self, entry: ListEntry, name: str) -> None:
        """Record a file that was fetched before the list existed as the first edition."""
        content = self._content(_edition(entry, name, 1))
        if content and not entry.editions:
            entry.editions.append(_edition(entry, name, 1))
            entry.editions[0].released = content["Moede"].get("ReleasedDate") or entry.released

    def _content(self, edition: Edition | None) -> dict[str, Any] | None:
        path = self.files.get(edition.file) if edition else None
        return portal_api.parsed_meeting(path.read_bytes()) if path else None

    def _save(self, name: str, body: bytes) -> None:
        path = self.files.get(name, self.out / name)
        save(path, body)
        self.files[name] = path
        self.result.downloaded.append(path)
        self.report(f"downloaded {name}")


def _file_name(meeting: ListedMeeting, edition: int = 1) -> str:
    """Return the name of an edition, such as `byraadet-2024-03-19-7d0c.json`, `byraadet-2024-03-19-7d0c.2.json`."""
    suffix = f".{edition}.json" if edition > 1 else ".json"
    return f"{slug(meeting.body) or 'body'}-{meeting.date.isoformat()}-{meeting.id}{suffix}"


def _edition(entry: ListEntry, file: str, number: int) -> Edition:
    """Return an edition as described by the list; minutes after minutes are corrected ones."""
    earlier = {edition.kind for edition in entry.editions[: number - 1]}
    is_corrected = entry.kind == "minutes" and not earlier.isdisjoint(("minutes", "corrected_minutes"))
    return Edition(file, number, "corrected_minutes" if is_corrected else entry.kind, entry.date, entry.released)


def _is_current(latest: Edition, meeting: ListedMeeting) -> bool:
    kind = latest.kind.removeprefix("corrected_")
    return (kind, latest.date, latest.released) == (meeting.kind, meeting.date.isoformat(), meeting.released)
