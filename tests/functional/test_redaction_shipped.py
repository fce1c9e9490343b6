"""A file that goes out as it is holds nothing that the answer hides."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.functional.answering import attach, log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, redaction
from privacydesk.desk.context import Desk
from privacydesk.documents.redaction import inside
from privacydesk.domain.errors import InputError

STRANGER, MAIL, OWN = "06-55566677", "zus@example.com", "06-12345678"


@pytest.fixture
def case(desk: Desk) -> str:
    """Anna's note, which tells of somebody else and has a file."""
    use_pack(desk)
    person = People(desk.store).add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        ("phone", OWN),
        records=(Told(text=f"Call my sister on {STRANGER} or {MAIL}. Tijs knows."),),
    )
    return log_case(desk, person, "access", "portability")


def decide_all(desk: Desk, case: str, verdict: str = "black_out") -> None:
    for view in redaction.findings(desk, case):
        redaction.decide(desk, case, view.number, verdict, everywhere=True)


def packed(name: str, text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, text)
    return made.getvalue()


MAILED = (
    "From: a@example.nl\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(f"She is on {STRANGER}.".encode()).decode()
).encode()

TELLING = [
    ("call.txt", f"she is on +31 6 {STRANGER[3:]}".encode()),
    ("call.csv", f"name;mail\nsister;{MAIL.upper()}\n".encode("utf-16")),
    ("page.html", b"<p>06-<b>555</b>66677</p>"),
    ("letter.docx", packed("word/document.xml", "<w:t>06-555</w:t><w:t>66677</w:t>")),
    ("letter.odt", packed("content.xml", f"<text:p>{MAIL}</text:p>")),
    ("photos.zip", packed(f"{STRANGER}.jpg", "x")),
    ("mail.eml", MAILED),
]


@pytest.mark.parametrize(("name", "content"), TELLING, ids=[name for name, _ in TELLING])
def test_it_is_not_shipped_as_it_is(
    desk: Desk, case: str, tmp_path: Path, name: str, content: bytes
) -> None:
    attach(desk, 1, name, content)
    decide_all(desk, case)
    (view,) = redaction.files(desk, case)
    with pytest.raises(InputError, match=f"File {view.number} cannot be shipped") as refused:
        redaction.decide_file(desk, case, view.number, "ship", "looked at")
    for secret in (STRANGER, MAIL, name):
        assert secret not in str(refused.value)
    assert redaction.files(desk, case)[0].decision is None, "nothing was decided"
    muted = tmp_path / f"muted{Path(name).suffix}"
    muted.write_bytes(packed("x", "y") if content[:2] == b"PK" else b"nothing")
    assert redaction.replace(desk, case, view.number, muted, "blackened").decision == "replaced"
    assert redaction.blockers(desk, case) == ()
    assert redaction.decide_file(desk, case, view.number, "withhold", "hers").needs == ()


@pytest.mark.parametrize(("name", "content"), TELLING[:1])
def test_what_is_blacked_out_afterwards_keeps_it_from_leaving(
    desk: Desk, case: str, name: str, content: bytes
) -> None:
    attach(desk, 1, name, content)
    (view,) = redaction.files(desk, case)
    redaction.decide_file(desk, case, view.number, "ship", "looked at")  # nothing is decided yet
    assert not [text for text in redaction.blockers(desk, case) if "File" in text]
    decide_all(desk, case)
    (told,) = redaction.blockers(desk, case)
    assert told.startswith(f"File {view.number} goes out and holds something that is blacked out")
    for made in (answer.report(desk, case, "md", None), answer.export(desk, case, None)):
        assert any(p.item == "A20" and p.blocking and p.text == told for p in made.findings)
    redaction.decide_file(desk, case, view.number, "withhold", "hers")
    assert redaction.blockers(desk, case) == ()


def test_a_replacement_is_read_again_when_more_is_blacked_out(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    attach(desk, 1, "a.txt", f"Tijs is on {STRANGER}".encode())
    decide_all(desk, case)
    (view,) = redaction.files(desk, case)
    path = tmp_path / "muted.txt"
    path.write_text("Tijs knows ####", "utf-8")
    redaction.replace(desk, case, view.number, path, "blackened")
    assert redaction.blockers(desk, case) == ()
    redaction.add(desk, case, 1, "text", "Tijs knows")
    (told,) = redaction.blockers(desk, case)
    assert f"File {view.number} goes out" in told


def test_what_is_kept_or_the_persons_own_ships(desk: Desk, case: str) -> None:
    attach(desk, 1, "a.txt", f"mine {OWN}, hers {STRANGER}, {MAIL}".encode())
    decide_all(desk, case, "keep")
    (view,) = redaction.files(desk, case)
    assert redaction.decide_file(desk, case, view.number, "ship", "ok").decision == "ship"
    assert redaction.blockers(desk, case) == ()


def test_one_that_is_kept_at_one_place_ships(desk: Desk, case: str) -> None:
    attach(desk, 1, "a.txt", STRANGER.encode())
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE record SET title = ?", (f"About {STRANGER}",))
        tx.audit("test.title")
    decide_all(desk, case)
    one = next(v for v in redaction.findings(desk, case) if v.field == "title")
    redaction.decide(desk, case, one.number, "keep")
    (view,) = redaction.files(desk, case)
    assert redaction.decide_file(desk, case, view.number, "ship", "ok").decision == "ship"


def test_a_file_is_read_once_and_only_when_something_is_blacked_out(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(desk, 1, "a.txt", b"read me once, please")
    (view,) = redaction.files(desk, case)
    seen: list[Path] = []
    real = inside.holds

    def counted(path: Path, *more: object) -> bool:
        seen.append(path)
        return real(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(inside, "holds", counted)
    redaction.decide_file(desk, case, view.number, "ship", "looked at")
    redaction.blockers(desk, case)
    assert seen == []
    decide_all(desk, case)
    for _ in range(2):
        assert redaction.blockers(desk, case) == ()
    answer.report(desk, case, "md", None)
    assert len(seen) == 1


# --------------------------------------------------------------------------- PDF


def pdf(text: str = "", *, password: str | None = None, **more: str) -> bytes:
    """A PDF with compressed streams. `more`: `title`, `note` (an annotation), `enclosed`."""
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    page = made.pages[0]
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
    )
    shown = "".join(f"({piece}) Tj " for piece in (text[:5], text[5:]))
    page.Contents = made.make_stream(f"BT /F1 12 Tf 72 700 Td {shown}ET".encode())
    if "title" in more:
        made.docinfo["/Title"] = more["title"]
    if "note" in more:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=more["note"],
            Rect=[0, 0, 9, 9],
        )  # fmt: skip
        page.Annots = made.make_indirect(pikepdf.Array([note]))
    if "enclosed" in more:
        made.attachments["a.txt"] = pikepdf.AttachedFileSpec(
            made, more["enclosed"].encode(), filename="a.txt", description="",
            mime_type="text/plain", creation_date="", mod_date="",
        )  # fmt: skip
    out = io.BytesIO()
    locked = None if password is None else pikepdf.Encryption(owner="o", user=password, R=6)
    made.save(
        out,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        encryption=locked or False,
    )
    assert STRANGER.encode() not in out.getvalue()
    return out.getvalue()


PDFS = {
    "text": lambda: pdf(f"call {STRANGER}"),
    "writing": lambda: pdf(f"call +31 6 {STRANGER[3:]}"),
    "title": lambda: pdf(title=f"about {STRANGER}"),
    "note": lambda: pdf(note=f"call {STRANGER}"),
    "enclosed": lambda: pdf(enclosed=f"call {STRANGER}"),
    "locked against changes": lambda: pdf(f"call {STRANGER}", password=""),
}


@pytest.mark.parametrize("made", PDFS.values(), ids=PDFS)
def test_a_pdf_is_read(desk: Desk, case: str, tmp_path: Path, made: Callable[[], bytes]) -> None:
    attach(desk, 1, "a.pdf", made())
    decide_all(desk, case)
    (view,) = redaction.files(desk, case)
    with pytest.raises(InputError, match="cannot be shipped as it is"):
        redaction.decide_file(desk, case, view.number, "ship", "looked at")
    path = tmp_path / "black.pdf"
    path.write_bytes(made() + b"\n% another")
    with pytest.raises(InputError, match="blacked out"):
        redaction.replace(desk, case, view.number, path, "blackened")
    path.write_bytes(pdf(f"mine is {OWN}"))
    assert redaction.replace(desk, case, view.number, path, "blackened").decision == "replaced"
    assert redaction.blockers(desk, case) == ()


def test_a_pdf_in_a_mail_is_read(desk: Desk, case: str) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.nl", "x"
    mail.set_content("see the letter")
    mail.add_attachment(pdf(STRANGER), maintype="application", subtype="pdf", filename="a.pdf")
    attach(desk, 1, "a.eml", bytes(mail))
    decide_all(desk, case)
    (view,) = redaction.files(desk, case)
    with pytest.raises(InputError, match="cannot be shipped as it is"):
        redaction.decide_file(desk, case, view.number, "ship", "looked at")


def test_a_pdf_that_nobody_can_read_replaces_nothing(desk: Desk, case: str, tmp_path: Path) -> None:
    attach(desk, 1, "a.pdf", pdf("a letter", password="secret"))
    decide_all(desk, case)
    (view,) = redaction.files(desk, case)
    path = tmp_path / "black.pdf"
    for content in (pdf("another", password="secret"), b"%PDF-1.7 damaged"):
        path.write_bytes(content)
        with pytest.raises(InputError, match="it cannot be checked"):
            redaction.replace(desk, case, view.number, path, "blackened")
    path.write_bytes(pdf())  # as a scan: no text, only a person can look
    redaction.replace(desk, case, view.number, path, "blackened")
    done = redaction.decide_file(desk, case, view.number, "ship", "opened with the password")
    assert done.decision == "ship", "somebody looked; a program cannot"
    assert redaction.blockers(desk, case) == ()
