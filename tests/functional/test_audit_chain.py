"""The hash chain: every way of rewriting it shows, and no personal data get into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from privacydesk.store import audit
from privacydesk.store.driver import Connection
from privacydesk.store.engine import Store

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Tamper = Callable[[Connection], object]


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(1, 7):
        with store.write(f"op{number % 2}", NOW) as tx:
            tx.audit("thing.done", number=number, code="a-b")
    return store


def sql(*statements: str) -> Tamper:
    def run(con: Connection) -> None:
        for statement in statements:
            con.execute(statement)

    return run


def swap(con: Connection) -> None:
    con.execute("UPDATE audit_entry SET seq = -seq WHERE seq IN (3, 4)")
    con.execute("UPDATE audit_entry SET seq = 7 + seq WHERE seq < 0")


def forge(con: Connection) -> None:
    """An entry at the end whose own hash is right, without the checkpoint."""
    head = audit.checkpoint(con)
    audit.append(con, "forger", NOW, "thing.forged", {})
    con.execute("UPDATE meta SET value = ? WHERE key = 'audit_count'", (str(head[0]),))
    con.execute("UPDATE meta SET value = ? WHERE key = 'audit_head'", (head[1],))


@pytest.mark.parametrize(
    ("tamper", "seqs"),
    [
        (sql("UPDATE audit_entry SET facts = '{}' WHERE seq = 3"), {3}),
        (sql("UPDATE audit_entry SET operator = 'x' WHERE seq = 6"), {6}),
        (sql("UPDATE audit_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 1"), {1}),
        (sql("DELETE FROM audit_entry WHERE seq = 3"), {4}),
        (sql("DELETE FROM audit_entry WHERE seq = 1"), {2}),
        (sql("DELETE FROM audit_entry WHERE seq >= 5"), {4}),
        (sql("DELETE FROM audit_entry"), {0}),
        (swap, {3, 4, 5}),
        (forge, {7}),
        (
            sql(
                "UPDATE audit_entry SET seq = seq + 1000 WHERE seq > 3",
                "UPDATE audit_entry SET seq = seq - 999 WHERE seq > 3",
                "INSERT INTO audit_entry SELECT 4, at, operator, action, facts, prev, hash "
                "FROM audit_entry WHERE seq = 3",
            ),
            {4, 5, 6, 7},
        ),
    ],
    ids=[
        "edited",
        "edited last",
        "backdated",
        "removed",
        "removed first",
        "removed last",
        "emptied",
        "reordered",
        "appended by hand",
        "inserted",
    ],
)
def test_tampering_shows_at_its_place(filled: Store, tamper: Tamper, seqs: set[int]) -> None:
    con = filled.writer()
    assert audit.verify(con).ok
    tamper(con)
    assert {finding.seq for finding in audit.verify(con).findings} == seqs


def test_a_chain_rewritten_whole_differs_from_a_kept_checkpoint(filled: Store) -> None:
    con = filled.writer()
    kept = audit.checkpoint(con)
    assert audit.verify(con, kept).ok
    con.execute("DELETE FROM audit_entry")
    con.execute("DELETE FROM meta WHERE key LIKE 'audit_%'")
    for number in range(6):
        audit.append(con, "forger", NOW, "thing.forged", {"number": number})
    assert audit.verify(con).ok  # tamper-evident only against what was kept elsewhere
    assert [finding.seq for finding in audit.verify(con, kept).findings] == [6]
    assert not audit.verify(con, (60, kept[1])).ok


def test_free_text_never_enters_the_chain(store: Store) -> None:
    with store.write("op", NOW) as tx:
        tx.audit("a", who="Jan Jansen", mail="jan@example.com", code="netoperator", n=3, none=None)
        tx.audit("a", who="Jan Jansen")
    with store.read() as con:
        second, first = audit.entries(con)
    assert first.facts["code"] == "netoperator"
    assert (first.facts["n"], first.facts["none"]) == (3, None)
    assert not {"Jan Jansen", "jan@example.com"} & set(map(str, first.facts.values()))
    assert first.facts["who"] == second.facts["who"]  # equal texts can still be told to be equal


def test_the_same_text_hashes_differently_in_another_store(store: Store, tmp_path: object) -> None:
    con = store.writer()
    mine = audit.keyed_hash(con, "Jan Jansen")
    con.execute("DELETE FROM meta WHERE key = 'audit_key'")
    assert audit.keyed_hash(con, "Jan Jansen") != mine
