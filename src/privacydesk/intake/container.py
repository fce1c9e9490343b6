"""What the user points at: one file, a folder, or a ZIP, seen as a list of members.

A member is opened for reading only; nothing is ever unpacked to disk except a recording that the
store takes over. Names that lead outside (`../x`, absolute paths, symbolic links) are refused.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from privacydesk.domain.errors import InputError
from privacydesk.domain.text import safe_line
from privacydesk.intake.limits import MB, Limits

DATA_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx"})
# Tables in forms that are not read here, and what to ask for instead.
UNREAD_SUFFIXES = {
    ".xml": "XML",
    ".xls": "a workbook of the old Excel",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument workbook",
    ".numbers": "a Numbers workbook",
}
_ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")  # the second begins an empty archive
_IGNORED = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the input. `name` is relative, with forward slashes."""

    name: str
    size: int
    path: Path | None = None  # on disk, when it is not inside a ZIP
    archive: Path | None = None
    encoding: str | None = None  # of its text, when the user named it

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def base(self) -> str:
        return PurePosixPath(self.name).name

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, as a buffered stream; a ZIP member that lies about its size is cut off."""
        if self.path is not None:
            with self.path.open("rb") as stream:
                yield stream
            return
        if self.archive is None:
            raise InputError(f"{self.name} cannot be opened.")
        try:
            with zipfile.ZipFile(self.archive) as archive, archive.open(self.name) as packed:
                yield io.BufferedReader(_Bounded(packed, self.size, self.name), 1 << 16)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise InputError(
                f"{safe_line(self.name)} in {self.archive.name} cannot be unpacked: it is damaged, "
                "encrypted or packed in an unknown way. Unpack it yourself and import the folder."
            ) from error

    def sha256(self) -> str:
        digest = hashlib.sha256()
        with self.open() as stream:
            while block := stream.read(MB):
                digest.update(block)
        return digest.hexdigest()


class _Bounded(io.RawIOBase):
    """Reads at most as much as the ZIP directory promised."""

    def __init__(self, stream: IO[bytes], size: int, name: str) -> None:
        self._stream, self._left, self._name = stream, size, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(f"{safe_line(self._name)} unfolds to more than its ZIP says: refused.")
        view[: len(data)] = data
        return len(data)


def members_of(path: Path, limits: Limits) -> tuple[Member, ...]:
    """The files of the input in a fixed order.

    Raises InputError with one sentence for a missing path, an unreadable or empty folder, a ZIP
    that is damaged, encrypted, too large, nested, or that names files outside itself.
    """
    try:
        if path.is_dir():
            return _folder(path, limits)
        if not path.exists():
            raise InputError(f"{path.name or path} does not exist.")
        if not path.is_file():
            raise InputError(f"{path.name} is not a file or a folder.")
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}.") from error
    if path.suffix.lower() not in {".xlsx", ".xlsm"} and head in _ZIP_HEADS:
        return _zip(path, limits)
    if path.suffix.lower() == ".zip":
        raise InputError(f"{path.name} is not a ZIP file, or it is damaged. Download it again.")
    return (Member(path.name, path.stat().st_size, path),)


def _folder(root: Path, limits: Limits) -> tuple[Member, ...]:
    found: list[Member] = []
    total = 0
    for folder, folders, files in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(files):
            full = Path(folder) / name
            relative = full.relative_to(root).as_posix()
            if _ignored(relative):
                continue
            info = full.lstat()
            if not stat.S_ISREG(info.st_mode):
                continue  # a symbolic link may lead outside the folder that was chosen
            total += info.st_size
            found.append(Member(relative, info.st_size, full))
            if len(found) > limits.members:
                raise InputError(f"The folder {root.name} holds more than {limits.members} files.")
    if total > limits.total_bytes:
        raise InputError(f"The folder {root.name} holds more than {limits.total_bytes // MB} MB.")
    if not found:
        raise InputError(f"The folder {root.name} is empty.")
    return tuple(found)


def _zip(path: Path, limits: Limits) -> tuple[Member, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise InputError(f"{path.name} is a damaged ZIP file. Download it again.") from error
    if len(infos) > limits.members:
        raise InputError(f"{path.name} holds more than {limits.members} files.")
    found: list[Member] = []
    names: set[str] = set()
    total = 0
    for info in infos:
        if info.is_dir() or _ignored(info.filename):
            continue
        shown = safe_line(info.filename)[:120]
        if not is_inside(info.filename) or stat.S_ISLNK(info.external_attr >> 16):
            raise InputError(f"{path.name} names a file outside itself ({shown}): refused.")
        if info.flag_bits & 0x1:
            raise InputError(f"{path.name} is encrypted. Unpack it with its password first.")
        if info.filename.lower().endswith((".zip", ".7z", ".rar", ".tar", ".gz")):
            raise InputError(
                f"{path.name} holds another archive ({shown}). Unpack it and import the folder."
            )
        if info.filename in names:
            raise InputError(f"{path.name} names {shown} twice: refused.")
        names.add(info.filename)
        total += info.file_size
        unfolds = info.file_size > limits.ratio * max(info.compress_size, 1)
        if info.file_size > limits.member_bytes or (info.file_size > MB and unfolds):
            raise InputError(f"{shown} in {path.name} unfolds to too much data: refused.")
        found.append(Member(info.filename, info.file_size, archive=path))
    if total > limits.total_bytes:
        raise InputError(f"{path.name} unfolds to more than {limits.total_bytes // MB} MB.")
    if not found:
        raise InputError(f"{path.name} holds no files.")
    return tuple(sorted(found, key=lambda member: member.name))


def data_members(members: Iterable[Member], source: str) -> list[Member]:
    """The files that hold tables; a single file without a known ending counts as text.

    Raises InputError when there is none (recordings alone, pictures).
    """
    everything = list(members)
    if unread := next((one for one in everything if one.suffix in UNREAD_SUFFIXES), None):
        others = any(one.suffix in DATA_SUFFIXES for one in everything)
        if not others:
            raise InputError(unread_sentence(unread), command=export_told(source))
    found = [one for one in everything if one.suffix in DATA_SUFFIXES]
    if not found and len(everything) == 1:
        found = everything
    if not found:
        raise InputError(
            "There is no CSV, XLSX, JSON or JSON lines file in what was given.",
            command=export_told(source),
        )
    return found


def export_told(source: str) -> str:
    """Where the command line tells what a source reads."""
    return f"`privacydesk source show {source}` tells which export to make."


def unread_sentence(member: Member) -> str:
    """Why a table was not read, and which form of it is."""
    what, better = UNREAD_SUFFIXES[member.suffix], "XLSX or CSV"
    if member.suffix == ".xml":
        better = "JSON instead, where the export offers it (Freshdesk does), or CSV"
    return (
        f"{safe_line(member.name)[:120]} is {what}, which is not read here: choose {better} when "
        "exporting."
    )


def is_inside(name: str) -> bool:
    """True when a relative name stays below its folder on every operating system."""
    if not name or "\x00" in name or ":" in name.split("/", maxsplit=1)[0] or "\\" in name:
        return False
    parts = PurePosixPath(name).parts
    return not PurePosixPath(name).is_absolute() and ".." not in parts


def _ignored(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(_IGNORED[0]) or lowered.rsplit("/", 1)[-1] in _IGNORED
