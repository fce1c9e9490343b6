"""Letters of a case: what the desk knows, what it asks for, edited texts, drafts."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.cli.app import run
from privacydesk.desk import auditing, cases, letters
from privacydesk.desk.context import Desk
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.write import LETTER_FORMATS
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError, StateError
from privacydesk.domain.model import CaseStatus
from privacydesk.policy.loader import load_pack


@pytest.fixture
def anna(desk: Desk) -> int:
    use_pack(desk)
    return People(desk.store).add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        address="Kade 1, 1234 AB Utrecht, NL",
        records=[
            Told(title="Router broken"),
            Told(kind="order", title="Order 10", role="buyer", at="2025-11-03"),
        ],
    )


def _log(desk: Desk, subject: int | None, *rights: str, language: str = "nl") -> str:
    return log_case(desk, subject, *rights, language=language)


@pytest.fixture
def case(desk: Desk, anna: int) -> str:
    return _log(desk, anna)


def _open(desk: Desk, reference: str) -> letters.LetterView:
    return letters.show(desk, reference, "acknowledgement")


# --------------------------------------------------------------------------- what is known


def test_a_receipt_needs_nothing_stated(desk: Desk, case: str) -> None:
    view = letters.show(desk, case, "acknowledgement")
    assert view.usable
    assert view.markdown is not None
    for said in ("Geachte Anna de Boer", "20 februari 2026", case, "recht van inzage"):
        assert said in view.markdown
    assert "20 maart 2026" in view.markdown  # a month after receipt, before the house promise


def test_what_takes_effect_at_once_is_still_answered_within_the_month(
    desk: Desk, anna: int
) -> None:
    view = letters.show(desk, _log(desk, anna, "objection_marketing"), "acknowledgement")
    assert "20 maart 2026" in (view.markdown or "")


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ("rechter", "PostNL")), ("de", ("Gericht", "PostNL")), ("en", ("court", "PostNL"))],
)
def test_an_access_reply_names_recipients_and_remedies(
    desk: Desk, anna: int, language: str, words: tuple[str, ...]
) -> None:
    view = letters.show(desk, _log(desk, anna, language=language), "access_reply")
    assert view.usable, view.problem
    assert view.markdown is not None
    recipients = [r.name for r in load_pack("lindeboom").recipients if r.name in view.markdown]
    assert recipients
    assert "https://autoriteitpersoonsgegevens.nl" in view.markdown
    assert words[0] in view.markdown


def test_the_reason_of_an_extension_comes_from_its_event(desk: Desk, case: str) -> None:
    before = letters.show(desk, case, "extension_notice")
    assert [fact.name for fact in before.missing_facts] == ["extension_reason", "new_last_day"]
    assert before.markdown is None
    with pytest.raises(StateError, match="why more time is needed") as refused:
        letters.letter(desk, case, "extension_notice", "txt", None)
    assert refused.value.code == "facts_missing"
    cases.event(desk, case, "extended", reason="Vier archieven met duizenden gesprekken")
    view = letters.show(desk, case, "extension_notice")
    assert view.usable
    assert view.markdown is not None
    assert "Vier archieven met duizenden gesprekken" in view.markdown
    last = cases.show(desk, case).clock.extended_last_day
    assert last is not None
    assert f"{last.day} mei 2026" in view.markdown


def test_an_extension_that_comes_too_late_is_refused(desk: Desk, case: str) -> None:
    desk.now = lambda: NOW.replace(month=5)
    with pytest.raises(StateError, match="extension is lost"):
        letters.show(desk, case, "extension_notice")


def test_nothing_found_is_not_said_while_records_are_here(desk: Desk, case: str) -> None:
    with pytest.raises(StateError, match="2 records of this person"):
        letters.show(desk, case, "no_data")


def test_nothing_found_waits_for_every_search(desk: Desk, anna: int) -> None:
    nobody = People.add(_people(desk), "Bas Nul")
    reference = _log(desk, nobody)
    view = letters.show(desk, reference, "no_data")
    assert [fact.name for fact in view.missing_facts] == ["searched"]
    for search in cases.search_systems(desk, reference).case.searches:
        cases.record_search(desk, reference, search.system, "none")
    view = letters.show(desk, reference, "no_data")
    assert view.usable, view.problem
    assert "Helpdesk" in (view.markdown or "")


def _people(desk: Desk) -> People:
    people = object.__new__(People)
    people.store = desk.store
    return people


def test_what_no_duty_covers_is_not_called_kept(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "erasure")
    names = {fact.name for fact in letters.show(desk, reference, "erasure_reply").missing_facts}
    assert names == {"erased", "kept", "notified"}
    cases.event(desk, reference, "acted", reason="Gewist in het ticketsysteem")
    letters.state_facts(
        desk,
        reference,
        "erasure_reply",
        {
            "erased": "Chatgesprekken (4) | 2026-03-01",
            "kept": "Vragen (1) | artikel 17 lid 3 onder e AVG | 2033-12-31",
            "notified": "none",
        },
    )
    view = letters.show(desk, reference, "erasure_reply")
    assert view.usable, view.problem
    assert "31 december 2033" in (view.markdown or "")
    assert "geen ontvanger van uw gegevens" in (view.markdown or "")


# --------------------------------------------------------------------------- stated facts


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"fee": "12.50 EUR"}, "does not use"),
        ({"person_name": "\u200b"}, "is empty"),
        ({"nonsense": "x"}, "does not use"),
    ],
)
def test_a_fact_that_does_not_fit_is_refused(
    desk: Desk, case: str, facts: dict[str, str], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        letters.state_facts(desk, case, "acknowledgement", facts)


def test_a_stated_fact_is_kept_and_taken_back(desk: Desk, case: str) -> None:
    letters.state_facts(desk, case, "acknowledgement", {"dpo": "privacy@example.nl"})
    assert "privacy@example.nl" in (_open(desk, case).markdown or "")
    assert _open(desk, case).stated == (("dpo", "privacy@example.nl"),)
    letters.state_facts(desk, case, "acknowledgement", {"dpo": ""})
    assert "fg@lindeboom.example" in (_open(desk, case).markdown or "")


# --------------------------------------------------------------------------- edited texts


def test_an_edited_text_is_used_marked_and_dropped(desk: Desk, case: str) -> None:
    text = (_open(desk, case).markdown or "") + "\nWij wensen u een fijne dag.\n"
    view = letters.edit(desk, case, "acknowledgement", text)
    assert (view.usable, view.edited_by, view.edited_at) == (True, "tester", NOW)
    written = letters.letter(desk, case, "acknowledgement", "txt", None)
    assert written.edited
    assert "fijne dag" in (written.data or b"").decode()
    listed = letters.list_letters(desk, case)
    marked = {line.name: line.edited_by for line in listed}
    not_asked = {line.name for line in listed if not line.fits}
    assert "erasure_reply" in not_asked
    assert not not_asked & {"access_reply", "refusal", "acknowledgement"}
    assert marked["acknowledgement"] == "tester"
    assert marked["refusal"] is None
    letters.forget_edit(desk, case, "acknowledgement")
    assert "fijne dag" not in (_open(desk, case).markdown or "")
    with pytest.raises(StateError, match="not edited"):
        letters.forget_edit(desk, case, "acknowledgement")
    with desk.store.read() as con:
        assert con.execute("SELECT count(*) FROM letter_text").fetchone()[0] == 2
    assert auditing.verify(desk).ok


def test_an_edit_that_drops_a_part_is_named_and_not_written(desk: Desk, case: str) -> None:
    text = (_open(desk, case).markdown or "").replace("20 maart 2026", "binnenkort")
    view = letters.edit(desk, case, "acknowledgement", text)
    assert [part.id for part in view.missing_parts] == ["last_day"]
    with pytest.raises(InputError, match="leaves out: the last day") as refused:
        letters.letter(desk, case, "acknowledgement", "pdf", None)
    assert refused.value.code == "incomplete"


@pytest.mark.parametrize("text", ["", " \n", "![x](http://x/y.png)"])
def test_an_edit_that_is_no_letter(desk: Desk, case: str, text: str) -> None:
    if "!" in text:  # pictures are not known: the text stays as it was typed, as words
        view = letters.edit(desk, case, "acknowledgement", text)
        assert view.missing_parts
        return
    with pytest.raises(InputError, match="empty"):
        letters.edit(desk, case, "acknowledgement", text)


# --------------------------------------------------------------------------- templates of users


def _override(desk: Desk, text: str) -> None:
    folder = desk.config_folder / "templates" / "letters" / "nl"
    folder.mkdir(parents=True)
    (folder / "acknowledgement.md.j2").write_text(text, encoding="utf-8")


def test_a_template_of_a_user_is_told_what_it_leaves_out(desk: Desk, case: str) -> None:
    _override(desk, "Dag {{ person.name }}, u hoort van ons voor {{ f.last_day }}.")
    view = letters.show(desk, case, "acknowledgement")
    assert not view.usable
    assert {part.id for part in view.missing_parts} == {
        part.id for part in LETTERS["acknowledgement"].mandatory
    }
    assert "letters/nl/acknowledgement.md.j2" in view.problem
    assert "the last day for the answer (last_day)" in view.problem


# --------------------------------------------------------------------------- drafts


@pytest.mark.parametrize("fmt", LETTER_FORMATS)
def test_a_draft_is_written_recorded_and_audited(
    desk: Desk, case: str, tmp_path: Path, fmt: str
) -> None:
    target = tmp_path / f"letter.{fmt}"
    written = letters.letter(desk, case, "acknowledgement", fmt, target)
    assert written.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    view = cases.show(desk, case)
    (document,) = view.case.documents
    assert (document.kind, document.format, document.draft) == ("letter:acknowledgement", fmt, True)
    assert view.case.status is not CaseStatus.PREPARED  # a receipt is no answer
    assert auditing.verify(desk).ok
    with pytest.raises(ConflictError):
        letters.letter(desk, case, "acknowledgement", fmt, target)


def test_what_does_not_exist(desk: Desk, case: str) -> None:
    with pytest.raises(NotFoundError, match="acknowledgement"):
        letters.show(desk, case, "love_letter")
    with pytest.raises(NotFoundError):
        letters.show(desk, "2030-0001", "refusal")
    with pytest.raises(InputError, match="txt"):
        letters.letter(desk, case, "refusal", "rtf", None)


def test_logo_colour_font_and_signature_come_from_the_pack(
    desk: Desk, anna: int, tmp_path: Path
) -> None:
    look = (
        'address = "informal"\nlogo = "logo.png"\ncolour = "#0B6E4F"\nfont = "House Font"\n'
        '[letters.signature]\nnl = "Mira Jansen\\nPrivacyteam"\nde = "M"\nen = "M"\n'
    )
    text = load_pack("lindeboom").text.replace('address = "formal"', look)
    pack = tmp_path / "mine.toml"
    pack.write_text(text.replace('name = "lindeboom"', 'name = "mine"'), encoding="utf-8")
    use_pack(desk, load_pack(str(pack)))
    (desk.config_folder / "fonts").mkdir(parents=True)
    (desk.config_folder / "logo.png").write_bytes(_png(40, 10))
    case = _log(desk, anna)
    assert "Mira Jansen\\\nPrivacyteam" in (_open(desk, case).markdown or "")
    html = (letters.letter(desk, case, "acknowledgement", "html", None).data or b"").decode()
    for said in ("data:image/png;base64,", "#0b6e4f", "House Font", "img-src data:"):
        assert said in html
    for fmt, inside in (("docx", "word/media/image1.png"), ("odt", "Pictures/logo.png")):
        data = letters.letter(desk, case, "acknowledgement", fmt, None).data or b""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.read(inside) == _png(40, 10)
            styles = archive.read("word/styles.xml" if fmt == "docx" else "styles.xml").decode()
            assert "House Font" in styles
            assert "0b6e4f" in styles.lower()
    pdf = letters.letter(desk, case, "acknowledgement", "pdf", None).data or b""
    assert len(list(PdfReader(io.BytesIO(pdf)).pages[0].images)) == 1


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    rows = (b"\0" + b"\x0b\x6e\x4f" * width) * height
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


def test_a_logo_that_is_no_picture_is_named(desk: Desk, anna: int, tmp_path: Path) -> None:
    text = load_pack("lindeboom").text.replace(
        'address = "formal"', 'address = "informal"\nlogo = "logo.png"\ncolour = "#0B6E4F"'
    )
    pack = tmp_path / "mine.toml"
    pack.write_text(text.replace('name = "lindeboom"', 'name = "mine"'), encoding="utf-8")
    use_pack(desk, load_pack(str(pack)))
    case = _log(desk, anna)
    assert "Beste Anna de Boer" in (_open(desk, case).markdown or "")
    with pytest.raises(InputError, match=r"logo\.png .* not in the configuration folder"):
        letters.letter(desk, case, "acknowledgement", "html", None)
    desk.config_folder.mkdir(exist_ok=True)
    (desk.config_folder / "logo.png").write_bytes(b"<svg>")
    with pytest.raises(InputError, match="PNG or JPEG"):
        letters.letter(desk, case, "acknowledgement", "html", None)


# --------------------------------------------------------------------------- command line


def _run(desk: Desk, *arguments: str) -> int:
    return run(["case", *arguments, "--store", str(desk.store.path)], lambda *_: 0)


def test_the_command_line(
    desk: Desk, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(desk, "letters", case, "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed["letters"]] == list(LETTERS)

    assert _run(desk, "letter", case, "refusal") == 0
    assert "--set ground=" in capsys.readouterr().err
    target = tmp_path / "refusal.txt"
    assert _run(desk, "letter", case, "refusal", "-o", str(target)) == 1
    assert not target.exists()
    capsys.readouterr()

    facts = ("--set", "ground=artikel 12 lid 5 AVG", "--set", "reason=Het vijfde verzoek")
    assert _run(desk, "letter", case, "refusal", *facts, "-o", str(target), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["usable"], told["draft"], told["stated"]["reason"]) == (
        True,
        True,
        "Het vijfde verzoek",
    )
    assert "zes weken" in " ".join(target.read_text(encoding="utf-8").split())

    edited = tmp_path / "edited.md"
    edited.write_text("Nee.", encoding="utf-8")
    assert _run(desk, "letter", case, "refusal", "--edit", str(edited), "--show") == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == "Nee."
    assert "leaves out" in shown.err
    assert _run(desk, "letter", case, "refusal", "--template", "--show") == 0
    assert "Autoriteit Persoonsgegevens" in capsys.readouterr().out
