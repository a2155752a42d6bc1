"""Convert file formats (PDF, Word, HTML, JSON, text) to text lines."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class FormatProblem:
    """A problem with a document: its code, the detail for its message, and the line."""

    code: str
    detail: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a document, its reader, the problems found, and the address of a web page."""

    reader: str
    text: str
    problems: tuple[FormatProblem, ...] = ()
    url: str | None = None


class UnreadableError(Exception):
    """Raised for a document without readable text; `problem` holds the reason."""

    def __init__(self, code: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(detail or code)
        self.problem = FormatProblem(code, detail, line)


@cache
def elements(language: str) -> dict[str, Any]:
    """Return the meaning of the elements of HTML or Word XML, from `elements.toml`."""
    return tomllib.loads(files(__package__).joinpath("elements.toml").read_text(encoding="utf-8"))[language]  # type: ignore[no-any-return]
