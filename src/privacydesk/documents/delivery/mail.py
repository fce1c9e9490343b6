"""A mail draft with the encrypted answer, for the sender's own mail program (RFC 5322)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from privacydesk.documents.words import Words
from privacydesk.domain.errors import InputError


def mail_draft(
    *,
    to: str,
    reference: str,
    language: str,
    sender: str,
    formal: bool,
    attachments: Mapping[str, tuple[str, bytes]],
    written: datetime,
) -> bytes:
    """An `.eml` that mail programs open for sending (`X-Unsent: 1`).

    `attachments`: media type and bytes by name. `formal`: how the person is addressed. The subject
    line names the reference and nothing else. Raises InputError when `to` cannot stand in a header.
    """
    words = Words(language, formal=formal)
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = to
    except ValueError:  # a line break would start another header
        raise InputError("The address holds a line break and cannot be used.") from None
    message["Subject"] = words("delivery", "mail_subject").format(reference=reference)
    message["Date"] = format_datetime(written)
    message["Message-ID"] = make_msgid(domain="privacydesk.invalid")
    message["X-Unsent"] = "1"
    message["Content-Language"] = words.language
    message.set_content(
        words("delivery", "mail_text").format(reference=reference, sender=sender).replace("|", "\n")
    )
    for name, (kind, data) in attachments.items():
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
