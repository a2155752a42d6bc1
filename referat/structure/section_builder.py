"""Build the sections of an agenda item: the text under each heading, and text without a heading."""

from __future__ import annotations

from referat.structure.document_tree import Node, leaf
from referat.structure.line_classifier import LineMark, history_entry
from referat.structure.section_starts import is_title, section_starts
from referat.structure.text_lines import Text


def sections(text: Text, start: int, end: int, marks: list[LineMark], titles: tuple[str, str]) -> list[Node]:
    """Return the sections between two lines of an item; `titles` are its own title and its title in the contents."""
    openers = section_starts(text, marks, start, end, titles)
    nodes: list[Node] = []
    first = openers[0].index if openers else end
    if start < first:
        nodes += _unheaded(text, start, first, titles)
    bounds = [mark.index for mark in openers] + [end]
    if start == first and len(openers) > 1 and openers[0].section == "attachments":
        nodes += _leading_attachments(text, openers[0], bounds[1], titles)
        openers, bounds = openers[1:], bounds[1:]
    nodes += [_section(text, mark, stop, marks) for mark, stop in zip(openers, bounds[1:], strict=True)]
    return nodes


def _section(text: Text, mark: LineMark, end: int, marks: list[LineMark]) -> Node:
    if mark.section != "history":
        node = leaf("section", text, mark.index, end, mark, heading_lines=mark.lines)
        if "heading" not in node.groups:
            heading = " ".join(text.bare[mark.index : mark.index + mark.lines])
            node.groups |= {"section": mark.section, "heading": heading}
        return node
    groups = {"section": mark.section, "heading": text.bare[mark.index]}
    inner = _entries(text, mark, end, marks)
    bounds = [m.index for m in inner] + [end]
    node = Node("section", mark.index + 1, groups=groups, corrected_to=mark.corrected_to)
    node.children.append(leaf("history_heading", text, mark.index, bounds[0], heading_lines=1))
    for entry, stop in zip(inner, bounds[1:], strict=True):
        node.children.append(leaf("history_entry", text, entry.index, stop, entry, heading_lines=entry.lines))
    return node


def _entries(text: Text, heading: LineMark, end: int, marks: list[LineMark]) -> list[LineMark]:
    """Return the marks of history entries: those of the usual form, or if there are none, of any other."""
    usual = [mark for mark in marks if heading.index < mark.index < end and mark.kind == "history_entry"]
    others = () if usual else (history_entry(text, index) for index in range(heading.index + 1, end))
    return usual or [mark for mark in others if mark is not None]


def _unheaded(text: Text, start: int, end: int, titles: tuple[str, str]) -> list[Node]:
    """Return the text between case number and first heading; the oldest layout repeats the title there."""
    after = text.next_filled(start + 1, end)
    if not is_title(text.bare[start], titles):
        return [leaf("section", text, start, end)]
    repeat = leaf("repeated_title", text, start, after, heading_lines=1)
    return [repeat, leaf("section", text, after, end)] if after < end else [repeat]


def _leading_attachments(text: Text, mark: LineMark, end: int, titles: tuple[str, str]) -> list[Node]:
    """Return attachments listed first; in the oldest layout the repeated item title ends their list."""
    repeats = [index for index in range(mark.index + 1, end) if is_title(text.bare[index], titles)]
    stop = repeats[-1] if repeats else end
    node = leaf("section", text, mark.index, stop, mark, heading_lines=1)
    return [node, *(_unheaded(text, stop, end, titles) if repeats else ())]
