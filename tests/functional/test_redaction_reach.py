"""What is hidden once is hidden in every writing and every output; the person's own never is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.every_byte import digits_in, holding
from tests.functional.people import People, Told

from privacydesk.desk import answer, redaction
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError
from privacydesk.domain.redaction import FindingState

STRANGER, CUSTOMER, OWN = "687654329", "687650001", "612345678"
"""The national digits: of nobody in the store, of somebody in it who takes no part, their own."""

GLUED = (
    "wa.me/31{n}", "app.me/0{n}", "nr0{n}", "tel:0{n}", "0{n}/0{n}", "0{n}-oud", "call-0{n}.wav",
    "x0{n}y", "https://x.example/?phone=%2B31{n}&text=a", "sms:+31{n}?body=x", "0{n}@sms.example",
    "+31{n}_2", "0031{n}x", "cid=31{n};", "0{n} 12 stuks", "#0{n}#", "<0{n}>",
)  # fmt: skip
"""Writings that no word needs: `{n}` is the national number."""


def spread(number: str) -> tuple[str, ...]:
    """Writings with something between the digits."""
    full = number.translate({48 + d: 0xFF10 + d for d in range(10)})
    arabic = number.translate({48 + d: 0x0660 + d for d in range(10)})
    return (
        f"x\uff10{full}", f"x\u0660{arabic}y", f"0{number[:4]}\u200b{number[4:]}x",
        f"x0{number[0]}\u00ad{number[1:]}", f"nr0{number[0]}-{number[1:5]}\n{number[5:]}",
        f"x+31 (0){number[0]} {number[1:5]} {number[5:]}", f"x06 {' '.join(number[1:])}y",
        f"%2B31%20{number[0]}%20{number[1:]}", f"0{number[:3]}&nbsp;{number[3:]}x",
        "".join(f"%3{d}" for d in f"0{number}"), f"0{number[:5]}\\n{number[5:]}x",
    )  # fmt: skip


def writings(number: str) -> tuple[str, ...]:
    return (*(form.replace("{n}", number) for form in GLUED), *spread(number))


def bare(number: str) -> tuple[str, ...]:
    """Writings that say nothing of a telephone to who does not know the number."""
    return (
        number, f"x{number}y", f"id {number[:3]}.{number[3:6]}.{number[6:]}",
        f"{number[0]} * {number[1:]}", f"{number[:3]}_{number[3:]}",
    )  # fmt: skip


@pytest.fixture
def people(desk: Desk) -> People:
    use_pack(desk)
    made = People(desk.store)
    made.add("Kees Blom", ("phone", f"0{CUSTOMER}"))
    return made


def told(writing: str, **more: Any) -> Told:
    """A ticket that holds a writing in every place a record has."""
    payload: Mapping[str, Any] = {
        "remark": writing,
        "custom_fields": [{"id": 7, "value": writing}, {"nested": {"deep": [writing]}}],
        f"field {writing}": "x",
        "customer_id": writing,
        "tracking": writing,
    }
    return Told(
        title=f"About {writing}",
        text=f"They said: {writing}",
        payload={**payload, **more},
        details={"subject": writing},
        lines=(
            ("subject", f"Mail: {writing}", False),
            ("agent", f"Answer: {writing}", False),
            ("agent", f"Note: {writing}", True),
        ),
    )


def _case(desk: Desk, people: People, *records: Told) -> str:
    person = people.add(
        "Anna de Boer", ("email", "anna@example.nl"), ("phone", f"06-{OWN[1:]}"), records=records
    )
    with desk.store.write("tester", NOW) as tx:
        for number, record in enumerate(records, 1):
            tx.sql.execute(
                "INSERT INTO attachment(record_id, name, state, internal) "
                "VALUES(?, ?, 'missing', 0)",
                (number, f"{record.title}.wav"),
            )
        tx.audit("test.attachment")
    return log_case(desk, person, "access", "portability")


def _md(desk: Desk, case: str) -> str:
    written = answer.report(desk, case, "md", None)
    assert written.data is not None
    return written.data.decode().replace("\\", "")


@pytest.mark.parametrize("fmt", ["pdf", "docx", "odt", "html", "md", "zip"])
def test_no_output_holds_the_digits_of_others(
    desk: Desk, people: People, tmp_path: Path, fmt: str
) -> None:
    strangers = [told(text) for text in writings(STRANGER)]
    customers = [told(text) for text in (*writings(CUSTOMER), *bare(CUSTOMER))]
    numbers = Told(payload={"number": int(STRANGER), "also": int(f"31{CUSTOMER}")})
    case = _case(desk, people, *strangers, *customers, numbers, told(f"mine: 06-{OWN[1:]}"))
    path = tmp_path / f"answer.{fmt}"
    if fmt == "zip":
        answer.export(desk, case, path)
    else:
        answer.report(desk, case, fmt, path)
    for number in (STRANGER, CUSTOMER):
        assert holding(path, number) == []
    assert holding(path, OWN)


@pytest.mark.parametrize("writing", [*writings(STRANGER), *bare(CUSTOMER)])
def test_every_writing_alone_is_found(desk: Desk, people: People, writing: str) -> None:
    undone = writing.replace("&nbsp;", "").replace("\\n", "")
    number = STRANGER if digits_in(undone, STRANGER) else CUSTOMER
    case = _case(desk, people, Told(text=f"They said: {writing} on the phone"))
    assert [v.kind.value for v in redaction.findings(desk, case)][:1] in (["phone"], ["email"])
    assert not digits_in(_md(desk, case).replace("&nbsp;", ""), number)


@pytest.mark.parametrize("writing", [*writings(OWN), *bare(OWN)])
def test_the_persons_own_stay_in_every_writing(desk: Desk, people: People, writing: str) -> None:
    if "@" in writing:
        pytest.skip("an address of somebody else's, whatever its name is")
    case = _case(desk, people, told(writing), told(f"06-{STRANGER[1:]} and {STRANGER}"))
    text = _md(desk, case)
    plain = text.replace("&nbsp;", "").replace("n5678", "5678").replace("n45678", "45678")
    assert digits_in(plain, OWN)
    assert not digits_in(text, STRANGER)
    own = [v for v in redaction.findings(desk, case) if not digits_in(v.text, STRANGER)]
    assert own == []


def test_what_is_found_once_is_hidden_where_no_rule_finds_it(desk: Desk, people: People) -> None:
    first = Told(text=f"call 06-{STRANGER[1:]}, mail jan@example.org, NL91 ABNA 0417 1643 00")
    more = [Told(text=text, payload={"order_id": text}) for text in (
        *bare(STRANGER), "https://x.example/?m=JAN%40example.org&x=1", "jan [at] example [dot] org",
        "xjan@example.org.", "xnl91abna0417164300y", "nl91 abna 0417-1643-00", "417164300",
    )]  # fmt: skip
    case = _case(desk, people, first, *more)
    text = _md(desk, case)
    for number in (STRANGER, "417164300"):
        assert not digits_in(text, number)
    for mail in ("jan@example.org", "jan%40", "[at]"):
        assert mail not in text.casefold()
    phones = [v for v in redaction.findings(desk, case) if v.kind.value == "phone"]
    assert len(phones) == 1 + 2 * len(bare(STRANGER))
    redaction.decide(desk, case, phones[-1].number, "black_out", everywhere=True)
    states = {v.state for v in redaction.findings(desk, case) if v.kind.value == "phone"}
    assert states == {FindingState.BLACK_OUT}


def test_digits_that_a_reviewer_selects_are_hidden_in_every_writing(
    desk: Desk, people: People
) -> None:
    case = _case(
        desk, people, Told(text=f"code {STRANGER} is it"), Told(text=f"x{STRANGER}y"),
        Told(text=f"code {STRANGER[:3]}-{STRANGER[3:]}"), Told(payload={"id": f"9/{STRANGER}/1"}),
    )  # fmt: skip
    assert redaction.findings(desk, case) == (), "nobody knows it and it may be an order"
    redaction.add(desk, case, 1, "text", STRANGER, everywhere=True)
    assert not digits_in(_md(desk, case), STRANGER)
    assert redaction.open_findings(desk, case) == 0


def test_one_that_is_kept_stays_and_lets_the_answer_go(desk: Desk, people: People) -> None:
    case = _case(desk, people, Told(text=f"x0{STRANGER}y"), Told(text=f"z{STRANGER}"))
    first, second = redaction.findings(desk, case)
    redaction.decide(desk, case, first.number, "keep")
    redaction.decide(desk, case, second.number, "black_out")
    assert f"x0{STRANGER}y" in _md(desk, case)
    assert redaction.blockers(desk, case) == ()
    redaction.decide(desk, case, second.number, "keep", everywhere=True)
    assert redaction.blockers(desk, case) == ()
    assert f"z{STRANGER}" in _md(desk, case)


def test_what_slips_through_blocks_the_release(
    desk: Desk, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last check reads the finished records, so it does not rest on what redacts them."""
    from privacydesk.documents.redaction import apply

    case = _case(desk, people, Told(title=f"call 06-{STRANGER[1:]}", text=f"nr0{STRANGER}"))
    for view in redaction.findings(desk, case):
        redaction.decide(desk, case, view.number, "black_out")
    assert redaction.blockers(desk, case) == ()
    real = apply.RecordRedactor.text

    def leaky(self: Any, text: str, place: str, **more: Any) -> str:
        shown = real(self, text, place, **more)
        return f"{STRANGER[:3]} {STRANGER[3:]}" if place == "text" else shown

    monkeypatch.setattr(apply.RecordRedactor, "text", leaky)
    assert any("still shows a number" in text for text in redaction.blockers(desk, case))
    written = answer.report(desk, case, "md", None)
    assert any(f.item == "A20" and f.blocking and "still shows" in f.text for f in written.findings)


@pytest.mark.parametrize(
    "text",
    [
        "order 1000000123, 12.50 EUR", "06-12-2025 14:30", "2026-01-05 0800 12 pieces",
        "IMEI 356938035643809", "EAN 8710398500236 and 871039850023", "ticket #20260001234",
        "NL91RABO0312345679", "52.0687654329,4.3000000000", "ref a1b2c3d40687654329a1b2",
        "550e8400-e29b-41d4-a716-0687654329ab", "3SDEVC0612345", "ORD-31201234567",
        "1Z0687654329012", "2026-03-01 08:00:00 +0100", "0612345 of 06123456789012",
    ],
)  # fmt: skip
def test_other_numbers_are_no_telephones(desk: Desk, people: People, text: str) -> None:
    case = _case(desk, people, Told(text=f"see {text} there"))
    assert redaction.findings(desk, case) == ()


def test_the_number_of_their_order_is_no_landline(desk: Desk, people: People) -> None:
    case = _case(desk, people, Told(kind="order", role="buyer", title="Order"),
                 Told(text="about ORD-0201234567"))  # fmt: skip
    assert [v.text for v in redaction.findings(desk, case)] == ["0201234567"]
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE record SET source_id = 'ORD-0201234567' WHERE kind = 'order'")
        tx.audit("test.number")
    assert redaction.findings(desk, case) == ()


def test_a_replacement_holds_it_in_no_writing(desk: Desk, people: People, tmp_path: Path) -> None:
    import hashlib
    import zipfile

    case = _case(desk, people, Told(text=f"call 06-{STRANGER[1:]}"))
    content = b"a letter"
    sha256 = hashlib.sha256(content).hexdigest()
    desk.store.files.mkdir(mode=0o700, exist_ok=True)
    (desk.store.files / sha256).write_bytes(content)
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute(
            "UPDATE attachment SET state = 'file', size = ?, sha256 = ?", (len(content), sha256)
        )
        tx.audit("test.attachment")
    (view,) = redaction.files(desk, case)
    path = tmp_path / "black.txt"
    for text in (f"wa.me/31{STRANGER}", f"+31 (0)6 {STRANGER[1:5]} {STRANGER[5:]}", f"x{STRANGER}"):
        path.write_text(text, "utf-8")
        with pytest.raises(InputError, match="blacked out"):
            redaction.replace(desk, case, view.number, path, "blackened")
    path.write_text(f"mine: 31{OWN}, order 1000000123", "utf-8")
    assert redaction.replace(desk, case, view.number, path, "blackened").needs == ()
    document = tmp_path / "black.docx"
    with zipfile.ZipFile(document, "w") as package:
        package.writestr("word/document.xml", f"<w:t>06</w:t><w:t>{STRANGER[1:]}</w:t>")
    (desk.store.files / sha256).write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match="blacked out"):
        redaction.replace(desk, case, view.number, document, "blackened")


def test_a_record_that_is_made_once_more_keeps_the_numbers_of_its_files(
    desk: Desk, people: People, tmp_path: Path
) -> None:
    import hashlib

    texts = ("first", f"x{STRANGER}y", f"call 06-{STRANGER[1:]}")
    case = _case(desk, people, *(Told(title=text, text=text) for text in texts))
    desk.store.files.mkdir(mode=0o700, exist_ok=True)
    with desk.store.write("tester", NOW) as tx:
        for number in (1, 2, 3):
            content = f"letter {number}".encode()
            sha256 = hashlib.sha256(content).hexdigest()
            (desk.store.files / sha256).write_bytes(content)
            tx.sql.execute(
                "UPDATE attachment SET state = 'file', size = ?, sha256 = ? WHERE record_id = ?",
                (len(content), sha256, number),
            )
        tx.audit("test.attachment")
    written = answer.report(desk, case, "md", tmp_path / "r.md")
    assert [path.read_bytes() for path in sorted(written.files)] == [
        b"letter 1", b"letter 2", b"letter 3",
    ]  # fmt: skip
    numbers = [view.record_id for view in redaction.findings(desk, case)]
    assert numbers == sorted(numbers), "findings come in the order of the records"
    assert {2, 3} == set(numbers)
