"""Fetching from a portal on the local host with every kind of failure."""

from __future__ import annotations

import gzip
import json
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import portal_server as server
import pytest
import requests
from portal_server import LISTING, Portal, Reply, body, entry, minutes
from urllib3.exceptions import MaxRetryError, SSLError

from referat.cli.main import main
from referat.fetch import download, http_session
from referat.fetch.download import FetchResult, fetch
from referat.fetch.fetch_errors import FetchError, LeaveAloneError, WrongUseError
from referat.fetch.http_session import Limits, PortalSession
from referat.fetch.portal_host import parse_host
from referat.fetch.portal_list import save
from referat.vocabulary import slug

FAST = Limits(connect=1, read=0.3, total=0.5, size=20_000)
JSON, PDF = "byraadet-2024-03-01-m1.json", "byraadet-2024-03-01-m1.pdf"
Run = Callable[..., FetchResult]


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
    return partial(fetch, portal.host, tmp_path, pause=0, limits=FAST, report=lines.append)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "_portal.json")


# Downloads


def test_minutes_are_saved_in_the_portals_own_bytes(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    result = run()
    assert result.downloaded == [tmp_path / JSON]
    assert result.downloaded[0].read_bytes() == Reply(minutes("m1", day="2024-03-01")).bytes
    assert result.summary() == "1 downloaded, 0 skipped, 0 failed"


def test_the_front_page_is_asked_first_and_its_cookie_goes_with_the_rest(portal: Portal, run: Run) -> None:
    portal.has("m1")
    run()
    front = ["/", "/Home/AnonymousAuthentication?callback=%2Fforside"]
    assert portal.asked == [*front, LISTING, "/api/agenda/dagsorden/m1"]
    assert [agent.split("/")[0] for agent in portal.agents] == ["referat"]


@pytest.mark.parametrize(
    ("listed", "is_fetched"),
    [
        ({"Navn": "Referat", "Afsluttet": True}, True),
        ({"Navn": "Lukket referat", "Afsluttet": False}, True),
        ({"Navn": "Ekstraordinær dagsorden", "Afsluttet": True}, True),
        ({"Navn": "Dagsorden", "Afsluttet": False}, False),
        ({"Navn": "Tillægsdagsorden", "Afsluttet": False}, False),
        ({"Navn": None, "Afsluttet": None}, False),
    ],
)
def test_a_meeting_without_minutes_is_fetched_on_request_only(
    portal: Portal, run: Run, lines: list[str], listed: dict[str, Any], is_fetched: bool
) -> None:
    portal.lists(body("Byrådet", entry("m1", **listed)))
    portal.answers("m1", Reply(minutes("m1")))
    assert len(run().downloaded) == is_fetched
    assert ("skipped byraadet-2024-03-19-m1.json: without minutes yet" in lines) is not is_fetched
    assert len(run(agendas=True).downloaded) == 1 - is_fetched


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
def test_a_body_is_chosen_in_any_case_and_in_full_before_in_part(
    portal: Portal, run: Run, asked: str, expected: list[str]
) -> None:
    portal.has("m1", "m2", "m3", "m4")
    bodies = {"Byrådet": "m1", "Ungebyrådet": "m4", "Vejudvalget 2022-2025": "m2", "Vejudvalget 2018-2021": "m3"}
    portal.lists(*(body(name, entry(key)) for name, key in bodies.items()))
    assert [path.stem[-2:] for path in run(body=asked).downloaded] == expected


def test_a_body_that_does_not_exist_is_answered_with_those_that_do(portal: Portal, run: Run) -> None:
    portal.lists(body("Byrådet", entry("m1")), body("Havneudvalget", entry("m2")))
    with pytest.raises(WrongUseError, match="Byrådet; Havneudvalget"):
        run(body="Rådet for Fyrtårne")


def test_a_joint_meeting_is_downloaded_once_whichever_of_its_bodies_is_asked_for(portal: Portal, run: Run) -> None:
    portal.lists(body("Vejudvalget", entry("m1"), key="v"), body("Byrådet", entry("M1"), key="b"))
    portal.answers("m1", Reply(minutes("m1")))
    assert len(run(body="byrådet").downloaded) == 1
    assert run(body="vejudvalget").summary() == "0 downloaded, 1 skipped (1 already here), 0 failed"


def test_a_pdf_is_saved_next_to_the_json(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    portal.on("/vis/pdf/dagsorden/m1/?redirectDirectlyToPdf=false", server.html("Dokumentvisning"))
    portal.on("/pdf/GetDagsorden/m1", Reply(b"%PDF-1.7\n...\n%%EOF\n"))
    run(pdf=True)
    assert names(tmp_path) == [JSON, PDF]
    assert run(pdf=True).summary() == "0 downloaded, 2 skipped (2 already here), 0 failed"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n half of it", b"no document", b""])
def test_an_incomplete_pdf_fails_and_the_json_is_kept(portal: Portal, run: Run, content: bytes) -> None:
    portal.has("m1")
    portal.on("/vis/pdf/dagsorden/m1/?redirectDirectlyToPdf=false", Reply(content))
    result = run(pdf=True)
    assert [path.name for path in result.downloaded] == [JSON]
    assert [name for name, _ in result.failed] == [PDF]


# Continuing after an interruption


def test_a_broken_file_is_downloaded_again(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1")
    run()
    (tmp_path / JSON).write_text('{"Id": "m1", "Dagsordenpun', encoding="utf-8")
    assert [path.name for path in run().downloaded] == [JSON]
    assert json.loads((tmp_path / JSON).read_bytes()) == minutes("m1", day="2024-03-01")


def test_an_interrupted_run_leaves_whole_files_and_the_next_one_continues(
    portal: Portal, run: Run, tmp_path: Path
) -> None:
    portal.has("m1", "m2", "m3")

    def stop(line: str) -> None:
        if "m2" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(report=stop)
    assert names(tmp_path) == [JSON, "byraadet-2024-03-02-m2.json"]
    result = run()
    assert [path.name for path in result.downloaded] == ["byraadet-2024-03-03-m3.json"]
    assert result.summary() == "1 downloaded, 2 skipped (2 already here), 0 failed"


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


# Temporary failures


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(status=500),
        Reply(status=429, headers={"Retry-After": "0"}),
        server.broken_off(minutes("m1")),
        server.without_length(minutes("m1"), share=0.5),
        server.hung_up(),
        server.silent(0.6),
        server.redirect("/"),
        Reply(b""),
    ],
    ids=["500", "429", "broken-off", "half-without-length", "hung-up", "silent", "cookie-lost", "empty"],
)
def test_a_temporary_failure_is_retried(portal: Portal, run: Run, trouble: Reply) -> None:
    portal.has("m1")
    portal.answers("m1", trouble, Reply(minutes("m1")))
    assert run().summary() == "1 downloaded, 0 skipped, 0 failed"
    assert portal.times("m1") == 2


@pytest.mark.parametrize(
    "reply",
    [
        server.without_length(minutes("m1")),
        Reply(gzip.compress(Reply(minutes("m1")).bytes), headers={"Content-Encoding": "gzip"}),
    ],
    ids=["without-length", "compressed"],
)
def test_a_whole_answer_is_taken_however_it_is_sent(portal: Portal, run: Run, reply: Reply) -> None:
    portal.has("m1")
    portal.answers("m1", reply)
    assert run().downloaded[0].read_bytes() == Reply(minutes("m1")).bytes


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Reply(status=500), "the host answers 500 Internal Server Error; asked 4 times"),
        (server.silent(0.6), "no answer for 0.3 seconds; asked 4 times"),
        (server.broken_off(minutes("m1")), "asked 4 times"),
    ],
)
def test_a_permanent_failure_is_given_up_after_some_tries(portal: Portal, run: Run, trouble: Reply, why: str) -> None:
    portal.has("m1", "m2")
    portal.answers("m1", trouble)
    result = run()
    assert portal.times("m1") == http_session.TRIES
    assert [name for name, reason in result.failed if why in reason] == [JSON]
    assert len(result.downloaded) == 1


# Permanent failures: one line, and the others continue


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Reply(status=404), "404 Not Found"),
        (server.dripping(minutes("m1")), "not finished after 0.5 seconds"),
        (Reply(b" " * 30_000), "larger than the limit of 20,000 bytes"),
        (Reply(gzip.compress(b" " * 30_000), headers={"Content-Encoding": "gzip"}), "larger than the limit"),
        (Reply(b"x", headers={"Content-Length": "1000000000000"}), "larger than the limit"),
        (server.endless(), "larger than the limit of 20,000 bytes"),
        (server.html(), "web page, not JSON"),
        (Reply([]), "'Udvalg' is missing"),
        (Reply({**minutes("m1"), "Udvalg": {"Navn": None}}), "'Navn' is missing"),
        (Reply({**minutes("m1"), "Moede": {"Dato": "i morgen"}}), "'i morgen' is no date"),
        (Reply({**minutes("m1"), "Dagsordenpunkter": None}), "'Dagsordenpunkter' is missing"),
        (Reply({**minutes("m1"), "Dagsordenpunkter": ["1"]}), "is no item"),
        (Reply(minutes("m2")), "asked for meeting m1, the portal answers with m2"),
        (
            Reply({**minutes("m1"), "Udvalg": {"Id": "b-2", "Navn": "Havneudvalget"}}),
            "asked for a meeting of Byrådet, the portal answers with one of Havneudvalget",
        ),
        (Reply(b"[" * 19_000), "nested too deep"),
        (Reply(b'{"Udvalg": {"Navn": "Byr\xe5det"'), "incomplete JSON"),
        (server.redirect("http://127.0.0.2/api"), "redirects to http://127.0.0.2, another host"),
        (server.redirect("http://[/"), "which is no address"),
        (server.redirect("/api/agenda/dagsorden/m1"), "redirected more than 5 times"),
        (server.redirect("/vis\u00e6re?a=1"), "404"),
        (server.raw(b"\x1b[2J nonsense\r\n\r\n"), "the connection broke off"),
        (server.raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200), "got more than 100 headers"),
    ],
)
def test_a_failure_of_one_meeting_is_one_line_and_the_others_continue(
    portal: Portal, run: Run, tmp_path: Path, lines: list[str], trouble: Reply, why: str
) -> None:
    portal.has("m1", "m2")
    portal.answers("m1", trouble)
    result = run()
    assert [name for name, reason in result.failed if why in reason and reason.isprintable()] == [JSON]
    assert f"failed {JSON}: {result.failed[0][1]}" in lines
    assert names(tmp_path) == ["byraadet-2024-03-02-m2.json"]


@pytest.mark.parametrize(
    ("front", "why"),
    [
        (server.html(), "sends us back to /: the anonymous cookie"),
        (server.redirect("/"), "redirected more than 5 times, at last to /; .* anonymous cookie"),
    ],
)
def test_a_portal_that_keeps_sending_us_to_its_front_page_is_explained(
    portal: Portal, run: Run, front: Reply, why: str
) -> None:
    portal.has("m1")
    portal.on("/", front)
    with pytest.raises(FetchError, match=why):
        run()


def test_a_portal_without_a_front_page_can_still_answer(portal: Portal, run: Run, lines: list[str]) -> None:
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
        (body("Havneudvalget", entry("0000-00")), "'0000-00' is no Id"),
        (body("Havneudvalget", "m9"), "'Id' is missing"),
        ({"Navn": "Havneudvalget", "Moeder": "ingen"}, "'Moeder' is missing"),
        (None, "'Navn' is missing"),
    ],
)
def test_an_unreadable_entry_of_the_list_is_counted_and_the_others_continue(
    portal: Portal, run: Run, odd: Any, why: str
) -> None:
    portal.has("m1")
    portal.lists(odd, body("Byrådet", entry("m1")), {"Navn": "Hegnsyn", "Moeder": None})
    result = run()
    assert len(result.downloaded) == 1
    assert [name for name, reason in result.failed if why in reason] == ["the list of meetings"]


# Politeness


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


@pytest.fixture
def polite(portal: Portal) -> PortalSession:
    return PortalSession(parse_host(portal.host), pause=2.0, limits=FAST)


def test_there_is_a_pause_before_each_request_but_the_first(
    portal: Portal, polite: PortalSession, pauses: list[float]
) -> None:
    portal.on("/x", Reply(b"{}"))
    for _ in range(3):
        polite.get("/x", lambda answer: None)
    assert pauses == [2, 2]


def test_pauses_double_from_failure_to_failure(portal: Portal, polite: PortalSession, pauses: list[float]) -> None:
    portal.on("/x", Reply(status=500))
    with pytest.raises(FetchError):
        polite.get("/x", lambda answer: None)
    assert pauses == [2, 4, 8]


@pytest.mark.parametrize(
    ("header", "least", "most"), [("7", 7, 7), ("om lidt", 2, 2), ("", 2, 2), ("in-30-seconds", 25, 30)]
)
def test_the_host_may_name_a_pause(
    portal: Portal, polite: PortalSession, pauses: list[float], header: str, least: float, most: float
) -> None:
    if header == "in-30-seconds":
        header = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    portal.on("/x", Reply(status=429, headers={"Retry-After": header}), Reply(b"{}"))
    polite.get("/x", lambda answer: None)
    assert least <= pauses[0] <= most


@pytest.mark.parametrize("wait", ["3600", "99999999999999999999"])
def test_a_host_that_asks_for_a_long_wait_is_left_alone_at_once(portal: Portal, run: Run, wait: str) -> None:
    portal.has("m1", "m2", "m3")
    portal.answers("m1", Reply(status=503, headers={"Retry-After": wait}))
    result = run()
    assert ["asks for a wait of" in why for _, why in result.failed] == [True]
    assert result.summary().startswith("0 downloaded, 2 skipped (2 not asked for any more), 1 failed\n")
    assert (portal.times("m1"), portal.times("m2")) == (1, 0)


def test_a_host_that_asks_for_a_long_wait_at_the_door_is_asked_nothing_more(portal: Portal, run: Run) -> None:
    portal.on("/", Reply(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(LeaveAloneError):
        run()
    assert portal.asked == ["/"]


def test_a_host_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LeaveAloneError, match=r"^no connection to http://127\.0\.0\.1:1 \(.*refused\)$"):
        fetch("127.0.0.1:1", tmp_path, pause=0)


def test_a_host_without_a_secure_connection_is_asked_once(portal: Portal, pauses: list[float]) -> None:
    session = PortalSession(parse_host(f"https://{portal.host}"), pause=2.0)
    with pytest.raises(LeaveAloneError, match=r"^no secure connection to https://127\.0\.0\.1:\d+ \("):
        session.get("/", lambda answer: None)
    assert pauses == []


def test_a_certificate_that_is_not_trusted_is_explained(polite: PortalSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any, **more: Any) -> None:
        failure = ssl.SSLCertVerificationError(1, "[SSL] certificate verify failed: self-signed certificate (_ssl.c:7)")
        raise requests.exceptions.SSLError(MaxRetryError(None, "/", SSLError(failure)))  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "get", refuse)
    with pytest.raises(
        LeaveAloneError, match=r"not accepted \(self-signed certificate\); check the name .* REQUESTS_CA_BUNDLE"
    ):
        polite.get("/", lambda answer: None)


# Other systems, and names


def test_a_host_of_another_system_ends_with_1_and_says_what_to_save(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.on("/", Reply(b"<html><script src='/rest/meeting/search'></script>"))
    portal.on(LISTING, Reply(status=404))
    portal.needs_cookie = False
    assert command(portal.host, "-o", str(tmp_path / "raw")) == 1
    error = capsys.readouterr().err.splitlines()
    assert "the host answers 404 Not Found" in error[0]
    assert "seems to publish through Åben Dagsorden" in error[1] and "/fragments/meeting/" in error[2]
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Miljø- og Vejudvalget", "miljoe-og-vejudvalget"),
        ("Byra\u030ad", "byraad"),
        ("Café-udvalget (lukket)", "cafe-udvalget-lukket"),
        ("../../etc/passwd", "etc-passwd"),
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
    result = fetch(portal.host, out, pause=0, report=lines.append)
    assert [path.parent for path in result.downloaded] == [out]
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {*result.downloaded, out / "_portal.json"}
    assert all(line.isprintable() for line in lines)


# The command


def command(*arguments: str) -> int:
    return main(["fetch", *arguments])


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the command's pauses, which have their own tests."""
    monkeypatch.setattr(download, "fetch", partial(fetch, pause=0))


def test_the_command_says_what_it_did_and_ends_with_0(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.has("m1", "m2")
    assert command(portal.host, "--until", "2024-03-01", "-o", str(tmp_path)) == 0
    assert command(portal.host, "--body", "byrådet", "-o", str(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 downloaded, 1 skipped (1 already here), 0 failed"


def test_the_command_ends_with_1_when_something_failed(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.has("m1", "m2")
    portal.answers("m1", Reply(status=404))
    assert command(portal.host, "-o", str(tmp_path)) == 1
    failed = f"  {JSON}: the host answers 404 Not Found"
    assert capsys.readouterr().out.splitlines()[-2:] == ["1 downloaded, 0 skipped, 1 failed", failed]


def test_the_command_ends_with_1_when_the_folder_cannot_be_made(portal: Portal, tmp_path: Path) -> None:
    portal.lists()
    (tmp_path / "fil").touch()
    assert command(portal.host, "-o", str(tmp_path / "fil" / "raw")) == 1


@pytest.mark.parametrize(
    "arguments",
    [["http://dagsordener.example.dk"], ["no host"], ["example.dk", "--since", "2024-02-01", "--until", "2024-01-01"]],
)
def test_wrong_use_ends_with_2_and_a_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command(*arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("text", ["31-01-2024", "2024-13-01", "i går"])
def test_a_bad_date_ends_with_2(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command("example.dk", "--since", text)
    assert ended.value.code == 2
    assert "write it as 2024-01-31" in capsys.readouterr().err


def test_an_interrupted_command_says_that_it_can_continue(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*given: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "fetch", interrupted)
    assert command("example.dk") == 130
    assert "continues from here" in capsys.readouterr().err
