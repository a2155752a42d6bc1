"""One polite GET after another: pauses, cookies, redirects on the same host, and asking again what may yet go well."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import TypeVar
from urllib.request import Request

from referat.fetch.errors import ComeBackLaterError, FetchError, PassingError
from referat.fetch.exchange import Answer, Limits, exchange
from referat.fetch.host import Host

TRIES = 4
REDIRECTS = 5
PATIENCE = 300.0  # Seconds that a host may ask us to wait; who asks for more is left alone for today.
REDIRECTED = {301, 302, 303, 307, 308}
PASSING = {429, 500, 502, 503, 504}
T = TypeVar("T")


def user_agent() -> str:
    """Return the name under which the hosts' logs show us."""
    return f"referat/{version('referat')} (reads published municipal minutes; one request at a time)"


@dataclass
class Client:
    """Asks one host, with a pause of `pause` seconds before each question but the first.

    After a failure that may pass, the pause is doubled from try to try; where the host names a longer one
    (`Retry-After`), that is kept instead. No chance is in it: the same answers give the same pauses.
    """

    host: Host
    pause: float = 1.0
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    _rest: float = field(default=0.0, init=False)
    _cookies: CookieJar = field(init=False)

    def __post_init__(self) -> None:
        # A cookie marked as secure goes back to this machine over http too, as browsers do.
        self._cookies = CookieJar(DefaultCookiePolicy(secure_protocols=(self.host.scheme,)))

    def get(self, path: str, read: Callable[[Answer], T]) -> T:
        """Return what `read` makes of the answer to a path.

        `read` raises a `PassingError` for an answer that should be asked for again, such as half a document.

        Raises
        ------
        FetchError
            There is no answer that `read` accepts; a `ComeBackLaterError` if the host is not to be asked any more.
        """
        for tried in range(TRIES):
            self.sleep(self._rest)
            self._rest = self.pause
            try:
                return read(self._follow(path))
            except PassingError as error:
                if error.wait > PATIENCE:
                    raise ComeBackLaterError(f"the host asks for a wait of {error.wait:,.0f} seconds") from error
                self._rest = max(self.pause * 2**tried, error.wait)
                failure = error
        raise failure

    def _follow(self, path: str) -> Answer:
        """Return the answer at the end of the redirects from a path."""
        for _ in range(REDIRECTS + 1):
            answer = self._ask(path)
            if answer.status not in REDIRECTED:
                return _accepted(answer)
            path = self.host.redirected(answer.path, answer.headers["Location"] or answer.path)
        raise FetchError(
            f"redirected more than {REDIRECTS} times, at last to {path[:100]}; "
            "the portal does so when the anonymous cookie that its front page gives is missing or not accepted"
        )

    def _ask(self, path: str) -> Answer:
        request = Request(self.host.url + path)
        self._cookies.add_cookie_header(request)
        headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity", "Connection": "close"}
        if cookie := request.get_header("Cookie"):
            headers["Cookie"] = cookie
        answer = exchange(self.host, path, headers, self.limits)
        self._cookies.extract_cookies(answer, request)  # type: ignore[arg-type]  # It asks for info() alone.
        return answer


def _accepted(answer: Answer) -> Answer:
    """Return an answer that is one; the others become errors."""
    if answer.status in PASSING:
        raise PassingError(_status(answer), _retry_after(answer.headers))
    if answer.status != HTTPStatus.OK:
        raise FetchError(_status(answer))
    encoding = answer.headers.get("Content-Encoding", "identity")
    if encoding.casefold() != "identity":
        raise FetchError(f"the answer is encoded in a way that was not asked for ({encoding[:20]!r})")
    return answer


def _status(answer: Answer) -> str:
    names = {status.value: status.phrase for status in HTTPStatus}
    return f"the host answers {answer.status} {names.get(answer.status, '')}".rstrip()


def _retry_after(headers: Message) -> float:
    """Return the seconds that the host asks us to wait; it may write them as a number or as a point in time."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
