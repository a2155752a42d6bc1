"""Decide which heading-like lines open a section; attachments and parts of a decision can look like headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from referat.structure.line_classifier import LineMark, history_entry, is_body
from referat.structure.section_headings import heading_key, weak_headings
from referat.structure.table_of_contents import are_titles_alike
from referat.structure.text_lines import Text

_PROSE = 160
"""Length from which a line is running text, not the title of an attachment."""

_TOP_LEVEL = frozenset(
    ("background", "summary", "recommendation", "decision", "presentation", "attachments", "history", "procedure")
)
"""Sections that a heading opens anywhere; others ("Tidsplan") can be sub-headings of a decision."""

_DECIDED = ("decision", "history")
_PLANS = ("history", "timeline", "procedure")
"""Sections that list bodies and the dates on which they deal with a matter."""

_SENTENCE_ENDS = (".", ":", "!")
_LONG = 60
"""Length from which a line continues on the next one unless it ends a sentence."""

_LONGER = 1.3
"""Largest ratio of the length of a line to that of a title that it repeats."""


def section_starts(text: Text, marks: list[LineMark], start: int, end: int, titles: tuple[str, str]) -> list[LineMark]:
    """Return the marks between two lines of an item that open a section."""
    headings = _without_schedules(text, [mark for mark in marks if mark.section and mark.index >= start], end)
    headings = _without_repeated_decisions(_without_introductions(_without_entries(text, headings, end)))
    headings = _outside_decisions(text, headings)
    if headings and headings[0].section == "attachments" and headings[0].index == start:
        return _after_leading_list(text, headings, end, titles)
    return _after_last_list(text, headings, end)


def is_title(text: str, titles: tuple[str, str]) -> bool:
    """Return whether the line repeats one of the titles of an item."""
    return bool(text) and any(
        title and len(text) <= len(title) * _LONGER and are_titles_alike(text, title) for title in titles
    )


def _with_ends(headings: list[LineMark], end: int) -> Iterator[tuple[LineMark, int]]:
    """Yield each heading with the end of its section: the line of the next heading, or `end`."""
    return zip(
        headings, [*(mark.index for mark in headings[1:]), end], strict=False
    )  # without headings, there is no end


def _is_empty(text: Text, mark: LineMark, end: int) -> bool:
    """Return whether no text is under a heading."""
    return text.next_filled(mark.index + mark.lines, end) == end


def _without_schedules(text: Text, headings: list[LineMark], end: int) -> list[LineMark]:
    """Return the headings without bodies and dates that are only a schedule of the item."""
    kept: list[LineMark] = []
    for mark, stop in _with_ends(headings, end):
        above = kept[-1] if kept else None
        if mark.groups.get("by") != "day" or _heads_a_decision(text, mark, stop, above):
            kept.append(mark)
    return kept


def _heads_a_decision(text: Text, mark: LineMark, end: int, opener: LineMark | None) -> bool:
    """Return whether a body and its date are the heading of a text, not an entry of a list or the end of one."""
    if opener is not None and (opener.section in _PLANS or (opener.section == "consultation" and _advises(mark))):
        return False
    above, below = text.filled_above(mark.index, 0), text.next_filled(mark.index + mark.lines, end)
    is_first = opener is not None and above == opener.index + opener.lines - 1
    if below == end or history_entry(text, below) or is_body(text.bare[below]):
        return False
    if not (is_first or _ends_a_text(text, above)):
        return False
    last = below
    while last + 1 < end and text.bare[last + 1]:
        last += 1
    is_sentence = text.bare[last].endswith(_SENTENCE_ENDS)
    return is_sentence or not any(map(str.isdigit, "".join(text.bare[below : last + 1])))


def _advises(mark: LineMark) -> bool:
    """Return whether a body is an advisory council such as "Ældrerådet", not the municipal council."""
    name = mark.groups["body"].casefold().removesuffix("et")
    return name.endswith("råd") and not name.endswith("byråd")


def _ends_a_text(text: Text, index: int) -> bool:
    """Return whether a line ends a text: no list of bodies and dates, and no sentence, continues after it."""
    line, entry = text.bare[index], history_entry(text, index)
    if line.endswith(":") or is_body(line) or (len(line) >= _LONG and not line.endswith(_SENTENCE_ENDS)):
        return False
    return entry is None or "rest" in entry.groups


def _without_entries(text: Text, headings: list[LineMark], end: int) -> list[LineMark]:
    """Return the headings without attachments that are titled like one: "Referat", "Byrådets beslutning"."""
    kept: list[LineMark] = []
    for mark, stop in _with_ends(headings, end):
        above = kept[-1] if kept else None
        if above is None or above.section != "attachments" or not _is_entry(text, mark, stop, above):
            kept.append(mark)
    return kept


def _is_entry(text: Text, mark: LineMark, end: int, attachments: LineMark) -> bool:
    """Return whether a weak heading is an entry in a list of attachments, or has no text."""
    named = "by" in mark.groups or _is_weak(mark)
    if not named and mark.kind == "heading":
        return False
    if named and "date" not in mark.groups and _is_empty(text, mark, end):
        return True
    spaced = text.bare[attachments.index - 1] == ""
    in_list = text.bare[mark.index - 1] != "" and (named or mark.index > attachments.index + 1)
    return spaced and in_list


def _without_introductions(headings: list[LineMark]) -> list[LineMark]:
    """Return the headings; words that begin recommendations ("Forvaltningen indstiller") only where no heading does.

    Later words of that kind continue the recommendation that the first ones began.
    """
    begun = [mark for mark in headings if mark.groups.get("by") == "verb"]
    if not begun:
        return headings
    headed = any(mark.section == "recommendation" for mark in headings if mark not in begun)
    return [mark for mark in headings if mark not in begun[0 if headed else 1 :]]


def _without_repeated_decisions(headings: list[LineMark]) -> list[LineMark]:
    """Return the headings without those of decisions that are words of the text before them.

    Dropped are later headings without a date; headings on the line of a text ("Beslutning: maj") if another one is on a
    line of its own; headings with a body's name if "Beslutning" occurs; "Referat" before a decision with a date; and
    headings with a body's name only ("Udvalgets beslutning") under a decision or the history of the item.
    """
    plain = [mark for mark in headings if mark.section == "decision" and mark.kind == "heading"]
    strong = [mark for mark in plain if "rest" not in mark.groups and not _is_weak(mark)]
    dated = max((mark.index for mark in headings if mark.kind == "decision"), default=-1)
    labelled = [mark for mark in strong if _key(mark).startswith("beslutning")]
    kept = (labelled or strong or [mark for mark in plain if not _is_weak(mark) or mark.index > dated])[:1]
    words = {mark.index for mark in plain} - {mark.index for mark in kept}
    words |= {mark.index for above, mark in pairwise(headings) if _names_its_body(mark) and above.section in _DECIDED}
    return [mark for mark in headings if mark.index not in words]


def _key(mark: LineMark) -> str:
    return heading_key(mark.groups.get("heading", ""))


def _is_weak(mark: LineMark) -> bool:
    return _key(mark) in weak_headings()


def _names_its_body(mark: LineMark) -> bool:
    return mark.groups.get("by") == "body" and "date" not in mark.groups


def _outside_decisions(text: Text, headings: list[LineMark]) -> list[LineMark]:
    """Return the headings without those that a decision begins with ("Tidsplan" directly under its heading)."""
    kept: list[LineMark] = []
    inside = False
    for mark in headings:
        if mark.section in _TOP_LEVEL:
            inside = False
        elif kept and kept[-1].section == "decision":
            inside = inside or _is_empty(text, kept[-1], mark.index)
        if not inside:
            kept.append(mark)
    return kept


def _after_leading_list(text: Text, headings: list[LineMark], end: int, titles: tuple[str, str]) -> list[LineMark]:
    """Return the headings without attachments of a list that comes first.

    The repeated title of the item ends the list; without it, the first heading that has text does.
    """
    stop = next((mark.index for mark in headings[1:] if mark.section in _TOP_LEVEL), end)
    repeats = [index for index in range(headings[0].index + 1, stop) if is_title(text.bare[index], titles)]
    if repeats:
        return [headings[0], *(mark for mark in headings[1:] if mark.index > repeats[-1])]
    listed = takewhile(lambda pair: _is_listed(text, *pair), _with_ends(headings[1:], end))
    return [headings[0], *headings[1 + sum(1 for _ in listed) :]]


def _is_listed(text: Text, mark: LineMark, end: int) -> bool:
    """Return whether a heading-like line is an attachment: no text is under it."""
    return mark.section not in _TOP_LEVEL and _is_empty(text, mark, end)


def _after_last_list(text: Text, headings: list[LineMark], end: int) -> list[LineMark]:
    """Return the headings without heading-like titles of attachments and headings of lists that are none.

    After the last list of attachments, only a decision that the item lacks or a heading with prose counts. A heading of
    attachments that has prose and is followed by another such heading opens no list.
    """
    lists = [n for n, mark in enumerate(headings) if mark.section == "attachments"]
    if not lists:
        return headings
    last = lists[-1]
    decided = any(mark.section == "decision" for mark in headings[:last])
    kept: list[LineMark] = []
    for n, (mark, stop) in enumerate(_with_ends(headings, end)):
        if n < last and mark.section == "attachments" and _has_prose(text, mark, stop):
            kept.append(replace(mark, groups={**mark.groups, "section": "other"}, section="other"))
        elif n <= last or (not decided if mark.section == "decision" else _has_prose(text, mark, stop)):
            kept.append(mark)
    return kept


def _has_prose(text: Text, mark: LineMark, end: int) -> bool:
    return any(len(line) >= _PROSE or line.endswith((".", ":")) for line in text.bare[mark.index + 1 : end])
