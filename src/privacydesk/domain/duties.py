"""Legal duties to keep business records, as data.

A duty is a minimum: it says how long a record must at least be kept, never that it may be used.
Only laws with a checked source are here; for any other country the law is "not available".

Sources: NL AWR art. 52(4) (7 years, counted from the end of the financial year). DE § 147(3) AO,
§ 257(4) HGB, § 14b(1) UStG as amended by BEG IV (BGBl. 2024 I Nr. 323): vouchers and invoices 8
years, commercial letters 6, books 10, counted from the end of the calendar year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from privacydesk.domain.estate import ROWS
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.pack_parts import RetentionLaw
from privacydesk.domain.periods import Duration, YearEnd


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty to keep. `valid_until`: check the source again after this day."""

    key: str
    law: RetentionLaw
    duration: Duration
    year_end: YearEnd
    article: str
    text: LocalText
    valid_until: date


def _de(key: str, years: int, article: str, nl: str, de: str, en: str) -> Duty:
    text = LocalText(
        f"{nl}: {years} jaar na het einde van het kalenderjaar ({article})",
        f"{de}: {years} Jahre ab Ende des Kalenderjahres ({article})",
        f"{en}: {years} years from the end of the calendar year ({article})",
    )
    return Duty(
        key,
        RetentionLaw.DE,
        Duration(years=years),
        YearEnd.CALENDAR,
        article,
        text,
        date(2027, 12, 31),
    )


_ALL: Final = (
    Duty(
        "nl_tax",
        RetentionLaw.NL,
        Duration(years=7),
        YearEnd.FINANCIAL,
        "AWR art. 52(4)",
        LocalText(
            "administratie: 7 jaar na het einde van het boekjaar (AWR art. 52 lid 4)",
            "Buchführung: 7 Jahre ab Ende des Geschäftsjahres (Art. 52 Abs. 4 AWR)",
            "accounts: 7 years from the end of the financial year (AWR art. 52(4))",
        ),
        date(2027, 12, 31),
    ),
    _de(
        "de_voucher",
        8,
        "§ 147(3) AO, § 257(4) HGB, § 14b UStG",
        "boekingsstukken",
        "Buchungsbelege",
        "accounting vouchers",
    ),
    _de(
        "de_letter",
        6,
        "§ 147(3) AO, § 257(4) HGB",
        "zakelijke brieven",
        "Handels- und Geschäftsbriefe",
        "business letters",
    ),
    _de(
        "de_books",
        10,
        "§ 147(3) AO, § 257(4) HGB",
        "boeken en jaarrekeningen",
        "Bücher und Abschlüsse",
        "books and annual accounts",
    ),
)

DUTIES: Final[Mapping[str, Duty]] = MappingProxyType({duty.key: duty for duty in _ALL})


def duty_of(row: str, law: RetentionLaw) -> Duty | None:
    """The duty that keeps data of an estate row under a law; `None` where there is none."""
    facts = ROWS[row]
    key = {RetentionLaw.NL: facts.duty_nl, RetentionLaw.DE: facts.duty_de}.get(law, "")
    return DUTIES.get(key)


def checked_until(law: RetentionLaw) -> date | None:
    """The day until which the duties of a law were checked; `None` for a law without duties."""
    return min((duty.valid_until for duty in _ALL if duty.law is law), default=None)
