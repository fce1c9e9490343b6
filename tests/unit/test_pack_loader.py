"""Packs are read whole, and refused with file, line, key, what is wrong and what is allowed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs import activity, pack_of, period, stage, text_of

from privacydesk.domain.errors import NotFoundError
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.model import RecordKind
from privacydesk.domain.periods import ByLaw, Criterion, Duration, Event, Latest, Stage, Term
from privacydesk.policy.loader import PackError, find_packs, load_pack, parse_pack
from privacydesk.policy.positions import Path as Key
from privacydesk.policy.positions import positions

GOOD = text_of(
    activity("support", ("ticket",), periods=f"period = [{period(stage('law = true'))}]"),
    more="""
[[recipient]]
id = "carrier"
category.en = "Carriers"
country = "NL"
processor = false
""",
)


def refused(text: str) -> PackError:
    with pytest.raises(PackError) as caught:
        parse_pack(text, file="mine.toml")
    return caught.value


@pytest.mark.parametrize("name", [pack.name for pack in find_packs()])
def test_packs_of_the_program_load_and_speak_their_letter_languages(name: str) -> None:
    pack = load_pack(name)
    assert pack.name == name
    assert len(pack.sha256) == 64
    assert parse_pack(pack.text, file=f"{name}.toml") == pack
    for act in pack.activities:
        assert act.title.missing == ()
        assert all(purpose.missing == () for purpose in act.purposes)


@pytest.mark.parametrize(
    ("old", "new", "key", "allowed"),
    [
        ('article = "6(1)(b)"', 'article = "6(1)b"', "basis[1].article", "6(1)(a) to 6(1)(f)"),
        ('"ticket"', '"tickets"', "kinds[1]", "ticket"),
        ("law = true", 'after = "90 days", from = "creation"', "until.after", "ISO 8601"),
        ("law = true", 'after = "P90D", from = "birth"', "until.from", "case_closed"),
        ("law = true", 'after = "P90D"', "until", "belong together"),
        ("law = true", 'law = true, criterion = { en = "x" }', "until", "exactly one"),
        ("law = true", 'criterion = { fr = "x" }', "criterion.fr", "nl, de, en"),
        ('then = "erase"', 'then = "delete"', "then", "anonymise"),
        ('country = "NL"', 'country = "Netherlands"', "recipient[1].country", "capital letters"),
        ('country = "DE"', 'country = "DE"\nregion = "DE-XX"', "place.region", "DE-NW"),
        ('zone = "Europe/Berlin"', 'zone = "Bocholt"', "place.zone", "Europe/Amsterdam"),
        ('law = "DE"', 'law = "FR"', "retention.law", "not_available"),
        ('languages = ["en"]', 'languages = ["en", "fr"]', "letters.languages[2]", "nl, de"),
        ('languages = ["en"]', 'languages = ["en", "nl"]', "title", "no text in nl"),
        ('recipients = "not stated"', 'recipients = ["post"]', "recipients[1]", "carrier"),
        ('recipients = "not stated"', "", "activity[1].recipients", "not stated"),
        ("processor = false", "", "recipient[1].processor", "not stated"),
        ('dpo = "not stated"', "", "controller.dpo", "not stated"),
        ('title.en = "support"', 'titel.en = "support"', "activity[1].titel", "title"),
        ('id = "support"', 'id = "Support!"', "activity[1].id", "a-z"),
        ("law = true", 'after = "P0M", from = "creation"', "until.after", "P0D for at once"),
        ('date = "not stated"', "date = '31-01-2026'", "statement.date", "like 2026-01-31"),
        (
            'recipients = "not stated"',
            'recipiens = "not stated"',
            "activity[1].recipiens",
            "recipients",
        ),
        ('dpo = "not stated"', 'dpoo = "not stated"', "controller.dpoo", "dpo"),
        ('automated = "not stated"', 'automatd = "not stated"', "automatd", "automated"),
        ('address = "formal"', 'address = "polite"', "letters.address", "informal"),
    ],
)
def test_a_wrong_key_is_named_with_its_line_and_what_is_allowed(
    old: str, new: str, key: str, allowed: str
) -> None:
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    problem = refused(text).problems[0]
    assert key in problem.key
    assert allowed in problem.message
    assert problem.line is not None
    around = text.splitlines()[problem.line - 1]
    wanted = problem.key.replace("]", "").replace("[", ".").split(".")
    assert any(word in around for word in wanted if not word.isdigit())


def test_a_wrong_event_is_a_key_of_the_pack_only() -> None:
    text = GOOD.replace("law = true", 'earliest = [{ after = "P1D", from = "birth" }]')
    (problem,) = refused(text).problems
    assert problem.key.endswith("until.earliest[1].from")


@pytest.mark.parametrize("key", ["security", "automated", "name"])
def test_a_missing_key_says_where_it_belongs(key: str) -> None:
    told = refused(re.sub(rf"(?m)^{key} = .*\n", "", GOOD, count=1)).message
    assert f"key {key} is missing at the top of the file" in told


def test_the_error_is_one_sentence_and_keeps_the_rest() -> None:
    error = refused(GOOD.replace('"ticket"', '"tickets"').replace("6(1)(b)", "6(b)"))
    assert len(error.problems) == 2
    assert error.message.startswith("mine.toml, line ")
    assert error.message.endswith("(1 more problem)")


def test_broken_toml_names_its_line() -> None:
    error = refused(GOOD + "\nname = \n")
    assert error.problems[0].line is not None
    assert "TOML" in error.message


@pytest.mark.parametrize("levels", [40, 100_000])
def test_a_bottomless_pack_is_refused(levels: int) -> None:
    error = refused(f"{GOOD}\nx = {'[' * levels}{']' * levels}\n")
    assert "nested" in error.message


def test_lines_are_right_with_windows_line_ends() -> None:
    assert positions(GOOD.replace("\n", "\r\n")) == positions(GOOD)


def test_a_supplement_fills_what_the_statement_leaves_open_and_is_marked() -> None:
    pack = parse_pack(
        text_of(
            activity("support", ("ticket",)),
            activity("orders", ("order",)),
            more="""
[[recipient]]
id = "repairers"
category.en = "Repair companies"
country = "not stated"
processor = true

[supplement.controller]
phone = "+49 30 1"

[[supplement.recipient]]
id = "repairers"
name = "Fix GmbH"
country = "DE"

[[supplement.activity]]
id = "support"
recipients = ["repairers"]
[[supplement.activity.period]]
text.en = "2 years"
stages = [{ until = { after = "P2Y", from = "case_closed" }, then = "erase" }]

[supplement.security]
en = "locks"
""",
        )
    )
    support = pack.activity("support")
    assert support.supplied == ("period", "recipients")
    assert support.periods[0].supplied
    assert "period" not in support.not_stated
    assert pack.activity("orders").not_stated == ("period", "recipients")
    fixer = pack.recipient("repairers")
    assert (fixer.name, fixer.country, fixer.outside_eea) == ("Fix GmbH", "DE", False)
    assert fixer.supplied == ("country", "name")
    assert fixer.not_stated == ()
    assert {"controller.phone", "security"} <= set(pack.supplied)
    assert "controller.phone" not in pack.not_stated
    assert "controller.address" in pack.not_stated


def test_a_supplement_cannot_change_what_was_published() -> None:
    text = GOOD + '\n[supplement.controller]\nname = "Another Ltd."\n'
    problem = refused(text).problems[0]
    assert problem.key == "supplement.controller.name"
    assert "only add" in problem.message
    assert problem.line == len(text.splitlines())


def test_every_form_of_a_period_can_be_said() -> None:
    stages = ", ".join(
        (
            stage('after = "P3M", from = "contract_end"', "block"),
            stage('law = true, stated = "P10Y", at_most = true', "erase_or_anonymise"),
        )
    )
    latest = stage(
        'latest = [{ after = "P7Y", from = "last_login" }, { criterion = { en = "x" } }]'
    )
    unsaid = stage('after = "P7Y", from = "not stated", year_end = "financial"')
    pack = pack_of(
        activity(
            "a",
            ("ticket",),
            periods=f"period = [{period(stages)}, {period(latest)}, {period(unsaid)}]",
        )
    )
    one, two, three = pack.activity("a").periods
    assert one.stages[1] == Stage(ByLaw(Duration(years=10), at_most=True), one.stages[1].then)
    assert isinstance(two.stages[0].until, Latest)
    assert two.stages[0].until.parts[1] == Criterion(LocalText(en="x"))
    until = three.stages[0].until
    assert isinstance(until, Term)
    assert until.event is None


def test_unknown_names_list_the_known_ones_and_own_packs_go_first(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "small.toml").write_text(GOOD, encoding="utf-8")
    (folder / "renamed.toml").write_text(GOOD, encoding="utf-8")
    assert load_pack("small", tmp_path).controller.name == "Example Ltd."
    with pytest.raises(PackError, match="renamed"):
        load_pack("renamed", tmp_path)
    assert load_pack(folder / "renamed.toml").name == "small"
    with pytest.raises(NotFoundError, match="netoperator, renamed, small"):
        load_pack("nobody", tmp_path)
    with pytest.raises(NotFoundError):
        load_pack(tmp_path / "none.toml")


def test_the_main_activity_of_a_kind_comes_first() -> None:
    pack = pack_of(
        activity("faq", more='rows = ["ticket_customer_text"]'),
        activity("general", ("ticket",)),
        activity("only_zendesk", ("ticket",), more='sources = ["zendesk"]'),
    )

    def names(source: str) -> list[str]:
        found = pack.activities_for(RecordKind.TICKET, row="ticket_customer_text", source=source)
        return [a.id for a in found]

    assert names("zendesk") == ["only_zendesk", "general", "faq"]
    assert names("freshdesk") == ["general", "faq"]


def _paths(node: object, path: Key = ()) -> set[Key]:
    found: set[Key] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            found |= {(*path, key)} | _paths(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found |= {(*path, index)} | _paths(value, (*path, index))
    return found


@pytest.mark.parametrize("name", [pack.name for pack in find_packs()])
def test_every_key_of_a_pack_has_a_line_that_holds_it(name: str) -> None:
    text = load_pack(name).text
    lines = text.splitlines()
    found = positions(text)
    for path in _paths(tomllib.loads(text)):
        assert path in found
        if isinstance(path[-1], str):
            assert path[-1] in lines[found[path] - 1]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                'a = """x\n[no]\n"q" """',
                "b = '''\n# no comment\nk = 1'''",
                'c.d = [1, # one\n  "]",\n  {e = "}", f = [2]}]',
                '[t]\n"q k" = 1',
                "[[u]]\nx = 2026-01-02",
                "[[u.v]]\ny = 1",
            )
        ),
        unique=True,
    )
)
def test_positions_know_every_path_of_any_toml(blocks: list[str]) -> None:
    order = ["a ", "b ", "c.", "[t", "[[u]", "[[u."]
    text = "\n".join(sorted(blocks, key=lambda b: [b.startswith(o) for o in order].index(True)))
    assert _paths(tomllib.loads(text)) <= set(positions(text))


@settings(deadline=None)
@given(st.dates(), st.integers(0, 300), st.integers(0, 5000), st.integers(0, 50000))
def test_a_duration_never_goes_back(day: object, years: int, months: int, days: int) -> None:
    from datetime import date

    assert isinstance(day, date)
    duration = Duration(years, months, days)
    assert duration.after(day) >= day
    assert Duration.parse(str(duration)) == duration


def test_durations_end_on_the_last_day_of_a_short_month() -> None:
    from datetime import date

    assert Duration.parse("P1M").after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Duration.parse("P1Y").after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert Duration.parse("P2W").days == 14
    for wrong in ("", "P", "1M", "P1H", "PT1H", "P-1D", "P1D1M"):
        with pytest.raises(ValueError):
            Duration.parse(wrong)
    assert Event("call_end") is Event.CALL_END
