"""An update from start to end: fetch what is new, build the tables, make a report, keep the latest reports.

In the folder of the settings lie

    minutes/NAME        the minutes of each municipality
    tables/TIME         the tables of each report that is kept
    reports/TIME        the reports, each with TIME.txt: what was new
    reports/index.html  the list of them, the latest first
    update.log          what happened

`TIME` is the time in UTC at which the update began. Tables without a report are what a killed run has left; the next
run removes them.
"""

from __future__ import annotations

import filecmp
import json
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from referat.cli.build_command import build_summary
from referat.cli.exit_codes import ALREADY_RUNNING, FAILED, OK
from referat.cli.update_settings import UpdateSettings, WatchedMunicipality
from referat.errors import CannotGoOnError
from referat.fetch.download import fetch
from referat.language import Language

if TYPE_CHECKING:
    from referat.report.report_list import ListedReport

_TIME = "%Y-%m-%dT%H%M%SZ"
_LOCK = ".update.lock"


class AlreadyRunningError(CannotGoOnError):
    """Raised if another update works in the same folder."""

    exit_code = ALREADY_RUNNING


def update(
    settings: UpdateSettings,
    log: logging.Logger,
    *,
    pause: float = 1.0,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Run an update and return its exit code: 0 if all went well, 1 if the log has an error.

    Parameters
    ----------
    settings
        What to fetch, and how to report it.
    log
        Logger that receives a line per step.
    pause
        Seconds between two requests to one host.
    clock
        Returns the time that names the report.

    Raises
    ------
    AlreadyRunningError
        If another update works in the folder.
    """
    settings.folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.folder / _LOCK, timeout=0):
            return _Update(settings, log, pause, clock()).run()
    except Timeout as error:
        raise AlreadyRunningError(f"another update works in {settings.folder}; nothing was done") from error


@dataclass
class _Update:
    """A run of an update: its settings, its log, and whether anything has failed."""

    settings: UpdateSettings
    log: logging.Logger
    pause: float
    began: datetime
    failed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        folder = self.settings.folder
        self.minutes, self.tables, self.reports = folder / "minutes", folder / "tables", folder / "reports"

    def run(self) -> int:
        self.log.info("update of %s begins", self.settings.folder)
        for municipality in self.settings.municipality:
            self._fetch(municipality)
        self._repair()
        kept = self._kept()
        self._remove_all_but(kept)
        latest = next((name for name in reversed(kept) if (self.tables / name / "manifest.json").is_file()), None)
        name = self._new_name(kept)
        if not self._build(name):
            shutil.rmtree(self.tables / name, ignore_errors=True)
            return FAILED
        if latest and _same_files(self.tables / latest, self.tables / name):
            shutil.rmtree(self.tables / name)
            self._say(Language(self.settings.language).say("news.nothing"))
            self._report(latest)  # recreated only if its notebooks, its language or referat itself have changed
        else:
            news = self._news(latest, name)
            self._report(name)
            _write(self.reports / f"{name}.txt", "\n".join(news) + "\n")
            for line in news:
                self._say(line)
        self._list_and_remove_old()
        return FAILED if self.failed else OK

    def _say(self, line: str) -> None:
        self.log.info("%s", line)

    def _fail(self, line: str) -> None:
        self.failed = True
        self.log.error("%s", line)

    # --- Fetching and building ---

    def _fetch(self, municipality: WatchedMunicipality) -> None:
        """Fetch new minutes of a municipality; a failure is logged, and the minutes in the folder are used."""
        folder = self.minutes / municipality.folder
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "_corpus.toml").exists():
            name = json.dumps(municipality.name, ensure_ascii=False)  # a string of TOML too
            _write(folder / "_corpus.toml", f"municipality = {name}\n")
        for body in municipality.bodies or ([None] if municipality.host else []):
            self._fetch_body(municipality, folder, body)

    def _fetch_body(self, municipality: WatchedMunicipality, folder: Path, body: str | None) -> None:
        try:
            result = fetch(
                municipality.host,
                folder,
                body=body,
                since=municipality.since,
                agendas=municipality.agendas,
                pdf=municipality.pdf,
                pause=self.pause,
                report=self.log.debug,
            )
        except (CannotGoOnError, OSError) as error:
            self._fail(f"{municipality.name}: {error}")
            return
        line = f"{municipality.name}{f', {body}' if body else ''}: {result.summary()}"
        if result.failed:
            self._fail(line)
        else:
            self._say(line)

    def _build(self, name: str) -> bool:
        """Build the tables; return whether there are any to report on."""
        from referat.pipeline.build import build, files_in
        from referat.pipeline.worker_pool import worker_pool

        out = self.tables / name
        try:
            files = files_in(self.minutes)
            with worker_pool(None, len(files)) as executor:
                cache = self.settings.folder / ".batches"
                manifest = build(self.minutes, out, public=self.settings.public, executor=executor, cache=cache)
        except CannotGoOnError as error:
            self._fail(str(error))
            return False
        summary = build_summary(out, len(files), manifest["rows"])
        for line in summary.complaints:
            self.log.warning("%s", line)
        if summary.exit_code != OK:
            self._fail(f"{summary.line}; the last report stays as it is")
            return False
        self._say(summary.line)
        return True

    def _news(self, earlier: str | None, name: str) -> list[str]:
        from referat import load
        from referat.analysis.build_differences import build_differences
        from referat.findings.news_findings import whats_new

        language, now = Language(self.settings.language), load(self.tables / name)
        if earlier is None:
            sizes = {noun: language.some(len(now[f"{noun}s"]), noun) for noun in ("meeting", "item")}
            return [language.say("news.first", meetings=sizes["meeting"], items=sizes["item"])]
        before = load(self.tables / earlier)
        differences = build_differences(
            now.meetings,
            now.items,
            now.matters,
            earlier_meetings=before.meetings,
            earlier_items=before.items,
            earlier_matters=before.matters,
        )
        return whats_new(differences, language) or [language.say("news.nothing")]

    # --- Reports ---

    def _report(self, name: str) -> None:
        from referat.report.notebook_files import packaged_notebooks
        from referat.report.report_building import make_report

        settings, out = self.settings, self.reports / name
        notebooks = settings.notebooks or packaged_notebooks()
        report = make_report(
            self.tables / name,
            out,
            notebooks,
            language=settings.language,
            anonymous=settings.anonymous,
            since=self._tables_before(name),
        )
        for line in report.failures:
            self._fail(line)
        if not report.unchanged:
            self._say(f"report: {out / 'index.html'}")

    def _tables_before(self, name: str) -> Path | None:
        """Return the tables of the report before a given one, for comparison."""
        earlier = [path.parent for path in self.tables.glob("*T*Z/manifest.json") if path.parent.name < name]
        return max(earlier, default=None)

    def _kept(self) -> list[str]:
        """Return the names of the complete reports, earliest first."""
        return sorted(path.parent.name for path in self.reports.glob("*T*Z/index.html"))

    def _repair(self) -> None:
        """Restore a report if a run was killed while it replaced it."""
        from referat.report.report_staging import repair

        for path in list(self.reports.glob(".*T*Z.previous-*")):
            repair(self.reports / path.name[1:].partition(".")[0])

    def _remove_all_but(self, kept: list[str]) -> None:
        """Remove other reports, and tables without a report."""
        for folder in (self.tables, self.reports):
            for path in folder.glob("*T*Z*"):
                if path.name.removesuffix(".txt") not in kept:
                    _remove(path)

    def _new_name(self, kept: list[str]) -> str:
        """Return the name of this run; it sorts after all others, even if the clock was set back."""
        name = self.began.strftime(_TIME)
        if kept and name <= kept[-1]:
            name = (_time_of(kept[-1]) + timedelta(seconds=1)).strftime(_TIME)
        return name

    def _list_and_remove_old(self) -> None:
        from referat.report.report_list import report_list

        kept = self._kept()[-self.settings.keep :]
        if kept:
            page = report_list([self._listed(name) for name in reversed(kept)], Language(self.settings.language))
            _write(self.reports / "index.html", page)
            self._remove_all_but(kept)

    def _listed(self, name: str) -> ListedReport:
        from referat.report.report_list import ListedReport

        news: list[str] = []
        with suppress(OSError):
            news = (self.reports / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        return ListedReport(name, _time_of(name), news)


def _time_of(name: str) -> datetime:
    return datetime.strptime(name, _TIME).replace(tzinfo=UTC)


def _write(path: Path, text: str) -> None:
    """Write a file atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _same_files(one: Path, other: Path) -> bool:
    """Return whether two folders of tables hold the same files with the same bytes; hidden files are ignored."""
    names = [
        {str(path.relative_to(folder)) for path in folder.rglob("[!.]*") if path.is_file()} for folder in (one, other)
    ]
    if names[0] != names[1]:
        return False
    _, differing, unread = filecmp.cmpfiles(one, other, names[0], shallow=False)
    return not differing and not unread
