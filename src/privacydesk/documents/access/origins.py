"""Where the data of this person come from, if not from the person (Article 15(1)(g))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from privacydesk.documents.access.facts import ReportFacts
from privacydesk.documents.words import Words
from privacydesk.domain.estate import MAIN_ROW, ROWS
from privacydesk.domain.estate_types import RowOrigin
from privacydesk.domain.model import RecordKind, Role
from privacydesk.domain.pack import Activity
from privacydesk.domain.scope_parts import OWN_ROLES
from privacydesk.domain.scope_types import Outcome, RecordScope


def origins(facts: ReportFacts, activities: Iterable[Activity], words: Words) -> dict[str, Any]:
    """What a template tells: `stated`, sources the policy pack names for an activity; `found`,
    what the records themselves show; `only`, whether no record came from the person.

    Somebody else gave us the data where the person only is a parcel's recipient, a payer, in copy
    or mentioned: whatever a pack says of sources in general. Notes and scores come from ourselves.
    """
    language = words.language
    told = [scope for scope in facts.scopes if scope.outcome is Outcome.DELIVERED]
    others = [scope for scope in told if _from_somebody_else(scope)]
    stated = [activity for activity in activities if activity.origin]
    return {
        "stated": [{"title": a.title(language), "text": a.origin(language)} for a in stated],
        "found": [
            *_by_people(others, words),
            *_by_parties(told, {activity.id for activity in stated}, words),
            *_by_ourselves(told, {activity.id for activity in stated}, words),
        ],
        "only": bool(others) and len(others) == len(told),
    }


def _from_somebody_else(scope: RecordScope) -> bool:
    roles = set(scope.record.roles)
    return bool(roles) and not roles & OWN_ROLES


def _by_people(scopes: list[RecordScope], words: Words) -> Iterator[dict[str, str]]:
    parts: dict[RecordKind, set[Role]] = {}
    for scope in scopes:
        parts.setdefault(scope.record.kind, set()).update(scope.record.roles)
    for kind in RecordKind:
        if kind in parts:
            roles = ", ".join(words("role", role.value) for role in Role if role in parts[kind])
            yield {
                "title": f"{words('kind', kind.value)} ({words('report', 'your_role')} {roles})",
                "text": words("report", "origin_person"),
            }


def _by_parties(
    scopes: list[RecordScope], stated: set[str], words: Words
) -> Iterator[dict[str, str]]:
    """Data that never come from the person, unless the pack says from whom."""
    rows = {
        group.row
        for scope in scopes
        for group in scope.delivered
        if ROWS[group.row].origins == (RowOrigin.THIRD_PARTY,)
        and stated.isdisjoint(group.activities)
    }
    for row in ROWS.values():
        if row.id in rows:
            title = row.title(words.language)
            yield {"title": title[:1].upper() + title[1:], "text": words("report", "origin_party")}


_OURS: Final = frozenset({RowOrigin.CONTROLLER, RowOrigin.INFERRED})


def _by_ourselves(
    scopes: list[RecordScope], stated: set[str], words: Words
) -> Iterator[dict[str, str]]:
    """Records that we made about the person, unless the pack says where they come from."""
    kinds = {
        scope.record.kind
        for scope in scopes
        if set(ROWS[MAIN_ROW[scope.record.kind]].origins) <= _OURS
        and not _from_somebody_else(scope)
        and stated.isdisjoint(a for group in scope.delivered for a in group.activities)
    }
    for kind in RecordKind:
        if kind in kinds:
            yield {"title": words("kind", kind.value), "text": words("report", "origin_own")}
