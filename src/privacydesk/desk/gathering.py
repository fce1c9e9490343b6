"""Everything an answer rests on, read from the store in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from privacydesk.desk.jobs import Job
from privacydesk.domain.coverage import Coverage, Erased, coverage
from privacydesk.domain.erased_parts import ErasedParts, parts_over
from privacydesk.domain.errors import StateError
from privacydesk.domain.left_out import withheld_files
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.retention_due import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from privacydesk.desk.context import Desk
    from privacydesk.desk.reviewed import Reviewed
    from privacydesk.domain.model import Case, Consultation, Record, SubjectCard, System
    from privacydesk.domain.pack import Pack
    from privacydesk.domain.record_events import PersonFacts
    from privacydesk.domain.retention import Expiry
    from privacydesk.domain.scope_types import Decisions, RecordScope
    from privacydesk.domain.source_fields import BySource
    from privacydesk.store.tombstones import Tombstone


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the store holds for the answer of one case, with the rulings on every record.

    `files`: the folder of the kept files."""

    case_id: int
    case: Case
    card: SubjectCard
    pack: Pack
    scopes: tuple[RecordScope, ...]
    coverage: Coverage
    erased: tuple[Erased, ...]
    erased_parts: tuple[ErasedParts, ...]
    expiries: Mapping[int, Expiry]
    decisions: Decisions
    sources: BySource
    systems: tuple[System, ...]
    systems_of: Mapping[int, str]
    consultations: tuple[Consultation, ...]
    reviewed: Reviewed
    controller_name: str
    language: str
    zone: ZoneInfo
    country: str
    phone_region: str
    now: datetime
    today: date
    files: Path

    @property
    def withheld_files(self) -> frozenset[int]:
        """The ids of the attachments that a reviewer keeps out of the answer."""
        return withheld_files(self.scopes, self.reviewed.keys, self.reviewed.files)


def gather(desk: Desk, reference: str, job: Job) -> Gathered:
    """Read the case, its person, all their records and the policy pack; rule on every record.

    Raises NotFoundError for an unknown case; StateError while the case has no data subject, or no
    policy pack is in force; InputError for a broken source description of the user.
    """
    from privacydesk.desk.lean import facts_of
    from privacydesk.desk.reviewed import read_review
    from privacydesk.domain.retention import expiry
    from privacydesk.domain.scope import person_of, scope
    from privacydesk.intake.source import load_sources
    from privacydesk.store import case_systems, cases, documents, packs, subjects, tombstones
    from privacydesk.store import systems as stored_systems

    now = desk.now()
    job.advance("Reading", 0)
    with desk.store.read() as con:
        case_id = cases.require_id(con, reference)
        case = cases.load(con, case_id).case
        if case.subject_id is None:
            raise StateError(
                "This case has no data subject yet; attach one first, then write the answer."
            )
        pack = packs.applying(con, case.policy_sha256 or desk.settings.policy_sha256)
        card = subjects.card(con, case.subject_id)
        records = subjects.all_records(con, card.subject_id)
        counts = subjects.counts_by_system(con, card.subject_id)
        foreign = case_systems.foreign(con, case_id, case)
        systems = tuple(s for s in stored_systems.list_all(con) if s.system_id not in foreign)
        systems_of = documents.system_names(con, card.subject_id)
        stones = tombstones.of(con, card.subject_id)
        erased = _erased(stones, ZoneInfo(pack.zone))
        facts = facts_of(con, ZoneInfo(pack.zone), card.subject_id)
        erased_parts = tuple(
            part
            for record, stone in tombstones.of_records(con, stones, records, systems_of)
            for part in _parts(record, stone, packs.stored(con, stone.policy_sha256), facts)
        )
        made = documents.decisions(con, case_id)
        consultations = subjects.consultations(con, card.subject_id)
        reviewed = read_review(
            con,
            case_id,
            card.subject_id,
            records,
            pack.phone_region or pack.country,
            (*(look.purpose for look in consultations), *(system.holds for system in systems)),
        )
    job.check()
    zone = ZoneInfo(pack.zone)  # the pack of the case says who answers, where: it may be an old one
    today = now.astimezone(zone).date()
    person = replace(person_of(card, records, pack), facts=facts)
    sources = {
        name: one.fields for name, one in load_sources(desk.config_folder / "sources").items()
    }
    scopes = scope(
        job.each("Deciding", records), pack, person, as_of=today, decisions=made, sources=sources
    )
    job.check()
    names = {system.system_id: system.name for system in systems}
    return Gathered(
        case_id=case_id,
        case=case,
        card=card,
        pack=pack,
        scopes=scopes,
        coverage=_coverage(
            scopes, systems_of, {names[i]: n for i, n in counts.items() if n}, erased
        ),
        erased=erased,
        erased_parts=erased_parts,
        expiries={record.record_id: expiry(record, pack, person.facts) for record in records},
        decisions={(d.record_id, d.group): d for d in made},
        sources=sources,
        systems=systems,
        systems_of=systems_of,
        consultations=consultations,
        reviewed=reviewed,
        controller_name=pack.controller.name,
        language=_language(case.language, desk.language),
        zone=zone,
        country=pack.country,
        phone_region=pack.phone_region or pack.country,
        now=now,
        today=today,
        files=desk.store.files,
    )


def _language(asked: str, usual: str) -> str:
    for language in (asked, usual):
        if language in LANGUAGES:
            return language
    return "en"


def _coverage(
    scopes: tuple[RecordScope, ...],
    systems_of: Mapping[int, str],
    matched: Mapping[str, int],
    erased: tuple[Erased, ...],
) -> Coverage:
    """The account per system; two systems may be read by one source description."""

    def in_system(record: Record) -> Record:
        return replace(record, source=systems_of.get(record.record_id, record.source))

    named = (replace(scope, record=in_system(scope.record)) for scope in scopes)
    return coverage(named, matched=matched, erased=erased)


def _erased(stones: Iterable[Tombstone], zone: ZoneInfo) -> tuple[Erased, ...]:
    """What retention erased whole or made anonymous; what lost parts is told by `_parts`."""
    return tuple(
        Erased(
            system=stone.system,
            kind=stone.kind,
            on=stone.erased_at.astimezone(zone).date(),
            ended=stone.ended,
            period=stone.period,
            activity=stone.activity,
        )
        for stone in stones
        if stone.step in (Step.ERASE, Step.ANONYMISE)
    )


def _parts(
    record: Record, stone: Tombstone, pack: Pack, person: PersonFacts
) -> Iterator[ErasedParts]:
    """What a record that is still here lost, per period of the pack of that day."""
    on = stone.erased_at.astimezone(ZoneInfo(pack.zone)).date()
    found = tuple(parts_over(record, pack, on, person)) or (((), stone.ended, stone.period),)
    for parts, ended, period in found:
        yield ErasedParts(record.record_id, stone.system, stone.kind, on, ended, period, parts)
