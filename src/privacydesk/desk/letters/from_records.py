"""The facts of a letter that come out of the records: recipients, what is kept, what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from privacydesk.desk.gathering import gather
from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import StateError
from privacydesk.domain.left_out import of_access
from privacydesk.domain.retention_due import Step
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.letters.reading import Known
    from privacydesk.documents.letters.given import Value
    from privacydesk.documents.letters.registry import Letter
    from privacydesk.documents.words import Words
    from privacydesk.domain.model import RecordKind
    from privacydesk.domain.scope_types import RecordScope

Rows = tuple[dict[str, str | date], ...]


@dataclass(frozen=True, slots=True)
class Records:
    """What the records say for a letter.

    `unkept`: how many of each kind are here that no duty keeps; `duties`: what a duty keeps, and
    `on_duty`: how many of each kind that is. `gone`: the kinds erased here since the receipt.
    """

    facts: dict[str, Value]
    unkept: Mapping[RecordKind, int] = field(default_factory=dict)
    duties: Rows = ()
    on_duty: Mapping[RecordKind, int] = field(default_factory=dict)
    gone: frozenset[RecordKind] = frozenset()


def records_for(desk: Desk, letter: Letter, known: Known) -> Gathered | None:
    """The records that a letter rests on; None when it reads none, or the case has no person.

    Raises StateError when a letter would say that nothing was found and something was.
    """
    if known.card is None or not (_wanted(letter) or letter.name == "no_data"):
        return None
    found = gather(desk, known.case.reference, Job())
    if letter.name == "no_data" and found.scopes:
        raise StateError(
            f"{len(found.scopes)} records of this person are here, so a letter that nothing "
            "was found would be wrong.",
            code="data_found",
        )
    return found


def _wanted(letter: Letter) -> set[str]:
    return {*letter.needs, *letter.may} & {"recipients", "refused", "not_included", "kept"}


def record_facts(letter: Letter, known: Known, found: Gathered | None) -> Records:
    """What the records say for this letter; `found` as `records_for` gives it."""
    from privacydesk.documents.words import Words

    wanted = _wanted(letter)
    if found is None or not wanted:
        return Records({})
    words = Words(known.language)
    facts: dict[str, Value] = {}
    unkept: Mapping[RecordKind, int] = {}
    on_duty: Mapping[RecordKind, int] = {}
    duties: Rows = ()
    gone: frozenset[RecordKind] = frozenset()
    if "recipients" in wanted:
        facts["recipients"] = _recipients(found, words)
    if "refused" in wanted and any(r.right == Right.ACCESS for r in known.case.requests):
        refused = _refused(found, words)
        if refused or letter.name == "access_reply":
            facts["refused"] = refused
    if "not_included" in wanted:
        facts["not_included"] = _not_included(found, words)
    if "kept" in wanted:
        duties, unkept, on_duty = _kept(found, words)
        if not unkept:
            facts["kept"] = duties
        erased = _erased(known)
        gone = frozenset(kind for kind, _ in erased)
        if erased:
            facts["erased"] = _erased_rows(erased, words)
    return Records(facts, unkept, duties, on_duty, gone)


def _activities(scope: RecordScope) -> Iterator[str]:
    yield scope.activity
    for group in scope.groups:
        yield from group.activities


def _recipients(found: Gathered, words: Words) -> Rows:
    from privacydesk.documents.access.disclosures import recipients

    wanted = {activity for scope in found.scopes for activity in _activities(scope)}
    activities = [activity for activity in found.pack.activities if activity.id in wanted]
    return tuple(
        {"name": recipient["name"], "role": recipient["role"]}
        for recipient in recipients(found.pack, activities, words)
    )


def _refused(found: Gathered, words: Words) -> Rows:
    """What an access answer leaves out, per kind and ground."""
    from privacydesk.documents.left_out_words import left_out_in_words
    from privacydesk.documents.letters.context import law

    language = words.language
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in of_access(found.scopes, found.withheld_files):
        what, why = left_out_in_words(one, words), one.ruling
        if one.row:
            what = f"{words('kind', one.record.kind.value)}: {what}"
        counted[what, law(why.article, language), why.words(language)] += one.count
    return tuple(
        {"what": f"{what} ({count})", "article": article, "why": why_words}
        for (what, article, why_words), count in sorted(counted.items())
    )


def _not_included(found: Gathered, words: Words) -> Rows:
    from privacydesk.documents.letters.context import law
    from privacydesk.documents.package.left_out import not_included

    merged: Counter[tuple[str, str]] = Counter()
    for what, _system, count, reason, article in not_included(
        found.scopes, found.systems_of, words, found.withheld_files
    ):
        merged[str(what), f"{reason} ({law(str(article), words.language)})"] += int(str(count))
    return tuple(
        {"what": f"{what} ({count})", "why": why} for (what, why), count in sorted(merged.items())
    )


def _kept(found: Gathered, words: Words) -> tuple[Rows, Counter[RecordKind], Counter[RecordKind]]:
    """What a legal duty keeps, with its last day; how many records of a kind none keeps, and how
    many one does."""
    from privacydesk.documents.letters.context import law

    language = words.language
    unkept: Counter[RecordKind] = Counter()
    on_duty: Counter[RecordKind] = Counter()
    kept: dict[tuple[str, str], list[date]] = {}
    for scope in found.scopes:
        expiry = found.expiries.get(scope.record.record_id)
        duty, until = (expiry.duty, expiry.duty_until) if expiry is not None else (None, None)
        if duty is None or until is None or until < found.today:
            unkept[scope.record.kind] += 1
            continue
        on_duty[scope.record.kind] += 1
        article = f"{law('17(3)(b)', language)}; {duty.text(language)}"
        kept.setdefault((words("kind", scope.record.kind.value), article), []).append(until)
    rows: Rows = tuple(
        {"what": f"{what} ({len(days)})", "article": article, "until": max(days)}
        for (what, article), days in sorted(kept.items())
    )
    return rows, unkept, on_duty


def _erased(known: Known) -> Counter[tuple[RecordKind, date]]:
    """What was erased since the request came in, per kind and day."""
    zone = ZoneInfo(known.pack.zone)
    counted: Counter[tuple[RecordKind, date]] = Counter()
    for stone in known.tombstones:
        day = stone.erased_at.astimezone(zone).date()
        if stone.step is Step.ERASE and day >= known.case.received_date:
            counted[stone.kind, day] += 1
    return counted


def _erased_rows(counted: Counter[tuple[RecordKind, date]], words: Words) -> Rows:
    named = sorted((words("kind", kind.value), day, n) for (kind, day), n in counted.items())
    return tuple({"what": f"{what} ({count})", "day": day} for what, day, count in named)
