"""Pure functions from text to facts, independent of files, lines and tables.

The functions exported here work on any string; each result has its position in the string:

>>> from referat.facts import parse_date
>>> parse_date("Referat af mødet den 22. august 2022").value.isoformat()
'2022-08-22'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from referat.facts.decisions.decision_classifier import DecisionLabels, classify_decision
    from referat.facts.parse import (
        Fact,
        parse_attendance,
        parse_case_numbers,
        parse_date,
        parse_dates,
        parse_names,
        parse_outcomes,
        parse_recommendations,
        parse_references,
        parse_time,
        parse_votes,
    )

__all__ = [
    "DecisionLabels",
    "Fact",
    "classify_decision",
    "parse_attendance",
    "parse_case_numbers",
    "parse_date",
    "parse_dates",
    "parse_names",
    "parse_outcomes",
    "parse_recommendations",
    "parse_references",
    "parse_time",
    "parse_votes",
]

_CLASSIFIER = ("DecisionLabels", "classify_decision")


def __getattr__(name: str) -> Any:
    """Import a function on first use, so that a module of this package does not load all others."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "decisions.decision_classifier" if name in _CLASSIFIER else "parse"
    return getattr(import_module(f"{__name__}.{module}"), name)
