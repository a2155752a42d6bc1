"""Problem codes: the severity, message and advice of each problem that a build can report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A problem code: severity (`error`, `warning`, `note`), message with a `{detail}` placeholder, and advice."""

    severity: str
    message: str
    advice: str


CODES: dict[str, Code] = {
    "empty_file": Code("error", "the file is empty", "Fetch or copy the minutes again."),
    "unreadable_file": Code("error", "the file cannot be read: {detail}", "Check that it exists and may be read."),
    "binary_file": Code("error", "the file is not text: {detail}", "Save the minutes as text and read that."),
    "unsupported_format": Code(
        "error", "{detail} cannot be read", "Save the minutes as text, PDF or .docx, or take the portal's JSON."
    ),
    "missing_extra": Code("error", "a package is missing to read a {detail}", "Install it, and build again."),
    "locked_file": Code("error", "the file is protected by a password", "Save it without one."),
    "damaged_file": Code("error", "the file is damaged: {detail}", "Fetch or copy the minutes again."),
    "too_large": Code(
        "error", "the file is too large to read: {detail}", "If it is minutes, split it into smaller files."
    ),
    "pdf_without_text": Code(
        "error",
        "the PDF holds pictures of pages and no text ({detail})",
        "Take the minutes from the portal, or have the text recognised (OCR) first.",
    ),
    "pages_without_text": Code(
        "warning",
        "pages without text: {detail}",
        "Check whether they are scanned text; their words are in no table.",
    ),
    "running_lines_left_out": Code(
        "note", "left out as page headers and footers: {detail}", "Check that none of them is text of the minutes."
    ),
    "lines_restored": Code(
        "note",
        "the text has lost its line breaks; they were put back before labels, headings and numbered titles",
        "Line numbers are those that `referat show` prints. Take the PDF or the page itself if you can get it.",
    ),
    "reader_failed": Code(
        "error",
        "the reader stopped half-way: {detail}",
        "This is a fault of referat: report it, with the file if it may be shown.",
    ),
    "not_minutes": Code(
        "error",
        "no meeting found: neither a header that names one nor items with decisions{detail}",
        "If it is minutes, describe their layout in a file in `referat/structure/layouts`; if not, move the file.",
    ),
    "layout_unknown": Code(
        "warning",
        "no known layout fits the whole text; items were found by what repeats in it",
        "If there are more such minutes, describe their layout in a file in `referat/structure/layouts`.",
    ),
    "text_before_items": Code(
        "warning", "there is text before the first item", "It is in no table; add the missing start of the document."
    ),
    "item_above_items": Code(
        "error",
        "there is text of an item above the first item",
        "It is in no table; check the number and the title of the item.",
    ),
    "meeting_not_named": Code(
        "warning", "the text does not say the meeting's {detail}", "None is invented; add the header if you have it."
    ),
    "meeting_told_by_decisions": Code(
        "note", "no header names the body and date; the items say {detail}", "Check that this is right."
    ),
    "damaged_json": Code(
        "error",
        "the JSON is not a meeting of the agenda portal: {detail}",
        "Fetch the meeting again. If the JSON is from another system than the agenda portal, save the pages as HTML or "
        "PDF instead.",
    ),
    "other_encoding": Code(
        "warning", "not UTF-8; read as {detail}", "Save the file as UTF-8 to be sure of its letters."
    ),
    "meeting_without_items": Code("warning", "the meeting has no agenda items", "Check whether the file is cut short."),
    "item_without_decision": Code(
        "warning",
        "the item has text and no decision",
        "Check with `referat show` whether the decision is in another section, or under an unknown heading.",
    ),
    "minutes_without_decisions": Code(
        "error",
        "no item of the minutes has a decision",
        "If it is an agenda, call it one; if not, `docs/another-municipality.md` says how to have it read.",
    ),
    "meeting_in_two_files": Code(
        "note",
        "another document of {detail} is preferred",
        "See the table of documents; text found only in this one is reported as a problem of its own.",
    ),
    "superseded_text": Code(
        "warning",
        "{detail} only here, in a document that another of the same meeting replaces",
        "Compare the two documents; the other one is used.",
    ),
    "meeting_not_held": Code(
        "note",
        "the document says that the meeting was {detail}",
        "Nobody counts as present, and no case was before it.",
    ),
    "members_not_attending": Code(
        "note",
        "the meeting is {detail}; the persons listed in the document did not attend",
        "Nobody is in `attendance`.",
    ),
    "meeting_moved": Code(
        "note", "the portal has the same document on another day, {detail}", "The meeting counts as held on that day."
    ),
    "question_box": Code(
        "note", "the portal's list of citizens' questions is not a meeting", "It is in no other table."
    ),
    "municipality_disagrees": Code(
        "warning", "two sources disagree about the municipality: {detail}", "The first one is used; correct the other."
    ),
    "municipalities_mixed": Code(
        "note",
        "the letterheads of a folder name several municipalities: {detail}",
        "Each document counts for the one that it names; check that none is in the wrong folder.",
    ),
    "municipality_unclear": Code(
        "warning",
        "the document names no municipality, and the letterheads in its folder name several: {detail}",
        "It belongs to none; name the municipality in a file `_corpus.toml`, or split the folder.",
    ),
    "contract_broken": Code(
        "error",
        "the tables break their contract: {detail}",
        "This is a fault of referat: report it, with the files if they may be shown.",
    ),
    "withheld_doubtful": Code(
        "note",
        "a public build withholds an item that no mark closes: {detail}",
        "Its title has a word of closed items, or it repeats a closed one; correct the minutes if it is open.",
    ),
    "portal_open_unused": Code(
        "note",
        "no item of the portal is marked as open ({detail})",
        "The portal does not use the mark; an item is closed where its title says so.",
    ),
    "first_number_not_one": Code(
        "note", "the first item has the number {detail}", "Check whether items before it are missing."
    ),
    "date_disagrees": Code("warning", "the heading says {detail}", "Check which date is right; the heading's is used."),
    "weekday_disagrees": Code("warning", "{detail}", "One of weekday and date is a mistake; the date is used."),
    "unplaced_header_line": Code(
        "warning", "lines of the meeting's header belong to no label", "Check them; they are in no table."
    ),
    "unknown_attendee": Code(
        "warning", "no name can be read from the header's {detail}", "Check the line; it is in no table."
    ),
    "item_number_gap": Code("warning", "item {detail} is missing", "Check whether lines of the file were lost."),
    "item_number_repeated": Code(
        "warning", "item number {detail} is repeated", "Its id ends in a count, `:2-2`; check which number is right."
    ),
    "item_number_falls": Code("note", "item {detail}", "Check which of the two numbers is right; both are kept."),
    "contents_title_differs": Code(
        "note", "the contents call it: {detail}", "Both are kept, as `title` and `toc_title`."
    ),
    "item_not_in_contents": Code(
        "warning", "the contents do not list the item", "Check whether a line is missing there."
    ),
    "contents_without_item": Code(
        "warning", "the contents list an item the minutes do not have", "Check whether lines of the file were lost."
    ),
    "page_number_falls": Code("warning", "the contents' page numbers fall at {detail}", "Check the contents."),
    "case_number_missing": Code("note", "the item has no case number", "None is invented; the item is in no case."),
    "case_year_after_meeting": Code(
        "warning", "the case number's year lies after the meeting", "One of the two is a mistake; both are kept."
    ),
    "decision_after_meeting": Code(
        "warning", "the decision is dated {detail}, after the meeting", "One of the two is a mistake; both are kept."
    ),
    "decision_before_meeting": Code(
        "warning",
        "the item has no decision of this meeting; its own body's last is dated {detail}",
        "Check whether the date is a mistake, or the meeting's decision is missing.",
    ),
    "heading_repaired": Code(
        "note", "read as the heading {detail}", "One letter differs; correct the source to be sure."
    ),
    "heading_doubtful": Code(
        "note",
        "this line may be a misspelt heading {detail}, but has text around it",
        "It is read as text; correct the source if it is a heading.",
    ),
    "unheaded_text": Code("note", "text under no heading", "It is a section without a heading."),
    "attendance_missing": Code(
        "note", "the header names no attendees", "Attendance is unknown, which is not the same as nobody attending."
    ),
    "closed_mark_disagrees": Code(
        "note", "the portal calls {detail}, the titles do not", "An item is closed where its title says so."
    ),
    "settings_unreadable": Code(
        "error", "the settings of the corpus cannot be read: {detail}", "Correct the file; nothing of it is used."
    ),
    "settings_unknown_key": Code(
        "warning", "the settings of the corpus have an unknown key: {detail}", "Correct its spelling or remove it."
    ),
    "settings_bad_value": Code(
        "warning", "the settings of the corpus have a wrong value: {detail}", "Correct the entry; it is not used."
    ),
    "settings_unknown_item": Code(
        "warning",
        "the settings of the corpus name an item that is not in the minutes: {detail}",
        "Look up its id in the table of items; the entry is used without it.",
    ),
    "attendance_disagrees": Code(
        "note",
        "the portal lists as absent, without a word of it in the decision: {detail}",
        "The decision's words count.",
    ),
    "listed_but_missing": Code(
        "warning", "the portal lists a document that is not in the folder: {detail}", "Fetch again, or move it back."
    ),
    "not_in_portal_list": Code(
        "warning",
        "the folder holds what the portal does not list: {detail}",
        "Check whether the portal has withdrawn it, or whether it belongs in another folder.",
    ),
    "portal_list_damaged": Code(
        "warning", "the portal's list cannot be read: {detail}", "Delete the file and fetch again."
    ),
}
"""Every problem code by name."""


def problem(
    code: str,
    source: str,
    line: int | None = None,
    *,
    last: int | None = None,
    detail: str = "",
    text: str | None = None,
) -> dict[str, object]:
    """Return a row of the table `problems`; `detail` fills in the message, `text` quotes the source.

    The problem is at a line, or reaches from there to the line `last`.
    """
    kind = CODES[code]
    message = kind.message.format(detail=detail)
    return {
        "source": source,
        "line_start": line,
        "line_end": last or line,
        "severity": kind.severity,
        "code": code,
        "message": f"{message[0].upper()}{message[1:]}. {kind.advice}",
        "text": text or None,
    }
