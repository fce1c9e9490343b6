"""What was erased here and still stands in a newer export: told, and not taken in again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.functional.import_support import bring, check_whole, person, record
from tests.functional.retention_support import NEW, OLD, after, in_force, keeps, residue

from privacydesk.desk import retention
from privacydesk.desk.context import Desk
from privacydesk.domain.model import RecordDraft, RecordKind, Role
from privacydesk.store import tombstones


def _export() -> list[RecordDraft]:
    return [
        record("old", person("Wilma Zwaardvisser", key="w"), occurred_at=OLD),
        record("new", person("Anna Berg", key="a"), occurred_at=NEW),
    ]


def _erased(desk: Desk) -> Desk:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y")))
    bring(desk, _export())
    assert retention.run(desk, yes=True).erased == 1
    return desk


def later(desk: Desk, days: int) -> Desk:
    return replace(desk, now=lambda: desk.now() + timedelta(days=days))


def test_an_erased_record_does_not_come_back_and_is_told(desk: Desk) -> None:
    desk = later(_erased(desk), 1)
    dry = bring(desk, _export(), dry_run=True)
    assert (dry.still_held, dry.unchanged, dry.imported) == (1, 1, 0)
    report = bring(desk, _export())
    assert (report.still_held, report.unchanged, report.imported) == (1, 1, 0)
    assert report.read == 2
    (held,) = retention.due(desk).still_held
    assert (held.system, held.kind, held.records, held.seen) == ("Shop", "ticket", 1, desk.now())
    assert residue(desk.store.path, "Zwaardvisser") == set()
    assert retention.due(desk, kinds=["call"]).still_held == ()
    check_whole(desk)


def test_a_changed_one_does_not_come_back_either(desk: Desk) -> None:
    desk = later(_erased(desk), 1)
    changed = [replace(one, text="changed since") for one in _export()]
    report = bring(desk, changed)
    assert (report.still_held, report.updated, report.imported) == (1, 1, 0)


def test_another_system_may_use_the_same_number(desk: Desk) -> None:
    desk = later(_erased(desk), 1)
    report = bring(desk, _export(), system="Second shop")
    assert (report.still_held, report.imported) == (0, 2)


def test_when_the_source_lets_go_the_list_does_too(desk: Desk) -> None:
    desk = later(_erased(desk), 1)
    bring(desk, _export())
    assert retention.due(desk).still_held
    bring(later(desk, 1), _export()[1:])  # a part says nothing about what it leaves out
    assert retention.due(desk).still_held
    report = bring(later(desk, 2), _export()[1:], complete=True)
    assert (report.still_held, report.gone) == (0, 0)
    assert retention.due(desk).still_held == ()
    with desk.store.read() as con:
        assert tombstones.known(con, 1, "ticket", ["old", "new"]) == {"old"}


def test_what_was_made_anonymous_does_not_come_back_with_a_name(desk: Desk) -> None:
    desk = in_force(desk, keeps("opinion", ["survey"], after("P1Y", then="anonymise")))
    draft = record(
        "1", (person("Sara Mening", key="s"), Role.RESPONDENT), kind=RecordKind.SURVEY,
        occurred_at=OLD,
    )  # fmt: skip
    bring(desk, [draft])
    retention.run(desk, yes=True)
    report = bring(later(desk, 1), [draft], complete=True)
    assert (report.still_held, report.imported, report.gone) == (1, 0, 0)
    assert residue(desk.store.path, "Mening") == set()
    check_whole(desk)
