"""The phrases of the report in each language, and numbers and dates in their form.

Functions that write text take a `Language`; the default is English.
"""

from __future__ import annotations

from referat.language.phrasebook import LANGUAGES, Language, UnknownLanguageError, language_code, phrases

__all__ = ["ENGLISH", "LANGUAGES", "Language", "UnknownLanguageError", "language_code", "phrases", "sentence"]

ENGLISH = Language("en")


def sentence(text: str) -> str:
    """Return a text with a capital at its start and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")
