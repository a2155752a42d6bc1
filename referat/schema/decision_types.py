"""The types of decisions with all their properties, in the order of the codebook.

To add a type: one entry here, patterns for it in `vocabulary/decision_types.toml`, and its name in each language file.
"""

from __future__ import annotations

from dataclasses import dataclass

NONE_RECORDED = "none recorded"
"""The type, family and point outcome of an item that has no decision."""


@dataclass(frozen=True, slots=True)
class DecisionType:
    """A label of the codebook and its properties.

    Attributes
    ----------
    label
        The value in `decisions.decision_type`.
    family
        The group in which a figure shows it, one of `FAMILIES`.
    point_outcome
        What the type means for a recommended point, one of `POINT_OUTCOMES`.
    settles
        The decision ends a matter.
    defers
        The decision keeps the matter for another day before the same body.
    refers
        The decision sends the matter to another body, or back for more work.
    says_yes
        The body agrees with what it was asked: True, False, or None for neither.
    """

    label: str
    family: str
    point_outcome: str
    settles: bool
    defers: bool
    refers: bool
    says_yes: bool | None

    def __post_init__(self) -> None:
        """Raise a `ValueError` for an unknown family or point outcome."""
        if self.family not in FAMILIES:
            raise ValueError(f"decision type {self.label}: no family is called {self.family!r}")
        if self.point_outcome not in POINT_OUTCOMES:
            raise ValueError(f"decision type {self.label}: no outcome of a point is called {self.point_outcome!r}")


FAMILIES = (
    "adopted",
    "recommended",
    "rejected",
    "put off or sent on",
    "noted or discussed",
    "other",
    NONE_RECORDED,
)
"""Groups of types, few enough to distinguish in one figure."""

POINT_OUTCOMES = ("followed", "changed", "rejected", "put off", "neither yes nor no", NONE_RECORDED)
"""The outcomes of a recommended point."""

_DELAYED = ("put off or sent on", "put off")
_TALK = ("noted or discussed", "neither yes nor no")

ALL: tuple[DecisionType, ...] = (
    DecisionType("approved", "adopted", "followed", settles=True, defers=False, refers=False, says_yes=True),
    DecisionType("recommended", "recommended", "followed", settles=False, defers=False, refers=False, says_yes=True),
    DecisionType("rejected", "rejected", "rejected", settles=True, defers=False, refers=False, says_yes=False),
    DecisionType("postponed", *_DELAYED, settles=False, defers=True, refers=False, says_yes=None),
    DecisionType("withdrawn", *_DELAYED, settles=False, defers=True, refers=False, says_yes=None),
    DecisionType("referred", *_DELAYED, settles=False, defers=False, refers=True, says_yes=None),
    DecisionType("appointed", "adopted", "followed", settles=True, defers=False, refers=False, says_yes=True),
    DecisionType("decided", "adopted", "changed", settles=True, defers=False, refers=False, says_yes=True),
    DecisionType("noted", "noted or discussed", "followed", settles=True, defers=False, refers=False, says_yes=True),
    DecisionType("agreed", *_TALK, settles=False, defers=False, refers=False, says_yes=None),
    DecisionType("informed", *_TALK, settles=False, defers=False, refers=False, says_yes=None),
    DecisionType("discussed", *_TALK, settles=False, defers=False, refers=False, says_yes=None),
    DecisionType("other", "other", "neither yes nor no", settles=False, defers=False, refers=False, says_yes=None),
)
"""Every type, by precedence: the first that applies is the primary type of a decision."""

LABELS = tuple(entry.label for entry in ALL)
BY_LABEL = {entry.label: entry for entry in ALL}
SETTLING = tuple(entry.label for entry in ALL if entry.settles)
DEFERRING = tuple(entry.label for entry in ALL if entry.defers)
REFERRING = tuple(entry.label for entry in ALL if entry.refers)
SAYING_YES = tuple(entry.label for entry in ALL if entry.says_yes)
FAMILY_OF = {entry.label: entry.family for entry in ALL} | {NONE_RECORDED: NONE_RECORDED}
POINT_OUTCOME_OF = {entry.label: entry.point_outcome for entry in ALL} | {NONE_RECORDED: NONE_RECORDED}
