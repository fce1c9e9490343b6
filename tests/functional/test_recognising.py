"""The source of a file is known by its fields, however it is wrapped."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from privacydesk.desk.context import Desk
from privacydesk.desk.recognising import recognise

CUSTOMERS = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Total Spent,Total Orders\n"
    "501,Ada,Visser,ada@example.nl,yes,10.00,1\n"
)
# FreePBX writes a header with the names that Asterisk's headerless file has by position.
CALLS = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
    "disposition,amaflags,accountcode,uniqueid,userfield\n"
    "2026-02-01 10:00:00,A,0612345678,600,ext,PJSIP/1,PJSIP/2,Queue,x,60,50,ANSWERED,3,,17.1,\n"
)


@pytest.mark.parametrize(
    ("name", "text", "source"),
    [
        ("customers_export.csv", CUSTOMERS, "shopify"),
        ("anything.csv", CUSTOMERS, None),
        ("cdr.csv", CALLS, "freepbx"),
        ("numbers.csv", "a;b\n1;2\n", None),
        (
            "tickets.csv",
            "Ticket ID,Subject,Created time\n1,Hello,2026-01-01 10:00:00\n",
            "freshdesk",
        ),
    ],
)
@pytest.mark.parametrize("wrapped", ["file", "folder", "zip"])
def test_recognised(
    desk: Desk, tmp_path: Path, name: str, text: str, source: str | None, wrapped: str
) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    path = folder / name
    path.write_text(text)
    if wrapped == "folder":
        path = folder
    elif wrapped == "zip":
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            archive.write(path, f"deep/{name}")
        path = tmp_path / "export.zip"
    assert recognise(desk, path) == source


def test_what_is_not_there_or_no_text_is_nothing(desk: Desk, tmp_path: Path) -> None:
    assert recognise(desk, tmp_path / "missing.csv") is None
    (tmp_path / "blob.csv").write_bytes(bytes(range(256)) * 9)
    assert recognise(desk, tmp_path / "blob.csv") is None
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not a zip")
    assert recognise(desk, tmp_path / "broken.zip") is None
