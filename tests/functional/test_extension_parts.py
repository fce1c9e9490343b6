"""An extension of some requests of a case: the notice names the others with their own day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.functional.answering import log_case, shipped, use_pack

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.domain.pack import FormOfAddress

NAME = "extension_notice"
RIGHTS = ("access", "erasure", "objection_marketing")


@pytest.fixture(params=["formal", "informal"])
def ready(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    pack = replace(shipped("lindeboom"), form_of_address=FormOfAddress(request.param))
    return use_pack(desk, pack)


def _log(desk: Desk, *rights: str) -> tuple[str, dict[str, int]]:
    reference = log_case(desk, None, *rights, language="en")
    requests = cases.show(desk, reference).case.requests
    return reference, {r.right: r.request_id for r in requests}


def _text(desk: Desk, reference: str, language: str = "en") -> str:
    view = letters.show(desk, reference, NAME, language=language)
    assert view.usable, view.problem
    return view.markdown or ""


@pytest.mark.parametrize("extended", ["access", "erasure"])
@pytest.mark.parametrize(
    ("language", "others", "new", "own"),
    [
        ("nl", "De rest verlengen wij niet", "20 mei 2026", "uiterlijk op 20 maart 2026"),
        ("de", "Das Übrige verlängern wir nicht", "20. Mai 2026", "spätestens am 20. März 2026"),
        ("en", "The rest is not extended", "20 May 2026", "by 20 March 2026"),
    ],
)
def test_what_is_not_extended_keeps_its_own_day(
    ready: Desk, extended: str, language: str, others: str, new: str, own: str
) -> None:
    reference, requests = _log(ready, *RIGHTS)
    cases.event(ready, reference, "extended", request_id=requests[extended], reason="archives")
    text = _text(ready, reference, language)
    first, _, rest = text.partition(others)
    article = {"access": "15", "erasure": "17"}
    other = next(one for one in article if one != extended)
    assert new in first
    assert f" {article[extended]} " in first
    lines = [line for line in rest.splitlines() if line.startswith("- ")]
    assert [f" {article[other]} " in lines[0], " 21" in lines[1]] == [True, True]
    assert len(lines) == 2
    assert f" {article[extended]} " not in rest
    assert rest.count(own) == 2


def test_an_extension_of_all_that_can_be_names_what_takes_effect_at_once(ready: Desk) -> None:
    reference, _ = _log(ready, "access", "withdrawal")
    cases.event(ready, reference, "extended", reason="archives")
    rest = _text(ready, reference).partition("The rest is not extended")[2]
    assert "withdraw" in rest
    assert "20 March 2026" in rest


def test_an_answered_request_is_not_promised_again(ready: Desk) -> None:
    reference, requests = _log(ready, "access", "erasure")
    cases.event(ready, reference, "extended", request_id=requests["erasure"], reason="archives")
    cases.outcome(ready, reference, requests["access"], "done", "sent")
    assert "not extended" not in _text(ready, reference)


def test_an_extension_of_the_whole_case_speaks_of_no_parts(ready: Desk) -> None:
    reference, _ = _log(ready, "access", "erasure")
    cases.event(ready, reference, "extended", reason="archives")
    text = _text(ready, reference)
    assert "not extended" not in text
    assert "for a part of it" not in text


def test_an_edit_may_not_drop_them(ready: Desk) -> None:
    reference, requests = _log(ready, "access", "erasure")
    cases.event(ready, reference, "extended", request_id=requests["access"], reason="archives")
    text = _text(ready, reference)
    cut = "\n".join(line for line in text.splitlines() if "20 March 2026" not in line)
    assert "not extended" in letters.edit(ready, reference, NAME, cut).problem
