"""Problems: every code is used, and every message is a sentence."""

import re
from pathlib import Path

from referat.schema.problem_codes import CODES, problem

CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[1] / "referat").rglob("*.py"))
    if path.name != "problem_codes.py"
)


def test_every_code_is_reported_somewhere() -> None:
    assert [code for code in CODES if f'"{code}"' not in CODE] == []


def test_every_code_that_is_reported_is_known() -> None:
    reported = re.findall(r"(?:doubt|problem)\(\s*\"(\w+)\"", CODE)
    assert len(reported) > 15
    assert set(reported) <= set(CODES)


def test_every_message_says_what_is_wrong_and_what_to_do() -> None:
    for code in CODES:
        row = problem(code, "a.txt", 3, detail="Haven", text="ord")
        message = str(row["message"])
        assert row["severity"] in ("error", "warning", "note"), code
        assert message[0] == message[0].upper() and message.endswith("."), code
        assert "{" not in message and "  " not in message, code
        assert len(message.split(". ")) >= 2, code


def test_a_detail_may_hold_braces() -> None:
    assert "{x}" in str(problem("contents_title_differs", "a.txt", detail="{x}")["message"])
