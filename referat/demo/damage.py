"""What real minutes suffer: slips of spelling, contents that disagree, wrapped headings, lost characters, page breaks.

Takes a meeting as it should stand and returns it as it is written. What the truth says of it stays as it was, but for
what the minutes themselves no longer say.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace

from referat.demo.dice import Dice
from referat.demo.model import Attendee, Decision, Item, Meeting, Proposal, Section, dashed, later

NAME_SLIP = 0.012
HEADING_SLIP = 0.012
LISTED_SLIP = 0.03
LISTED_CUT = 0.03
LISTED_STOP = 0.03
NO_CASE_NUMBER = 0.03
WRAPPED_HEADING = 0.6
WRAPPED_NAMES = 0.2
PAGE_BREAK = 0.04
DECISION_BREAK = 0.06
EMPHASIS = 0.12
RETOLD = 0.05
NAMELESS_FILE = 0.03
LOST = {"board_2014": 0.05, "board_2017": 0.45, "board_2020": 0.02, "committee": 0.02}
"""How often each of them happens: to a name, a title, an item, a paragraph or a meeting."""

_WIDTH = 58
"""A heading longer than this may wrap."""

_LOSSES = str.maketrans(dict.fromkeys("–”“’½é", "?"))
"""What becomes of characters that a code page does not know."""


def damaged(dice: Dice, meeting: Meeting) -> Meeting:
    """Return the meeting as it is written."""
    attendees = meeting.attendees
    if attendees is not None:
        attendees = tuple(_miswritten(dice, attendee) for attendee in attendees)
    items = [_worn(dice, meeting, item) for item in meeting.items]
    if dice.chance(LOST[meeting.layout]):
        items = [_changed(item, _with_losses) for item in items]
    wrap = 92 if meeting.layout == "committee" and dice.chance(WRAPPED_NAMES) else None
    return replace(meeting, attendees=attendees, items=tuple(_broken(dice, item) for item in items), wrap=wrap)


def _miswritten(dice: Dice, attendee: Attendee) -> Attendee:
    """Misspell a name now and then, but none so short that one letter would make it another person's."""
    slips = dice.chance(NAME_SLIP) and len(attendee.name) > 11
    return replace(attendee, name=slip(dice, attendee.name)) if slips else attendee


def slip(dice: Dice, text: str) -> str:
    """Return the text with one letter doubled or left out, within its longest word."""
    word = max((word for word in text.split(" ") if word.isalpha()), key=len, default="")
    if len(word) < 5:
        return text
    at = dice.between(2, len(word) - 3)
    wrong = word[:at] + dice.pick((word[at] + word[at:], word[at + 1 :]))
    return text.replace(word, wrong, 1)


def _worn(dice: Dice, meeting: Meeting, item: Item) -> Item:
    item = _misheaded(dice, item)
    if not item.standing and dice.chance(NO_CASE_NUMBER):
        item = replace(item, case_number=None)
    if item.sections and dice.chance(EMPHASIS):
        item = _emphasised(dice, item)
    if meeting.layout == "committee" and item.earlier and dice.chance(RETOLD):
        item = _retold(dice, meeting, item)
    if item.attachments and meeting.layout == "board_2014" and dice.chance(NAMELESS_FILE * 4):
        name = "".join(dice.pick("0123456789abcdef") for _ in range(32))
        item = replace(item, attachments=(name, *item.attachments[1:]))
    return item


def _misheaded(dice: Dice, item: Item) -> Item:
    """Let heading and contents disagree: a slip in either, a title cut short, a full stop at its end."""
    if dice.chance(HEADING_SLIP) and not item.closed and not item.standing:
        return replace(item, title=slip(dice, item.title), in_contents=item.title)
    if len(item.title) > 40 and dice.chance(LISTED_CUT):
        return replace(item, in_contents=item.title[: dice.between(28, 38)].rstrip())
    if dice.chance(LISTED_STOP):
        return replace(item, in_contents=f"{item.title}.")
    if dice.chance(LISTED_SLIP) and not item.closed:
        return replace(item, in_contents=slip(dice, item.title))
    return item


def _emphasised(dice: Dice, item: Item) -> Item:
    """Set lines in bold and a word in italics, with the marks that such text leaves behind."""

    def marked(block: str) -> str:
        if "\n" in block or "\t" in block:
            return block
        if len(block) < 30 and not block.startswith("- "):
            return f"**{block}**"
        words = block.split(" ")
        at = dice.below(len(words))
        if len(words) > 12 and words[at].isalpha():
            words[at] = f"*{words[at]}*"
        return " ".join(words)

    sections = tuple(
        replace(section, blocks=tuple(map(marked, section.blocks))) if section.kind == "presentation" else section
        for section in item.sections
    )
    decisions = tuple(replace(one, blocks=(*one.blocks[:-1], _italic(one.blocks[-1]))) for one in item.decisions)
    return replace(item, sections=sections, decisions=decisions)


def _italic(block: str) -> str:
    head, _, last = block.rpartition(" ")
    return f"{head} *{last[:-1]}*." if head and last.endswith(".") and last[:-1].isalpha() else block


def _retold(dice: Dice, meeting: Meeting, item: Item) -> Item:
    """Put a note of an earlier meeting into the account, with its number of the item there, which is no heading."""
    earlier = item.earlier[-1]
    note = f"Udvalg: {earlier.body}\nDato: {dashed(earlier.day)}\nPunktnummer: {dice.between(2, 24)}"
    until = f"Fristen for bemærkninger er {dashed(later(meeting.sitting.day, 30))}."
    return replace(
        item,
        sections=tuple(
            replace(section, blocks=(*section.blocks, "Sagen har været behandlet før:", note, until))
            if section.kind == "presentation"
            else section
            for section in item.sections
        ),
    )


def _with_losses(text: str) -> str:
    return text.translate(_LOSSES)


def _changed(item: Item, change: Callable[[str], str]) -> Item:
    """Return the item with all its wording changed, which is then the wording that the truth knows."""

    def decision(one: Decision) -> Decision:
        return replace(one, blocks=tuple(map(change, one.blocks)), text=change(one.text))

    proposal: Proposal | None = item.proposal
    if proposal is not None:
        proposal = replace(proposal, points=tuple(map(change, proposal.points)))
    return replace(
        item,
        title=change(item.title),
        in_contents=change(item.in_contents) if item.in_contents else None,
        sections=tuple(Section(one.kind, tuple(map(change, one.blocks))) for one in item.sections),
        proposal=proposal,
        decisions=tuple(map(decision, item.decisions)),
        earlier=tuple(map(decision, item.earlier)),
        attachments=tuple(map(change, item.attachments)),
    )


def _broken(dice: Dice, item: Item) -> Item:
    """Wrap a long heading, and cut paragraphs where a page ends."""
    wrapped = None
    if len(item.title) > _WIDTH and dice.chance(WRAPPED_HEADING):
        wrapped = "\n".join(textwrap.wrap(item.title, _WIDTH, break_on_hyphens=False))
    sections = tuple(
        replace(one, blocks=tuple(_cut(dice, block, PAGE_BREAK) for block in one.blocks)) for one in item.sections
    )
    decisions = tuple(
        replace(one, blocks=tuple(_cut(dice, block, DECISION_BREAK) for block in one.blocks)) for one in item.decisions
    )
    return replace(item, wrapped=wrapped, sections=sections, decisions=decisions)


def _cut(dice: Dice, block: str, probability: float) -> str:
    """Return the paragraph with a page break between two of its words, or as it is where none would be seen."""
    if len(block) < 70 or "\n" in block or block.startswith("- ") or not dice.chance(probability):
        return block
    words = block.split(" ")
    at = dice.between(len(words) // 3, len(words) - 3)
    if not (words[at][:1].isalpha() and words[at].islower() and words[at - 1].isalpha()):
        return block
    return f"{' '.join(words[:at])}\n\n{' '.join(words[at:])}"
