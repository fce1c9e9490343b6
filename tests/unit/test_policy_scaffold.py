"""New packs from answers, and the schema that editors check packs with."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.packs import activity, text_of

from privacydesk.domain.errors import InputError
from privacydesk.domain.periods import Duration, Event
from privacydesk.domain.rights import Right
from privacydesk.policy.json_schema import pack_schema, schema_text
from privacydesk.policy.loader import find_packs, load_pack, parse_pack
from privacydesk.policy.presets import PRESETS, period_text
from privacydesk.policy.scaffold import answered, questions, read_answers, settle
from privacydesk.policy.scaffold_text import copied_text, pack_text

DOCS = Path(__file__).parents[2] / "docs"
SHIPPED = [file.name for file in find_packs()]


def plain(node: Any) -> Any:
    """TOML as JSON knows it."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node.isoformat() if isinstance(node, dt.date) else node


def complaints(text: str) -> list[str]:
    validator = Draft202012Validator(
        pack_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [error.message for error in validator.iter_errors(plain(tomllib.loads(text)))]


def test_the_shipped_schema_is_the_current_one() -> None:
    shipped = (DOCS / "policy-pack.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text(), (
        "run `privacydesk policy schema > docs/policy-pack.schema.json`"
    )
    Draft202012Validator.check_schema(json.loads(shipped))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_pack_fits_the_schema(name: str) -> None:
    assert complaints(load_pack(name).text) == []


@pytest.mark.parametrize(
    ("wrong", "by"),
    [
        ('{ article = "6(1)(b)" }', '{ article = "6(1)b" }'),
        ('kinds = ["ticket"]', 'kinds = ["letter"]'),
        ('country = "DE"', 'country = "Germany"'),
        ('law = "DE"', 'law = "FR"'),
        ('language = "en"', 'language = "fr"'),
        ('address = "formal"', 'adress = "formal"'),
        ('title.en = "one"', 'title.section = "one"'),
        ('date = "not stated"', 'date = "last year"'),
    ],
)
def test_the_schema_finds_what_the_loader_refuses(wrong: str, by: str) -> None:
    text = text_of(activity("one", ("ticket",)))
    assert complaints(text) == []
    assert wrong in text
    broken = text.replace(wrong, by)
    assert complaints(broken)
    with pytest.raises(InputError):
        parse_pack(broken)


def test_a_supplement_may_give_single_facts_but_no_silence() -> None:
    base = text_of(activity("one", ("ticket",)))
    good = base + '\n[[supplement.activity]]\nid = "one"\nrequired.en = "no"\n'
    assert complaints(good) == []
    assert complaints(good.replace('id = "one"\nrequired', "required"))
    assert complaints(base + '\n[[supplement.activity]]\nid = "one"\nbasis = "not stated"\n')


def test_nothing_answered_is_a_pack_that_says_so() -> None:
    pack = parse_pack(pack_text("acme", answered({})), name="acme")
    assert pack.controller.name == "acme"
    assert pack.rights == {}
    assert {"security", "complaint"} <= set(pack.not_stated)
    for one in pack.activities:
        assert {"basis", "period", "recipients"} <= set(one.not_stated)


def test_answers_become_facts() -> None:
    text = """
controller = "Acme GmbH"
emails = ["privacy@acme.example", "dpo@acme.example"]
country = "DE"
region = "DE-NW"
law = "DE"
authority = "LDI Nordrhein-Westfalen"
language = "de"
letters = ["de", "en"]
rights = ["access", "erasure", "withdrawal"]
house_days = 28
activities = ["support", "call_recordings"]

[support]
basis = "6(1)(b)"
period = "P2Y"
from = "last_contact"

[call_recordings]
basis = "6(1)(a)"
"""
    pack = parse_pack(pack_text("acme", answered(read_answers(text, file="a.toml"))))
    assert (pack.zone, pack.retention_law, pack.region) == ("Europe/Berlin", "DE", "DE-NW")
    assert pack.authorities[0].name.endswith("Nordrhein-Westfalen")
    assert pack.house_days(Right.ACCESS) == 28
    assert pack.house_days(Right.WITHDRAWAL) is None  # takes effect at once
    assert set(pack.rights) == {Right.ACCESS, Right.ERASURE, Right.WITHDRAWAL}
    assert pack.activity("support").periods[0].text("de") == "2 Jahre nach dem letzten Kontakt"
    assert pack.activity("call_recordings").bases[0].article == "6(1)(a)"


@given(
    st.dictionaries(
        st.sampled_from(["controller", "trade_name", "address", "phone", "title", "emails"]),
        st.text(max_size=60),
    )
)
def test_no_answer_breaks_out_of_its_value(given_: dict[str, str]) -> None:
    settled = answered(given_)
    pack = parse_pack(pack_text("acme", settled), name="acme")
    assert pack.name == "acme"
    assert pack.controller.trade_name == settled["trade_name"].strip()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("country", "Holland"),
        ("language", "fr"),
        ("house_days", "soon"),
        ("date", "yesterday"),
        ("activities", "spying"),
        ("support.basis", "6(1)b"),
        ("support.period", "2 years"),
    ],
)
def test_wrong_answers_are_told(key: str, value: str) -> None:
    with pytest.raises(InputError, match=key.replace(".", r"\.")):
        answered({key: value})


def test_unknown_answers_are_told() -> None:
    with pytest.raises(InputError, match="controler"):
        read_answers('controler = "x"', file="a.toml")
    with pytest.raises(InputError, match="TOML"):
        read_answers("controller =", file="a.toml")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_says_the_same_under_another_name(name: str) -> None:
    pack = load_pack(name)
    copy = parse_pack(copied_text("mine", pack.text), name="mine")
    assert copied_text("mine", copy.text) == copy.text
    assert copy.activities == pack.activities
    assert copy.rights == pack.rights


@pytest.mark.parametrize("name", ["", "Acme", "../up", "a b", "a" * 41, "1a"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(InputError):
        pack_text(name, answered({}))


def test_every_question_has_a_default_that_is_right() -> None:
    answers: dict[str, str] = {"activities": ", ".join(PRESETS)}
    for question in questions(answers):
        if question.key != "activities":
            answers[question.key] = settle(question, "", answers)
    assert answers["zone"] == "Europe/Amsterdam"


@pytest.mark.parametrize("event", list(Event))
def test_periods_have_words_in_each_language(event: Event) -> None:
    text = period_text(Duration(years=1, months=6), event)
    assert text.missing == ()
    assert text("en").startswith("1 year, 6 months ")
    assert period_text(Duration(), event)("de").startswith("sofort ")
