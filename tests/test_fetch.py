"""Fetching, against a portal on loopback that misbehaves in all the ways a portal can."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import portal_server as server
import pytest
from portal_server import LISTING, Portal, Reply, body, entry, minutes

from referat.fetch import Fetched, FetchError, Limits, WrongUse, client, command, fetch
from referat.fetch.client import Client
from referat.fetch.errors import ComeBackLaterError, PassingError
from referat.fetch.host import Host, parse_host
from referat.fetch.store import save
from referat.vocabulary import slug

FAST = Limits(connect=1, read=0.3, total=0.5, size=20_000)
Run = Callable[..., Fetched]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with server.running() as running:
        yield running


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def run(portal: Portal, tmp_path: Path, lines: list[str]) -> Run:
    """Fetch from the portal without pauses."""

    def run(**more: Any) -> Fetched:
        return fetch(portal.host, tmp_path, **{"pause": 0, "limits": FAST, "report": lines.append, **more})

    return run


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# What is downloaded


def test_minutes_are_saved_in_the_portals_own_bytes(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    fetched = run()
    assert names(tmp_path) == ["byraadet-2024-03-01-m1.json"]
    assert fetched.downloaded == [tmp_path / "byraadet-2024-03-01-m1.json"]
    assert fetched.downloaded[0].read_bytes() == Reply(minutes("m1", day="2024-03-01")).bytes
    assert fetched.summary() == "1 downloaded, 0 skipped, 0 failed"


def test_the_front_page_is_asked_first_and_its_cookie_goes_with_the_rest(portal: Portal, run: Run) -> None:
    portal.has("m1")
    run()
    assert portal.asked == [
        "/",
        "/Home/AnonymousAuthentication?callback=%2Fforside",
        LISTING,
        "/api/agenda/dagsorden/m1",
    ]


def test_the_user_agent_names_the_program_and_its_version(portal: Portal, run: Run) -> None:
    portal.has("m1")
    run()
    assert len(portal.agents) == 1
    assert next(iter(portal.agents)).startswith("referat/0.")


@pytest.mark.parametrize(
    ("listed", "is_fetched"),
    [
        ({"Navn": "Referat", "Afsluttet": True}, True),
        ({"Navn": "Lukket referat", "Afsluttet": False}, True),
        ({"Navn": "Referat 1. behandling budget", "Afsluttet": False}, True),
        ({"Navn": "Ekstraordinær dagsorden", "Afsluttet": True}, True),
        ({"Navn": "Dagsorden", "Afsluttet": False}, False),
        ({"Navn": "Tillægsdagsorden", "Afsluttet": False}, False),
        ({"Navn": None, "Afsluttet": None}, False),
    ],
)
def test_a_meeting_without_minutes_is_skipped_and_named(
    portal: Portal, run: Run, lines: list[str], listed: dict[str, Any], is_fetched: bool
) -> None:
    portal.lists(body("Byrådet", entry("m1", **listed)))
    portal.answers("m1", Reply(minutes("m1")))
    fetched = run()
    assert len(fetched.downloaded) == is_fetched
    assert ("skipped byraadet-2024-03-19-m1.json: without minutes yet" in lines) is not is_fetched


def test_only_meetings_of_the_period_are_asked_for_with_both_its_ends(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1", "m2", "m3", "m4")
    run(since=date(2024, 3, 2), until=date(2024, 3, 3))
    assert names(tmp_path) == ["byraadet-2024-03-02-m2.json", "byraadet-2024-03-03-m3.json"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("BYRÅDET", ["m1"]),
        ("byra\u030adet", ["m1"]),  # the letter å as some keyboards give it: an a and a ring
        ("vejudvalget", ["m3", "m2"]),
        ("Vejudvalget 2018-2021", ["m3"]),
    ],
)
def test_a_body_is_found_whatever_its_case_and_in_full_before_in_part(
    portal: Portal, run: Run, asked: str, expected: list[str]
) -> None:
    portal.has("m1", "m2", "m3", "m4")
    portal.lists(
        body("Byrådet", entry("m1")),
        body("Ungebyrådet", entry("m4")),
        body("Vejudvalget 2022-2025", entry("m2")),
        body("Vejudvalget 2018-2021", entry("m3")),
    )
    assert [path.stem[-2:] for path in run(body=asked).downloaded] == expected


def test_a_body_that_does_not_exist_is_answered_with_those_that_do(portal: Portal, run: Run) -> None:
    portal.lists(body("Byrådet", entry("m1")), body("Havneudvalget", entry("m2")))
    with pytest.raises(WrongUse, match="Byrådet; Havneudvalget"):
        run(body="Rådet for Fyrtårne")


def test_a_meeting_listed_under_two_terms_is_downloaded_once(portal: Portal, run: Run) -> None:
    portal.has("m1")
    twice = {"Udvalg 2018-2021": [body("Byrådet", entry("m1"))], "Udvalg 2022-2025": [body("Byrådet", entry("M1"))]}
    portal.on(LISTING, Reply({"Udvalg": twice}))
    fetched = run()
    assert (len(fetched.downloaded), fetched.failed) == (1, [])
    assert portal.times("m1") == 1


def test_a_pdf_is_saved_beside_the_json(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    portal.on("/vis/pdf/dagsorden/m1/?redirectDirectlyToPdf=false", Reply(b"%PDF-1.7\n...\n%%EOF\n"))
    run(pdf=True)
    assert names(tmp_path) == ["byraadet-2024-03-01-m1.json", "byraadet-2024-03-01-m1.pdf"]


def test_the_pdf_behind_a_viewer_page_is_found(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    portal.on("/vis/pdf/dagsorden/m1/?redirectDirectlyToPdf=false", server.html("Dokumentvisning"))
    portal.on("/pdf/GetDagsorden/m1", Reply(b"%PDF-1.7\n...\n%%EOF\n"))
    run(pdf=True)
    assert (tmp_path / "byraadet-2024-03-01-m1.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n half of it", b"no document", b""])
def test_what_is_no_whole_pdf_fails_and_the_json_stays(portal: Portal, run: Run, content: bytes) -> None:
    portal.has("m1")
    portal.on("/vis/pdf/dagsorden/m1/?redirectDirectlyToPdf=false", Reply(content))
    fetched = run(pdf=True)
    assert [path.suffix for path in fetched.downloaded] == [".json"]
    assert [name for name, _ in fetched.failed] == ["byraadet-2024-03-01-m1.pdf"]


# Going on after a break


def test_what_is_already_here_is_skipped_and_named(portal: Portal, run: Run, lines: list[str]) -> None:
    portal.has("m1", "m2")
    run(until=date(2024, 3, 1))
    fetched = run()
    assert [path.name for path in fetched.downloaded] == ["byraadet-2024-03-02-m2.json"]
    assert fetched.summary() == "1 downloaded, 1 skipped (1 already here), 0 failed"
    assert "skipped byraadet-2024-03-01-m1.json: already here" in lines
    assert portal.times("m1") == 1


def test_a_broken_file_is_downloaded_again(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    (tmp_path / "byraadet-2024-03-01-m1.json").write_text('{"Id": "m1", "Dagsordenpun', encoding="utf-8")
    assert len(run().downloaded) == 1
    assert json.loads((tmp_path / "byraadet-2024-03-01-m1.json").read_bytes()) == minutes("m1", day="2024-03-01")


def test_an_interrupted_run_leaves_whole_files_and_the_next_one_goes_on(
    portal: Portal, run: Run, tmp_path: Path
) -> None:
    portal.has("m1", "m2", "m3")

    def stop(line: str) -> None:
        if "m2" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(report=stop)
    assert names(tmp_path) == ["byraadet-2024-03-01-m1.json", "byraadet-2024-03-02-m2.json"]
    assert [path.name for path in run().downloaded] == ["byraadet-2024-03-03-m3.json"]


def test_a_reader_of_the_old_file_never_sees_a_mixture(tmp_path: Path) -> None:
    save(tmp_path / "a.json", b"old content")
    with (tmp_path / "a.json").open("rb") as reader:
        save(tmp_path / "a.json", b"new")
        assert reader.read() == b"old content"
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_a_file_that_cannot_be_written_in_full_is_not_there_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    (tmp_path / "old.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OSError, match="no space"):
        save(tmp_path / "old.json", b'{"new": 1}')
    assert names(tmp_path) == ["old.json"]
    assert (tmp_path / "old.json").read_text(encoding="utf-8") == "{}"


# Trouble that passes


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(status=500),
        Reply(status=503),
        Reply(status=429, headers={"Retry-After": "0"}),
        server.broken_off(minutes("m1")),
        server.without_length(minutes("m1"), share=0.5),
        server.hung_up(),
        server.silent(0.6),
        server.redirect("/"),
        Reply(b""),
    ],
    ids=["500", "503", "429", "broken-off", "half-without-length", "hung-up", "silent", "cookie-lost", "empty"],
)
def test_trouble_that_passes_is_overcome_by_asking_again(portal: Portal, run: Run, trouble: Reply) -> None:
    portal.has("m1")
    portal.answers("m1", trouble, Reply(minutes("m1")))
    fetched = run()
    assert len(fetched.downloaded) == 1
    assert fetched.failed == []
    assert portal.times("m1") == 2


def test_an_answer_without_its_length_is_taken_when_it_is_whole(portal: Portal, run: Run) -> None:
    portal.has("m1")
    portal.answers("m1", server.without_length(minutes("m1")))
    assert len(run().downloaded) == 1


def test_trouble_that_stays_is_given_up_after_some_tries(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1", "m2")
    portal.answers("m1", Reply(status=500))
    fetched = run()
    assert portal.times("m1") == client.TRIES
    assert fetched.failed == [
        ("byraadet-2024-03-01-m1.json", "the host answers 500 Internal Server Error; asked 4 times")
    ]
    assert names(tmp_path) == ["byraadet-2024-03-02-m2.json"]


# Trouble that stays: one line, and the rest goes on

BYTES = b'{"Udvalg": {"Navn": "Byr\xe5det"'


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Reply(status=404), "404 Not Found"),
        (Reply(status=403), "403 Forbidden"),
        (server.dripping(minutes("m1")), "not finished after 0.5 seconds"),
        (server.dripping(minutes("m1"), head=False), "not finished after 0.5 seconds"),
        (Reply(b" " * 30_000), "larger than the limit of 20,000 bytes"),
        (server.endless(), "larger than the limit of 20,000 bytes"),
        (server.html(), "web page, not JSON"),
        (Reply({}), "'Udvalg' is missing"),
        (Reply([]), "'Udvalg' is missing"),
        (Reply({**minutes("m1"), "Udvalg": {"Navn": None}}), "'Navn' is missing"),
        (Reply({**minutes("m1"), "Moede": {"Dato": "i morgen"}}), "'i morgen' is no date"),
        (Reply({**minutes("m1"), "Dagsordenpunkter": None}), "'Dagsordenpunkter' is missing"),
        (Reply({**minutes("m1"), "Dagsordenpunkter": ["1"]}), "is no item"),
        (Reply(b"[" * 19_000), "nested too deep"),
        (Reply(BYTES), "no whole JSON"),
        (Reply(minutes("m1"), headers={"Content-Encoding": "br"}), "not asked for ('br')"),
        (server.redirect("http://127.0.0.2/api"), "another host (http://'127.0.0.2'), not followed"),
        (server.redirect("https://127.0.0.1/api"), "another host"),
        (server.redirect("//dagsordener.example.dk/"), "another host"),
        (server.redirect("http://[/"), "what is no address"),
        (server.redirect("/api/agenda/dagsorden/m1"), "redirected more than 5 times"),
        (server.raw(b"\x1b[2J nonsense\r\n\r\n"), r"BadStatusLine: '\x1b[2J nonsense\r\n'"),
        (server.raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200), "got more than 100 headers"),
        (server.redirect("/vis\u00e6re?a=1"), "404"),
    ],
)
def test_trouble_with_one_meeting_is_said_in_a_line_and_the_rest_goes_on(
    portal: Portal, run: Run, tmp_path: Path, lines: list[str], trouble: Reply, why: str
) -> None:
    portal.has("m1", "m2")
    portal.answers("m1", trouble)
    fetched = run()
    assert [name for name, _ in fetched.failed] == ["byraadet-2024-03-01-m1.json"]
    assert why in fetched.failed[0][1]
    assert f"failed byraadet-2024-03-01-m1.json: {fetched.failed[0][1]}" in lines
    assert names(tmp_path) == ["byraadet-2024-03-02-m2.json"]


def test_a_portal_that_keeps_sending_us_to_its_front_page_is_explained(portal: Portal, run: Run) -> None:
    portal.has("m1")
    portal.on("/", server.html())
    with pytest.raises(FetchError, match="sends us back to /: the anonymous cookie"):
        run()


def test_a_circle_of_redirects_through_the_front_page_is_explained(portal: Portal, run: Run, lines: list[str]) -> None:
    portal.has("m1")
    portal.on("/", server.redirect("/"))
    with pytest.raises(FetchError, match=r"redirected more than 5 times, at last to /; .* anonymous cookie"):
        run()
    assert lines[0].startswith("the front page gave no cookie: ")


def test_a_portal_without_a_front_page_may_answer_all_the_same(portal: Portal, run: Run, lines: list[str]) -> None:
    portal.has("m1")
    portal.needs_cookie = False
    portal.on("/", Reply(status=404))
    assert len(run().downloaded) == 1
    assert lines[0] == "the front page gave no cookie: the host answers 404 Not Found"


@pytest.mark.parametrize("content", [{"Udvalg": []}, {}, None, [1]])
def test_a_list_of_another_shape_ends_the_run(portal: Portal, run: Run, content: Any) -> None:
    portal.on(LISTING, Reply(content))
    with pytest.raises(FetchError, match="'Udvalg' is missing or not of the usual kind"):
        run()


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        (body("Havneudvalget", entry("m9", day="snart")), "'snartT17:0"),
        (body("Havneudvalget", entry("../../m9")), "'../../m9' is no Id"),
        (body("Havneudvalget", {**entry("m9"), "Id": None}), "'Id' is missing"),
        (body("Havneudvalget", "m9"), "'Id' is missing"),
        ({"Moeder": []}, "'Navn' is missing"),
        ({"Navn": "Havneudvalget", "Moeder": "ingen"}, "'Moeder' is missing"),
        (None, "'Navn' is missing"),
    ],
)
def test_an_odd_entry_of_the_list_is_counted_and_the_others_go_on(portal: Portal, run: Run, odd: Any, why: str) -> None:
    portal.has("m1")
    portal.lists(odd, body("Byrådet", entry("m1")), {"Navn": "Hegnsyn", "Moeder": None})
    fetched = run()
    assert len(fetched.downloaded) == 1
    assert [name for name, _ in fetched.failed] == ["the list of meetings"]
    assert why in fetched.failed[0][1]


# Being polite


def polite(portal: Portal, pauses: list[float]) -> Client:
    return Client(parse_host(portal.host), pause=2.0, limits=FAST, sleep=pauses.append)


def test_there_is_a_pause_before_each_request_but_the_first(portal: Portal) -> None:
    pauses: list[float] = []
    asking = polite(portal, pauses)
    for _ in range(3):
        asking.get("/", lambda answer: None)
    assert pauses == [0, 2, 2]


def test_pauses_double_from_failure_to_failure_and_outlast_the_last(portal: Portal) -> None:
    portal.on("/x", Reply(status=500))
    pauses: list[float] = []
    asking = polite(portal, pauses)
    with pytest.raises(PassingError):
        asking.get("/x", lambda answer: None)
    asking.get("/", lambda answer: None)
    assert pauses == [0, 2, 4, 8, 16]


@pytest.mark.parametrize(
    ("header", "least", "most"), [("7", 7, 7), ("1", 2, 2), ("om lidt", 2, 2), ("in-30-seconds", 25, 30)]
)
def test_the_host_may_name_a_longer_pause(portal: Portal, header: str, least: float, most: float) -> None:
    if header == "in-30-seconds":
        header = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    portal.on("/x", Reply(status=429, headers={"Retry-After": header}), Reply(b"{}"))
    pauses: list[float] = []
    polite(portal, pauses).get("/x", lambda answer: None)
    assert least <= pauses[1] <= most


def test_a_host_that_asks_for_an_hour_is_left_alone_at_once(portal: Portal, run: Run) -> None:
    portal.has("m1", "m2", "m3")
    portal.answers("m1", Reply(status=503, headers={"Retry-After": "3600"}))
    fetched = run()
    assert [why for _, why in fetched.failed] == ["the host asks for a wait of 3,600 seconds"]
    assert fetched.summary().startswith("0 downloaded, 2 skipped (2 not asked for any more), 1 failed\n")
    assert (portal.times("m1"), portal.times("m2")) == (1, 0)


def test_a_host_that_asks_for_an_hour_at_the_door_is_asked_nothing_more(portal: Portal, run: Run) -> None:
    portal.on("/", Reply(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(ComeBackLaterError):
        run()
    assert portal.asked == ["/"]


def test_a_host_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"no connection to http://127\.0\.0\.1:1 \("):
        fetch("127.0.0.1:1", tmp_path, pause=0)


def test_a_client_accepts_a_date_without_a_zone() -> None:
    headers = Message()
    headers["Retry-After"] = "Tue, 01 Mar 2022 00:00:00 -0000"
    assert client._retry_after(headers) == 0


def test_too_long_a_wait_is_an_error_of_its_own(portal: Portal) -> None:
    portal.on("/x", Reply(status=429, headers={"Retry-After": "99999999999999999999"}))
    with pytest.raises(ComeBackLaterError):
        polite(portal, []).get("/x", lambda answer: None)


def test_an_answer_shorter_than_announced_is_not_taken_for_whole(portal: Portal) -> None:
    portal.on("/x", server.broken_off(b"x" * 1000))
    with pytest.raises(PassingError, match="broke off after 500 of 1,000 bytes"):
        polite(portal, []).get("/x", lambda answer: None)


def test_an_answer_announced_as_too_large_is_not_read_at_all(portal: Portal) -> None:
    portal.on("/x", Reply(b"x", headers={"Content-Length": "1000000000000"}))
    with pytest.raises(FetchError, match="larger than the limit of 20,000 bytes"):
        polite(portal, []).get("/x", lambda answer: None)


# Hosts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dagsordener.example.dk", Host("https", "dagsordener.example.dk", 443)),
        ("Dagsordener.Example.DK", Host("https", "dagsordener.example.dk", 443)),
        ("https://dagsordener.example.dk/", Host("https", "dagsordener.example.dk", 443)),
        ("dagsordener.ørby.dk", Host("https", "dagsordener.xn--rby-zna.dk", 443)),
        ("dagsordener.example.dk:8443", Host("https", "dagsordener.example.dk", 8443)),
        ("127.0.0.1:8000", Host("http", "127.0.0.1", 8000)),
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
        "-x.dk",
        "a..dk",
        "example.dk:port",
        "example.dk:99999",
        "[::1",
        "exa\r\nmple.dk",
        "../..",
    ],
)
def test_what_is_no_host_name_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse):
        parse_host(text)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/b?c=1#d", "/b?c=1"),
        ("b", "/a/b"),
        ("?c=1", "/a/x?c=1"),
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
    [
        "http://example.dk/",
        "https://example.dk:8443/",
        "//evil.example/",
        "https://example.dk@evil.example/",
        "file:///",
    ],
)
def test_a_redirect_to_another_host_port_or_scheme_is_not_followed(location: str) -> None:
    with pytest.raises(FetchError, match="another host"):
        Host("https", "example.dk", 443).redirected("/", location)


# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Miljø- og Vejudvalget", "miljoe-og-vejudvalget"),
        ("Byråd 2022-2025", "byraad-2022-2025"),
        ("Byra\u030ad", "byraad"),
        ("Café-udvalget (lukket)", "cafe-udvalget-lukket"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\", "c-windows"),
        ("a\x00b\n\x1b[2J", "a-b-2j"),
        ("…", ""),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_slug_is_made_of_letters_digits_and_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["../../udenfor", "/etc/cron.d/x", "..", "", "\x1b[31mRød", "a" * 4000])
def test_a_hostile_name_never_leaves_the_folder(portal: Portal, tmp_path: Path, lines: list[str], name: str) -> None:
    portal.lists(body(name, entry("m1"), entry("intet id")))
    portal.answers("m1", Reply(minutes("m1", name)))
    out = tmp_path / "ind" / "i"
    fetched = fetch(portal.host, out, pause=0, report=lines.append)
    assert [path.parent for path in fetched.downloaded] == [out]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == fetched.downloaded
    assert all(line.isprintable() for line in lines)


# The command


def command_line(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pauses, which have tests of their own."""
    monkeypatch.setattr(command, "fetch", partial(fetch, pause=0))


@pytest.mark.usefixtures("hurried")
def test_the_command_says_what_it_did_and_ends_with_0(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.has("m1", "m2")
    assert command_line(portal.host, "--until", "2024-03-01", "-o", str(tmp_path)) == 0
    assert command_line(portal.host, "--body", "byrådet", "-o", str(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 downloaded, 1 skipped (1 already here), 0 failed"


@pytest.mark.usefixtures("hurried")
def test_the_command_ends_with_1_when_something_failed(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.has("m1", "m2")
    portal.answers("m1", Reply(status=404))
    assert command_line(portal.host, "-o", str(tmp_path)) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "1 downloaded, 0 skipped, 1 failed",
        "  byraadet-2024-03-01-m1.json: the host answers 404 Not Found",
    ]


@pytest.mark.usefixtures("hurried")
def test_the_command_ends_with_1_and_a_line_when_there_is_no_list(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.on(LISTING, Reply(status=404))
    assert command_line(portal.host, "-o", str(tmp_path)) == 1
    assert capsys.readouterr().err == "referat fetch: the host answers 404 Not Found\n"


@pytest.mark.usefixtures("hurried")
def test_the_command_ends_with_1_when_the_folder_cannot_be_made(portal: Portal, tmp_path: Path) -> None:
    portal.lists()
    (tmp_path / "fil").touch()
    assert command_line(portal.host, "-o", str(tmp_path / "fil" / "raw")) == 1


@pytest.mark.parametrize(
    "arguments",
    [["http://dagsordener.example.dk"], ["no host"], ["example.dk", "--since", "2024-02-01", "--until", "2024-01-01"]],
)
def test_wrong_use_ends_with_2_and_a_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line(*arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("text", ["31-01-2024", "2024-13-01", "i går"])
def test_a_bad_date_ends_with_2(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line("example.dk", "--since", text)
    assert ended.value.code == 2
    assert "write it as 2024-01-31" in capsys.readouterr().err


def test_an_interrupted_command_says_that_it_can_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*given: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "fetch", interrupted)
    assert command_line("example.dk") == 130
    assert "goes on from here" in capsys.readouterr().err
