"""Exit codes of all commands."""

OK, FAILED, MISUSED = 0, 1, 2
"""All went well; something could not be read or done; the command was used wrongly."""

ALREADY_RUNNING = 3
"""Another update works in the same folder; nothing was done."""
