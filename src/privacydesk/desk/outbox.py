"""Files are written whole or not at all, readable by their owner only."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from privacydesk.domain.errors import ConflictError, InputError

_NEUTRAL: Final = re.compile(r"(?:recording|attachment)-\d{3,}(?:\.[a-z0-9]{1,5})?")
"""The names that files of an answer get (`documents/access/delivered.file_name`)."""


class Outbox:
    """Files that appear together when `commit` is called, and not at all otherwise.

    Use as a context manager. Nothing that exists is replaced unless `force` is set.
    """

    def __init__(self, *, force: bool) -> None:
        self._force = force
        self._pending: list[tuple[Path, Path]] = []
        self._folders: list[Path] = []
        self._removed: list[Path] = []

    def __enter__(self) -> Outbox:
        return self

    def __exit__(self, *_: object) -> None:
        for temporary, _target in self._pending:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for folder in reversed(self._folders):
            with suppress(OSError):  # somebody put something into it
                folder.rmdir()

    def refuse_existing(self, target: Path) -> None:
        """Raise ConflictError when `target` exists and may not be replaced, InputError when it
        cannot be looked at."""
        name = target.name or str(target)  # the folder itself, "." or "/", has no name of its own
        with writing(target.parent):
            folder, exists, file = target.is_dir(), target.exists(), target.is_file()
        if folder:
            raise ConflictError(f"“{name}” is a folder; name a file.")
        if exists and not file:  # a device or a pipe must not be replaced
            raise ConflictError(f"“{name}” is not a file; use - to write to a stream.")
        if exists and not self._force:
            raise ConflictError(
                f"“{name}” exists already; name another file.", command="--force replaces it."
            )

    def add(self, target: Path, data: bytes) -> None:
        """Lay `data` down beside `target` under a passing name."""
        with self.open(target) as out:
            out.write(data)

    @contextmanager
    def open(self, target: Path) -> Iterator[IO[bytes]]:
        """A file to write and read that becomes `target` with `commit`. Raises InputError when it
        cannot be written, as on a full disk."""
        self.refuse_existing(target)
        handle, temporary = self._temporary(target)
        self._pending.append((temporary, target))
        with writing(target.parent), os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())

    def add_copy(self, target: Path, source: Path) -> None:
        """Lay a copy of `source` down beside `target`. Raises InputError when it is missing, or
        when it cannot be written."""
        self.refuse_existing(target)
        handle, temporary = self._temporary(target)
        self._pending.append((temporary, target))
        try:
            with (
                writing(target.parent),
                os.fdopen(handle, "wb") as out,
                source.open("rb") as file,
            ):
                shutil.copyfileobj(file, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
        except FileNotFoundError:
            raise InputError(
                "A file of this person is missing from the store's folder; restore it from a "
                "backup.",
                command="`privacydesk doctor` tells how many are.",
            ) from None

    def remove(self, path: Path) -> None:
        """Take `path` away with `commit`. Raises ConflictError unless `force` is set."""
        if not self._force:
            raise ConflictError(
                f"“{path.name}” in the folder “{path.parent.name}” is not part of this answer; "
                "name another place.",
                command="--force takes it away.",
            )
        self._removed.append(path)

    def commit(self) -> None:
        """Give every file its name. Raises InputError when one cannot get it; those that were
        not there before go again."""
        placed: list[Path] = []
        try:
            for temporary, target in self._pending:
                with writing(target.parent, named=True):
                    new = not target.exists()
                    temporary.replace(target)
                placed += [target] * new
        except InputError:
            for target in placed:
                with suppress(OSError):
                    target.unlink()
            raise
        for path in self._removed:
            with writing(path.parent, named=True):
                path.unlink(missing_ok=True)
        self._removed.clear()
        self._pending.clear()
        self._folders.clear()

    def add_folder(self, folder: Path) -> None:
        """Make `folder` for its owner only, unless it exists; without `commit` it goes again.

        Raises ConflictError when a file has its name, InputError when it cannot be made.
        """
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not folder.is_dir():
                raise ConflictError(
                    f"“{folder.name}” is a file; the person's files need a folder of that name."
                ) from None
        except OSError as error:
            raise unwritable(folder.parent, error) from None
        else:
            self._folders.append(folder)

    def _temporary(self, target: Path) -> tuple[int, Path]:
        folder = target.parent
        try:
            handle, name = tempfile.mkstemp(dir=folder, prefix=".privacydesk-")  # 0600
        except OSError as error:
            raise unwritable(folder, error) from None
        return handle, Path(name)


def unwritable(folder: Path, error: OSError) -> InputError:
    """What to say when nothing can be written to `folder`."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"The folder “{folder}” does not exist.")
    return InputError(f"Nothing can be written to “{folder}” ({error.strerror or 'output error'}).")


@contextmanager
def writing(folder: Path, *, named: bool = False) -> Iterator[None]:
    """Writing to an open file of `folder`: raises InputError where the system refuses, as on a
    full disk.

    An error that names a file is about one that was to be opened or looked at, maybe the source of
    the copy; a missing one is passed on unless `named`.
    """
    try:
        yield
    except OSError as error:
        if error.filename is not None and isinstance(error, FileNotFoundError) and not named:
            raise
        raise unwritable(folder, error) from None


def add_files(outbox: Outbox, folder: Path, files: Mapping[str, Path]) -> None:
    """Copies of `files` (neutral name: where it is) into `folder`, made 0700 when missing.

    Files of an earlier answer that this one does not hold any more go with `force`: somebody may
    have decided since that they stay out. Raises ConflictError without it, and when another file
    stands under one of the names.
    """
    for old in _left_over(folder, files):
        outbox.remove(old)
    if not files:
        return
    outbox.add_folder(folder)
    for name, source in files.items():
        if _same(folder / name, source):
            continue  # the report of another format put it there
        try:
            outbox.add_copy(folder / name, source)
        except ConflictError:
            raise ConflictError(
                f"“{name}” in the folder “{folder.name}” is another file than this answer has; "
                "name another place.",
                command="--force replaces it.",
            ) from None


def _left_over(folder: Path, files: Mapping[str, Path]) -> list[Path]:
    """Files that an earlier answer put into its folder, by their neutral names."""
    if not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.iterdir())
        if _NEUTRAL.fullmatch(path.name) and path.name not in files and path.is_file()
    ]


def _same(target: Path, source: Path) -> bool:
    try:
        return target.is_file() and filecmp.cmp(target, source, shallow=False)
    except OSError:
        return False
