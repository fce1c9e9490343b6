"""The facts a letter can be told, and how a person states one: `--set name=value`.

A fact is a text, a day (`2026-03-01`), an amount (`12.50 EUR`), one of a few choices, or rows:
`what | article | until; what | article | until`. `none` states that there are no rows, which is
something else than not saying.

Not every fact can be stated: what the case holds, a letter takes from the case (`Stating`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from privacydesk.documents.letters.seen import visible
from privacydesk.domain.errors import InputError

Row = dict[str, str | date]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


Value = str | date | Money | tuple[Row, ...]
Kind = Literal["text", "day", "money", "choice", "rows"]


class Stating(StrEnum):
    """What a person may say about a fact, beside what the case says."""

    FREELY = "freely"  # the case does not hold it, or a person knows better
    WORDING = "wording"  # it rests on an event of the case; its words may be others
    ADDING = "adding"  # rows beside those that the case holds, never instead of them
    NEVER = "never"  # the case alone: otherwise the letter would say what did not happen


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `title`: in plain words. `where`: what to do when it is not stated.

    `columns`: of rows; one named `day` or `until` is a date. `choices`: of a choice.
    `stating`: whether a person may state it.
    """

    name: str
    title: str
    kind: Kind = "text"
    where: str = ""
    columns: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    stating: Stating = Stating.FREELY

    @property
    def offered(self) -> bool:
        """Whether a person may state it while the case says nothing of it."""
        return self.stating in {Stating.FREELY, Stating.ADDING}

    @property
    def form(self) -> str:
        """What a value looks like."""
        match self.kind:
            case "day":
                return "2026-03-01"
            case "money":
                return "12.50 EUR"
            case "choice":
                return "|".join(self.choices)
            case "rows":
                return f"{' | '.join(self.columns)}; ... or none"
            case _:
                return "..."

    @property
    def example(self) -> str:
        """What `--set` looks like for it."""
        value, *others = self.form.split(" or ")
        quoted = value if self.kind in {"day", "choice"} else f'"{value}"'
        return f"--set {self.name}={' or '.join((quoted, *others))}"


_SUPPLEMENT: Final = "add it to the supplement of the policy pack"
_EXTEND: Final = "record the event extended with its reason"
_W, _A, _N = Stating.WORDING, Stating.ADDING, Stating.NEVER

_ALL: Final = (
    Fact("person_name", "the name of the person", where="attach the person to the case"),
    Fact("person_address", "the postal address of the person"),
    Fact("dpo", "how the data protection officer is reached", where=_SUPPLEMENT),
    Fact("authority_name", "the supervisory authority", where=_SUPPLEMENT),
    Fact("authority_website", "the website of the authority", where=_SUPPLEMENT),
    Fact("last_day", "the last day for the answer", "day", stating=_N),
    Fact("new_last_day", "the last day after the extension", "day", _EXTEND, stating=_N),
    Fact("extension_reason", "why more time is needed (complexity or number of requests)",
         where=_EXTEND, stating=_W),
    Fact("extended_requests", "the requests that are extended, when others are not", "rows",
         _EXTEND, ("what",), stating=_N),
    Fact("other_requests", "the requests that are not extended, and their own last day", "rows",
         _EXTEND, ("what", "day"), stating=_N),
    Fact("partial", "what is answered already"),
    Fact("doubt", "why the identity is doubted",
         where="record the event identity_asked with its reason", stating=_W),
    Fact("identity_needed", "which details would settle it, and no more than that"),
    Fact("safe_channel", "a safe channel for these details", where=_SUPPLEMENT),
    Fact("why_unknown", "why the person cannot be identified"),
    Fact("unclear", "what is unclear",
         where="record the event clarification_asked with its reason", stating=_W),
    Fact("recipients", "the recipients of the data", "rows", _SUPPLEMENT, ("name", "role"),
         stating=_A),
    Fact("refused", "what is refused, under which article, and why", "rows", "",
         ("what", "article", "why"), stating=_A),
    Fact("given", "what the person does get"),
    Fact("not_included", "what is not in the files, and why", "rows", "", ("what", "why"),
         stating=_A),
    Fact("transfer", "what becomes of the direct transfer"),
    Fact("searched", "the systems that were searched", "rows",
         "search every system of the case and record the outcome", ("name",), stating=_N),
    Fact("erased", "what was erased, and when", "rows",
         "erase it, and record the event acted when it was erased elsewhere", ("what", "day"),
         stating=_A),
    Fact("kept", "what is kept, under which article, until when", "rows",
         "erase what no duty covers", ("what", "article", "until"), stating=_A),
    Fact("notified", "the recipients that were told, and when", "rows",
         "release and send the letter recipients_notice", ("name", "day"), stating=_A),
    Fact("suppressed", "the suppression lists on which the address stands, and since when", "rows",
         "import the list, or record the event acted when it is kept elsewhere", ("list", "day"),
         stating=_A),
    Fact("changes", "what was changed, from what, into what", "rows", "", ("what", "old", "new")),
    Fact("acted_on", "the day it was done", "day",
         "record the event acted with what was done", stating=_N),
    Fact("restricted_data", "which data are restricted"),
    Fact(
        "restriction_case",
        "the ground of Article 18(1)",
        "choice",
        choices=("accuracy", "unlawful", "claims", "objection"),
    ),
    Fact("lifted_on", "the day the restriction will be lifted", "day"),
    Fact("lifting_reason", "why the restriction is lifted"),
    Fact(
        "objection",
        "whether the objection is upheld or refused",
        "choice",
        "record the outcome of the request, done or refused",
        choices=("upheld", "refused"),
        stating=_N,
    ),
    Fact("decision", "which automated decision it is about"),
    Fact("reviewed_by", "who decided anew, by role (no machine, and with the power to change it)"),
    Fact("view", "what the person said about it, and how it was weighed"),
    Fact("logic", "how the decision came about: the procedure and principles actually applied"),
    Fact(
        "review_outcome",
        "what came of the review by a human",
        "choice",
        choices=("changed", "confirmed"),
    ),
    Fact("stopped", "which processing was stopped, or goes on"),
    Fact("weighing", "the weighing of interests, in two sentences"),
    Fact("stays", "what stays, and on which legal basis", "rows", "", ("what", "basis")),
    Fact("ground", "the legal ground with its article"),
    Fact("reason", "the facts behind the refusal"),
    Fact("fee", "the amount of the fee", "money"),
    Fact(
        "fee_ground",
        "the ground of the fee: Article 12(5)(a), or 15(3) for a further copy",
        "choice",
        choices=("unfounded", "excessive", "further_copy"),
    ),
    Fact("fee_reason", "why a fee is asked"),
    Fact("recipient", "the company the letter goes to (its name, or its id in the policy pack)"),
    Fact("recipient_address", "the postal address of that company", where=_SUPPLEMENT),
    Fact("identify_by", "the details that identify the person there", "rows", "",
         ("kind", "value")),
    Fact("action", "what was done", "choice", "", choices=("rectified", "erased", "restricted")),
    Fact("answer_by", "the day to answer by", "day"),
    Fact("agreed_on", "the day the person agreed to forwarding", "day"),
)  # fmt: skip

FACTS: Final[Mapping[str, Fact]] = MappingProxyType({fact.name: fact for fact in _ALL})
"""Every fact by its name."""


def read_fact(name: str, text: str) -> Value:
    """What a person stated. Raises InputError: unknown name, or not of the kind of the fact."""
    fact = FACTS.get(name)
    if fact is None:
        raise InputError(f"Letters know no fact “{name}”; they know {', '.join(FACTS)}.")
    text = text.strip()
    if not visible(text):
        raise _unlike(fact, "is empty")
    match fact.kind:
        case "day":
            return _day(fact, text)
        case "money":
            return _money(fact, text)
        case "choice":
            if text not in fact.choices:
                raise InputError(f"The fact {name} is one of {', '.join(fact.choices)}.")
            return text
        case "rows":
            return _rows(fact, text)
        case _:
            return text


def _unlike(fact: Fact, what: str) -> InputError:
    return InputError(
        f"The fact {fact.name} {what}; state it like: {fact.form}",
        command=f"Type {fact.example}",
    )


def _day(fact: Fact, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unlike(fact, "needs days such as 2026-03-01") from None


def _money(fact: Fact, text: str) -> Money:
    number, _, currency = text.partition(" ")
    try:
        amount = Decimal(number)
    except InvalidOperation:
        amount = Decimal("NaN")
    currency = currency.strip().upper() or "EUR"
    if (
        not amount.is_finite()
        or amount <= 0
        or re.fullmatch(r"\d{1,6}(\.\d{1,2})?", number) is None
        or re.fullmatch("[A-Z]{3}", currency) is None
    ):
        raise _unlike(fact, "is an amount")
    return Money(amount, currency)


def _rows(fact: Fact, text: str) -> tuple[Row, ...]:
    if text.casefold() == "none":
        return ()
    found: list[Row] = []
    for line in filter(str.strip, text.replace("\n", ";").split(";")):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != len(fact.columns) or not all(map(visible, cells)):
            raise _unlike(fact, f"has rows of {len(fact.columns)} filled parts each")
        found.append(
            {
                column: _day(fact, cell) if column in {"day", "until"} else cell
                for column, cell in zip(fact.columns, cells, strict=True)
            }
        )
    if not found:
        raise _unlike(fact, "has no rows")
    return tuple(found)
