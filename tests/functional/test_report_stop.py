"""Stopping a report: at every point, from both doors, nothing is left behind."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.functional.answering import attach, log_case, use_pack
from tests.functional.people import People, Told

from privacydesk import isolate
from privacydesk.cli import app
from privacydesk.desk import answer, cases
from privacydesk.desk.context import Desk
from privacydesk.desk.jobs import Job, Progress
from privacydesk.documents import compiler
from privacydesk.documents.access import report as volumes
from privacydesk.documents.writers import pdf
from privacydesk.domain.errors import CancelledError, ConflictError, InputError

PICTURE = b"picture"


@pytest.fixture
def case(desk: Desk) -> str:
    use_pack(desk)
    records = [Told(title=f"Question {n}", lines=(("subject", "Hello", False),)) for n in range(5)]
    anna = People(desk.store).add("Anna de Boer", ("email", "anna@example.nl"), records=records)
    attach(desk, len(records), "photo.jpg", PICTURE)
    return log_case(desk, anna, "access", "portability")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the report goes; temporary files go beside it, so that they are seen as well."""
    out, passing = tmp_path / "out", tmp_path / "passing"
    out.mkdir()
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    return out


def _left(folder: Path) -> list[str]:
    return [p.name for place in (folder, folder.parent / "passing") for p in place.iterdir()]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started."""
    started: list[subprocess.Popen[bytes]] = []

    class Seen(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Seen)
    return started


@pytest.mark.parametrize(
    "stage", ["Reading", "Deciding", "Redacting", "composing", "setting pages"]
)
def test_a_stopped_report_leaves_nothing(
    desk: Desk,
    case: str,
    folder: Path,
    stage: str,
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    """Also in the middle of the second volume, while the compiler works."""
    monkeypatch.setattr(volumes, "RECORDS_PER_VOLUME", 3)
    monkeypatch.setattr(isolate, "_GLANCE", 0.01)
    monkeypatch.setattr(compiler, "compilers", lambda: 1)
    later = stage in ("composing", "setting pages")

    def watch(progress: Progress) -> None:
        if stage in (progress.stage, progress.detail) and (progress.done or not later):
            job.cancel()

    job = Job(watch)
    with pytest.raises(CancelledError):
        answer.report(desk, case, "pdf", folder / "r.pdf", job=job)
    ended = {"composing": [0], "setting pages": [0, -9]}
    assert [child.returncode for child in children] == ended.get(stage, [-9])
    assert _left(folder) == []
    assert cases.show(desk, case).case.documents == ()


@pytest.mark.parametrize("at", [(0, 1), (0, 3), (1, 1), (2, 1)])
def test_several_volumes_at_a_time_stop_together(
    desk: Desk,
    case: str,
    folder: Path,
    at: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    """At the `at[1]`th progress of those that tell `at[0]` volumes done."""
    _in_small_volumes(monkeypatch)
    seen: list[int] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "Writing volumes":
            seen.append(progress.done)
            if seen.count(at[0]) == at[1]:
                job.cancel()

    job = Job(watch)
    with pytest.raises(CancelledError):
        answer.report(desk, case, "pdf", folder / "r.pdf", job=job)
    assert None not in [child.returncode for child in children]
    assert _left(folder) == []
    assert cases.show(desk, case).case.documents == ()


def test_several_volumes_at_a_time_are_the_same(
    desk: Desk,
    case: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    """Byte for byte, in their order, with a progress that counts what is written."""
    _in_small_volumes(monkeypatch)
    told: list[tuple[int, str]] = []
    job = Job(lambda p: told.append((p.done, p.detail)) if p.stage == "Writing volumes" else None)
    together = answer.report(desk, case, "pdf", folder / "t.pdf", job=job)
    assert len(children) == 5
    assert [child.returncode for child in children] == [0] * 5
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (5, "")
    monkeypatch.setattr(compiler, "compilers", lambda: 1)
    single = answer.report(desk, case, "pdf", folder / "s.pdf")
    assert single.sha256[1:] == together.sha256[1:]  # the first one tells of the look before
    for number, path in enumerate(together.paths, 1):
        assert f"volume {number}" in PdfReader(path).pages[0].extract_text()


def test_a_volume_that_fails_ends_the_others(
    desk: Desk,
    case: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    _in_small_volumes(monkeypatch)
    monkeypatch.setattr(compiler, "typeset", _fail)
    with pytest.raises(InputError, match="Setting the PDF failed"):
        answer.report(desk, case, "pdf", folder / "r.pdf")
    assert None not in [child.returncode for child in children]
    assert _left(folder) == []


def _in_small_volumes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "RECORDS_PER_VOLUME", 1)
    monkeypatch.setattr(isolate, "_GLANCE", 0.01)
    monkeypatch.setattr(compiler, "compilers", lambda: 3)


def _fail(*_files: object) -> bytes:
    raise ValueError


@pytest.mark.parametrize("stage", ["Reading", "Redacting", "Composing the package", "Checking"])
def test_a_stopped_package_leaves_nothing(desk: Desk, case: str, folder: Path, stage: str) -> None:
    reached: list[str] = []

    def watch(progress: Progress) -> None:
        if progress.stage.startswith(stage):
            reached.append(progress.stage)
            job.cancel()

    job = Job(watch)
    with pytest.raises(CancelledError):
        answer.export(desk, case, folder / "p.zip", job=job)
    assert reached
    assert _left(folder) == []
    assert cases.show(desk, case).case.documents == ()


def test_stopping_at_the_very_end_takes_the_folder_of_files_away(
    desk: Desk, case: str, folder: Path
) -> None:
    job = Job(lambda p: job.cancel() if p.stage == "Writing volumes" and p.done == 1 else None)
    with pytest.raises(CancelledError):
        answer.report(desk, case, "md", folder / "r.md", job=job)
    assert _left(folder) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_from_outside_leaves_nothing(
    desk: Desk,
    case: str,
    store_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
) -> None:
    def interrupted(*_args: object, **_options: object) -> tuple[bytes, bytes]:
        signal.raise_signal(number)
        raise AssertionError

    def no_ui(_store: Path | None, _operator: str | None) -> int:
        raise AssertionError

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    command = ["case", "report", case, "-o", str(folder / "r.pdf")]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    try:
        got = app.run([*command, "--store", str(store_path), "--operator", "tester"], no_ui)
    finally:
        signal.signal(signal.SIGINT, before)
    assert got == 130
    assert _left(folder) == []
    assert cases.show(desk, case).case.documents == ()


def test_reports_in_several_formats_share_their_files(desk: Desk, case: str, folder: Path) -> None:
    """The same bytes under the same name are no conflict; others are, and the folder is named."""
    answer.report(desk, case, "html", folder / "r.html")
    written = answer.report(desk, case, "md", folder / "r.md")
    (file,) = written.files
    assert file.read_bytes() == PICTURE
    file.write_bytes(b"another")
    with pytest.raises(ConflictError, match=r"“attachment-001\.jpg” in the folder “r-files”"):
        answer.report(desk, case, "docx", folder / "r.docx")
    assert file.read_bytes() == b"another"
    assert not (folder / "r.docx").exists()
    answer.report(desk, case, "docx", folder / "r.docx", force=True)
    assert file.read_bytes() == PICTURE


def test_a_file_in_the_place_of_the_folder_is_told(desk: Desk, case: str, folder: Path) -> None:
    (folder / "r-files").write_text("mine", encoding="utf-8")
    with pytest.raises(ConflictError, match="“r-files” is a file"):
        answer.report(desk, case, "md", folder / "r.md")
    assert _left(folder) == ["r-files"]


def test_a_volume_that_exists_is_told_before_anything_is_written(
    desk: Desk, case: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "RECORDS_PER_VOLUME", 3)
    (folder / "r-2.md").write_text("mine", encoding="utf-8")
    seen: list[str] = []
    with pytest.raises(ConflictError, match=r"“r-2\.md” exists"):
        answer.report(desk, case, "md", folder / "r.md", job=Job(lambda p: seen.append(p.stage)))
    assert "Writing volumes" not in seen
    assert _left(folder) == ["r-2.md"]


def test_long_reports_are_set_in_runs_of_pages(
    desk: Desk, case: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Breaks cost a page here and there; text, bookmarks, page numbers and tags stay."""
    answer.report(desk, case, "pdf", folder / "whole.pdf")
    monkeypatch.setattr(pdf, "_RUN", 20)
    answer.report(desk, case, "pdf", folder / "runs.pdf")
    whole, runs = (PdfReader(folder / name) for name in ("whole.pdf", "runs.pdf"))
    assert len(runs.pages) > len(whole.pages)
    last = runs.pages[-1].extract_text()
    assert f"{len(runs.pages)} of {len(runs.pages)}" in last or f"{len(runs.pages)} van" in last
    assert _titles(runs.outline) == _titles(whole.outline)
    assert "/StructTreeRoot" in runs.trailer["/Root"]  # type: ignore[operator]
    assert list(runs.attachments) == list(whole.attachments)


def _titles(outline: Any) -> list[Any]:
    return [_titles(one) if isinstance(one, list) else one.title for one in outline]


def test_files_that_left_the_answer_leave_its_folder(desk: Desk, case: str, folder: Path) -> None:
    """Somebody may have decided since that they stay out; what others put there stays."""
    answer.report(desk, case, "md", folder / "r.md")
    old, mine = folder / "r-files" / "recording-007.wav", folder / "r-files" / "notes.txt"
    old.write_bytes(b"of an earlier draft")
    mine.write_bytes(b"mine")
    with pytest.raises(ConflictError, match=r"recording-007.wav.*--force"):
        answer.report(desk, case, "html", folder / "r.html")
    assert old.exists()
    answer.report(desk, case, "html", folder / "r.html", force=True)
    assert not old.exists()
    assert mine.exists()
