"""What stands only in a source's own fields is found too: custom fields, notes, second columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.functional.people import People, Told

from privacydesk.store import candidates
from privacydesk.store.engine import Store
from privacydesk.store.search import fields, index
from privacydesk.store.search.find import find
from privacydesk.store.search.text import search_text, words

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def jan(people: People) -> int:
    return people.add(
        "Jan Jansen",
        ("email", "jan@j.example"),
        ("phone", "0612345678"),
        ("imei", "490154203237518"),
        records=[Told(title="T1", payload={"Email": "jan@j.example", "Phone": "0612345678"})],
    )


CUSTOM = {"custom_field": {"alternatief_contact_5": "jan@j.example", "bellen_5": "0612345678"}}
PAYLOADS: list[Mapping[str, Any]] = [
    CUSTOM,
    {"custom_field": {"bellen_5": "06 - 1234 56 78"}},
    {"custom_field": {"bellen_5": "+31 (0)6 12 34 56 78"}},
    {"terugbelnummer": 31612345678},
    {"Note Attributes": "gift for: jan@j.example\nphone: 0612345678"},
    {"Note Attributes": "imei: 490154203237518"},
    {"E-mail (2)": "jan@j.example"},
    {"cc_emails": ['"Jan Jansen" <jan@j.example>']},
    {"meta_data": [{"id": 1, "key": "wie", "value": "Jan Jansen"}]},
    {"shipping": {"first_name": "Jan", "last_name": "Jansen"}},
    {"note_html": "<p>bel <b>Jan</b> Jansen terug, hij wacht op antwoord</p>"},
    {"opmerking": "Geen haast, " * 20 + "maar bel Jan Jansen"},
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: json.dumps(payload)[:40])
def test_a_mention_in_any_field_is_a_candidate(
    store: Store, people: People, jan: int, payload: Mapping[str, Any]
) -> None:
    people.add("Kees Klaassen", records=[Told(title="T2", payload=payload)])
    with store.read() as con:
        found = candidates.search(con, jan)
    assert [(one.reason, one.label) for one in found] == [("mention", "ticket 2026-01-01: T2")]


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("jan@j.example", CUSTOM),
        ("0612345678", CUSTOM),
        ("+31612345678", CUSTOM),
        ("tel:+31612345678", CUSTOM),
        ("0612345678", {"wie": "bel 06-12 34 56 78 na zes"}),
        ("0612345678", {"wie": "tel:+31612345678"}),
        ("490154203237518", {"Note Attributes": "imei: 490154203237518"}),
        ("dub2@x.example", {"E-mail (2)": "dub2@x.example"}),
    ],
)
def test_find_sees_the_fields(
    store: Store, people: People, typed: str, payload: Mapping[str, Any]
) -> None:
    kees = people.add("Kees Klaassen", records=[Told(title="T2", payload=payload)])
    with store.read() as con:
        hits = find(con, typed, budget_ms=None).results
    assert [hit.subject_id for hit in hits] == [kees]
    assert [(why.kind, why.value) for why in hits[0].why] == [("text", "T2")]


def test_a_persons_own_fields_are_no_reason_beside_their_number(
    store: Store, people: People, jan: int
) -> None:
    people.add("Kees", records=[Told(title="T2", payload=CUSTOM)])
    cc = people.party(people.add("Derde, Mevrouw"))
    with store.write("tester", NOW) as tx:
        tx.sql.execute("INSERT INTO involvement VALUES(?, 1, 'cc')", (cc,))
        tx.audit("test.cc")
    with store.read() as con:
        own, other = find(con, "jan@j.example", budget_ms=None).results
    assert [why.kind for why in own.why] == ["email"]
    assert [why.kind for why in other.why] == ["text"]


def test_many_records_of_their_own_do_not_hide_a_mention(store: Store, people: People) -> None:
    kees = people.add("Kees", records=[Told(title="T2", payload=CUSTOM)])
    own = [Told(title=f"N{n}", payload={"Email": "jan@j.example"}) for n in range(120)]
    jan = people.add("Jan", ("email", "jan@j.example"), records=own)
    with store.read() as con:
        assert [h.subject_id for h in find(con, "jan@j.example", budget_ms=None).results] == [
            jan,
            kees,
        ]


NOISE: dict[str, Any] = {
    "id": 43000123456,
    "requester_id": "43000123456",
    "Contact ID": "43000123456",
    "createdAt": "op dinsdag 2 januari",
    "Created time": "2026-01-05 08:00:00",
    "closed": "05-01-2026 08:00",
    "due": "2026-01-10T09:00:00+10:00",
    "spam": False,
    "Accepts Marketing": "yes",
    "Total": "49,90",
    "rank": "12",
    "empty": "",
    "dash": "-",
    "Agent": "Ria Balie",
    "assignee": {"name": "Ria Balie", "email": "ria@company.example"},
    "crypted_password": "[dropped: password hash]",
    "subject": "Camera kapot",
    "body_html": "<div>De camera aan de voordeur doet het niet meer, help</div>",
    "big": 49.9,
}


def test_what_machines_wrote_is_no_word_of_the_index() -> None:
    text = "De camera aan de voordeur doet het niet meer, help"
    plain = search_text("Camera kapot", text, None, ())
    assert search_text("Camera kapot", text, None, (), [NOISE]) == plain


def test_ids_that_hold_an_address_and_numbers_of_customers_stay() -> None:
    kept = {"apple_id": "jan@j.example", "klantnummer": "K-10020", "post": "1234 AB 12"}
    assert fields.free_values([kept], (), words) == ["jan@j.example", "K-10020", "1234 AB 12"]


def test_a_field_may_not_fill_the_index() -> None:
    found = fields.free_values([{"log": "woord " * 50_000, "meer": ["x" * 9_000] * 9}], (), words)
    assert sum(map(len, found)) <= fields.MOST_IN_ALL


def test_erasing_leaves_nothing_of_the_fields(store: Store, store_path: Path) -> None:
    from privacydesk.store.records_write import delete_records

    people = People(store)
    for number in range(40):
        people.add(f"Jan{number}", records=[Told(payload={"wie": f"iemand{number}"})])
    people.add("Kees", records=[Told(payload={"wie": "Xaverius Quizzelbaum", "nr": 690987654321})])
    store.truncate_wal()
    assert b"quizzelbaum" in store_path.read_bytes()
    with store.write("tester", NOW) as tx:
        delete_records(tx.sql, [41])
        tx.audit("test.erase")
    assert store.truncate_wal()
    left = store_path.read_bytes()
    assert not [t for t in (b"quizzelbaum", b"uizzelba", b"Quizzel", b"690987") if t in left]


def test_only_a_changed_field_is_reindexed_and_only_then(
    store: Store, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from privacydesk.store import records_write
    from privacydesk.store.prepared import Prepared

    people.add("Kees", records=[Told(title="T", text="x", payload={"wie": "anna", "rev": 1})])
    with store.write("tester", NOW) as tx:
        tx.sql.execute(
            "INSERT INTO import_run(id, source, system_id, path, files, options, state, "
            "started_at, position, total, by, report) "
            "VALUES(1, 'helpdesk', 1, '', '[]', '{}', 'done', '', 0, 0, '', '{}')"
        )
        tx.audit("test.run")
    touched: list[int] = []
    unindex = index.unindex_records

    def counted(sql: Any, ids: Any) -> None:
        touched.extend(ids)
        unindex(sql, ids)

    monkeypatch.setattr(records_write, "unindex_records", counted)

    def update(payload: str, message: str) -> None:
        columns = ("T", "x", None, None, "{}", payload, "", "[]", "{}")
        lines = ((0, "subject", None, None, None, "hoi", False, message),)
        new = Prepared("ticket", "r1", columns, lines, (), (), 0)
        placed = records_write.Placed(1, new, (), ())
        with store.write("tester", NOW) as tx:
            records_write.update_records(tx.sql, [placed], run_id=1)
            tx.audit("test.update")

    def finds(text: str) -> int:
        with store.read() as con:
            row = con.execute("SELECT count(*) FROM text_fts WHERE text_fts MATCH ?", (text,))
            return int(row.fetchone()[0])

    update('{"wie":"anna","rev":2}', "{}")
    assert touched == [1]  # the line is new
    update('{"wie":"anna","rev":3,"updated_at":"2026-01-01"}', '{"id":7}')
    assert touched == [1], "nothing anybody can look for changed"
    update('{"wie":"berta","rev":3}', '{"id":7}')
    assert touched == [1, 1]
    assert (finds("anna"), finds("berta")) == (0, 1)
    update('{"wie":"berta","rev":3}', '{"cc":"carla"}')
    assert (finds("berta"), finds("carla")) == (1, 1)
    with store.write("tester", NOW) as tx:
        tx.sql.execute("INSERT INTO text_fts(text_fts) VALUES('integrity-check')")
        tx.audit("test.check")
