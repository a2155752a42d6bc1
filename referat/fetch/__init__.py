"""Minutes from the agenda portal that most Danish municipalities publish through, downloaded politely.

The portal's front page is visited first, for its anonymous cookie; then the list of bodies and meetings; then each
meeting that has minutes and is not in the folder yet, one request at a time with a pause between. Agendas of meetings
without minutes yet are passed over and named, so that a later run finds their minutes new. A file in the folder is
whole, or it is asked for again; delete a file to have it downloaded anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tqdm import tqdm

from referat.fetch import portal
from referat.fetch.client import TRIES, Client
from referat.fetch.errors import LEAVE_ALONE, FetchError, PassingError, WrongUse
from referat.fetch.exchange import Limits
from referat.fetch.host import parse_host
from referat.fetch.portal import Meeting
from referat.fetch.store import file_name, is_there, save

__all__ = ["FetchError", "Fetched", "Limits", "WrongUse", "fetch"]


@dataclass
class Fetched:
    """What one run did: the files it wrote, and the name and the reason of all that it passed over or could not get."""

    downloaded: list[Path] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def summary(self) -> str:
        """Return the numbers with the reasons for what was skipped, and a line for each failure."""
        reasons = Counter(why for _, why in self.skipped)
        why = "; ".join(f"{count} {reason}" for reason, count in reasons.items())
        skipped = f"{len(self.skipped)} skipped" + (f" ({why})" if why else "")
        numbers = f"{len(self.downloaded)} downloaded, {skipped}, {len(self.failed)} failed"
        return "\n".join([numbers, *(f"  {name}: {reason}" for name, reason in self.failed)])


@dataclass(frozen=True)
class _Document:
    """One file to be had: a meeting's minutes in one of their two forms."""

    name: str
    meeting: Meeting
    ask: Callable[[Client, Meeting], bytes]
    is_whole: Callable[[bytes], bool]


def fetch(
    host: str,
    out: Path,
    *,
    body: str | None = None,
    since: date | None = None,
    until: date | None = None,
    pdf: bool = False,
    pause: float = 1.0,
    limits: Limits | None = None,
    report: Callable[[str], None] = tqdm.write,
) -> Fetched:
    """Download the minutes that `out` does not have yet, as the portal's JSON and, if `pdf`, also as PDF.

    Parameters
    ----------
    host
        Name of the portal's host, such as `dagsordener.example.dk`.
    out
        Folder for the files; made if need be.
    body
        Only this body, whatever the case of the letters; a name that no body has in full chooses those containing it.
    since, until
        Only meetings from this day on, up to and including that day.
    pdf
        Download the whole minutes as PDF, beside the JSON.
    pause
        Seconds between two requests; after failures that may pass, a power of two times as long.
    limits
        What one answer may cost in time and size.
    report
        Is given one line for each file and for each thing that went wrong.

    Raises
    ------
    WrongUse
        The host, the body or the period cannot be meant.
    FetchError
        The list of meetings could not be had; what fails later is in the result, and the rest goes on.
    """
    if since and until and since > until:
        raise WrongUse(f"the period ends ({until}) before it begins ({since})")
    client = Client(parse_host(host), pause, limits or Limits())
    _enter(client, report)
    listed, problems = portal.meetings(client)
    of_body = listed if body is None else portal.of_bodies(listed, body)
    chosen = [meeting for meeting in of_body if (since or date.min) <= meeting.date <= (until or date.max)]
    report(f"{client.host.url}: {len(listed)} meetings listed, {len(chosen)} of them asked for")
    return _Walk(client, out, report).over(chosen, problems, pdf)


def _enter(client: Client, report: Callable[[str], None]) -> None:
    """Visit the front page; a portal that gives no cookie may answer all the same."""
    try:
        portal.enter(client)
    except LEAVE_ALONE:
        raise
    except FetchError as error:
        report(f"the front page gave no cookie: {error}")


@dataclass
class _Walk:
    """Goes through the chosen meetings and keeps account."""

    client: Client
    out: Path
    report: Callable[[str], None]
    fetched: Fetched = field(default_factory=Fetched)

    def over(self, chosen: list[Meeting], problems: list[str], pdf: bool) -> Fetched:
        self.out.mkdir(parents=True, exist_ok=True)
        for problem in problems:
            self._failed("the list of meetings", problem)
        missing = list(self._missing(chosen, pdf))
        for done, document in enumerate(tqdm(missing, unit="file", disable=None)):
            try:
                self._download(document)
            except FetchError as error:
                self._failed(document.name, _why(error))
                if isinstance(error, LEAVE_ALONE):
                    self._leave(missing[done + 1 :])
                    break
        return self.fetched

    def _missing(self, chosen: list[Meeting], pdf: bool) -> Iterator[_Document]:
        for meeting in chosen:
            for document in _documents(meeting, pdf):
                if not meeting.has_minutes:
                    self._skipped(document.name, "without minutes yet")
                elif is_there(self.out / document.name, document.is_whole):
                    self._skipped(document.name, "already here")
                else:
                    yield document

    def _download(self, document: _Document) -> None:
        path = self.out / document.name
        save(path, document.ask(self.client, document.meeting))
        self.fetched.downloaded.append(path)
        self.report(f"downloaded {document.name}")

    def _leave(self, rest: list[_Document]) -> None:
        """Leave a host alone that cannot be reached, or asks for it; the same command goes on later."""
        for document in rest:
            self._skipped(document.name, "not asked for any more")

    def _skipped(self, name: str, why: str) -> None:
        self.fetched.skipped.append((name, why))
        self.report(f"skipped {name}: {why}")

    def _failed(self, name: str, why: str) -> None:
        self.fetched.failed.append((name, why))
        self.report(f"failed {name}: {why}")


def _documents(meeting: Meeting, pdf: bool) -> Iterator[_Document]:
    yield _Document(file_name(meeting, ".json"), meeting, portal.minutes, portal.is_whole_minutes)
    if pdf:
        yield _Document(file_name(meeting, ".pdf"), meeting, portal.pdf, portal.is_whole_pdf)


def _why(error: FetchError) -> str:
    return f"{error}; asked {TRIES} times" if isinstance(error, PassingError) else str(error)
