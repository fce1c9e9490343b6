"""Linking through the store: batches of any size and files in any cut give the same people."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.functional.import_support import bring, check_whole, people, person, record

from privacydesk.desk import imports, subjects
from privacydesk.desk.context import Desk, Settings
from privacydesk.domain.model import RecordDraft, RecordKind, Role
from privacydesk.store import parties
from privacydesk.store.engine import Store

_NAMES = [
    None,
    "Jan Jansen",
    "J. Jansen",
    "Johanna Jansen",
    "Marie Smit",
    "Marie Jansen",
    "Piet Post",
]
_EMAILS = ["a@example.org", "b@example.org", "c@example.org"]
_PHONES = ["0612345671", "0612345672", "0612345673"]


@st.composite
def drafts(draw: st.DrawFn) -> list[RecordDraft]:
    found = []
    for number in range(draw(st.integers(2, 14))):
        values = {}
        for kind, pool in (
            ("email", _EMAILS),
            ("phone", _PHONES),
            ("customer_number", ["71", "72"]),
            ("address", ["1234 AB 5"]),
        ):
            if draw(st.integers(0, 2)) == 0:
                values[kind] = draw(st.sampled_from(pool))
        party = person(
            draw(st.sampled_from(_NAMES)),
            key=draw(st.sampled_from([None, "k1", "k2", "k3"])),
            **values,
        )
        kind = draw(st.sampled_from([RecordKind.TICKET, RecordKind.CONTACT, RecordKind.CALL]))
        found.append(record(str(number), (party, Role.HOLDER), kind=kind))
    return found


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drafts(), st.integers(1, 6))
def test_the_size_of_batches_changes_nothing(
    store_path: Path, made: list[RecordDraft], size: int
) -> None:
    results = []
    for batch in (10_000, size):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "desk.db"
            shutil.copy(store_path, path)
            with Desk(Store.open(path), Settings(), "tester", lambda: NOW, Path(folder)) as desk:
                planned = bring(desk, made, dry_run=True)
                report = bring(desk, made, batch=batch)
                names = ("imported", "subjects_created", "suggestions", "links")
                figures = tuple(getattr(report, name) for name in names)
                assert figures == tuple(getattr(planned, name) for name in names)
                check_whole(desk)
                results.append((people(desk), figures))
    assert results[0] == results[1]


def _decide(desk: Desk, state: str) -> None:
    with desk.store.write("dpo", desk.now()) as tx:
        tx.sql.execute("UPDATE suggestion SET state = ?", (state,))
        tx.audit("test")


def test_a_rejected_suggestion_never_comes_back(desk: Desk) -> None:
    bring(desk, [record("1", person("Jan Jansen", key="1", email="fam@example.org"))])
    bring(desk, [record("1", person("Marie Smit", key="1", email="fam@example.org"))], "mail")
    _decide(desk, "rejected")
    renamed = person("Jan Jansen", key="1", email="fam@example.org", phone="0612345678")
    report = bring(desk, [record("1", (renamed, Role.HOLDER), kind=RecordKind.CONTACT)], "mail")
    # the contact entry now has Jan's own name, but a person said that these are two
    assert (report.links, report.suggestions) == (0, 0)
    assert len(people(desk)) == 2


def test_what_was_split_stays_split_when_a_newer_export_comes(desk: Desk) -> None:
    bring(desk, [record("1", person("Jan Jansen", key="1", email="j@example.org"))])
    bring(desk, [record("1", person("Jan Jansen", key="1", email="j@example.org"))], "mail")
    assert len(people(desk)) == 1
    with desk.store.write("dpo", desk.now()) as tx:
        new = parties.split_subject(tx, 1, [2], "father and son")
        tx.audit("test")
    assert new != 1
    more = person("Jan Jansen", key="1", email=["j@example.org", "jj@example.org"])
    bring(desk, [record("1", more, text="newer")], "mail")
    assert len(people(desk)) == 2
    check_whole(desk)


def test_a_join_by_an_import_answers_the_open_suggestion_until_it_is_undone(desk: Desk) -> None:
    bring(desk, [record("1", person("Jan Jansen", key="1", email="fam@example.org"))], "one")
    bring(desk, [record("1", person("Jaap Bos", key="1", email="fam@example.org"))], "two")
    (asked,) = subjects.suggestions(desk)
    both = person("Jan Jansen", key="1", email="fam@example.org")
    report = bring(desk, [record("1", (both, Role.HOLDER), kind=RecordKind.CONTACT)], "two")
    assert len(people(desk)) == 1
    (answered,) = subjects.suggestions(desk, state="accepted")
    assert answered.suggestion_id == asked.suggestion_id
    assert report.run_id is not None
    imports.undo(desk, report.run_id)
    assert len(people(desk)) == 2
    assert subjects.suggestions(desk) == (asked,)
    check_whole(desk)


def test_merge_and_undo_bring_back_the_same_numbers(desk: Desk) -> None:
    bring(desk, [record(str(n), person(f"P{n} Post", key=str(n))) for n in range(4)])
    with desk.store.write("dpo", desk.now()) as tx:
        first = parties.merge_subjects(tx, 3, 2, "same person")
        second = parties.merge_subjects(tx, 1, 3, "same person")
        assert (first.kept, first.gone, second.kept, second.gone) == (2, 3, 1, 2)
        assert parties.resolve(tx.sql, 3) == 1
        # the first link is undone while the second stands: 3 is itself again, 2 stays with 1
        assert parties.undo_link(tx, first.link_id) == (1, 3)
        assert parties.parties_of(tx.sql, 1) == (1, 2)
        assert parties.undo_link(tx, second.link_id) == (1, 2)
        tx.audit("test")
    check_whole(desk)
    assert len(people(desk)) == 4


def test_a_split_ties_together_what_each_side_keeps(desk: Desk) -> None:
    bring(desk, [record(str(n), person(f"P{n} Post", key=str(n))) for n in range(5)])
    with desk.store.write("dpo", desk.now()) as tx:
        for other in (2, 3, 4, 5):
            parties.merge_subjects(tx, 1, other, "same")
        # 1 is the hub of all links: taking it out with 2 leaves 3, 4 and 5 without a link
        new = parties.split_subject(tx, 1, [1, 2], "another person")
        assert parties.parties_of(tx.sql, new) == (1, 2)
        assert parties.parties_of(tx.sql, 1) == (3, 4, 5)
        tx.audit("test")
    check_whole(desk)


@pytest.mark.parametrize("chosen", [[], [1, 2], [1, 99]])
def test_a_split_needs_some_but_not_all(desk: Desk, chosen: list[int]) -> None:
    from privacydesk.domain.errors import StateError

    bring(desk, [record(str(n), person(f"P{n} Post", key=str(n))) for n in range(2)])
    with pytest.raises(StateError), desk.store.write("dpo", desk.now()) as tx:
        parties.merge_subjects(tx, 1, 2, "same")
        parties.split_subject(tx, 1, chosen, "no")


def test_a_restriction_holds_for_whoever_is_joined(desk: Desk) -> None:
    bring(desk, [record(str(n), person(f"P{n} Post", key=str(n))) for n in range(2)])
    with desk.store.write("dpo", desk.now()) as tx:
        tx.sql.execute("UPDATE subject SET restricted = 1 WHERE id = 2")
        parties.merge_subjects(tx, 1, 2, "same")
        assert tx.sql.execute("SELECT restricted FROM subject WHERE id = 1").fetchone()[0]
        tx.audit("test")
