"""Which lines that look like a heading open a section: attachments and parts of a decision can be titled like one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from referat.structure.line_classifier import LineMark, history_entry, is_body
from referat.structure.section_headings import heading_key, weak_headings
from referat.structure.table_of_contents import are_titles_alike
from referat.structure.text_lines import Text

_PROSE = 160
"""A line of so many characters is running text, not the title of an attachment."""

_OWN_RANK = frozenset(
    ("background", "summary", "recommendation", "decision", "presentation", "attachments", "history", "procedure")
)
"""Sections whose headings open one wherever they stand; others ("Tidsplan") can be a decision's own sub-heading."""

_DECIDED = ("decision", "history")
_PLANS = ("history", "timeline", "procedure")
"""Sections that tell which body deals with a matter on which day."""

_SENTENCE_ENDS = (".", ":", "!")
_LONG = 60
"""A line as long as that goes on below where no sentence ends with it."""

_LONGER = 1.3
"""A line more than so many times as long as a title is not that title repeated."""


def section_starts(text: Text, marks: list[LineMark], start: int, end: int, titles: tuple[str, str]) -> list[LineMark]:
    """Return the marks between two lines of an item that open a section of it."""
    openers = _without_schedules(text, [mark for mark in marks if mark.section and mark.index >= start], end)
    openers = _once_decided(_headed(_without_entries(text, openers, end)))
    openers = _outside_decisions(text, openers)
    if openers and openers[0].section == "attachments" and openers[0].index == start:
        return _after_leading_list(text, openers, end, titles)
    return _after_last_list(text, openers, end)


def is_title(text: str, titles: tuple[str, str]) -> bool:
    """Tell whether the line is one of an item's titles, repeated."""
    return bool(text) and any(
        title and len(text) <= len(title) * _LONGER and are_titles_alike(text, title) for title in titles
    )


def _with_ends(openers: list[LineMark], end: int) -> Iterator[tuple[LineMark, int]]:
    """Yield each heading with the line before which what it opens ends: that of the next one, or `end`."""
    return zip(openers, [*(mark.index for mark in openers[1:]), end], strict=False)  # no heading at all has no end


def _is_bare(text: Text, mark: LineMark, end: int) -> bool:
    """Tell whether nothing stands under a heading."""
    return text.next_filled(mark.index + mark.lines, end) == end


def _without_schedules(text: Text, openers: list[LineMark], end: int) -> list[LineMark]:
    """Return the headings without bodies and their days that only say who deals with the item, and when."""
    found: list[LineMark] = []
    for mark, stop in _with_ends(openers, end):
        above = found[-1] if found else None
        if mark.groups.get("by") != "day" or _heads_a_decision(text, mark, stop, above):
            found.append(mark)
    return found


def _heads_a_decision(text: Text, mark: LineMark, end: int, opener: LineMark | None) -> bool:
    """Tell whether a body and its day head a text, and stand neither in a list of such lines nor below its words."""
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
    """Tell whether a body is one that is heard on matters, as "Ældrerådet" is: any but the council itself."""
    name = mark.groups["body"].casefold().removesuffix("et")
    return name.endswith("råd") and not name.endswith("byråd")


def _ends_a_text(text: Text, index: int) -> bool:
    """Tell whether no list of bodies and their days is under way or announced on a line, nor a sentence."""
    line, entry = text.bare[index], history_entry(text, index)
    if line.endswith(":") or is_body(line) or (len(line) >= _LONG and not line.endswith(_SENTENCE_ENDS)):
        return False
    return entry is None or "rest" in entry.groups


def _without_entries(text: Text, openers: list[LineMark], end: int) -> list[LineMark]:
    """Return the headings without attachments of a list that are titled like one: "Referat", "Byrådets beslutning"."""
    found: list[LineMark] = []
    for mark, stop in _with_ends(openers, end):
        above = found[-1] if found else None
        if above is None or above.section != "attachments" or not _is_entry(text, mark, stop, above):
            found.append(mark)
    return found


def _is_entry(text: Text, mark: LineMark, end: int, attachments: LineMark) -> bool:
    """Tell whether a line that few write as a heading stands in a list of attachments, or has nothing under it."""
    named = "by" in mark.groups or _is_weak(mark)
    if not named and mark.kind == "heading":
        return False
    if named and "date" not in mark.groups and _is_bare(text, mark, end):
        return True
    spaced = text.bare[attachments.index - 1] == ""
    in_list = text.bare[mark.index - 1] != "" and (named or mark.index > attachments.index + 1)
    return spaced and in_list


def _headed(openers: list[LineMark]) -> list[LineMark]:
    """Return the headings; words that begin recommendations ("Forvaltningen indstiller") only where no heading does.

    What comes after the first such words goes on what they began.
    """
    begun = [mark for mark in openers if mark.groups.get("by") == "verb"]
    if not begun:
        return openers
    headed = any(mark.section == "recommendation" for mark in openers if mark not in begun)
    return [mark for mark in openers if mark not in begun[0 if headed else 1 :]]


def _once_decided(openers: list[LineMark]) -> list[LineMark]:
    """Return the headings without those of decisions that are words of the text before them.

    That are later ones that name no day, those on the line of a text ("Beslutning: maj") where another stands alone,
    those of some body where "Beslutning" stands, "Referat" where a decision with its day follows, and those that name a
    body only ("Udvalgets beslutning") under the heading of a decision or of the item's history.
    """
    plain = [mark for mark in openers if mark.section == "decision" and mark.kind == "heading"]
    strong = [mark for mark in plain if "rest" not in mark.groups and not _is_weak(mark)]
    dated = max((mark.index for mark in openers if mark.kind == "decision"), default=-1)
    own = [mark for mark in strong if _key(mark).startswith("beslutning")]
    kept = (own or strong or [mark for mark in plain if not _is_weak(mark) or mark.index > dated])[:1]
    words = {mark.index for mark in plain} - {mark.index for mark in kept}
    words |= {mark.index for above, mark in pairwise(openers) if _names_its_body(mark) and above.section in _DECIDED}
    return [mark for mark in openers if mark.index not in words]


def _key(mark: LineMark) -> str:
    return heading_key(mark.groups.get("heading", ""))


def _is_weak(mark: LineMark) -> bool:
    return _key(mark) in weak_headings()


def _names_its_body(mark: LineMark) -> bool:
    return mark.groups.get("by") == "body" and "date" not in mark.groups


def _outside_decisions(text: Text, openers: list[LineMark]) -> list[LineMark]:
    """Return the headings without those a decision begins with ("Tidsplan" straight under the decision's heading)."""
    found: list[LineMark] = []
    inside = False
    for mark in openers:
        if mark.section in _OWN_RANK:
            inside = False
        elif found and found[-1].section == "decision":
            inside = inside or _is_bare(text, found[-1], mark.index)
        if not inside:
            found.append(mark)
    return found


def _after_leading_list(text: Text, openers: list[LineMark], end: int, titles: tuple[str, str]) -> list[LineMark]:
    """Return the headings without attachments of a list that comes first.

    The item's title, repeated, ends it; without that, the first heading that has something under it.
    """
    stop = next((mark.index for mark in openers[1:] if mark.section in _OWN_RANK), end)
    repeats = [index for index in range(openers[0].index + 1, stop) if is_title(text.bare[index], titles)]
    if repeats:
        return [openers[0], *(mark for mark in openers[1:] if mark.index > repeats[-1])]
    listed = takewhile(lambda pair: _is_listed(text, *pair), _with_ends(openers[1:], end))
    return [openers[0], *openers[1 + sum(1 for _ in listed) :]]


def _is_listed(text: Text, mark: LineMark, end: int) -> bool:
    """Tell whether what looks like a heading is an attachment: nothing stands under it."""
    return mark.section not in _OWN_RANK and _is_bare(text, mark, end)


def _after_last_list(text: Text, openers: list[LineMark], end: int) -> list[LineMark]:
    """Return the headings without attachments that are titled like one, and without lists that are none.

    After the last list of attachments only a decision that the item lacks, or a heading with prose under it, is one.
    A heading of attachments with prose under it, and another such heading below, opens no list.
    """
    lists = [n for n, mark in enumerate(openers) if mark.section == "attachments"]
    if not lists:
        return openers
    last = lists[-1]
    decided = any(mark.section == "decision" for mark in openers[:last])
    found: list[LineMark] = []
    for n, (mark, stop) in enumerate(_with_ends(openers, end)):
        if n < last and mark.section == "attachments" and _has_prose(text, mark, stop):
            found.append(replace(mark, groups={**mark.groups, "section": "other"}, section="other"))
        elif n <= last or (not decided if mark.section == "decision" else _has_prose(text, mark, stop)):
            found.append(mark)
    return found


def _has_prose(text: Text, mark: LineMark, end: int) -> bool:
    return any(len(line) >= _PROSE or line.endswith((".", ":")) for line in text.bare[mark.index + 1 : end])
