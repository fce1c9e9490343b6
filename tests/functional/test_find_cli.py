"""`privacydesk find` and `privacydesk subject`: documented JSON, plain text, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.functional.people import People, Told

from privacydesk.cli import app
from privacydesk.store.engine import Store


class Cli:
    """The command line on one store; keeps what it wrote last."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.capsys = capsys
        self.err = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        def no_ui(_store: Path | None, _operator: str | None) -> int:
            raise AssertionError

        self.capsys.readouterr()
        got = app.run([*words, "--store", str(self.path), "--operator", "tester"], no_ui)
        out = self.capsys.readouterr()
        self.err = out.err
        assert got == code, out.err
        return out.out

    def json(self, *words: str) -> Any:
        body = json.loads(self(*words, "--json"))
        assert body["schema"] == 1
        return body


@pytest.fixture
def cli(store_path: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> Cli:
    people = People(store)
    anna = people.add(
        "Anna\x1b Visser",
        ("email", "anna@example.com"),
        ("phone", "3,16E+10"),
        records=[
            Told("ticket", "Camera", "kapot", at="2026-01-05", payload={"Ticket ID": 7}),
            Told("call", "Incoming", at="2026-02-05", role="caller"),
        ],
    )
    other = people.add("A. Visser", ("email", "a.visser@example.com"), records=[Told(title="Los")])
    people.suggest(anna, other, "same_address", "1234AB 12")
    store.close()
    return Cli(store_path, capsys)


def test_find_json(cli: Cli) -> None:
    body = cli.json("find", "anna@example.com")
    assert set(body) == {"schema", "results", "more", "took_ms", "timed_out"}
    (hit,) = body["results"]
    assert (hit["subject_id"], hit["counts"]) == (1, {"call": 1, "ticket": 1})
    assert hit["why"] == [{"kind": "email", "value": "anna@example.com", "shared_by": 1}]
    assert hit["newest"].startswith("2026-02-05")
    assert body["more"] is False


def test_nothing_found_is_an_empty_list(cli: Cli) -> None:
    assert cli.json("find", "nobody@example.com")["results"] == []
    assert cli("find", "nobody@example.com") == ""
    assert cli.err == "Nobody found.\n"


def test_find_in_plain_text(cli: Cli) -> None:
    text = cli("find", "visser", "anna")
    assert text.splitlines() == [
        "Person 1: Anna␛ Visser",
        "  name: Anna␛ Visser",
        "  records: 1 call, 1 ticket; newest 2026-02-05",
    ]
    assert cli("find", "--limit", "1", "visser").count("Person") == 1
    assert "More may match" in cli.err
    cli("find", "--limit", "0", "visser", code=2)
    cli("find", "visser", "--for", "2026-0099", code=1)
    assert "There is no case 2026-0099." in cli.err


def test_subject_show_json(cli: Cli) -> None:
    body = cli.json("subject", "show", "1", "--purpose", "request by letter")
    assert body["subject_id"] == 1
    assert body["cases"] == []
    assert {k: body["identifiers"][0][k] for k in ("kind", "value", "source")} == {
        "kind": "email",
        "value": "anna@example.com",
        "source": "helpdesk",
    }
    assert body["identifiers"][1]["value"] is None
    assert [r["record_id"] for r in body["records"]] == [2, 1]
    first = body["records"][1]
    assert first["kind"] == "ticket"
    assert first["source"] == "helpdesk"
    assert first["source_id"] == "r1"
    assert first["occurred_at"].startswith("2026-01-05T00:00:00")
    assert first["title"] == "Camera"
    assert first["role"] == "requester"
    assert first["payload"] == {"Ticket ID": 7}
    (look,) = cli.json("subject", "looks", "1")["consultations"]
    assert (look["operator"], look["purpose"]) == ("tester", "request by letter")


def test_subject_show_in_plain_text(cli: Cli) -> None:
    text = cli("subject", "show", "1")
    assert "\x1b" not in text
    assert "Records: 2 (1 call, 1 ticket)" in text
    assert "phone: 3,16E+10 (damaged by a spreadsheet)" in text
    assert "Open suggestions: 1 (see: privacydesk subject suggestions 1)" in text
    assert "looked up on the command line" in cli("subject", "looks", "1")
    cli("subject", "show", "99", code=1)
    assert cli.err == "privacydesk: There is no person with number 99.\n"


def test_subject_record(cli: Cli) -> None:
    text = cli("subject", "record", "1")
    assert text.startswith("Record 1: Camera\nKind: ticket\n")
    assert "\nkapot\n" in text
    assert "  Ticket ID: 7\n" in text
    assert cli.json("subject", "record", "1")["payload"] == {"Ticket ID": 7}
    assert len(cli.json("subject", "looks", "1")["consultations"]) == 2
    cli("subject", "record", "99", code=1)


def test_suggestions_accept_undo_reject(cli: Cli) -> None:
    (one,) = cli.json("subject", "suggestions", "2")["suggestions"]
    assert (one["subject_a"], one["subject_b"], one["reason"]) == (1, 2, "same_address")
    assert cli.json("subject", "accept", "1")["state"] == "accepted"
    assert cli.json("find", "a.visser@example.com")["results"][0]["subject_id"] == 1
    assert cli.json("subject", "undo", "1")["state"] == "open"
    assert cli.json("find", "a.visser@example.com")["results"][0]["subject_id"] == 2
    cli("subject", "reject", "1", code=2)
    cli("subject", "reject", "1", "--reason", "sisters")
    assert cli("subject", "suggestions") == ""
    assert "not the same person: sisters" in cli("subject", "suggestions", "--state", "all")
    cli("subject", "suggestions", "--state", "lost", code=2)


def test_merge_and_split(cli: Cli) -> None:
    assert cli.json("subject", "merge", "1", "2", "--reason", "one letter")["subject_id"] == 1
    assert len(cli.json("subject", "show", "2")["records"]) == 3
    assert cli.json("subject", "split", "1", "--party", "2", "--reason", "no") == {
        "schema": 1,
        "subject_id": 2,
    }
    assert len(cli.json("subject", "show", "2")["records"]) == 1
    cli("subject", "merge", "1", "1", "--reason", "x", code=1)
    cli("subject", "split", "1", "--party", "1", "--reason", "x", code=1)
