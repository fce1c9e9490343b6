"""The record of processing activities (Art. 30), and which activities touched a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from privacydesk import paths
from privacydesk.desk.policies.packs import pack_for
from privacydesk.domain.errors import InputError
from privacydesk.domain.localtext import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime

    from privacydesk.desk.context import Desk
    from privacydesk.domain.register import Register, Touch

Form = Literal["xlsx", "pdf", "json"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


@dataclass(frozen=True, slots=True)
class RegisterWritten:
    """Where the record went; `data` when it was asked for as bytes."""

    path: Path | None
    data: bytes | None
    activities: int
    missing: int


def register(
    name: str | None = None, desk: Desk | None = None, *, language: str | None = None
) -> Register:
    """The Art. 30 record of a pack by name or path; without a name of the pack in force.

    `language`: nl, de or en; else the first language of the pack's letters. Raises InputError for
    another one, and what `load_pack` and `pack_for` raise.
    """
    from privacydesk.policy.loader import load_pack
    from privacydesk.policy.register import register as build

    if name is not None:
        pack = load_pack(name, desk.config_folder if desk else paths.config_folder())
    elif desk is not None:
        pack = pack_for(desk)
    else:
        raise InputError("Name a policy pack.")
    wanted = language or pack.letter_languages[0]
    if wanted not in LANGUAGES:
        raise InputError(f"There is no language {wanted[:10]!r}; choose {', '.join(LANGUAGES)}.")
    return build(pack, wanted)


def write_register(
    record: Register, form: str, output: Path | None, *, created: datetime, force: bool = False
) -> RegisterWritten:
    """Write the record as `xlsx`, `pdf` or `json` to `output`, or give back its bytes.

    Nothing that exists is replaced without `force`. Raises InputError for another form and
    ConflictError for an existing file.
    """
    from privacydesk.desk.outbox import Outbox

    if form not in FORMS:
        raise InputError(f"There is no format {form[:10]!r}; choose {', '.join(FORMS)}.")
    if output is None:
        data = _bytes(record, form, created)
        return RegisterWritten(None, data, len(record.entries), len(record.missing))
    with Outbox(force=force) as outbox:
        outbox.refuse_existing(output)  # before the work, not after it
        outbox.add(output, _bytes(record, form, created))
        outbox.commit()
    return RegisterWritten(output, None, len(record.entries), len(record.missing))


def register_json(record: Register) -> dict[str, Any]:
    """The record as JSON types."""
    from dataclasses import asdict

    return {
        "schema": 1,
        **asdict(record),
        "statement_date": record.statement_date.isoformat() if record.statement_date else None,
        "missing": len(record.missing),
    }


def touched(desk: Desk, subject_id: int, *, purpose: str) -> tuple[Touch, ...]:
    """Which activities of the pack in force touched a person, by their records.

    Looking at a person is noted with its `purpose`. Raises NotFoundError for an unknown person,
    InputError without a purpose or for one that names somebody else, StateError without a pack
    in force.
    """
    from privacydesk.desk.others import refuse_purpose
    from privacydesk.domain.register import touching
    from privacydesk.store import subjects

    purpose = purpose.strip()
    if not purpose:
        raise InputError("Say what for: a look at a person's data needs a purpose.")
    pack = pack_for(desk)
    with desk.store.write(desk.operator, desk.now()) as tx:
        person = subjects.card(tx.sql, subject_id).subject_id
        refuse_purpose(desk, tx.sql, purpose, [person])
        subjects.put_consultation(tx, person, purpose)
        tx.audit("subject.activities", subject=person)
    with desk.store.read() as con:
        records = subjects.all_records(con, person)
    language = desk.language if desk.language in LANGUAGES else "en"
    return touching(records, pack, desk.zone, language)


def _bytes(record: Register, form: str, created: datetime) -> bytes:
    if form == "json":
        import json

        return (json.dumps(register_json(record), ensure_ascii=False, indent=2) + "\n").encode()
    from privacydesk.documents import register as writer

    if form == "xlsx":
        return writer.write_xlsx(record, created=created)
    from privacydesk.documents.write import write

    return write(writer.document(record, created=created), "pdf")
