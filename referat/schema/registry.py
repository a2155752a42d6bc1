"""The registry of tables: every table, column, type, meaning, allowed value, key and reference, defined once.

Column order, the checks on built tables, the data dictionary and the Parquet types are derived from it.
To add a column, add a line here and fill it in `referat.records` or `referat.corpus`.
"""

from __future__ import annotations

from dataclasses import dataclass

from referat.schema.decision_types import FAMILIES, LABELS, NONE_RECORDED

SECTIONS = (
    "background",
    "recommendation",
    "decision",
    "presentation",
    "finances",
    "legal",
    "timeline",
    "attachments",
    "history",
    "overview",
    "summary",
    "procedure",
    "communication",
    "consultation",
    "other",
)
"""The kinds of sections of an item."""


STOPS = ("withdrawn", "sent_back", "postponed")
"""Next steps that put an item off."""
NEXT_STEPS = (*STOPS, "referred", "asked", "budget")
"""Steps that a decision can announce; of several, the first in this order is the next step."""
RETURN_KINDS = ("reconsidered", "stage", "periodic", "unclear")
"""Why a matter returns to a body: it is reconsidered, at its next stage, periodic, or the reason is unclear."""

MATTER_KINDS = ("substantive", "periodic", "fixture")
"""The kinds of matters."""

MATTER_STATES = ("settled", "owed", "cut_off", "open")
"""The states of a matter; `cut_off`: announced in the last weeks of the minutes; `open`: undecided by the minutes."""

PUT_OFF_WAYS = ("postponed", "sent_back", "withdrawn")
"""How a decision puts an item off."""

LINK_KINDS = ("same_number", "follow_up", "stage", "reopened", "periodic", "related")
"""How two items are linked; `periodic` and `related` links join items of different matters."""

LINK_RULES = (
    "case_number",
    "same_title",
    "cited_item",
    "cited_meeting",
    "stopped_and_alike",
    "asked_and_alike",
    "asked_for",
    "alike_soon",
    "draft_and_adoption",
    "series",
    "own_list",
)
"""The rules that link items."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: name, type, and meaning of a cell.

    `type` is one of `text`, `int`, `bool` and `date`; a `bool` is never missing, the others may be unless `required`.
    """

    name: str
    type: str
    meaning: str
    allowed: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the meaning of a row, its columns in order, its key, and its references to other tables."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def _text(name: str, meaning: str, *, allowed: tuple[str, ...] = (), required: bool = False) -> Column:
    return Column(name, "text", meaning, allowed, required)


def _int(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, "int", meaning, (), required)


def _bool(name: str, meaning: str) -> Column:
    return Column(name, "bool", meaning, (), True)


def _date(name: str, meaning: str) -> Column:
    return Column(name, "date", meaning)


def _id(name: str, meaning: str) -> Column:
    return _text(name, meaning, required=True)


_MEETING_ID = _id("meeting_id", "The meeting: municipality where known, body and date, `greve/direktionen-2022-08-22`.")
_ITEM_ID = _id(
    "item_id",
    "The agenda item: meeting and the number as written, `direktionen-2022-08-22:3`, `...:3a`; without a number its "
    "position, `...:p4`; a number that repeats, `...:2-2`.",
)
_DOCUMENT_ID = _id("document_id", "The document that the row was read from, see `documents`.")
_MUNICIPALITY = _text("municipality", "The municipality, `Greve`; missing where neither files nor minutes say it.")
_PORTAL_ID = _text("portal_id", "The portal's own id, where it gives one.")
_URL = _text("url", "The address of its page or file on the portal, where known.")
_SOURCE = _text("source", "Path of the file below RAW, with `/`.", required=True)
_SHA256 = _text("source_sha256", "SHA-256 of the file's bytes.", required=True)
_READER = _text("reader", "How the source was read.", allowed=("text", "pdf", "portal", "word", "html"), required=True)
_BODY_KEY = _text("body_key", "The normal form of the body's name, by which bodies are the same.")
_POSITION = _int("position", "Place in the order of the source, from 1.", required=True)
_LINES = (
    _int("line_start", "First line that the row was read from, in the source as read, from 1."),
    _int("line_end", "Last line that the row was read from, inclusive."),
)
DOCUMENT_KINDS = (
    "minutes",
    "agenda",
    "supplementary_minutes",
    "supplementary_agenda",
    "closed_minutes",
    "corrected_minutes",
)
"""The kinds of documents."""

AGENDA_KINDS = ("agenda", "supplementary_agenda")
"""Documents published before a meeting; the others are minutes."""

MEETING_STATUS = ("held", "cancelled", "moved", "expected")
"""The states of a meeting; an `expected` meeting has only agendas."""

TABLES: tuple[Table, ...] = (
    Table(
        "meetings",
        "One row per meeting, however many documents it has.",
        (
            _MEETING_ID,
            _MUNICIPALITY,
            _text("municipality_evidence", "The words or the file that give the municipality."),
            _text("body", "The board, committee or council that met, as written; missing if not said."),
            _BODY_KEY,
            _date("date", "The day of the meeting; missing if not said."),
            _text("start_time", "When the meeting began, `09:00`."),
            _text("end_time", "When it ended, where the minutes say so."),
            _text("location", "Where it was held, as written."),
            _text("kind", "The best that is known of it.", allowed=("minutes", "agenda"), required=True),
            _text("status", "What became of the meeting.", allowed=MEETING_STATUS, required=True),
            _bool("is_extraordinary", "Whether the document calls the meeting extraordinary."),
            _text("joint_with", "The other bodies of a joint meeting, each of which has a row of its own."),
            _bool("attendance_recorded", "Whether anybody is named as present, absent or excused in the header."),
            _READER,
            _text("layout", "Which layout the source follows."),
            _DOCUMENT_ID,
            _SOURCE,
            _SHA256,
            _PORTAL_ID,
            _URL,
            *_LINES,
        ),
        key=("meeting_id",),
        references=(("document_id", "documents"),),
    ),
    Table(
        "documents",
        "One row per document of a meeting.",
        (
            _id("document_id", "The document: its source, and `#2` for the second meeting in a file."),
            _MEETING_ID,
            _text("meeting_alias", "The meeting's id without its municipality, as it was before that became known."),
            _SOURCE,
            _SHA256,
            _READER,
            _text("kind", "What the document is.", allowed=DOCUMENT_KINDS, required=True),
            _bool("used", "Whether rows of other tables were taken from it."),
            _PORTAL_ID,
            _URL,
            _date("released", "The day on which the portal released this edition."),
            *_LINES,
        ),
        key=("document_id",),
        references=(("meeting_id", "meetings"),),
    ),
    Table(
        "attendance",
        "One row per person named in a meeting's header.",
        (
            _MEETING_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("person", "The person, in one spelling over the municipality.", required=True),
            _text("name", "The name as written here, without role or party.", required=True),
            _text("role", "The role as written, `sekretær`."),
            _text("party", "The party as written, `A`."),
            _text(
                "status",
                "Whether the person was there.",
                allowed=("present", "absent", "excused", "substitute"),
                required=True,
            ),
            *_LINES,
        ),
        key=("meeting_id", "position"),
        references=(("meeting_id", "meetings"), ("document_id", "documents")),
    ),
    Table(
        "items",
        "One row per agenda item.",
        (
            _ITEM_ID,
            _MEETING_ID,
            _DOCUMENT_ID,
            _MUNICIPALITY,
            _SOURCE,
            _int(
                "position",
                "Place on the agenda, from 1; items that only other documents hold come last.",
                required=True,
            ),
            _int("number", "The integer in the item's number, 3 of `3a`; missing where it has none."),
            _text("label", "The item's number as written, `3a`, `T1`."),
            _text("title", "The title in the item's own heading, joined where it wraps."),
            _text(
                "title_key",
                "The title for finding recurrence: case-folded, without dates, years, months, issue numbers.",
            ),
            _text("toc_title", "The title in the table of contents."),
            _int("toc_page", "The page given in the table of contents."),
            _text("case_number", "The case number as written."),
            _int("case_year", "The year carried by the case number, four digits."),
            _bool("closed", "Whether the item was dealt with behind closed doors."),
            _bool(
                "standing",
                "Whether it is a fixture of the agenda (agenda approval, signature sheet, any other business).",
            ),
            _bool("minuted", "Whether minutes hold the item; false where only an agenda has it."),
            _PORTAL_ID,
            _URL,
            _text("matter_id", "The matter: the id of its first item.", required=True),
            _int("round", "Round of the matter through the bodies, from 1; missing for fixtures."),
            _text(
                "return_kind",
                "Why the matter is again before this body; at the first item of each round before it.",
                allowed=RETURN_KINDS,
            ),
            _text(
                "next_step",
                "What the body's own decision announces of the item: put off, sent back, asked for again.",
                allowed=NEXT_STEPS,
            ),
            _text("next_step_words", "The sentence of the decision that announces it, at most 300 characters."),
            *_LINES,
        ),
        key=("item_id",),
        references=(("matter_id", "matters"), ("meeting_id", "meetings"), ("document_id", "documents")),
    ),
    Table(
        "sections",
        "One row per headed part of an item.",
        (
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("section", "What the part is.", allowed=SECTIONS, required=True),
            _text("heading", "The heading as written; missing where text has no heading."),
            _text("text", "The text under the heading."),
            *_LINES,
        ),
        key=("item_id", "position"),
        references=(("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "recommendations",
        "One row per point recommended under an item.",
        (
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("label", "The point's own number or letter, `2`, `1a`."),
            _text("text", "The point recommended."),
            _text("proposer", "Who recommends, where named: `ØC`, `FKC og ØDC`, `Administrationen`."),
            *_LINES,
        ),
        key=("item_id", "position"),
        references=(("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "decisions",
        "One row per decision minuted under an item.",
        (
            _id("decision_id", "The decision: item and position, `direktionen-2022-08-22:3:1`."),
            _ITEM_ID,
            _MEETING_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("body", "Who decided; missing where neither the decision nor a fragment says."),
            _BODY_KEY,
            _date("decided_on", "The day of the decision."),
            _bool("is_earlier", "Made at an earlier meeting or by another body, and only repeated here."),
            _text("decision_type", "The primary type, after the codebook.", allowed=LABELS, required=True),
            _text("decision_types", "Every type the text supports, sorted, joined by `|`.", required=True),
            _text("evidence", "The words that gave the primary type."),
            _int("evidence_start", "Where the evidence begins in `text`, from 0."),
            _int("evidence_end", "Where the evidence ends in `text`, exclusive."),
            _text("rule", "The vocabulary entry that fired."),
            _text("text", "The decision's text."),
            _date("postponed_to", "The day the matter was put off to, where the text names one."),
            *_LINES,
        ),
        key=("decision_id",),
        references=(("item_id", "items"), ("meeting_id", "meetings"), ("document_id", "documents")),
    ),
    Table(
        "outcomes",
        "One row per recommended point that a decision gives an outcome of its own.",
        (
            _id("decision_id", "The decision."),
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("label", "The point's number or letter as the decision names it, `2`, `1a`.", required=True),
            _int("recommendation", "Position of the point among the item's recommendations, where it is found there."),
            _text("decision_type", "What became of the point.", allowed=LABELS, required=True),
            _text("text", "The words that give the outcome."),
            *_LINES,
        ),
        key=("decision_id", "position"),
        references=(("decision_id", "decisions"), ("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "votes",
        "One row per vote, or group of votes, stated in a decision.",
        (
            _id("decision_id", "The decision."),
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("option", "How it was cast.", allowed=("yes", "no", "abstain"), required=True),
            _int("count", "How many votes, where the text counts them."),
            _text("party", "The party that voted so, where named."),
            _text("person", "The person who voted so, where named, in the corpus spelling."),
            _text("text", "The words that state it."),
            *_LINES,
        ),
        key=("decision_id", "position"),
        references=(("decision_id", "decisions"), ("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "item_attendance",
        "One row per person whose attendance at one item differs from the header.",
        (
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("person", "The person, in one spelling over the municipality.", required=True),
            _text("name", "The name as written here.", required=True),
            _text("party", "The party as written."),
            _text(
                "status",
                "What is said of the person.",
                allowed=("absent", "excused", "substitute", "arrived", "left", "disqualified"),
                required=True,
            ),
            _text("text", "The words that say so."),
            *_LINES,
        ),
        key=("item_id", "position"),
        references=(("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "attachments",
        "One row per attachment listed under an item.",
        (
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("title", "The attachment's title as listed; missing where it has none."),
            _PORTAL_ID,
            _URL,
            *_LINES,
        ),
        key=("item_id", "position"),
        references=(("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "references",
        "One row per mention of another meeting or case in an item's text.",
        (
            _ITEM_ID,
            _DOCUMENT_ID,
            _POSITION,
            _text("kind", "What is mentioned.", allowed=("meeting", "case"), required=True),
            _text("text", "The words of the mention.", required=True),
            _text("body", "The body mentioned."),
            _BODY_KEY,
            _date("date", "The date mentioned."),
            _text("case_number", "The case number mentioned."),
            _int("item_number", "The number of the item mentioned, 15 of `pkt. 15`."),
            _text("meeting_id", "The meeting mentioned, if it is in the corpus."),
            _text("mentioned_item_id", "The item mentioned by its number, if it is in the corpus."),
            _text("direction", "Whether it lies before or after this meeting.", allowed=("earlier", "later")),
            *_LINES,
        ),
        key=("item_id", "position"),
        references=(("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "cases",
        "One row per case number of a municipality, before meetings that were held.",
        (
            _MUNICIPALITY,
            _text("case_number", "The case number.", required=True),
            _int("case_year", "The year it carries."),
            _text("title", "The latest title of an item under it."),
            _date("first_seen", "Day of the first meeting with it."),
            _date("last_seen", "Day of the latest meeting with it."),
            _int("meetings", "In how many meetings.", required=True),
            _int("items", "Under how many items.", required=True),
            _int("bodies", "Before how many bodies.", required=True),
            _bool("standing", "Whether all its items are fixtures of the agenda."),
            _text("last_decision_type", "The type of the latest decision under it.", allowed=LABELS),
        ),
        key=("municipality", "case_number"),
    ),
    Table(
        "matters",
        "One row per matter: one thing that is dealt with, under one case number or several.",
        (
            _id("matter_id", "The matter: the id of its first item."),
            _MUNICIPALITY,
            _text("title", "The title of its latest item."),
            _text("case_numbers", "Its case numbers in the order of time, joined by `|`."),
            _text("kind", "What it is.", allowed=MATTER_KINDS, required=True),
            _date("first_seen", "Day of its first item."),
            _date("last_seen", "Day of its latest item."),
            _int("items", "Under how many items.", required=True),
            _int("meetings", "In how many meetings.", required=True),
            _int("bodies", "Before how many bodies.", required=True),
            _int("rounds", "In how many rounds; missing for fixtures."),
            _int("returns", "How many rounds took it up again (`reconsidered`).", required=True),
            _bool("closed", "Whether any of its items was dealt with behind closed doors."),
            _text("state", "What became of it; missing for fixtures.", allowed=MATTER_STATES),
            _text("owed_by", "Who owes the next step: a body, `administration`, `committee` or `budget`."),
            _date("owed_since", "The day on which it was announced."),
            _text("owed_words", "The words that announce it."),
            _text("last_decision_type", "The type of its latest decision.", allowed=LABELS),
        ),
        key=("matter_id",),
    ),
    Table(
        "links",
        "One row per pair of items that belong together, or that one might take for one matter.",
        (
            _ITEM_ID,
            _id("earlier_item_id", "The earlier item."),
            _text("kind", "How the later item belongs to the earlier.", allowed=LINK_KINDS, required=True),
            _bool("same_matter", "Whether the two are one matter."),
            _text("rule", "How the link was found.", allowed=LINK_RULES, required=True),
            _text("evidence", "The words that show it."),
        ),
        key=("item_id", "earlier_item_id"),
        references=(("item_id", "items"),),
    ),
    Table(
        "announced_route",
        "One row per body that an item is to pass, as its section of procedure says.",
        (_ITEM_ID, _DOCUMENT_ID, _POSITION, _text("body", "The body, as written.", required=True), _BODY_KEY, *_LINES),
        key=("item_id", "position"),
        references=(("item_id", "items"), ("document_id", "documents")),
    ),
    Table(
        "people",
        "One row per spelling of a person's name in a municipality.",
        (
            _MUNICIPALITY,
            _text("person", "The one spelling used for the person.", required=True),
            _text("name", "A spelling that was met.", required=True),
            _int("mentions", "How often it was met.", required=True),
            _int("meetings", "In how many meetings.", required=True),
            _text(
                "merged_by",
                "Why the two are one person: the same spelling, near-equal spelling, or the user's list.",
                allowed=("same", "spelling", "list"),
                required=True,
            ),
            _int("similarity", "How near the two spellings are, 0 to 100."),
        ),
        key=("municipality", "person", "name"),
    ),
    Table(
        "problems",
        "One row per thing the reader could not place, or that contradicts itself.",
        (
            _text("source", "Path of the file below RAW.", required=True),
            _int("line_start", "Where, if at a line."),
            _int("line_end", "The last line concerned."),
            _text("severity", "How bad.", allowed=("error", "warning", "note"), required=True),
            _text("code", "Which kind of problem, a name in `referat.schema.problem_codes`.", required=True),
            _text("message", "What is wrong and what to do.", required=True),
            _text("text", "The words concerned."),
        ),
    ),
)
"""All tables, in reading order."""

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

AGENDA = Table(
    "agenda",
    "One row per agenda item, with its meeting, matter, decision and recommendation, in the order of the meetings.",
    (
        _ITEM_ID,
        _MEETING_ID,
        _MUNICIPALITY,
        _text("body", "The body, under one name over its terms."),
        _date("date", "The day of the meeting."),
        _int("year", "The year of the meeting."),
        _text("status", "The state of the meeting.", allowed=MEETING_STATUS, required=True),
        _text("label", "The item's number as written, `3a`, `T1`."),
        _text("title", "The title; withheld where the item is closed."),
        _text("case_number", "The case number as written."),
        _text("matter_id", "The matter: the id of its first item.", required=True),
        _text("matter_title", "The latest title of the matter; withheld where any of its items is closed."),
        _text("matter_state", "What became of the matter; missing for fixtures.", allowed=MATTER_STATES),
        _int("round", "Round of the matter through the bodies, from 1; missing for fixtures."),
        _text("return_kind", "Why the matter is again before this body.", allowed=RETURN_KINDS),
        _text(
            "decision_type",
            "The type of the item's own decision, of several the first in the codebook's order; what is repeated from "
            "earlier meetings does not count.",
            allowed=LABELS,
        ),
        _text(
            "family",
            "The group of the type.",
            allowed=tuple(family for family in FAMILIES if family != NONE_RECORDED),
        ),
        _text("put_off", "How the own decision puts the item off, wholly or in a point.", allowed=PUT_OFF_WAYS),
        _text("decision", "The texts of the own decisions, one a line."),
        _text("recommendation", "The points recommended, one a line; withheld where the item is closed."),
        _text(
            "recommended_by",
            "Who recommends, in one spelling, in alphabetical order, joined by `; ` where they are several.",
        ),
        _bool("closed", "Whether the item was dealt with behind closed doors."),
        _bool("standing", "Whether it is a fixture of the agenda."),
        _bool("minuted", "Whether minutes hold the item; false where only an agenda has it."),
        _bool("counted", "Whether the report's shares count the item: minuted, of a held meeting, no fixture."),
        _SOURCE,
        _int("line_start", "First line of the item in the source as read, from 1."),
        _URL,
    ),
    key=("item_id",),
    references=(("meeting_id", "meetings"), ("matter_id", "matters")),
)
"""The wide table that `Tables.agenda` derives from the others."""
