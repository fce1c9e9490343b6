"""The supervisory authorities of the places a pack can name, and the names they had before.

Source: the authorities' own websites as collected by datenanfragen/data (CC0, 21 July 2026); for
the United Kingdom also SI 2026/386.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from privacydesk.domain.text import fold


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """`region` of a federal state; `scope`: whom it supervises, empty for everybody there."""

    country: str
    name: str
    abbreviation: str
    region: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name (or website) that an authority no longer has. `now`: what it is called."""

    country: str
    names: tuple[str, ...]
    now: str


KNOWN: Final = (
    KnownAuthority("NL", "Autoriteit Persoonsgegevens", "AP"),
    KnownAuthority(
        "DE",
        "Die Bundesbeauftragte für den Datenschutz und die Informationsfreiheit",
        "BfDI",
        scope="federal bodies, telecoms and post",
    ),
    KnownAuthority(
        "DE",
        "Landesbeauftragter für den Datenschutz und die Informationsfreiheit Baden-Württemberg",
        "LfDI BW",
        "DE-BW",
    ),
    KnownAuthority("DE", "Bayerisches Landesamt für Datenschutzaufsicht", "BayLDA", "DE-BY"),
    KnownAuthority(
        "DE",
        "Bayerischer Landesbeauftragter für den Datenschutz",
        "BayLfD",
        "DE-BY",
        "public bodies of Bavaria",
    ),
    KnownAuthority(
        "DE", "Berliner Beauftragte für Datenschutz und Informationsfreiheit", "BlnBDI", "DE-BE"
    ),
    KnownAuthority(
        "DE",
        "Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg",
        "LDA BB",
        "DE-BB",
    ),
    KnownAuthority(
        "DE",
        "Landesbeauftragte für Datenschutz und Informationsfreiheit Bremen",
        "LfDI HB",
        "DE-HB",
    ),
    KnownAuthority(
        "DE",
        "Hamburgischer Beauftragter für Datenschutz und Informationsfreiheit",
        "HmbBfDI",
        "DE-HH",
    ),
    KnownAuthority(
        "DE",
        "Hessischer Beauftragter für Datenschutz und Informationsfreiheit",
        "HBDI",
        "DE-HE",
    ),
    KnownAuthority(
        "DE",
        "Landesbeauftragter für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern",
        "LfDI MV",
        "DE-MV",
    ),
    KnownAuthority("DE", "Landesbeauftragter für den Datenschutz Niedersachsen", "LfD NI", "DE-NI"),
    KnownAuthority(
        "DE",
        "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
        "LDI NRW",
        "DE-NW",
    ),
    KnownAuthority(
        "DE",
        "Landesbeauftragter für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz",
        "LfDI RLP",
        "DE-RP",
    ),
    KnownAuthority("DE", "Unabhängiges Datenschutzzentrum Saarland", "UDZ", "DE-SL"),
    KnownAuthority("DE", "Sächsische Datenschutz- und Transparenzbeauftragte", "SDTB", "DE-SN"),
    KnownAuthority(
        "DE", "Landesbeauftragter für den Datenschutz Sachsen-Anhalt", "LfD ST", "DE-ST"
    ),
    KnownAuthority(
        "DE",
        "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein",
        "ULD",
        "DE-SH",
    ),
    KnownAuthority(
        "DE",
        "Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit",
        "TLfDI",
        "DE-TH",
    ),
    KnownAuthority("NO", "Datatilsynet", ""),
    KnownAuthority("DK", "Datatilsynet", ""),
    KnownAuthority("SE", "Integritetsskyddsmyndigheten", "IMY"),
    KnownAuthority("BE", "Gegevensbeschermingsautoriteit", "GBA"),
    KnownAuthority("AT", "Österreichische Datenschutzbehörde", "DSB"),
    KnownAuthority("LT", "Valstybinė duomenų apsaugos inspekcija", "VDAI"),
    KnownAuthority("CH", "Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter", "EDÖB"),
    KnownAuthority("GB", "Information Commission", "ICO"),
)

FORMER: Final = (
    FormerName(
        "SE",
        ("Datainspektionen", "datainspektionen.se"),
        "Integritetsskyddsmyndigheten (IMY, www.imy.se) since 2021",
    ),
    FormerName(
        "GB",
        ("Information Commissioner", "Information Commissioner's Office"),
        "the Information Commission; the brand ICO stays",
    ),
    FormerName(
        "NL", ("College bescherming persoonsgegevens",), "Autoriteit Persoonsgegevens since 2016"
    ),
    FormerName(
        "BE",
        (
            "Commissie voor de bescherming van de persoonlijke levenssfeer",
            "Commission de la protection de la vie privée",
        ),
        "Gegevensbeschermingsautoriteit / Autorité de protection des données since 2018",
    ),
    FormerName(
        "AT", ("Datenschutzkommission",), "Österreichische Datenschutzbehörde (DSB) since 2014"
    ),
)


def known(
    country: str, name: str, abbreviation: str = "", region: str = ""
) -> KnownAuthority | None:
    """The authority of a country that a name means; of two alike the one of the region."""
    wanted = _key(name)
    found = [
        one
        for one in KNOWN
        if one.country == country
        and (
            _key(one.name) in wanted or wanted == _key(one.abbreviation) or _same(one, abbreviation)
        )
    ]
    found.sort(key=lambda one: one.region != region)
    return found[0] if found else None


def of_place(country: str, region: str = "") -> tuple[KnownAuthority, ...]:
    """The authorities for ordinary companies of a place."""
    return tuple(
        one
        for one in KNOWN
        if one.country == country and not one.scope and (not one.region or one.region == region)
    )


def former(country: str, name: str, website: str = "") -> FormerName | None:
    """The former name that a name or website of a country's authority still is."""
    texts = (_key(name), _key(website))
    for one in FORMER:
        if one.country == country:
            for old in one.names:
                if any(_says(text, _key(old)) for text in texts):
                    return one
    return None


def _says(text: str, old: str) -> bool:
    """Whether a text holds a name as whole words (`Information Commission` is not the old one)."""
    return f" {old} " in f" {text} "


def _same(one: KnownAuthority, abbreviation: str) -> bool:
    return bool(abbreviation) and _key(abbreviation) == _key(one.abbreviation)


def _key(text: str) -> str:
    kept = (c if c.isalnum() or c in ".-" else " " for c in fold(text).replace("www.", ""))
    return " ".join("".join(kept).replace(" s ", " ").split())
