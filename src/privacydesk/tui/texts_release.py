"""The texts of checking, releasing and sending an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ReleaseTexts:
    checks: str = "Checks"
    ready: str = "Nothing keeps the answer from being released."
    blocked: str = "What keeps it from being released: {n}"
    prepared: str = "{kind} ({format}), prepared by {who}"
    stale: str = "the data changed since: prepare it again"
    updated: str = "PrivacyDesk was updated and writes it differently: prepare it again"
    mend: str = "To mend: {how}"
    key: str = "may be explained on the command line: case explain {reference} {key} --reason ..."
    explained: str = "explained by {who}: {reason}"
    sure: str = "Make the final files now? They cannot be changed afterwards."
    release: str = "Release"
    released: str = "{n} released, to be sent."
    send_title: str = "Sent"
    channel: str = "By"
    address: str = "To"
    check: str = "Checked how"
    check_hint: str = "only for an address that is not on file"
    send: str = "Record"
    sent: str = "Recorded as sent."
    channels: tuple[tuple[str, str], ...] = (
        ("email", "e-mail"),
        ("post", "post"),
        ("portal", "portal"),
        ("in_person", "handed over"),
    )


R: Final = ReleaseTexts()
