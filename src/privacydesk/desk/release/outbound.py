"""What of a case may leave the house: its newest releases, whole and unchanged."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from privacydesk.desk.cases.read import require
from privacydesk.domain.answered import unanswered
from privacydesk.domain.errors import NotFoundError, StateError
from privacydesk.domain.model import EventKind
from privacydesk.domain.release import forged

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.model import CaseEvent, Request
    from privacydesk.domain.sending import Outgoing
    from privacydesk.store.release import Released


@dataclass(frozen=True, slots=True)
class Outbound:
    """The newest release of every kind: with its files, and with when it left."""

    case_id: int
    events: tuple[CaseEvent, ...]
    documents: tuple[Released, ...]
    outgoing: tuple[Outgoing, ...]
    unanswered: tuple[Request, ...] = ()  # what an answer that was sent left open

    @property
    def reopened_at(self) -> datetime | None:
        """When the case was last reopened."""
        return max((e.at for e in self.events if e.kind is EventKind.REOPENED), default=None)

    def named(self, only: Collection[str]) -> tuple[Outgoing, ...]:
        """The documents of these kinds. Raises NotFoundError for a kind that is not released."""
        known = {one.kind for one in self.outgoing}
        for kind in only:
            if kind not in known:
                names = ", ".join(sorted(known))
                raise NotFoundError(f"“{kind}” is not released; released: {names}.")
        return tuple(one for one in self.outgoing if one.kind in only)

    def files_of(self, chosen: Iterable[Outgoing]) -> tuple[Released, ...]:
        """The released documents behind these. Raises StateError when their files were erased."""
        wanted = {one.document_id for one in chosen}
        found = tuple(d for d in self.documents if d.document_id in wanted)
        if any(file.erased for document in found for file in document.files):
            raise StateError(
                "The released files were erased when their time was over; their hashes stay.",
                code="released_files_erased",
            )
        return found


def outbound(desk: Desk, reference: str) -> Outbound:
    """Read what a case has to hand out.

    Raises NotFoundError for an unknown case, StateError when nothing is released.
    """
    from privacydesk.store import cases, departures
    from privacydesk.store import release as stored

    with desk.store.read() as con:
        case_id = require(con, reference)
        documents = stored.released(con, case_id)
        if not documents:
            raise StateError(
                "Nothing is released yet: release the answer first.",
                command=f"`privacydesk case release {reference}` does that.",
            )
        case = cases.load_many(con, [case_id])[0].case
        every = departures.every(con, [case_id])[case_id]
        return Outbound(
            case_id=case_id,
            events=case.events,
            documents=documents,
            outgoing=departures.outgoing(con, [case_id])[case_id],
            unanswered=unanswered(case.requests, case.events, every),
        )


def require_whole(desk: Desk, case_id: int, documents: Collection[Released]) -> None:
    """Raises StateError when a row is not what the audit chain anchors of the release, or a file
    not, byte for byte, what its row says."""
    from privacydesk.store import files, manifest

    with desk.store.read() as con:
        whole = manifest.whole(con, case_id, (d.document_id for d in documents))
    if not whole:
        raise forged()
    for document in documents:
        for file in document.files:
            path = files.locate(desk.store.files, file.sha256)
            if not path.is_file() or files.digest(path) != (file.sha256, file.size):
                raise StateError(
                    "A released file is missing or was changed on disk; restore it from a backup, "
                    "or prepare and release the answer again.",
                    command="`privacydesk doctor` tells how many are.",
                    code="released_file_damaged",
                )


def nothing_for_person(found: Outbound) -> NoReturn:
    """Raises StateError: what is released goes to others, and leaves only when it is named."""
    kinds = ", ".join(one.kind for one in found.outgoing)
    raise StateError(
        f"What is released goes to others than the person ({kinds}): choose one of them.",
        command="--only names it.",
        code="not_to_person",
    )
