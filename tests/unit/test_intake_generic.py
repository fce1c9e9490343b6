"""Tables nobody described: recognised columns, mappings suggested and used."""

from __future__ import annotations

import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.intake_support import ZONE, opened, party, read, values, write

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import IdentifierKind, RecordKind, Role
from privacydesk.intake.reading import suggest_mapping
from privacydesk.intake.schema import Times
from privacydesk.intake.values import TimeReader, html_to_text

UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("name", "header", "kind", "role"),
    [
        ("klanten.csv", "Klantnummer;Voornaam;Tussenvoegsel;Achternaam;E-mailadres;Telefoonnummer",
         RecordKind.CONTACT, Role.HOLDER),
        ("kunden.csv", "Kunden-Nr.;Vorname;Namenszusatz;Nachname;E-Mail-Adresse;Rufnummer",
         RecordKind.CONTACT, Role.HOLDER),
        ("export.csv", "Customer number;First name;Particle;Last name;E-mail;Phone number",
         RecordKind.CONTACT, Role.HOLDER),
        ("bestellungen.csv", "Kundennummer;Vorname;Namenszusatz;Nachname;E-Mail;Telefon",
         RecordKind.ORDER, Role.BUYER),
    ],
)  # fmt: skip
def test_columns_in_three_languages(
    tmp_path: Path, name: str, header: str, kind: RecordKind, role: Role
) -> None:
    path = write(tmp_path / name, f"{header}\nK1;Jan;van der;Berg;jan@example.nl;06-12345678\n")
    drafts, rejects = read(path, "generic")
    assert not rejects
    person = party(drafts[0], role)
    assert drafts[0].kind is kind
    assert (person.key, person.name) == ("K1", "Jan van der Berg")
    assert values(person, IdentifierKind.EMAIL) == ["jan@example.nl"]
    assert values(person, IdentifierKind.PHONE) == ["+31612345678"]


MIXED = (
    "Bestelnummer;Naam;E-mail;Straat;Huisnummer;Postcode;Plaats;Aangemaakt op;IMEI;BSN;Kleur\n"
    "#77;Anna Bos;anna@example.nl;Dijk;12 a;1234 ab;Ede;30-01-2024 10:00;356938035643809;"
    "123456782;rood\n"
)


def test_a_suggested_mapping_reads_the_same_as_no_mapping(tmp_path: Path) -> None:
    path = write(tmp_path / "bestellingen.csv", MIXED)
    text = suggest_mapping(path, zone=UTC, region="NL")
    tomllib.loads(text)
    assert '#   "Kleur"' in text
    mapping = write(tmp_path / "mapping.toml", text)
    drafts, rejects = read(path, "generic", mapping)
    assert (drafts, rejects) == read(path, "generic")
    order = drafts[0]
    assert order.occurred_at is not None
    assert order.occurred_at.isoformat() == "2024-01-30T10:00:00+01:00"
    buyer = party(order, Role.BUYER)
    assert values(buyer, IdentifierKind.ADDRESS) == ["NL:1234AB:12-A"]
    assert values(buyer, IdentifierKind.IMEI) == ["356938035643809"]
    assert values(buyer, IdentifierKind.ORDER_NUMBER) == ["77"]
    assert order.payload["BSN"] == "[dropped: citizen number]"
    assert order.dropped == {"citizen number": 1}
    assert order.payload["Kleur"] == "rood"


def test_a_mapping_with_odd_column_names_is_valid(tmp_path: Path) -> None:
    header = '"Email","a ""quoted"" \\ name","line\nbreak","[x]"'
    path = write(tmp_path / "x.csv", f"{header}\nanna@example.nl,1,2,3\n")
    mapping = write(tmp_path / "m.toml", suggest_mapping(path, zone=UTC, region="NL"))
    drafts, _ = read(path, "generic", mapping)
    assert list(drafts[0].payload) == ["Email", 'a "quoted" \\ name', "line break", "[x]"]


def test_an_edited_mapping_is_followed(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "wie,waar,wanneer\nAnna Bos,anna@example.nl,3/4/2024\n")
    mapping = write(
        tmp_path / "m.toml",
        """
        schema = 1
        name = "mine"
        title = "Mine"
        [[table]]
        name = "t"
        needs = ["wie"]
        kind = "survey"
        occurred = "wanneer"
        times = { zone = "UTC", day_first = false }
        [[table.party]]
        role = "respondent"
        name = "wie"
        identifiers = [{ kind = "email", column = "waar" }]
        """,
    )
    drafts, _ = read(path, "generic", mapping)
    assert drafts[0].kind is RecordKind.SURVEY
    assert drafts[0].occurred_at is not None
    assert drafts[0].occurred_at.isoformat() == "2024-03-04T00:00:00+00:00"
    assert drafts[0].source_id.startswith("row-")
    with pytest.raises(InputError, match="only used with the source generic"):
        opened(path, "shopify", mapping)


@pytest.mark.parametrize(
    ("text", "rule", "iso"),
    [
        ("2024-07-30 10:00:00", Times(), "2024-07-30T10:00:00+02:00"),
        ("2024-07-30T10:00:00Z", Times(), "2024-07-30T10:00:00+00:00"),
        ("2024-07-30 10:00:00 +0530", Times(), "2024-07-30T10:00:00+05:30"),
        ("2024-07-30 10:00:00 UTC", Times(), "2024-07-30T10:00:00+00:00"),
        ("2024-07-30T10:00:00.123+10:00", Times(), "2024-07-30T10:00:00.123000+10:00"),
        ("2024-07-30 10:00:00", Times(zone="UTC"), "2024-07-30T10:00:00+00:00"),
        ("30-07-2024 10:00", Times(), "2024-07-30T10:00:00+02:00"),
        ("30.07.2024", Times(), "2024-07-30T00:00:00+02:00"),
        ("7/30/2024 9:05", Times(day_first=False), "2024-07-30T09:05:00+02:00"),
        ("2024/07/30 10:00:00", Times(), "2024-07-30T10:00:00+02:00"),
        ("1722326400", Times(epoch="seconds"), "2024-07-30T08:00:00+00:00"),
        ("1722326400000", Times(epoch="milliseconds"), "2024-07-30T08:00:00+00:00"),
        ("Tue, 30 Jul 2024 10:00:00 +0000", Times(), "2024-07-30T10:00:00+00:00"),
        ("Mar 3, 2024, 9:05:12 AM", Times(formats=("%b %d, %Y, %I:%M:%S %p",)),
         "2024-03-03T09:05:12+01:00"),
    ],
)  # fmt: skip
def test_times_keep_their_offset_and_get_the_zone_when_they_have_none(
    text: str, rule: Times, iso: str
) -> None:
    found = TimeReader(rule, ZONE).read(text)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize("text", ["", "-", "0000-00-00 00:00:00", "0001-01-01T00:00:00", "null"])
def test_no_time(text: str) -> None:
    assert TimeReader(Times(), ZONE).read(text) is None


@pytest.mark.parametrize(
    "text", ["yesterday", "32-01-2024", "1722326400", "2024-13-01", "9999-01-01"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        TimeReader(Times(), ZONE).read(text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hoi <b>jij</b></p><p>Dag</p>", "Hoi jij\n\nDag"),
        ("a<br>b &amp; c&eacute;", "a\nb & cé"),
        ("<style>p{}</style><script>x()</script>tekst", "tekst"),
        ("geen opmaak < niets", "geen opmaak < niets"),
        ("<ul><li>een</li><li>twee</li></ul>", "een\n\ntwee"),
        ("R&D &lt;x&gt;", "R&D <x>"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert html_to_text(html) == text
