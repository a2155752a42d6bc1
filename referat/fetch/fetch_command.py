"""The command `referat fetch`: its arguments, and its exit code."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

DESCRIPTION = """Download minutes from a municipality's agenda portal: the JSON of each meeting that has minutes and is
not in the folder yet, or changed since. The portal's list is kept in the folder as _portal.json. Stop it when you like:
the same command goes on where it stopped."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `referat fetch` to a parser."""
    parser.description = DESCRIPTION
    parser.add_argument("host", metavar="HOST", help="host name of the portal, such as dagsordener.example.dk")
    parser.add_argument("--body", metavar="NAME", help="only this body, such as Byrådet; case does not matter")
    parser.add_argument("--since", metavar="DATE", type=_date, help="only meetings from this day on (2024-01-31)")
    parser.add_argument("--until", metavar="DATE", type=_date, help="only meetings up to and including this day")
    parser.add_argument("--pdf", action="store_true", help="download the PDF of the whole minutes as well")
    parser.add_argument("--agendas", action="store_true", help="download agendas of meetings without minutes as well")
    parser.add_argument(
        "-o", "--out", metavar="DIR", type=Path, default=Path("data/raw"), help="folder (default: %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Fetch; return 0 if all went well, 1 if something failed, 130 if interrupted.

    Raises
    ------
    CannotGoOnError
        If nothing could be fetched at all.
    """
    from referat.fetch.download import fetch

    chosen = {name: getattr(args, name) for name in ("body", "since", "until", "pdf", "agendas")}
    try:
        result = fetch(args.host, args.out, **chosen)
    except KeyboardInterrupt:
        print("referat: stopped; the files are whole, and the same command continues from here", file=sys.stderr)
        return 130
    print(result.summary())
    return 1 if result.failed else 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2024-01-31") from error
