"""Merge the documents of a meeting: which one is preferred, what the others add, and the ids.

Minutes are preferred to agendas, whatever their size; a corrected or later edition to an earlier one; data of the
portal to a rendering of the same edition. Supplements and closed parts add their items, and so does any document with
an item of its own. No title, decision or person is dropped without a row in `problems` that quotes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from referat.corpus.added_parts import AddedParts, add_parts
from referat.corpus.meeting_documents import (
    DocumentItem,
    MeetingDocument,
    add_contents,
    gather,
    gather_documents,
    groups_of_a_day,
    key_of,
    letters,
    rows,
    text_hash,
)
from referat.records.rows import Row
from referat.schema.problem_codes import problem
from referat.tables.batches import DOCUMENT_NUMBER, BatchSlice
from referat.vocabulary import slug


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds for documents of one meeting, and for one item in two documents."""

    minutes_apart: int = 60
    """Largest difference in minutes between the time in an agenda and in the minutes; two meetings differ more."""
    share_of_items: float = 0.5
    """Smallest share of the shorter document's items, without standing ones, that both documents have."""
    similar_titles: int = 80
    """Smallest similarity, of 100, of two titles under one number that are one, shortened or corrected."""


_T = Thresholds()
_KIND_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("supplementary_agenda", "agenda", "supplementary_minutes", "closed_minutes", "minutes", "corrected_minutes")
    )
}
_STATUS_RANK = {"expected": 0, "moved": 1, "cancelled": 1, "held": 2}


@dataclass(slots=True)
class DocumentPlan:
    """The plan for one of several documents of a meeting: the meeting's id, and the rows to keep.

    `keys` maps the items that are kept to their keys in the meeting, `positions` to their positions; `attendees` maps
    the positions in the header that are kept to those in the meeting; `added` holds what an item that is not kept adds
    to the item of another document.
    """

    meeting_id: str
    base: bool = True
    status: str | None = None
    attendance_recorded: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    attendees: dict[int, int] = field(default_factory=dict)
    added: dict[str, AddedParts] = field(default_factory=dict)

    @property
    def used(self) -> bool:
        """Whether any rows are taken from the document."""
        return self.base or bool(self.keys or self.attendees or self.added)

    def key_in_meeting(self, key: str) -> str:
        """Return the key in the meeting of an item that is kept, or that adds to another one."""
        return self.added[key].key if key in self.added else self.keys.get(key, key)


@dataclass(slots=True)
class Merges:
    """The meetings of a corpus.

    `meeting_ids` has the meeting id of each document, and `bases` the preferred document of its meeting, by document
    number. `plans` has the documents of meetings with several documents, and of moved meetings. `renamed` are documents
    with another id for the meeting.
    """

    meeting_ids: dict[int, str] = field(default_factory=dict)
    bases: dict[int, int] = field(default_factory=dict)
    plans: dict[int, DocumentPlan] = field(default_factory=dict)
    renamed: set[int] = field(default_factory=set)
    problems: list[Row] = field(default_factory=list)


def merge_documents(
    batch_slices: Sequence[BatchSlice],
    municipalities: Sequence[str | None],
    open_places: Collection[str],
) -> Merges:
    """Return which documents make up which meetings.

    `municipalities` has one per document number; `open_places` are the municipalities whose portals mark open items.
    """
    documents = gather_documents(batch_slices, municipalities)
    groups = groups_of_a_day(documents)
    many = {document.number for group in groups if len(group) > 1 for document in group}
    many |= _moved_candidates(documents)
    add_contents(documents, many, batch_slices, open_places)
    meetings = [meeting for group in groups for meeting in _meetings_of(group)]
    merges = Merges()
    _assign_ids(meetings, merges)
    moved = _moved(meetings)
    superseded: dict[int, dict[str, set[int]]] = {}
    for meeting in meetings:
        first = meeting[0]
        for document in meeting:
            merges.bases[document.number] = first.number
        if len(meeting) > 1 or first.number in moved:
            _plan(meeting, moved.get(first.number), merges, superseded)
    merges.problems += _quoted_decisions(superseded, documents, batch_slices)
    return merges


# --- Which documents are of one meeting ---


def _meetings_of(group: list[MeetingDocument]) -> list[list[MeetingDocument]]:
    """Return the documents of a body's day by meeting, the preferred document first."""
    if len(group) == 1:
        return [group]
    meetings: list[list[MeetingDocument]] = []
    main = [document for document in group if not document.adds] or group[:1]
    for document in sorted(main, key=lambda it: (it.minute is None, it.minute or 0, [-rank for rank in _rank(it)[:2]])):
        meeting = next((m for m in meetings if any(_is_same_meeting(document, other) for other in m)), None)
        meetings.append([document]) if meeting is None else meeting.append(document)
    for document in group:
        if document not in main:
            _best_meeting(document, meetings).append(document)
    _join_closed_parts(meetings)
    return [sorted(meeting, key=_order, reverse=True) for meeting in meetings]


def _best_meeting(document: MeetingDocument, meetings: list[list[MeetingDocument]]) -> list[MeetingDocument]:
    """Return the meeting of a supplement: the one at its time, one that shares items, or the first."""
    for meeting in meetings:
        if any(other.minute is not None and other.minute == document.minute for other in meeting):
            return meeting
    return next((m for m in meetings if any(_share_of_items(document, other) > 0 for other in m)), meetings[0])


def _join_closed_parts(meetings: list[list[MeetingDocument]]) -> None:
    """Join minutes of closed items to the minutes that stop before them, unless their times differ."""
    for part in [meeting for meeting in meetings if _is_closed_part(meeting)]:
        whole = next((meeting for meeting in meetings if meeting is not part and _completes(part, meeting)), None)
        if whole is not None:
            whole += part
            meetings.remove(part)


def _is_closed_part(meeting: Iterable[MeetingDocument]) -> bool:
    return all(document.items and all(item.closed for item in document.items) for document in meeting)


def _completes(part: Sequence[MeetingDocument], meeting: Sequence[MeetingDocument]) -> bool:
    """Return whether a closed part has none of the items of a meeting, and no other time."""
    times = {document.minute for document in [*part, *meeting]} - {None}
    labels, others = ({item.label for document in each for item in document.items} for each in (part, meeting))
    return bool(others) and len(times) < 2 and labels.isdisjoint(others)


def _is_same_meeting(one: MeetingDocument, other: MeetingDocument) -> bool:
    if one.portal_id and one.portal_id == other.portal_id:
        return True
    share = _share_of_items(one, other)
    if one.minute is None or other.minute is None:
        return not one.items or not other.items or share >= _T.share_of_items
    apart = abs(one.minute - other.minute)
    return apart == 0 or (
        share >= _T.share_of_items and (apart <= _T.minutes_apart or one.is_agenda != other.is_agenda)
    )


def _share_of_items(one: MeetingDocument, other: MeetingDocument) -> float:
    """Return the share of the shorter document's items that both have; standing items count if there are no others."""
    for with_standing in (False, True):
        ours, theirs = ([i for i in d.items if with_standing or not i.standing] for d in (one, other))
        if ours and theirs:
            return sum(any(_likeness(a, b) for b in theirs) for a in ours) / min(len(ours), len(theirs))
    return 0.0


def _likeness(one: DocumentItem, other: DocumentItem) -> int:
    """Return the certainty that two items of different documents are one; 0 if they are not."""
    if one.portal_id and one.portal_id == other.portal_id:
        return 6
    same_case = bool(one.case_number) and one.case_number == other.case_number
    other_case = len({one.case_number, other.case_number} - {None}) > 1
    same_label = one.label is not None and one.label == other.label
    if one.words and one.words == other.words:
        return _likeness_of_equal_titles(same_case=same_case, other_case=other_case, same_label=same_label)
    has_both_titles = bool(one.words and other.words)
    similar = has_both_titles and fuzz.ratio(one.words, other.words) >= _T.similar_titles
    if same_label and (same_case or (not other_case and (similar or not has_both_titles))):
        return 2
    return 1 if similar and same_case else 0


def _likeness_of_equal_titles(*, same_case: bool, other_case: bool, same_label: bool) -> int:
    """Return the certainty for two items of one title: a number on the agenda counts more than a case number."""
    if other_case:
        return 0
    if same_label:
        return 5 if same_case else 4
    return 3 if same_case else 2


def _rank(document: MeetingDocument) -> tuple[int, int, bool, bool, date, int, int]:
    """Return the rank of a document within its meeting; the highest is preferred."""
    decisions = sum(len(item.decisions) for item in document.items)
    return (
        _KIND_RANK[document.kind],
        _STATUS_RANK[document.status],
        decisions > 0,
        document.reader == "portal",
        document.released or date.min,
        len(document.items),
        decisions,
    )


def _order(document: MeetingDocument) -> tuple[object, ...]:
    return (*_rank(document), -document.number)


# --- Ids ---


def _natural_id(document: MeetingDocument) -> str:
    """Return the id of a meeting if it is free, with the municipality in front if known."""
    place = slug(document.municipality or "")
    return f"{place}/{document.meeting_id}" if place else document.meeting_id


def _assign_ids(meetings: list[list[MeetingDocument]], merges: Merges) -> None:
    """Assign ids: the first meeting of a body on a date gets the natural id, later ones their time or a count.

    Meetings with body and date come before those named by their file.
    """
    taken: set[str] = set()
    for meeting in sorted(meetings, key=_order_of_ids):
        time = next((document.start_time for document in meeting if document.start_time), None)
        name = _free_id(_natural_id(meeting[0]), time, taken)
        taken.add(name)
        for document in meeting:
            merges.meeting_ids[document.number] = name
            if name != _natural_id(document):
                merges.renamed.add(document.number)


def _order_of_ids(meeting: list[MeetingDocument]) -> tuple[bool, bool, int, int]:
    base = meeting[0]
    unnamed = base.body_key is None or base.day is None
    minute = min((document.minute for document in meeting if document.minute is not None), default=None)
    return unnamed, minute is None, minute or 0, min(document.number for document in meeting)


def _free_id(name: str, time: str | None, taken: set[str]) -> str:
    if name not in taken:
        return name
    if time and (with_hour := f"{name}-{time.replace(':', '')}") not in taken:
        return with_hour
    count = 2
    while f"{name}-{count}" in taken:
        count += 1
    return f"{name}-{count}"


# --- Moved meetings ---


def _by_portal_id(documents: Iterable[MeetingDocument]) -> Iterator[list[MeetingDocument]]:
    groups: defaultdict[tuple[str, str], list[MeetingDocument]] = defaultdict(list)
    for document in documents:
        if document.portal_id and document.day:
            groups[slug(document.municipality or ""), document.portal_id].append(document)
    return (group for group in groups.values() if len({document.day for document in group}) > 1)


def _moved_candidates(documents: dict[int, MeetingDocument]) -> set[int]:
    return {document.number for group in _by_portal_id(documents.values()) for document in group}


def _moved(meetings: list[list[MeetingDocument]]) -> dict[int, date]:
    """Return the meetings that the portal moved, by the number of their base, and the new date."""
    moved: dict[int, date] = {}
    for group in _by_portal_id(meeting[0] for meeting in meetings):
        last = max(group, key=lambda it: (not it.is_agenda, it.status == "held", it.released or date.min, it.day))
        moved |= {document.number: last.day for document in group if document.day != last.day and last.day}
    return moved


# --- What to take from each document ---


@dataclass(slots=True)
class _Kept:
    """An item of a meeting: its document, its key in the meeting, and the documents that have it."""

    document: MeetingDocument
    item: DocumentItem
    key: str
    position: int
    documents: set[int]


@dataclass(frozen=True, slots=True)
class _Dropped:
    """An item of a document that is dropped because another document of the meeting has it."""

    document: MeetingDocument
    item: DocumentItem
    place: _Kept


def _plan(
    meeting: list[MeetingDocument], moved_to: date | None, merges: Merges, superseded: dict[int, dict[str, set[int]]]
) -> None:
    """Plan what to take from each document of a meeting; the first one is preferred."""
    base = meeting[0]
    status = "moved" if moved_to else _status(meeting)
    plans = {d.number: DocumentPlan(merges.meeting_ids[d.number], d is base, status) for d in meeting}
    merges.plans |= plans
    if moved_to:
        merges.problems.append(_problem_row("meeting_moved", base, str(moved_to), merges.meeting_ids[base.number]))
    kept, dropped = _merged_items(meeting)
    _plan_kept_items(kept, plans)
    _plan_added_parts(dropped, plans)
    attending = _merged_attendees(meeting, status, plans)
    plans[base.number].attendance_recorded = any(plan.attendees for plan in plans.values())
    for document in meeting[1:]:
        if not plans[document.number].used or any(it.document is document for it in dropped):
            merges.problems.append(
                _problem_row("meeting_in_two_files", document, merges.meeting_ids[base.number], base.source)
            )
    merges.problems += _superseded(meeting, kept, dropped, attending, superseded)


def _plan_kept_items(kept: Iterable[_Kept], plans: dict[int, DocumentPlan]) -> None:
    """Plan the keys, positions and closed marks of the items that are kept."""
    for place in kept:
        plan = plans[place.document.number]
        plan.keys[place.item.key] = place.key
        plan.positions[place.item.key] = place.position
        if place.item.closed:
            plan.closed.add(place.item.key)


def _plan_added_parts(dropped: Iterable[_Dropped], plans: dict[int, DocumentPlan]) -> None:
    """Plan what the dropped items of agendas add to items of minutes."""
    for place, document, item in ((it.place, it.document, it.item) for it in dropped if it.document.is_agenda):
        if not place.document.is_agenda and (parts := add_parts(place.key, place.item, item)):
            plans[document.number].added[item.key] = parts


def _status(meeting: list[MeetingDocument]) -> str:
    base = meeting[0]
    if base.status == "expected":
        return next((d.status for d in meeting if d.status in ("cancelled", "moved")), base.status)
    return base.status


def _merged_items(meeting: list[MeetingDocument]) -> tuple[list[_Kept], list[_Dropped]]:
    """Return the items of a meeting, and the items that are dropped as duplicates."""
    kept: list[_Kept] = []
    dropped: list[_Dropped] = []
    keys: set[str] = set()
    for document in meeting:
        for item in document.items:
            place = _match(document, item, kept)
            if place is None:
                key = _free_key(item.key, keys)
                position = item.position if document is meeting[0] else len(kept) + 1
                kept.append(_Kept(document, item, key, position, {document.number}))
                keys.add(key)
            else:
                dropped.append(_merge_item(place, document, item))
    return kept, dropped


def _merge_item(place: _Kept, document: MeetingDocument, item: DocumentItem) -> _Dropped:
    """Merge an item of another document into a kept one, and return the item that is dropped."""
    place.documents.add(document.number)
    closed = item.closed or place.item.closed
    dropped = _Dropped(document, item, place)
    if item.decisions and not place.item.decisions:  # minutes that only repeat the agenda's item
        dropped = _Dropped(place.document, place.item, place)
        place.document, place.item = document, item
    place.item.closed = closed
    return dropped


def _match(document: MeetingDocument, item: DocumentItem, kept: list[_Kept]) -> _Kept | None:
    """Return the same item from other documents; of several, the most similar."""
    others = [(_likeness(item, place.item), place) for place in kept if document.number not in place.documents]
    score, place = max(others, key=lambda pair: pair[0], default=(0, None))
    return place if score else None


def _free_key(key: str, taken: set[str]) -> str:
    name, count = key, 1
    while name in taken:
        count += 1
        name = f"{key}-{count}"
    return name


def _merged_attendees(meeting: list[MeetingDocument], status: str, plans: dict[int, DocumentPlan]) -> set[str]:
    """Plan the attendees to take from each document, and return their names: all from the first list.

    Supplements and closed parts add missing names. A meeting that was not held has no attendees.
    """
    names: set[str] = set()
    taken = 0
    for document in meeting:
        if (status == "moved" and document.status == "held") or (names and not _may_add_names(document)):
            continue
        for position, name in enumerate(document.attendees, 1):
            if letters(name) not in names or not taken:
                taken += 1
                plans[document.number].attendees[position] = taken
        names |= {letters(name) for name in document.attendees}
    return names


def _may_add_names(document: MeetingDocument) -> bool:
    return document.adds and not document.is_agenda


# --- Problems for what is dropped ---


def _problem_row(code: str, document: MeetingDocument, detail: str, text: str | None = None) -> Row:
    return problem(code, document.source, document.line, detail=detail, text=text)


def _superseded(
    meeting: list[MeetingDocument],
    kept: list[_Kept],
    dropped: list[_Dropped],
    attending: set[str],
    superseded: dict[int, dict[str, set[int]]],
) -> Iterator[Row]:
    """Yield a problem for each title and name that no kept row has, and note the decisions to quote."""
    titles = {letters(place.item.title or "") for place in kept}
    decisions = {decision for place in kept for decision in place.item.decisions}
    persons = attending | {letters(name) for place in kept for name in place.item.persons}
    for document, item in ((it.document, it.item) for it in dropped):
        if item.title and letters(item.title) not in titles:
            yield _problem_row("superseded_text", document, "a title stands", item.title)
        if lost := item.decisions - decisions:
            superseded.setdefault(document.number, {})[item.key] = lost
    for document in meeting:
        names = [*document.attendees, *(name for it in dropped if it.document is document for name in it.item.persons)]
        if missing := sorted({name for name in names if letters(name) not in persons}):
            yield _problem_row("superseded_text", document, "persons are named", ", ".join(missing))


def _quoted_decisions(
    superseded: dict[int, dict[str, set[int]]],
    documents: dict[int, MeetingDocument],
    batch_slices: Sequence[BatchSlice],
) -> Iterator[Row]:
    """Yield a problem for each decision that occurs only in documents that are not used."""
    table = gather(batch_slices, "decisions", ["item_id", "text", "line_start"], superseded)
    for row in rows(table):
        document = documents[row[DOCUMENT_NUMBER]]
        if row["text"] and text_hash(row["text"]) in superseded[document.number].get(key_of(row["item_id"]), ()):
            yield problem(
                "superseded_text", document.source, row["line_start"], detail="a decision stands", text=row["text"]
            )
