"""From what was gathered to what the documents say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.desk.redacting import hide_others, kept_records, progress, redact
from privacydesk.domain.model import SearchOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.jobs import Job
    from privacydesk.documents.access.deliver import Answer
    from privacydesk.documents.access.facts import LookUp, ReportFacts, SystemSearched


def report_facts(found: Gathered, answer: Answer = "access", job: Job | None = None) -> ReportFacts:
    """What the access report of the case says, or the papers of its package.

    Raises CancelledError when the job was stopped.
    """
    from privacydesk.documents.access.disclosures import address_lines
    from privacydesk.documents.access.facts import Receiver, ReportFacts
    from privacydesk.documents.access.report import legend_of

    made = redact(found, answer, job)
    hide = hide_others(found)
    records = made.records
    states = [s.data_until for s in found.systems if s.data_until is not None]
    sources = {system.name: system.source for system in found.systems}
    return ReportFacts(
        reference=found.case.reference,
        language=found.language,
        zone=found.zone,
        received=found.case.received_date,
        prepared=found.now,
        receiver=Receiver(
            found.card.name,
            address_lines(found.card.address or "", found.language, found.pack.country),
        ),
        controller_name=found.controller_name,
        pack=found.pack,
        scopes=found.scopes,
        erased=found.erased,
        erased_parts=found.erased_parts,
        delivered=records,
        systems_of=found.systems_of,
        expiries=found.expiries,
        systems=tuple(_systems(found, hide)),
        look_ups=tuple(_look_ups(found, hide)),
        data_as_of=min(states, default=None),
        legend=legend_of(records, sources, found.language),
        review=progress(found, made),
        kept=kept_records(found, made),
        withheld_files=found.withheld_files,
    )


def _systems(found: Gathered, hide: Callable[[str], str]) -> Iterator[SystemSearched]:
    from privacydesk.documents.access.facts import SystemSearched

    matched = {system.system: system.matched for system in found.coverage.systems}
    searches = {search.system_id: search for search in found.case.searches}
    in_words = {system.name: system.holds(found.language) for system in found.pack.systems}
    for system in found.systems:
        search = searches.get(system.system_id)
        day = None
        if search and search.outcome is not SearchOutcome.OPEN and search.searched_at:
            day = search.searched_at.astimezone(found.zone).date()
        yield SystemSearched(
            name=system.name,
            holds=in_words.get(system.name) or hide(system.holds),
            as_of=system.data_until,
            searched_on=day,
            hits=matched.get(system.name, 0),
            kinds=system.kinds,
            impossible=search is not None and search.outcome is SearchOutcome.IMPOSSIBLE,
        )


def _look_ups(found: Gathered, hide: Callable[[str], str]) -> Iterator[LookUp]:
    """The looks at the person's data; what an operator typed as a purpose names nobody else."""
    from privacydesk.documents.access.facts import LookUp
    from privacydesk.documents.access.titles import is_fixed
    from privacydesk.documents.words import Words

    words = Words(found.language)
    typed = {look.purpose for look in found.consultations if not is_fixed(look.purpose, words)}
    shown = {purpose: hide(purpose) for purpose in typed}
    for look in found.consultations:
        purpose = shown.get(look.purpose, look.purpose)
        yield LookUp(look.at.astimezone(found.zone).date(), purpose)
