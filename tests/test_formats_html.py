"""Web pages: their text, without menus and scripts, in time that hostile content cannot increase."""

from __future__ import annotations

import time
from html import escape
from pathlib import Path

import pytest
import regex as re
from same import differences

from referat import demo, load
from referat.formats import UnreadableError, worker_process
from referat.formats.html_blocks import DEEPEST, LARGEST, MANY_TAGS, Block, address_of, blocks, text_of


def page(minutes: str) -> str:
    """Return minutes, given as text in the portal's layout, as a web page."""
    parts = []
    for block in filter(str.strip, re.split(r"\n\s*\n", minutes)):
        lines = [escape(line) for line in block.strip("\n").split("\n")]
        if len(lines) > 1 and all("\t" in line for line in lines) and "....." not in lines[0]:
            rows = ("".join(f"<td>{cell}</td>\n" for cell in line.split("\t")) for line in lines)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = "h2" if lines[0].startswith("Punkt ") else "p"
            parts.append(f"<{tag}>{'<br>'.join(lines)}</{tag}>")
    menu = "<nav><ul><li>Forside</ul></nav><script>let punkt = '<p>Punkt 9: Nej</p>'</script>"
    return (
        f"<!DOCTYPE html>\n<html lang=da><title>Referat</title><body>{menu}<main>{''.join(parts)}</main></body></html>"
    )


@pytest.mark.heavy
def test_minutes_as_web_pages_give_the_tables_that_they_give_as_text(tmp_path: Path) -> None:
    as_text, saved = tmp_path / "written", tmp_path / "saved"
    demo.write(as_text, meetings=20)
    saved.mkdir()
    (saved / "_corpus.toml").write_bytes((as_text / "_corpus.toml").read_bytes())
    for path in as_text.glob("*.txt"):
        joined = re.sub(r"(?m)^(Mødedeltagere .*(?:\n.+)*)", lambda m: m[0].replace("\n", " "), path.read_text("utf-8"))
        (saved / f"{path.stem}.html").write_text(page(joined), encoding="utf-8")
    assert differences(load(as_text), load(saved)) == []
    assert set(load(saved).meetings["reader"]) == {"html"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Et <b>to</b>\n tre</p><p>Fire", "Et to tre\n\nFire\n"),
        ("Et<br>To<div>Tre</div>fire", "Et\n\nTo\n\nTre\n\nfire\n"),
        ("<p>Et <u>to</u> tre", "Et to tre\n"),
        ("<ul><li>Et<li>To</ul><p>Tre", "- Et\n- To\n\nTre\n"),
        ("<ol start=4><li><p>Et</p><li>To</ol>", "4. Et\n\n5. To\n"),
        ("<ol><li>Et<ol><li>To</ol><li>Tre</ol>", "1. Et\n1. To\n2. Tre\n"),
        ("<table><tr><th>Dato:<td>3. maj\n<tr><td><td>kl. 9</table>", "Dato:\t3. maj\nkl. 9\n"),
        ("<pre>Et\n\n  To</pre><p>Tre", "Et\n\n  To\n\nTre\n"),
        ("<nav>Menu</nav><p hidden>Skjult<p>Et<footer>Om os</footer><div role=navigation>Vej</div>", "Et\n"),
        ("<!-- note --><style>p{}</style><p>Et&nbsp;&aelig;<script>to()</script>", "Et æ\n"),
        ("", ""),
    ],
)
def test_a_page_gives_its_text(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_block_has_the_heading_above_it() -> None:
    html = "<p>a</p><div><h3>Beslutning</h3><p>b</p><div><h3>Note</h3><p>c</p></div><p>d</p></div><p>e</p>"
    result = [(block.text, block.under) for block in blocks(html, headed_by="h3") if block.tag == "p"]
    assert result == [("a", ""), ("b", "Beslutning"), ("c", "Note"), ("d", "Beslutning"), ("e", "")]


def test_elements_can_part_the_text_for_those_who_ask() -> None:
    assert list(blocks("Et <u>to</u>", also=frozenset(("u",)))) == [Block("Et", ""), Block("to", "u")]


@pytest.mark.parametrize("tag", ["div", "b", "ul", "blockquote", "font", "x-y"])
def test_elements_nested_too_deep_are_refused_at_once(tag: str) -> None:
    with pytest.raises(UnreadableError, match="nested"):
        text_of(f"<{tag}>" * 200_000 + "x")


@pytest.mark.parametrize(
    "html", ["<p>Et" * 5000, "<tr><td>Et" * 5000, "<br>" * 5000, "<div>Et</div>" * 5000, "</b>" * 5000]
)
def test_a_long_page_is_not_a_deep_one(html: str) -> None:
    assert text_of(html) is not None


def test_scripts_do_not_count_as_nested_elements() -> None:
    assert text_of(f"<script>{'<div>' * 2 * DEEPEST}</script><p>Et") == "Et\n"


@pytest.mark.parametrize(
    "html", ["<!--" * 200_000, "<script>" * 200_000, "<style " * 200_000, "<!-->" * 200_000, "<!x" * 200_000]
)
def test_unclosed_comments_are_skipped_once(html: str) -> None:
    start = time.process_time()
    assert text_of(html) == ""
    assert time.process_time() - start < 5  # a search per comment takes 100 times as long


def test_elements_whose_depth_is_hidden_are_refused_too() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        text_of('<p title="<!--">' + "<div>" * 2 * DEEPEST + "x")


@pytest.mark.heavy
def test_many_hidden_elements_and_a_million_attributes_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "SECONDS", 1)
    for html in ("<svg><style>" + "<div>" * 100_000, f"<p {' '.join(f'a{n}' for n in range(300_000))}>"):
        with pytest.raises(UnreadableError, match="1 seconds"):
            text_of(html)


def test_a_long_page_reads_as_a_short_one() -> None:
    one = "<h3>Beslutning</h3><p>Godkendt æøå.<ul><li>a<li>b</ul>"
    many = MANY_TAGS // one.count("<") + 1
    assert blocks(one * many, also=frozenset("u")) == blocks(one, also=frozenset("u")) * many


def test_a_page_beyond_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="characters"):
        text_of("x" * (LARGEST + 1))


# --- The page's own address ---


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://engby.example/m?a=1&amp;b=2">', "https://engby.example/m?a=1&b=2"),
        ("<link href='https://engby.example/m' rel='canonical' />", "https://engby.example/m"),
        ("<!-- saved from url=(0023)https://engby.example/m -->", "https://engby.example/m"),
        ('<meta property="og:url" content="https://engby.example/m">', "https://engby.example/m"),
        ('<link rel="stylesheet" href="https://engby.example/s.css">', None),
        ('<link rel="canonical" href="/m">', None),
    ],
)
def test_a_page_says_its_own_address(head: str, address: str | None) -> None:
    assert address_of(f"<html><head>{head}</head><body><p>Referat</p></body></html>") == address


def test_the_address_of_a_page_is_that_of_its_meeting(tmp_path: Path) -> None:
    lines = ["REFERAT Byrådet d. 04-03-2024", "Mødedato 04-03-2024", "Punkt 1: Kran", "24/1", "Beslutning", "Godkendt."]
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f'<head><link rel="canonical" href="https://engby.example/m"></head><body>{body}</body>'
    (tmp_path / "m.html").write_text(f"<html>{page}</html>", encoding="utf-8")
    tables = load(tmp_path)
    assert list(tables.meetings["url"]) == list(tables.documents["url"]) == ["https://engby.example/m"]


def test_the_levels_of_headings_are_no_lost_line_breaks(tmp_path: Path) -> None:
    decided = "<h3>Beslutning i Parkudvalget den 11-11-2025</h3>"
    items = (
        f"<h2>Ny bænk</h2>{decided}<p>Godkendt.</p><h2>Nyt træ</h2><h3>Resume</h3><p>Et træ.</p>{decided}<p>Udsat.</p>"
    )
    page = f"<h1>Parkudvalget</h1><p>Referat • 11. november 2025 kl. 15.30</p>{items}"
    (tmp_path / "side.html").write_text(page, encoding="utf-8")
    tables = load(tmp_path)
    assert tables.items["title"].tolist() == ["Ny bænk", "Nyt træ"]
    assert "lines_restored" not in set(tables.problems["code"])
