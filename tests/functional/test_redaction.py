"""The review of other people's data: found everywhere, decided once, hidden in every byte."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.functional.answering import attach, log_case, use_pack
from tests.functional.every_byte import plain, unpacked
from tests.functional.people import People, Told

from privacydesk.desk import answer, auditing, redaction
from privacydesk.desk.context import Desk
from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.redaction import FindingState

MAIL, PHONE, NAME = "bas.bakker@example.com", "06-87654321", "Bas Bakker"
IBAN, CUED = "NL91 ABNA 0417 1643 00", "Karel Wiersma"
PLANTED = ("BB-99017", MAIL, "87654321", "Bakker", "0417164300", "ABNA 0417", "Wiersma", "Zegers")
EVERYTHING = f"{NAME}, {MAIL}, {PHONE}, {IBAN}"


@pytest.fixture
def people(desk: Desk) -> People:
    use_pack(desk)
    return People(desk.store)


@pytest.fixture
def anna(desk: Desk, people: People) -> int:
    """Anna, with other people planted in every place that a record has."""
    people.add("Mira Zegers", ("email", "mira.zegers@example.org"))  # known, takes no part
    bas = people.add(NAME, ("email", MAIL), ("phone", PHONE), ("customer_number", "BB-99017"))
    anna = people.add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        ("phone", "06-12345678"),
        address="Kade 1, 1234 AB Utrecht, NL",
        records=(
            Told(
                title=f"Question about {EVERYTHING}",
                text=f"Text of {EVERYTHING}",
                payload={
                    "cc": [MAIL],
                    "cc_emails": {"fwd": [MAIL], MAIL: "read"},
                    "number": 31687654321,
                    "note": f"mijn man {CUED} en {EVERYTHING}",
                    f"said by {MAIL}": EVERYTHING,
                },
                details={"agent": "Wilma Smit", "subject": EVERYTHING},
                lines=(
                    ("subject", f"Mail {EVERYTHING}. Mine: 06-12345678. mijn man {CUED}", False),
                    ("agent", f"Dear Anna, Mira Zegers said hello. {EVERYTHING}", False),
                    ("agent", f"Note: customer BB-99017. {EVERYTHING}", True),
                ),
            ),
            Told(kind="order", role="buyer", title="Order", payload={"signed_by": "K. Wiersma"}),
        ),
    )
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute("INSERT INTO involvement VALUES(?, 1, 'cc')", (people_party(desk, bas),))
        tx.audit("test.involve")
    attach(desk, 1, f"letter of {NAME} {PHONE}.txt", b"a letter")
    return anna


def people_party(desk: Desk, subject: int) -> int:
    with desk.store.read() as con:
        row = con.execute("SELECT id FROM party WHERE subject_id = ?", (subject,)).fetchone()
    return int(row[0])


@pytest.fixture
def case(desk: Desk, anna: int) -> str:
    return log_case(desk, anna, "access", "portability")


# --------------------------------------------------------------------------- every byte


def assert_clean(path: Path, secrets: tuple[str, ...]) -> None:
    for where, text in unpacked(path.name, path.read_bytes()):
        for variant in (plain(text), plain(text).replace(" ", "").replace("\n", "")):
            for secret in (*secrets, *(s.replace(" ", "") for s in secrets)):
                assert secret.casefold() not in variant.casefold(), (secret, where)


@pytest.mark.parametrize("fmt", ["pdf", "docx", "odt", "html", "md"])
def test_no_byte_of_a_report_holds_other_people(
    desk: Desk, case: str, tmp_path: Path, fmt: str
) -> None:
    written = answer.report(desk, case, fmt, tmp_path / f"report.{fmt}")
    for path in (*written.paths, *written.files):
        assert_clean(path, PLANTED)
    text = "".join(text for _, text in unpacked("r", written.paths[0].read_bytes()))
    assert "06-12345678" in plain(text), "the person's own data stay"
    assert any(finding.item == "A20" for finding in written.findings)


def test_no_byte_of_a_package_holds_other_people(desk: Desk, case: str, tmp_path: Path) -> None:
    written = answer.export(desk, case, tmp_path / "package.zip")
    assert_clean(written.paths[0], PLANTED)
    with zipfile.ZipFile(written.paths[0]) as package:
        assert BLACK_BOX in package.read("data/ticket.json").decode()


# --------------------------------------------------------------------------- deciding


def _md(desk: Desk, case: str) -> str:
    written = answer.report(desk, case, "md", None)
    assert written.data is not None
    return plain(written.data.decode())


def _of(desk: Desk, case: str, text: str, field: str | None = None) -> list[redaction.FindingView]:
    return [
        view
        for view in redaction.findings(desk, case)
        if text in view.text and field in (None, view.field)
    ]


def test_one_is_kept_and_the_rest_stays_hidden(desk: Desk, case: str) -> None:
    views = redaction.findings(desk, case)
    assert [view.number for view in views] == sorted({view.number for view in views})
    assert redaction.open_findings(desk, case) == len(views) > 20
    one = _of(desk, case, MAIL, "text")[0]
    done = redaction.decide(desk, case, one.number, "keep", reason="known")
    assert done.state is FindingState.KEEP
    assert MAIL in _md(desk, case)
    assert _md(desk, case).count(MAIL) == 1
    assert redaction.open_findings(desk, case) == len(views) - 1
    redaction.undo(desk, case, one.number)
    assert MAIL not in _md(desk, case)
    with pytest.raises(StateError):
        redaction.undo(desk, case, one.number)


def test_everywhere_holds_for_every_writing_and_can_be_taken_back(desk: Desk, case: str) -> None:
    phones = [v for v in redaction.findings(desk, case) if v.kind.value == "phone"]
    done = redaction.decide(desk, case, phones[0].number, "black_out", everywhere=True)
    assert set(done.numbers) == {view.number for view in phones}
    states = {v.state for v in redaction.findings(desk, case) if v.kind.value == "phone"}
    assert states == {FindingState.BLACK_OUT}
    last = phones[-1].number
    redaction.decide(desk, case, last, "keep")
    assert [v.number for v in _of(desk, case, "") if v.state is FindingState.KEEP] == [last]
    redaction.undo(desk, case, last)  # what holds everywhere holds again
    assert not [v for v in redaction.findings(desk, case) if v.state is FindingState.KEEP]
    redaction.undo(desk, case, last)
    assert {v.state for v in _of(desk, case, "87654321")} == {FindingState.OPEN}


def test_a_name_hidden_everywhere_is_hidden_where_no_rule_finds_it(
    desk: Desk, people: People
) -> None:
    person = people.add(
        "Eva Smit", ("email", "eva@example.nl"),
        records=(Told(lines=(("subject", "my husband Tijs called. Tijs is ill.", False),)),),
    )  # fmt: skip
    case = log_case(desk, person)
    (only,) = redaction.findings(desk, case)
    assert "Tijs is ill" in _md(desk, case)
    redaction.decide(desk, case, only.number, "black_out", everywhere=True)
    assert "Tijs" not in _md(desk, case)
    assert redaction.open_findings(desk, case) == 0


def test_selected_text_is_hidden_at_its_place_only(desk: Desk, case: str, anna: int) -> None:
    field = redaction.findings(desk, case)[-1].field
    with pytest.raises(InputError, match="does not stand"):
        redaction.add(desk, case, 1, "text", "nowhere to be found")
    with pytest.raises(InputError, match="no field"):
        redaction.add(desk, case, 1, "fields.nothing", "x")
    assert field
    done = redaction.add(desk, case, 1, "text", "Text of", reason="child")
    assert done.state is FindingState.BLACK_OUT
    text = _md(desk, case)
    assert "Text of" not in text
    redaction.undo(desk, case, done.number)
    assert "Text of" in _md(desk, case)
    assert done.number not in {v.number for v in redaction.findings(desk, case)}


def test_decisions_survive_a_re_import(desk: Desk, case: str) -> None:
    mail = _of(desk, case, MAIL, "text")[0]
    redaction.decide(desk, case, mail.number, "keep")
    with desk.store.write("tester", NOW) as tx:  # a new row for the same ticket of the source
        tx.sql.execute("PRAGMA defer_foreign_keys=ON")
        tx.sql.execute("UPDATE record SET id = 900 WHERE id = 1")
        for table in ("message", "involvement", "attachment", "text_indexed"):
            tx.sql.execute(f"UPDATE {table} SET record_id = 900 WHERE record_id = 1")
        tx.sql.execute("UPDATE message SET id = id + 500")
        tx.audit("test.reimport")
    again = _of(desk, case, MAIL, "text")[0]
    assert (again.number, again.state, again.record_id) == (mail.number, FindingState.KEEP, 900)


def test_the_log_only_grows_and_holds_no_personal_data(desk: Desk, case: str) -> None:
    view = _of(desk, case, NAME)[0]
    redaction.decide(desk, case, view.number, "black_out", everywhere=True, reason="other_person")
    redaction.undo(desk, case, view.number)
    with desk.store.read() as con:
        rows = con.execute(
            "SELECT verdict, reason_code, article FROM redaction_decision"
        ).fetchall()
        told = "".join(str(tuple(r)) for r in con.execute("SELECT facts FROM audit_entry"))
    assert [tuple(r) for r in rows] == [("black_out", "other_person", "15(4)"), ("undo", "", "")]
    for secret in PLANTED:
        assert secret not in told
    assert auditing.verify(desk).ok
    with pytest.raises(Exception, match="never changed"), desk.store.write("x", NOW) as tx:
        tx.sql.execute("UPDATE redaction_decision SET verdict = 'keep'")


@pytest.mark.parametrize(
    ("number", "verdict", "reason", "error"),
    [
        (99999, "keep", None, NotFoundError),
        (1, "maybe", None, InputError),
        (1, "undo", None, InputError),
        (1, "keep", "because", InputError),
        (1, "black_out", "known", InputError),
    ],
)
def test_wrong_decisions_are_refused(
    desk: Desk, case: str, number: int, verdict: str, reason: str | None, error: type[Exception]
) -> None:
    redaction.findings(desk, case)
    with pytest.raises(error):
        redaction.decide(desk, case, number, verdict, reason=reason)


# --------------------------------------------------------------------------- a file of findings


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_goes_out_and_comes_back(desk: Desk, case: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"findings.{ending}"
    count = redaction.write_sheet(desk, case, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert redaction.apply_sheet(desk, case, path) == redaction.Taken(0, count)
    _edit(path, lambda row: row | {"decision": "black_out", "reason": ""})
    assert redaction.apply_sheet(desk, case, path) == redaction.Taken(count, 0)
    assert redaction.open_findings(desk, case) == 0
    redaction.write_sheet(desk, case, path, force=True)
    assert redaction.apply_sheet(desk, case, path) == redaction.Taken(0, count)


def _edit(path: Path, change: Any) -> None:
    import csv

    if path.suffix == ".json":
        content = json.loads(path.read_text("utf-8"))
        content["findings"] = [change(row) for row in content["findings"]]
        path.write_text(json.dumps(content), "utf-8")
        return
    with path.open(newline="", encoding="utf-8") as file:
        rows = [change(row) for row in csv.DictReader(file)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("number,decision\n1,perhaps\n", "f.csv, row 2: A finding is either keep or black_out."),
        ("number,decision\n1,keep\n777,keep\n", "f.csv, row 3: there is no finding of that"),
        ("number,decision,reason\n1,keep,why not\n", "f.csv, row 2: The reason for keep is one"),
        ("number,decision,everywhere\n1,keep,perhaps\n", "row 2: “everywhere” is yes or empty"),
        ("number;state\n1;keep\n", "row 1: the column “decision” is missing"),
        ('number,decision\n"1,keep\n', "a quote is not closed"),
        ("", "row 1: the column “number” is missing"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_decided(
    desk: Desk, case: str, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(content, "utf-8")
    before = redaction.open_findings(desk, case)
    with pytest.raises(InputError) as caught:
        redaction.apply_sheet(desk, case, path)
    assert said in caught.value.message
    assert redaction.open_findings(desk, case) == before


# --------------------------------------------------------------------------- files


def test_a_file_ships_replaced_or_not_at_all(desk: Desk, case: str, tmp_path: Path) -> None:
    (view,) = redaction.files(desk, case)
    assert view.needs == ("decision",)
    assert any("not looked at" in text for text in redaction.blockers(desk, case))
    black = tmp_path / "black.txt"
    for content, said in (
        (b"a letter", "the original itself"),
        (b"", "empty"),
        (b"RIFF0000WAVE", "this is a recording"),
        (f"still from {MAIL}".encode("utf-16-le"), "another sort"),
        (f"still from {MAIL}".encode(), "blacked out"),
    ):
        black.write_bytes(content)
        with pytest.raises(InputError, match=said):
            redaction.replace(desk, case, view.number, black, "muted")
    black.write_bytes(b"a ######")
    redaction.replace(desk, case, view.number, black, "a name in it")
    written = answer.report(desk, case, "md", tmp_path / "r.md")
    assert [path.read_bytes() for path in written.files] == [b"a ######"]
    redaction.decide_file(desk, case, view.number, "withhold", "of somebody else")
    assert answer.report(desk, case, "md", tmp_path / "s.md").files == ()
    redaction.decide_file(desk, case, view.number, "ship", "looked at")
    files = answer.report(desk, case, "md", tmp_path / "t.md").files
    assert [path.read_bytes() for path in files] == [b"a letter"]
    assert not any("not looked at" in text for text in redaction.blockers(desk, case))
    with pytest.raises(InputError, match="Say why"):
        redaction.decide_file(desk, case, view.number, "ship", " ")
    with pytest.raises(InputError, match="not a recording"):
        redaction.confirm_speaker(desk, case, view.number, confirmed=True, reason="heard")


def test_a_recording_waits_for_its_speaker(desk: Desk, people: People, tmp_path: Path) -> None:
    person = people.add("Eva Smit", records=(Told(kind="call", role="caller"),))
    number = attach(desk, 1, "in-0201234567-0612345678.wav", b"RIFF0000WAVEsound")
    case = log_case(desk, person)
    assert redaction.progress(desk, case).unconfirmed_recordings == 1
    redaction.confirm_speaker(desk, case, number, confirmed=False, reason="a child speaks")
    assert redaction.progress(desk, case).unconfirmed_recordings == 0
    assert answer.report(desk, case, "md", tmp_path / "r.md").files == ()
    view = redaction.confirm_speaker(desk, case, number, confirmed=True, reason="listened again")
    assert view.needs == ()
    assert len(answer.report(desk, case, "md", tmp_path / "s.md").files) == 1


def test_a_colleague_who_asks_keeps_their_name(desk: Desk, people: People) -> None:
    wilma = people.add(
        "Wilma Smit",
        records=(
            Told(
                details={"agent": "Wilma Smit"},
                lines=(("agent", "Wilma Smit here, with Joost Kok.", False),),
            ),
        ),
    )
    case = log_case(desk, wilma)
    assert "Wilma Smit here" in _md(desk, case)


def test_an_unknown_case_is_told(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        redaction.findings(desk, "2020-0001")
    with pytest.raises(NotFoundError):
        redaction.decide(desk, "2020-0001", 1, "keep")
    with pytest.raises(NotFoundError):
        redaction.undo(desk, "2020-0001", 1)
