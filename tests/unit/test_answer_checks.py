"""What stops an answer: a lost record, a package that breaks a check, half a set of files."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from privacydesk.desk.answer.package import require_passed
from privacydesk.desk.answer.report import require_accounted
from privacydesk.desk.outbox import Outbox
from privacydesk.documents.access.delivered import file_name
from privacydesk.documents.access.disclosures import (
    address_lines,
    outside_eea,
    recipients,
    safeguard,
)
from privacydesk.documents.access.masking import Masker
from privacydesk.documents.package import checks
from privacydesk.documents.words import Words
from privacydesk.domain.coverage import Coverage, SystemCoverage, Unresolved
from privacydesk.domain.errors import ConflictError, InputError, StateError
from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.model import (
    Attachment,
    AttachmentState,
    AuthorRole,
    Message,
    Record,
    RecordKind,
    Role,
)
from privacydesk.domain.pack import PortabilityWidening
from privacydesk.domain.pack_parts import Recipient, Transfer, TransferTool
from privacydesk.domain.scope import NOT_AUTOMATED, scope
from privacydesk.domain.scope_reasons import Reason
from privacydesk.domain.scope_types import (
    GroupScope,
    Outcome,
    Person,
    PersonDecision,
    RecordScope,
    Ruling,
    Verdict,
)
from privacydesk.domain.source_fields import SourceFields
from privacydesk.policy.loader import load_pack


def test_a_lost_record_stops_the_answer() -> None:
    lost = Coverage((SystemCoverage("Shop", 3, 2),))
    with pytest.raises(StateError, match="Shop"):
        require_accounted(lost)
    waiting = Unresolved(1, RecordKind.RECORDING, "call", NO_TEXT)
    require_accounted(Coverage((SystemCoverage("Shop", 3, 2, unresolved=(waiting,)),)))


def test_a_failed_check_stops_the_package_and_names_itself() -> None:
    require_passed(())
    with pytest.raises(StateError, match="check P7: no zone") as caught:
        require_passed((checks.Failed("P7", "no zone."), checks.Failed("P8", "x")))
    assert caught.value.code == "package_check_failed"


def _record(kind: RecordKind = RecordKind.ORDER, *flags: str) -> Record:
    return Record(
        1, kind, "shop", "1", "Order", "", datetime(2026, 1, 1, tzinfo=UTC), None,
        (Role.BUYER,), {"number": "1"}, {}, "", flags=flags,
    )  # fmt: skip


def _forced(record: Record, reason: Reason) -> RecordScope:
    """A scope that gives away a group for `reason`, as a faulty ruling would."""
    (found,) = scope([record], load_pack("lindeboom"), Person(), as_of=date(2026, 1, 1))
    group = found.groups[0]
    wrong = GroupScope(group.part, group.access, Ruling.of(included=True, reason=reason))
    return RecordScope(record, (wrong,), Outcome.DELIVERED, found.ruling)


@pytest.mark.parametrize(
    ("record", "reason", "failed"),
    [
        (_record(), Reason.PROVIDED, set()),
        (_record(), Reason.OTHER_BASIS, {"P1"}),
        (_record(RecordKind.ORDER, NOT_AUTOMATED), Reason.PROVIDED, {"P2"}),
        (_record(RecordKind.CREDIT_CHECK), Reason.PROVIDED, {"P3"}),
        (_record(RecordKind.SCORE), Reason.OBSERVED, {"P3", "P4"}),
        (_record(RecordKind.SCORE), Reason.WIDENED, set()),
    ],
)
def test_selection(record: Record, reason: Reason, failed: set[str]) -> None:
    found = checks.check_selection([_forced(record, reason)])
    assert {failure.check for failure in found} == failed


@pytest.mark.parametrize(
    "pack", ["lindeboom", "gigaset", "zooplus", "drillisch", "superoffice", "netoperator"]
)
def test_what_the_rulings_give_passes(pack: str) -> None:
    """Also where a pack states no basis, so that one is presumed: replies go along as context."""
    said = [AuthorRole.SUBJECT, AuthorRole.AGENT, AuthorRole.SYSTEM]
    messages = tuple(Message(n, n, role, None, None, "Hi", False) for n, role in enumerate(said))
    records = [dataclasses.replace(_record(k), messages=messages, text="Hi") for k in RecordKind]
    made = scope(records, load_pack(pack), Person(), as_of=date(2026, 1, 1))
    assert list(checks.check_selection(made)) == []


SAID = {
    "shop": SourceFields(
        rows={"risk level": "scores", "team": "ticket_routing"},
        kind_rows={(RecordKind.ORDER, "remark"): "internal_notes"},
        details={(RecordKind.ORDER, "tags"): "segments"},
        texts={RecordKind.ORDER: (("remark", "internal_notes"),)},
    )
}


@pytest.mark.parametrize(
    ("item", "failed"),
    [
        ({"fields": {"Total": "1"}, "details": {"number": "1"}}, []),
        ({"fields": {"Risk Level": "High"}, "details": {}}, ["P4"]),
        ({"fields": {"Team": "7"}, "details": {}}, ["P3"]),
        ({"fields": {}, "details": {"tags": ["vip"]}}, ["P4"]),
        ({"fields": {"Remark": "mean"}, "details": {}}, ["P3"]),
        ({"fields": {"Team": "7", "Risk Level": "High"}, "details": {}}, ["P4", "P3"]),
    ],
)
def test_no_finished_object_holds_what_nobody_provided(
    item: dict[str, dict[str, object]], failed: list[str]
) -> None:
    scopes = scope([_record()], load_pack("lindeboom"), Person(), as_of=date(2026, 1, 1))
    found = list(checks.check_fields(scopes, [(1, item)], SAID))
    assert [failure.check for failure in found] == failed
    assert list(checks.check_fields(scopes, [(1, item)], {})) == []


def test_what_a_controller_gives_beyond_its_duty_passes() -> None:
    record = dataclasses.replace(_record(), payload={"Risk Level": "High"})
    pack = load_pack("lindeboom")
    more = dataclasses.replace(pack, widen_portability=(PortabilityWidening(rows=("scores",)),))
    item = [(1, {"fields": record.payload, "details": {}})]
    for given, failed in ((pack, ["P4"]), (more, [])):
        scopes = scope([record], given, Person(), as_of=date(2026, 1, 1), sources=SAID)
        assert [f.check for f in checks.check_fields(scopes, item, SAID)] == failed


def _noted() -> Record:
    return dataclasses.replace(_record(), text="nice\nmean", payload={"Remark": "mean"})


def test_a_text_with_a_note_of_ours_in_it_stays_out_with_the_note() -> None:
    pack, day = load_pack("lindeboom"), date(2026, 1, 1)
    (made,) = scope([_noted()], pack, Person(), as_of=day, sources=SAID)
    assert not any(group.part.text for group in made.portable)
    assert sum(group.part.text for group in made.delivered) == 1
    item = {"fields": {}, "details": {}, "text": "nice\nmean"}
    assert [f.check for f in checks.check_fields([made], [(1, item)], SAID)] == ["P3"]
    plain = dataclasses.replace(_noted(), payload={"Remark": ""})
    (made,) = scope([plain], pack, Person(), as_of=day, sources=SAID)
    assert sum(group.part.text for group in made.portable) == 1


def test_what_was_decided_on_the_fields_holds_for_a_note_taken_out_of_them() -> None:
    decision = PersonDecision(1, "order", Verdict.WITHHELD, "ThirdPartyRights", "Art. 15(4)")
    (made,) = scope(
        [_noted()], load_pack("lindeboom"), Person(), as_of=date(2026, 1, 1),
        decisions=[decision], sources=SAID,
    )  # fmt: skip
    assert not any(group.part.payload or group.part.text for group in made.delivered)


def test_a_pack_gives_notes_of_ours_only_when_it_names_them() -> None:
    pack = load_pack("lindeboom")
    for widening, given in (
        (PortabilityWidening(kinds=(RecordKind.ORDER,)), False),
        (PortabilityWidening(rows=("internal_notes",)), True),
    ):
        more = dataclasses.replace(pack, widen_portability=(widening,))
        (made,) = scope([_noted()], more, Person(), as_of=date(2026, 1, 1), sources=SAID)
        assert any(group.part.payload for group in made.portable) is given


def _object(**more: object) -> dict[str, object]:
    return {
        "system": "s",
        "id": "1",
        "title": "",
        "text": "",
        "occurred_at": "2026-01-01T10:00:00+01:00",
        "updated_at": None,
        "details": {},
        "messages": [],
        **more,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"occurred_at": "2026-01-01T10:00:00"},
        {"details": {"paid_at": "2026-01-01T10:00:00"}},
        {"messages": [{"sent_at": "2026-01-01T10:00:00"}]},
    ],
)
def test_times_without_zone(wrong: dict[str, object]) -> None:
    assert not list(checks.check_times("order", [_object()]))
    assert [f.check for f in checks.check_times("order", [_object(), _object(**wrong)])] == ["P7"]


def test_other_people_in_a_package() -> None:
    masker = Masker(own=[], own_names=[])
    item = _object(text="mail bas@example.com")
    none: frozenset[tuple[str, str]] = frozenset()
    assert [f.check for f in checks.check_others("mail", [item], masker, none)] == ["P8"]
    assert not list(checks.check_others("mail", [item], masker, frozenset({("s", "1")})))
    assert not list(checks.check_others("mail", [_object(text="hello")], masker, none))


def test_files_hashes_and_counts() -> None:
    good = ["data/order.json", "data/order.csv", "schema/order.json", "not_included.csv"]
    assert not list(checks.check_files(good, ["order"]))
    found = checks.check_files(["data/order.json", "report.pdf"], ["order"])
    assert {failure.check for failure in found} == {"P5", "P6", "P9", "P11"}
    assert [f.check for f in checks.check_hashes({"a": "1"}, {"a": "2"})] == ["P12"]
    assert not list(checks.check_hashes({"a": "1", "b": "2"}, {"a": "1"}))
    assert [f.check for f in checks.check_counts("order", 3, 3, 2)] == ["P13"]
    assert not list(checks.check_counts("order", 3, 3, 3))


@pytest.mark.parametrize(
    ("name", "kind", "neutral"),
    [
        ("in-0612345678.WAV", RecordKind.RECORDING, "recording-007.wav"),
        ("Anna de Boer.pdf", RecordKind.TICKET, "attachment-007.pdf"),
        ("no ending", RecordKind.TICKET, "attachment-007"),
        ("x.anna-de-boer", RecordKind.TICKET, "attachment-007"),
        ("x.../../etc", RecordKind.TICKET, "attachment-007"),
        ("x.exe\0", RecordKind.TICKET, "attachment-007"),
    ],
)
def test_neutral_names(name: str, kind: RecordKind, neutral: str) -> None:
    attachment = Attachment(1, name, AttachmentState.FILE, None, 1, "00", None)
    assert file_name(7, attachment, kind) == neutral


def test_where_data_go_is_told_also_when_the_seat_is_not_stated() -> None:
    pack, words = load_pack("lindeboom"), Words("en")
    us = Transfer((TransferTool.SCC,), countries=("US",))
    one = dataclasses.replace(pack.recipients[0], country="", transfer=us)
    none = dataclasses.replace(pack.recipients[1], country="", transfer=None, outside_eea=None)
    changed = dataclasses.replace(pack, recipients=(one, none))
    told = {row["name"]: row["country"] for row in recipients(changed, pack.activities, words)}
    assert told == {one.name: "United States", none.name: "not stated"}


def test_recipients_outside_the_eea() -> None:
    words = Words("en")
    abroad = Recipient("a", LocalText.same("x"), country="US")
    assert outside_eea(abroad)
    assert not outside_eea(Recipient("b", LocalText.same("x"), country="IE"))
    assert not outside_eea(Recipient("c", LocalText.same("x")))
    assert safeguard(None, words) == "not stated"
    clauses = Transfer((TransferTool.SCC,), ("US",))
    assert "Article 46" in safeguard(clauses, words)


def test_addresses_name_a_foreign_country_in_words() -> None:
    assert address_lines("Kade 1, 1234 AB Utrecht, NL", "nl", "NL") == ("Kade 1", "1234 AB Utrecht")
    assert address_lines("Weg 2, 10115 Berlin, DE", "nl", "NL")[-1] == "Duitsland"
    assert address_lines("", "nl", "NL") == ()


def test_files_appear_together_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path
    one, two = folder / "one", folder / "two"
    with pytest.raises(InputError), Outbox(force=False) as outbox:
        outbox.add(one, b"1")
        outbox.add_copy(two, folder / "missing")
    assert list(folder.iterdir()) == []
    with Outbox(force=False) as outbox:
        outbox.add(one, b"1")
        outbox.commit()
    assert hashlib.sha256(one.read_bytes()).hexdigest() == hashlib.sha256(b"1").hexdigest()
    with pytest.raises(ConflictError), Outbox(force=False) as outbox:
        outbox.add(one, b"2")
    assert one.read_bytes() == b"1"
