"""What a copy does not contain, and why: withheld, gone, still to be fetched, secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from privacydesk.documents.access.facts import ReportFacts, SystemSearched
from privacydesk.documents.left_out_words import left_out_in_words
from privacydesk.documents.words import Words, show_article, show_day
from privacydesk.domain.erased_parts import ErasedParts
from privacydesk.domain.scope import DELETED_AT_SOURCE
from privacydesk.domain.scope_types import Outcome, RecordScope


def withheld(facts: ReportFacts) -> Iterator[dict[str, Any]]:
    language = facts.language
    found: Counter[tuple[str, str, str, str]] = Counter()
    for one in facts.left_out:
        system = facts.systems_of.get(one.record.record_id, one.record.source)
        what = left_out_in_words(one, facts.words)
        found[what, system, one.ruling.words(language), one.ruling.article] += one.count
    for (what, system, reason, article), count in sorted(found.items()):
        yield {
            "what": what,
            "system": system,
            "reason": reason,
            "article": show_article(article, language),
            "count": count,
        }


def gone(facts: ReportFacts, words: Words) -> Iterator[dict[str, Any]]:
    """What is not there any more: what we know of that, never a day of erasure that nobody saw.

    What the desk erased itself at the end of its period is told with the day."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    searched = {system.name: _searched(system, facts) for system in facts.systems}
    today = facts.prepared.astimezone(facts.zone).date()
    for scope in facts.scopes:
        if scope.outcome is not Outcome.NO_LONGER_HELD:
            continue
        system = facts.systems_of.get(scope.record.record_id, scope.record.source)
        if DELETED_AT_SOURCE in scope.record.flags:
            known = words("report", "gone_deleted")
        else:
            day = show_day(searched.get(system) or today, words.language)
            known = words("report", "gone_not_found").format(day=day)
        found[
            words("kind", scope.record.kind.value), system, known, _ended(scope, facts, words)
        ] += 1
    for one in facts.erased:
        known = words("report", "gone_erased").format(day=show_day(one.on, words.language))
        period = one.period(words.language) or words("report", "not_stated")
        ended = show_day(one.ended, words.language)
        found[
            words("kind", one.kind.value),
            one.system,
            known,
            words("report", "gone_ended").format(period=period, day=ended),
        ] += 1
    for (what, system, known, period), count in sorted(found.items()):
        yield {"what": what, "system": system, "known": known, "period": period, "count": count}


def _ended(scope: RecordScope, facts: ReportFacts, words: Words) -> str:
    if scope.gone_on is not None:
        period = scope.period(words.language) or words("report", "not_stated")
        day = show_day(scope.gone_on, words.language)
        return words("report", "gone_ended").format(period=period, day=day)
    expiry = facts.expiries.get(scope.record.record_id)
    if expiry is not None and expiry.ends is not None:
        return words("report", "gone_before")
    return words("report", "gone_unknown")


def _searched(system: SystemSearched, facts: ReportFacts) -> date | None:
    """The day to which what we know of a system goes."""
    if system.as_of is not None:
        return system.as_of.astimezone(facts.zone).date()
    return system.searched_on


def erased_parts(facts: ReportFacts, words: Words) -> Iterator[dict[str, Any]]:
    """What records that are in the copy lost at the end of its own storage period."""
    told = {record.record_id for record in facts.delivered}
    found: Counter[tuple[str, str, str, date, str]] = Counter()
    for one in facts.erased_parts:
        if one.record_id in told:
            what = words("kind", one.kind.value)
            period = one.period(words.language) or words("report", "not_stated")
            found[what, one.system, parts_in_words(one, words), one.on, period] += 1
    for (what, system, parts, on, period), count in sorted(found.items()):
        yield {
            "what": what,
            "system": system,
            "count": count,
            "parts": parts,
            "day": show_day(on, words.language),
            "period": period,
        }


def parts_in_words(one: ErasedParts, words: Words) -> str:
    """The names of the parts, as far as it can still be said which they were."""
    names = [words("part", part.value) for part in one.parts]
    return ", ".join(names) or words("part", "some")


def unresolved(facts: ReportFacts, words: Words) -> Iterator[dict[str, Any]]:
    found = Counter(
        (
            words("kind", scope.record.kind.value),
            facts.systems_of.get(scope.record.record_id, scope.record.source),
        )
        for scope in facts.scopes
        if scope.outcome is Outcome.UNRESOLVED
    )
    for (what, system), count in sorted(found.items()):
        yield {"what": what, "system": system, "count": count}


def secrets(facts: ReportFacts, words: Words) -> Iterator[dict[str, str]]:
    found = {
        (facts.systems_of.get(s.record.record_id, s.record.source), name)
        for s in facts.scopes
        for name in s.record.dropped
    }
    for system, name in sorted(found):
        yield {"system": system, "what": words.get("secret", name, words("secret", "other"))}
