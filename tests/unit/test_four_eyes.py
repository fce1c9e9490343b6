"""Who may release what others made: every part of the making bars, and only its maker."""

from __future__ import annotations

import os

import pytest

from privacydesk.desk.context import who
from privacydesk.domain.errors import InputError
from privacydesk.domain.four_eyes import Work, objections, operator_key

REPORT, REPLY = "access_report", "letter:access_reply"
BY_EVA = Work(drafts=((REPORT, "eva"), (REPLY, "eva")))


@pytest.mark.parametrize("name", ["anna", "ANNA", " anna ", "ａｎｎａ", "Anna"])
def test_one_operator_however_the_name_is_written(name: str) -> None:
    assert operator_key(name) == operator_key("anna")
    assert objections(Work(drafts=((REPORT, "Anna"),)), name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna  de Boer", "anna de boer"), ("Groß", "GROSS"), ("Zoe\u0308", "zoë"), ("ﬁn", "FIN")],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert operator_key(one) == operator_key(other)


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff", "\u202e", "\ufe0f", "\U000e0101", "\u034f",
     "\u3164", "\x00", "\x7f", "\x9b"],
)  # fmt: skip
def test_a_character_that_is_not_seen_makes_nobody_else(
    hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"pi{hidden}et"
    assert operator_key(name) == operator_key("piet")
    assert objections(Work(drafts=((REPORT, "piet"),)), name)
    assert operator_key(f"Zoe{hidden}\u0308") == operator_key("zoë")
    with pytest.raises(InputError, match="cannot be seen"):
        who(name)
    monkeypatch.setattr(os, "environ", {"PRIVACYDESK_OPERATOR": name})
    with pytest.raises(InputError, match="cannot be seen"):
        who(None)


@pytest.mark.parametrize(
    "name", ["Anna de Boer", "Zoe\u0308", "प्रिया", "김민준", "O’Neill", "a\u00a0b"]
)
def test_names_of_people_are_taken(name: str) -> None:
    assert who(name) == name


def test_names_that_are_not() -> None:
    assert operator_key("anna") != operator_key("anna b")
    assert operator_key("zoe") != operator_key("zoë")


@pytest.mark.parametrize(
    ("work", "said", "over"),
    [
        (Work(drafts=((REPORT, "Anna"),)), "wrote the draft of the access report",
         "case report R1"),
        (Work(drafts=((REPORT, "eva"), ("portability_package", "anna"))),
         "wrote the draft of the portability package", "case export R1"),
        (Work(drafts=((REPLY, "anna"),)), "wrote the draft of the access reply letter",
         "case letter R1 access_reply"),
        (Work(drafts=BY_EVA.drafts, texts=((REPLY, "anna"),)),
         "edited the text of the access reply letter", "case letter R1 access_reply --edit FILE"),
        (Work(drafts=BY_EVA.drafts, facts=((REPLY, "eva"), (REPLY, "anna"))),
         "stated facts for the access reply letter",
         "case letter R1 access_reply --set FACT=VALUE"),
        (Work(drafts=BY_EVA.drafts, explanations=(("gone:Shop", "anna"),)),
         "gave the explanation of gone:Shop", "case explain R1 gone:Shop --reason WHY"),
        (Work(drafts=BY_EVA.drafts, deciders=("anna",)), "decided alone", "case redact R1"),
        (Work(drafts=BY_EVA.drafts, deciders=("Anna", "ANNA ")), "decided alone",
         "case redact R1"),
    ],
)  # fmt: skip
def test_each_part_bars_its_maker_and_says_what_to_do(work: Work, said: str, over: str) -> None:
    (problem,) = objections(work, "ANNA", "R1")
    assert said in problem.text
    assert problem.blocking
    assert "Another person releases it, or takes it over" in problem.to_do.text
    assert problem.to_do.command == over
    assert objections(work, "jan", "R1") == ()


@pytest.mark.parametrize(
    "work",
    [
        BY_EVA,
        Work(drafts=BY_EVA.drafts, deciders=("anna", "eva")),  # somebody else decided one too
        Work(drafts=BY_EVA.drafts, deciders=("eva",)),
        Work(),
    ],
)
def test_what_does_not_bar(work: Work) -> None:
    assert objections(work, "anna") == ()


def test_every_part_is_told_once() -> None:
    work = Work(
        drafts=((REPORT, "anna"), (REPLY, "Anna")),
        texts=((REPLY, "anna"),),
        facts=((REPLY, "anna"), (REPLY, "ANNA")),
        deciders=("anna", "jan"),
    )
    assert len(objections(work, "anna")) == 4


def test_everybody_who_had_a_part_is_named_once() -> None:
    work = Work(
        drafts=((REPORT, "mira"),),
        texts=((REPLY, "Eva"),),
        facts=((REPLY, "eva"),),
        explanations=(("links", "jan"),),
        deciders=("MIRA", "otto"),
    )
    assert work.contributors == ("Eva", "jan", "mira", "otto")
