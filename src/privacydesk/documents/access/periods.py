"""How long the data are kept, with the dates of this person's records (Article 15(1)(d))."""

from __future__ import annotations

from datetime import date
from typing import Any

from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.words import Words, show_short_day
from privacydesk.domain.model import RecordKind
from privacydesk.domain.retention import Expiry
from privacydesk.domain.scope_types import Outcome


def periods(facts: ReportFacts, words: Words) -> list[dict[str, Any]]:
    """One entry per kind and rule: what it is, the rule in words, the computed dates."""
    found: dict[tuple[RecordKind, str], list[date | None]] = {}
    for scope in facts.scopes:
        if scope.outcome is Outcome.NO_LONGER_HELD:
            continue
        expiry = facts.expiries.get(scope.record.record_id)
        if expiry is not None:
            key = (scope.record.kind, rule_in_words(expiry, words))
            found.setdefault(key, []).append(expiry.ends)
    order = list(RecordKind)
    return [
        {
            "title": words("kind", kind.value),
            "rule": rule,
            "until": _until(ends, words),
        }
        for (kind, rule), ends in sorted(found.items(), key=lambda e: (order.index(e[0][0]), e[0]))
    ]


def rule_in_words(expiry: Expiry, words: Words) -> str:
    """The period of the pack, and the legal duty where one lasts longer."""
    text = expiry.period(words.language)
    duty = expiry.duty.text(words.language) if expiry.duty and expiry.duty_until else ""
    if duty and duty != text and (expiry.ends is None or expiry.ends == expiry.duty_until):
        law = words("report", "by_law").format(text=duty)
        return f"{text}. {law}" if text else law
    return text or words("report", "not_stated")


def kept_until(expiry: Expiry | None, words: Words) -> str:
    """The line of one record, or nothing when no date can be computed."""
    if expiry is None or expiry.ends is None or expiry.ends == date.max:
        return ""
    day = show_short_day(expiry.ends, words.language)
    return words("report", "kept_until").format(day=day)


def _until(ends: list[date | None], words: Words) -> str:
    known = sorted(end for end in ends if end is not None and end != date.max)
    if not known:
        return words("report", "no_date_computed")
    first, last = (show_short_day(day, words.language) for day in (known[0], known[-1]))
    if first == last:
        dates = words("report", "until").format(day=first)
    else:
        dates = words("report", "until_between").format(first=first, last=last)
    missing = len(ends) - len(known)
    if missing:
        return words("report", "not_for_all").format(dates=dates, n=missing)
    return dates
