"""Who receives the data (Article 15(1)(c)) and what protects them abroad (Article 15(2))."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from privacydesk.documents.words import Words, locale_of
from privacydesk.domain.pack import Activity, Pack, Recipient, Transfer, TransferTool

# EU member states, Iceland, Liechtenstein and Norway (Agreement on the European Economic Area).
EEA: Final = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
_TOOL_WORDS: Final = {
    TransferTool.ADEQUACY: "tool_adequacy",
    TransferTool.SCC: "tool_scc",
    TransferTool.BCR: "tool_bcr",
    TransferTool.DEROGATION: "tool_derogation",
    TransferTool.OTHER: "tool_other",
}


def recipients(pack: Pack, activities: Sequence[Activity], words: Words) -> list[dict[str, Any]]:
    """Each recipient of the activities, named where the pack names it, with what it is for."""
    language = words.language
    found = []
    for recipient in pack.recipients:
        mine = [a.title(language) for a in activities if recipient.id in a.recipients]
        if not mine:
            continue
        found.append(
            {
                "name": recipient.name or recipient.category(language),
                "role": _role(recipient, words),
                "country": ", ".join(_countries(recipient, words)) or country("", words),
                "activities": mine,
                "only_when": recipient.only_when(language),
                "passed_on": recipient.passed_on(language),
            }
        )
    return found


def transfers(pack: Pack, activities: Sequence[Activity], words: Words) -> list[dict[str, Any]]:
    """The recipients of the activities that are outside the EEA, each with its safeguard."""
    wanted = {recipient for activity in activities for recipient in activity.recipients}
    return [
        {
            "name": recipient.name or recipient.category(words.language),
            "countries": _countries(recipient, words),
            "safeguard": safeguard(recipient.transfer or pack.transfer, words),
        }
        for recipient in pack.recipients
        if recipient.id in wanted and outside_eea(recipient)
    ]


def outside_eea(recipient: Recipient) -> bool:
    """Whether data go to a third country: as stated, else by the country."""
    if recipient.outside_eea is not None:
        return recipient.outside_eea
    if recipient.transfer is not None:
        return True
    return len(recipient.country) == 2 and recipient.country.upper() not in EEA


def safeguard(transfer: Transfer | None, words: Words) -> str:
    """What makes the transfer lawful, in words; "not stated" when the pack does not say."""
    if transfer is None:
        return words("report", "not_stated")
    parts = [
        words("report", _TOOL_WORDS[tool]) if tool in _TOOL_WORDS else tool.value
        for tool in transfer.tools
    ]
    text = transfer.text(words.language)
    return "; ".join([*parts, *([text] if text else [])]) or words("report", "not_stated")


def _countries(recipient: Recipient, words: Words) -> list[str]:
    """Where it is established, and where data go to; empty when the pack names no country."""
    named = [recipient.country] if recipient.country else []
    listed = list(recipient.transfer.countries) if recipient.transfer else []
    return [country(code, words) for code in dict.fromkeys([*named, *listed])]


def _role(recipient: Recipient, words: Words) -> str:
    kind = words("report", "processor" if recipient.processor else "recipient")
    role = recipient.role(words.language)
    if not role and recipient.name:
        role = recipient.category(words.language)
    return f"{kind}: {role}" if role else kind


def address_lines(address: str, language: str, home: str) -> tuple[str, ...]:
    """A one-line address as lines; the country in words, and left out at `home`."""
    lines = [part.strip() for part in address.replace("\n", ",").split(",") if part.strip()]
    if lines and len(lines[-1]) == 2 and lines[-1].isupper():
        code = lines.pop()
        if code != home:
            lines.append(country(code, Words(language)))
    return tuple(lines)


def country(code: str, words: Words) -> str:
    """The name of a country by its ISO 3166-1 code; a name stays as it is."""
    if not code:
        return words("report", "not_stated")
    if len(code) != 2:
        return code
    from babel import Locale

    return str(Locale.parse(locale_of(words.language)).territories.get(code.upper(), code))
