"""Write the page of commands and options, `docs/commands.md`: `python -m referat.cli.command_reference`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from referat.cli.exit_codes import ALREADY_RUNNING, FAILED, MISUSED, OK
from referat.cli.main import command_parsers

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

INTRODUCTION = f"""\
# Commands

`referat COMMAND --help` prints the same. This page is generated from the code by `make data-dictionary`.

| exit code | meaning |
| --- | --- |
| {OK} | all went well |
| {FAILED} | something could not be read or done |
| {MISUSED} | the command was used wrongly |
| {ALREADY_RUNNING} | another update works in the same folder |
"""


def commands_page() -> str:
    """Return the page as Markdown: the purpose, usage and options of each command."""
    return "\n".join([INTRODUCTION, *(line for name in command_parsers() for line in _section(name))])


def _section(name: str) -> Iterator[str]:
    parser, purpose = command_parsers()[name]
    yield from (f"## {name}", "", _sentence(parser.description or purpose), "")
    yield from ("| argument | what it does |", "| --- | --- |")
    for action in parser._actions:
        if not isinstance(action, argparse._HelpAction):
            yield f"| {_names(action)} | {_help(action)} |"
    yield ""


def _names(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else f" {action.metavar or '{' + ','.join(action.choices or ()) + '}'}"
    if not action.option_strings:
        return f"`{action.metavar}`"
    return ", ".join(f"`{name}{value}`" for name in action.option_strings)


def _help(action: argparse.Action) -> str:
    text = (action.help or "") % {"default": action.default}
    return _sentence(text.replace("|", "\\|"))


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line[:1].upper() + line[1:].removesuffix(".") + "."


def main() -> None:
    """Write the page."""
    PAGE.write_text(commands_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
