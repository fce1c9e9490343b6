"""The words that names and addresses are made of: long prefixes and typos go through here.

`jansen*` as a full-text prefix walks every posting of every longer word; the vocabulary turns it
into a handful of whole words first. A typo is found through shared deletions of the first eight
characters (`deletes`), then checked letter by letter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from privacydesk.store.search.text import SHORT_TYPO_MIN, TYPO_MIN, deletes

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_EXPAND = 48  # words that one prefix may stand for
_NEAR = 16  # words that one typo may stand for


def change(sql: Connection, terms: Mapping[str, int]) -> None:
    """Add each count to its term: new terms appear, terms nobody uses any more vanish whole."""
    terms = {term: by for term, by in terms.items() if by}
    if not terms:
        return
    known = {
        term: (number, n)
        for number, term, n in sql.execute(
            "SELECT id, term, n FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(terms)),),
        )
    }
    more: list[tuple[int, int]] = []
    gone: list[tuple[str, int]] = []
    new: list[tuple[int, str, int]] = []
    next_id = int(sql.execute("SELECT coalesce(max(id), 0) FROM vocabulary").fetchone()[0]) + 1
    for term, by in sorted(terms.items()):
        if term in known:
            number, n = known[term]
            if n + by > 0:
                more.append((n + by, number))
            else:
                gone.append((term, number))
        elif by > 0:
            new.append((next_id, term, by))
            next_id += 1
    sql.executemany("UPDATE vocabulary SET n = ? WHERE id = ?", more)
    sql.executemany(
        "DELETE FROM deletes WHERE d = ? AND v = ?",
        [(d, number) for term, number in gone for d in deletes(term)],
    )
    sql.executemany("DELETE FROM vocabulary WHERE id = ?", [(number,) for _, number in gone])
    sql.executemany("INSERT INTO vocabulary(id, term, n) VALUES(?, ?, ?)", new)
    sql.executemany(
        "INSERT INTO deletes(d, v) VALUES(?, ?)",
        sorted((d, number) for number, term, _ in new for d in deletes(term)),
    )


def starting_with(sql: Connection, prefix: str) -> list[str]:
    """The most used words that begin with this prefix, itself included when it is one."""
    return [
        str(row[0])
        for row in sql.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY n DESC LIMIT ?",
            (prefix, prefix + "\x7f", _EXPAND),
        )
    ]


def near(sql: Connection, word: str, *, short: bool = False) -> list[str]:
    """The words one slip (insert, drop, replace, swap) away from this one, most used first.

    Words of three letters have so many neighbours that they have and are some only with `short`.
    """
    from rapidfuzz.distance import OSA

    least = SHORT_TYPO_MIN if short else TYPO_MIN
    if len(word) < least:
        return []
    rows = sql.execute(
        "SELECT DISTINCT v.term, v.n FROM deletes d JOIN vocabulary v ON v.id = d.v "
        "WHERE d.d IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(deletes(word))),),
    )
    found = [
        (-n, term)
        for term, n in rows
        if term != word and len(term) >= least and OSA.distance(word, term, score_cutoff=1) <= 1
    ]
    return [term for _, term in sorted(found)[:_NEAR]]


def frequency(sql: Connection, word: str) -> int:
    """How many people have this word in their name or address."""
    row = sql.execute("SELECT n FROM vocabulary WHERE term = ?", (word,)).fetchone()
    return int(row[0]) if row else 0
