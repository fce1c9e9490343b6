"""From what was gathered to what the documents say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.domain.model import SearchOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from privacydesk.desk.gathering import Gathered
    from privacydesk.documents.access.deliver import Answer
    from privacydesk.documents.access.delivered import Delivered
    from privacydesk.documents.access.facts import LookUp, ReportFacts, SystemSearched
    from privacydesk.documents.access.masking import Masker
    from privacydesk.domain.pack import Pack


def masker(found: Gathered) -> Masker:
    """Hides what is not this person's own contact data."""
    from privacydesk.documents.access.lines import company_numbers
    from privacydesk.documents.access.masking import Masker

    return Masker(
        own=[(i.kind, i.value) for i in found.card.identifiers if i.value is not None],
        own_names=[found.card.name, *(party.name for party in found.card.parties)],
        allowed=(
            *_of_the_controller(found.pack),
            *company_numbers(scope.record for scope in found.scopes),
        ),
        domains=_domains(found.pack),
        region=found.country,
    )


def delivered(found: Gathered, answer: Answer) -> tuple[Delivered, ...]:
    """The records of an answer, withheld parts cut, other people masked, staff as roles."""
    from privacydesk.documents.access.deliver import Deliverer
    from privacydesk.documents.access.people import Agents
    from privacydesk.documents.access.periods import kept_until
    from privacydesk.documents.words import Words

    words = Words(found.language)
    deliverer = Deliverer(
        words=words,
        masker=masker(found),
        agents=Agents(
            sorted(
                (scope.record for scope in found.scopes),
                key=lambda r: (r.occurred_at.isoformat() if r.occurred_at else "", r.record_id),
            ),
            words("report", "agent"),
        ),
        systems=found.systems_of,
        decisions=found.decisions,
        kept_until=lambda record: kept_until(found.expiries.get(record.record_id), words),
        answer=answer,
    )
    return deliverer.deliver(found.scopes)


def report_facts(found: Gathered, answer: Answer = "access") -> ReportFacts:
    """What the access report of the case says, or the papers of its package."""
    from privacydesk.documents.access.disclosures import address_lines
    from privacydesk.documents.access.facts import Receiver, ReportFacts
    from privacydesk.documents.access.report import legend_of

    records = delivered(found, answer)
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
        delivered=records,
        systems_of=found.systems_of,
        expiries=found.expiries,
        systems=tuple(_systems(found)),
        look_ups=tuple(_look_ups(found)),
        data_as_of=min(states, default=None),
        legend=legend_of(records, sources, found.language),
    )


def _systems(found: Gathered) -> Iterator[SystemSearched]:
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
            holds=in_words.get(system.name) or system.holds,
            as_of=system.data_until,
            searched_on=day,
            hits=matched.get(system.name, 0),
            kinds=system.kinds,
        )


def _look_ups(found: Gathered) -> Iterator[LookUp]:
    from privacydesk.documents.access.facts import LookUp

    for look in found.consultations:
        yield LookUp(look.at.astimezone(found.zone).date(), look.purpose)


def _of_the_controller(pack: Pack) -> Iterator[str]:
    """Contact data that are nobody's privacy: the controller's own."""
    yield from pack.controller.emails
    yield pack.controller.phone
    if pack.controller.dpo is not None:
        yield from pack.controller.dpo.emails
        yield pack.controller.dpo.phone
    for right in pack.rights.values():
        for channel in right.channels:
            yield channel.value


def _domains(pack: Pack) -> Iterator[str]:
    """The mail domains of the controller."""
    for address in pack.controller.emails:
        yield address.rpartition("@")[2]
    website = pack.controller.website.removeprefix("https://").removeprefix("http://")
    yield website.removeprefix("www.").partition("/")[0]
