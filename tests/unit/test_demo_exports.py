"""The demo's exports: real formats, the facts of the story, and nothing that reaches anybody."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import wave
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.demo.cast import CALLS_OF_MAIN, DELETED_RECORDINGS, PARTNER_LINE
from privacydesk.demo.exports import DemoStory, write_exports
from privacydesk.demo.people import Register, invent, slip, written
from privacydesk.domain.identifiers import DAMAGED, normalise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.names import compatible, former_name
from privacydesk.domain.phones import e164
from privacydesk.domain.secrets import scrub

TODAY = date(2026, 3, 2)
PEOPLE = 150
EMAIL = re.compile(r"[\w.+'\-]+@([\w.\-]+)")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> DemoStory:
    return write_exports(tmp_path_factory.mktemp("exports"), people=PEOPLE, today=TODAY)


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _rows(path: Path, **options: Any) -> list[dict[str, str]]:
    with path.open(encoding=options.pop("encoding", "utf-8-sig"), newline="") as stream:
        return list(csv.DictReader(stream, **options))


def _texts(folder: Path) -> str:
    """Every text of every export, the members of ZIPs included."""
    texts = []
    for path in folder.rglob("*"):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as bundle:
                texts += [bundle.read(name).decode("utf-8") for name in bundle.namelist()]
        elif path.suffix in {".csv", ".json"}:
            texts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(texts)


def _tickets(story: DemoStory) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with zipfile.ZipFile(story.folder / "helpdesk" / "account_export.zip") as bundle:
        assert {"Users0.json", "Agents0.json", "Tickets0.json"} <= set(bundle.namelist())
        for name in bundle.namelist():
            if name.startswith("Tickets"):
                found += [row["helpdesk_ticket"] for row in json.loads(bundle.read(name))]
    return found


def test_the_same_arguments_give_the_same_bytes(story: DemoStory, tmp_path: Path) -> None:
    write_exports(tmp_path / "again", people=PEOPLE, today=TODAY)
    assert _digests(tmp_path / "again") == _digests(story.folder)
    write_exports(tmp_path / "other", people=PEOPLE, seed=7, today=TODAY)
    assert _digests(tmp_path / "other") != _digests(story.folder)


def test_every_export_of_the_story_exists(story: DemoStory) -> None:
    assert story.people == PEOPLE
    for export in story.exports:
        assert export.path.exists()
        assert export.mapping is None or export.mapping.is_file()
    assert "INVENTED" in (story.folder / "README.txt").read_text("utf-8")


def test_no_address_reaches_anybody(story: DemoStory) -> None:
    domains = {domain.rstrip(".").casefold() for domain in EMAIL.findall(_texts(story.folder))}
    allowed = {"example.com", "example.org", "example.nl", "example.de", "lindeboom.example"}
    assert {d for d in domains if ".".join(d.split(".")[-2:]) not in allowed} == set()


def test_phone_numbers_are_read_in_every_writing_and_are_nobodys() -> None:
    people = invent(400, 3, Register(), first=11)
    film = tuple(f"+49{block}" for block in ("3023125", "4066969", "6990009", "2214710", "8999998"))
    for person in people:
        numbers = [person.mobile] + ([person.landline] if person.landline else [])
        for number in numbers:
            readings = {e164(written(number, style), person.country) for style in range(7)}
            assert readings == {number}
            if person.country == "DE":
                assert number.startswith(film)
            else:
                assert re.fullmatch(r"\+31(69|[1-7]00)\d{6,7}", number), number


def test_strangers_never_share_a_number_or_mailbox() -> None:
    people = invent(1_500, 4, Register(), first=1)
    for value in ("mobile", "landline", "email"):
        homes: dict[str, set[int]] = {}
        for person in people:
            if found := getattr(person, value):
                homes.setdefault(found, set()).add(person.household)
        assert max(map(len, homes.values())) == 1
    households = Counter(p.household for p in people)
    assert any(count == 2 for count in households.values())


@given(st.integers(0, 10_000))
def test_a_slip_changes_a_name_a_little(seed: int) -> None:
    rng = random.Random(seed)
    name = rng.choice(("Sebastiaan Noordijk", "Jörg Müller-Lüdenscheidt", "Ed Bo"))
    slipped = slip(name, rng)
    assert abs(len(slipped) - len(name)) <= 1
    assert slipped[0] == name[0]
    assert slipped[-1] == name[-1]


def test_main_person_has_fourteen_calls_and_three_recordings_are_gone(story: DemoStory) -> None:
    rows = _rows(story.folder / "telephone" / "cdr.csv")
    assert len(rows[0]) == 23
    number = "0" + story.cast.main.mobile[3:]
    hers = [row for row in rows if number in (row["src"], row["dst"])]
    assert len(hers) == CALLS_OF_MAIN == story.calls_of_main
    on_disk = {path.name: path for path in (story.folder / "telephone").rglob("*.wav")}
    missing = {row["recordingfile"] for row in hers} - set(on_disk)
    assert missing == set(story.deleted_recordings)
    assert len(missing) == DELETED_RECORDINGS
    ages = [(TODAY - date.fromisoformat(row["calldate"][:10])).days for row in hers]
    assert sorted(ages)[CALLS_OF_MAIN - DELETED_RECORDINGS] > 31  # the policy keeps a month
    with wave.open(str(next(iter(on_disk.values()))), "rb") as sound:
        assert sound.getnframes() > 0
    assert {row["cnum"] for row in rows} >= {"anonymous", "0" + PARTNER_LINE[3:]}


def test_shared_line_is_used_by_two_people(story: DemoStory) -> None:
    rows = _rows(story.folder / "telephone" / "cdr.csv")
    line = "0" + (story.cast.main.landline or "")[3:]
    shared = {row["uniqueid"] for row in rows if line == row["src"]}
    assert set(story.her_calls_on_the_shared_line) < shared
    assert story.cast.main.landline == story.cast.partner.landline


def test_orders_continue_on_rows_with_empty_cells(story: DemoStory) -> None:
    rows = _rows(story.folder / "webshop" / "orders_export.csv")
    assert len(rows[0]) == 79
    continued = [row for row in rows if not row["Id"]]
    assert continued
    assert all(row["Name"] and row["Lineitem name"] and not row["Total"] for row in continued)
    gift = next(row for row in rows if row["Billing Name"] == story.cast.buyer.name)
    assert gift["Shipping Name"] == story.cast.receiver.name
    for first in (row for row in rows if row["Id"]):
        lines = [row for row in rows if row["Name"] == first["Name"]]
        goods = sum(int(r["Lineitem quantity"]) * float(r["Lineitem price"]) for r in lines)
        assert float(first["Subtotal"]) == pytest.approx(goods)
        total = float(first["Subtotal"]) + float(first["Shipping"])
        assert float(first["Total"]) == pytest.approx(total)
    names = {row["Billing Name"] for row in rows}
    assert {story.cast.main.name, story.cast.main.former_name} <= names


def test_former_name_is_a_suggestion_not_a_match(story: DemoStory) -> None:
    main = story.cast.main
    assert main.former_name is not None
    assert former_name(main.name, main.former_name)
    assert not compatible(main.name, main.former_name)
    assert not compatible(main.name, story.cast.partner.name)


def test_helpdesk_holds_notes_secrets_mentions_and_hostile_text(story: DemoStory) -> None:
    tickets = _tickets(story)
    notes = [note for ticket in tickets for note in ticket["notes"]]
    assert any(note["private"] for note in notes)
    assert any(not note["private"] and note["incoming"] for note in notes)
    assert any(ticket["cc_email"]["cc_emails"] for ticket in tickets)
    assert any(ticket["attachments"] for ticket in tickets)
    assert any("hotline_password_12345" in ticket["custom_field"] for ticket in tickets)
    dropped: Counter[str] = Counter()
    for ticket in tickets:
        dropped.update(scrub(ticket["description"])[1])
    assert set(dropped) == {"password", "card number"}
    partner = story.cast.partner.email
    others = [t for t in tickets if t["requester"]["email"] == partner]
    assert any(story.cast.main.name in t["description"] for t in others)
    hostile = next(t for t in tickets if t["requester"]["email"] == story.cast.hostile.email)
    for sign in ("\x1b", "\x9b", "\x00", "\u202e", "<script>", "{{"):
        assert sign in hostile["subject"] + hostile["description"]


def test_survey_went_through_a_spreadsheet(story: DemoStory) -> None:
    path = story.folder / "tables" / "survey.csv"
    phones = [row["Telefoon"] for row in _rows(path, encoding="cp1252", delimiter=";")]
    notes = [normalise(IdentifierKind.PHONE, phone).note for phone in phones]
    assert DAMAGED in notes
    assert None in notes


def test_workshop_devices_are_well_formed(story: DemoStory) -> None:
    tickets = json.loads((story.folder / "workshop" / "tickets.json").read_text("utf-8"))["tickets"]
    fields = {kind: {t["properties"].get(kind) for t in tickets} - {None}
              for kind in ("imei", "mac", "serial")}  # fmt: skip
    for kind, values in fields.items():
        assert values
        assert all(normalise(IdentifierKind(kind), value).value for value in values)
    assert len(fields["imei"]) == sum("imei" in t["properties"] for t in tickets)
    assert any(comment["hidden"] for t in tickets for comment in t["comments"])


def test_audience_tells_the_status_by_the_file(story: DemoStory) -> None:
    with zipfile.ZipFile(story.folder / "newsletter" / "audience_export.zip") as bundle:
        files = {name.split("_")[0]: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(files) == {"subscribed", "unsubscribed", "cleaned"}
    left = list(csv.DictReader(io.StringIO(files["unsubscribed"])))
    assert story.cast.main.former_email in {row["Email Address"] for row in left}
    assert all(row["UNSUB_TIME"] >= row["OPTIN_TIME"] for row in left)


def test_nothing_lies_in_the_future(story: DemoStory) -> None:
    tickets = _tickets(story)
    moments = [ticket["created_at"] for ticket in tickets]
    moments += [note["created_at"] for ticket in tickets for note in ticket["notes"]]
    moments += [row["calldate"] for row in _rows(story.folder / "telephone" / "cdr.csv")]
    orders = _rows(story.folder / "webshop" / "orders_export.csv")
    moments += [row["Created at"] for row in orders] + [row["Fulfilled at"] for row in orders]
    for path in (story.folder / "chat" / "conversations").iterdir():
        moments.append(json.loads(path.read_text("utf-8"))["updated_time"])
    assert max(moment[:10] for moment in moments) < TODAY.isoformat()


def test_a_demo_of_the_cast_alone_is_possible(tmp_path: Path) -> None:
    story = write_exports(tmp_path, people=1, today=date(2028, 2, 29))
    assert story.people == len(story.cast.everyone())
    assert len(story.deleted_recordings) == DELETED_RECORDINGS
