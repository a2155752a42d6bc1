"""Docstrings and comments are plain modern English, in the packages that have been revised."""

import ast
import io
import tokenize
from pathlib import Path

import pytest
import regex as re

ROOT = Path(__file__).parents[1] / "referat"

STRUCTURE = ("section_headings", "multiline_merge", "section_builder", "text_lines", "document_tree", "number_sequence")
REVISED = (
    "vocabulary",
    "schema",
    "records",
    "formats",
    "facts",
    "fetch",
    *(f"structure/{name}.py" for name in STRUCTURE),
)
"""Packages and modules to check, as paths below `referat`; add one when its docstrings are revised."""

NOT_YET = (
    "records/meeting_reader.py",
    "facts/names.py",
    *(f"facts/attendance/{name}.py" for name in ("attendance_phrases", "item_absences", "name_masking")),
)
"""Modules of these packages that are still to be revised."""

OLD_WORDS = re.compile(
    r"\b(?:stands?|stood|tells? of|told|beside|but for|such as are|amid|anew|at one go|(?:is|are) meant)\b",
    re.IGNORECASE,
)


def modules() -> list[Path]:
    paths = [ROOT / name for name in REVISED]
    files = {file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])}
    return sorted(files - {ROOT / name for name in NOT_YET})


def prose(source: str) -> list[tuple[int, str]]:
    """Return the docstrings and comments of a module, each with its line number."""
    comments = [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    strings = [
        (node.lineno, node.value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    return comments + strings


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_docstrings_and_comments_have_no_old_fashioned_words(path: Path) -> None:
    lines = [
        f"line {line}: {match[0]!r}"
        for line, text in prose(path.read_text(encoding="utf-8"))
        for match in OLD_WORDS.finditer(text)
    ]
    assert not lines, f"{path.name}: {lines}"


@pytest.mark.parametrize("name", REVISED)
def test_every_revised_package_exists(name: str) -> None:
    assert (ROOT / name).exists()


def test_an_old_fashioned_word_in_a_docstring_or_a_comment_is_seen() -> None:
    source = 'def f():\n    """Return what stands here."""\n    return 1  # all but for one\n'
    assert [OLD_WORDS.findall(text) for _, text in sorted(prose(source))] == [["stands"], ["but for"]]
