"""The people with a part in the story, besides the crowd."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from privacydesk.demo.people import Person

COMPANY: Final = "Lindeboom"
SERVICE_ADDRESS: Final = "service@lindeboom.example"
COMPANY_LINE: Final = "+31205550142"  # of the policy pack: what customers dial
PARTNER_SHOP: Final = "Servicepunt De Brug"
PARTNER_LINE: Final = "+31300040506"  # given as "phone" for many customers of the partner shop
LINE_NAME: Final = "VD BERG"  # what the exchange shows for the line two people share
CALLS_OF_MAIN: Final = 14
DELETED_RECORDINGS: Final = 3
# Days before today on which the request of each player arrived; `early` is on its 30 January.
RECEIVED: Final = {
    "main": 6,
    "buyer": 27,
    "marketing": 1,
    "doubtful": 9,
    "erased": 41,
    "complex_case": 52,
    "unknown": 2,
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what in the story.

    `main` asks for access and a copy; she was `main.former_name` before she married `partner`,
    shares a fixed line with him, and is mentioned in his ticket. `receiver` got a parcel that
    `buyer` paid for. `hostile` wrote what a terminal must not obey. `marketing` objects to
    advertising, `doubtful` must still prove who she is, `erased` wants erasure, `complex_case`
    asked so much that the month was extended, `early` asked on a 30 January.
    """

    main: Person
    partner: Person
    buyer: Person
    receiver: Person
    hostile: Person
    marketing: Person
    doubtful: Person
    erased: Person
    complex_case: Person
    early: Person

    def everyone(self) -> tuple[Person, ...]:
        return (
            self.main, self.partner, self.buyer, self.receiver, self.hostile,
            self.marketing, self.doubtful, self.erased, self.complex_case, self.early,
        )  # fmt: skip


_HOME: Final = "NL|Lange Kade|12 a|1357 GH|Waterdam"
_HOME_LINE: Final = "+31200551234"


def cast() -> Cast:
    """The same ten people in every demo, whatever the seed."""
    main = _person(1, "Marieke|van der Berg", "marieke.vdberg@example.nl", "+31691234561", _HOME)
    partner = _person(2, "Joris|van der Berg", "joris.vdberg@example.nl", "+31691234562", _HOME)
    return Cast(
        main=replace(
            main,
            former_family="de Wit",
            former_email="m.dewit@example.com",
            landline=_HOME_LINE,
            household=1,
        ),
        partner=replace(partner, landline=_HOME_LINE, household=1),
        buyer=_person(
            3, "Hanneke|Dijkstra-Vos", "hanneke.dijkstra@example.org", "+31691234563",
            "NL|Molenpad|7|2468 JK|Veenhuizerdam",
        ),
        receiver=_person(
            4, "Björn|Großmann", "bjoern.grossmann@example.de", "+493023125004",
            "DE|Ahornallee|31 c|14193|Neustadt am See",
        ),
        hostile=_person(
            5, "Robin|Tabel", "robin.tabel@example.com", "+31691234565",
            "NL|Kruisweg|404|3579 LM|Nulland",
        ),
        marketing=_person(
            6, "Jörg|Müller-Lüdenscheidt", "joerg.ml@example.de", "+494066969006",
            "DE|Hafenstraße|18|20457|Altenhafen",
        ),
        doubtful=_person(
            7, "Fatima|el Idrissi", "fatima.elidrissi@example.nl", "+31691234567",
            "NL|Zuiderlaan|88 bis|4680 NP|Zuidwijk",
        ),
        erased=_person(
            8, "Cornelis|'t Hart", "cees.thart@example.nl", "+31691234568",
            "NL|Achterom|3|5791 RS|Hoogeveld",
        ),
        complex_case=_person(
            9, "Anneliese|von Hohenfels", "a.hohenfels@example.de", "+498999998009",
            "DE|Schlossgasse|1|80331|Oberwald",
        ),
        early=_person(
            10, "Zoë|Brouwer", "zoe.brouwer@example.org", "+31691234570",
            "NL|Januaristraat|30|6802 TV|Wintervoort",
        ),
    )  # fmt: skip


def _person(index: int, name: str, email: str, phone: str, place: str) -> Person:
    given, family = name.split("|")
    country, street, house, postcode, city = place.split("|")
    return Person(
        index=index,
        given=given,
        family=family,
        email=email,
        mobile=phone,
        street=street,
        house=house,
        postcode=postcode,
        city=city,
        country=country,
        household=index,
    )
