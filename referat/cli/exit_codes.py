"""Exit codes of all commands."""

OK, FAILED, MISUSED = 0, 1, 2
"""Success; a failure to read or do something; wrong use of the command."""

ALREADY_RUNNING = 3
"""Another update works in the same folder; nothing was done."""
