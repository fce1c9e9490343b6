"""Errors that a person can act on.

Every error that reaches a door (terminal UI or command line) on purpose is a `UserError`: one
sentence that says what is wrong and what to do, without personal data. Anything else is a fault
of ours and is shown by its type and a report id only.
"""

from __future__ import annotations


class UserError(Exception):
    """A refusal that the user can act on.

    `code` is a stable snake_case word for scripts (`{"error": {"code", "message"}}`), `message`
    one clear sentence for both doors. `command`: a sentence more for the command line alone, that
    names what to type; on a screen it would send its reader elsewhere. None of them may hold
    personal data.
    """

    code = "refused"

    def __init__(self, message: str, *, command: str = "", code: str | None = None) -> None:
        super().__init__(message, command)
        self.message = message
        self.command = command
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.command}".rstrip()


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
