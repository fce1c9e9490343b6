"""What hides other people's data in the answer of a case: shared by all that write or review it."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from privacydesk.desk.redacted import Redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.jobs import Job
    from privacydesk.documents.access.deliver import Answer, Deliverer
    from privacydesk.documents.access.masking import Masker
    from privacydesk.documents.redaction.apply import RecordRedactor
    from privacydesk.domain.model import Record
    from privacydesk.domain.pack import Pack
    from privacydesk.domain.redaction import ReviewProgress

_AGAIN = 2  # what a record hides when it is made once more may hide something in another


def redact(found: Gathered, answer: Answer = "access", job: Job | None = None) -> Redacted:
    """The records of an answer: withheld parts cut, other people hidden unless a person decided
    to keep what was found, staff as roles.

    What is found in one text is hidden in all of them, in any writing: records that still hold
    some of it are made once more. Raises CancelledError when the job was stopped.
    """
    from privacydesk.documents.redaction.last_check import slipped

    watch = partial(job.each, "Redacting") if job is not None else None
    made = deliverer(found, answer)
    records = made.deliver(found.scopes, watch)
    for made_again in range(_AGAIN + 1):
        redactor = made.redactor
        find = redactor.hidden()
        left = slipped(records, find, redactor.shown)
        if not left or made_again == _AGAIN:
            break
        made.redactor = redactor.again(left)
        records = made.again(found.scopes, records, left)
    order = {record.record_id: number for number, record in enumerate(records)}
    everything = sorted(redactor.found, key=lambda one: order[one.record_id])
    kept = frozenset(value for values in redactor.shown.values() for value in values)
    return Redacted(records, tuple(everything), redactor.places, left, find, kept)


def deliverer(found: Gathered, answer: Answer = "access") -> Deliverer:
    """Makes the delivered records of a case."""
    from privacydesk.documents.access.deliver import Deliverer
    from privacydesk.documents.access.people import Agents
    from privacydesk.documents.access.periods import kept_until
    from privacydesk.documents.redaction.apply import Redactor
    from privacydesk.documents.redaction.models import model_for
    from privacydesk.documents.words import Words
    from privacydesk.domain.redaction_find import ContactFinder
    from privacydesk.domain.redaction_names import Names
    from privacydesk.domain.scope import addresses_of

    reviewed = found.reviewed
    words = Words(found.language, formal=found.pack.formal)
    ordered = sorted(
        (scope.record for scope in found.scopes),
        key=lambda r: (r.occurred_at.isoformat() if r.occurred_at else "", r.record_id),
    )
    own = own_names(found)
    names = Names(own, (name for record in ordered for name in record.others), reviewed.known)
    names.model = model_for(found.language)
    return Deliverer(
        words=words,
        redactor=Redactor(
            finder=ContactFinder(
                own=[(i.kind, i.value) for i in found.card.identifiers if i.value is not None],
                allowed=allowed(found),
                domains=domains_of(found.pack),
                numbers=reviewed.numbers,
                orders=_order_numbers(ordered),
                addresses=addresses_of(found.card),
                region=found.phone_region,
            ),
            names=names,
            agents=Agents(ordered, words("report", "agent"), own, found.sources),
            review=reviewed.review,
            salt=found.case.reference,
        ),
        systems=found.systems_of,
        keys=reviewed.keys,
        decisions=found.decisions,
        files=reviewed.files,
        kept_until=lambda record: kept_until(found.expiries.get(record.record_id), words),
        answer=answer,
    )


def progress(found: Gathered, made: Redacted) -> ReviewProgress:
    """How far the review of an answer is."""
    from privacydesk.desk.shipping import telling
    from privacydesk.domain.model import AttachmentState, RecordKind
    from privacydesk.domain.redaction import FileReview, FindingState, ReviewProgress
    from privacydesk.domain.scope_types import Verdict

    review = found.reviewed.review
    # an earlier decision on a whole record lets what is found there stand
    settled = {key[0] for key, d in found.decisions.items() if d.verdict is Verdict.UNMASKED}
    open_findings = sum(
        one.record_id not in settled
        and review.state(one.anchor, one.value_digest) is FindingState.OPEN
        for one in made.found
    )
    files = undecided = unconfirmed = 0
    going: list[tuple[int, str]] = []
    scopes = {scope.record.record_id: scope.record for scope in found.scopes}
    for record in made.records:
        source = scopes[record.record_id]
        recording = source.kind in (RecordKind.CALL, RecordKind.RECORDING)
        for shown, original in zip(record.files, source.attachments, strict=True):
            if original.state is not AttachmentState.FILE or not original.sha256:
                continue
            known = found.reviewed.files.get(
                (found.reviewed.keys[record.record_id], original.sha256)
            )
            if shown.withheld and known is None:
                continue  # the rulings keep it out
            files += 1
            needs = (known or FileReview()).needs(recording=recording)
            undecided += "decision" in needs
            unconfirmed += "speaker" in needs
            if not needs and shown.path is not None and shown.sha256:
                going.append((original.attachment_id, shown.sha256))
    return ReviewProgress(
        len(made.found),
        open_findings,
        files,
        undecided,
        unconfirmed,
        len(made.slipped),
        telling(found, made, going),
    )


def hide_others(found: Gathered) -> Callable[[str], str]:
    """Hides other people in a text that was typed at the desk, by the decisions of the case. Its
    findings are not listed: nobody needs it to be readable."""
    from privacydesk.domain.model import Record, RecordKind

    about = Record(
        record_id=0, kind=RecordKind.NOTE, source="", source_id="", title="", text="",
        occurred_at=None, updated_at=None, roles=(), details={}, payload={}, content_hash="",
    )  # fmt: skip

    @cache
    def hider() -> RecordRedactor:
        return deliverer(found).redactor.record("typed", about)

    return lambda text: hider().text(text, "typed") if text else text


def kept_records(found: Gathered, made: Redacted) -> frozenset[int]:
    """The records in which somebody decided that data of others may stand."""
    from privacydesk.domain.redaction import FindingState

    review = found.reviewed.review
    return frozenset(
        one.record_id
        for one in made.found
        if review.state(one.anchor, one.value_digest) is FindingState.KEEP
    )


def masker(found: Gathered) -> Masker:
    """Looks for contact data of others in finished text: the last check."""
    from privacydesk.documents.access.masking import Masker
    from privacydesk.domain.scope import addresses_of

    return Masker(
        own=[(i.kind, i.value) for i in found.card.identifiers if i.value is not None],
        own_names=own_names(found),
        allowed=allowed(found),
        domains=domains_of(found.pack),
        numbers=found.reviewed.numbers,
        orders=_order_numbers(scope.record for scope in found.scopes),
        addresses=addresses_of(found.card),
        region=found.phone_region,
    )


def _order_numbers(records: Iterable[Record]) -> Iterator[str]:
    """The numbers of the person's own orders and the like: no landline stands in `ORD-0201234567`
    when that is one of them."""
    from privacydesk.domain.model import RecordKind

    kinds = (
        RecordKind.ORDER, RecordKind.INVOICE, RecordKind.PAYMENT, RecordKind.DELIVERY,
        RecordKind.REPAIR, RecordKind.CONTRACT,
    )  # fmt: skip
    for record in records:
        if record.kind in kinds:
            digits = "".join(char for char in record.source_id if char.isdigit())
            yield from (record.source_id, digits)


def own_names(found: Gathered) -> tuple[str, ...]:
    return (found.card.name, *(party.name for party in found.card.parties))


def allowed(found: Gathered) -> tuple[str, ...]:
    """Contact data that are nobody's privacy: the controller's own, and its telephone lines."""
    from privacydesk.documents.access.lines import company_numbers

    return (
        *of_the_controller(found.pack),
        *company_numbers(scope.record for scope in found.scopes),
    )


def of_the_controller(pack: Pack) -> Iterator[str]:
    """The contact data of the controller, as its policy pack writes them."""
    yield from pack.controller.emails
    yield pack.controller.phone
    if pack.controller.dpo is not None:
        yield from pack.controller.dpo.emails
        yield pack.controller.dpo.phone
    for right in pack.rights.values():
        for channel in right.channels:
            yield channel.value


def domains_of(pack: Pack) -> Iterator[str]:
    """The mail domains of the controller."""
    for address in pack.controller.emails:
        yield address.rpartition("@")[2]
    website = pack.controller.website.removeprefix("https://").removeprefix("http://")
    yield website.removeprefix("www.").partition("/")[0]
