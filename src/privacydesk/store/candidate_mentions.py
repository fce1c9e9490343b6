"""Mentions of a person in records they have no part in: names, e-mails, numbers in the text.

The text index finds words that stand next to each other; how certain such a mention is decides
whether it asks alone. A full name, an e-mail address or a long number does. An initial with a
surname (`J. Jansen`), and the full name in a record of a namesake, ask only together with a
second sign of the person in the same record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from privacydesk.domain import names
from privacydesk.domain.text import fold_variants
from privacydesk.store.candidate_facts import CandidateFound, Known, record_label
from privacydesk.store.search import index, vocabulary
from privacydesk.store.search.phrases import phone_phrases
from privacydesk.store.search.text import words

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_NUMBER_KINDS = (
    "customer_number",
    "account_id",
    "order_number",
    "invoice_number",
    "ticket_number",
    "contract_number",
    "repair_number",
    "imei",
    "serial",
    "mac",
    "iban",
    "username",
)
_TELLING = 5  # characters that a number needs to be more than a coincidence
_RARE_SURNAME = 5  # people; an initial with a rarer surname asks alone
_MOST = 2_000  # mentions per sign: more than anybody can read
_AT_ONCE = 400  # phrases in one query


class _Sign(NamedTuple):
    """A way in which a text can point at the person."""

    kind: str  # "name", "initial", "value" or "place"
    shown: str
    phrases: tuple[str, ...]  # folded words, parted by spaces
    identifier: tuple[str, str] | None = None  # whose other users do not point at the person


def mentions(con: Connection, known: Known, check: Callable[[], None]) -> Iterator[CandidateFound]:
    """Records of others that point at the person."""
    signs = list(_signs(con, known))
    for sign in signs:
        if sign.kind == "place":
            continue
        check()
        hits = _records(con, sign.phrases, known.records)
        for start in range(0, len(hits), 200):
            check()
            yield from _asked(con, known, sign, signs, hits[start : start + 200])


def _asked(
    con: Connection, known: Known, sign: _Sign, signs: list[_Sign], records: list[int]
) -> Iterator[CandidateFound]:
    if sign.identifier is None:
        theirs = _namesakes(con, known, records)
    else:
        theirs = _users(con, sign.identifier, records)
    bodies = dict(index.bodies(con, sorted(records)))
    for row in con.execute(
        "SELECT r.id, r.kind, r.title, r.occurred_at FROM json_each(?) j "
        "CROSS JOIN record r ON r.id = j.value ORDER BY j.key",
        (json.dumps(records),),
    ).fetchall():
        second = _second_sign(sign, signs, bodies.get(row["id"], ""))
        alone = sign.kind in ("name", "value") and row["id"] not in theirs
        if not alone and (second is None or sign.identifier is not None):
            continue
        also = f" and {second}" if second is not None else ""
        yield CandidateFound(
            "mention",
            f"Mentions {sign.shown}{also}.",
            record_label(row["kind"], row["title"], row["occurred_at"]),
            record_id=row["id"],
        )


def _second_sign(sign: _Sign, signs: list[_Sign], body: str) -> str | None:
    padded = f" {body} "
    for other in signs:
        if other.kind in ("value", "place") and other != sign:
            for phrase in other.phrases:
                if f" {phrase} " in padded:
                    return other.shown
    return None


def _signs(con: Connection, known: Known) -> Iterator[_Sign]:
    for name in known.names:
        yield from _name_signs(con, name)
    for kind, value in known.identifiers:
        shown = f"{kind.replace('email', 'e-mail').replace('_', ' ')} {value}"
        if kind == "email":
            yield _Sign("value", shown, (" ".join(words(value)),), (kind, value))
        elif kind == "phone":
            yield _Sign("value", shown, tuple(phone_phrases(value)), (kind, value))
        elif kind == "address":
            postcode = [*value.split(":"), ""][1]
            yield _Sign("place", f"postcode {postcode}", tuple(_postcode_phrases(postcode)))
        elif kind in _NUMBER_KINDS:
            phrase = " ".join(words(value))
            if len(phrase.replace(" ", "")) >= _TELLING and any(c.isdigit() for c in phrase):
                yield _Sign("value", shown, (phrase,), (kind, value))


def _name_signs(con: Connection, name: str) -> Iterator[_Sign]:
    spoken = names.tokens(name)
    parsed = names.parse(name)
    if not parsed.given or not parsed.family:
        return
    full: set[str] = set()
    initial: set[str] = set()
    for variant in fold_variants(name):
        said = names.tokens(variant)
        first = said[0]
        tail = said[len(parsed.given) :] if len(said) == len(spoken) else said[1:]
        if not tail:
            continue
        family = " ".join(tail)
        bare = " ".join(word for word in tail if word not in names.PARTICLES) or family
        full |= {" ".join(said), f"{first} {family}", f"{first} {bare}"}
        full |= {f"{family} {first}", f"{bare} {first}"}
        initial |= {f"{first[0]} {family}", f"{first[0]} {bare}"}
    if len(parsed.given[0]) > 1:
        yield _Sign("name", f"the name {name}", tuple(sorted(full)))
    rare = max(vocabulary.frequency(con, word) for word in parsed.family) <= _RARE_SURNAME
    yield _Sign("name" if rare else "initial", f"the name {name} (initial)", tuple(sorted(initial)))


def _postcode_phrases(postcode: str) -> Iterator[str]:
    text = postcode.lower()
    yield text
    if found := re.fullmatch(r"(\d{4})([a-z]{2})", text):
        yield f"{found[1]} {found[2]}"


def _records(con: Connection, phrases: tuple[str, ...], own: frozenset[int]) -> list[int]:
    """Records that hold any of these phrases and are not the person's own, newest first.

    Their own are left out before the limit: they name them in every one.
    """
    found: set[int] = set()
    leave_out = json.dumps(sorted(own))
    for start in range(0, len(phrases), _AT_ONCE):
        some = [phrase for phrase in phrases[start : start + _AT_ONCE] if phrase]
        if not some:
            continue
        rows = con.execute(
            "SELECT rowid FROM text_fts WHERE text_fts MATCH ? "
            "AND rowid NOT IN (SELECT value FROM json_each(?)) ORDER BY rowid DESC LIMIT ?",
            (" OR ".join(f'"{phrase}"' for phrase in some), leave_out, _MOST),
        )
        found.update(row[0] for row in rows)
    return sorted(found, reverse=True)[:_MOST]


def _namesakes(con: Connection, known: Known, records: list[int]) -> set[int]:
    """Those of the records in which somebody else of the same name has a part."""
    found: set[int] = set()
    for record_id, name in con.execute(
        "SELECT v.record_id, p.name FROM json_each(?) j "
        "CROSS JOIN involvement v ON v.record_id = j.value CROSS JOIN party p ON p.id = v.party_id "
        "WHERE p.name <> '' AND p.subject_id <> ?",
        (json.dumps(records), known.subject_id),
    ):
        if any(names.compatible(name, own) for own in known.names):
            found.add(record_id)
    return found


def _users(con: Connection, identifier: tuple[str, str], records: list[int]) -> set[int]:
    """Those of the records in which somebody else who uses the same identifier has a part."""
    rows = con.execute(
        "SELECT v.record_id FROM identifier i CROSS JOIN party p ON p.id = i.party_id "
        "CROSS JOIN party q ON q.subject_id = p.subject_id "
        "CROSS JOIN involvement v ON v.party_id = q.id "
        "WHERE i.kind = ? AND i.value = ? AND v.record_id IN (SELECT value FROM json_each(?))",
        (*identifier, json.dumps(records)),
    )
    return {row[0] for row in rows}
