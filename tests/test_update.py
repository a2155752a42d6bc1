"""`referat update`: new minutes give a report, none give none, and two runs never overlap."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import portal_server as server
import pytest
from filelock import FileLock
from portal_server import Portal, Reply, body, entry, minutes

from referat.cli.main import main
from referat.cli.scheduled_update import AlreadyRunningError, update
from referat.cli.update_settings import UpdateSettings, UpdateSettingsError, example, read_settings

QUESTION = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# How many meetings?"},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": "import os\nfrom referat import load\nprint(len(load(os.environ['REFERAT_DATA']).meetings))",
        },
    ],
    "metadata": {"language_info": {"name": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def portal() -> Iterator[Portal]:
    with server.running() as running:
        yield running


@pytest.fixture
def config(tmp_path: Path, portal: Portal) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "00_meetings.ipynb").write_text(json.dumps(QUESTION), encoding="utf-8")
    path = tmp_path / "update.toml"
    path.write_text(
        'folder = "engby"\nlanguage = "en"\nnotebooks = "mine"\n'
        f'[[municipality]]\nname = "Engby"\nhost = "{portal.host}"\n',
        encoding="utf-8",
    )
    return path


class _Lines(logging.Handler):
    """Keeps what a log was given, a line each."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")

    def has(self, text: str) -> bool:
        return any(text in line for line in self.lines)


@pytest.fixture
def log() -> logging.Logger:
    log = logging.Logger("test", logging.INFO)
    log.addHandler(_Lines())
    return log


Run = Callable[[], tuple[int, _Lines]]


@pytest.fixture
def run(config: Path) -> Run:
    """Return a function that runs an update, each a day after the last; it returns the exit code and the log."""
    days = (datetime(2024, 4, 1, tzinfo=UTC) + timedelta(days=number) for number in range(100))

    def once() -> tuple[int, _Lines]:
        log, lines = logging.Logger("test", logging.INFO), _Lines()
        log.addHandler(lines)
        return update(read_settings(config), log, pause=0, clock=lambda: next(days)), lines

    return once


def _reports(config: Path) -> list[str]:
    return sorted(path.parent.name for path in config.parent.glob("engby/reports/*/index.html"))


def _publish(portal: Portal, number: int) -> None:
    """Have the portal list so many meetings, each with minutes."""
    portal.has(*(f"m{key}" for key in range(1, number + 1)))


def test_the_first_update_fetches_builds_and_reports(config: Path, portal: Portal, run: Run) -> None:
    _publish(portal, 2)
    code, log = run()
    assert code == 0
    assert log.has("Engby: 2 downloaded, 0 skipped, 0 failed") and log.has("The first report: 2 meetings, 2 items.")
    assert _reports(config) == ["2024-04-01T000000Z"]
    page = (config.parent / "engby/reports/index.html").read_text(encoding="utf-8")
    assert 'href="2024-04-01T000000Z/index.html"' in page and "The first report" in page


@pytest.mark.heavy
def test_tables_name_the_municipality_of_the_settings(config: Path, portal: Portal, run: Run) -> None:
    from referat import load

    _publish(portal, 1)
    run()
    assert list(load(config.parent / "engby/tables/2024-04-01T000000Z").meetings["municipality"]) == ["Engby"]


@pytest.mark.heavy
def test_what_is_new_is_logged_and_reported(config: Path, portal: Portal, run: Run) -> None:
    _publish(portal, 1)
    run()
    _publish(portal, 2)
    code, log = run()
    assert code == 0
    assert log.has("New minutes of 1 meeting: Byrådet 2 March 2024") and log.has("New items: 1")
    assert _reports(config) == ["2024-04-01T000000Z", "2024-04-02T000000Z"]
    assert "New items: 1" in (config.parent / "engby/reports/2024-04-02T000000Z.txt").read_text(encoding="utf-8")


def test_nothing_new_makes_no_second_report(config: Path, portal: Portal, run: Run) -> None:
    _publish(portal, 1)
    run()
    code, log = run()
    assert code == 0 and log.has("Nothing is new since the previous report.")
    assert _reports(config) == ["2024-04-01T000000Z"]
    assert [path.name for path in (config.parent / "engby/tables").iterdir()] == ["2024-04-01T000000Z"]


@pytest.mark.heavy
def test_the_latest_three_reports_are_kept_with_their_tables(config: Path, portal: Portal, run: Run) -> None:
    for number in range(1, 6):
        _publish(portal, number)
        run()
    latest = [f"2024-04-0{day}T000000Z" for day in (3, 4, 5)]
    assert _reports(config) == latest
    assert sorted(path.name for path in (config.parent / "engby/tables").iterdir()) == latest
    assert sorted(path.name for path in (config.parent / "engby/reports").glob("*.txt")) == [
        f"{it}.txt" for it in latest
    ]


@pytest.mark.heavy
def test_a_portal_that_is_down_fails_the_run_and_keeps_the_report(config: Path, portal: Portal, run: Run) -> None:
    _publish(portal, 1)
    run()
    portal.on(server.LISTING, Reply(status=404))
    code, log = run()
    assert code == 1 and log.has("ERROR Engby: no list of meetings came")
    assert _reports(config) == ["2024-04-01T000000Z"]


@pytest.mark.heavy
def test_a_failing_municipality_does_not_affect_another(config: Path, portal: Portal, run: Run) -> None:
    with config.open("a", encoding="utf-8") as file:
        file.write('[[municipality]]\nname = "Lerby"\nhost = "127.0.0.1:1"\n')
    _publish(portal, 1)
    code, log = run()
    assert code == 1 and log.has("Engby: 1 downloaded") and log.has("ERROR Lerby")
    assert len(_reports(config)) == 1


@pytest.mark.heavy
def test_only_the_bodies_that_are_named_are_fetched(config: Path, portal: Portal, run: Run) -> None:
    with config.open("a", encoding="utf-8") as file:
        file.write('bodies = ["Havneudvalget"]\n')
    portal.lists(body("Byrådet", entry("m1")), body("Havneudvalget", entry("m2"), key="b-2"))
    portal.answers("m2", Reply(minutes("m2", name="Havneudvalget")))
    assert run()[0] == 0
    assert (portal.times("m1"), portal.times("m2")) == (0, 1)


@pytest.mark.heavy
def test_minutes_that_come_in_another_way_are_reported_on(config: Path, run: Run) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text("\n".join(line for line in text.splitlines() if "host" not in line), encoding="utf-8")
    folder = config.parent / "engby/minutes/engby"
    folder.mkdir(parents=True)
    (folder / "may.txt").write_text("REFERAT Direktionen d. 06-05-2024\n\nPunkt 1: Plan for havnen\n", encoding="utf-8")
    assert run()[0] == 0
    assert len(_reports(config)) == 1


def test_without_any_minutes_the_run_fails_in_a_line(config: Path, portal: Portal, run: Run) -> None:
    portal.lists(body("Byrådet"))
    code, log = run()
    assert code == 1 and log.has("ERROR ") and _reports(config) == []


@pytest.mark.heavy
def test_what_a_killed_run_has_left_is_removed(config: Path, portal: Portal, run: Run) -> None:
    _publish(portal, 1)
    run()
    (config.parent / "engby/tables/2024-04-01T120000Z").mkdir()
    run()
    assert [path.name for path in (config.parent / "engby/tables").iterdir()] == ["2024-04-01T000000Z"]


@pytest.mark.heavy
def test_a_run_that_was_killed_while_it_replaced_a_report_costs_no_report(
    config: Path, portal: Portal, run: Run
) -> None:
    _publish(portal, 1)
    run()
    report = config.parent / "engby/reports/2024-04-01T000000Z"
    report.rename(report.with_name(f".{report.name}.previous-1"))
    assert run()[0] == 0
    assert _reports(config) == [report.name]


@pytest.mark.heavy
def test_a_report_whose_tables_were_removed_by_hand_stays(config: Path, portal: Portal, run: Run) -> None:
    _publish(portal, 1)
    run()
    shutil.rmtree(config.parent / "engby/tables/2024-04-01T000000Z")
    _publish(portal, 2)
    assert run()[0] == 0
    assert _reports(config) == ["2024-04-01T000000Z", "2024-04-02T000000Z"]


@pytest.mark.heavy
def test_a_clock_that_was_set_back_does_not_bring_an_old_report_to_the_front(
    config: Path, portal: Portal, log: logging.Logger
) -> None:
    settings, later = read_settings(config), datetime(2024, 5, 1, tzinfo=UTC)
    for number, time in enumerate((later, later - timedelta(days=9)), start=1):
        _publish(portal, number)
        update(settings, log, pause=0, clock=lambda time=time: time)
    assert _reports(config) == ["2024-05-01T000000Z", "2024-05-01T000001Z"]


def test_two_runs_never_meet(config: Path, portal: Portal, log: logging.Logger) -> None:
    (config.parent / "engby").mkdir()
    with FileLock(config.parent / "engby" / ".update.lock"), pytest.raises(AlreadyRunningError, match="nothing was"):
        update(read_settings(config), log, pause=0)
    assert portal.asked == []


# The command


def test_the_command_says_what_happened_and_writes_it_to_the_log(
    config: Path, portal: Portal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    _publish(portal, 1)
    assert main(["update", str(config)]) == 0
    printed = capsys.readouterr()
    assert "Engby: 1 downloaded" in printed.out and printed.err == ""
    log = (config.parent / "engby/update.log").read_text(encoding="utf-8")
    assert "INFO    Engby: 1 downloaded" in log and "DEBUG   downloaded byraadet-2024-03-01-m1.json" in log


def test_a_second_run_during_the_first_has_its_own_exit_code(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "engby").mkdir()
    with FileLock(config.parent / "engby" / ".update.lock"):
        assert main(["update", str(config), "--quiet"]) == 3
    assert "nothing was done" in capsys.readouterr().err


def test_a_quiet_update_prints_nothing_when_all_goes_well(
    config: Path, portal: Portal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    _publish(portal, 1)
    assert main(["update", str(config), "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_a_fault_of_the_program_is_a_line_and_the_log_says_where(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(settings: UpdateSettings, log: logging.Logger) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("referat.cli.scheduled_update.update", broken)
    assert main(["update", str(config)]) == 1
    assert capsys.readouterr().err == "referat: the update stopped: ZeroDivisionError: division by zero\n"
    assert "Traceback" in (config.parent / "engby/update.log").read_text(encoding="utf-8")


# The settings


def test_the_example_is_a_file_of_settings_that_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "update.toml"
    path.write_text(example(), encoding="utf-8")
    settings = read_settings(path)
    assert settings.folder == tmp_path / "engby" and settings.keep == 3 and settings.language == "da"
    assert [it.bodies for it in settings.municipality] == [("Byrådet",)]


TOWN = '[[municipality]]\nname = "Engby"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("folder = ", "cannot be read: Invalid value"),
        ('folder = "a"\n', "`municipality` is missing"),
        (TOWN, "`folder` is missing"),
        ('folder = "a"\nkeeps = 3\n' + TOWN, "`keeps` is unknown; the keys are folder, municipality"),
        ('folder = "a"\nkeep = 0\n' + TOWN, "`keep` is a whole number, 1 or more, not 0"),
        ('folder = "a"\nkeep = true\n' + TOWN, "`keep` is a whole number"),
        ('folder = "a"\nlanguage = "fi"\n' + TOWN, "`language` is one of en, da, not 'fi'"),
        ('folder = "a"\nmunicipality = ["Engby"]\n', r"`municipality` is written as \[\[municipality\]\]"),
        ('folder = "a"\n[municipality]\nname = "Engby"\n', r"`municipality` is written as \[\[municipality\]\]"),
        ('folder = "a"\n[[municipality]]\nhost = "x.dk"\n', "`name` is missing"),
        ('folder = "a"\n' + TOWN + 'since = "2024"\n', "`since` is a day without quotes"),
        ('folder = "a"\n' + TOWN + "bodies = [1]\n", "`bodies` is a list of texts"),
        ('folder = "a"\n' + TOWN + TOWN, "two municipalities have the folder engby"),
    ],
)
def test_a_mistake_in_the_settings_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "update.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UpdateSettingsError, match=message):
        read_settings(path)


def test_settings_that_do_not_exist_are_answered_with_how_to_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["update", str(tmp_path / "none.toml")]) == 2
    assert "begin with `referat update --example >" in capsys.readouterr().err
