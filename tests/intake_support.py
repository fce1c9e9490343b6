"""Reading exports in tests: write files, open them as a source, collect drafts and rejects."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from privacydesk.domain.details import DETAILS
from privacydesk.domain.model import IdentifierKind, PartyDraft, RecordDraft, Reject, Role
from privacydesk.intake.limits import Limits
from privacydesk.intake.reading import Opened, open_input
from privacydesk.intake.source import get_source

ZONE = ZoneInfo("Europe/Amsterdam")


def opened(
    path: Path, source: str, mapping: Path | None = None, limits: Limits | None = None
) -> Opened:
    return open_input(
        path, get_source(source), zone=ZONE, region="NL", mapping=mapping, limits=limits
    )


def read(
    path: Path, source: str, mapping: Path | None = None
) -> tuple[list[RecordDraft], list[Reject]]:
    """Every draft and reject. Checks what holds for all sources: reading twice gives the same,
    ids are unique, details are those of the kind."""
    given = opened(path, source, mapping)
    items = list(given.items())
    again = list(given.items())
    assert items == again
    drafts = [item for item in items if isinstance(item, RecordDraft)]
    keys = [(draft.kind, draft.source_id) for draft in drafts]
    assert len(keys) == len(set(keys))
    assert {draft.kind for draft in drafts} <= given.kinds
    for draft in drafts:
        DETAILS[draft.kind].model_validate(dict(draft.details))
        assert draft.occurred_at is None or draft.occurred_at.tzinfo is not None
    return drafts, [item for item in items if isinstance(item, Reject)]


def write(path: Path, content: Any) -> Path:
    """A file with this text, or with this value as JSON; missing folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def table(header: str, rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    """CSV text with this header line and rows given by column name."""
    names = next(csv.reader([header], delimiter=delimiter))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(names)
    for row in rows:
        unknown = set(row) - set(names)
        assert not unknown, unknown
        writer.writerow([row.get(name, "") for name in names])
    return out.getvalue()


def party(draft: RecordDraft, role: Role) -> PartyDraft:
    return next(one.party for one in draft.parties if one.role is role)


def values(person: PartyDraft, kind: IdentifierKind) -> list[str | None]:
    return [draft.value for draft in person.identifiers if draft.kind is kind]
