"""A portability package read into another store and exported again gives the same data files."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, find, imports, redaction, sources, subjects
from privacydesk.desk.context import Desk, Settings
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import RunState
from privacydesk.store.engine import Store

SOURCE = "privacydesk-package"
MAIL = "anna@example.nl"
RECORDS = (
    Told(
        title='Router; broken, \\ "twice"\nreally 😀',
        payload={"deep": {"a": [1, None, True]}, "note": f"=1+1 {MAIL}", "status": 2},
        details={"status": "2", "agent": "Wilma Smit", "created": None},
        lines=(
            ("subject", "Mein Gerät 東京 مرحبا\u200b\r\nline two", False),
            ("agent", "Dear Anna. Tom Bos", False),
            ("bot", "Please wait", False),
            ("subject", "'=cmd()", False),
        ),
    ),
    Told(kind="chat", title="Second", at="2025-12-01", lines=(("subject", "Hello", False),)),
    Told(
        kind="order",
        title="Order 10",
        role="buyer",
        at="2025-11-03",
        details={
            "number": "10",
            "currency": "€",
            "total": "12.50",
            "paid_at": "2025-11-03T10:00:00+01:00",
            "lines": [{"name": "=cmd()", "price": "12.50", "quantity": "1"}],
        },
        payload={"Financial Status": "paid", "IMEI": "490154203237518"},
    ),
)


def _pack(desk: Desk) -> Desk:
    use_pack(desk)
    return desk


@pytest.fixture
def first(desk: Desk) -> Desk:
    """A store with Anna's records in two systems, and two files of the same name."""
    _pack(desk)
    people = People(desk.store)
    subject = people.add(
        "Anna de Böer",
        ("email", MAIL),
        ("phone", "06-12345678"),
        address="Kade 1; 2, 1234 AB Utrecht",
        records=RECORDS,
    )
    desk.store.files.mkdir(mode=0o700, exist_ok=True)
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute(
            "INSERT INTO system(id, name, holds, how, kinds, source, processor, by_hand) "
            "VALUES(2, 'Shop', '', '', '[]', 'shop', 0, 0)"
        )
        tx.sql.execute("UPDATE record SET system_id = 2, source = 'shop' WHERE kind = 'order'")
        for number, (kind, content) in enumerate((("ticket", b"one"), ("chat", b"two"))):
            digest = hashlib.sha256(content).hexdigest()
            (desk.store.files / digest).write_bytes(content)
            tx.sql.execute(
                "INSERT INTO attachment(record_id, name, state, size, sha256, internal) "
                "SELECT id, 'photo.jpg', 'file', 3, ?, 0 FROM record WHERE kind = ?",
                (digest, kind),
            )
            assert number < 2
        tx.audit("test.systems")
    assert subject
    return desk


@pytest.fixture
def second(_empty_store: Path, tmp_path: Path) -> Desk:
    folder = tmp_path / "second"
    folder.mkdir(mode=0o700)
    path = folder / "desk.db"
    path.write_bytes(_empty_store.read_bytes())
    store = Store.open(path)
    return _pack(
        Desk(
            store,
            Settings(controller_name="Example BV"),
            "tester",
            now=lambda: NOW,
            config_folder=tmp_path / "config",
        )
    )


def _export(desk: Desk, target: Path) -> Path:
    (hit,) = find.find(desk, MAIL).results
    reference = log_case(desk, hit.subject_id, "portability", language="nl")
    for file in redaction.files(desk, reference):
        redaction.decide_file(desk, reference, file.number, "ship", "it is theirs alone")
    answer.export(desk, reference, target)
    return target


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _data(members: dict[str, bytes]) -> dict[str, bytes]:
    wanted = ("data/", "schema/", "attachments", "contact.vcf")
    return {name: data for name, data in members.items() if name.startswith(wanted)}


def test_there_and_back_changes_nothing(first: Desk, second: Desk, tmp_path: Path) -> None:
    package = _export(first, tmp_path / "one.zip")
    report = imports.run_import(second, package, SOURCE)
    assert (report.state, report.imported, report.rejected) == (RunState.DONE, 3, 0)
    assert report.subjects_created == 1
    again = _export(second, tmp_path / "two.zip")
    before, after = _data(_members(package)), _data(_members(again))
    assert sorted(before) == sorted(after)
    for name in before:
        assert before[name].decode("utf-8", "replace") == after[name].decode("utf-8", "replace"), (
            name
        )
    assert len(before) > 10
    (hit,) = find.find(second, MAIL).results
    card = subjects.open_subject(second, hit.subject_id, purpose="test")
    assert card.name == "Anna de Böer"
    # a second time there is nothing new
    once_more = imports.run_import(second, package, SOURCE)
    assert (once_more.imported, once_more.unchanged) == (0, 3)


def test_a_part_of_it_and_a_dry_run(first: Desk, second: Desk, tmp_path: Path) -> None:
    package = _export(first, tmp_path / "one.zip")
    assert imports.run_import(second, package, SOURCE, dry_run=True).imported == 3
    report = imports.run_import(second, package, SOURCE, system="Shop")
    assert report.imported == 1
    with pytest.raises(InputError, match="Helpdesk, Shop"):
        imports.run_import(second, package, SOURCE, system="Nowhere")


def test_a_package_does_not_overwrite_a_system_of_another_source(
    first: Desk, second: Desk, tmp_path: Path
) -> None:
    package = _export(first, tmp_path / "one.zip")
    file = tmp_path / "orders.csv"
    file.write_text("Order number;E-mail;Name\n10;anna@example.nl;Anna\n", encoding="utf-8")
    imports.run_import(second, file, "generic", system="Shop")
    with pytest.raises(StateError, match="another source"):
        imports.run_import(second, package, SOURCE, system="Shop")


Edit = Callable[[dict[str, bytes]], None]


def _rehash(members: dict[str, bytes], name: str, data: bytes) -> None:
    described = json.loads(members["datapackage.json"])
    for resource in described["resources"]:
        if resource["path"] == name:
            resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    members["datapackage.json"] = json.dumps(described).encode()
    members[name] = data


def _drop(name: str) -> Edit:
    def edit(members: dict[str, bytes]) -> None:
        del members[name]

    return edit


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (_drop("datapackage.json"), "no portability package"),
        (_drop("contact.vcf"), "whose it is"),
        (lambda m: m.update({"data/order.json": b"[]"}), "checksum"),
        (lambda m: m.update({"datapackage.json": b"{}"}), "no portability package"),
        (lambda m: m.update({"datapackage.json": b"[[["}), "no valid JSON"),
        (lambda m: _rehash(m, "data/order.json", b"[1]"), "list of objects"),
        (lambda m: m.update({"../evil": b"x"}), "outside itself"),
    ],
)
def test_a_broken_package_is_refused_with_one_sentence(
    first: Desk, second: Desk, tmp_path: Path, edit: Edit, sentence: str
) -> None:
    members = _members(_export(first, tmp_path / "one.zip"))
    edit(members)
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    with pytest.raises(InputError, match=sentence):
        imports.run_import(second, broken, SOURCE)
    assert imports.runs(second) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"id": 7},
        {"roles": ["king"]},
        {"roles": []},
        {"occurred_at": "yesterday"},
        {"details": {"colour": "red"}},
        {"messages": [{"text": 3}]},
        {"files": [{"path": "attachments/attachment-001.jpg", "sha256": "0"}]},
        {"fields": []},
    ],
)
def test_a_record_that_breaks_the_schema_is_rejected(
    first: Desk, second: Desk, tmp_path: Path, change: dict[str, Any]
) -> None:
    members = _members(_export(first, tmp_path / "one.zip"))
    orders = json.loads(members["data/order.json"])
    _rehash(members, "data/order.json", json.dumps([{**orders[0], **change}]).encode())
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    report = imports.run_import(second, broken, SOURCE, system="Shop")
    assert (report.state, report.rejected) == (RunState.FAILED, 1)
    assert report.rejects[0].row == 1


def test_the_source_explains_itself(desk: Desk) -> None:
    assert SOURCE in {one.name for one in sources.list_sources(desk)}
