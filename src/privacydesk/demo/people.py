"""Invented people: names and streets from Faker, numbers and addresses that reach nobody.

* E-mail addresses lie in `example.com`, `.org`, `.nl` and `.de`.
* German numbers are those that the Bundesnetzagentur keeps free for films and books
  (Mitteilung 148/2021): 030 23125, 040 66969, 069 90009, 0221 4710 and 089 99998.
* Dutch mobiles begin with 06 9, which no operator uses; Dutch fixed lines have a subscriber
  number that begins with 0, which is never issued.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from privacydesk.domain.text import fold

GERMAN_SHARE: Final = 0.35
_GERMAN_LINES: Final = ("3023125", "4066969", "6990009", "2214710", "8999998")
_DUTCH_AREAS: Final = ("20", "30", "10", "40", "50", "70")
_DOMAINS: Final = {"NL": ("example.nl", "example.com", "example.org"),
                   "DE": ("example.de", "example.com", "example.org")}  # fmt: skip
# Names that a Dutch or German shop meets and that a search must fold.
_FAR_NAMES: Final = (
    ("Łukasz", "Żółkowski"), ("Søren", "Ørsted-Kjær"), ("Şule", "Yıldırım"), ("José", "Núñez"),
    ("Zoë", "d'Haens"), ("Trần", "Nguyễn"), ("Renée", "Lefèvre"), ("Đorđe", "Petrović"),
    ("Ásta", "Þórsdóttir"), ("Ömer", "Çelik"), ("Siân", "O'Brien"), ("Jürgen", "Groß"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person. `typo` is the name with a slip of the keyboard, as one system has it.

    `former_family` and `former_email` are of before a marriage; the address stayed. `household`
    numbers the people who live together and share a fixed line, perhaps a mailbox.
    """

    index: int
    given: str
    family: str
    email: str
    mobile: str
    street: str
    house: str
    postcode: str
    city: str
    country: str
    household: int
    landline: str | None = None
    typo: str | None = None
    former_family: str | None = None
    former_email: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def former_name(self) -> str | None:
        return f"{self.given} {self.former_family}" if self.former_family else None

    @property
    def language(self) -> str:
        return "de" if self.country == "DE" else "nl"

    @property
    def phone(self) -> str:
        return self.mobile

    @property
    def street_line(self) -> str:
        return f"{self.street} {self.house}"

    @property
    def address(self) -> str:
        return f"{self.street_line}, {self.postcode} {self.city}"


class Register:
    """Hands out e-mail addresses and phone numbers, each once."""

    def __init__(self) -> None:
        self._mailboxes: set[str] = set()
        self._lines = {"NL": 0, "DE": 0, "mobile": 0}

    def email(self, given: str, family: str, country: str, rng: random.Random) -> str:
        local = f"{_letters(given)}.{_letters(family)}"
        domain = rng.choice(_DOMAINS[country])
        address, number = f"{local}@{domain}", 1
        while address in self._mailboxes:
            number += 1
            address = f"{local}{number}@{domain}"
        self._mailboxes.add(address)
        return address

    def mobile(self, country: str) -> str:
        """A personal number; Germans get one of the film numbers, which are fixed lines."""
        if country == "DE":
            return self.landline("DE")
        self._lines["mobile"] += 1
        return f"+3169{_spread(self._lines['mobile'], 10**7):07d}"

    def landline(self, country: str) -> str:
        self._lines[country] += 1
        number = self._lines[country]
        if country == "DE":
            block, within = divmod(number, 1000)
            if block >= len(_GERMAN_LINES):  # a demo larger than the film numbers
                return f"+4930000{_spread(number, 10**6):06d}"
            return f"+49{_GERMAN_LINES[block]}{_spread(within, 1000):03d}"
        area = _DUTCH_AREAS[number % len(_DUTCH_AREAS)]
        return f"+31{area}0{_spread(number, 10**6):06d}"


def _spread(number: int, size: int) -> int:
    """A different number below `size` for each number below it, without visible order."""
    return (number * 7_919 + 4_127) % size


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def written(number: str, style: int) -> str:
    """A number as people type it: seven ways, from E.164 to national with signs."""
    code, rest = number[:3], number[3:]
    head, tail = (rest[:1], rest[1:]) if rest.startswith("6") and code == "+31" else (
        rest[:2], rest[2:])  # fmt: skip
    middle = len(tail) // 2
    return (
        number,
        f"0{rest}",
        f"0{head}-{tail}",
        f"00{code[1:]}{rest}",
        f"{code} (0){head} {tail[:middle]} {tail[middle:]}",
        f"{code} {head} {tail}",
        f"0{head} {tail[:middle]} {tail[middle:]}",
    )[style % 7]


def slip(name: str, rng: random.Random) -> str:
    """The name with two neighbouring letters swapped or one dropped, not the first or last."""
    spots = [i for i in range(1, len(name) - 2) if name[i].isalpha() and name[i + 1].isalpha()]
    spots = [i for i in spots if name[i] != name[i + 1]]
    if not spots:
        return name
    at = rng.choice(spots)
    if rng.random() < 0.5:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at + 1 :]


def invent(count: int, seed: int, register: Register, *, first: int) -> list[Person]:
    """`count` people from `seed`, numbered from `first`. The same seed gives the same people."""
    rng = random.Random(f"{seed}/people")
    fakers = {"NL": _faker("nl_NL", seed), "DE": _faker("de_DE", seed)}
    people: list[Person] = []
    while len(people) < count:
        country = "DE" if rng.random() < GERMAN_SHARE else "NL"
        one = _single(first + len(people), country, fakers[country], register, rng)
        people.append(one)
        if rng.random() < 0.12 and len(people) < count:
            people[-1], partner = _couple(one, first + len(people), fakers[country], register, rng)
            people.append(partner)
    return people


def _faker(locale: str, seed: int) -> Callable[[str], str]:
    from faker import Faker

    fake = Faker(locale)
    fake.seed_instance(seed)
    return lambda what: str(getattr(fake, what)())


def _single(
    index: int, country: str, fake: Callable[[str], str], register: Register, rng: random.Random
) -> Person:
    given, family = fake("first_name"), fake("last_name")
    if ", " in family:  # "West-Frankrijk, van"
        family = " ".join(reversed(family.split(", ")))
    if rng.random() < 0.02:
        given, family = rng.choice(_FAR_NAMES)
    addition = rng.choice(("", "", "", "", " a", " B", "-2", " bis" if country == "NL" else " c"))
    letters = f"{rng.choice('ABCDEGHJKLMNPRSTVWXZ')}{rng.choice('BCEGHJKLMNPRTVWXZ')}"
    postcode = f"{rng.randrange(10115, 99000)}"
    if country == "NL":
        postcode = f"{rng.randrange(1011, 9998)} {letters}"
    person = Person(
        index=index,
        given=given,
        family=family,
        email=register.email(given, family, country, rng),
        mobile=register.mobile(country),
        street=fake("street_name"),
        house=f"{rng.randrange(1, 240)}{addition}",
        postcode=postcode,
        city=fake("city"),
        country=country,
        household=index,
        landline=register.landline(country) if rng.random() < 0.25 else None,
    )
    if rng.random() < 0.04:
        person = replace(person, typo=slip(person.name, rng))
    elif rng.random() < 0.015:
        former = fake("last_name")
        person = replace(
            person,
            former_family=former,
            former_email=register.email(given, former, country, rng),
        )
    return person


def _couple(
    one: Person, index: int, fake: Callable[[str], str], register: Register, rng: random.Random
) -> tuple[Person, Person]:
    """Somebody who lives with `one`: same address and fixed line, sometimes one mailbox."""
    line = one.landline or register.landline(one.country)
    given = fake("first_name")
    email = register.email(given, one.family, one.country, rng)
    if rng.random() < 0.3:
        email = register.email("familie", one.family, one.country, rng)
        one = replace(one, email=email)
    partner = replace(
        one,
        index=index,
        given=given,
        email=email,
        mobile=register.mobile(one.country) if rng.random() < 0.8 else one.mobile,
        landline=line,
        typo=None,
        former_family=None,
        former_email=None,
    )
    return replace(one, landline=line), partner
