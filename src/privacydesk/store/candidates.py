"""What else may be this person's: the search behind an answer, without a time limit.

The find box forgives itself for missing something; an answer may not. This looks at everything
that could belong to the person and was not joined: calls on their numbers, entries under another
name at their address, damaged numbers, mentions in other people's records. Each find is a
question that a person decides, so nothing is joined here, and what is hopelessly common asks
only together with a second sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from privacydesk.domain import names
from privacydesk.domain.identifiers import DAMAGED, show
from privacydesk.domain.model import IdentifierKind
from privacydesk.store import candidate_births
from privacydesk.store.candidate_facts import (
    CandidateFound,
    Known,
    party_label,
    people_in,
    people_named,
    record_label,
)
from privacydesk.store.candidate_mentions import mentions
from privacydesk.store.parties import resolve

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

__all__ = ["CandidateFound", "search"]

_Check = Callable[[], None]
_RARE_NAME = 3  # so many other people of the same name are worth a question each
_FAMILY = 8  # more people than this on one value are no household
_ONE_BY_ONE = 25  # records of a nameless entry that are asked about one by one
_SCIENTIFIC = re.compile(r"[+-]?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})")


def search(
    con: Connection, subject_id: int, check: _Check = lambda: None
) -> tuple[CandidateFound, ...]:
    """Everything that may also be this person's, each record and each other person once.

    `check` is called often and may raise to stop the search. Reasons: `shared_number`,
    `open_suggestion`, `former_name`, `same_birth_date`, `same_name`, `damaged_number`,
    `mention`. Raises NotFoundError for an unknown person.
    """
    known = Known.read(con, resolve(con, subject_id))
    steps = (
        _suggestions,
        _calls,
        _former_names,
        candidate_births.search,
        _same_names,
        _damaged,
        mentions,
    )
    found: list[CandidateFound] = []
    records: set[int] = set()
    people: set[int] = set()  # asked about, and perhaps the person under another name
    others: set[int] = set()  # asked about, with a name of their own
    for step in steps:
        for one in step(con, known, check):
            check()
            if one.record_id is not None:
                if one.record_id in records or one.record_id in known.records:
                    continue
                if one.reason == "mention" and people.issuperset(people_in(con, one.record_id)):
                    continue  # those people are asked about themselves
                records.add(one.record_id)
            elif one.subject_id is not None:
                if one.subject_id in people | others or one.subject_id == known.subject_id:
                    continue
                if _like_them(con, known, one.subject_id):
                    people.add(one.subject_id)
                else:
                    others.add(one.subject_id)
            found.append(one)
    return tuple(found)


def _like_them(con: Connection, known: Known, subject_id: int) -> bool:
    """Whether a candidate's names could be the person's own, so that one answer says it all.

    A husband on the same line is asked about too, but he is somebody else: what his records say
    about the person is a question of its own, and would be lost with his rejection.
    """
    rows = con.execute("SELECT DISTINCT name FROM party WHERE subject_id = ?", (subject_id,))
    theirs = [row[0] for row in rows.fetchall() if row[0]]
    return all(
        any(names.compatible(name, own) or names.former_name(name, own) for own in known.names)
        for name in theirs
    )


def _suggestions(con: Connection, known: Known, _check: _Check) -> Iterator[CandidateFound]:
    """Open suggestions: nobody has decided whether that is the same person."""
    for row in con.execute(
        "SELECT o.id, o.subject_id, o.name, o.source, g.reason, g.value FROM party p "
        "JOIN suggestion g ON g.party_a = p.id OR g.party_b = p.id "
        "JOIN party o ON o.id = CASE WHEN g.party_a = p.id THEN g.party_b ELSE g.party_a END "
        "WHERE p.subject_id = ? AND g.state = 'open' AND o.subject_id <> ? ORDER BY g.id",
        (known.subject_id, known.subject_id),
    ):
        yield CandidateFound(
            "open_suggestion",
            f"An open suggestion says this is the same person: "
            f"{row['reason'].replace('_', ' ')} {row['value']}".rstrip()
            + ".",
            party_label(row["name"], row["source"]),
            party_id=row["id"],
            subject_id=row["subject_id"],
        )


def _calls(con: Connection, known: Known, check: _Check) -> Iterator[CandidateFound]:
    """Calls on any of their numbers, and whatever stands under such a number without a name."""
    for phone in known.values("phone"):
        check()
        people = con.execute(
            "SELECT count(DISTINCT p.subject_id) FROM identifier i "
            "JOIN party p ON p.id = i.party_id WHERE i.kind = 'phone' AND i.value = ?",
            (phone,),
        ).fetchone()[0]
        shared = f", which {people} people use" if people > 1 else ""
        for row in con.execute(
            "SELECT DISTINCT r.id, r.kind, r.title, r.occurred_at, p.name FROM identifier i "
            "JOIN party p ON p.id = i.party_id JOIN involvement v ON v.party_id = p.id "
            "JOIN record r ON r.id = v.record_id "
            "WHERE i.kind = 'phone' AND i.value = ? AND p.subject_id <> ? "
            "AND (r.kind IN ('call', 'recording') OR p.name = '') "
            "ORDER BY r.occurred_at DESC, r.id DESC",
            (phone, known.subject_id),
        ):
            whose = f"under the name {row['name']}" if row["name"] else "without a name"
            yield CandidateFound(
                "shared_number",
                f"Stands {whose} on {phone}{shared}.",
                record_label(row["kind"], row["title"], row["occurred_at"]),
                record_id=row["id"],
            )


def _former_names(con: Connection, known: Known, check: _Check) -> Iterator[CandidateFound]:
    """Same first name, another surname, at their address or on their e-mail or phone."""
    for kind in ("address", "email", "phone"):
        for value in known.values(kind):
            check()
            others = con.execute(
                "SELECT p.id, p.subject_id, p.name, p.source FROM identifier i "
                "JOIN party p ON p.id = i.party_id WHERE i.kind = ? AND i.value = ? "
                "AND p.subject_id <> ? AND p.name <> '' ORDER BY p.id",
                (kind, value, known.subject_id),
            ).fetchall()
            if kind != "address" and len({row["subject_id"] for row in others}) > _FAMILY:
                continue
            for row in others:
                if any(names.compatible(row["name"], own) for own in known.names):
                    reason, how = "same_name", "The same name"
                elif any(names.former_name(row["name"], own) for own in known.names):
                    reason, how = "former_name", "The same first name with another surname"
                else:
                    continue
                where = show(IdentifierKind(kind), value)
                yield CandidateFound(
                    reason,
                    f"{how}, and the same {kind.replace('email', 'e-mail')}: {where}.",
                    party_label(row["name"], row["source"]),
                    party_id=row["id"],
                    subject_id=row["subject_id"],
                )


def _same_names(con: Connection, known: Known, check: _Check) -> Iterator[CandidateFound]:
    """Other entries of exactly this name, when it is rare enough for that to say something."""
    for name in known.names:
        check()
        key = names.name_key(name)
        if len(key.split()) < 2:
            continue
        others = [
            row
            for row in people_named(con, name)
            if row["subject_id"] != known.subject_id and names.name_key(row["name"]) == key
        ]
        if len({row["subject_id"] for row in others}) > _RARE_NAME:
            continue  # common: those with a second sign came with the other steps
        for row in others:
            yield CandidateFound(
                "same_name",
                "The same full name, which few people here have.",
                party_label(row["name"], row["source"]),
                party_id=row["id"],
                subject_id=row["subject_id"],
            )


def _damaged(con: Connection, known: Known, check: _Check) -> Iterator[CandidateFound]:
    """Entries whose number a spreadsheet damaged, when what is left of it fits one of theirs."""
    own = {kind: known.values(kind) for kind in {k for k, _ in known.identifiers}}
    for row in con.execute(
        "SELECT u.kind, u.raw, p.id, p.subject_id, p.name, p.source, "
        "(SELECT count(*) FROM involvement v WHERE v.party_id = p.id) AS n "
        "FROM unmatched_identifier u JOIN party p ON p.id = u.party_id "
        "WHERE u.note = ? AND p.subject_id <> ? ORDER BY u.id",
        (DAMAGED, known.subject_id),
    ).fetchall():
        check()
        if row["name"] and not any(names.compatible(row["name"], one) for one in known.names):
            continue
        value = next((v for v in own.get(row["kind"], ()) if could_be(row["raw"], v)), None)
        if value is None:
            continue
        why = (
            f"Its {row['kind'].replace('_', ' ')} was damaged by a spreadsheet ({row['raw']}) "
            f"and may have been {value}."
        )
        if row["n"] > _ONE_BY_ONE:
            label = f"{party_label(row['name'], row['source'])}, {row['n']} records"
            yield CandidateFound(
                "damaged_number", why, label, party_id=row["id"], subject_id=row["subject_id"]
            )
            continue
        for record in con.execute(
            "SELECT DISTINCT r.id, r.kind, r.title, r.occurred_at FROM involvement v "
            "JOIN record r ON r.id = v.record_id WHERE v.party_id = ? "
            "ORDER BY r.occurred_at DESC, r.id DESC",
            (row["id"],),
        ).fetchall():
            label = record_label(record["kind"], record["title"], record["occurred_at"])
            yield CandidateFound("damaged_number", why, label, record_id=record["id"])


def could_be(damaged: str, value: str) -> bool:
    """Whether a number that a spreadsheet rewrote can have been `value`.

    `3,16E+10` can have been any number of 11 digits that begins with 316 or rounds to it;
    `612345678.0` lost leading zeros, a country code or nothing.
    """
    digits = re.sub(r"\D", "", value)
    found = _SCIENTIFIC.fullmatch(damaged.strip().lstrip("'"))
    if found is None:
        left = re.sub(r"[.,]0+$", "", damaged.strip())
        left = re.sub(r"\D", "", left)
        rounded = left.rstrip("0")
        same_length = len(left) == len(digits)
        return len(rounded) >= 5 and (
            digits.endswith(left) or (same_length and digits.startswith(rounded))
        )
    kept = found[1] + (found[2] or "")
    length = int(found[3]) + 1
    for whole in (digits, digits.lstrip("0"), _national(value)):
        if len(whole) != length or len(kept) > length:
            continue
        rest = whole[len(kept) :]
        up = int(bool(rest) and rest[0] >= "5")
        if int(whole[: len(kept)]) in (int(kept), int(kept) - up):
            return True
    return False


def _national(value: str) -> str:
    """The digits of an E.164 number without a two-digit country code, else all digits."""
    digits = re.sub(r"\D", "", value)
    return digits[2:] if value.startswith("+") else digits
