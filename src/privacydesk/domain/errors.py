"""Errors that a person can act on.

Every error that reaches a door (terminal UI or command line) on purpose is a `UserError`: one
sentence that says what is wrong and what to do, without personal data. Anything else is a fault
of ours and is shown by its type and a report id only.
"""

from __future__ import annotations


class UserError(Exception):
    """A refusal that the user can act on.

    `code` is a stable snake_case word for scripts (`{"error": {"code", "message"}}`), `message`
    one clear sentence. Neither may hold personal data.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotFoundError(UserError):
    """What was named does not exist in this store."""

    code = "not_found"


class InputError(UserError):
    """A file or value that was given cannot be used."""

    code = "bad_input"


class StateError(UserError):
    """Not possible now: the thing is in a state that forbids it."""

    code = "not_possible_now"


class ConflictError(UserError):
    """Something is in the way: an existing file, a locked store, a concurrent change."""

    code = "conflict"


class CancelledError(UserError):
    """The user stopped a long job; what was committed before stays."""

    code = "cancelled"
