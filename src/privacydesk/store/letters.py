"""Letters of a case: the facts a person stated for them and the texts a person edited."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from privacydesk.store.codec import from_text, to_text
from privacydesk.store.driver import Connection

if TYPE_CHECKING:
    from privacydesk.store.engine import Tx


@dataclass(frozen=True, slots=True)
class EditedText:
    """The text of a letter as a person left it, in Markdown."""

    letter: str
    language: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A company that was told, and the day the letter to it left."""

    name: str
    day: date


def notices(con: Connection, case_id: int, kind: str) -> tuple[Notice, ...]:
    """To which companies letters of a kind were sent for a case: the first letter to each."""
    return tuple(
        Notice(row[0], date.fromisoformat(row[1]))
        for row in con.execute(
            "SELECT d.addressee, min(v.day) FROM document d "
            "JOIN delivery_document l ON l.document_id = d.id "
            "JOIN delivery v ON v.id = l.delivery_id WHERE d.case_id = ? AND d.kind = ? "
            "AND NOT d.draft AND d.addressee NOT NULL AND v.sent "
            "GROUP BY d.addressee ORDER BY 2, 1",
            (case_id, kind),
        )
    )


def sent_before(con: Connection, case_id: int, kinds: Collection[str]) -> bool:
    """Whether a document of these kinds was sent in this case, or in another of its person, under
    any number the person ever had."""
    row = con.execute(
        "WITH RECURSIVE same(id) AS (SELECT subject_id FROM case_ WHERE id = ?1 UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT 1 FROM case_ c JOIN document d ON d.case_id = c.id "
        "JOIN delivery_document l ON l.document_id = d.id JOIN delivery v ON v.id = l.delivery_id "
        "WHERE (c.id = ?1 OR c.subject_id IN same) AND NOT d.draft AND v.sent "
        "AND d.kind IN (SELECT value FROM json_each(?2)) LIMIT 1",
        (case_id, json.dumps(sorted(kinds))),
    ).fetchone()
    return row is not None


def edited(con: Connection, case_id: int) -> tuple[EditedText, ...]:
    """The edited texts of a case that are in use: the newest per letter and language."""
    return tuple(
        EditedText(row["name"], row["language"], row["text"], row["by"], from_text(row["at"]))
        for row in con.execute(
            'SELECT name, language, text, "by", at FROM letter_text WHERE id IN '
            "(SELECT max(id) FROM letter_text WHERE case_id = ? GROUP BY name, language)"
            " AND text IS NOT NULL ORDER BY name, language",
            (case_id,),
        )
    )


def put_text(tx: Tx, case_id: int, letter: str, language: str, text: str | None) -> None:
    """Keep an edited text; None goes back to the template. Earlier texts stay on record."""
    tx.sql.execute(
        'INSERT INTO letter_text (case_id, name, language, text, "by", at)'
        " VALUES (?, ?, ?, ?, ?, ?)",
        (case_id, letter, language, text, tx.operator, to_text(tx.now)),
    )


def stated(con: Connection, case_id: int, letter: str) -> dict[str, str]:
    """What a person stated for a letter, as they wrote it, by the name of the fact."""
    return {
        row["fact"]: row["value"]
        for row in con.execute(
            "SELECT fact, value FROM letter_fact WHERE case_id = ? AND letter = ? ORDER BY fact",
            (case_id, letter),
        )
    }


def stated_by(con: Connection, case_id: int, letter: str) -> frozenset[str]:
    """Who stated the facts of a letter."""
    rows = con.execute(
        'SELECT DISTINCT "by" FROM letter_fact WHERE case_id = ? AND letter = ?', (case_id, letter)
    )
    return frozenset(row[0] for row in rows)


def put_facts(tx: Tx, case_id: int, letter: str, facts: Mapping[str, str]) -> None:
    """Keep what a person stated; a new value replaces the old one, an empty one takes it back."""
    for fact, value in facts.items():
        if not value:
            tx.sql.execute(
                "DELETE FROM letter_fact WHERE case_id = ? AND letter = ? AND fact = ?",
                (case_id, letter, fact),
            )
            continue
        tx.sql.execute(
            'INSERT INTO letter_fact (case_id, letter, fact, value, "by", at)'
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (case_id, letter, fact) DO UPDATE SET"
            ' value = excluded.value, "by" = excluded."by", at = excluded.at',
            (case_id, letter, fact, value, tx.operator, to_text(tx.now)),
        )
