"""What a letter's template is given: plain values in the habit of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from privacydesk.documents.letters.given import FACTS, Fact, Money, Value
from privacydesk.documents.letters.greeting import greeted
from privacydesk.documents.letters.registry import Letter
from privacydesk.documents.words import Words, locale_of, show_article, show_day
from privacydesk.domain.pack import ChannelKind, Pack
from privacydesk.domain.rights import Right

# what stands inside a sentence of the letter, where a full stop of its own would be a second one
_INSIDE: Final = frozenset(
    {"identity_needed", "safe_channel", "restricted_data", "stopped", "decision", "reviewed_by"}
)
_FULL_STOP: Final = re.compile(r"(?<=[\w)])\.\s*$")


@dataclass(frozen=True, slots=True)
class LetterCase:
    """All that a letter may say. `values`: the facts that are known, by name."""

    reference: str
    language: str
    received: date
    today: date
    channel: str
    rights: tuple[Right, ...]
    pack: Pack
    controller_name: str
    values: Mapping[str, Value]

    @property
    def formal(self) -> bool:
        return self.pack.formal


def not_stated(letter: Letter, values: Mapping[str, Value]) -> tuple[Fact, ...]:
    """The facts that the letter needs and nobody stated."""
    when = (name for name, other, value in letter.needs_when if values.get(other) == value)
    return tuple(FACTS[name] for name in (*letter.needs, *when) if name not in values)


def context(letter: Letter, case: LetterCase) -> dict[str, Any]:
    """The values of the template; every fact has a key below `f`, empty when it is not known."""
    words = Words(case.language)
    pack, language = case.pack, words.language
    name = str(case.values.get("person_name", ""))
    used = {*letter.needs, *letter.may}
    facts: dict[str, Any] = {
        name: _shown(fact, case.values[name], words)
        if name in used and name in case.values
        else (() if fact.kind == "rows" else "")
        for name, fact in FACTS.items()
    }
    facts["objection_refused"] = case.values.get("objection") == "refused"
    return {
        "formal": case.formal or letter.to_company,
        "case": {
            "reference": case.reference,
            "received": show_day(case.received, language),
            "today": show_day(case.today, language),
        },
        "person": {"name": name, "greeted": greeted(name)},
        "controller": {"name": case.controller_name, "short": pack.controller.short},
        "rights": tuple(_rights(case.rights, language)),
        "to_company": letter.to_company,
        "netherlands": pack.country == "NL",
        "has_dpo": pack.controller.dpo is not None,
        "signature": tuple(filter(None, pack.letter_look.signature(language).split("\n"))),
        "f": facts,
    }


def law(article: str, language: str) -> str:
    """`15(4)` or `Art. 15(4)` of the GDPR as the language cites it; another law stays as it is."""
    bare = article.removeprefix("Art.").strip()
    if not bare[:1].isdigit():
        return article
    shown = show_article(bare, language)
    return {"nl": f"artikel {shown} AVG", "de": f"Art. {shown} DSGVO"}.get(
        language, f"Article {shown} GDPR"
    )


def dpo_reach(pack: Pack) -> str:
    """How the data protection officer is reached, else the controller; empty if not stated."""
    dpo, controller = pack.controller.dpo, pack.controller
    if dpo is not None:
        ways = (*dpo.emails, *filter(None, (dpo.phone,)))
        return ", ".join(ways) or dpo.address
    return ", ".join((*controller.emails, *filter(None, (controller.phone,)))) or controller.address


def safe_channel(pack: Pack, right: Right, words: Words) -> str:
    """A way to send details that is safer than e-mail: account, form, else by post."""
    policy = pack.rights.get(right)
    channels = policy.channels if policy else ()
    for kind in (ChannelKind.ACCOUNT, ChannelKind.FORM):
        for channel in channels:
            if channel.kind is kind:
                name = words("letter", f"channel_{kind.value}")
                return f"{name} ({channel.value})" if channel.value else name
    if pack.controller.address:
        return f"{words('letter', 'channel_post')} ({pack.controller.address})"
    return ""


def right_named(right: Right, language: str) -> str:
    """A right with its article: `right of access (Article 15 GDPR)`."""
    (found,) = _rights((right,), language)
    return f"{found['term']} ({found['article']})" if found["article"] else found["term"]


def _rights(rights: tuple[Right, ...], language: str) -> Iterator[dict[str, str]]:
    for right in rights:
        facts = right.facts
        article = "21(2)" if right is Right.OBJECTION_MARKETING else facts.article
        yield {
            "id": right.value,
            "term": facts.term(language),
            "article": law(article, language) if article else "",
        }


def _shown(fact: Fact, value: Value, words: Words) -> Any:
    language = words.language
    if isinstance(value, date):
        return show_day(value, language)
    if isinstance(value, Money):
        from babel.numbers import format_currency

        return format_currency(value.amount, value.currency, locale=locale_of(language))
    if isinstance(value, tuple):
        return tuple(
            {
                column: show_day(cell, language) if isinstance(cell, date) else cell
                for column, cell in row.items()
            }
            for row in value
        )
    if fact.kind == "choice":
        return words("letter", f"{fact.name}_{value}")
    return _FULL_STOP.sub("", value) if fact.name in _INSIDE else value
