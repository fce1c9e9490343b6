"""Transfers to third countries (Art. 44-49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from privacydesk.domain.pack import Pack, TransferTool
from privacydesk.domain.policy_check import Severity
from privacydesk.policy.checks.rule import Checked, Hit, Rule, listed, name_of

DEAD: Final = {
    TransferTool.EU_US_PRIVACY_SHIELD: "the EU-US Privacy Shield fell on 16 July 2020 (C-311/18)"
}
"""Tools that no transfer can rest on any more, with the reason; an answer must not offer them."""
_DPF_BEGAN: Final = date(2023, 7, 10)  # Implementing Decision (EU) 2023/1795
_NEW_CLAUSES: Final = date(2021, 6, 27)  # Implementing Decision (EU) 2021/914 applies


def _naming(pack: Pack, tool: TransferTool, *, published: bool = False) -> str:
    """Where a safeguard is named; `published`: only in the statement, not in the supplement."""
    found = []
    general = pack.transfer
    if general is not None and tool in general.tools and not (published and general.supplied):
        found.append("the general words on transfers")
    for recipient in pack.recipients:
        own = recipient.transfer
        if own is not None and tool in own.tools and not (published and own.supplied):
            found.append(name_of(recipient))
    return listed(found)


def _no_tool(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    general = pack.transfer.tools if pack.transfer else ()
    outside = [
        name_of(r)
        for r in pack.recipients
        if r.outside_eea and not (r.transfer.tools if r.transfer else general)
    ]
    if pack.transfer is not None and not general:
        outside.insert(0, "the general words on transfers")
    if outside:
        yield Hit(f"No safeguard is named for data outside the EEA: {listed(outside)}.")


def _dead(checked: Checked) -> Iterator[Hit]:
    for tool in DEAD:
        where = _naming(checked.pack, tool)
        if where:
            yield Hit(f"The {tool} is relied on: {where}.")


def _too_early(checked: Checked) -> Iterator[Hit]:
    day = checked.pack.statement_date
    where = _naming(checked.pack, TransferTool.EU_US_DPF, published=True)
    if where and day is not None and day < _DPF_BEGAN:
        yield Hit(
            f"A text of {day} names the EU-US Data Privacy Framework, which began on "
            f"{_DPF_BEGAN}: {where}."
        )


def _old_clauses(checked: Checked) -> Iterator[Hit]:
    day = checked.pack.statement_date
    where = _naming(checked.pack, TransferTool.SCC, published=True)
    if where and day is not None and day < _NEW_CLAUSES:
        yield Hit(f"A text of {day} names standard contractual clauses: {where}.")


def _countries(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    transfer = pack.transfer
    if transfer is None or not transfer.tools or transfer.countries:
        return
    if not any(r.outside_eea and r.country for r in pack.recipients):
        yield Hit("Safeguards are named, but not to which countries data go.")


RULES: Final = (
    Rule(
        "transfer-tool",
        Severity.ERROR,
        "Art. 13(1)(f), 15(2), 44",
        "Data may leave the EEA and no safeguard is named.",
        "Name the adequacy decision, the clauses (SCC), the rules (BCR) or the derogation, and "
        "where to get a copy; the supplement may hold it for answers.",
        _no_tool,
    ),
    Rule(
        "transfer-dead",
        Severity.ERROR,
        "Art. 44-46, C-311/18",
        "A transfer relies on the EU-US Privacy Shield, which fell on 16 July 2020 (C-311/18).",
        "Look up whether the receiver takes part in the EU-US Data Privacy Framework (adequacy "
        "decision of 10 July 2023) and whether that decision still stands; else use SCC with an "
        "assessment of the transfer.",
        _dead,
    ),
    Rule(
        "transfer-date",
        Severity.ERROR,
        "Art. 45, C-311/18",
        "The EU-US Data Privacy Framework is named in a text older than it (10 July 2023).",
        "Find out which framework was meant; correct the text or its date.",
        _too_early,
    ),
    Rule(
        "transfer-clauses",
        Severity.QUESTION,
        "Art. 46(2)(c)",
        "Clauses are named in a text older than those of Decision (EU) 2021/914; contracts with "
        "the former clauses were valid until 27 December 2022.",
        "Check that the contracts hold the clauses of 2021.",
        _old_clauses,
    ),
    Rule(
        "transfer-countries",
        Severity.QUESTION,
        "Art. 13(1)(f), 30(1)(e)",
        "Safeguards are named without the countries.",
        "Name the countries in the supplement: the record of processing needs them.",
        _countries,
        absence=True,
    ),
)
