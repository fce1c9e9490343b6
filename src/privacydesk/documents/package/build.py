"""Composing the package: members, their description, and the ZIP around them."""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.package import checks, tables
from privacydesk.documents.package.cells import Cell, from_csv, to_csv
from privacydesk.documents.package.schemas import (
    FILE_COLUMNS,
    LINE_COLUMNS,
    MESSAGE_COLUMNS,
    NOT_INCLUDED_COLUMNS,
    Column,
    json_schema,
    record_columns,
    table_schema,
)
from privacydesk.documents.words import Words
from privacydesk.domain.model import RecordKind

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the package: bytes, or a file on disk. `resource`: its description."""

    path: str
    data: bytes | Path
    sha256: str
    size: int
    resource: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What the package is about. `files`: where the bytes of each neutral file name are."""

    reference: str
    controller: str
    zone: ZoneInfo
    created: datetime
    draft: bool
    files: Mapping[str, Path]
    checkpoint: str = ""


def members(
    facts: PackageFacts,
    records: Sequence[Delivered],
    left_out: Sequence[Sequence[Cell]],
    words: Words,
) -> tuple[tuple[Member, ...], tuple[checks.Failed, ...]]:
    """All data members with what their checks found; the README comes from the templates."""
    found: list[Member] = []
    failed: list[checks.Failed] = []
    everything: list[dict[str, Any]] = []
    selected = Counter(record.kind for record in records)
    for kind in RecordKind:
        if not selected[kind]:
            continue
        objects = [tables.as_object(r, facts.zone) for r in records if r.kind is kind]
        everything += objects
        made = _kind(kind, objects, words)
        rows = sum(1 for _ in from_csv(_bytes(made[1])))
        failed += checks.check_counts(kind.value, selected[kind], len(objects), rows)
        failed += checks.check_times(kind.value, objects)
        found += made
    if any(item["files"] for item in everything):
        rows_of_files = tables.file_rows(everything)
        found.append(_csv("attachments.csv", "attachments", FILE_COLUMNS, rows_of_files, words))
    found.append(_csv("not_included.csv", "not_included", NOT_INCLUDED_COLUMNS, left_out, words))
    for record in records:
        for file in record.files:
            if file.path is not None:
                path = f"{tables.FILES_FOLDER}/{file.path}"
                found.append(_file(path, facts.files[file.path]))
    kinds = [kind.value for kind in RecordKind if selected[kind]]
    failed += checks.check_files((member.path for member in found), kinds)
    return tuple(found), tuple(failed)


def objects_of(records: Iterable[Delivered], zone: ZoneInfo) -> dict[str, list[dict[str, Any]]]:
    """The objects of each kind, for the checks that look at their text."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        found.setdefault(record.kind.value, []).append(tables.as_object(record, zone))
    return found


def _kind(kind: RecordKind, objects: Sequence[dict[str, Any]], words: Words) -> list[Member]:
    name = kind.value
    title = words("kind", name)
    key = ("system", "id")
    found = [
        _json(f"data/{name}.json", f"{name}_json", objects, title),
        _csv(
            f"data/{name}.csv",
            name,
            record_columns(kind),
            tables.record_rows(kind, objects),
            words,
            key=key,
        ),
        _json(f"schema/{name}.json", f"{name}_schema", json_schema(kind, words), title),
    ]
    if any(item["messages"] for item in objects):
        rows = tables.message_rows(objects)
        path = f"data/{name}.messages.csv"
        found.append(_csv(path, f"{name}_messages", MESSAGE_COLUMNS, rows, words))
    if any(item["details"].get("lines") for item in objects):
        rows = tables.line_rows(objects)
        found.append(_csv(f"data/{name}.lines.csv", f"{name}_lines", LINE_COLUMNS, rows, words))
    return found


def _json(path: str, name: str, value: object, title: str) -> Member:
    import orjson

    data = orjson.dumps(value, option=orjson.OPT_INDENT_2)
    return member(path, name, data, title=title, format="json", mediatype="application/json")


def _csv(
    path: str,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    words: Words,
    *,
    key: Sequence[str] = (),
) -> Member:
    data = to_csv([column.name for column in columns], rows)
    return member(
        path,
        name,
        data,
        type="table",
        format="csv",
        mediatype="text/csv",
        encoding="utf-8",
        schema=table_schema(columns, words, key),
    )


def member(path: str, name: str, data: bytes, **described: Any) -> Member:
    """A member from bytes; `described` goes into its description."""
    digest = hashlib.sha256(data).hexdigest()
    return Member(path, data, digest, len(data), {"name": _name(name), **described})


def _file(path: str, source: Path) -> Member:
    name = _name(Path(path).name.replace(".", "-"))
    with source.open("rb") as file:
        return Member(path, source, digest_of(file), source.stat().st_size, {"name": name})


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of what is still to be read of `file`, in hexadecimal."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _name(text: str) -> str:
    return text.replace("_", "-").lower()


def _bytes(part: Member) -> bytes:
    assert isinstance(part.data, bytes)
    return part.data


def describe(facts: PackageFacts, parts: Sequence[Member], words: Words) -> bytes:
    """`datapackage.json` (Data Package v2)."""
    import orjson

    content = {
        "$schema": PROFILE,
        "name": f"personal-data-{facts.reference.lower()}",
        "title": words("package", "package_title"),
        "created": facts.created.astimezone(facts.zone).isoformat(timespec="seconds"),
        "version": "1",
        "language": words.language,
        "draft": facts.draft,
        **({"audit": facts.checkpoint} if facts.checkpoint else {}),
        # who is who in the column `who` of messages; every other writer is one of the staff
        "writers": writers(words),
        "contributors": [{"title": facts.controller, "roles": ["controller"]}],
        "resources": [
            {
                **part.resource,
                "path": part.path,
                "bytes": part.size,
                "hash": f"sha256:{part.sha256}",
            }
            for part in parts
        ],
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def writers(words: Words) -> dict[str, str]:
    """The role of each writer that a message names by a word."""
    return {
        words("report", "you"): "subject",
        words("report", "agent"): "agent",  # one whose name was not known
        words("report", "bot"): "bot",
        words("report", "system"): "system",
        words("report", "other_person"): "third_party",
    }


def write_zip(out: IO[bytes], parts: Sequence[Member], moment: datetime) -> None:
    """The members in the order of their paths; the same content always gives the same bytes."""
    stamp = (max(moment.year, 1980), *moment.timetuple()[1:6])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part in sorted(parts, key=lambda part: part.path):
            info = zipfile.ZipInfo(part.path, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            if isinstance(part.data, bytes):
                package.writestr(info, part.data)
                continue
            with part.data.open("rb") as source, package.open(info, "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)


def check_zip(file: IO[bytes], parts: Sequence[Member]) -> tuple[checks.Failed, ...]:
    """P12, on the bytes that were written."""
    written: dict[str, str] = {}
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            with package.open(name) as source:
                written[name] = digest_of(source)
    return tuple(checks.check_hashes(written, {part.path: part.sha256 for part in parts}))
