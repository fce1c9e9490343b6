"""Who is responsible and how they are reached; names that do not belong in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.pack import ChannelKind
from privacydesk.domain.policy_check import Severity
from privacydesk.policy.checks.rule import Checked, Hit, Rule, listed


def _reachable(checked: Checked) -> Iterator[Hit]:
    controller = checked.pack.controller
    if not controller.address:
        yield Hit(f"No postal address of {controller.name} is given.")
    channels = [c for right in checked.pack.rights.values() for c in right.channels]
    by_wire = any(c.kind in (ChannelKind.EMAIL, ChannelKind.PHONE) and c.value for c in channels)
    if not (controller.emails or controller.phone or by_wire):
        yield Hit(f"Neither an e-mail address nor a phone number of {controller.name} is given.")


def _officer(checked: Checked) -> Iterator[Hit]:
    dpo = checked.pack.controller.dpo
    if dpo is None:
        yield Hit("No data protection officer is named.")
    elif not (dpo.emails or dpo.phone or dpo.address):
        yield Hit("A data protection officer is named, but not how to reach them.")


def _other_names(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if pack.other_names:
        yield Hit(
            f"The text names {listed(pack.other_names)} where {pack.controller.short} is meant."
        )


RULES: Final = (
    Rule(
        "contact-missing",
        Severity.WARNING,
        "Art. 13(1)(a)",
        "The controller gives no postal address, or neither an e-mail address nor a phone number.",
        "Give an address and a way to write or call; the supplement may hold them for answers.",
        _reachable,
        absence=True,
    ),
    Rule(
        "dpo-missing",
        Severity.QUESTION,
        "Art. 13(1)(b), 37",
        "No data protection officer, or none that can be reached.",
        "Name their contact data, or note why none has to be designated.",
        _officer,
        absence=True,
    ),
    Rule(
        "other-name",
        Severity.ERROR,
        "Art. 13(1)(a), 12(1)",
        "Another company's name is left in the text, so people are sent to somebody else.",
        "Correct the published text; until then answers use the controller's own name.",
        _other_names,
    ),
)
