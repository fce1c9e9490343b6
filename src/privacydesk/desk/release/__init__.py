"""Use cases at the end of a case: review, release, send, deliver, and the search tasks before."""

from privacydesk.desk.release.asking import REQUEST_LETTER, AskedByLetter, ask_by_letter
from privacydesk.desk.release.delivering import FORMS, Delivered, deliver
from privacydesk.desk.release.purging import Purged, purge
from privacydesk.desk.release.releasing import Release, ReleasedDocument, release
from privacydesk.desk.release.review import (
    REMIND_AFTER,
    Review,
    ToRelease,
    ask_owner,
    explain,
    reminders,
    review,
    search_tasks,
)
from privacydesk.desk.release.sending import send

__all__ = [
    "FORMS",
    "REMIND_AFTER",
    "REQUEST_LETTER",
    "AskedByLetter",
    "Delivered",
    "Purged",
    "Release",
    "ReleasedDocument",
    "Review",
    "ToRelease",
    "ask_by_letter",
    "ask_owner",
    "deliver",
    "explain",
    "purge",
    "release",
    "reminders",
    "review",
    "search_tasks",
    "send",
]
