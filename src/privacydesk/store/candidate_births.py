"""Other people with the same birth date and first name: a surname changes, these do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from privacydesk.domain import names
from privacydesk.store import codec
from privacydesk.store.candidate_facts import CandidateFound, Known, party_label

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_FIELD = re.compile(r"birth|geboorte|geburt|\bdob\b|fodsel|fødsel", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_PAGE = 20_000


def search(con: Connection, known: Known, check: Callable[[], None]) -> Iterator[CandidateFound]:
    """People whose records give the same birth date, with an agreeing first name."""
    own = {born for record_id in known.records for born in _born(con, record_id)}
    if not own:
        return
    for record_id in _with_birth_date(con, {born[:4] for born in own}, check):
        if record_id in known.records:
            continue
        same = sorted(own.intersection(_born(con, record_id)))
        if not same:
            continue
        for row in con.execute(
            "SELECT DISTINCT p.id, p.subject_id, p.name, p.source FROM involvement v "
            "JOIN party p ON p.id = v.party_id "
            "WHERE v.record_id = ? AND p.subject_id <> ? AND p.name <> '' ORDER BY p.id",
            (record_id, known.subject_id),
        ).fetchall():
            if _first_name_agrees(row["name"], known.names):
                yield CandidateFound(
                    "same_birth_date",
                    f"The same first name and birth date ({same[0]}).",
                    party_label(row["name"], row["source"]),
                    party_id=row["id"],
                    subject_id=row["subject_id"],
                )


def birth_dates(value: Any, field: str = "") -> Iterator[str]:
    """Every birth date (ISO 8601) in a payload: values of fields that are named so."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from birth_dates(inner, str(name) if _FIELD.search(str(name)) else field)
    elif isinstance(value, list):
        for inner in value:
            yield from birth_dates(inner, field)
    elif field and isinstance(value, str):
        for year, month, day in _YEAR_FIRST.findall(value):
            yield f"{year}-{int(month):02d}-{int(day):02d}"
        for day, month, year in _DAY_FIRST.findall(value):
            yield f"{year}-{int(month):02d}-{int(day):02d}"


def _born(con: Connection, record_id: int) -> set[str]:
    row = con.execute("SELECT payload, details FROM record WHERE id = ?", (record_id,)).fetchone()
    if row is None or not (_FIELD.search(row[0]) or _FIELD.search(row[1])):
        return set()
    return {born for text in row for born in birth_dates(codec.loads(text))}


def _with_birth_date(con: Connection, years: set[str], check: Callable[[], None]) -> Iterator[int]:
    """Records that name a birth date and hold one of these years; reads every payload once."""
    last = con.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()[0]
    for start in range(0, last + 1, _PAGE):
        check()
        for record_id, payload, details in con.execute(
            "SELECT id, payload, details FROM record WHERE id > ? AND id <= ?",
            (start, start + _PAGE),
        ):
            text = payload + details
            if any(year in text for year in years) and _FIELD.search(text):
                yield record_id


def _first_name_agrees(name: str, own_names: tuple[str, ...]) -> bool:
    given = names.parse(name).given
    return bool(given) and any(
        own and names.given_agrees(given, own)
        for own in (names.parse(one).given for one in own_names)
    )
