"""What commands print: complaints, lines of limited length."""

from __future__ import annotations

import sys

from referat.cli.exit_codes import FAILED

WIDEST_LINE = 1000
"""No line printed about a file is longer."""


def complain(message: str, code: int = FAILED) -> int:
    """Print a message on standard error and return the exit code."""
    print(f"referat: {message}", file=sys.stderr)
    return code
