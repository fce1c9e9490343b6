"""What real privacy statements say in other ways than the shipped packs can be said in a pack."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.packs import activity, pack_of, period, record_of, stage, term, text_of

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import (
    AuthorityFor,
    FormOfAddress,
    RetentionLaw,
    TransferTool,
)
from privacydesk.domain.periods import Action, ByLaw, Earliest, Event, Term
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import expiry
from privacydesk.domain.rights import Right
from privacydesk.policy.loader import PackError, parse_pack

STATEMENT = text_of(
    activity(
        "advertising",
        ("newsletter",),
        bases=(
            '{ article = "6(1)(f)", national = "UWG 7(3)", interest = { en = "own products" } }',
            '{ article = "6(1)(a)", when = { consent = true } }',
        ),
        more='withdraw.en = "in the account, by phone, mail or letter"',
        periods="""
[[activity.period]]
text.en = "until you object, withdraw, or the contract ends; then blocked, then as the law demands"
section = "Werbliche Kundeninformationen"
stages = [
  { until = { earliest = [
      { after = "P0D", from = "objection" },
      { after = "P0D", from = "consent_withdrawn" },
      { after = "P3M", from = "contract_end" },
    ] }, then = "block" },
  { until = { law = true, stated = "P10Y", at_most = true }, then = "erase_or_anonymise" },
]
""",
    ),
    activity(
        "hotline_password",
        bases=("6(1)(b)", "6(1)(a)"),
        more='automated = { exists = false }\nrequired.en = "asked before the call starts"',
        periods="""
[[activity.period]]
text.en = "as long as needed"
stages = [{ until = { criterion = { en = "as long as needed" } }, then = "erase" }]
""",
    ),
    country="NO",
    law="not_available",
    excerpt=True,
    more="""
[[recipient]]
id = "chat"
name = "Freshworks GmbH"
address = "Neue Grünstraße 17, 10179 Berlin"
category.en = "Chat provider"
country = "DE"
processor = "not stated"

[[recipient]]
id = "subcontractors"
category.en = "Subcontractors"
country = "not stated"
processor = true
outside_eea = true

[recipient.transfer]
tools = ["EU-US Privacy Shield", "SCC", "BCR", "adequacy"]

[[authority]]
name = "Datatilsynet"
why = "establishment"
country = "NO"

[[authority]]
name = "Die Bundesbeauftragte"
why = "sector"
sector = "telecoms"
country = "DE"

[[authority]]
name = "Autoriteit Persoonsgegevens"
why = "residence"
country = "NL"

[[right]]
right = "withdrawal"
channels = [{ kind = "link" }, { kind = "email", value = "privacy@example.org" }]

[[self_service]]
text.en = "edit your profile"
rights = ["rectification"]

[[widen_portability]]
rows = ["emails"]
text.en = "whole mails"
""",
).replace('address = "formal"', 'address = "informal"')

PACK = parse_pack(STATEMENT)


def test_place_law_language_and_authority_do_not_follow_from_each_other() -> None:
    assert (PACK.country, PACK.zone) == ("NO", "Europe/Berlin")
    assert PACK.retention_law is RetentionLaw.NOT_AVAILABLE
    assert PACK.form_of_address is FormOfAddress.INFORMAL
    assert PACK.excerpt
    named = {a.why: a.name for a in PACK.authorities}
    assert named[AuthorityFor.SECTOR] == "Die Bundesbeauftragte"
    first = PACK.authority("NL")
    assert first is not None
    assert first.name == "Autoriteit Persoonsgegevens"
    otherwise = PACK.authority("SE")
    assert otherwise is not None
    assert otherwise.why is AuthorityFor.SECTOR


def test_a_basis_is_kept_as_it_is_stated() -> None:
    own, other = PACK.activity("advertising").bases
    assert (own.article, own.national, own.interest.en) == ("6(1)(f)", "UWG 7(3)", "own products")
    assert (other.article, other.when.consent) == ("6(1)(a)", True)


def test_use_block_and_erase_are_stages() -> None:
    use, keep = PACK.activity("advertising").periods[0].stages
    assert isinstance(use.until, Earliest)
    events = [part.event for part in use.until.parts if isinstance(part, Term)]
    assert events == [Event.OBJECTION, Event.CONSENT_WITHDRAWN, Event.CONTRACT_END]
    assert use.then is Action.BLOCK
    assert isinstance(keep.until, ByLaw)
    assert keep.until.at_most
    assert keep.then is Action.ERASE_OR_ANONYMISE


def test_a_dead_transfer_tool_can_be_recorded_as_stated() -> None:
    found = PACK.recipient("subcontractors")
    assert found.transfer is not None
    assert found.transfer.tools[0] is TransferTool.EU_US_PRIVACY_SHIELD
    assert found.outside_eea is True
    assert PACK.recipient("chat").outside_eea is False
    assert "processor" in PACK.recipient("chat").not_stated


def test_an_activity_without_records_and_a_right_without_a_promise() -> None:
    assert PACK.activity("hotline_password").kinds == ()
    assert PACK.activities_for(RecordKind.TICKET) == ()
    assert PACK.house_days(Right.WITHDRAWAL) is None
    assert PACK.self_service[0].rights == (Right.RECTIFICATION,)
    assert PACK.widen_portability[0].rows == ("emails",)


def test_the_packs_of_the_guide_work() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "policy-packs.md"
    layers, skeleton, widening = re.findall(
        r"```toml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL
    )
    pack = parse_pack(f"{skeleton}\n{layers}\n{widening}", file="acme.toml")
    assert pack.house_days(Right.ACCESS) == 30
    assert pack.recipient("repair_partners").supplied == ("country", "name")
    assert pack.widen_portability
    text = guide.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\{.*\}`.*?) \|", text, re.MULTILINE)
    forms = [until for row in rows for until in re.findall(r"`(\{.*?\})`", row)]
    assert len(forms) == 7
    for until in forms:
        stages = f'stages = [{{ until = {_filled(until)}, then = "erase" }}]'
        parse_pack(re.sub(r"stages = \[\{ until = .*", stages, skeleton))


def _filled(until: str) -> str:
    return until.replace("...", '{ after = "P1Y", from = "order" }')


def test_beyond_the_contract_only_as_far_as_the_law_demands() -> None:
    blocked = stage(term("P3M", "contract_end")[2:-2], "block")
    rest = period(f"{blocked}, {stage('law = true, if_any = true')}")
    ended = PersonFacts(events={Event.CONTRACT_END: date(2025, 1, 31)})
    for law, kind, ends in (
        ("DE", "invoice", date(2031, 12, 31)),
        ("DE", "ticket", date(2025, 4, 30)),  # no duty: nothing beyond the end before it
        ("not_available", "ticket", None),
    ):
        pack = pack_of(activity("a", (kind,), periods=f"period = [{rest}]"), law=law)
        found = expiry(record_of(RecordKind(kind), "2023-06-01"), pack, ended)
        assert found.ends == ends
        assert found.stages[0].ends == date(2025, 4, 30)
        assert found.starts is None or found.starts <= date(2025, 4, 30)
    assert (
        "no legal duty demands longer"
        in expiry(
            record_of(RecordKind.TICKET, "2023-06-01"),
            pack_of(activity("a", ("ticket",), periods=f"period = [{rest}]")),
            ended,
        ).why
    )


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("law = true, if_any = true", "may not stand first and alone"),
        ("latest = [{ law = true, if_any = true }]", "may not stand first and alone"),
        (
            f"earliest = [{term('P1Y', 'order')}, {{ law = true, if_any = true }}]",
            "may not stand in `earliest`",
        ),
        ('after = "P1Y", from = "order", if_any = true', "belong to `law = true`"),
    ],
)
def test_an_end_that_only_a_duty_gives_is_refused(until: str, told: str) -> None:
    with pytest.raises(PackError, match=told):
        pack_of(activity("a", ("order",), periods=f"period = [{period(stage(until))}]"))
