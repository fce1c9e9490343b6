"""The Art. 30 record that a policy pack amounts to.

It holds what Art. 30(1)(a)-(g) asks for and marks what the pack lacks. The legal basis stands
beside it although the article does not ask for it: nobody can use the record without.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.localtext import LocalText
from privacydesk.domain.pack import Activity, Contact, Pack, Recipient
from privacydesk.domain.periods import Condition
from privacydesk.domain.register import Register, RegisterEntry, RegisterField

_LABELS: Final[dict[str, tuple[str, LocalText]]] = {
    "controller": ("a", LocalText("Verantwoordelijke", "Verantwortlicher", "Controller")),
    "dpo": (
        "a",
        LocalText(
            "Functionaris gegevensbescherming", "Datenschutzbeauftragter", "Data protection officer"
        ),
    ),
    "security": ("g", LocalText("Beveiliging", "Sicherheitsmaßnahmen", "Security measures")),
    "purposes": ("b", LocalText("Doeleinden", "Zwecke", "Purposes")),
    "people": ("c", LocalText("Betrokkenen", "Betroffene Personen", "Data subjects")),
    "data": (
        "c",
        LocalText("Categorieën van gegevens", "Kategorien von Daten", "Categories of data"),
    ),
    "recipients": ("d", LocalText("Ontvangers", "Empfänger", "Recipients")),
    "transfers": (
        "e",
        LocalText("Doorgifte buiten de EER", "Übermittlung in Drittländer", "Transfers"),
    ),
    "periods": ("f", LocalText("Bewaartermijnen", "Löschfristen", "Time limits for erasure")),
    "basis": ("", LocalText("Rechtsgrond", "Rechtsgrundlage", "Legal basis")),
}
_NOT_STATED: Final = LocalText("niet vermeld", "nicht angegeben", "not stated")
_NOT_HERE: Final = LocalText("niet in deze tekst", "nicht in diesem Text", "not in this text")
_NO_COUNTRY: Final = LocalText("land niet vermeld", "Land nicht angegeben", "country not stated")
_NO_TOOL: Final = LocalText(
    "waarborg niet vermeld", "Garantie nicht angegeben", "safeguard not stated"
)
_NONE_STATED: Final = LocalText("geen vermeld", "keine angegeben", "none stated")
_CUSTOMER: Final = {
    True: LocalText("klanten", "Kunden", "customers"),
    False: LocalText("anderen", "andere", "others"),
}
_CONSENT: Final = {
    True: LocalText("met toestemming", "mit Einwilligung", "with consent"),
    False: LocalText("zonder toestemming", "ohne Einwilligung", "without consent"),
}


def register(pack: Pack, language: str) -> Register:
    """The record in one language (nl, de, en). Pure; the same pack gives the same record."""
    writer = _Writer(pack, language)
    return Register(
        pack=pack.name,
        controller=pack.controller.name,
        title=pack.title,
        language=language,
        statement_date=pack.statement_date,
        sha256=pack.sha256,
        excerpt=pack.excerpt,
        head=tuple(writer.head()),
        entries=tuple(
            RegisterEntry(activity.id, activity.title(language), tuple(writer.fields(activity)))
            for activity in pack.activities
        ),
    )


class _Writer:
    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.silence = (_NOT_HERE if pack.excerpt else _NOT_STATED)(language)

    def head(self) -> Iterator[RegisterField]:
        controller = self.pack.controller
        reach = (controller.address, controller.phone, ", ".join(controller.emails))
        told = ", ".join(part for part in (controller.name, *reach) if part)
        if any(reach):
            yield self._field("controller", told, supplied=self._supplied("controller"))
        else:
            yield self._field("controller", f"{told}; {self.silence}", missing=True)
        yield self._field("dpo", _contact(controller.dpo))
        yield self._field(
            "security", self.pack.security(self.language), supplied=self._supplied("security")
        )

    def fields(self, activity: Activity) -> Iterator[RegisterField]:
        def supplied(*facts: str) -> bool:
            return "all" in activity.supplied or bool({*facts} & {*activity.supplied})

        yield self._field("purposes", self._all(activity.purposes), supplied=supplied("purposes"))
        # the scope of the statement names people, but not those of this activity: it helps a
        # reader and leaves the field open
        yield self._field(
            "people",
            (activity.people or self.pack.scope)(self.language),
            missing=not activity.people,
            supplied=supplied("people"),
        )
        yield self._field("data", self._all(activity.data), supplied=supplied("data"))
        recipients = self.pack.recipients_of(activity)
        yield self._field(
            "recipients",
            "; ".join(self._recipient(recipient) for recipient in recipients),
            supplied=supplied("recipients"),
        )
        yield self._transfers(recipients)
        yield self._field("periods", self._periods(activity), supplied=supplied("period"))
        # Art. 30(1) does not ask for the basis, so a missing one is no gap of the record
        yield self._field("basis", self._bases(activity), supplied=supplied("basis"), asked=False)

    def _field(
        self,
        key: str,
        text: str,
        *,
        missing: bool = False,
        supplied: bool = False,
        asked: bool = True,
    ) -> RegisterField:
        letter, label = _LABELS[key]
        return RegisterField(
            key,
            letter,
            label(self.language),
            text or self.silence,
            missing or (asked and not text),
            supplied,
        )

    def _supplied(self, fact: str) -> bool:
        return any(name == fact or name.startswith(f"{fact}.") for name in self.pack.supplied)

    def _all(self, texts: tuple[LocalText, ...]) -> str:
        return "; ".join(text(self.language) for text in texts)

    def _recipient(self, recipient: Recipient) -> str:
        category = recipient.category(self.language)
        return f"{recipient.name} ({category})" if recipient.name else category

    def _transfers(self, recipients: tuple[Recipient, ...]) -> RegisterField:
        general = self.pack.transfer
        told: list[str] = []
        missing = False
        for recipient in recipients:
            if not recipient.outside_eea:
                continue
            own = recipient.transfer or general
            tools = ", ".join(own.tools) if own else ""
            countries = recipient.country or (", ".join(own.countries) if own else "")
            missing = missing or not (tools and countries)
            told.append(
                f"{recipient.name or recipient.category(self.language)}: "
                f"{countries or _NO_COUNTRY(self.language)}, {tools or _NO_TOOL(self.language)}"
            )
        unknown = [r for r in recipients if r.outside_eea is None]
        if unknown:  # whether there is a transfer at all cannot be told
            names = ", ".join(r.name or r.category(self.language) for r in unknown)
            told.append(f"{names}: {_NO_COUNTRY(self.language)}")
            missing = True
        return self._field(
            "transfers", "; ".join(told) or _NONE_STATED(self.language), missing=missing
        )

    def _periods(self, activity: Activity) -> str:
        told = []
        for rule in activity.periods:
            part = f" ({rule.part(self.language)})" if rule.part else ""
            told.append(f"{self._when(rule.when)}{rule.text(self.language)}{part}")
        return "; ".join(told)

    def _bases(self, activity: Activity) -> str:
        told = []
        for basis in activity.bases:
            more = ", ".join(
                part for part in (basis.national, basis.interest(self.language)) if part
            )
            said = f"Art. {basis.article}{f' ({more})' if more else ''}"
            told.append(f"{self._when(basis.when)}{said}")
        return "; ".join(told)

    def _when(self, when: Condition) -> str:
        words = []
        if when.customer is not None:
            words.append(_CUSTOMER[when.customer](self.language))
        if when.consent is not None:
            words.append(_CONSENT[when.consent](self.language))
        return f"{', '.join(words)}: " if words else ""


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return ""
    parts = (contact.name, contact.address, contact.phone, ", ".join(contact.emails))
    return ", ".join(part for part in parts if part)
