"""Encryption that common programs open: PDF with AES-256 (ISO 32000-2, revision 6) and ZIP with
WinZip AES-256 (AE-2)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from privacydesk.domain.errors import InputError

_CHUNK = 1 << 20


def encrypt_pdf(data: bytes, password: str) -> bytes:
    """The PDF behind `password`; printing, copying and screen readers stay allowed.

    Attachments inside the PDF and its properties are encrypted too. Raises InputError for data
    that are no PDF, or encrypted already.
    """
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise InputError("The PDF is encrypted already.")
            pdf.save(
                out,
                encryption=pikepdf.Encryption(
                    owner=password, user=password, R=6, aes=True, metadata=True
                ),
            )
    except pikepdf.PdfError:
        raise InputError("The file is no PDF that could be encrypted.") from None
    return out.getvalue()


def write_encrypted_zip(out: IO[bytes], members: Mapping[str, Path], password: str) -> None:
    """The files under their (neutral) names: a ZIP shows its names to everybody.

    Raises OSError when a file cannot be read or `out` not be written.
    """
    import pyzipper

    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as package:
        package.setpassword(password.encode())
        package.setencryption(pyzipper.WZ_AES, nbits=256)
        try:
            for name, source in members.items():
                info = pyzipper.zipfile_aes.AESZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = pyzipper.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                with source.open("rb") as file, package.open(info, "w") as target:
                    while chunk := file.read(_CHUNK):
                        target.write(chunk)
        except OSError:
            package.fp = None  # closing would try to write again and hide why nothing more fits
            raise
