"""Messages of the commands: errors, lines of limited length."""

from __future__ import annotations

import sys

from referat.cli.exit_codes import FAILED

WIDEST_LINE = 1000
"""Longest line printed about a file, in characters."""


def complain(message: str, code: int = FAILED) -> int:
    """Print a message to standard error and return the exit code."""
    print(f"referat: {message}", file=sys.stderr)
    return code
