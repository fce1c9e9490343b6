"""Reads a portability package back: every record as it was given, nothing mapped, nothing guessed.

The checksums of `datapackage.json` are compared first: what was changed on the way is refused.
Secrets were left out when the package was made, so its values are taken as they are: a device
number that looks like a card number must not be lost on the second way.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import (
    AttachmentDraft,
    AttachmentState,
    AuthorRole,
    InvolvementDraft,
    MessageDraft,
    Origin,
    PartyDraft,
    RecordDraft,
    RecordKind,
    Reject,
    Role,
)
from privacydesk.domain.text import safe_line
from privacydesk.intake.container import Member
from privacydesk.intake.limits import MB, Limits
from privacydesk.intake.opened import Check, InputFile
from privacydesk.intake.rejected import raw_of
from privacydesk.intake.vcard import read_vcard

PACKAGE: Final = "privacydesk-package"
_DESCRIPTION: Final = "datapackage.json"
_VCARD: Final = "contact.vcf"
_CHECK_EVERY: Final = 500
_NO_PACKAGE: Final = "is no portability package of PrivacyDesk: it holds no datapackage.json."


class PackageInput:
    """An opened package, or the part of one system. What it offers is `opened.Opened`."""

    def __init__(
        self,
        members: Sequence[Member],
        *,
        name: str,
        zone: ZoneInfo,
        region: str,
        limits: Limits,
        system: str | None = None,
    ) -> None:
        """`name`: of the file, for messages. `system`: which part to read, or what to call the
        only one. Raises InputError when it is no package, or not what its checksums promise."""
        self._name, self._zone, self._region, self._limits = name, zone, region, limits
        found = {member.name: member for member in members}
        root = min((n for n in found if PurePosixPath(n).name == _DESCRIPTION), default="", key=len)
        if not root:
            raise InputError(f"{name} {_NO_PACKAGE}")
        base = root.removesuffix(_DESCRIPTION)
        self._members = {n.removeprefix(base): m for n, m in found.items() if n.startswith(base)}
        self._description = self._object(_DESCRIPTION)
        self._check_hashes()
        self._person, *self._also = self._read_person()
        self.systems = self._systems()
        self._only = self._part(system)
        self.system = system or (self.systems[0] if len(self.systems) == 1 else None)
        self.complete = False
        self.notes: tuple[str, ...] = ()
        self.kinds = frozenset(kind for kind, _ in self._tables())
        self.files = tuple(
            InputFile(member.name, member.sha256(), member.size)
            for path, member in sorted(self._members.items())
            if path in (_DESCRIPTION, _VCARD) or path.startswith("data/")
        )
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None

    def items(self, job_check: Check = None) -> Iterator[RecordDraft | Reject]:
        """Every record, in the order of the package."""
        seen: set[tuple[str, str]] = set()
        count = 0
        for kind, path in self._tables():
            for number, item in enumerate(self._list(path), 1):
                count += 1
                if job_check is not None and count % _CHECK_EVERY == 0:
                    job_check()
                if self._only is not None and item.get("system") != self._only:
                    continue
                draft = self._record(kind, path, number, item)
                if isinstance(draft, Reject):
                    yield draft
                    continue
                key = (kind.value, draft.source_id)
                if key in seen:
                    yield self._reject(item, path, number, "id", "is there twice")
                    continue
                if not seen:  # under further names they are told once
                    draft = self._with_names(draft)
                seen.add(key)
                yield draft

    def close(self) -> None:
        """Remove what was unpacked."""
        if self._unpacked is not None:
            self._unpacked.cleanup()
            self._unpacked = None

    # ------------------------------------------------------------------------------ opening

    def _tables(self) -> Iterator[tuple[RecordKind, str]]:
        for kind in RecordKind:
            path = f"data/{kind.value}.json"
            if path in self._members:
                yield kind, path

    def _bytes(self, path: str) -> bytes:
        member = self._members[path]
        if member.size > self._limits.json_bytes:
            raise InputError(f"{path} is larger than {self._limits.json_bytes // MB} MB.")
        with member.open() as stream:
            return stream.read()

    def _json(self, path: str) -> Any:
        try:
            return orjson.loads(self._bytes(path))
        except (orjson.JSONDecodeError, RecursionError):
            raise InputError(f"{path} in {self._name} is no valid JSON.") from None

    def _object(self, path: str) -> Mapping[str, Any]:
        value = self._json(path)
        if not isinstance(value, dict):
            raise InputError(f"{path} in {self._name} does not hold an object.")
        return value

    def _list(self, path: str) -> list[dict[str, Any]]:
        value = self._json(path)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise InputError(f"{path} in {self._name} does not hold a list of objects.")
        return value

    def _check_hashes(self) -> None:
        resources = self._description.get("resources")
        if not isinstance(resources, list):
            raise InputError(f"{self._name} {_NO_PACKAGE.partition(':')[0]}.")
        promised = {
            str(one.get("path")): str(one.get("hash")) for one in resources if isinstance(one, dict)
        }
        for path, member in sorted(self._members.items()):
            if not path.startswith("data/") and path != _VCARD:
                continue
            if promised.get(path) != f"sha256:{member.sha256()}":
                raise InputError(
                    f"{path} in {self._name} is not what its checksum promises: the package was "
                    "changed or is incomplete."
                )

    def _read_person(self) -> tuple[PartyDraft, ...]:
        if _VCARD not in self._members:
            raise InputError(f"{self._name} holds no {_VCARD}: nobody would know whose it is.")
        text = self._bytes(_VCARD).decode("utf-8", "replace")
        return read_vcard(text, self._region)

    def _systems(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for _, path in self._tables():
            for item in self._list(path):
                if isinstance(item.get("system"), str) and item["system"].strip():
                    found[item["system"]] = None
        if not found:
            raise InputError(f"{self._name} holds no records.")
        return tuple(found)

    def _part(self, system: str | None) -> str | None:
        if system is None or system in self.systems:
            return system
        if len(self.systems) == 1:
            return self.systems[0]
        names = ", ".join(safe_line(one) for one in self.systems)
        raise InputError(f"{self._name} holds nothing of that system. It holds: {names}.")

    # ------------------------------------------------------------------------------ records

    def _record(
        self, kind: RecordKind, path: str, number: int, item: dict[str, Any]
    ) -> RecordDraft | Reject:
        from privacydesk.domain.details import DETAILS

        try:
            texts = {name: _text(item.get(name)) for name in ("id", "title", "text")}
            times = {name: self._time(item.get(name)) for name in ("occurred_at", "updated_at")}
            roles = [Role(role) for role in item.get("roles") or ()]
            messages = tuple(self._message(one) for one in item.get("messages") or ())
            files = tuple(self._file(one) for one in item.get("files") or ())
            details = item.get("details") or {}
            DETAILS[kind].model_validate(details)
            fields = item.get("fields")
        except (ValueError, TypeError, KeyError, AttributeError):
            return self._reject(
                item, path, number, None, "is not as the schema of the package says"
            )
        if not texts["id"] or not roles or not isinstance(fields, dict):
            return self._reject(item, path, number, None, "has no id, no role or no fields")
        return RecordDraft(
            kind=kind,
            source_id=texts["id"],
            title=texts["title"],
            text=texts["text"],
            occurred_at=times["occurred_at"],
            updated_at=times["updated_at"],
            parties=tuple(InvolvementDraft(self._person, role) for role in roles),
            details=details,  # as given, also in its order
            payload=fields,
            messages=messages,
            attachments=files,
            origin=Origin(path, number),
        )

    def _reject(
        self, item: Mapping[str, Any], path: str, number: int, column: str | None, why: str
    ) -> Reject:
        """A record that cannot be read is the person's all the same."""
        raw = raw_of(item, (self._person, *self._also))
        return Reject(path, number, column, f"Record {number} of {path} {why}.", raw)

    def _with_names(self, draft: RecordDraft) -> RecordDraft:
        role = draft.parties[0].role
        also = tuple(InvolvementDraft(person, role) for person in self._also)
        return replace(draft, parties=(*draft.parties, *also))

    def _time(self, value: Any) -> datetime | None:
        if value is None:
            return None
        moment = datetime.fromisoformat(_text(value))
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)

    def _message(self, item: dict[str, Any]) -> MessageDraft:
        who = _text(item.get("who"))
        told = self._description.get("writers")
        writers = told if isinstance(told, dict) else {}
        role = AuthorRole(writers.get(who, "agent"))
        return MessageDraft(
            author_role=role,
            text=_text(item.get("text")),
            sent_at=self._time(item.get("sent_at")),
            author=who if who not in writers else None,
        )

    def _file(self, item: dict[str, Any]) -> AttachmentDraft:
        path = _text(item["path"])
        name = safe_line(PurePosixPath(path).name)[:200]
        member = self._members.get(path)
        if member is None:
            return AttachmentDraft(name, AttachmentState.MISSING)
        if member.sha256() != item.get("sha256"):
            raise ValueError("not the file that was given")
        return AttachmentDraft(
            name, AttachmentState.FILE, path=str(self._on_disk(member)), size=member.size
        )

    def _on_disk(self, member: Member) -> Path:
        if member.path is not None:
            return member.path
        if self._unpacked is None:
            self._unpacked = tempfile.TemporaryDirectory(prefix="privacydesk-")
        target = Path(self._unpacked.name) / member.sha256()
        if not target.exists():
            with member.open() as packed, target.open("xb") as plain:
                shutil.copyfileobj(packed, plain)
        return target


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
