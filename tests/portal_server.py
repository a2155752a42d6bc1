"""An agenda portal on the local host, with invented content and every kind of failure that a test needs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

COOKIE = "gaest=1"
LISTING = "/api/agenda/udvalgsliste"


def entry(key: str, day: str = "2024-03-19", **more: Any) -> dict[str, Any]:
    """Return a meeting as in the list of bodies."""
    start = f"{day}T17:00:00+01:00"
    return {"Id": key, "Dato": start, "MeetingBeginUtc": start, "Sted": "Rådssalen", "Navn": "Referat"} | {
        "Afsluttet": True,
        "ReleasedDate": None,
        "IsSupplementaryAgenda": False,
        "Moededeltagere": None,
        **more,
    }


def body(name: str, *meetings: Any, key: str = "b-1") -> dict[str, Any]:
    return {"Id": key, "Navn": name, "Moeder": list(meetings)}


def listing(*bodies: Any) -> dict[str, Any]:
    return {"Udvalg": {"Udvalg 2022-2025": list(bodies)}}


def minutes(
    key: str, name: str = "Byrådet", day: str = "2024-03-19", decision: str = "Stien anlægges."
) -> dict[str, Any]:
    """Return a meeting with one item as the portal answers it; the meeting's own Id is all zeros there."""
    html = f"<div id='sagsfremstillingContainer'><h3>Beslutning</h3><span>{decision}</span></div>"
    item = {"Id": "p-1", "Punktnummer": "1", "Navn": "Cykelsti langs Mosevej", "SagsNummer": "24-000117", "Bilag": []}
    return {
        "Id": key,
        "Udvalg": {"Id": "b-1", "Navn": name, "Historisk": False},
        "Moede": entry("00000000-0000-0000-0000-000000000000", day),
        "Dagsordenpunkter": [{**item, "Felter": [{"Navn": "", "Html": html}]}],
    }


@dataclass
class Reply:
    """An answer, and the way it is sent."""

    content: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler, bytes], None] | None = None

    @property
    def bytes(self) -> bytes:
        if isinstance(self.content, bytes):
            return self.content
        return json.dumps(self.content, ensure_ascii=False).encode()


def redirect(location: str) -> Reply:
    return Reply(status=302, headers={"Location": location})


def html(text: str = "Dagsordener og referater - Engby Kommune") -> Reply:
    return Reply(f"<!DOCTYPE html><title>{text}</title>".encode())


def broken_off(content: Any) -> Reply:
    """Announce the full length, and send half."""

    def send(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        _head(handler, len(data))
        handler.wfile.write(data[: len(data) // 2])

    return Reply(content, send=send)


def without_length(content: Any, share: float = 1.0) -> Reply:
    """Send the first part without a length: only the content shows whether it is complete."""

    def send(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        _head(handler, None)
        handler.wfile.write(data[: int(len(data) * share)])

    return Reply(content, send=send)


def dripping(content: Any, interval: float = 0.03) -> Reply:
    """Send the body byte by byte."""

    def send(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        _head(handler, None)
        for byte in data:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(interval)

    return Reply(content, send=send)


def silent(seconds: float) -> Reply:
    return Reply(send=lambda handler, data: time.sleep(seconds))


def raw(sent: bytes) -> Reply:
    return Reply(send=lambda handler, data: handler.wfile.write(sent) and None)


def hung_up() -> Reply:
    return Reply(send=lambda handler, data: None)


def endless() -> Reply:
    def send(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        _head(handler, None)
        while True:
            handler.wfile.write(b" " * 65536)

    return Reply(send=send)


def _head(handler: BaseHTTPRequestHandler, length: int | None) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()


@dataclass
class Portal:
    """Answers by path; several replies to one path are given in order, the last one repeatedly."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    needs_cookie: bool = True
    host: str = ""

    def on(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def lists(self, *bodies: Any) -> None:
        self.on(LISTING, Reply(listing(*bodies)))

    def answers(self, key: str, *replies: Reply) -> None:
        self.on(f"/api/agenda/dagsorden/{key}", *replies)

    def has(self, *keys: str) -> None:
        """List meetings of Byrådet on the days of one month, with an answer for each."""
        days = {key: f"2024-03-{number:02}" for number, key in enumerate(keys, 1)}
        self.lists(body("Byrådet", *(entry(key, day) for key, day in days.items())))
        for key, day in days.items():
            self.answers(key, Reply(minutes(key, day=day)))

    def times(self, key: str) -> int:
        return sum(path.endswith(f"/{key}") for path in self.asked)

    def reply(self, path: str, cookie: str) -> Reply:
        self.asked.append(path)
        if self.needs_cookie and path.startswith("/api/") and COOKIE not in cookie:
            return redirect("/")
        left = self.replies.get(path, [Reply(status=404)])
        return left.pop(0) if len(left) > 1 else left[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def do_GET(self) -> None:
        self.close_connection = True
        self.portal.agents.add(self.headers["User-Agent"])
        reply = self.portal.reply(self.path, self.headers.get("Cookie", ""))
        try:
            self._send(reply)
        except OSError:  # The client has closed the connection, as it should.
            return

    def _send(self, reply: Reply) -> None:
        if reply.send:
            reply.send(self, reply.bytes)
            return
        self.send_response(reply.status)
        self.send_header("Connection", "close")
        for name, value in {"Content-Length": str(len(reply.bytes)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.bytes)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Portal]:
    """Run a portal whose front page sets the anonymous cookie by a redirect, as the real one does."""
    portal = Portal()
    welcome = html()
    welcome.headers["Set-Cookie"] = f"{COOKIE}; path=/; HttpOnly"
    portal.on("/", redirect("/Home/AnonymousAuthentication?callback=%2Fforside"))
    portal.on("/Home/AnonymousAuthentication?callback=%2Fforside", welcome)
    handler = type("Handler", (_Handler,), {"portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    portal.host = f"127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
