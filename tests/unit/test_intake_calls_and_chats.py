"""Calls with their recordings, chats, and newsletter consents."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.intake_support import opened, party, read, table, values, write

from privacydesk.domain.model import (
    AttachmentState,
    AuthorRole,
    IdentifierKind,
    RecordDraft,
    RecordKind,
    Role,
)

FREEPBX = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
    "disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,cnum,cnam,"
    "outbound_cnum,outbound_cnam,dst_cnam"
)


@pytest.mark.parametrize("delimiter", [",", "|"])
def test_freepbx_calls_and_their_recordings(tmp_path: Path, delimiter: str) -> None:
    call = {"calldate": "2024-07-30 10:00:00", "clid": '"Anna Bos" <0612345678>',
            "src": "0612345678", "dst": "201", "duration": "65", "billsec": "60",
            "disposition": "ANSWERED", "uniqueid": "1722326400.1", "did": "0201234567",
            "cnum": "0612345678", "cnam": "Anna Bos",
            "recordingfile": "in-0201234567-0612345678-20240730-1722326400.1.wav"}  # fmt: skip
    rows = [
        call,
        call | {"dst": "202", "recordingfile": ""},  # a second leg of the same call
        call | {"uniqueid": "1722326401.2", "src": "anonymous", "cnum": "", "cnam": "anonymous",
                "clid": "anonymous", "recordingfile": "gone.wav"},
        call | {"uniqueid": "1722326402.3", "recordingfile": "../../etc/passwd"},
        call | {"uniqueid": "1722326403.4", "src": "201", "cnum": "201", "cnam": "Agent",
                "dst": "0031687654321", "recordingfile": ""},
    ]  # fmt: skip
    folder = tmp_path / "cdr"
    header = FREEPBX.replace(",", delimiter)
    write(folder / "cdr.csv", table(header, rows, delimiter))
    write(folder / "monitor" / "2024" / call["recordingfile"], "RIFF")
    write(folder / "passwd", "root")
    drafts, rejects = read(folder, "freepbx")
    assert not rejects
    calls = [draft for draft in drafts if draft.kind is RecordKind.CALL]
    assert [draft.source_id for draft in calls] == [
        "1722326400.1", "1722326400.1/2", "1722326401.2", "1722326402.3", "1722326403.4",
    ]  # fmt: skip
    assert values(party(calls[0], Role.CALLER), IdentifierKind.PHONE) == ["+31612345678"]
    assert party(calls[0], Role.CALLER).name == "Anna Bos"
    assert [one.role for one in calls[0].parties] == [Role.CALLER]  # an extension is no person
    assert calls[2].parties == ()  # a withheld number finds nobody
    assert values(party(calls[4], Role.CALLEE), IdentifierKind.PHONE) == ["+31687654321"]
    assert calls[0].details["talk_seconds"] == 60
    assert calls[0].occurred_at is not None
    assert calls[0].occurred_at.isoformat() == "2024-07-30T10:00:00+02:00"
    recordings = {d.source_id: d for d in drafts if d.kind is RecordKind.RECORDING}
    assert set(recordings) == {"1722326400.1", "1722326401.2", "1722326402.3"}
    there = recordings["1722326400.1"].attachments[0]
    assert there.state is AttachmentState.FILE
    assert there.path is not None
    assert Path(there.path).read_text() == "RIFF"
    assert recordings["1722326401.2"].attachments[0].state is AttachmentState.MISSING
    assert recordings["1722326402.3"].attachments[0].state is AttachmentState.MISSING
    assert recordings["1722326402.3"].flags == ("unsafe_path:recordingfile",)


@pytest.mark.parametrize(
    ("files", "flags"),
    [
        ((), ("recording_not_searched",)),
        (("rec/other.wav",), ()),
        (("a/in-1.wav", "b/in-1.wav"), ("recording_not_searched",)),
    ],
)
def test_a_recording_that_nobody_looked_for_says_so(
    tmp_path: Path, files: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    call = {"calldate": "2024-07-30 10:00:00", "src": "0612345678", "dst": "201",
            "uniqueid": "1722326400.1", "recordingfile": "in-1.wav"}  # fmt: skip
    write(tmp_path / "x" / "cdr.csv", table(FREEPBX, [call]))
    for name in files:
        write(tmp_path / "x" / name, "RIFF")
    drafts, _ = read(tmp_path / "x", "freepbx")
    recording = next(draft for draft in drafts if draft.kind is RecordKind.RECORDING)
    assert recording.attachments[0].state is AttachmentState.MISSING
    assert recording.flags == flags


def test_recordings_inside_a_zip_are_unpacked_for_the_store(tmp_path: Path) -> None:
    call = {"calldate": "2024-07-30 10:00:00", "src": "0612345678", "dst": "201",
            "uniqueid": "1722326400.1", "recordingfile": "/var/spool/rec/2024/a.wav"}  # fmt: skip
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cdr.csv", table(FREEPBX, [call]))
        archive.writestr("2024/a.wav", "RIFF")
        archive.writestr("2023/a.wav", "OTHER")
    given = opened(path, "freepbx")
    drafts = [item for item in given.items() if isinstance(item, RecordDraft)]
    where = drafts[1].attachments[0].path
    assert where is not None
    assert Path(where).read_text() == "RIFF"
    given.close()
    assert not Path(where).exists()


@pytest.mark.parametrize("fields", [16, 17, 18])
def test_asterisk_without_header(tmp_path: Path, fields: int) -> None:
    row = ["", "0612345678", "201", "ctx", '"Anna Bos" <0612345678>', "SIP/1", "SIP/2", "Dial",
           "x", "2024-01-30 10:00:00", "", "2024-01-30 10:01:05", 65, 0, "NO ANSWER", "DOC",
           "1706605200.10", "audio:q-1706605200.10.wav"][:fields]  # fmt: skip
    folder = tmp_path / "a"
    folder.mkdir()
    cells = [f"{c}" if isinstance(c, int) else '"' + str(c).replace('"', '""') + '"' for c in row]
    (folder / "Master.csv").write_text(",".join(cells) + "\n")
    (folder / "rec-1706605200.10.mp3").write_text("ID3")
    drafts, rejects = read(folder, "asterisk")
    assert not rejects
    assert drafts[0].kind is RecordKind.CALL
    assert party(drafts[0], Role.CALLER).name == "Anna Bos"
    assert drafts[0].details["duration_seconds"] == 65
    if fields == 16:
        assert drafts[0].source_id.startswith("row-")
        assert len(drafts) == 1
    elif fields == 17:
        assert drafts[1].attachments[0].state is AttachmentState.FILE  # found by the unique id
    else:
        assert drafts[0].source_id == "1706605200.10"
        assert drafts[1].attachments[0].name == "q-1706605200.10.wav"
        assert drafts[1].attachments[0].state is AttachmentState.MISSING


def test_asterisk_fields_in_the_other_order(tmp_path: Path) -> None:
    row = ["", "0612345678", "201", "c", "x", "a", "b", "D", "x", "2024-01-30 10:00:00", "",
           "2024-01-30 10:01:05", "65", "0", "BUSY", "DOC", "note", "1706605200.10"]  # fmt: skip
    drafts, _ = read(write(tmp_path / "Master.csv", ",".join(row)), "asterisk")
    assert drafts[0].source_id == "1706605200.10"
    assert drafts[0].payload["userfield"] == "note"


def test_freshchat(tmp_path: Path) -> None:
    root = tmp_path / "fc"
    write(
        root / "users.csv", "id,email,first_name,last_name,phone\nu-1,anna@example.nl,Anna,Bos,\n"
    )
    write(root / "conversation_ids.csv", "user_id,conversation_id\nu-1,c-1\n")
    messages = [
        {"id": "1", "actor_type": "user", "actor_id": "u-1", "message_type": "normal",
         "message_parts": [{"text": {"content": "Hallo"}}], "created_time": "2024-01-30T10:00:00Z"},
        {"id": "2", "actor_type": "agent", "actor_id": "a-1", "message_type": "private",
         "message_parts": [{"text": {"content": "let op"}},
                           {"image": {"url": "https://files.example.com/x.png"}}],
         "created_time": "2024-01-30T10:01:00Z"},
        {"id": "3", "actor_type": "bot", "actor_id": "b", "message_type": "normal",
         "message_parts": [{"text": {"content": "Dag"}}], "created_time": "2024-01-30T10:02:00Z"},
    ]  # fmt: skip
    write(root / "conversations" / "c-1.json", {"conversation_id": "c-1", "messages": messages})
    write(root / "conversations" / "c-2.json", messages[:1])
    drafts, rejects = read(root, "freshchat")
    assert not rejects
    chats = {draft.source_id: draft for draft in drafts if draft.kind is RecordKind.CHAT}
    assert set(chats) == {"c-1", "c-2"}
    chat = chats["c-1"]
    assert party(chat, Role.REQUESTER).key == "u-1"
    assert party(chat, Role.REQUESTER).name == "Anna Bos"
    assert [(m.author_role, m.internal, m.text) for m in chat.messages] == [
        (AuthorRole.SUBJECT, False, "Hallo"),
        (AuthorRole.AGENT, True, "let op\n[image]"),
        (AuthorRole.BOT, False, "Dag"),
    ]
    assert chat.attachments[0].state is AttachmentState.LINK
    assert chat.occurred_at is not None


def test_mailchimp(tmp_path: Path) -> None:
    header = (
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
        "CONFIRM_IP,LATITUDE,LONGITUDE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    )
    left = header.replace(
        "MEMBER_RATING", "UNSUB_TIME,UNSUB_REASON,UNSUB_REASON_OTHER,MEMBER_RATING"
    )
    row = {"Email Address": "anna@example.nl", "First Name": "Anna", "MEMBER_RATING": "3",
           "OPTIN_TIME": "2024-07-30 10:00:00", "OPTIN_IP": "198.51.100.7", "EUID": "e1",
           "TAGS": '"VIP","Blog"'}  # fmt: skip
    path = tmp_path / "audience.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("subscribed_members_export_ab.csv", table(header, [row]))
        gone = row | {"EUID": "e2", "UNSUB_TIME": "2024-08-01 10:00:00",
                      "UNSUB_REASON_OTHER": "te veel"}  # fmt: skip
        archive.writestr("unsubscribed_members_export_ab.csv", table(left, [gone]))
    drafts, rejects = read(path, "mailchimp")
    assert not rejects
    found = {(draft.kind, draft.source_id): draft for draft in drafts}
    news, consent = found[RecordKind.NEWSLETTER, "e1"], found[RecordKind.CONSENT, "e1"]
    assert news.details["status"] == "subscribed"
    assert news.details["topics"] == ["VIP", "Blog"]
    assert consent.details["given_at"] == "2024-07-30T10:00:00+00:00"
    withdrawn = found[RecordKind.CONSENT, "e2"].details
    assert withdrawn["status"] == "unsubscribed"
    assert withdrawn["withdrawn_at"] == "2024-08-01T10:00:00+00:00"
    assert withdrawn["reason"] == "te veel"
