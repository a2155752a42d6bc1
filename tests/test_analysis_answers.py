"""Sentences about frames; text from minutes in them remains text."""

import html

import mistune
import pytest

from referat.findings import sentence_parts
from referat.language import ENGLISH


@pytest.mark.parametrize(
    "text",
    [
        "*A* and _b_",
        "<script>alert(1)</script>",
        "[a](http://b)",
        "# a",
        "1. a",
        "`a`",
        "a|b",
        "&lt;",
        "a\\b",
        "~~a~~",
        "![](b)",
    ],
)
def test_text_from_minutes_comes_out_of_markdown_as_it_went_in(text):
    shown = str(mistune.create_markdown(plugins=["table", "strikethrough", "url"])(sentence_parts.escape(text)))
    assert html.unescape(shown.removeprefix("<p>").removesuffix("</p>\n")) == text and "<" not in shown[3:-5]


def test_no_formula_line_break_or_control_character_survives():
    assert sentence_parts.escape("$$x$$\n\n# b\x1b[31m") == "\uff04\uff04x\uff04\uff04 \\# b \\[31m"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.4, "40%"),
        (0.0995, "10%"),
        (0.0449, "4.5%"),
        (0, "0%"),
        (1, "100%"),
        (0.9966, "99.7%"),
        (0.99996, "over 99.99%"),
        (0.9996, "99.96%"),
        (0.0003, "under 0.1%"),
    ],
)
def test_small_shares_keep_a_decimal_and_nearly_all_is_not_all(share, said):
    assert ENGLISH.percent(share) == said


def test_numbers_agree_with_their_nouns():
    assert [ENGLISH.some(n, "body") for n in (0, 1, 2000)] == ["no bodies", "1 body", "2,000 bodies"]
    assert ENGLISH.listed(["a", "b", "c"]) == "a, b and c" and ENGLISH.listed(["a"]) == "a"
