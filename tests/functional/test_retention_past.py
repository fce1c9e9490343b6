"""What erased records told of their person still counts for the records that are left."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.functional.import_support import bring, check_whole, person, record
from tests.functional.retention_support import NEW, OLD, after, in_force, inline, keeps
from tests.packs import stage, term

from privacydesk.desk import retention
from privacydesk.desk.context import Desk
from privacydesk.domain.details import field_type
from privacydesk.domain.model import RecordDraft, RecordKind
from privacydesk.store import systems

ENDED = datetime(2025, 6, 30, 12, tzinfo=UTC).isoformat()


def _telecom(desk: Desk) -> Desk:
    """A contract goes a month after its end; a customer's ticket is blocked then, and kept on."""
    return in_force(
        desk,
        keeps("contract", ["contract"], after("P1M", "contract_end")),
        keeps(
            "service",
            ["ticket"],
            stage(inline(term("P0D", "contract_end")), "block"),
            stage(inline(term("P5Y", "contract_end"))),
            when="{ customer = true }",
        ),
    )


def _customers(count: int) -> list[RecordDraft]:
    drafts = []
    for number in range(count):
        who = person(f"Person {number}", key=f"k{number}")
        details = {"ends_at": ENDED}
        drafts.append(
            record(f"C{number}", who, kind=RecordKind.CONTRACT, occurred_at=OLD, details=details)
        )
    drafts += [
        record(f"T{number}", person(f"Person {number}", key=f"k{number}"), occurred_at=OLD)
        for number in range(count)
    ]
    return drafts


@pytest.mark.parametrize("batch", [1, 4, 7, 2000])
def test_a_run_in_batches_does_what_its_dry_run_showed(desk: Desk, batch: int) -> None:
    desk = _telecom(desk)
    bring(desk, _customers(6))
    shown = retention.plan(desk)
    assert (shown.erased, shown.restricted) == (6, 6)
    done = retention.run(desk, yes=True, batch=batch)
    assert (done.erased, done.restricted) == (6, 6)
    left = retention.due(desk)
    assert (left.lines, left.undetermined) == ((), 0)
    check_whole(desk)


def test_a_run_of_one_kind_leaves_the_dates_of_the_others_known(desk: Desk) -> None:
    desk = _telecom(desk)
    bring(desk, _customers(2))
    assert retention.run(desk, kinds=["contract"], yes=True).erased == 2
    assert retention.due(desk).undetermined == 0
    assert retention.plan(desk).restricted == 2


def test_an_erased_contract_without_an_end_keeps_the_end_unknown(desk: Desk) -> None:
    desk = in_force(
        desk,
        keeps("contract", ["contract"], after("P1Y")),
        keeps("service", ["ticket"], after("P1M", "contract_end")),
    )
    who = person("Ada Open", key="a")
    ended = {"ends_at": ENDED}
    bring(
        desk,
        [
            record("C1", who, kind=RecordKind.CONTRACT, occurred_at=OLD, details=ended),
            record("C2", who, kind=RecordKind.CONTRACT, occurred_at=OLD),
            record("T1", who, occurred_at=NEW),
        ],
    )
    assert retention.run(desk, yes=True, batch=1).erased == 2
    assert retention.due(desk).undetermined == 1
    assert retention.run(desk, yes=True).touched == 0


def test_the_last_log_in_outlives_the_account_that_told_it(desk: Desk) -> None:
    desk = in_force(
        desk,
        keeps("account", ["account"], after("P1M", "last_login")),
        keeps("service", ["ticket"], after("P1Y", "last_login")),
    )
    bring(
        desk,
        [
            record(
                f"A{number}",
                person("Ada Log", key="a"),
                kind=RecordKind.ACCOUNT,
                details={"last_seen_at": seen},
            )
            for number, seen in enumerate(("2024-05-01T10:00:00+00:00", "2024-01-01T10:00:00Z"))
        ]
        + [record("T1", person("Ada Log", key="a"), occurred_at=OLD)],
    )
    assert retention.run(desk, kinds=["account"], yes=True).erased == 2
    (line,) = retention.plan(desk).due.lines
    assert (line.kind, line.oldest) == ("ticket", date(2025, 5, 1))
    assert retention.run(desk, yes=True).erased == 1


def _by_customer(desk: Desk) -> Desk:
    return in_force(
        desk,
        keeps("visitors", ["ticket"], after("P1M"), when="{ customer = false }"),
        keeps("sales", ["account"], after("P20Y")),
    )


def test_nobody_is_called_no_customer_while_the_shop_was_not_read(desk: Desk) -> None:
    desk = _by_customer(desk)
    with desk.store.write("tester", desk.now()) as tx:
        systems.upsert(tx, name="Billing", kinds=["account", "order"])
        tx.audit("test.system")
    bring(desk, [record("T1", person("Ada Who", key="a"), occurred_at=OLD)])
    assert retention.run(desk, yes=True).touched == 0
    (line,) = retention.due(desk).undetermined_lines
    assert "whether the person is a customer" in line.missing


def test_who_is_not_in_the_imported_shop_is_no_customer(desk: Desk) -> None:
    desk = _by_customer(desk)
    bring(
        desk,
        [
            record("T1", person("Ada Who", key="a"), occurred_at=OLD),
            record("T2", person("Bea Kundin", key="b"), occurred_at=OLD),
            record("A2", person("Bea Kundin", key="b"), kind=RecordKind.ACCOUNT, occurred_at=OLD),
        ],
    )
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute('UPDATE system SET kinds = \'["account", "ticket"]\'')
        tx.audit("test.system")
    assert retention.run(desk, yes=True).erased == 1
    assert retention.due(desk).due == 0


def test_a_closed_account_starts_the_period_of_other_records(desk: Desk) -> None:
    """Of all accounts, and also when they are erased first."""
    desk = in_force(
        desk,
        keeps("account", ["account"], after("P1M", "account_closed")),
        keeps("service", ["ticket"], after("P1Y", "account_closed")),
    )
    drafts = []
    for name, days in (("Ada", ("2024-03-01", "2024-05-01")), ("Bea", ("2024-03-01", None))):
        who = person(f"{name} Zu", key=name)
        drafts.append(record(f"T-{name}", who, occurred_at=NEW))
        for number, day in enumerate(days):
            details = {"closed_at": f"{day}T10:00:00+00:00"} if day else {}
            source_id = f"A-{name}-{number}"
            drafts.append(record(source_id, who, kind=RecordKind.ACCOUNT, details=details))
    bring(desk, drafts)
    assert retention.run(desk, kinds=["account"], yes=True).erased == 3
    report = retention.due(desk)
    assert [(one.kind, one.oldest) for one in report.lines] == [("ticket", date(2025, 5, 1))]
    assert {one.kind: one.records for one in report.undetermined_lines} == {
        "account": 1,
        "ticket": 1,
    }


def test_a_mapping_may_name_the_day_on_which_an_account_was_closed() -> None:
    assert field_type(RecordKind.ACCOUNT, "closed_at") == "time"
