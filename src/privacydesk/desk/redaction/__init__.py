"""Use cases of the review: findings about other people, and files, before an answer is released."""

from privacydesk.desk.redaction.files import (
    FileView,
    Saved,
    confirm_speaker,
    decide_file,
    files,
    replace,
    save,
)
from privacydesk.desk.redaction.review import (
    Decided,
    FindingView,
    add,
    blockers,
    decide,
    findings,
    open_findings,
    progress,
    undo,
)
from privacydesk.desk.redaction.sheet import Taken, apply_sheet, write_sheet
from privacydesk.desk.redaction.texts import RecordTexts, texts

__all__ = [
    "Decided",
    "FileView",
    "FindingView",
    "RecordTexts",
    "Saved",
    "Taken",
    "add",
    "apply_sheet",
    "blockers",
    "confirm_speaker",
    "decide",
    "decide_file",
    "files",
    "findings",
    "open_findings",
    "progress",
    "replace",
    "save",
    "texts",
    "undo",
    "write_sheet",
]
