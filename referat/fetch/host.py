"""The one host that is asked: how it may be written, and where a redirect from it may lead."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import regex as re

from referat.fetch.errors import FetchError, WrongUse

DEFAULT_PORTS = {"http": 80, "https": 443}
URL_MARKS = "!#$%&'()*+,/:;=?@[]~"
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True)
class Host:
    """A scheme, a name and a port; everything is asked of them and of nobody else."""

    scheme: str
    name: str
    port: int

    @property
    def url(self) -> str:
        """Return the address of the front page without its slash, as in `https://dagsordener.example.dk`."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{name}{port}"

    def connection(self, timeout: float) -> HTTPConnection:
        """Return a connection that is not open yet; over https the certificate must be right."""
        if self.scheme == "http":
            return HTTPConnection(self.name, self.port, timeout=timeout)
        return HTTPSConnection(self.name, self.port, timeout=timeout, context=ssl.create_default_context())

    def redirected(self, path: str, location: str) -> str:
        """Return the path that a redirect from `path` leads to, if it stays on this host and on its scheme."""
        try:
            target = urlsplit(urljoin(self.url + path, location))
            stays = _origin(target) == (self.scheme, self.name, self.port)
        except ValueError as error:
            raise FetchError(f"redirects to what is no address ({location[:100]!r})") from error
        if not stays:
            raise FetchError(f"redirects to another host ({target.scheme}://{target.netloc[:100]!r}), not followed")
        query = f"?{target.query}" if target.query else ""
        return quote((target.path or "/") + query, safe=URL_MARKS)


def parse_host(text: str) -> Host:
    """Return the host that a user named: https for all names, plain http for this machine (loopback) alone.

    Raises
    ------
    WrongUse
        The text is no host name, carries more than one (a path, a user), or asks for http somewhere else.
    """
    try:
        given = urlsplit(text if "://" in text else f"//{text}")
        name, port = _ascii(given.hostname or ""), given.port
    except ValueError as error:
        raise WrongUse(f"{text!r} is no host name") from error
    extra = given.path.strip("/") or given.query or given.fragment or "@" in given.netloc
    if extra or not text.isprintable() or not _is_name(name):
        raise WrongUse(f"{text!r} is no host name; give one such as dagsordener.example.dk")
    scheme = given.scheme or ("http" if _is_loopback(name) else "https")
    if scheme not in DEFAULT_PORTS or (scheme == "http" and not _is_loopback(name)):
        raise WrongUse(f"{text!r}: hosts other than this machine are asked over https only")
    return Host(scheme, name, DEFAULT_PORTS[scheme] if port is None else port)


def _origin(address: SplitResult) -> tuple[str, str | None, int | None]:
    port = DEFAULT_PORTS.get(address.scheme) if address.port is None else address.port
    return address.scheme, address.hostname, port


def _ascii(name: str) -> str:
    """Return a name with Danish letters as name servers know it."""
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _is_name(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return _NAME.fullmatch(name) is not None
    return True


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
