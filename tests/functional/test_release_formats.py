"""An answer prepared in several formats: which one is released is told, and can be chosen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.cli.app import run
from privacydesk.desk import answer, letters, release
from privacydesk.domain.errors import NotFoundError, StateError


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _several(office: Office, *formats: str) -> str:
    reference = office.ready(formats[0])
    for fmt in formats[1:]:
        office.later(minutes=1)
        office.prepare(reference, fmt)
    return reference


def _others(office: Office, reference: str) -> tuple[str, ...]:
    return release.review(office.jan, reference).documents[0].others


def test_the_newest_is_released_and_the_others_are_named(office: Office) -> None:
    reference = _several(office, "pdf", "docx", "md")
    (document,) = release.review(office.jan, reference).documents
    assert (document.format, document.others) == ("md", ("docx", "pdf"))
    done = release.release(office.jan, reference)
    assert (done.documents[0].format, done.documents[0].others) == ("md", ("docx", "pdf"))


@pytest.mark.parametrize("fmt", ["docx", "PDF "])
def test_another_format_is_chosen(office: Office, fmt: str) -> None:
    reference = _several(office, "pdf", "docx", "md")
    wanted = fmt.strip().casefold()
    (document,) = release.review(office.jan, reference, fmt=fmt).documents
    assert document.format == wanted
    assert set(document.others) == {"pdf", "docx", "md"} - {wanted}
    done = release.release(office.jan, reference, fmt=fmt)
    assert done.documents[0].name == f"{reference}-access.{wanted}"


def test_a_format_that_is_not_prepared_is_refused(office: Office) -> None:
    reference = _several(office, "pdf", "md")
    with pytest.raises(NotFoundError, match="not prepared as “odt”; prepared: md, pdf"):
        release.release(office.jan, reference, fmt="odt")


def test_what_exists_in_one_format_goes_with_the_chosen_one(office: Office) -> None:
    reference = _several(office, "pdf", "md")
    letters.letter(office.mira, reference, "acknowledgement", "docx", office.folder / "a.docx")
    only = ["access_report", "letter:acknowledgement"]
    found = release.review(office.jan, reference, only=only, fmt="pdf").documents
    assert [one.format for one in found] == ["pdf", "docx"]
    with pytest.raises(NotFoundError):
        release.review(office.jan, reference, only=only, fmt="docx")


def test_who_wrote_the_chosen_one_counts(office: Office) -> None:
    reference = _several(office, "pdf")
    office.later(minutes=1)
    answer.report(office.jan, reference, "md", office.folder / "x.md")
    with pytest.raises(StateError, match="A30"):
        release.release(office.jan, reference)
    assert release.release(office.jan, reference, fmt="pdf").prepared_by == ("mira",)


def test_a_draft_of_before_a_release_or_of_old_data_is_no_choice(office: Office) -> None:
    reference = _several(office, "pdf", "docx")
    release.release(office.jan, reference)
    office.later(minutes=1)
    office.prepare(reference, "md")
    assert _others(office, reference) == ()
    office.load("Customer number;Name;E-mail;Order number\nK1;Jan de Vries;jan@example.nl;A-1\n")
    eva = replace(office.jan, operator="eva")
    with pytest.raises(StateError):
        release.release(eva, reference)
    office.later(minutes=1)
    office.prepare(reference, "html")
    assert _others(office, reference) == ()


def test_by_command(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    reference = _several(office, "pdf", "md")
    given = ["--store", str(office.path), "--operator", "jan"]
    call: Callable[..., int] = lambda *words: run([*words, *given], lambda *_: 0)  # noqa: E731
    assert call("case", "review", reference) == 0
    assert "released as md; --format takes another: pdf" in capsys.readouterr().out
    assert call("case", "review", reference, "--format", "pdf", "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"][0]["others"] == ["md"]
    assert call("case", "release", reference, "--format", "docx") == 1
    assert "not prepared as" in capsys.readouterr().err
    assert call("case", "release", reference) == 0
    captured = capsys.readouterr()
    assert f"Released {reference}-access.md" in captured.out
    assert "The access_report is released as md; not as pdf." in captured.err
