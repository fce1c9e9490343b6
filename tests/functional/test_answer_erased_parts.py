"""Records that lost only parts to a storage period: the answer says which, when and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.import_support import bring, person, record
from tests.functional.retention_support import NEW, NOW, OLD, after, keeps
from tests.packs import text_of

from privacydesk.desk import answer, find, retention
from privacydesk.desk.context import Desk
from privacydesk.domain.model import AuthorRole, MessageDraft, RecordDraft, RecordKind
from privacydesk.policy.loader import parse_pack

TALK = keeps("talk", ["chat"], after("P90D"), rows=["chat_transcripts", "ticket_agent_replies"])
LIST = keeps("list", ["chat"], after("P20Y"), rows=["ticket_metadata"])
NOTES = keeps("notes", ["chat"], after("P10Y"), rows=["internal_notes"])


def _in_force(desk: Desk, *activities: str) -> Desk:
    use_pack(desk, parse_pack(text_of(*activities, law="not_available")))
    return desk


def _chat(key: str, day: object = OLD) -> RecordDraft:
    who = person("Anna Berg", key="a", email="anna@berg.example")
    return replace(
        record(key, who, kind=RecordKind.CHAT, occurred_at=day, title=f"Summary {key}"),
        messages=(
            MessageDraft(AuthorRole.SUBJECT, "tell me all"),
            MessageDraft(AuthorRole.AGENT, "well then"),
            MessageDraft(AuthorRole.AGENT, "between us", internal=True),
        ),
    )


def _case(desk: Desk, language: str = "en") -> str:
    subject = find.find(desk, "anna@berg.example", budget_ms=5000).results[0].subject_id
    return log_case(desk, subject, language=language, received=desk.now().date())


def _told(desk: Desk, language: str = "en") -> str:
    return answer.preview(desk, _case(desk, language)).replace("\\", "")


@pytest.mark.parametrize(
    ("language", "heading", "row", "note"),
    [
        (
            "en",
            "Erased in part",
            "| your own messages, our replies, messages of others, files | 2 March 2026 | a period",
            "We erased a part of this record, last on 2 March 2026: your own messages, our "
            "replies, messages of others, files (a period; ended on 14 April 2020).",
        ),
        (
            "nl",
            "Voor een deel gewist",
            "| uw eigen berichten, onze antwoorden, berichten van anderen, bestanden | 2 maart",
            "Een deel van dit stuk hebben wij gewist, laatst op 2 maart 2026",
        ),
        (
            "de",
            "Zum Teil gelöscht",
            "| Ihre eigenen Nachrichten, unsere Antworten, Nachrichten anderer, Dateien | 2. März",
            "Einen Teil dieses Datensatzes haben wir gelöscht, zuletzt am 2. März 2026",
        ),
    ],
)
def test_the_parts_that_went_are_told(
    desk: Desk, language: str, heading: str, row: str, note: str
) -> None:
    desk = _in_force(desk, TALK, LIST, NOTES)
    bring(desk, [_chat("C1"), _chat("C2"), _chat("C3", NEW)])
    assert retention.run(desk, yes=True).parts == 2

    text = _told(desk, language)

    assert heading in text
    (line,) = [line for line in text.splitlines() if row in line]
    assert "| 2 |" in line
    assert text.count(note) == 2  # under each record that lost something, and no other
    assert "between us" in text  # the notes have a longer period


def test_a_part_that_is_still_there_is_not_told_as_erased(desk: Desk) -> None:
    desk = _in_force(desk, TALK, LIST, NOTES)
    bring(desk, [_chat("C1")])
    assert retention.run(desk, yes=True).parts == 1
    assert "internal notes" not in _told(desk).partition("Erased in part")[2].partition("#")[0]


def test_parts_of_two_periods_are_told_apart(desk: Desk) -> None:
    desk = _in_force(
        desk, TALK, LIST, keeps("notes", ["chat"], after("P1Y"), rows=["internal_notes"])
    )
    bring(desk, [_chat("C1")])
    assert retention.run(desk, yes=True).parts == 1
    text = _told(desk)
    assert "messages of others, files (a period; ended on 14 April 2020)" in text
    assert "internal notes (a period; ended on 15 January 2021)" in text


def test_nothing_is_told_while_nothing_went(desk: Desk) -> None:
    desk = _in_force(desk, TALK, LIST)
    bring(desk, [_chat("C1", NEW)])
    assert retention.run(desk, yes=True).touched == 0
    text = _told(desk)
    assert "Erased in part" not in text
    assert "We erased" not in text


def test_a_record_that_went_whole_later_is_told_as_gone(desk: Desk) -> None:
    desk = _in_force(desk, TALK, keeps("list", ["chat"], after("P7Y"), rows=["ticket_metadata"]))
    bring(desk, [_chat("C1"), _chat("C2", NEW)])
    assert retention.run(desk, yes=True).parts == 1
    later = replace(desk, now=lambda: NOW + timedelta(days=400))
    assert retention.run(later, yes=True).erased == 1
    text = _told(later)
    assert "erased by us on" in text
    assert text.count("We erased a part of this record") == 1  # C2, a year old by then


def test_a_pack_that_no_longer_tells_the_parts_apart(desk: Desk) -> None:
    """The ruling of that day cannot be made again: the words say only what is sure."""
    desk = _in_force(desk, TALK, LIST)
    bring(desk, [_chat("C1")])
    assert retention.run(desk, yes=True).parts == 1
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE record SET occurred_at = NULL WHERE kind = 'chat'")
        tx.audit("test.undated")
    text = _told(desk)
    assert "messages, notes or files" in text
    assert "ended on 14 April 2020" in text
