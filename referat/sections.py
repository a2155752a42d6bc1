"""The body of an agenda item to sections: which headings are some, and what stands under none."""

from __future__ import annotations

from dataclasses import replace

from referat.contents import alike
from referat.lines import Mark, bare
from referat.nodes import Node, leaf, next_filled

_PROSE = 160
"""A line of so many characters is running text, not the title of an attachment."""


def sections(lines: list[str], start: int, end: int, marks: list[Mark], titles: tuple[str, str]) -> list[Node]:
    """Return the sections between two lines of an item; `titles` are the item's own and the one the contents list."""
    openers = [m for m in marks if m.index >= start and m.kind in ("heading", "decision")]
    openers = _real_openers(lines, _once_decided(openers), start, end)
    found: list[Node] = []
    first = openers[0].index if openers else end
    if start < first:
        found.extend(_unheaded(lines, start, first, titles))
    bounds = [mark.index for mark in openers] + [end]
    for position, (mark, stop) in enumerate(zip(openers, bounds[1:], strict=True)):
        leads = position == 0 and start == mark.index and len(openers) > 1
        if leads and mark.found.get("section") == "attachments":
            found.extend(_leading_attachments(lines, mark, stop, titles))
        else:
            found.append(_section(lines, mark, stop, marks))
    return found


def _once_decided(openers: list[Mark]) -> list[Mark]:
    """Return the headings without later ones of decisions that name no day: those are words of the text before them."""
    plain = [mark for mark in openers if mark.found.get("section") == "decision"]
    return [mark for mark in openers if mark not in plain[1:]]


def _real_openers(lines: list[str], openers: list[Mark], start: int, end: int) -> list[Mark]:
    """Return the headings that are some: titles of attachments can look like one ("Tidsplan"), and so can prose.

    After the last list of attachments only a decision that the item lacks, or a heading with prose under it, is one.
    A heading of attachments with prose under it, and another such heading below, opens no list.
    """
    lists = [n for n, mark in enumerate(openers) if mark.found.get("section") == "attachments"]
    if not lists or (lists == [0] and openers[0].index == start):
        return openers
    bounds = [mark.index for mark in openers] + [end]
    prose = [_has_prose(lines[mark.index + 1 : stop]) for mark, stop in zip(openers, bounds[1:], strict=True)]
    decided = any(_is_decision(mark) for mark in openers[: lists[-1]])
    real = [
        replace(m, found=m.found | {"section": "other"}) if n in lists[:-1] and prose[n] else m
        for n, m in enumerate(openers)
    ]
    before, after = real[: lists[-1] + 1], range(lists[-1] + 1, len(openers))
    return before + [real[n] for n in after if (not decided if _is_decision(real[n]) else prose[n])]


def _is_decision(mark: Mark) -> bool:
    return mark.kind == "decision" or mark.found.get("section") == "decision"


def _has_prose(lines: list[str]) -> bool:
    return any(len(text) >= _PROSE or text.endswith((".", ":")) for text in map(bare, lines) if text)


def _section(lines: list[str], mark: Mark, end: int, marks: list[Mark]) -> Node:
    kind = "decision" if mark.kind == "decision" else mark.found["section"]
    if kind != "history":
        node = leaf("section", lines, mark.index, end, mark, heading_lines=1)
        node.found["section"] = kind
        node.found.setdefault("heading", bare(lines[mark.index]))
        return node
    inner = [m for m in marks if mark.index < m.index < end and m.kind == "history_entry"]
    bounds = [m.index for m in inner] + [end]
    node = Node(
        "section", mark.index + 1, found={"section": kind, "heading": bare(lines[mark.index])}, repaired=mark.repaired
    )
    node.children.append(leaf("history_heading", lines, mark.index, bounds[0], heading_lines=1))
    for entry, stop in zip(inner, bounds[1:], strict=True):
        node.children.append(leaf("history_entry", lines, entry.index, stop, entry, heading_lines=1))
    return node


def _unheaded(lines: list[str], start: int, end: int, titles: tuple[str, str]) -> list[Node]:
    """Return what stands between case number and first heading: text, after the title repeated in the oldest layout."""
    after = next_filled(lines, start + 1, end)
    if not _is_title(lines[start], titles):
        return [leaf("section", lines, start, end)]
    repeat = leaf("repeated_title", lines, start, after, heading_lines=1)
    return [repeat, leaf("section", lines, after, end)] if after < end else [repeat]


def _leading_attachments(lines: list[str], mark: Mark, end: int, titles: tuple[str, str]) -> list[Node]:
    """Return attachments that come first; in the oldest layout the item's title, repeated, ends their list."""
    repeats = [index for index in range(mark.index + 1, end) if _is_title(lines[index], titles)]
    stop = repeats[-1] if repeats else end
    node = leaf("section", lines, mark.index, stop, mark, heading_lines=1)
    return [node, *(_unheaded(lines, stop, end, titles) if repeats else ())]


def _is_title(line: str, titles: tuple[str, str]) -> bool:
    text = bare(line)
    return bool(text) and any(title and alike(text, title) and len(text) <= len(title) * 1.3 for title in titles)
