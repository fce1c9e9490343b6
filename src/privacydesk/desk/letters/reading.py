"""What the store knows for a letter: the case with its clock, the person, the policy pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from privacydesk.domain import case_clock
from privacydesk.domain.document_kinds import REPORT, of_letter
from privacydesk.domain.localtext import LANGUAGES

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.clock import ClockReading
    from privacydesk.domain.model import Case, Request, SubjectCard
    from privacydesk.domain.pack import Pack
    from privacydesk.domain.suppression import ListEntry
    from privacydesk.store.letters import EditedText, Notice
    from privacydesk.store.tombstones import Tombstone

_COPIES: Final = frozenset({REPORT, of_letter("access_reply")})


@dataclass(frozen=True, slots=True)
class Known:
    """The case of a letter. `clocks`: of every request, in their order; `clock`: of `leading`, the
    request due first. `searching` and `search_clock`: of those that need a search, the one due
    first; an objection to direct marketing and a withdrawal take effect at once and can neither be
    extended nor searched for.

    `card`: None without a person; `edited`: the texts a person edited; `notices`: the recipients
    that were told (Art. 19); `lists`: of newsletters and consents that hold the
    person's address; `imported`: the names of the systems whose data are here; `copied`:
    whether a copy of the data was sent to the person before (Art. 15(3)).
    """

    case_id: int
    case: Case
    clocks: tuple[tuple[Request, ClockReading], ...]
    leading: Request
    clock: ClockReading
    searching: Request
    search_clock: ClockReading
    card: SubjectCard | None
    pack: Pack
    tombstones: tuple[Tombstone, ...]
    edited: tuple[EditedText, ...]
    notices: tuple[Notice, ...]
    lists: tuple[ListEntry, ...]
    imported: tuple[str, ...]
    copied: bool
    language: str
    now: datetime
    today: date


def read(desk: Desk, reference: str, language: str | None = None) -> Known:
    """Read what letters of a case need, apart from the records of the person.

    `language`: nl, de or en instead of the case's. Raises NotFoundError for an unknown case and
    StateError while no policy pack is in force.
    """
    from privacydesk.store import cases, letters, packs, subjects, suppression, systems, tombstones

    now = desk.now()
    with desk.store.read() as con:
        case_id = cases.require_id(con, reference)
        stored = cases.load(con, case_id)
        case = stored.case
        pack = packs.applying(con, case.policy_sha256 or desk.settings.policy_sha256)
        today = now.astimezone(ZoneInfo(pack.zone)).date()
        subject_id = case.subject_id
        card = subjects.card(con, subject_id) if subject_id is not None else None
        erased = tombstones.of(con, subject_id) if subject_id is not None else ()
        lists = suppression.list_entries(con, subject_id) if subject_id is not None else ()
        edited = letters.edited(con, case_id)
        told = letters.notices(con, case_id, of_letter("recipients_notice"))
        copied = letters.sent_before(con, case_id, _COPIES)
        imported = tuple(one.name for one in systems.list_all(con) if one.records or one.data_until)
    readings = [
        (
            request,
            case_clock.read(
                request,
                case.events,
                received=case.received_date,
                place=stored.place,
                house_days=stored.house_days[request.request_id],
                today=today,
            ),
        )
        for request in case.requests
    ]
    leading, clock = case_clock.leading(readings)
    ordinary = [pair for pair in readings if not pair[1].at_once]
    searching, search_clock = case_clock.leading(ordinary or readings)
    return Known(
        case_id=case_id,
        case=case,
        clocks=tuple(readings),
        leading=leading,
        clock=clock,
        searching=searching,
        search_clock=search_clock,
        card=card,
        pack=pack,
        tombstones=erased,
        edited=edited,
        notices=told,
        lists=lists,
        imported=imported,
        copied=copied,
        language=_language(language, case.language, desk.language),
        now=now,
        today=today,
    )


def _language(*wanted: str | None) -> str:
    return next((language for language in wanted if language in LANGUAGES), "en")
