"""Delivering: a released answer in the form in which it leaves the house."""

from __future__ import annotations

import io
import tempfile
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from privacydesk.desk.cases.read import require
from privacydesk.desk.jobs import Job
from privacydesk.desk.outbox import Outbox, writing
from privacydesk.desk.release.current import require_current
from privacydesk.desk.release.outbound import nothing_for_person, outbound, require_whole
from privacydesk.domain.errors import ConflictError, InputError, StateError
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.sending import for_person

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.model import Case, SubjectCard
    from privacydesk.domain.pack import Pack
    from privacydesk.store.release import KeptFile, Released

FORMS: Final = ("folder", "pdf", "zip", "eml")
_LEAST_PASSWORD: Final = 12


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that left before: what was laid down is another copy of it."""

    kind: str
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was laid down. `password`: shown once and kept nowhere; `letter`: the letter that
    carries it, for another way than the answer; `sent`: what of it left before, and when."""

    form: str
    paths: tuple[Path, ...]
    password: str | None = None
    letter: Path | None = None
    sent: tuple[Copy, ...] = ()


def deliver(
    desk: Desk,
    reference: str,
    form: str,
    output: Path,
    *,
    only: Collection[str] = (),
    password: str | None = None,
    to: str | None = None,
    force: bool = False,
    job: Job | None = None,
) -> Delivered:
    """Write what was released as a plain folder, an encrypted PDF or ZIP, or a mail draft.

    `password`: else one is generated. `to`: the address of the mail, else the person's own.
    Every file is compared with the hash of its release first. What was sent may be handed out
    again whatever happened since: it is what the person got.

    Raises InputError for an unknown form, a password that is weak or cannot be typed, or a place
    that cannot be written (nothing is then left there); StateError when nothing is released,
    the data changed since (and it was not sent), a file is not what was released, or the answer
    does not fit the form; NotFoundError for a kind that is not released; ConflictError when a
    file exists and `force` is not set.
    """
    if form not in FORMS:
        raise InputError(f"An answer is delivered as {', '.join(FORMS)}; not as “{form}”.")
    if password is not None and len(password) < _LEAST_PASSWORD:
        raise InputError(f"A password needs at least {_LEAST_PASSWORD} characters.")
    if password is not None and any(unicodedata.category(one) == "Cc" for one in password):
        raise InputError(
            "The password holds a control character, which nobody can type; give one line of "
            "letters, digits and signs."
        )
    if str(output) == "-":
        raise InputError("A delivery is several files and cannot go to a stream; name a place.")
    job = job or Job()
    found = outbound(desk, reference)
    chosen = found.named(only) if only else for_person(found.outgoing) or nothing_for_person(found)
    documents = found.files_of(chosen)
    job.advance("Comparing the files with their release", 0)
    require_whole(desk, found.case_id, documents)
    job.check()
    unsent = {one.document_id for one in chosen if not one.left}
    require_current(desk, reference, [d for d in documents if d.document_id in unsent])
    job.check()
    job.advance("Writing the files", 0)
    from privacydesk.store import anchors, cases, subjects

    with desk.store.read() as con:
        case = cases.load_many(con, [found.case_id])[0].case
        card = subjects.card(con, case.subject_id) if case.subject_id is not None else None
    if form == "folder":
        made = _folder(desk, documents, output, force=force)
    else:
        made = _encrypted(desk, form, documents, output, case, card, password, to, force=force)
    with desk.store.write(desk.operator, desk.now()) as tx:
        tx.audit(
            "case.deliver",
            case=found.case_id,
            form=form,
            documents=len(documents),
            ids=anchors.ranges(one.document_id for one in chosen),
        )
    copies = tuple(Copy(one.kind, one.name, one.left[0].day) for one in chosen if one.left)
    return replace(made, sent=copies)


def _source(desk: Desk, file: KeptFile) -> Path:
    from privacydesk.store import files

    return files.locate(desk.store.files, file.sha256)


# --------------------------------------------------------------------------- the plain folder


def _folder(desk: Desk, documents: Sequence[Released], output: Path, *, force: bool) -> Delivered:
    with writing(output.parent):
        exists, folder = output.exists(), output.is_dir()
        filled = folder and any(output.iterdir())
    if exists and not folder:
        raise ConflictError(f"“{output.name}” is not a folder.")
    if filled and not force:
        raise ConflictError(
            f"The folder “{output.name}” is not empty; name a new one.",
            command="--force adds to it.",
        )
    with Outbox(force=force) as outbox:
        outbox.add_folder(output)
        targets = []
        for name, file in _named(documents, neutral=False):
            target = output / name
            outbox.add_folder(target.parent)
            outbox.add_copy(target, _source(desk, file))
            targets.append(target)
        outbox.commit()
    return Delivered("folder", tuple(targets))


def _named(documents: Sequence[Released], *, neutral: bool) -> list[tuple[str, KeptFile]]:
    """Every file with the name it leaves under; none is lost to another of the same name.

    `neutral`: names that tell nothing, for a container that shows its names to everybody.
    """
    found: list[tuple[str, KeptFile]] = []
    number = 0
    for document in documents:
        for file in document.files:
            if not file.main:
                found.append((f"files/{file.name}", file))
                continue
            number += 1
            ending = PurePosixPath(file.name).suffix
            found.append((f"document-{number}{ending}" if neutral else file.name, file))
    names = [name.casefold() for name, _ in found]
    assert len(names) == len(set(names)), "two released files have one name"
    return found


# --------------------------------------------------------------------------- encrypted


def _encrypted(
    desk: Desk,
    form: str,
    documents: Sequence[Released],
    output: Path,
    case: Case,
    card: SubjectCard | None,
    password: str | None,
    to: str | None,
    *,
    force: bool,
) -> Delivered:
    from privacydesk.documents.delivery.encrypting import encrypt_pdf, write_encrypted_zip
    from privacydesk.documents.delivery.passphrase import passphrase

    secret = password or passphrase()
    letter = output.with_name(f"{output.name}-password.pdf")
    with Outbox(force=force) as outbox:
        outbox.refuse_existing(output)
        outbox.refuse_existing(letter)
        if form == "pdf":
            outbox.add(output, encrypt_pdf(_only_pdf(desk, documents), secret))
        else:
            members = {n: _source(desk, f) for n, f in _named(documents, neutral=True)}
            if form == "zip":
                with outbox.open(output) as out:
                    write_encrypted_zip(out, members, secret)
            else:
                packed = io.BytesIO()
                with (
                    writing(Path(tempfile.gettempdir())),
                    tempfile.SpooledTemporaryFile(max_size=1 << 26) as out,
                ):
                    write_encrypted_zip(out, members, secret)
                    out.seek(0)
                    packed.write(out.read())
                outbox.add(output, _mail(desk, case, card, to, packed.getvalue()))
        outbox.add(letter, _password_letter(desk, case, card, secret))
        outbox.commit()
    return Delivered(form, (output,), secret, letter)


def _only_pdf(desk: Desk, documents: Sequence[Released]) -> bytes:
    files = [file for document in documents for file in document.files]
    if len(documents) == 1 and documents[0].format != "pdf":
        raise StateError(
            f"An encrypted PDF is made of a PDF, and this document is {documents[0].format}. "
            "Deliver it as zip, or release it as PDF.",
            code="not_one_pdf",
        )
    if len(files) != 1:
        raise StateError(
            "An encrypted PDF holds one document without files. Deliver it as zip, or choose one "
            "document.",
            command="--only names it.",
            code="not_one_pdf",
        )
    return _source(desk, files[0]).read_bytes()


def _mail(desk: Desk, case: Case, card: SubjectCard | None, to: str | None, packed: bytes) -> bytes:
    from privacydesk.desk.release.address import on_file
    from privacydesk.documents.delivery.mail import mail_draft

    known = {
        one.value  # the same address may stand in several systems
        for one in (card.identifiers if card else ())
        if one.kind is IdentifierKind.EMAIL and one.value is not None
    }
    address = (to or "").strip() or (next(iter(known)) if len(known) == 1 else "")
    if not address:
        raise InputError("Say to which address the mail goes.", command="--to names it.")
    if card is None or not on_file(card, address, "email", desk.settings.country):
        _require_checked(desk, case.reference, address)
    pack = _pack(desk, case)
    return mail_draft(
        to=address,
        reference=case.reference,
        language=_language(desk, case),
        sender=pack.controller.name,
        formal=pack.formal,
        attachments={f"{case.reference}.zip": ("application/zip", packed)},
        written=desk.now(),
    )


def _require_checked(desk: Desk, reference: str, address: str) -> None:
    from privacydesk.store import release as stored

    with desk.store.read() as con:
        known = stored.deliveries(con, require(con, reference))
    if not any(d.checked and d.address.casefold() == address.casefold() for d in known):
        raise StateError(
            "This address is not on file for the person. Release the answer to it first, and say "
            "there how it was checked.",
            command=f"Type `case release {reference} --to ADDRESS --checked REASON`.",
            code="address_not_on_file",
        )


def _password_letter(desk: Desk, case: Case, card: SubjectCard | None, secret: str) -> bytes:
    from privacydesk.desk.letters.look import letterhead
    from privacydesk.documents.delivery.password_letter import PasswordFacts, password_letter
    from privacydesk.documents.write import write

    pack = _pack(desk, case)
    facts = PasswordFacts(
        reference=case.reference,
        language=_language(desk, case),
        pack=pack,
        name=card.name if card else "",
        address=(card.address or "") if card else "",
        password=secret,
        written=desk.now(),
        look=letterhead(pack, desk.config_folder),
        templates=desk.config_folder / "templates",
    )
    return write(password_letter(facts), "pdf")


def _pack(desk: Desk, case: Case) -> Pack:
    """The pack the case is answered under: who answers, and where."""
    from privacydesk.store import packs

    with desk.store.read() as con:
        return packs.applying(con, case.policy_sha256 or desk.settings.policy_sha256)


def _language(desk: Desk, case: Case) -> str:
    return next((one for one in (case.language, desk.language) if one in LANGUAGES), "en")
