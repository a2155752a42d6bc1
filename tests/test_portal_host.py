"""The portal's host: its name, redirects, municipality and system."""

from __future__ import annotations

from pathlib import Path

import pytest

import referat
from referat.fetch.fetch_errors import FetchError, WrongUseError
from referat.fetch.other_systems import describe_host
from referat.fetch.portal_host import Host, municipality_of, parse_host


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dagsordener.Example.DK", Host("https", "dagsordener.example.dk", 443)),
        ("https://dagsordener.example.dk/", Host("https", "dagsordener.example.dk", 443)),
        ("dagsordener.ørby.dk", Host("https", "dagsordener.xn--rby-zna.dk", 443)),
        ("dagsordener.example.dk:8443", Host("https", "dagsordener.example.dk", 8443)),
        ("localhost:8000", Host("http", "localhost", 8000)),
        ("http://[::1]:8000", Host("http", "::1", 8000)),
        ("https://localhost", Host("https", "localhost", 443)),
        ("127.0.0.1.example.dk", Host("https", "127.0.0.1.example.dk", 443)),
    ],
)
def test_a_host_is_asked_over_https_unless_it_is_this_machine(text: str, expected: Host) -> None:
    assert parse_host(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://dagsordener.example.dk",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "dagsordener.example.dk/vis?id=1",
        "bruger@dagsordener.example.dk",
        "dagsordener example.dk",
        "a..dk",
        "example.dk:99999",
        "[::1",
        "exa\r\nmple.dk",
        "../..",
    ],
)
def test_an_invalid_host_name_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUseError):
        parse_host(text)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/b?c=1#d", "/b?c=1"),
        ("b", "/a/b"),
        ("https://example.dk", "/"),
        ("https://EXAMPLE.dk:443/b", "/b"),
        ("/b c", "/b%20c"),
        ("/b%20c", "/b%20c"),
    ],
)
def test_a_redirect_stays_on_the_host(location: str, expected: str) -> None:
    assert Host("https", "example.dk", 443).redirected("/a/x", location) == expected


@pytest.mark.parametrize(
    "location",
    ["http://example.dk/", "https://example.dk:8443/", "//evil.example/", "https://example.dk@evil.example/", "file:/"],
)
def test_a_redirect_to_another_host_port_or_scheme_is_not_followed(location: str) -> None:
    with pytest.raises(FetchError, match="another host"):
        Host("https", "example.dk", 443).redirected("/", location)


@pytest.mark.parametrize(
    ("host", "page", "expected"),
    [
        ("dagsordener.naestved.dk", "", "Næstved"),
        ("dagsorden.vejenkommune.dk", "", "Vejen"),
        ("udvalg.htk.dk", "", "Høje-Taastrup"),
        ("dagsordener.lyngby-taarbaek.dk", "", "Lyngby-Taarbæk"),
        ("dagsordener.example.dk", "<title>Referater | Engby Kommune</title>", "Engby"),
        ("dagsordener.example.dk", "<title>Engby Kommune</title><title>Strandby Kommune</title>", None),
        ("dagsordener.example.dk", "<p>Lavet i Engby Kommune</p>", None),
    ],
)
def test_the_municipality_is_taken_from_the_hosts_name_or_the_title(host: str, page: str, expected: str | None) -> None:
    assert municipality_of(host, page) == expected


@pytest.mark.parametrize(
    ("host", "page", "system"),
    [
        ("www.kk.dk", "", "JSON API"),
        ("apps.aalborgkommune.dk", "", "Aalborg"),
        ("aabendagsorden.example.dk", "", "Åben Dagsorden"),
        ("dagsordener.example.dk", "<li class='meeting-list-item'>", "Meetings+"),
        ("www.hedensted.dk", "", "SBSYS"),
        ("www.frederikssund.dk", "", "Frederikssund"),
        ("www.example.dk", "<a href='/referat?AgendaID=7'>", "eDoc"),
        ("notkk.dk", "<p>Velkommen</p>", "a system that `fetch` does not know"),
    ],
)
def test_another_system_is_named_with_what_to_save(host: str, page: str, system: str) -> None:
    first, second = describe_host(host, page).splitlines()
    assert system in first and host in first
    assert "save" in second.casefold() and "`build`" in second


def test_no_advice_is_to_save_what_is_not_read(tmp_path: Path) -> None:
    """JSON of another system than the portal is refused, with what to save instead."""
    advice = describe_host("www.kk.dk", "").splitlines()[1]
    assert "It does not read that site's JSON" in advice
    (tmp_path / "a.json").write_text('{"jsonapi": {}, "data": [{"type": "node--agenda_element"}]}', encoding="utf-8")
    problems = referat.load(tmp_path).problems
    assert list(problems["code"]) == ["damaged_json"]
    assert "save the pages as HTML or PDF" in problems["message"].iloc[0]
