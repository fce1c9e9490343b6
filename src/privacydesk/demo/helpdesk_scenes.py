"""The tickets of the story, written by hand: each shows one thing a desk must get right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from privacydesk.demo.cast import RECEIVED
from privacydesk.demo.moments import Calendar
from privacydesk.demo.people import Person, written
from privacydesk.demo.world import World


@dataclass(frozen=True, slots=True)
class Agent:
    id: int
    name: str
    email: str


AGENTS: Final = (
    Agent(42_000_000_001, "Wilma Postma", "wilma@lindeboom.example"),
    Agent(42_000_000_002, "Ruben Achterberg", "ruben@lindeboom.example"),
    Agent(42_000_000_003, "Greta Lindholm", "greta@lindeboom.example"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A reply or, when private, an internal note. `agent` None: the customer wrote it."""

    text: str
    at: datetime
    agent: Agent | None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """`name` and `email`: as the ticket has them when they differ from the person's own."""

    requester: Person
    subject: str
    text: str
    created: datetime
    notes: tuple[Note, ...] = ()
    status: int = 5
    source: int = 1
    tags: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    name: str | None = None
    email: str | None = None
    attachment: str | None = None
    custom: Mapping[str, str] = field(default_factory=dict)


def scenes(world: World) -> tuple[Ticket, ...]:
    """The tickets of the cast."""
    calendar = world.calendar(world.rng("scenes"))
    return (*_of_main(world, calendar), *_of_others(world, calendar))


def _of_main(world: World, calendar: Calendar) -> tuple[Ticket, ...]:
    main, partner = world.cast.main, world.cast.partner
    wilma, ruben, _ = AGENTS
    long_ago, moved, lately, phone = (calendar.on(days) for days in (650, 280, 61, 24))
    return (
        Ticket(
            requester=main,
            name=main.former_name,
            email=main.former_email,
            subject="Scherm van mijn nieuwe toestel flikkert",
            text=f"Hallo,\n\nMijn Merel M2 flikkert sinds de eerste dag.\n\n{main.former_name}",
            created=long_ago,
            notes=(
                Note("Beste mevrouw De Wit,\n\nStuur het toestel op, wij kijken ernaar.\n\nWilma",
                     calendar.after(long_ago, hours=8), wilma),
            ),
            tags=("garantie",),
        ),
        Ticket(
            requester=main,
            subject="Nieuwe naam en nieuw e-mailadres",
            text=(
                "Beste mensen,\n\nWij zijn getrouwd en ik heet nu Marieke van der Berg. Mijn "
                f"nieuwe adres is {main.email}. Wilt u dat in mijn account aanpassen? Ik kan "
                "zelf niet meer inloggen. Wachtwoord: Zonnebloem-88!\n\n"
                f"{main.name}\n{main.address}"
            ),
            created=moved,
            notes=(
                Note("Beste mevrouw Van der Berg,\n\nGefeliciteerd! Uw e-mailadres is aangepast. "
                     "Stuur ons nooit een wachtwoord; kies alstublieft een nieuw.\n\nRuben",
                     calendar.after(moved, hours=6), ruben),
                Note("Account staat nog op De Wit, samenvoegen lukt niet in de webwinkel. Laten "
                     "staan.", calendar.after(moved, hours=7), ruben, private=True),
            ),
            tags=("account",),
            custom={"hotline_password_12345": "Kersenbloesem7"},
        ),
        Ticket(
            requester=main,
            subject="Router valt weg tijdens videobellen",
            text=(
                "Goedendag,\n\nOnze Kievit K5 valt elke avond weg, juist als ik met mijn moeder "
                f"bel. Bellen kan op {written(main.mobile, 2)} of thuis op "
                f"{written(main.landline or '', 2)}.\n\nGroet,\nMarieke van der Berg"
            ),
            created=lately,
            notes=(
                Note("Beste mevrouw Van der Berg,\n\nZet kanaal 6 vast en werk de firmware bij. "
                     "Helpt dat niet, dan ruilen wij hem om.\n\nWilma",
                     calendar.after(lately, hours=20), wilma),
                Note("De firmware helpt niet. In de bijlage een foto van de lampjes.",
                     calendar.after(lately, hours=44), None),
                Note("Klinkt gestrest aan de telefoon, veel klachten dit jaar. Kans op overstap, "
                     "voorzichtig behandelen. Man belde gisteren ook al.",
                     calendar.after(lately, hours=46), wilma, private=True),
            ),
            tags=("wifi", "omruil"),
            cc=(partner.email,),
            attachment="lampjes.jpg",
        ),
        Ticket(
            requester=main,
            subject="Terugbelverzoek over reparatie",
            text="Mevrouw belde over haar reparatie en wil vandaag teruggebeld worden.",
            created=phone,
            notes=(Note("Teruggebeld, toestel is klaar.", calendar.after(phone, hours=5), ruben),),
            source=3,
            tags=("reparatie",),
        ),
        Ticket(
            requester=partner,
            subject="Deurbel op ons adres",
            text=(
                "Hoi,\n\nDe deurbel die mijn vrouw Marieke van der Berg heeft besteld hangt. "
                f"Facturen mogen voortaan naar haar ({main.email}), zij doet de administratie."
                "\n\nJoris"
            ),
            created=calendar.on(58),
            notes=(Note("Genoteerd, dank u wel.\n\nRuben", calendar.on(57), ruben),),
            tags=("factuur",),
        ),
    )  # fmt: skip


def _of_others(world: World, calendar: Calendar) -> tuple[Ticket, ...]:
    players = world.cast
    wilma, ruben, greta = AGENTS
    return (
        Ticket(
            requester=players.hostile,
            subject=(
                "\x1b]0;owned\x07\x1b[2J[bold red]Nieuwe bestelling[/] <script>alert(1)</script>"
            ),
            text=(
                "Hallo \x1b[31;5mrood\x1b[0m [link=file:///etc/hosts]klik[/link] {{ 7*7 }} "
                "#import \"x\" =HYPERLINK(\"https://example.org\")\n"
                "| a | b |\n|---|---|\n![x](file:///etc/hosts) \u202egnirts desrever\u202c \u200b"
                "\nnul:\x00 \x9b2J<img src=x onerror=alert(1)> @everyone"
            ),
            created=calendar.on(12),
            notes=(
                Note("Vreemde tekens in dit bericht, niets op geklikt.", calendar.on(11), ruben,
                     private=True),
            ),
            status=3,
            tags=("spam?", "[/]"),
            name="Robin \x1b[7mTabel\x1b[0m",
            attachment="factuur\u202efdp.exe",
        ),
        Ticket(
            requester=players.receiver,
            subject="Geschenk erhalten, Karton beschädigt",
            text=(
                "Guten Tag,\n\nHanneke Dijkstra-Vos hat mir etwas bei Ihnen bestellt. Der Karton "
                f"war offen. Rückruf unter {written(players.receiver.phone, 6)}.\n\nBjörn Großmann"
            ),
            created=calendar.on(93),
            notes=(Note("Guten Tag Herr Großmann,\n\nwir senden Ersatz.\n\nGreta",
                        calendar.on(92), greta),),
            tags=("lieferung",),
        ),
        Ticket(
            requester=players.marketing,
            subject="Keine Werbung mehr!",
            text=(
                "Ich widerspreche der Nutzung meiner Daten für Werbung. Löschen Sie mich aus dem "
                "Verteiler.\n\nJörg Müller-Lüdenscheidt"
            ),
            created=calendar.on(RECEIVED["marketing"]),
            status=2,
            tags=("werbung",),
        ),
        Ticket(
            requester=players.erased,
            subject="Account opheffen",
            text=(
                "Ik ben klaar bij jullie. Haal mijn account en al mijn gegevens weg. Betaald heb "
                "ik met creditcard 4111 1111 1111 1111, die mag ook weg.\n\nC. 't Hart"
            ),
            created=calendar.on(RECEIVED["erased"]),
            notes=(
                Note("Doorgezet naar privacy.", calendar.on(RECEIVED["erased"] - 1), wilma,
                     private=True),
            ),
            status=3,
            tags=("privacy",),
        ),
        Ticket(
            requester=players.doubtful,
            subject="Inzageverzoek",
            text=(
                "Geachte heer/mevrouw,\n\nGraag ontvang ik inzage in alle gegevens die u over mij "
                "heeft (artikel 15 AVG).\n\nF. el Idrissi"
            ),
            created=calendar.on(RECEIVED["doubtful"]),
            email="fatima1990@example.com",
            status=3,
            tags=("privacy",),
        ),
    )  # fmt: skip
