"""The summary of a notebook for the index: title, beginning of the answer, first figure."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import regex as re

from referat.language import Language
from referat.report.cell_outputs import markdown_html, output_html
from referat.report.notebook_files import Notebook

ANSWER = "answer"
"""The tag of the cell with the notebook's answer in sentences."""

_LENGTH = 320
"""Approximate length of an answer on the index, in characters; it ends with a sentence."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Title, beginning and paragraphs of the answer as text, and the first figure as HTML."""

    title: str
    answer: str
    points: tuple[str, ...]
    picture: str


def summary(notebook: Notebook, language: Language) -> Summary:
    """Return the summary of an executed notebook."""
    answer = _answer(notebook)
    points = tuple(_beginning(paragraph) for paragraph in answer.splitlines() if paragraph.strip())
    return Summary(_title(notebook, language), _beginning(answer), points, _picture(notebook, language))


def _title(notebook: Notebook, language: Language) -> str:
    lines = (
        line for cell in notebook["cells"] if cell["cell_type"] == "markdown" for line in cell["source"].splitlines()
    )
    return next((line[2:].strip() for line in lines if line.startswith("# ")), language.say("pages.untitled"))


def _answer(notebook: Notebook) -> str:
    """Return the text of the tagged answer; without a tag, the first Markdown output."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    tagged = [cell for cell in cells if ANSWER in cell["metadata"].get("tags", [])]
    shown = (output for cell in tagged or cells for output in cell["outputs"])
    return next((text for output in shown if (text := _text(output))), "")


def _text(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return str(output["text"]).strip() if output["name"] == "stdout" else ""
    return plain(markdown_html(output.get("data", {}).get("text/markdown", "")))


def _beginning(text: str) -> str:
    """Return the first sentences of a text, within the length, at least one."""
    sentences = re.split(r"(?<=[.!?])\s+(?=\p{Lu}|\d)", " ".join(text.split()))
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + len(sentence) > _LENGTH:
            break
        kept += " " + sentence
    return kept


def _picture(notebook: Notebook, language: Language) -> str:
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return next((output_html(output, language) for output in outputs if "image/png" in output.get("data", {})), "")


def plain(html: str) -> str:
    """Return the text of HTML without tags."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
