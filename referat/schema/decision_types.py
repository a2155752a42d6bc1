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
    defers
        The decision keeps the matter for another day before the same body.
    refers
        The decision sends the matter to another body, or back for more work.
    says_yes
        The body agrees with what it was asked: True, False, or None for neither.
    binds
        There is a decision that a later item can change.
    """

    label: str
    family: str
    point_outcome: str
    defers: bool
    refers: bool
    says_yes: bool | None
    binds: bool

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
    DecisionType("approved", "adopted", "followed", defers=False, refers=False, says_yes=True, binds=True),
    DecisionType("recommended", "recommended", "followed", defers=False, refers=False, says_yes=True, binds=True),
    DecisionType("rejected", "rejected", "rejected", defers=False, refers=False, says_yes=False, binds=True),
    DecisionType("postponed", *_DELAYED, defers=True, refers=False, says_yes=None, binds=True),
    DecisionType("withdrawn", *_DELAYED, defers=True, refers=False, says_yes=None, binds=True),
    DecisionType("referred", *_DELAYED, defers=False, refers=True, says_yes=None, binds=True),
    DecisionType("appointed", "adopted", "followed", defers=False, refers=False, says_yes=True, binds=True),
    DecisionType("decided", "adopted", "changed", defers=False, refers=False, says_yes=True, binds=True),
    DecisionType("noted", "noted or discussed", "followed", defers=False, refers=False, says_yes=True, binds=False),
    DecisionType("agreed", *_TALK, defers=False, refers=False, says_yes=None, binds=True),
    DecisionType("informed", *_TALK, defers=False, refers=False, says_yes=None, binds=False),
    DecisionType("discussed", *_TALK, defers=False, refers=False, says_yes=None, binds=False),
    DecisionType("other", "other", "neither yes nor no", defers=False, refers=False, says_yes=None, binds=True),
)
"""Every type, by precedence: the first that applies is the primary type of a decision."""

LABELS = tuple(entry.label for entry in ALL)
DEFERRING = frozenset(entry.label for entry in ALL if entry.defers)
REFERRING = frozenset(entry.label for entry in ALL if entry.refers)
SAYING_YES = frozenset(entry.label for entry in ALL if entry.says_yes)
REFUSING = frozenset(entry.label for entry in ALL if entry.says_yes is False)
NOT_BINDING = frozenset(entry.label for entry in ALL if not entry.binds)
FAMILY_OF = {entry.label: entry.family for entry in ALL} | {NONE_RECORDED: NONE_RECORDED}
POINT_OUTCOME_OF = {entry.label: entry.point_outcome for entry in ALL} | {NONE_RECORDED: NONE_RECORDED}
