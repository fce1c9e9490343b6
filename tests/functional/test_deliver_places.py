"""Where a delivery may go, what is left when the disk is full, and passwords nobody can type."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.cli.app import run
from privacydesk.desk import release
from privacydesk.desk.outbox import Outbox
from privacydesk.domain.errors import InputError


@pytest.fixture
def released(tmp_path: Path) -> tuple[Office, str]:
    office = Office(tmp_path)
    reference = office.ready("md")
    release.release(office.jan, reference)
    return office, reference


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    released: tuple[Office, str], form: str
) -> None:
    office, reference = released
    place = office.folder / "here"
    place.mkdir()

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    words = ["case", "deliver", reference, "--as", form, "-o", str(place / "out")]
    # the limit would hold for the store too: its log entry is never reached
    found = subprocess.run(
        [sys.executable, "-m", "privacydesk", *words, "--store", str(office.path)],
        preexec_fn=full,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PRIVACYDESK_OPERATOR": "jan"},
        check=False,
    )
    assert found.returncode == 1, found.stderr
    assert "internal" not in found.stderr
    told = " ".join(found.stderr.split()).replace(" ", "")
    assert f"Nothingcanbewrittento“{place}" in told
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO])
def test_what_the_disk_refuses_is_said_with_its_folder(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    source = tmp_path / "source"
    source.write_bytes(b"x")
    monkeypatch.setattr(os, "fsync", refused)
    place = tmp_path / "new"
    for way in ("add", "add_copy"):
        with (
            pytest.raises(InputError, match=os.strerror(code)) as caught,
            Outbox(force=False) as outbox,
        ):
            outbox.add_folder(place)
            if way == "add":
                outbox.add(place / "a", b"data")
            else:
                outbox.add_copy(place / "a", source)
        assert str(place) in caught.value.message
        assert not place.exists()


def test_a_name_that_cannot_be_given_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return given(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    place = tmp_path / "new"
    with pytest.raises(InputError, match="Nothing can be written"), Outbox(force=False) as outbox:
        outbox.add_folder(place)
        outbox.add(place / "a", b"1")
        outbox.add(place / "b", b"2")
        outbox.commit()
    assert not place.exists()


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_place_that_is_not_there_is_named(released: tuple[Office, str], form: str) -> None:
    office, reference = released
    with pytest.raises(InputError) as caught:
        release.deliver(office.jan, reference, form, office.folder / "nope" / "a")
    assert caught.value.message == f"The folder “{office.folder / 'nope'}” does not exist."
    with pytest.raises(InputError, match="Nothing can be written"):
        release.deliver(office.jan, reference, form, office.folder / ("n" * 300))


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_stream_takes_no_delivery(
    released: tuple[Office, str],
    form: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    office, reference = released
    place = office.folder / "cwd"
    place.mkdir()
    monkeypatch.chdir(place)
    words = ["case", "deliver", reference, "--as", form, "-o", "-", "--store", str(office.path)]
    assert run(words, lambda *_: 0) == 1
    assert "name a place" in " ".join(capsys.readouterr().err.split())
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfepassword-of-mine", "UTF-8"),
        ("mot-de-passe-\u00e9".encode("latin-1"), "UTF-8"),
        (b"long enough\x00 with a zero", "control character"),
        (b"long enough\nin two lines", "control character"),
        (b"long enough\x1b[31m", "control character"),
    ],
)
def test_a_password_nobody_can_type_is_refused(
    released: tuple[Office, str], data: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    office, reference = released
    file = office.folder / "password"
    file.write_bytes(data)
    out = office.folder / "out.zip"
    words = ["case", "deliver", reference, "--as", "zip", "-o", str(out)]
    words += ["--password-file", str(file), "--store", str(office.path)]
    assert run(words, lambda *_: 0) == 1
    assert told in " ".join(capsys.readouterr().err.split())
    assert not out.exists()


def test_a_password_is_read_without_the_mark_of_its_encoding(
    released: tuple[Office, str], capsys: pytest.CaptureFixture[str]
) -> None:
    office, reference = released
    file = office.folder / "password"
    file.write_bytes(b"\xef\xbb\xbfcorrect horse battery\r\n")
    words = ["case", "deliver", reference, "--as", "zip", "-o", str(office.folder / "out.zip")]
    words += ["--password-file", str(file), "--store", str(office.path), "--json"]
    assert run(words, lambda *_: 0) == 0
    assert '"correct horse battery"' in capsys.readouterr().out
