"""Sequential requests to one host, with pauses, retries, and limits of time and size."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import responses
from importlib.metadata import version
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, InvalidHeader, NewConnectionError, ReadTimeoutError
from urllib3.util.retry import Retry

from referat.fetch.fetch_errors import BrokenAnswerError, FetchError, LeaveAloneError
from referat.fetch.portal_host import Host, is_loopback

TRIES = 4
REDIRECTS = 5
LONGEST_WAIT = 300.0
"""Longest wait in seconds that is accepted from `Retry-After`; beyond it the run stops."""

BUSY = frozenset((429, 500, 502, 503, 504))
CHUNK = 64 * 1024
T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """Limits per response: seconds to connect, seconds per read, seconds in total, and bytes."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 90.0
    size: int = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """A complete response: its path, which redirects may have changed, and its body."""

    path: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Return whether the body is HTML."""
        return self.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


class PortalSession:
    """A session with one host, with `pause` seconds between requests and retries with longer pauses."""

    def __init__(self, host: Host, pause: float = 1.0, limits: Limits | None = None) -> None:
        self.host, self.pause, self.limits = host, pause, limits or Limits()
        self._has_asked = False
        self._session = _Session()
        self._session.headers["User-Agent"] = (
            f"referat/{version('referat')} (reads published municipal minutes; one request at a time)"
        )
        self._session.trust_env = not is_loopback(host.name)  # no proxy for the local host
        retry = _PoliteRetry(
            TRIES - 1, connect=1, other=0, status_forcelist=BUSY, backoff_factor=pause, raise_on_status=False
        )
        self._session.mount(f"{host.url}/", HTTPAdapter(max_retries=retry))

    def get(self, path: str, parse: Callable[[Answer], T]) -> T:
        """Return the result of `parse` on the response to a path; its `BrokenAnswerError` causes a retry.

        Raises
        ------
        FetchError
            If no response is accepted by `parse`; a `LeaveAloneError` if the host must not be asked again.
        """
        for tried in range(TRIES):
            if tried > 1:
                time.sleep(
                    self.pause * (2 ** (tried - 1) - 1)
                )  # with the pause before each request: 1, 2, 4 times the pause
            try:
                return parse(self._follow(path))
            except BrokenAnswerError as error:
                failure = error
        raise FetchError(f"{failure}; asked {TRIES} times") from failure

    def _follow(self, path: str) -> Answer:
        for _ in range(REDIRECTS + 1):
            with self._open(path) as response:
                if not response.is_redirect:
                    return Answer(path, self._body(response))
                location = response.headers["Location"].encode("latin-1", "replace").decode(errors="replace")
            path = self.host.redirected(path, location)
        raise FetchError(
            f"redirected more than {REDIRECTS} times, at last to {path[:100]}; "
            "the portal does so when the anonymous cookie that its front page gives is missing or not accepted"
        )

    def _open(self, path: str) -> requests.Response:
        if self._has_asked:
            time.sleep(self.pause)
        self._has_asked = True
        try:
            limits = (self.limits.connect, self.limits.read)
            return self._session.get(self.host.url + path, stream=True, timeout=limits)
        except (OSError, HTTPError) as error:
            raise self._explained(error) from error

    def _body(self, response: requests.Response) -> bytes:
        if response.status_code != HTTPStatus.OK:
            status = f"{response.status_code} {responses.get(response.status_code, '')}".rstrip()
            tries = f"; asked {TRIES} times" if response.status_code in BUSY else ""
            raise FetchError(f"the host answers {status}{tries}")
        try:
            return self._read(response)
        except ReadTimeoutError as error:
            raise BrokenAnswerError(f"the answer stopped for {self.limits.read:g} seconds") from error
        except (OSError, HTTPError) as error:
            raise BrokenAnswerError(f"the answer broke off ({_plain(error)})") from error

    def _read(self, response: requests.Response) -> bytes:
        """Read the response in pieces, with a limit of total time: a server can send single bytes endlessly."""
        ends = time.monotonic() + self.limits.total
        body = bytearray()
        declared = response.headers.get("Content-Length", "")
        is_too_large = declared.isdecimal() and int(declared[:20]) > self.limits.size
        while not is_too_large and (piece := response.raw.read1(CHUNK, decode_content=True)):
            body += piece
            is_too_large = len(body) > self.limits.size
            if time.monotonic() > ends:
                raise FetchError(f"the answer was not finished after {self.limits.total:g} seconds")
        if is_too_large:
            raise FetchError(f"the answer is larger than the limit of {self.limits.size:,} bytes")
        return bytes(body)

    def _explained(self, error: Exception) -> FetchError:
        cause = error.args[0] if error.args else error
        reason = getattr(cause, "reason", cause)
        if isinstance(error, requests.exceptions.SSLError) and "certificate" in str(reason):
            return LeaveAloneError(
                f"the certificate of {self.host.url} is not accepted ({_plain(reason)}); check the name and this "
                "machine's clock; where a network puts its own certificates in, REQUESTS_CA_BUNDLE names their file"
            )
        if isinstance(error, requests.exceptions.SSLError):
            return LeaveAloneError(f"no secure connection to {self.host.url} ({_plain(reason)})")
        if isinstance(error, requests.exceptions.ProxyError):
            return LeaveAloneError(f"no connection through the proxy that this machine is set to ({_plain(reason)})")
        if isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
            return LeaveAloneError(f"no connection to {self.host.url} ({_plain(reason)})")
        if isinstance(reason, ReadTimeoutError):
            return FetchError(f"no answer for {self.limits.read:g} seconds; asked {TRIES} times")
        return FetchError(f"the connection broke off ({_plain(reason)}); asked {TRIES} times")


class _Session(requests.Session):
    """A session that leaves redirects to its caller, who follows them on the same host only."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: no redirect is followed here."""


class _PoliteRetry(Retry):
    """A retry policy that also waits before the first retry, and gives up if the host asks for a long wait."""

    def get_backoff_time(self) -> float:
        """Return the seconds to wait: the pause, then two and four times the pause."""
        return float(self.backoff_factor * 2 ** (len(self.history) - 1))

    def get_retry_after(self, response: Any) -> float | None:
        """Return the seconds in `Retry-After`, given as a number or a date; None if missing."""
        try:
            wait = super().get_retry_after(response)
        except (InvalidHeader, ValueError, OverflowError):
            return None
        if wait and wait > LONGEST_WAIT:
            raise LeaveAloneError(f"the host asks for a wait of {wait:,.0f} seconds; try again later")
        return wait


def _plain(error: object) -> str:
    """Return the last clause of an error message, without control characters."""
    text = str(error).partition(" (_ssl.c")[0].rpartition(": ")[2] or type(error).__name__
    return "".join(sign if sign.isprintable() else " " for sign in text)[:150]
