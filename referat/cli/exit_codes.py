"""Exit codes of all commands."""

OK, FAILED, MISUSED = 0, 1, 2
"""Success; a failure to read or do something; wrong use of the command."""
