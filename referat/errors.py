"""The one kind of error that a command tells its user in a line, without a traceback."""


class CannotGoOnError(Exception):
    """Something the user can put right keeps a command from going on; the message says what, where, and what to do."""

    exit_code = 1
