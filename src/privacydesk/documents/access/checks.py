"""What still keeps a report from being released, for the operator: never printed in the report.

The ids are those of the checklist of an Article 15 answer (`A14`: the copy is complete).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from privacydesk.documents.access.disclosures import outside_eea
from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.access.narrative import covering
from privacydesk.domain.checklist import Problem, fingerprint
from privacydesk.domain.coverage import Coverage
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import AttachmentState
from privacydesk.domain.pack import Activity, Pack, Recipient
from privacydesk.domain.redaction import blockers
from privacydesk.domain.retention import NOT_KNOWN_WHO
from privacydesk.domain.scope_types import Outcome
from privacydesk.domain.text import many
from privacydesk.policy.checks.transfers import DEAD


def content_findings(facts: ReportFacts, coverage: Coverage) -> tuple[Problem, ...]:
    """What to mend in the content of the answer, apart from how far its case has come."""
    return (*coverage_findings(coverage), *_policy(facts), *_records(facts))


def coverage_findings(coverage: Coverage) -> Iterator[Problem]:
    """Records that the answer neither gives nor accounts for."""
    for problem in coverage.problems:
        yield Problem("A14", problem)


def _policy(facts: ReportFacts) -> Iterator[Problem]:
    pack = facts.pack
    if not pack.authorities:
        yield Problem("A10", "The policy pack names no supervisory authority.", True)
    activities = covering(facts)
    uncovered = sorted({s.record.kind.value for s in facts.scopes if not s.activity})
    if uncovered:
        kinds = ", ".join(uncovered)
        yield Problem("A04", f"No activity of the policy pack covers: {kinds}.", True)
    for activity in activities:
        if not activity.purposes:
            yield Problem("A04", f"The activity {activity.id} states no purpose.", True)
        if not activity.bases:
            yield Problem("A04", f"The activity {activity.id} states no legal basis.", False)
        if not activity.data:
            yield Problem("A05", f"The activity {activity.id} states no categories of data.", True)
        if "recipients" in activity.not_stated:
            yield Problem("A06", f"The activity {activity.id} does not say who gets data.", True)
    yield from _recipients(pack, {r for a in activities for r in a.recipients})
    yield from _dead_tools(pack, activities)
    if not any(a.automated for a in activities) and pack.automated is None and activities:
        yield Problem("A12", "The policy pack does not say whether decisions are automated.")


def _recipients(pack: Pack, wanted: set[str]) -> Iterator[Problem]:
    for recipient in pack.recipients:
        if recipient.id not in wanted:
            continue
        if not recipient.name:
            yield Problem(
                "A06",
                f"The recipient {recipient.id} is a category without a name.",
                True,
                f"recipient:{recipient.id}",
                fingerprint(recipient.id, *(recipient.category(one) for one in LANGUAGES)),
            )
        transfer = recipient.transfer or pack.transfer
        if outside_eea(recipient) and (transfer is None or not (transfer.tools or transfer.text)):
            yield Problem("A13", f"No safeguard is stated for {recipient.id}.", True)


def _dead_tools(pack: Pack, activities: Sequence[Activity]) -> Iterator[Problem]:
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
            yield Problem("A13", f"The answer names a safeguard that is none: {why}.", False)


def _abroad(recipient: Recipient) -> bool:
    """Whether data leave the EEA with this recipient, or may."""
    return outside_eea(recipient) or (not recipient.country and recipient.outside_eea is None)


_SHOW_WHO: Final = (
    "Import what shows it (an order, a contract, a consent), then prepare the answer again."
)
_UNAVAILABLE: Final = (
    (AttachmentState.LINK, "links", "only known as links"),
    (AttachmentState.MISSING, "missing", "named but not imported"),
)


def _files(facts: ReportFacts) -> Iterator[Problem]:
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
            text = f"{many(len(mine), 'attachment')} {words}."
            yield Problem("A16", text, True, key, fingerprint(*mine))


def _records(facts: ReportFacts) -> Iterator[Problem]:
    undated = Counter(
        (scope.record.kind.value, expiry.undetermined.removeprefix("undetermined: "))
        for scope in facts.scopes
        if scope.outcome is not Outcome.NO_LONGER_HELD
        and (expiry := facts.expiries.get(scope.record.record_id)) is not None
        and not expiry.period
        and expiry.ends is None
    )
    for (kind, why), count in sorted(undated.items()):
        because = f" ({why})" if why else ""
        yield Problem(
            "A08",
            f"{many(count, 'record')} without a known storage period: {kind}{because}.",
            True,
            mend=_SHOW_WHO if why == NOT_KNOWN_WHO else "",
        )
    over = Counter(
        scope.record.kind.value
        for scope in facts.scopes
        if scope.outcome is Outcome.DELIVERED
        and (expiry := facts.expiries.get(scope.record.record_id)) is not None
        and expiry.past(facts.prepared.astimezone(facts.zone).date())
    )
    for kind, count in sorted(over.items()):
        yield Problem(
            "A08",
            f"{many(count, 'record')} past the storage period: {kind}.",
            False,
            mend="Answer with them; once that left, erase them under their period or hold them.",
            command="retention due",
        )
    for sentence in blockers(facts.review):
        yield Problem("A20", sentence, True)
    yield from _files(facts)
    unknown = sorted({f"{c.system} {c.field} {c.code}" for c in facts.legend if c.meaning is None})
    if unknown:
        yield Problem("A17", f"Codes without a meaning: {', '.join(unknown)}.", False)
