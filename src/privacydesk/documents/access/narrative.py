"""What the templates of the report are told: Article 15(1)(a)-(h) and (2), from the policy pack.

Only the activities that cover this person's records are told, so that the answer is about them
(EDPB Guidelines 01/2022, paragraph 113). Everything handed to a template is plain text, numbers
and dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from privacydesk.documents.access import absent
from privacydesk.documents.access.disclosures import outside_eea, recipients, safeguard, transfers
from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.access.origins import origins
from privacydesk.documents.access.periods import periods
from privacydesk.documents.access.titles import shown_field, shown_purpose, shown_title
from privacydesk.documents.letters.greeting import greeted
from privacydesk.documents.render import render
from privacydesk.documents.words import (
    Words,
    show_article,
    show_day,
    show_moment,
    show_short_day,
    show_size,
)
from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Activity, Basis
from privacydesk.domain.periods import PeriodRule
from privacydesk.domain.rights import Right
from privacydesk.domain.scope_types import Outcome

_OBJECTABLE = ("6(1)(e)", "6(1)(f)")
_CONSENT = ("6(1)(a)", "9(2)(a)")


def context(facts: ReportFacts, *, volume: int = 1, volumes: int = 1) -> dict[str, Any]:
    """All that the templates `summary` and `information` may print."""
    words = facts.words
    activities = covering(facts)
    automated = [a.automated for a in activities if a.automated and a.automated.exists]
    titles = [a.title(facts.language) for a in activities if a.automated and a.automated.exists]
    if facts.pack.automated and facts.pack.automated.exists:
        automated.append(facts.pack.automated)
        titles.append(words("report", "automated"))
    bases = [basis.article for activity in activities for basis in activity.bases]
    language = facts.language
    return {
        **addressing(facts),
        "records": _totals(facts),
        "kinds": list(_kinds(facts, words)),
        "volume": volume,
        "volumes": volumes,
        "withheld_parts": any(one.row or one.file for one in facts.left_out),
        "withheld_files": sum(one.count for one in facts.left_out if one.file),
        "activities": [_activity(activity, facts, words) for activity in activities],
        "recipients": recipients(facts.pack, activities, words),
        "transfers": transfers(facts.pack, activities, words),
        "untold": _untold(facts, activities, words),
        "periods": _grouped(periods(facts, words)),
        "origins": origins(facts, activities, words),
        "sources": facts.pack.sources_of_data(language),
        "automated": [
            {
                "title": title,
                "logic": decision.logic(language),
                "significance": decision.significance(language),
                "consequences": decision.consequences(language),
            }
            for title, decision in zip(titles, automated, strict=True)
        ],
        "rights": {
            "object": any(basis.startswith(_OBJECTABLE) for basis in bases),
            "withdraw": any(basis.startswith(_CONSENT) for basis in bases),
        },
        "channels": list(channels(facts)),
        "authorities": [
            {"name": authority.name, "website": authority.website}
            for authority in facts.pack.authorities
        ],
        "systems": [_system(system, facts, words) for system in facts.systems],
        "consultations": _looks(facts, words),
        "withheld": list(absent.withheld(facts)),
        "gone": list(absent.gone(facts, words)),
        "erased_parts": list(absent.erased_parts(facts, words)),
        "unresolved": list(absent.unresolved(facts, words)),
        "secrets": list(absent.secrets(facts, words)),
        "files": list(_files(facts, words)),
        "legend": list(_legend(facts, words)),
        "zone": str(facts.zone),
    }


def addressing(facts: ReportFacts) -> dict[str, Any]:
    """Whom a template addresses and how: what `letters/*/_parts.md.j2` reads."""
    return {
        "formal": facts.pack.formal,
        "to_company": False,
        "person": {"name": facts.receiver.name, "greeted": greeted(facts.receiver.name)},
    }


def render_report(
    name: str, facts: ReportFacts, values: dict[str, Any], user_templates: Path | None
) -> str:
    """The Markdown of a template of the report; words that all letters share may be the user's."""
    language = facts.words.language
    template, shared = f"reports/{language}/{name}.md.j2", f"letters/{language}/_parts.md.j2"
    return render(template, language, values, user_templates, (shared,))


def _grouped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Kinds of one period and date on one row: a long rule is read once."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["rule"], row["until"]), []).append(row["title"])
    return [
        {"title": ", ".join(titles), "rule": rule, "until": until}
        for (rule, until), titles in found.items()
    ]


def _untold(facts: ReportFacts, activities: list[Activity], words: Words) -> dict[str, Any]:
    """What the policy pack leaves open, so that a template never answers it with a no.

    `recipients`: the activities that do not say who receives data. `transfers`: whether it is
    open that data go to a third country; `safeguard` is what the pack says of that in general.
    `origins`, `automated`: whether nothing is said of other sources, of automated decisions.
    """
    pack = facts.pack
    silent = [a.title(facts.language) for a in activities if "recipients" in a.not_stated]
    wanted = {recipient for activity in activities for recipient in activity.recipients}
    nowhere = any(
        recipient.id in wanted
        and not recipient.country
        and recipient.outside_eea is None
        and not outside_eea(recipient)
        for recipient in pack.recipients
    )
    return {
        "recipients": silent,
        "transfers": bool(silent) or nowhere,
        "safeguard": safeguard(pack.transfer, words) if pack.transfer else "",
        "origins": not pack.sources_of_data and not any(a.origin for a in activities),
        "automated": pack.automated is None and not any(a.automated for a in activities),
    }


def _looks(facts: ReportFacts, words: Words) -> list[dict[str, str]]:
    """Days and purposes, each pair once; two ways of looking a person up read the same."""
    looks = sorted(facts.look_ups, key=lambda look: (look.day, look.purpose))
    pairs = dict.fromkeys((look.day, shown_purpose(look.purpose, words)) for look in looks)
    return [{"day": show_day(day, words.language), "purpose": what} for day, what in pairs]


def covering(facts: ReportFacts) -> list[Activity]:
    """The activities of the pack that cover a matched record, in the pack's order."""
    wanted = {activity for scope in facts.scopes for activity in _activity_ids(scope)}
    return [activity for activity in facts.pack.activities if activity.id in wanted]


def _activity_ids(scope: Any) -> Iterator[str]:
    yield scope.activity
    for group in scope.groups:
        yield from group.activities


def _totals(facts: ReportFacts) -> dict[str, int]:
    outcomes = Counter(scope.outcome for scope in facts.scopes)
    return {
        "total": len(facts.scopes) + len(facts.erased),
        "delivered": outcomes[Outcome.DELIVERED],
        "withheld": outcomes[Outcome.WITHHELD],
        "gone": outcomes[Outcome.NO_LONGER_HELD] + len(facts.erased),
        "unresolved": outcomes[Outcome.UNRESOLVED],
        "systems": len(
            {facts.systems_of.get(s.record.record_id) for s in facts.scopes}
            | {one.system for one in facts.erased}
        ),
    }


def _kinds(facts: ReportFacts, words: Words) -> Iterator[dict[str, Any]]:
    for kind in RecordKind:
        mine = [scope.record for scope in facts.scopes if scope.record.kind is kind]
        if not mine:
            continue
        days = sorted(
            r.occurred_at.astimezone(facts.zone).date() for r in mine if r.occurred_at is not None
        )
        yield {
            "title": words("kind", kind.value),
            "count": len(mine),
            "first": show_short_day(days[0], facts.language) if days else None,
            "last": show_short_day(days[-1], facts.language) if days else None,
        }


def _activity(activity: Activity, facts: ReportFacts, words: Words) -> dict[str, Any]:
    language = facts.language
    kinds = {s.record.kind for s in facts.scopes if activity.id in _activity_ids(s)}
    unsaid = words("report", "not_stated")
    named = [r.name or r.category(language) for r in facts.pack.recipients_of(activity)]
    return {
        "title": activity.title(language),
        "purposes": [purpose(language) for purpose in activity.purposes] or [unsaid],
        "data": [data(language) for data in activity.data] or [unsaid],
        "kinds": [words("kind", kind.value) for kind in RecordKind if kind in kinds],
        "bases": [_basis(basis, words) for basis in activity.bases],
        "unsaid": unsaid,
        "recipients": named or ([unsaid] if "recipients" in activity.not_stated else []),
        "periods": [_rule(rule, language) for rule in activity.periods] or [unsaid],
        "required": activity.required(language),
        "withdraw": activity.withdraw(language),
        "notes": activity.notes(language),
    }


def _basis(basis: Basis, words: Words) -> dict[str, str]:
    language = words.language
    name = words.get("basis", basis.article[:7], words("basis", "other"))
    return {
        "article": show_article(basis.article, language),
        "name": f"{name}, {basis.text(language)}" if basis.text else name,
        "national": basis.national,
        "interest": basis.interest(language),
    }


def _rule(rule: PeriodRule, language: str) -> str:
    part = rule.part(language) if rule.part else ""
    return f"{part}: {rule.text(language)}" if part else rule.text(language)


def channels(facts: ReportFacts) -> Iterator[str]:
    """Where the person can turn to, as the policy pack says."""
    seen: set[str] = set()
    for right in (Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.OBJECTION):
        policy = facts.pack.rights.get(right)
        for channel in policy.channels if policy else ():
            if channel.value and channel.value not in seen:
                seen.add(channel.value)
                yield channel.value
    if not seen:
        yield from facts.pack.controller.emails


def _system(system: Any, facts: ReportFacts, words: Words) -> dict[str, str]:
    if system.impossible:
        as_of = words("report", "not_searchable")
    elif system.as_of is not None:
        as_of = show_moment(system.as_of.astimezone(facts.zone), facts.language)
    elif system.searched_on is not None:
        day = show_day(system.searched_on, facts.language)
        as_of = words("report", "searched_on").format(day=day)
    else:
        as_of = words("report", "not_searched")
    holds = system.holds or ", ".join(words("kind", kind.value) for kind in system.kinds)
    return {"name": system.name, "holds": holds, "as_of": as_of, "hits": str(system.hits)}


def _legend(facts: ReportFacts, words: Words) -> Iterator[dict[str, str]]:
    """One entry per code and meaning; a code stands in typed and in verbatim fields alike."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for code in facts.legend:
        meaning = code.meaning or words("report", "code_unknown")
        found.setdefault((code.system, code.code, meaning), []).append(code.field)
    for (system, code_text, meaning), fields in found.items():
        yield {
            "system": system,
            "field": ", ".join(dict.fromkeys(shown_field(field, words) for field in fields)),
            "code": code_text,
            "meaning": meaning,
        }


def _files(facts: ReportFacts, words: Words) -> Iterator[dict[str, str]]:
    for record in facts.delivered:
        for file in record.files:
            if file.path is None:
                continue
            key = "recording_of" if file.path.startswith("recording") else "attachment_of"
            title = shown_title(record, words)
            if record.occurred_at is not None:
                moment = record.occurred_at.astimezone(facts.zone)
                title = f"{title}, {show_moment(moment, facts.language)}"
            yield {
                "name": file.path,
                "what": words("report", key).format(title=title),
                "size": show_size(file.size, facts.language) if file.size is not None else "",
            }
