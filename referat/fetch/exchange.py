"""One request and its answer, within limits of time and size."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Timer

from referat.fetch.errors import FetchError, PassingError, UnreachableError
from referat.fetch.host import Host

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """What one answer may cost before it is given up: seconds to connect, for each read, in total; and bytes."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 90.0
    size: int = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back from a path, whole."""

    path: str
    status: int
    headers: Message
    body: bytes

    def info(self) -> Message:
        """Return the headers under the name that `http.cookiejar` asks for them."""
        return self.headers


def exchange(host: Host, path: str, headers: Mapping[str, str], limits: Limits) -> Answer:
    """Ask once for a path, and return the answer only if all of it came."""
    with closing(host.connection(limits.connect)) as connection:
        try:
            connection.connect()
        except OSError as error:
            raise UnreachableError(f"no connection to {host.url} ({error})") from error
        with _cut_after(limits.total, connection.sock) as late:
            try:
                return _ask(connection, path, headers, limits)
            except (OSError, HTTPException, PassingError) as error:
                raise _explained(error, late, limits) from error


def _ask(connection: HTTPConnection, path: str, headers: Mapping[str, str], limits: Limits) -> Answer:
    connection.sock.settimeout(limits.read)
    connection.request("GET", path, headers=dict(headers))
    with connection.getresponse() as response:
        return Answer(path, response.status, response.headers, _body(response, limits.size))


def _body(response: HTTPResponse, limit: int) -> bytes:
    declared = response.length
    too_large = FetchError(f"the answer is larger than the limit of {limit:,} bytes")
    if declared is not None and declared > limit:
        raise too_large
    body = bytearray()
    while (declared is None or len(body) < declared) and (chunk := response.read1(CHUNK)):
        body += chunk
        if len(body) > limit:
            raise too_large
    if declared is not None and len(body) < declared:
        raise PassingError(f"the answer broke off after {len(body):,} of {declared:,} bytes")
    return bytes(body)


@contextmanager
def _cut_after(seconds: float, sock: socket.socket) -> Iterator[Event]:
    """Cut the connection when its time is up: a time-out on each read lets a server drip a byte at a time for ever."""
    late = Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            # Not the shutdown of an encrypted socket, which takes away the object that the other thread reads from.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
        if late.is_set():  # An answer that ends where the connection ends looks whole when it has been cut.
            raise FetchError(f"the answer was not finished after {seconds:g} seconds")
    finally:
        timer.cancel()


def _explained(error: Exception, late: Event, limits: Limits) -> FetchError:
    if late.is_set():
        return FetchError(f"the answer was not finished after {limits.total:g} seconds")
    if isinstance(error, PassingError):
        return error
    if isinstance(error, TimeoutError):
        return PassingError(f"no answer for {limits.read:g} seconds")
    return PassingError(f"the connection broke off ({type(error).__name__}: {str(error)[:100]!r})")
