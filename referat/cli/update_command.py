"""`referat update`: fetch new minutes, build, report, and state what is new; intended to be run by a timer."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from referat.cli.exit_codes import FAILED, OK
from referat.errors import CannotGoOnError, require_extra

DESCRIPTION = """Fetch what is new, build the tables and make a report; the latest reports are kept. Exit codes: 0 all
went well, 1 something failed (the log says what), 2 the settings have a mistake, 3 another update is running."""

_LOG_BYTES = 1_000_000
_LOG_FILES = 3
"""Number of log files, the current one included."""


def add_arguments(update: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    update.description = DESCRIPTION
    what = update.add_mutually_exclusive_group(required=True)
    what.add_argument("config", metavar="CONFIG", type=Path, nargs="?", help="the file of settings, in TOML")
    what.add_argument("--example", action="store_true", help="print a file of settings to begin with")
    update.add_argument("--check", action="store_true", help="only check the settings")
    update.add_argument("--quiet", action="store_true", help="print nothing but what failed")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.cli.scheduled_update import update
    from referat.cli.update_settings import example, read_settings

    if options.example:
        print(example(), end="")
        return OK
    settings = read_settings(options.config)
    require_extra("report", "the report")
    if options.check:
        names = ", ".join(municipality.name for municipality in settings.municipality)
        print(f"{options.config}: the minutes of {names} and the reports on them go to {settings.folder}")
        return OK
    log = _log(settings.folder, quiet=options.quiet)
    try:
        return update(settings, log)
    except CannotGoOnError as error:
        log.error("%s", error)
        return error.exit_code
    except Exception as error:
        log.error("the update stopped: %s: %s", type(error).__name__, error)
        log.debug("where it stopped", exc_info=True)
        return FAILED
    finally:
        for handler in log.handlers:
            handler.close()


def _log(folder: Path, *, quiet: bool) -> logging.Logger:
    """Return a logger that writes everything to `update.log` in the folder, and important messages to the terminal."""
    folder.mkdir(parents=True, exist_ok=True)
    log = logging.Logger("referat.update", logging.DEBUG)  # no other logger sees or changes it
    file = RotatingFileHandler(folder / "update.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES - 1, encoding="utf-8")
    formatter = logging.Formatter("%(asctime)sZ %(levelname)-7s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    file.setFormatter(formatter)
    log.addHandler(file)
    out, err = logging.StreamHandler(sys.stdout), logging.StreamHandler(sys.stderr)
    out.addFilter(lambda record: logging.INFO <= record.levelno < logging.WARNING)
    err.setLevel(logging.WARNING)
    err.setFormatter(logging.Formatter("referat: %(message)s"))
    for handler in [err] if quiet else [out, err]:
        log.addHandler(handler)
    return log
