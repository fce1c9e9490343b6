"""Use cases around the audit chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import AuditEntry, AuditReport

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


def verify(desk: Desk, checkpoint: str | None = None) -> AuditReport:
    """Walk the chain, and compare every release with what the chain tells of it.

    `checkpoint` is one that was kept elsewhere, `COUNT:HASH`.

    Raises InputError when the checkpoint is not of that form.
    """
    from privacydesk.store import audit, manifest

    kept = None if checkpoint is None else _parse(checkpoint)
    with desk.store.read() as con:
        report = audit.verify(con, kept)
        releases, findings = manifest.compare(con)
    return replace(report, releases=releases, release_findings=findings)


def checkpoint(desk: Desk) -> str:
    """The present checkpoint, `COUNT:HASH`, as released documents print it."""
    from privacydesk.store import audit

    with desk.store.read() as con:
        count, head = audit.checkpoint(con)
    return f"{count}:{head}"


def entries(desk: Desk, *, newest: int = 100) -> tuple[AuditEntry, ...]:
    """The last entries, newest first."""
    from privacydesk.store import audit

    with desk.store.read() as con:
        return audit.entries(con, newest=newest)


def _parse(text: str) -> tuple[int, str]:
    count, _, head = text.partition(":")
    valid = count.isdecimal() and len(head) == 64 and all(c in "0123456789abcdef" for c in head)
    if not valid:
        raise InputError("A checkpoint is a number, a colon and 64 hexadecimal digits.")
    return int(count), head
