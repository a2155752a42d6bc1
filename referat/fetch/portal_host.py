"""The host of a portal: validation of its name, redirects, and its municipality."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import unescape
from ipaddress import ip_address
from itertools import product
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import regex as re

from referat.fetch.fetch_errors import FetchError, WrongUseError
from referat.vocabulary import load

DEFAULT_PORTS = {"http": 80, "https": 443}
URL_MARKS = "!#$%&'()*+,/:;=?@[]~"
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})</title", re.IGNORECASE)
_MUNICIPALITY = re.compile(r"\b(\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) Kommune\b")


@dataclass(frozen=True)
class Host:
    """A scheme, a name and a port; redirects to another one are not followed."""

    scheme: str
    name: str
    port: int

    @property
    def address(self) -> str:
        """Return the name, with the port if it is not the default one."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port == DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address of the front page without its slash, as in `https://dagsordener.example.dk`."""
        return f"{self.scheme}://{self.address}"

    def redirected(self, path: str, location: str) -> str:
        """Return the path that a redirect from `path` leads to.

        Raises
        ------
        FetchError
            If it leads to another host, port or scheme, or is invalid.
        """
        try:
            target = urlsplit(urljoin(self.url + path, location))
            is_same = _origin(target) == (self.scheme, self.name, self.port)
        except ValueError as error:
            raise FetchError(f"the host redirects to {location[:100]!r}, which is no address") from error
        if not is_same:
            raise FetchError(
                f"the host redirects to {target.scheme}://{target.netloc[:100]}, another host; not followed"
            )
        query = f"?{target.query}" if target.query else ""
        return quote((target.path or "/") + query, safe=URL_MARKS)


def parse_host(text: str) -> Host:
    """Parse a host name: https for all names, plain http for the local host (loopback) only.

    Raises
    ------
    WrongUseError
        If the text is not a host name, has more than one (a path, a user), or has http for another host.
    """
    try:
        given = urlsplit(text if "://" in text else f"//{text}")
        name, port = _ascii(given.hostname or ""), given.port
    except ValueError as error:
        raise WrongUseError(f"{text!r} is no host name") from error
    extra = given.path.strip("/") or given.query or given.fragment or "@" in given.netloc
    if extra or not text.isprintable() or not _is_name(name):
        raise WrongUseError(f"{text!r} is no host name; give the host alone, such as dagsordener.example.dk")
    scheme = given.scheme or ("http" if is_loopback(name) else "https")
    if scheme not in DEFAULT_PORTS or (scheme == "http" and not is_loopback(name)):
        raise WrongUseError(f"{text!r}: hosts other than this machine are asked over https only")
    return Host(scheme, name, DEFAULT_PORTS[scheme] if port is None else port)


def municipality_of(host: str, page: str) -> str | None:
    """Return the municipality in a host's name or in the title of its front page; None if neither has one."""
    label = host.removesuffix(".dk").rpartition(".")[2]
    titles = [unescape(title) for title in _TITLE.findall(page)]
    names = {name for title in titles for name in _MUNICIPALITY.findall(title)}
    return _by_label().get(label) or (names.pop() if len(names) == 1 else None)


@cache
def _by_label() -> dict[str, str]:
    """Return the municipality of each possible label of a host's name: `naestved`, `vejenkommune`, `htk`."""
    vocabulary = load("municipalities")
    labels: dict[str, str] = dict(vocabulary["short"])
    for name in vocabulary["names"]:
        for spelling in product(("oe", "o"), ("ae", "a"), ("aa", "a")):
            label = name.casefold()
            for letter, ascii_letters in zip("øæå", spelling, strict=True):
                label = label.replace(letter, ascii_letters)
            for base in (label, label.replace("-", "")):
                labels |= {base: name, f"{base}kommune": name, f"{base}-kommune": name}
    return labels


def is_loopback(name: str) -> bool:
    """Return whether a name is a loopback name."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _origin(address: SplitResult) -> tuple[str, str | None, int | None]:
    port = DEFAULT_PORTS.get(address.scheme) if address.port is None else address.port
    return address.scheme, address.hostname, port


def _ascii(name: str) -> str:
    """Return a name with Danish letters as used in domain names."""
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _is_name(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return _NAME.fullmatch(name) is not None
    return True
