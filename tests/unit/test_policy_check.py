"""The policy check: exactly what is there in each shipped pack, and each rule on its own."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import activity, pack_of, period, stage, term, text_of
from tests.policy_findings import EXPECTED

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Pack
from privacydesk.domain.periods import Duration
from privacydesk.domain.policy_check import Finding, Severity
from privacydesk.policy.check import RULES, check, rules
from privacydesk.policy.checks.words import AS_LONG_AS_NEEDED, LEGITIMATE_INTEREST
from privacydesk.policy.loader import find_packs, load_pack, parse_pack

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "policy-check.md"


def found(pack: Pack, rule: str) -> list[Finding]:
    return [finding for finding in check(pack) if finding.rule == rule]


def expected(pack: str) -> Counter[tuple[str, str]]:
    return Counter((rule, where) for rule, places, _ in EXPECTED[pack] for where in places)


@pytest.mark.parametrize("name", [file.name for file in find_packs()])
def test_it_finds_what_is_there_and_nothing_else(name: str) -> None:
    findings = check(load_pack(name))
    assert Counter((f.rule, f.activity) for f in findings) == expected(name)
    order = [list(Severity).index(f.severity) for f in findings]
    assert order == sorted(order)
    for finding in findings:
        assert finding.message.strip()
        assert finding.mend.endswith(".")
        assert len(finding.message) < 500


def test_the_guide_tells_each_rule_and_each_finding_with_its_reason() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for rule in rules():
        assert f"| `{rule.rule}` | {rule.severity} | {rule.article} |" in guide, rule.rule
    for name, rows in EXPECTED.items():
        section = guide.split(f"### {name}\n")[1].split("\n### ")[0]
        told = re.findall(r"^\| `([a-z-]+)` \| (.*?) \| (.*?) \|$", section, re.MULTILINE)
        assert [(rule, why) for rule, _, why in told] == [(rule, why) for rule, _, why in rows]
        for (_, where, _), (_, places, _) in zip(told, rows, strict=True):
            assert set(re.findall(r"`(\w+)`", where)) == {place for place in places if place}


def test_rules_have_distinct_names_and_articles() -> None:
    names = [rule.id for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.match(r"Art\. \d+", rule.article) for rule in RULES)
    assert all(rule.says.endswith(".") for rule in RULES)


def test_an_excerpt_is_not_asked_for_what_it_leaves_out() -> None:
    bare = activity("bare", ("ticket",), bases=())
    whole = {f.rule for f in check(parse_pack(text_of(bare)))}
    excerpt = {f.rule for f in check(parse_pack(text_of(bare, excerpt=True)))}
    asked_of_all = {rule.id for rule in RULES if not rule.absence}
    assert {"basis-missing", "period-missing", "right-missing", "contact-missing"} <= whole
    assert excerpt <= asked_of_all
    assert excerpt == whole & asked_of_all


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        ('{ article = "6(1)(b)", text = { en = "our legitimate interest" } }', True),
        ('{ article = "6(1)(b)", interest = { en = "informing customers" } }', True),
        ('{ article = "6(1)(c)", text = { en = "with your consent" } }', True),
        ('{ article = "6(1)(f)", interest = { en = "our legitimate interest" } }', False),
        ('{ article = "6(1)(a)", text = { en = "your consent" } }', False),
        ('{ article = "6(1)(b)", text = { en = "performing the contract" } }', False),
    ],
)
def test_words_and_article_of_a_basis(basis: str, told: bool) -> None:
    pack = pack_of(activity("one", ("ticket",), bases=(basis,)))
    assert bool(found(pack, "basis-mismatch")) == told


def test_a_recording_without_a_basis_is_told_once() -> None:
    pack = pack_of(activity("calls", ("recording",), bases=()))
    assert len(found(pack, "recording-basis")) == 1
    assert not found(pack, "basis-missing")


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("as long as necessary for the purpose", True),
        ("until they are no longer needed", True),
        ("for a reasonable time", True),
        ("as long as you are a customer", False),
        ("until your question is answered", False),
    ],
)
def test_a_criterion_must_decide(text: str, vague: bool) -> None:
    until = stage(f'criterion = {{ en = "{text}" }}')
    pack = pack_of(
        activity("one", ("ticket",), periods=f"period = [{period(until, text=text)}]"),
    )
    assert bool(found(pack, "period-vague")) == vague


def test_as_long_as_needed_with_a_number_or_a_duty_is_a_period() -> None:
    vague = '{ criterion = { en = "as long as needed" } }'
    number = f"latest = [{vague}, {term('P1Y', 'creation')}]"
    law = f"latest = [{vague}, {{ law = true, if_any = true }}]"

    def rules_of(kind: str, until: str, law_of: str = "DE") -> set[str]:
        made = activity("one", (kind,), periods=f"period = [{period(stage(until))}]")
        return {f.rule for f in check(pack_of(made, law=law_of))}

    assert "period-vague" not in rules_of("ticket", number)
    assert "period-vague" not in rules_of("invoice", law)  # the German duty gives a number
    assert "period-vague" in rules_of("survey", law)
    assert "period-vague" not in rules_of("survey", law, "not_available")  # nobody looked it up


@pytest.mark.parametrize(
    ("kind", "law", "until", "asked"),
    [
        ("invoice", "NL", 'law = true, stated = "P7Y"', False),
        ("invoice", "DE", 'law = true, stated = "P10Y", at_most = true', True),
        ("invoice", "DE", 'law = true, stated = "P8Y"', False),
        ("invoice", "DE", 'after = "P10Y", from = "creation"', True),
        ("ticket", "NL", 'after = "P7Y", from = "case_closed"', True),
        ("ticket", "NL", 'after = "P5Y", from = "case_closed"', False),
        ("ticket", "NL", 'after = "P84M", from = "case_closed"', True),
        ("ticket", "not_available", 'after = "P30Y", from = "case_closed"', False),
    ],
)
def test_longer_than_a_duty_is_a_question(kind: str, law: str, until: str, asked: bool) -> None:
    made = activity("one", (kind,), periods=f"period = [{period(stage(until))}]")
    hits = found(pack_of(made, law=law), "period-duty")
    assert bool(hits) == asked
    assert all(hit.severity is Severity.QUESTION for hit in hits)


def _with_days(days: int) -> Pack:
    more = f'[[right]]\nright = "access"\nhouse_days = {days}\n'
    return pack_of(activity("one", ("ticket",)), more=more)


@given(st.integers(1, 60))
def test_a_deadline_is_told_exactly_when_some_month_is_shorter(days: int) -> None:
    year = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    month = Duration(months=1)
    late = sum(day + timedelta(days=days) > month.after(day) for day in year)
    told = {f.rule for f in check(_with_days(days))} & {"deadline-month", "deadline-long"}
    assert told == (
        set() if late == 0 else {"deadline-long"} if late == 365 else {"deadline-month"}
    )


def test_transfers_of_their_day() -> None:
    def rules_of(day: str, tools: str) -> set[str]:
        text = text_of(activity("one", ("ticket",))).replace('transfer = "not stated"', "")
        text = text.replace('date = "not stated"', f"date = {day}")
        return {f.rule for f in check(parse_pack(f"{text}\n[transfer]\ntools = [{tools}]\n"))}

    assert "transfer-dead" in rules_of("2026-01-01", '"EU-US Privacy Shield"')
    assert "transfer-date" in rules_of("2018-03-20", '"EU-US DPF"')
    assert "transfer-date" not in rules_of("2023-07-10", '"EU-US DPF"')
    assert "transfer-clauses" in rules_of("2021-06-26", '"SCC"')
    assert "transfer-clauses" not in rules_of("2021-06-27", '"SCC"')
    assert "transfer-tool" in rules_of("2026-01-01", "")


@pytest.mark.parametrize(
    ("name", "country", "region", "rule"),
    [
        ("Datainspektionen", "SE", "", "authority-name"),
        ("Information Commissioner’s Office (ICO)", "GB", "", "authority-name"),
        ("Information Commission", "GB", "", None),
        ("Federal Data Protection and Information Commissioner", "CH", "", None),
        ("College Bescherming Persoonsgegevens", "NL", "", "authority-name"),
        ("Autoriteit Persoonsgegevens", "NL", "", None),
        ("Bayerisches Landesamt für Datenschutzaufsicht", "DE", "DE-BY", None),
        ("Bayerisches Landesamt für Datenschutzaufsicht", "DE", "DE-NW", "authority-place"),
        ("Bayerischer Landesbeauftragter für den Datenschutz", "DE", "DE-BY", "authority-place"),
        ("BfDI", "DE", "DE-BY", "authority-place"),
        ("Behörde, die niemand kennt", "DE", "DE-BY", None),
    ],
)
def test_authorities(name: str, country: str, region: str, rule: str | None) -> None:
    text = text_of(activity("one", ("ticket",)), country=country)
    if region:
        text = text.replace("zone =", f'region = "{region}"\nzone =')
    text += f'\n[[authority]]\nname = "{name}"\nwhy = "establishment"\ncountry = "{country}"\n'
    told = {f.rule for f in check(parse_pack(text)) if f.rule.startswith("authority-")}
    assert told == ({rule} if rule else set())


def test_no_authority_of_the_place_is_told_with_the_one_it_is() -> None:
    hit = found(pack_of(activity("one", ("ticket",)), country="NL", law="NL"), "authority-missing")
    assert "Autoriteit Persoonsgegevens" in hit[0].message


def test_kinds_in_the_store_that_no_activity_covers() -> None:
    pack = pack_of(activity("one", ("ticket",), more='sources = ["freshdesk"]'))
    held = {
        (RecordKind.TICKET, "freshdesk"): 3,
        (RecordKind.TICKET, "zendesk"): 2,
        (RecordKind.SCORE, "shop"): 1,
        (RecordKind.CALL, "freepbx"): 0,
    }
    told = [f for f in check(pack, held=held) if f.rule == "kind-uncovered"]
    assert [f.message.split(";")[0] for f in told] == [
        "The store holds 1 record of the kind score",
        "The store holds 2 records of the kind ticket",
    ]
    assert not found(pack, "kind-uncovered")


def test_a_promise_of_erasure_and_a_duty() -> None:
    law = activity("kept", ("invoice",), periods=f"period = [{period(stage('law = true'))}]")
    promise = activity("one", ("ticket",), more='notes.en = "You may have it erased at any time."')
    assert found(pack_of(law, promise), "contradiction-erasure")
    but = promise.replace("any time.", "any time, unless the law keeps it.")
    assert not found(pack_of(law, but), "contradiction-erasure")
    assert not found(pack_of(promise), "contradiction-erasure")
    excepted = '[[right]]\nright = "erasure"\nnotes.en = "except what the law keeps"\n'
    assert not found(pack_of(law, promise, more=excepted), "contradiction-erasure")


def test_sayings_are_known_in_each_language() -> None:
    from privacydesk.domain.localtext import LocalText

    for text in (
        LocalText(nl="zolang dat nodig is voor het doel"),
        LocalText(nl="zodra zij niet meer nodig zijn"),
        LocalText(de="solange es für den Zweck erforderlich ist"),
        LocalText(de="eine angemessene Zeit"),
        LocalText(en="as long as this is required"),
    ):
        assert AS_LONG_AS_NEEDED.in_(text), text
    for text in (
        LocalText(nl="op grond van ons gerechtvaardigd belang"),
        LocalText(de="im Rahmen unseres berechtigten Interesses"),
        LocalText(en="our legitimate interests"),
    ):
        assert LEGITIMATE_INTEREST.in_(text), text
    assert not LEGITIMATE_INTEREST.in_(LocalText(en="of interest to you"))


_RIGHTS = "\n".join(
    f'[[right]]\nright = "{name}"'
    for name in ("access", "rectification", "erasure", "restriction", "portability", "objection")
)
_SYSTEM = (
    '[[system]]\nname = "Till"\nowner = ""\nholds.en = "sales"\nhow.en = "ask"\n'
    'kinds = ["ticket", "payment"]\n'
)


def _kept(until: str, then: str = "erase", kind: str = "ticket") -> str:
    return activity("one", (kind,), periods=f"period = [{period(stage(until, then))}]")


@pytest.mark.parametrize(
    ("rule", "made", "more", "told"),
    [
        ("period-no-duty", _kept("law = true"), "", "no duty"),
        ("period-no-duty", _kept("law = true", kind="invoice"), "", ""),
        ("period-start", _kept('after = "P2Y", from = "not stated"'), "", "from when"),
        ("period-start", _kept('after = "P2Y", from = "creation"'), "", ""),
        ("period-block", _kept('after = "P2Y", from = "creation"', "block"), "", "never erased"),
        ("period-consent", _kept('after = "P0D", from = "contract_end"'), "", ""),
        ("system-uncovered", activity("one", ("ticket",)), _SYSTEM, "Till holds payment"),
        ("system-uncovered", activity("one", ("ticket", "payment")), _SYSTEM, ""),
        ("right-missing", activity("one", ("ticket",)), _RIGHTS, "Art. 77"),
        ("right-missing", activity("one", ("newsletter",)), _RIGHTS, "direct marketing"),
        ("required-missing", activity("one", more='required.en = "yes"'), "", ""),
        ("automated-unsaid", activity("one", ("credit_check",)), "", "scored"),
        (
            "contradiction-identify",
            activity("one", ("ticket",), more='notes.en = "Cookies cannot identify you."').replace(
                "some data", "IP address"
            ),
            "",
            "IP address",
        ),
        (
            "contradiction-identify",
            activity("one", ("ticket",), more='notes.en = "Cookies cannot identify you."'),
            "",
            "",
        ),
        (
            "contradiction-identifiers",
            activity("one", ("ticket",), more='notes.en = "We hold no unique identifiers."'),
            "",
            "",
        ),
        (
            "contradiction-sale",
            activity("one", ("ticket",)),
            '[sale]\nen = "Data are not sold."\n[[recipient]]\nid = "r"\ncategory.en = "Partners"\n'
            'role.en = "make offers"\ncountry = "NL"\nprocessor = true\n',
            "",
        ),
        (
            "recipient-unnamed",
            activity("one", ("ticket",)),
            '[[recipient]]\nid = "r"\ncategory.en = "Police"\ncountry = "NL"\nprocessor = false\n',
            "",
        ),
        (
            "portability-narrow",
            activity("one", ("ticket",)),
            '[portability]\nen = "your name only"\n',
            "some data",
        ),
        (
            "portability-narrow",
            activity("one", ("ticket",), bases=('{ article = "6(1)(f)" }',)),
            '[portability]\nen = "your name only"\n',
            "",
        ),
        (
            "portability-narrow",
            activity("one", ("ticket",)),
            '[portability]\nen = "what you gave us"\n',
            "",
        ),
        (
            "consent-withdrawal",
            activity("one", ("ticket",), bases=("6(1)(a)",), more='withdraw.en = "by e-mail"'),
            "",
            "",
        ),
        ("consent-withdrawal", activity("one", ("ticket",), bases=("9(2)(a)",)), "", "withdraw"),
    ],
)
def test_a_rule_and_its_edge(rule: str, made: str, more: str, told: str) -> None:
    hits = found(pack_of(made, more=more), rule)
    assert bool(hits) == bool(told)
    assert all(told in hit.message for hit in hits)


def test_an_officer_who_cannot_be_reached() -> None:
    text = text_of(activity("one", ("ticket",)))
    assert "No data protection" in found(parse_pack(text), "dpo-missing")[0].message
    named = text.replace('dpo = "not stated"', 'dpo = { name = "Eva" }')
    assert "how to reach" in found(parse_pack(named), "dpo-missing")[0].message
    reached = text.replace('dpo = "not stated"', 'dpo = { emails = ["dpo@example.com"] }')
    assert not found(parse_pack(reached), "dpo-missing")
