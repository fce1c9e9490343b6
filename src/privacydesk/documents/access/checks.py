"""What still keeps a report from being released, for the operator: never printed in the report.

The ids are those of the checklist of an Article 15 answer (`A14`: the copy is complete).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from privacydesk.documents.access.disclosures import outside_eea
from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.access.narrative import covering
from privacydesk.domain.checklist import fingerprint
from privacydesk.domain.coverage import Coverage
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import AttachmentState, Case, SearchOutcome
from privacydesk.domain.pack import Activity, Pack, Recipient
from privacydesk.domain.redaction import blockers
from privacydesk.domain.scope_types import Outcome
from privacydesk.policy.checks.transfers import DEAD


@dataclass(frozen=True, slots=True)
class Finding:
    """`blocks`: an error, release waits for it; else a warning. `text` names no person."""

    item: str
    blocks: bool
    text: str
    key: str = ""  # names it, where an explanation may stand in for mending it
    about: str = ""  # what exactly it concerns then


def findings(facts: ReportFacts, case: Case, coverage: Coverage) -> tuple[Finding, ...]:
    """Everything to mend, errors first."""
    found = [*_case(case), *content_findings(facts, coverage)]
    return tuple(sorted(found, key=lambda finding: (not finding.blocks, finding.item)))


def content_findings(facts: ReportFacts, coverage: Coverage) -> tuple[Finding, ...]:
    """What to mend in the content of the answer, apart from how far its case has come."""
    return (*_coverage(coverage), *_policy(facts), *_records(facts))


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _case(case: Case) -> Iterator[Finding]:
    unsearched = [s.system for s in case.searches if s.outcome is SearchOutcome.OPEN]
    if unsearched:
        yield Finding("A24", True, f"Not searched yet: {', '.join(unsearched)}.")
    stale = [s.system for s in case.searches if s.stale and not s.note]
    if stale:
        yield Finding("A23", True, f"Data older than the request: {', '.join(stale)}.")
    undecided = sum(1 for candidate in case.candidates if candidate.decision is None)
    if undecided:
        yield Finding("A14", True, f"{_many(undecided, 'candidate')} not decided: theirs or not.")


def _coverage(coverage: Coverage) -> Iterator[Finding]:
    for problem in coverage.problems:
        yield Finding("A14", True, problem)


def _policy(facts: ReportFacts) -> Iterator[Finding]:
    pack = facts.pack
    if not pack.authorities:
        yield Finding("A10", True, "The policy pack names no supervisory authority.")
    activities = covering(facts)
    uncovered = sorted({s.record.kind.value for s in facts.scopes if not s.activity})
    if uncovered:
        kinds = ", ".join(uncovered)
        yield Finding("A04", True, f"No activity of the policy pack covers: {kinds}.")
    for activity in activities:
        if not activity.purposes:
            yield Finding("A04", True, f"The activity {activity.id} states no purpose.")
        if not activity.bases:
            yield Finding("A04", False, f"The activity {activity.id} states no legal basis.")
        if not activity.data:
            yield Finding("A05", True, f"The activity {activity.id} states no categories of data.")
        if "recipients" in activity.not_stated:
            yield Finding("A06", True, f"The activity {activity.id} does not say who gets data.")
    yield from _recipients(pack, {r for a in activities for r in a.recipients})
    yield from _dead_tools(pack, activities)
    if not any(a.automated for a in activities) and pack.automated is None and activities:
        yield Finding("A12", False, "The policy pack does not say whether decisions are automated.")


def _recipients(pack: Pack, wanted: set[str]) -> Iterator[Finding]:
    for recipient in pack.recipients:
        if recipient.id not in wanted:
            continue
        if not recipient.name:
            yield Finding(
                "A06",
                True,
                f"The recipient {recipient.id} is a category without a name.",
                f"recipient:{recipient.id}",
                fingerprint(recipient.id, *(recipient.category(one) for one in LANGUAGES)),
            )
        transfer = recipient.transfer or pack.transfer
        if outside_eea(recipient) and (transfer is None or not (transfer.tools or transfer.text)):
            yield Finding("A13", True, f"No safeguard is stated for {recipient.id}.")


def _dead_tools(pack: Pack, activities: Sequence[Activity]) -> Iterator[Finding]:
    """Safeguards that the report names as present ones although they fell.

    The general words stand for recipients without words of their own, and for those of whom the
    pack does not say where they are.
    """
    wanted = {number for activity in activities for number in activity.recipients}
    used = [r.transfer or pack.transfer for r in pack.recipients if r.id in wanted and _abroad(r)]
    if any("recipients" in activity.not_stated for activity in activities):
        used.append(pack.transfer)
    named = {tool for transfer in used if transfer is not None for tool in transfer.tools}
    for tool, why in DEAD.items():
        if tool in named:
            yield Finding("A13", False, f"The answer names a safeguard that is none: {why}.")


def _abroad(recipient: Recipient) -> bool:
    """Whether data leave the EEA with this recipient, or may."""
    return outside_eea(recipient) or (not recipient.country and recipient.outside_eea is None)


_UNAVAILABLE: Final = (
    (AttachmentState.LINK, "links", "only known as links"),
    (AttachmentState.MISSING, "missing", "named but not imported"),
)


def _files(facts: ReportFacts) -> Iterator[Finding]:
    """Files that are not here. They are told apart as their source names them, not as the answer
    shows them."""
    sources = {scope.record.record_id: scope.record for scope in facts.scopes}
    named = [
        (file.state, "|".join((record.source, record.source_id, original.name, original.url or "")))
        for shown in facts.delivered
        if (record := sources.get(shown.record_id)) is not None
        for file, original in zip(shown.files, record.attachments, strict=True)
    ]
    for state, key, words in _UNAVAILABLE:
        mine = sorted(name for other, name in named if other is state)
        if mine:
            text = f"{_many(len(mine), 'attachment')} {words}."
            yield Finding("A16", True, text, key, fingerprint(*mine))


def _records(facts: ReportFacts) -> Iterator[Finding]:
    undated = Counter(
        scope.record.kind.value
        for scope in facts.scopes
        if scope.outcome is not Outcome.NO_LONGER_HELD
        and (expiry := facts.expiries.get(scope.record.record_id)) is not None
        and not expiry.period
        and expiry.ends is None
    )
    for kind, count in sorted(undated.items()):
        yield Finding(
            "A08", True, f"{_many(count, 'record')} without a known storage period: {kind}."
        )
    over = Counter(
        scope.record.kind.value
        for scope in facts.scopes
        if scope.outcome is Outcome.DELIVERED
        and (expiry := facts.expiries.get(scope.record.record_id)) is not None
        and expiry.past(facts.prepared.astimezone(facts.zone).date())
    )
    for kind, count in sorted(over.items()):
        yield Finding("A08", False, f"{_many(count, 'record')} past the storage period: {kind}.")
    for sentence in blockers(facts.review):
        yield Finding("A20", True, sentence)
    yield from _files(facts)
    unknown = sorted({f"{c.system} {c.field} {c.code}" for c in facts.legend if c.meaning is None})
    if unknown:
        yield Finding("A17", False, f"Codes without a meaning: {', '.join(unknown)}.")
