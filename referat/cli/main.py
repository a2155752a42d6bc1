"""The command line: one module per command.

Commands import heavy packages inside their functions, so that `--help` responds at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

from referat import __version__
from referat.cli import (
    build_command,
    check_command,
    demo_command,
    notebooks_command,
    report_command,
    show_command,
    update_command,
)
from referat.cli.exit_codes import OK
from referat.cli.messages import complain
from referat.errors import CannotGoOnError
from referat.fetch import fetch_command

_COMMANDS = {
    "build": (build_command, "read the minutes below RAW and write the tables to OUT"),
    "check": (check_command, "show what in the minutes below RAW is missing, doubtful or contradictory"),
    "show": (show_command, "show a file of minutes line by line, with the label of each line"),
    "demo": (demo_command, "write the minutes of a fictional municipality, and the truth about them"),
    "fetch": (fetch_command, "download minutes from a municipality's agenda portal"),
    "report": (report_command, "build the minutes below RAW, run the notebooks and write the report as web pages"),
    "update": (update_command, "fetch what is new, build, report, and say what is new; to be run by a timer"),
    "notebooks": (notebooks_command, "copy the notebooks of the report to a folder, to be changed there"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Danish letters shows escapes
    try:
        options = _parser().parse_args(arguments)
        return int(options.run(options))
    except CannotGoOnError as error:
        return complain(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except OSError as error:  # a missing file, missing permissions, a full disk
        return complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
    except KeyboardInterrupt:
        return complain("stopped")


class _Parser(argparse.ArgumentParser):
    """A parser that explains left-over arguments: a path with spaces needs quotes."""

    def error(self, message: str) -> NoReturn:
        """Print the message and exit."""
        left = message.removeprefix("unrecognized arguments: ")
        if left != message and not left.startswith("-"):
            message += '; put a path with blanks in quotes, "my minutes"'
        super().error(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="referat", description="Danish municipal minutes as tidy tables.")
    parser.add_argument("--version", action="version", version=f"referat {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (module, purpose) in _COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def command_parsers() -> dict[str, tuple[argparse.ArgumentParser, str]]:
    """Return the argument parser and the purpose of each command, by name."""
    parsers = {}
    for name, (module, purpose) in _COMMANDS.items():
        parser = argparse.ArgumentParser(prog=f"referat {name}")
        module.add_arguments(parser)
        parsers[name] = parser, purpose
    return parsers


if __name__ == "__main__":
    sys.exit(main())
