"""Recordings of calls: named in the call list, looked for in what was imported.

Only files that lie inside the imported folder or ZIP can be taken, by their base name. A name
that tries to lead elsewhere (`../../etc/passwd`, a drive, a NUL) is never opened.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

from privacydesk.domain.model import (
    AttachmentDraft,
    AttachmentState,
    RecordDraft,
    RecordKind,
)
from privacydesk.domain.scope_types import NOT_SEARCHED
from privacydesk.domain.text import safe_line
from privacydesk.intake.container import Member
from privacydesk.intake.context import Context
from privacydesk.intake.schema import RecordingRule

_TYPES: Final = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".gsm": "audio/x-gsm",
    ".m4a": "audio/mp4",
    ".flac": "audio/flac",
}
_UNIQUE_ID: Final = re.compile(r"\d{9,11}\.\d+")
_ENDINGS: Final = (".wav", ".WAV", ".mp3", ".ogg", ".gsm", ".wav49", ".m4a", ".opus")


class RecordingFinder:
    """Makes the RECORDING draft of a call that names a recording."""

    def __init__(self, context: Context, folder: Callable[[], Path]) -> None:
        self._context, self._folder = context, folder
        self._ids: dict[str, list[Member]] | None = None
        self._sound: bool | None = None

    def draft(self, call: RecordDraft, rule: RecordingRule) -> RecordDraft | None:
        """The recording, as a file or as missing; None when the call names none."""
        column, named = self._named(call, rule)
        name = _file_name(named)
        flags = list(call.flags)
        member = None
        if not name:
            member = self._by_id(str(call.payload.get(rule.found_by or "") or ""))
            if member is None:
                return None
            column, name, named = "(file)", member.base, member.name
        elif is_plain_name(named):
            member, looked = self._find(name, named)
            if not looked:
                flags.append(NOT_SEARCHED)
        else:
            flags.append(f"unsafe_path:{column}")
        if member is None:
            attachment = AttachmentDraft(
                safe_line(name)[:200], AttachmentState.MISSING, content_type=_type(name)
            )
        else:
            attachment = AttachmentDraft(
                safe_line(member.base)[:200],
                AttachmentState.FILE,
                path=str(self._on_disk(member)),
                content_type=_type(member.base),
                size=member.size,
            )
        details = {"call_id": call.source_id, "file": attachment.name}
        talk = call.details.get("talk_seconds")
        return RecordDraft(
            kind=RecordKind.RECORDING,
            source_id=call.source_id,
            title="Recording of a call",
            occurred_at=call.occurred_at,
            parties=call.parties,
            details=details | ({"duration_seconds": talk} if talk is not None else {}),
            payload={column: named},
            attachments=(attachment,),
            flags=tuple(flags),
            origin=call.origin,
        )

    @staticmethod
    def _named(call: RecordDraft, rule: RecordingRule) -> tuple[str, str]:
        """Column and text that name a file. A free field counts only when it looks like one."""
        for column in rule.file:
            text = str(call.payload.get(column) or "").strip()
            if not text:
                continue
            looks = text.startswith("audio:") or PurePosixPath(text).suffix.lower() in _TYPES
            if looks or "record" in column.casefold():
                return column, text
        return "", ""

    def _by_id(self, unique: str) -> Member | None:
        """The only audio file with this unique id in its name."""
        if not unique:
            return None
        if self._ids is None:
            self._ids = {}
            for files in self._context.files.values():
                for member in files:
                    if member.suffix in _TYPES and (found := _UNIQUE_ID.search(member.base)):
                        self._ids.setdefault(found[0], []).append(member)
        candidates = self._ids.get(unique, [])
        return candidates[0] if len(candidates) == 1 else None

    def _find(self, name: str, named: str) -> tuple[Member | None, bool]:
        """The file of that name, without an ending also with the usual ones, and whether its
        absence tells anything: recordings are here, and no two could be meant."""
        files = self._context.files
        found = files.get(name.casefold(), ())
        if not found and PurePosixPath(name).suffix.lower() not in _TYPES:
            for ending in _ENDINGS:
                if found := files.get((name + ending).casefold(), ()):
                    break
        if len(found) > 1:
            # The same base name in two folders: only the one whose path the source names.
            wanted = named.replace("\\", "/").casefold()
            found = tuple(one for one in found if wanted.endswith("/" + one.name.casefold()))
            if len(found) != 1:
                return None, False
        return (found[0] if found else None), self._any_sound()

    def _any_sound(self) -> bool:
        """Whether any recording came with the input; else its folder was not part of it."""
        if self._sound is None:
            everything = (one for files in self._context.files.values() for one in files)
            self._sound = any(one.suffix in _TYPES for one in everything)
        return self._sound

    def _on_disk(self, member: Member) -> Path:
        if member.path is not None:
            return member.path
        target = self._folder() / re.sub(r"[^\w.\-]", "_", member.name)
        if not target.exists():
            with member.open() as packed, target.open("xb") as plain:
                shutil.copyfileobj(packed, plain)
        return target


def _file_name(named: str) -> str:
    """The base name; Asterisk's user field writes `audio:name.wav`."""
    text = named.removeprefix("audio:").replace("\\", "/")
    name = text.rsplit("/", 1)[-1].strip()
    return "" if name in ("", ".", "..") else name


def is_plain_name(named: str) -> bool:
    """False for a name that tries to leave its folder or that no file can have."""
    text = named.removeprefix("audio:")
    if "\x00" in text or "\ufffd" in text or re.match(r"[A-Za-z]:", text) or len(text) > 1000:
        return False
    return ".." not in text.replace("\\", "/").split("/")


def _type(name: str) -> str | None:
    return _TYPES.get(PurePosixPath(name).suffix.lower())
