"""Two hashes of an answer, apart from its day, its layout and who looked at the person.

`content_hash` is over what the running program makes of the data: two answers with the same hash
tell the same. `inputs_hash` is over what the store holds for it, before any projection, so that
another version of the program finds the same hash as long as nobody changed anything. Together
they tell changed data from a changed program (`domain/contents.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from privacydesk.documents.access.delivered import as_json
from privacydesk.documents.access.facts import ReportFacts
from privacydesk.domain.coverage import Erased
from privacydesk.domain.model import Case, Record, SubjectCard
from privacydesk.domain.redaction import FileReviews, Review
from privacydesk.domain.scope_types import PersonDecision


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an answer is made from. `language`: the one it is written in; `keys`: how its system
    names each record, by record id; `systems`: each with the number of records it holds of the
    person; `decisions`: what people ruled on parts; `searches`: systems that could not be searched
    and those with more hits found by hand than records."""

    case: Case
    language: str
    policy: str
    card: SubjectCard
    records: tuple[Record, ...]
    keys: Mapping[int, str]
    decisions: Iterable[PersonDecision]
    review: Review
    files: FileReviews
    erased: Iterable[Erased]
    systems: Iterable[tuple[str, int]]
    searches: Iterable[tuple[str, str, int]] = ()


def inputs_hash(made_from: Inputs) -> str:
    """SHA-256 (hex) of what the store holds for an answer, in no order that a program chose."""
    case, keys = made_from.case, made_from.keys
    # named only where there are any, so that what was hashed before there was this part stays
    searches = sorted(list(one) for one in made_from.searches)
    return digest(
        {
            **({"searches": searches} if searches else {}),
            "case": [case.reference, case.received_date.isoformat(), made_from.language],
            "policy": made_from.policy,
            "person": person(made_from.card),
            "records": sorted((_record(r, keys) for r in made_from.records), key=lambda r: r[:2]),
            "rulings": sorted(
                [keys.get(d.record_id, ""), d.group, d.verdict.value, d.code, d.article, d.note]
                for d in made_from.decisions
            ),
            "findings": _findings(made_from.review),
            "files": sorted(
                [*key, *_file(one.shipping), *_file(one.speaker)]
                for key, one in made_from.files.items()
            ),
            "erased": sorted(
                [e.system, e.kind.value, e.on.isoformat(), e.ended.isoformat(), e.activity]
                for e in made_from.erased
            ),
            "systems": sorted(list(system) for system in made_from.systems),
        }
    )


def person(card: SubjectCard) -> list[Any]:
    """Names, addresses and identifying values of a person as the store holds them."""
    return [
        card.name,
        sorted({party.name for party in card.parties}),
        sorted({party.address for party in card.parties if party.address}),
        sorted({(one.kind.value, one.value or one.raw) for one in card.identifiers}),
    ]


def _record(record: Record, keys: Mapping[int, str]) -> list[Any]:
    """A record with what a storage period may have taken out of it since its digest was made."""
    return [
        keys.get(record.record_id, record.source_id),
        record.content_hash,
        record.title,
        record.text,
        record.payload,
        [[m.author, m.text, m.internal, m.payload] for m in record.messages],
        sorted([a.name, a.state.value, a.sha256 or a.url or ""] for a in record.attachments),
        sorted(role.value for role in record.roles),
        sorted(record.others),
        sorted(record.flags),
        record.dropped,
        record.gone_at.isoformat() if record.gone_at else "",
        record.restricted,
    ]


def _findings(review: Review) -> list[Any]:
    """The state of every finding that somebody decided; the way to it does not matter."""
    known = {finding.finding_id: finding for finding in review.findings.values()}
    held = []
    for decision in review.in_force():
        finding = known.get(decision.finding_id)
        now = review.decision(finding.anchor, finding.value_digest) if finding else None
        if finding is not None and now is not None:
            at = finding.anchor
            held.append(
                [at.record, at.field, at.digest, str(at.occurrence), now.verdict.value, now.article]
            )
        if decision.everywhere:
            held.append([decision.value_digest, decision.verdict.value])
    return sorted(held)


def _file(decision: Any) -> list[str]:
    return ["", ""] if decision is None else [decision.verdict.value, decision.replacement or ""]


def digest(content: object) -> str:
    """SHA-256 (hex) of plain values; sources hold whole numbers of any size."""
    import orjson

    try:
        data = orjson.dumps(
            content, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str
        )
    except TypeError:
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
        data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def content_hash(facts: ReportFacts) -> str:
    """SHA-256 (hex) of the delivered scope of a report or a package."""
    content = {
        "reference": facts.reference,
        "language": facts.language,
        "controller": facts.controller_name,
        "receiver": [facts.receiver.name, *facts.receiver.address],
        "policy": facts.pack.sha256,
        "records": [
            [as_json(record), record.kept_until, record.restricted] for record in facts.delivered
        ],
        # the rulings also on what is not given: a reason that changed is another answer
        "rulings": [
            [
                scope.record.record_id,
                scope.outcome.value,
                scope.ruling.code,
                scope.ruling.article,
                [[g.id, g.access.code, g.portability.code] for g in scope.groups],
            ]
            for scope in sorted(facts.scopes, key=lambda scope: scope.record.record_id)
        ],
        "systems": [[system.name, system.hits] for system in facts.systems],
    }
    return digest(content)
