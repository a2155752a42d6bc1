"""Formats to text: what a PDF, a Word document or a web page holds, as the lines that a reader of text reads."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class FormatProblem:
    """Something doubtful about a document: the code of a problem, what completes its message, and the line."""

    code: str
    detail: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a document, how it was read, and the doubts about it."""

    reader: str
    text: str
    doubts: tuple[FormatProblem, ...] = ()


class UnreadableError(Exception):
    """A document gives no text; the doubt says why."""

    def __init__(self, code: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(detail or code)
        self.doubt = FormatProblem(code, detail, line)


@cache
def elements(language: str) -> dict[str, Any]:
    """Return what the elements of HTML or of Word's XML mean, as `elements.toml` says."""
    return tomllib.loads(files(__package__).joinpath("elements.toml").read_text(encoding="utf-8"))[language]  # type: ignore[no-any-return]
