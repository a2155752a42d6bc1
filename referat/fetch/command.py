"""The command `referat fetch`: its arguments, and its exit code."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from referat.fetch import FetchError, Limits, WrongUse, fetch

DESCRIPTION = f"""Download minutes from a municipality's agenda portal: of each meeting that has minutes and is not in
the folder yet, the portal's JSON. Stop it when you like: the same command goes on where it stopped.
An answer larger than {Limits().size // 1024**2} MB, or not finished after {Limits().total:g} seconds, is given up."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `referat fetch` to a parser."""
    parser.description = DESCRIPTION
    parser.add_argument("host", metavar="HOST", help="host name of the portal, such as dagsordener.example.dk")
    parser.add_argument("--body", metavar="NAME", help="only this body, such as Byrådet; case does not matter")
    parser.add_argument("--since", metavar="DATE", type=_date, help="only meetings from this day on (2024-01-31)")
    parser.add_argument("--until", metavar="DATE", type=_date, help="only meetings up to and including this day")
    parser.add_argument("--pdf", action="store_true", help="download the PDF of the whole minutes as well")
    parser.add_argument(
        "-o", "--out", metavar="DIR", type=Path, default=Path("data/raw"), help="folder (default: %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Fetch, and return 0 when all went well, 1 when something failed, 2 for wrong use, 130 when interrupted."""
    try:
        fetched = fetch(args.host, args.out, body=args.body, since=args.since, until=args.until, pdf=args.pdf)
    except WrongUse as error:
        return _ended(str(error), 2)
    except (FetchError, OSError) as error:
        return _ended(str(error), 1)
    except KeyboardInterrupt:
        return _ended("stopped; what is in the folder is whole, and the same command goes on from here", 130)
    print(fetched.summary())
    return 1 if fetched.failed else 0


def _ended(message: str, code: int) -> int:
    print(f"referat fetch: {message}", file=sys.stderr)
    return code


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2024-01-31") from error
