"""The portal's list kept with the files, editions, and differences between list and folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import portal_server as server
import pytest
from portal_server import Portal, Reply, body, entry, minutes

from referat import load
from referat.cli.main import main
from referat.facts.portal_addresses import PAGES, portal_url
from referat.fetch.download import FetchResult, fetch
from referat.fetch.fetch_errors import FetchError, WrongUseError
from referat.fetch.portal_list import PortalInfo, compare, portal_of
from referat.pipeline.build import build

FIRST = "byraadet-2024-03-19-m1.json"
SECOND = "byraadet-2024-03-19-m1.2.json"
Run = Callable[..., FetchResult]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with server.running() as running:
        yield running


@pytest.fixture
def run(portal: Portal, tmp_path: Path) -> Run:
    """Fetch from the portal without pauses."""
    return partial(fetch, portal.host, tmp_path, pause=0, report=lambda line: None)


@pytest.fixture
def publish(portal: Portal) -> Callable[..., None]:
    """List one meeting of Byrådet, and answer it with a decision."""

    def publish(day: str = "2024-03-19", decision: str = "Stien anlægges.", **listed: Any) -> None:
        portal.lists(body("Byrådet", entry("m1", day, **listed)))
        portal.answers("m1", Reply(minutes("m1", day=day, decision=decision)))

    return publish


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "_portal.json")


def kept(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "_portal.json").read_text(encoding="utf-8"))
    return content


def editions(folder: Path) -> list[tuple[str, str]]:
    return [(edition["file"], edition["kind"]) for edition in kept(folder)["meetings"][0]["editions"]]


def codes(folder: Path) -> list[tuple[object, object]]:
    return [(row["code"], row["source"]) for row in compare(folder)]


# The list


def test_the_list_names_host_municipality_bodies_and_each_meeting(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.lists(body("Byrådet", entry("m1", ReleasedDate="2024-03-20T10:00:00+01:00")))
    portal.answers("m1", Reply(minutes("m1")))
    run()
    assert kept(tmp_path) == {
        "host": portal.host,
        "municipality": "Engby",
        "bodies": [{"id": "b-1", "name": "Byrådet"}],
        "meetings": [
            {
                "id": "m1",
                "body": "Byrådet",
                "body_id": "b-1",
                "date": "2024-03-19",
                "name": "Referat",
                "kind": "minutes",
                "released": "2024-03-20T10:00:00+01:00",
                "url": f"http://{portal.host}/vis?id=m1",
                "belongs_to": None,
                "listed": True,
                "wanted": True,
                "editions": [
                    {
                        "file": FIRST,
                        "edition": 1,
                        "kind": "minutes",
                        "date": "2024-03-19",
                        "released": "2024-03-20T10:00:00+01:00",
                    }
                ],
            }
        ],
    }


def test_supplementary_and_closed_documents_come_along_and_belong_to_their_meeting(
    portal: Portal, run: Run, tmp_path: Path
) -> None:
    listed = {
        "m1": {},
        "m2": {"Navn": "Tillægsdagsorden", "IsSupplementaryAgenda": True, "Afsluttet": False},
        "m3": {"Navn": "Lukket referat"},
        "m4": {"day": "2024-04-16", "Navn": "Tillægsdagsorden", "Afsluttet": False},
    }
    portal.lists(body("Byrådet", *(entry(key, **more) for key, more in listed.items())))
    for key in listed:
        portal.answers(key, Reply(minutes(key)))
    assert [path.stem[-2:] for path in run().downloaded] == ["m1", "m2", "m3"]
    assert [(it["id"], it["kind"], it["belongs_to"]) for it in kept(tmp_path)["meetings"]] == [
        ("m1", "minutes", None),
        ("m2", "supplementary_agenda", "m1"),
        ("m3", "closed_minutes", "m1"),
        ("m4", "supplementary_agenda", None),
    ]


def test_one_folder_holds_one_portal(run: Run, publish: Callable[..., None], tmp_path: Path) -> None:
    publish()
    run()
    with pytest.raises(WrongUseError, match="name another folder"):
        fetch("dagsordener.example.dk", tmp_path, pause=0)


@pytest.mark.parametrize("content", ["{", "[]", '{"host": "x", "municipality": null, "meetings": [{}]}'])
def test_a_damaged_list_is_named_with_what_to_do(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "_portal.json").write_text(content, encoding="utf-8")
    with pytest.raises(FetchError, match=r"_portal\.json is damaged .*; delete it and fetch again"):
        run()
    assert codes(tmp_path) == [("portal_list_damaged", "_portal.json")]
    assert portal_of(tmp_path / FIRST, tmp_path) is None


# Requesting again


def test_unchanged_documents_are_not_requested_again(
    portal: Portal, run: Run, publish: Callable[..., None], tmp_path: Path
) -> None:
    publish(ReleasedDate="2024-03-20")
    run()
    assert run().summary() == "0 downloaded, 1 skipped (1 already here), 0 failed"
    assert portal.times("m1") == 1


def test_a_corrected_edition_gets_a_file_of_its_own(run: Run, publish: Callable[..., None], tmp_path: Path) -> None:
    publish(ReleasedDate="2024-03-20")
    run()
    publish(ReleasedDate="2024-03-27", decision="Stien anlægges ikke.")
    assert [path.name for path in run().downloaded] == [SECOND]
    assert editions(tmp_path) == [(FIRST, "minutes"), (SECOND, "corrected_minutes")]
    assert b"ikke" in (tmp_path / SECOND).read_bytes() and b"ikke" not in (tmp_path / FIRST).read_bytes()


def test_a_release_date_that_moved_over_the_same_content_makes_no_edition(
    run: Run, publish: Callable[..., None], tmp_path: Path
) -> None:
    publish(ReleasedDate="2024-03-20")
    run()
    publish(ReleasedDate="2024-03-27")
    assert run().summary() == "0 downloaded, 1 skipped (1 unchanged), 0 failed"
    assert run().summary() == "0 downloaded, 1 skipped (1 already here), 0 failed"
    assert names(tmp_path) == [FIRST]


def test_a_meeting_that_changed_its_day_is_asked_for_again(
    run: Run, publish: Callable[..., None], tmp_path: Path
) -> None:
    publish()
    run()
    publish(day="2024-04-02")
    run()
    assert names(tmp_path) == [FIRST, "byraadet-2024-04-02-m1.2.json"]


def test_an_agenda_is_followed_by_its_minutes(run: Run, publish: Callable[..., None], tmp_path: Path) -> None:
    publish(Navn="Dagsorden", Afsluttet=False, decision="")
    run(agendas=True)
    publish()
    run()
    assert editions(tmp_path) == [(FIRST, "agenda"), (SECOND, "minutes")]


def test_a_failed_correction_leaves_the_earlier_edition_and_is_asked_for_again(
    portal: Portal, run: Run, publish: Callable[..., None], tmp_path: Path
) -> None:
    publish(ReleasedDate="2024-03-20")
    run()
    publish(ReleasedDate="2024-03-27", decision="Stien anlægges ikke.")
    portal.answers("m1", Reply(status=404), Reply(minutes("m1", decision="Stien anlægges ikke.")))
    assert [name for name, _ in run().failed] == [SECOND]
    assert names(tmp_path) == [FIRST]
    assert [path.name for path in run().downloaded] == [SECOND]


def test_the_pdf_goes_with_the_edition(portal: Portal, run: Run, publish: Callable[..., None], tmp_path: Path) -> None:
    portal.on("/vis/pdf/dagsorden/m1/?redirectDirectlyToPdf=false", Reply(b"%PDF-1.7\n...\n%%EOF\n"))
    publish(ReleasedDate="2024-03-20")
    run(pdf=True)
    publish(ReleasedDate="2024-03-27", decision="Stien anlægges ikke.")
    run(pdf=True)
    assert names(tmp_path) == [
        "byraadet-2024-03-19-m1.2.json",
        "byraadet-2024-03-19-m1.2.pdf",
        FIRST,
        FIRST[:-4] + "pdf",
    ]


def test_files_fetched_before_there_was_a_list_are_taken_over(
    portal: Portal, run: Run, publish: Callable[..., None], tmp_path: Path
) -> None:
    publish(ReleasedDate="2024-03-20")
    (tmp_path / FIRST).write_bytes(Reply(minutes("m1")).bytes)
    assert run().summary() == "0 downloaded, 1 skipped (1 already here), 0 failed"
    assert editions(tmp_path) == [(FIRST, "minutes")]


def test_files_may_be_moved_to_folders_of_their_own(run: Run, publish: Callable[..., None], tmp_path: Path) -> None:
    publish()
    run()
    (tmp_path / "2024").mkdir()
    (tmp_path / FIRST).rename(tmp_path / "2024" / FIRST)
    assert run().summary() == "0 downloaded, 1 skipped (1 already here), 0 failed"
    assert portal_of(tmp_path / "2024" / FIRST, tmp_path) is not None
    assert codes(tmp_path) == []


# Differences between list and folder


def test_a_document_that_was_asked_for_and_is_gone_is_missing(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1", "m2", "m3")
    portal.answers("m2", Reply(status=404))
    run(body="byrådet")
    (tmp_path / "byraadet-2024-03-01-m1.json").unlink()
    rows = compare(tmp_path)
    assert [row["code"] for row in rows] == ["listed_but_missing"] * 2
    assert "minutes of Byrådet on 2024-03-01, file byraadet-2024-03-01-m1.json" in str(rows[0]["message"])
    assert f"http://{portal.host}/vis?id=m2" in str(rows[1]["message"])


def test_a_document_that_was_not_requested_is_not_missing(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.lists(body("Byrådet", entry("m1")), body("Havneudvalget", entry("m2"), key="b-2"))
    portal.answers("m1", Reply(minutes("m1")))
    run(body="byrådet")
    assert codes(tmp_path) == []


def test_withdrawn_and_unlisted_documents_are_reported(portal: Portal, tmp_path: Path) -> None:
    run, folder = partial(fetch, portal.host, tmp_path / "engby", pause=0), tmp_path / "engby"
    portal.has("m1", "m2")
    run()
    portal.lists(body("Byrådet", entry("m2", "2024-03-02")))
    run()
    (folder / "andet.json").write_text("{}", encoding="utf-8")
    (folder / "noter.txt").write_text("ingen", encoding="utf-8")
    rows = compare(tmp_path)
    assert [row["code"] for row in rows] == ["not_in_portal_list"] * 2
    assert "byraadet-2024-03-01-m1.json" in str(rows[0]["message"]) and "andet.json" in str(rows[1]["message"])
    assert {row["source"] for row in rows} == {"engby/_portal.json"}


def test_each_list_answers_for_its_own_files(portal: Portal, tmp_path: Path) -> None:
    portal.has("m1")
    fetch(portal.host, tmp_path, pause=0)
    portal.has("m2")
    fetch(portal.host, tmp_path / "engby", pause=0)
    (tmp_path / "_kladder").mkdir()
    (tmp_path / "_kladder" / "andet.json").write_text("{}", encoding="utf-8")
    assert names(tmp_path / "engby") == ["byraadet-2024-03-01-m2.json"]
    assert codes(tmp_path) == []


def test_check_reports_what_is_missing(
    portal: Portal, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.has("m1", "m2")
    run()
    (tmp_path / "byraadet-2024-03-01-m1.json").unlink()
    main(["check", str(tmp_path)])
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "portal lists" in line)
    assert line.startswith("warning _portal.json")


def test_a_build_reports_what_is_missing_where_it_may_name_files(portal: Portal, run: Run, tmp_path: Path) -> None:
    portal.has("m1", "m2")
    run()
    (tmp_path / "byraadet-2024-03-01-m1.json").unlink()
    reported = {}
    for name, options in {"all": {}, "public": {"public": True}}.items():
        build(tmp_path, tmp_path / "_tables" / name, **options)
        reported[name] = "listed_but_missing" in set(load(tmp_path / "_tables" / name).problems["code"])
    assert reported == {"all": True, "public": False}


# The portal of a file


def test_a_file_that_a_list_names_has_its_host_and_municipality(
    portal: Portal, run: Run, publish: Callable[..., None], tmp_path: Path
) -> None:
    publish()
    run()
    (tmp_path / "andet.json").touch()
    expected = PortalInfo(portal.host, "Engby")
    assert portal_of(tmp_path / FIRST, tmp_path) == portal_of(tmp_path / FIRST, tmp_path / FIRST) == expected
    assert portal_of((tmp_path / FIRST).with_suffix(".pdf"), tmp_path.parent) == expected
    assert portal_of(tmp_path / "andet.json", tmp_path) is None


def test_a_list_above_the_folder_of_minutes_is_not_read(run: Run, publish: Callable[..., None], tmp_path: Path) -> None:
    publish()
    run()
    (tmp_path / "raw").mkdir()
    (tmp_path / FIRST).rename(tmp_path / "raw" / FIRST)
    assert portal_of(tmp_path / "raw" / FIRST, tmp_path / "raw") is None


# Addresses


@pytest.mark.parametrize("page", PAGES)
def test_an_address_is_made_of_host_and_ids(page: str) -> None:
    ids = {name: f"{name}-1" for name in ("meeting", "item", "attachment") if f"{{{name}}}" in PAGES[page]}
    url = portal_url(page, "dagsordener.example.dk", **ids)
    assert url is not None and url.startswith("https://dagsordener.example.dk/")
    assert all(key in url for key in ids.values()) and "{" not in url


@pytest.mark.parametrize("key", [None, "", 7, "00000000-0000-0000-0000-000000000000", "../x", "a b", "x" * 65])
def test_without_an_id_there_is_no_address(key: Any) -> None:
    assert portal_url("item", "dagsordener.example.dk", meeting="m1", item=key) is None
    assert portal_url("item", None, meeting="m1", item="p1") is None
