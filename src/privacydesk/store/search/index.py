"""Keeps the search tables true, in bulk: the side effect of every write of people and records.

The rules of a safe index (each broken one was seen to leave erased words findable):

* what is taken out is taken out with the exact words it was put in with: subjects keep theirs in
  their own row, records are recomputed, so `unindex_records` comes *before* a text changes;
* nothing is put in twice; a record whose text changed unannounced is an error, not a residue;
* the words of people who are gone leave the vocabulary and the table of typos too.

Every function takes the connection of a running write transaction and commits nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import orjson

from privacydesk.domain import names
from privacydesk.store import codec
from privacydesk.store.search import schema, vocabulary
from privacydesk.store.search.text import (
    name_words,
    part_key,
    search_text,
    text_hash,
    vocabulary_terms,
    words,
)

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.transaction import Tx

_CHUNK = 5_000
_AGENTS = ("agent", "bot", "system")  # their names would match every ticket

_SubjectText = tuple[str, str, str]  # folded, emails, address
Line = tuple[str, str | None, str, str]  # author's role, author, text, payload


def index_subjects(sql: Connection, subject_ids: Iterable[int]) -> None:
    """Bring name, search columns and search entries of these subjects up to date.

    Call after their parties, names, addresses or identifiers changed, were joined or split. The
    columns `folded`, `emails`, `address` are computed from the parties; `name` becomes the best
    writing among the parties' names unless it already is one of them.
    """
    _refuse_other_version(sql)
    for ids in _chunks(subject_ids):
        _apply(sql, ids, *_wanted(sql, ids))


def unindex_subjects(sql: Connection, subject_ids: Iterable[int]) -> None:
    """Take these subjects out of every search table and clear their search columns.

    For erasing: afterwards no search table holds a word of theirs that nobody else uses.
    """
    _refuse_other_version(sql)
    for ids in _chunks(subject_ids):
        _apply(sql, ids, {}, {}, {})


def index_records(sql: Connection, record_ids: Iterable[int]) -> None:
    """Put new (or just unindexed and changed) records into the text index.

    Records that are in it already with the same words are left alone. Raises RuntimeError when
    one is in it with other words: its text was changed without `unindex_records`.
    """
    _refuse_other_version(sql)
    for ids in _chunks(record_ids):
        present = _indexed(sql, ids)
        new: list[tuple[int, str]] = []
        for record_id, body in bodies(sql, ids):
            if record_id not in present:
                new.append((record_id, body))
            elif present[record_id] != text_hash(body):
                raise RuntimeError("a record's text changed while it was in the search index")
        sql.executemany("INSERT INTO text_fts(rowid, body) VALUES(?, ?)", new)
        sql.executemany(
            "INSERT INTO text_indexed(record_id, hash) VALUES(?, ?)",
            [(record_id, text_hash(body)) for record_id, body in new],
        )


def unindex_records(sql: Connection, record_ids: Iterable[int]) -> None:
    """Take records out of the text index; call it before their text or messages change or go.

    Records that are not in it are left alone. Raises RuntimeError when a text has changed since
    it was indexed: its old words could not be removed.
    """
    _refuse_other_version(sql)
    for ids in _chunks(record_ids):
        present = _indexed(sql, ids)
        if not present:
            continue
        gone: list[tuple[int, str]] = []
        for record_id, body in bodies(sql, sorted(present)):
            if present.pop(record_id) != text_hash(body):
                raise RuntimeError("a record's text changed while it was in the search index")
            gone.append((record_id, body))
        if present:
            raise RuntimeError("a record was deleted while it was in the search index")
        sql.executemany("INSERT INTO text_fts(text_fts, rowid, body) VALUES('delete', ?, ?)", gone)
        sql.executemany("DELETE FROM text_indexed WHERE record_id = ?", [(i,) for i, _ in gone])


def rebuild(tx: Tx, progress: Callable[[int, int], None] | None = None) -> None:
    """Make the whole index anew with the present version and note that in the audit.

    `progress(done, total)` counts subjects and records.
    """
    sql = tx.sql
    schema.clear(sql)
    sql.execute(
        "INSERT INTO meta(key, value) VALUES(?, ?)", (schema.VERSION_KEY, schema.INDEX_VERSION)
    )
    subjects = [row[0] for row in sql.execute("SELECT DISTINCT subject_id FROM party ORDER BY 1")]
    records = [row[0] for row in sql.execute("SELECT id FROM record ORDER BY id")]
    total, done = len(subjects) + len(records), 0
    for step, ids in ((index_subjects, subjects), (index_records, records)):
        for chunk in _chunks(ids):
            step(sql, chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, total)
    tx.audit("search_rebuilt", subjects=len(subjects), records=len(records))


def ensure(con: Connection, write: Callable[[], AbstractContextManager[Tx]]) -> None:
    """Rebuild the index of a store that an older version filled; called when a store is opened.

    `con` is the store's writing connection, `write` begins a transaction on it.
    """
    if schema.is_current(con) or schema.adopt_empty(con):
        return
    with write() as tx:
        if not schema.is_current(tx.sql):  # another process may have been faster
            rebuild(tx)
        else:
            tx.audit("search_current")


# --------------------------------------------------------------------------- subjects


def _wanted(
    sql: Connection, ids: Sequence[int]
) -> tuple[dict[int, _SubjectText], dict[int, str], dict[int, list[str]]]:
    """What the search columns, the digits and the names of these subjects should be."""
    party_names: dict[int, list[str]] = defaultdict(list)
    addresses: dict[int, list[str]] = defaultdict(list)
    emails: dict[int, list[str]] = defaultdict(list)
    digits: dict[int, set[str]] = defaultdict(set)
    for subject, name, address in _rows(
        sql, "SELECT subject_id, name, address FROM party WHERE subject_id IN", ids
    ):
        if name:
            party_names[subject].append(name)
        if address:
            addresses[subject].append(address)
    for subject, kind, value in _rows(
        sql,
        "SELECT p.subject_id, i.kind, i.value FROM party p JOIN identifier i ON i.party_id = p.id "
        "WHERE i.kind IN ('email', 'imei', 'serial', 'mac') AND p.subject_id IN",
        ids,
    ):
        if kind == "email":
            emails[subject].append(value)
        else:
            digits[subject].add(part_key(value))
    texts = {
        subject: (
            name_words(party_names.get(subject, ()), compounds=True),
            " ".join(sorted({w for email in emails.get(subject, ()) for w in words(email)})),
            name_words(addresses.get(subject, ())),
        )
        for subject in party_names.keys() | addresses.keys() | emails.keys()
    }
    return texts, {s: " ".join(sorted(v)) for s, v in digits.items()}, party_names


def _apply(
    sql: Connection,
    ids: Sequence[int],
    texts: dict[int, _SubjectText],
    digits: dict[int, str],
    party_names: dict[int, list[str]],
) -> None:
    nothing: _SubjectText = ("", "", "")
    terms: Counter[str] = Counter()
    out: list[tuple[int, str, str, str]] = []
    into: list[tuple[int, str, str, str]] = []
    named: list[tuple[str, int]] = []
    for subject, name, *columns in _rows(
        sql, "SELECT id, name, folded, emails, address FROM subject WHERE id IN", ids
    ):
        old: _SubjectText = (columns[0], columns[1], columns[2])
        new = texts.get(subject, nothing)
        known = party_names.get(subject)
        if known and name not in known and name not in map(names.in_order, known):
            named.append((names.display(known), subject))
        if old == new:
            continue
        if old != nothing:
            out.append((subject, *old))
            terms.subtract(vocabulary_terms(old[0], old[2]))
        if new != nothing:
            into.append((subject, *new))
            terms.update(vocabulary_terms(new[0], new[2]))
    sql.executemany(
        "INSERT INTO subject_fts(subject_fts, rowid, folded, emails, address) "
        "VALUES('delete', ?, ?, ?, ?)",
        out,
    )
    sql.executemany(
        "INSERT INTO subject_fts(rowid, folded, emails, address) VALUES(?, ?, ?, ?)", into
    )
    stored = {subject: (new[0], new[1], new[2]) for subject, *new in into}
    touched = sorted(stored.keys() | {row[0] for row in out})
    sql.executemany(
        "UPDATE subject SET folded = ?, emails = ?, address = ? WHERE id = ?",
        [(*stored.get(subject, nothing), subject) for subject in touched],
    )
    sql.executemany("UPDATE subject SET name = ? WHERE id = ?", named)
    vocabulary.change(sql, terms)
    _apply_digits(sql, ids, digits)


def _apply_digits(sql: Connection, ids: Sequence[int], digits: dict[int, str]) -> None:
    old = dict(_rows(sql, "SELECT id, text FROM subject_digits WHERE id IN", ids))
    out = [(i, text) for i, text in sorted(old.items()) if digits.get(i) != text]
    into = [(i, text) for i, text in sorted(digits.items()) if old.get(i) != text]
    sql.executemany("INSERT INTO subject_tri(subject_tri, rowid, text) VALUES('delete', ?, ?)", out)
    sql.executemany("DELETE FROM subject_digits WHERE id = ?", [(i,) for i, _ in out])
    sql.executemany("INSERT INTO subject_digits(id, text) VALUES(?, ?)", into)
    sql.executemany("INSERT INTO subject_tri(rowid, text) VALUES(?, ?)", into)


# --------------------------------------------------------------------------- records


def _indexed(sql: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Which of these records are in the text index, with the hash of what went in."""
    return dict(_rows(sql, "SELECT record_id, hash FROM text_indexed WHERE record_id IN", ids))


def bodies(sql: Connection, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The searchable text of each of these records that exists, by ascending id."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for record_id, *line in sql.execute(
        "SELECT record_id, author_role, author, text, payload FROM message "
        "WHERE record_id IN (SELECT value FROM json_each(?)) ORDER BY record_id, position, id",
        (json.dumps(ids),),
    ):
        lines[record_id].append((line[0], line[1], line[2], line[3]))
    for record_id, *row in _rows(
        sql, "SELECT id, title, text, details, payload FROM record WHERE id IN", ids
    ):
        yield record_id, body(row[0], row[1], row[2], row[3], lines.get(record_id, ()))


def body(title: str, text: str, details: str, payload: str, lines: Iterable[Line]) -> str:
    """The searchable text of a record, from its columns and those of its lines in order."""
    fields = [payload]
    said: list[tuple[str, str]] = []
    for role, author, words_said, own in lines:
        said.append(("" if role in _AGENTS else author or "", words_said))
        fields.append(own)
    parsed = _texts_of(details) if details != "{}" else None
    return search_text(title, text, parsed, said, [_texts_of(one) for one in fields if one != "{}"])


def _texts_of(stored: str) -> Any:
    """A stored value as it is searched; `codec.loads` spends most of its time on keeping numbers
    of more than 64 bits exact, which nobody looks for."""
    try:
        return orjson.loads(stored)
    except orjson.JSONDecodeError:
        return codec.loads(stored)


# --------------------------------------------------------------------------- small things


def _rows(sql: Connection, select: str, ids: Sequence[int]) -> list[Any]:
    """`select` ends in `IN`; rows come by ascending first column, as full-text inserts like it."""
    return sql.execute(
        f"{select} (SELECT value FROM json_each(?)) ORDER BY 1", (json.dumps(ids),)
    ).fetchall()


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def _refuse_other_version(sql: Connection) -> None:
    if not schema.is_current(sql):
        raise RuntimeError("the search index is of another version: rebuild it before writing")
