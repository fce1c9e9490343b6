"""What tests of answers begin with: a pack in force, a person, a case, a file, a draft."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache

from tests.functional.people import People, Told

from privacydesk.desk import answer, cases, policies
from privacydesk.desk.context import Desk
from privacydesk.domain.pack import Pack
from privacydesk.policy.loader import load_pack

RECEIVED = date(2026, 2, 20)


@cache
def shipped(name: str) -> Pack:
    """A pack that comes with the program, read once per process: a pack is frozen."""
    return load_pack(name)


def use_pack(desk: Desk, pack: str | Pack = "lindeboom") -> Desk:
    """Put a pack in force, by default the one that most tests live with. Returns the desk."""
    with desk.store.write(desk.operator, desk.now()) as tx:
        policies.install(tx, shipped(pack) if isinstance(pack, str) else pack)
    desk.reload_settings()
    return desk


def add_anna(desk: Desk) -> int:
    """Anna has two tickets and a chat, which may go, and an order that tax law keeps."""
    return People(desk.store).add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        records=[
            Told(title="Router broken"),
            Told(title="Router slow"),
            Told(kind="chat", title="Chat"),
            Told(kind="order", title="Order 10", role="buyer", at="2025-11-03"),
        ],
    )


def log_case(
    desk: Desk,
    subject: int | None,
    *rights: str,
    language: str | None = None,
    received: date = RECEIVED,
) -> str:
    """A request by e-mail, for access unless other rights are named. Returns its reference."""
    return cases.log(
        desk,
        subject_id=subject,
        rights=rights or ("access",),
        received=received,
        channel="email",
        language=language,
    ).reference


def dismiss_candidates(desk: Desk, reference: str) -> None:
    """List who else may be the person of a case, and decide that none of them is."""
    for candidate in cases.find_candidates(desk, reference):
        cases.decide_candidate(
            desk, reference, candidate.candidate_id, theirs=False, why="another person"
        )


def attach(desk: Desk, record: int, name: str, content: bytes) -> int:
    """A file that is there, as an import leaves it. Returns its number."""
    digest = hashlib.sha256(content).hexdigest()
    desk.store.files.mkdir(mode=0o700, exist_ok=True)
    (desk.store.files / digest).write_bytes(content)
    with desk.store.write(desk.operator, desk.now()) as tx:
        number = tx.sql.execute(
            "INSERT INTO attachment(record_id, name, state, size, sha256, internal) "
            "VALUES(?, ?, 'file', ?, ?, 0)",
            (record, name, len(content), digest),
        ).lastrowid
        tx.audit("test.attachment")
    assert number is not None
    return int(number)


def draft_text(desk: Desk, reference: str) -> str:
    """The report as Markdown, without the signs that escape."""
    written = answer.report(desk, reference, "md", None)
    assert written.data is not None
    return written.data.decode().replace("\\", "")
