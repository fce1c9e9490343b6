"""The search index: true after every change, and without residue after an erasure."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.functional.people import People, Told
from tests.functional.test_store_migrations import store_at

from privacydesk.store.engine import Store
from privacydesk.store.search import index, schema
from privacydesk.store.search.find import find as bounded_find
from privacydesk.store.search.text import name_words, search_text

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SECRET = "Xaverius Quizzelbaum"
TRACES = (b"quizzelbaum", b"Quizzelbaum", b"xaverius", b"Xaverius", b"zzyzzygy", b"Zzyzzygy")
PIECES = (b"uizzelba", b"izzelbau", b"zyzzyg")  # of deleted letters and of folded words

find = partial(bounded_find, budget_ms=None)  # what is found here, not how soon


def erase(store: Store, subject: int) -> None:
    """What an erasure does, in its order: out of the index, then the rows, then the log."""
    with store.write("tester", NOW) as tx:
        sql = tx.sql
        records = [
            row[0]
            for row in sql.execute(
                "SELECT DISTINCT record_id FROM involvement v JOIN party p ON p.id = v.party_id "
                "WHERE p.subject_id = ?",
                (subject,),
            )
        ]
        index.unindex_records(sql, records)
        index.unindex_subjects(sql, [subject])
        for record in records:
            for table in ("message", "involvement"):
                sql.execute(f"DELETE FROM {table} WHERE record_id = ?", (record,))
            sql.execute("DELETE FROM record WHERE id = ?", (record,))
        own = "SELECT id FROM party WHERE subject_id = ?"
        sql.execute(f"DELETE FROM identifier WHERE party_id IN ({own})", (subject,))
        sql.execute("DELETE FROM party WHERE subject_id = ?", (subject,))
        sql.execute("DELETE FROM subject WHERE id = ?", (subject,))
        tx.audit("test.erase", subject=subject)


def bytes_of(path: Path) -> bytes:
    wal = path.with_name(path.name + "-wal")
    return path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")


def test_erasing_leaves_nothing_in_the_file(store: Store, store_path: Path) -> None:
    people = People(store)
    others = [
        people.add(f"Jan Bakker{n}", ("username", f"b{n}"), records=[Told(text=f"woorden {n}")])
        for n in range(60)
    ]
    gone = people.add(
        SECRET,
        ("email", "xaverius.quizzelbaum@example.com"),
        ("serial", "ZZYZZYGY-1"),
        ("imei", "490154203237518"),
        address="Quizzelbaumstraat 1, Gouda",
        records=[
            Told("ticket", f"Van {SECRET}", "zzyzzygy " * 50, lines=[("subject", SECRET, False)]),
            Told("chat", "Later", f"nog eens {SECRET}"),
        ],
    )
    store.truncate_wal()
    assert any(trace in bytes_of(store_path) for trace in TRACES), "nothing was there to erase"
    erase(store, gone)
    assert store.truncate_wal()
    left = bytes_of(store_path)
    assert [trace for trace in (*TRACES, *PIECES, b"490154203237518") if trace in left] == []
    with store.read() as con:
        for text in ("quizzelbaum", "xaverius", "zzyzzygy", "203237"):
            assert find(con, text).results == ()
        assert find(con, "bakker7").results[0].subject_id == others[7]
        for name in schema.FTS_TABLES:
            con.execute("PRAGMA query_only=OFF")
            con.execute(f"INSERT INTO {name}({name}) VALUES('integrity-check')")


def test_a_changed_person_is_found_by_the_new_and_not_by_the_old(store: Store) -> None:
    people = People(store)
    number = people.add("Anna Visser", ("imei", "490154203237518"))
    with store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE party SET name = 'Anna Bakker' WHERE subject_id = ?", (number,))
        tx.sql.execute("UPDATE identifier SET value = '356938035643809' WHERE kind = 'imei'")
        index.index_subjects(tx.sql, [number])
        tx.audit("test.change")
    with store.read() as con:
        assert [hit.name for hit in find(con, "bakker").results] == ["Anna Bakker"]
        assert find(con, "visser").results == ()
        assert find(con, "visse").results == ()
        assert find(con, "203237").results == ()
        assert find(con, "803564").results[0].subject_id == number
        terms = {row[0] for row in con.execute("SELECT term FROM vocabulary")}
    assert terms == {"anna", "bakker"}


def test_a_joined_person_shows_the_fullest_name(store: Store) -> None:
    people = People(store)
    number = people.add("J. VISSER")
    people.add("Visser, Jan", into=number)
    with store.read() as con:
        assert find(con, "visser").results[0].name == "J. VISSER"
    with store.write("tester", NOW) as tx:
        tx.sql.execute("DELETE FROM party WHERE name = 'J. VISSER'")
        index.index_subjects(tx.sql, [number])
        tx.audit("test.change")
    with store.read() as con:
        assert find(con, "visser").results[0].name == "Jan Visser"


def test_a_record_must_leave_the_index_before_it_changes(store: Store) -> None:
    people = People(store)
    people.add("Anna Visser", records=[Told(title="Oud", text="aardappel")])
    with store.write("tester", NOW) as tx:
        index.unindex_records(tx.sql, [1])
        tx.sql.execute("UPDATE record SET text = 'bloemkool' WHERE id = 1")
        index.index_records(tx.sql, [1])
        index.index_records(tx.sql, [1])  # again changes nothing
        tx.audit("test.change")
    with store.read() as con:
        assert find(con, "aardappel").results == ()
        assert len(find(con, "bloemkool").results) == 1
        assert (
            con.execute(
                "SELECT count(*) FROM text_fts WHERE text_fts MATCH 'bloemkool'"
            ).fetchone()[0]
            == 1
        )
    for function in (index.index_records, index.unindex_records):
        with pytest.raises(RuntimeError, match="changed"), store.write("tester", NOW) as tx:
            tx.sql.execute("UPDATE record SET text = 'sluipend' WHERE id = 1")
            function(tx.sql, [1])


def test_an_index_of_another_version_is_refused_and_rebuilt_on_opening(
    store: Store, store_path: Path
) -> None:
    people = People(store)
    number = people.add("Anna Visser", ("imei", "490154203237518"), records=[Told(text="camera")])
    with store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE meta SET value = 'old' WHERE key = ?", (schema.VERSION_KEY,))
        tx.sql.execute("UPDATE subject SET folded = 'garbage'")
        tx.audit("test.change")
    with pytest.raises(RuntimeError, match="version"), store.write("tester", NOW) as tx:
        index.index_subjects(tx.sql, [number])
    store.close()
    again = Store.open(store_path)
    try:
        with again.read() as con:
            assert schema.is_current(con)
            for text in ("visser", "camera", "203237"):
                assert find(con, text).results[0].subject_id == number
            assert find(con, "garbage").results == ()
            action = con.execute(
                "SELECT action FROM audit_entry ORDER BY seq DESC LIMIT 1"
            ).fetchone()[0]
    finally:
        again.close()
    assert action == "search_rebuilt"


def test_indexed_text_is_folded_words_in_both_writings() -> None:
    assert name_words(["Jörg Müller", "J. Müller"]) == "j joerg jorg mueller muller"
    text = search_text(
        "Größe", "Łódź!", {"item": ["Nest-Cam"], "n": 3}, [("Anna", "hallo"), ("", "dag")]
    )
    assert text.startswith("grosse lodz nest cam anna hallo dag")
    assert "groesse" in text.split()


def contents(store: Store) -> dict[str, object]:
    """Everything the index holds, in a form that two indexes can be compared by."""
    with store.read() as con:
        terms = dict(con.execute("SELECT term, n FROM vocabulary").fetchall())
        return {
            "columns": [
                tuple(row)
                for row in con.execute("SELECT id, folded, emails, address FROM subject ORDER BY 1")
            ],
            "terms": terms,
            "typos": sorted(
                tuple(row)
                for row in con.execute(
                    "SELECT d.d, v.term FROM deletes d JOIN vocabulary v ON v.id = d.v"
                )
            ),
            "lost typos": con.execute(
                "SELECT count(*) FROM deletes WHERE v NOT IN (SELECT id FROM vocabulary)"
            ).fetchone()[0],
            "names": {
                term: [
                    row[0]
                    for row in con.execute(
                        "SELECT rowid FROM subject_fts WHERE subject_fts MATCH ?", (f'"{term}"',)
                    )
                ]
                for term in terms
            },
            "digits": [
                tuple(row) for row in con.execute("SELECT * FROM subject_digits ORDER BY 1")
            ],
            "parts": [
                row[0]
                for row in con.execute(
                    "SELECT rowid FROM subject_tri WHERE subject_tri MATCH '123'"
                )
            ],
        }


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["add", "grow", "merge", "split", "rename", "lose"]),
        st.integers(0, 50),
        st.sampled_from(["Anna Visser", "J. van den Berg", "Jörg Müller", "A. Visser", ""]),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=SHARED)
@given(actions=ACTIONS)
def test_after_any_changes_the_index_is_what_a_rebuild_would_make(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int, str]]
) -> None:
    from privacydesk.domain.errors import StateError
    from privacydesk.store import parties

    store = Store.open(tmp_path_factory.mktemp("any") / "desk.db", create=True)
    people = People(store)
    known = [people.add("Anna Visser", ("imei", "351234567890123"), address="Kade 1")]
    for action, choice, name in actions:
        one = known[choice % len(known)]
        if action == "add":
            known.append(people.add(name, ("serial", f"AB123{choice}"), address=f"Kade {choice}"))
            continue
        with contextlib.suppress(StateError), store.write("tester", NOW) as tx:
            tx.audit("test.action")
            subject = parties.resolve(tx.sql, one)
            members = parties.parties_of(tx.sql, subject)
            if action == "merge":
                parties.merge_subjects(tx, subject, known[(choice + 1) % len(known)], "x")
            elif action == "split":
                parties.split_subject(tx, subject, members[:1], "x")
            elif action == "rename":
                tx.sql.execute(
                    "UPDATE party SET name = ?, address = NULL WHERE id = ?", (name, members[0])
                )
                index.index_subjects(tx.sql, [subject])
            elif action == "lose":
                index.unindex_subjects(tx.sql, [subject])
                index.index_subjects(tx.sql, [subject])
        if action == "grow":
            people.add(name, ("email", f"x{choice}@example.com"), into=one_now(store, one))
    before = contents(store)
    with store.write("tester", NOW) as tx:
        index.rebuild(tx)
    after = contents(store)
    store.close()
    assert before == after
    assert before["lost typos"] == 0


def one_now(store: Store, subject: int) -> int:
    """The person who stands for this number today."""
    from privacydesk.store import parties

    with store.read() as con:
        return parties.resolve(con, subject)


def test_a_store_from_before_the_search_gets_its_index(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    con = store_at(path, "0001")
    con.executescript(
        """
        INSERT INTO system(id, name, holds, how, kinds, processor, by_hand)
        VALUES(1, 'Desk', '', '', '[]', 0, 0);
        INSERT INTO subject(id, name, folded, emails, address, restricted, created_at)
        VALUES(1, 'Anna Visser', '', '', '', 0, '');
        INSERT INTO party(id, source, source_key, subject_id, name)
        VALUES(1, 'desk', '1', 1, 'Anna Visser');
        INSERT INTO identifier(kind, value, party_id, raw) VALUES('imei', '490154203237518', 1, '');
        INSERT INTO record(id, kind, source, system_id, source_id, title, text, details, payload,
                           content_hash, flags, dropped, restricted, by_hand)
        VALUES(1, 'ticket', 'desk', 1, '1', 'Camera', 'kapot', '{}', '{}', '', '[]', '{}', 0, 0);
        INSERT INTO involvement VALUES(1, 1, 'requester');
        """
    )
    con.close()
    opened = Store.open(path)
    try:
        with opened.read() as con:
            for text in ("viser", "203237", "kapot"):
                assert [hit.subject_id for hit in find(con, text).results] == [1]
    finally:
        opened.close()
