"""The store's own copies of files: attachments, recordings and scans, named by their hash.

A file is copied before the transaction that names it. A crash in between leaves a file nobody
names, which `doctor` finds; never a row whose file is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from privacydesk.domain.errors import InputError

_CHUNK = 1 << 20


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file."""
    h, size = hashlib.sha256(), 0
    with path.open("rb") as f:
        while chunk := f.read(_CHUNK):
            h.update(chunk)
            size += len(chunk)
    return h.hexdigest(), size


def keep(folder: Path, source: Path) -> tuple[str, int]:
    """Copy `source` into the store's files folder; returns its SHA-256 and size.

    The same bytes are kept once. Files are 0600 in a 0700 folder. Raises `InputError` when the
    file cannot be read.
    """
    try:
        sha256, size = digest(source)
        target = folder / sha256
        if target.exists():
            return sha256, size
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder)  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as out, source.open("rb") as f:
                shutil.copyfileobj(f, out, _CHUNK)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"The file “{source.name}” cannot be read ({error.strerror or 'input error'})."
        ) from None
    return sha256, size


def keep_bytes(folder: Path, data: bytes) -> tuple[str, int]:
    """Put `data` into the store's files folder; returns its SHA-256 and size."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = folder / sha256
    if target.exists():
        return sha256, len(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).replace(target)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise InputError(
            f"Nothing can be written to the store's folder ({error.strerror or 'output error'})."
        ) from None
    return sha256, len(data)


def locate(folder: Path, sha256: str) -> Path:
    """Where the bytes of a kept file are."""
    return folder / sha256
