"""The look-ups of the find box, one function per kind of evidence.

Each is one or two statements on an index, limited and unranked: sorting by relevance inside the
index costs tens of milliseconds for a common name, ranking a few hundred people in Python one.
They yield rows one by one, so that a time box that closes leaves what was found so far.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from privacydesk.store.search import vocabulary
from privacydesk.store.search.explain import one_slip_apart
from privacydesk.store.search.phrases import phone_phrases
from privacydesk.store.search.query import Query
from privacydesk.store.search.text import name_words

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

EXACT_LIMIT = 300
PIECE_LIMIT = 100
NAME_LIMIT = 300
TEXT_LIMIT = 50
_PIECES = 6  # of three characters: more make the index slower, not the answer better
_SHORT_PREFIX = 3  # up to here the full-text prefix index answers; longer goes by vocabulary
_CODES = frozenset(("31", "32", "33", "39", "41", "43", "44", "45", "46", "47", "48", "49"))
_END = "\U0010ffff"


def exact(con: Connection, query: Query) -> Iterator[int]:
    """People with one of the identifiers that the text may be, whole."""
    if not query.exact:
        return
    pairs = sorted(query.exact)
    rows = con.execute(
        "SELECT p.subject_id FROM identifier i CROSS JOIN party p ON p.id = i.party_id "
        f"WHERE (i.kind, i.value) IN (VALUES {', '.join(['(?, ?)'] * len(pairs))}) LIMIT ?",
        (*(part for pair in pairs for part in pair), EXACT_LIMIT),
    )
    yield from (row[0] for row in rows)


def prefixes(con: Connection, query: Query) -> Iterator[int]:
    """People with an identifier that begins as typed; each kind gets its share of the limit."""
    if not query.prefixes:
        return
    share = max(10, PIECE_LIMIT // len(query.prefixes))
    one = (
        "SELECT * FROM (SELECT p.subject_id FROM identifier i "
        "CROSS JOIN party p ON p.id = i.party_id "
        "WHERE i.kind = ? AND i.value >= ? AND i.value < ? LIMIT ?)"
    )
    rows = con.execute(
        " UNION ALL ".join([one] * len(query.prefixes)),
        [part for kind, start in query.prefixes for part in (kind, start, start + _END, share)],
    )
    yield from (row[0] for row in rows)


def last_digits(con: Connection, query: Query) -> Iterator[int]:
    """People with a phone number or IMEI that ends in the typed digits."""
    if not query.last_digits:
        return
    backwards = query.last_digits[::-1]
    rows = con.execute(
        "SELECT p.subject_id FROM identifier i CROSS JOIN party p ON p.id = i.party_id "
        "WHERE i.reversed >= ? AND i.reversed < ? LIMIT ?",
        (backwards, backwards + ":", PIECE_LIMIT),
    )
    yield from (row[0] for row in rows)


def parts(con: Connection, query: Query) -> Iterator[int]:
    """People with a device number that holds the typed characters somewhere.

    The index keeps three-character pieces without their places: all must occur, then the
    number itself is looked at.
    """
    if not query.part:
        return
    pieces = [query.part[i : i + 3] for i in range(len(query.part) - 2)]
    pieces = sorted(set(pieces[-_PIECES:]))  # the end of a number is its most telling part
    rows = con.execute(
        "SELECT d.id FROM subject_tri CROSS JOIN subject_digits d ON d.id = subject_tri.rowid "
        "WHERE subject_tri MATCH ? AND instr(d.text, ?) > 0 LIMIT ?",
        (" AND ".join(map(_quoted, pieces)), query.part, PIECE_LIMIT),
    )
    yield from (row[0] for row in rows)


def names(con: Connection, query: Query) -> Iterator[int]:
    """People whose name, address or e-mail has all the words whole."""
    if query.name_words:
        yield from _subjects(con, " AND ".join(_any(variants) for variants in query.name_words))


def names_begun(con: Connection, query: Query) -> Iterator[int]:
    """People whose name, address or e-mail has words that begin with each of the typed ones."""
    begun = [_begins(con, variants) for variants in query.name_words]
    if begun and all(begun):
        yield from _subjects(con, " AND ".join(begun))


def typos(con: Connection, query: Query) -> Iterator[int]:
    """People whose name fits when one slip in each word is forgiven."""
    expressions: list[str] = []
    forgiven = False
    for variants in query.name_words:
        near = [term for word in variants for term in vocabulary.near(con, word)]
        forgiven = forgiven or bool(near)
        either = [part for part in (_begins(con, variants), _any(near)) if part]
        if not either:
            return
        expressions.append(f"({' OR '.join(either)})")
    if forgiven:
        yield from _subjects(con, " AND ".join(expressions))


def slips(con: Connection, query: Query) -> Iterator[int]:
    """People whose name fits when one slip in one word is forgiven, however short the word.

    The other words must begin as typed. For when nobody fits better: three letters are a slip
    away from many names.
    """
    begun = [_begins(con, variants) for variants in query.name_words]
    options: list[str] = []
    for place, variants in enumerate(query.name_words):
        rest = begun[:place] + begun[place + 1 :]
        near = _any(term for word in variants for term in vocabulary.near(con, word, short=True))
        if near and all(rest):
            options.append(f"({' AND '.join([near, *rest])})")
    if options:
        yield from _subjects(con, " OR ".join(options))


def nearly(con: Connection, query: Query) -> Iterator[int]:
    """People with all words but one, whose whole name is one slip away from what was typed.

    Finds a slip in two letters (`Lo Bos`), in a number, and a forgotten space (`Janvan der Berg`).
    """
    begun = [_begins(con, variants) for variants in query.name_words]
    missing = [place for place, expression in enumerate(begun) if not expression]
    if len(begun) < 2 or len(missing) > 1:
        return
    rests = [begun[:place] + begun[place + 1 :] for place in missing or range(len(begun))]
    rows = con.execute(
        "SELECT s.id, s.name FROM (SELECT rowid AS id FROM subject_fts WHERE subject_fts MATCH ? "
        "LIMIT ?) f CROSS JOIN subject s ON s.id = f.id",
        (" OR ".join(f"({' AND '.join(rest)})" for rest in rests), NAME_LIMIT),
    )
    yield from (number for number, name in rows if one_slip_apart(query, name))


def texts(con: Connection, query: Query, beside: Iterable[int] = ()) -> Iterator[int]:
    """The newest records that hold all the words, or a typed telephone number in any writing;
    `involved` says whose they are. Those in which people `beside` have a part are left out."""
    options = [" AND ".join(_any(variants) for variants in query.words)]
    for phone in query.phones:
        options += map(_quoted, dict.fromkeys(phone_phrases(phone, _code_lengths(phone))))
    expression = " OR ".join(f"({option})" for option in options if option)
    if not expression:
        return
    people = json.dumps(sorted(beside))
    rows = con.execute(
        "SELECT rowid FROM text_fts WHERE text_fts MATCH ? AND (? = '[]' OR NOT EXISTS ("
        "SELECT 1 FROM involvement i CROSS JOIN party p ON p.id = i.party_id "
        "WHERE i.record_id = text_fts.rowid "
        "AND p.subject_id IN (SELECT value FROM json_each(?)))) ORDER BY rowid DESC LIMIT ?",
        (expression, people, people, TEXT_LIMIT),
    )
    yield from (row[0] for row in rows)


def spoken(con: Connection, query: Query, records: Iterable[int]) -> frozenset[int]:
    """Those of these records in which people wrote the words themselves: in title, text or lines,
    not only in the fields of the source (an order names its buyer's e-mail address each time)."""
    said: dict[int, list[str]] = {}
    listed = json.dumps(sorted(records))
    for select in (
        "SELECT r.id, r.title || ' ' || r.text FROM json_each(?) j "
        "CROSS JOIN record r ON r.id = j.value",
        "SELECT m.record_id, m.text FROM json_each(?) j "
        "CROSS JOIN message m ON m.record_id = j.value",
    ):
        for record_id, text in con.execute(select, (listed,)):
            said.setdefault(record_id, []).append(text)
    found: set[int] = set()
    for record_id, lines in said.items():
        known = set(name_words(lines).split())
        if all(not known.isdisjoint(variants) for variants in query.words):
            found.add(record_id)
    return frozenset(found)


def involved(
    con: Connection, records: list[int], *, restricted: bool = False
) -> list[tuple[int, int]]:
    """(subject, record) for everybody in these records, newest first; blocked ones (those past
    the first stage of their storage period) only with `restricted`."""
    rows = con.execute(
        "SELECT p.subject_id, r.id FROM json_each(?) j "
        "CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = j.value "
        "CROSS JOIN involvement i ON i.record_id = r.id CROSS JOIN party p ON p.id = i.party_id "
        "WHERE r.restricted <= ? ORDER BY r.occurred_at DESC, r.id DESC LIMIT ?",
        (json.dumps(records), restricted, PIECE_LIMIT),
    )
    return [(row[0], row[1]) for row in rows]


def only_blocked(con: Connection, subject_ids: list[int]) -> frozenset[int]:
    """Those of these people who have records, all of them blocked: outside a case they are not
    shown at all."""
    if not subject_ids:
        return frozenset()
    mine = (
        "SELECT 1 FROM party p CROSS JOIN involvement i ON i.party_id = p.id CROSS JOIN record r "
        "INDEXED BY ix_record_summary ON r.id = i.record_id WHERE p.subject_id = j.value"
    )
    rows = con.execute(
        f"SELECT j.value FROM json_each(?) j WHERE NOT EXISTS ({mine} AND NOT r.restricted) "
        f"AND EXISTS ({mine} AND r.restricted)",
        (json.dumps(subject_ids),),
    )
    return frozenset(int(row[0]) for row in rows)


def titles(con: Connection, records: list[int]) -> dict[int, str]:
    """What to call each of these records."""
    rows = con.execute(
        "SELECT r.id, r.title, r.kind FROM json_each(?) j CROSS JOIN record r ON r.id = j.value",
        (json.dumps(records),),
    )
    return {row[0]: row[1] or row[2].replace("_", " ") for row in rows}


def _subjects(con: Connection, expression: str) -> Iterator[int]:
    rows = con.execute(
        "SELECT rowid FROM subject_fts WHERE subject_fts MATCH ? LIMIT ?", (expression, NAME_LIMIT)
    )
    yield from (row[0] for row in rows)


def _code_lengths(phone: str) -> tuple[int, ...]:
    """Two digits for the countries around; of others every length is tried."""
    return (2,) if phone[1:3] in _CODES else (1, 2, 3)


def _begins(con: Connection, variants: tuple[str, ...]) -> str:
    """An expression for words that begin with one of these; empty when nobody has one."""
    options: list[str] = []
    for word in variants:
        if len(word) <= _SHORT_PREFIX or word.isdigit():
            options.append(f"{_quoted(word)}*")
        else:
            options += [_quoted(term) for term in vocabulary.starting_with(con, word)]
    return f"({' OR '.join(dict.fromkeys(options))})" if options else ""


def _any(words: Iterable[str]) -> str:
    options = [_quoted(word) for word in dict.fromkeys(words)]
    return f"({' OR '.join(options)})" if options else ""


def _quoted(word: str) -> str:
    return f'"{word}"'  # words are letters and digits only: nothing to escape
